"""Networks whose weights are drawn anew from a given generator, after Glorot or with one deviation for all."""

from typing import TypeVar

import torch
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


def initialized(network: Network, generator: torch.Generator) -> Network:
    """The network with the weights of its layers drawn after Glorot, its embeddings normal, and its offsets zero.

    Args:
        network: any network of linear layers, embeddings and normalisations; it is changed in place.
        generator: source of randomness.

    Returns:
        The same network.

    Example:
        ```python
        import torch
        from notes.transformers.initialization import initialized

        first, again = (initialized(torch.nn.Linear(2, 3), torch.Generator().manual_seed(0)) for _ in range(2))
        print(bool((first.weight == again.weight).all()), first.bias.tolist())
        #> True [0.0, 0.0, 0.0]
        ```

    Reference: X. Glorot and Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010.
    """
    for module in network.modules():
        if isinstance(module, nn.Linear):
            nn.init.xavier_uniform_(module.weight, generator=generator)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=module.embedding_dim**-0.5, generator=generator)
    return network


def normally_initialized(network: Network, generator: torch.Generator, *, deviation: float = 0.02) -> Network:
    """The network with new weights: normal ones in dense maps and embeddings, no bias, norms that change nothing.

    Args:
        network: changed in place.
        generator: source of the weights.
        deviation: standard deviation of the weights, positive; 0.02 in the paper, whose width is 768.

    Returns:
        The same network.

    Raises:
        ValueError: if `deviation` is not positive.

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019.
    """
    if not deviation > 0:
        raise ValueError(f"`deviation` must be positive, got {deviation}")
    for module in network.modules():
        if isinstance(module, nn.Linear | nn.Embedding):
            nn.init.normal_(module.weight, std=deviation, generator=generator)
        if isinstance(module, nn.LayerNorm):
            nn.init.ones_(module.weight)
        if isinstance(module, nn.Linear | nn.LayerNorm):
            nn.init.zeros_(module.bias)
    return network
