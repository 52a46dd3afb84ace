"""Autoregressive models: the probability of a sequence is a product, word by word; how to sample it, how to search it.

A model is a function from prefixes, one a row and possibly empty, to the log probabilities of the next word.
"""

from collections.abc import Callable
from typing import NamedTuple

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below, require_sizes

Model = Callable[[Tensor], Tensor]


class Beam(NamedTuple):
    """The sequences that a search kept, likeliest first.

    Attributes:
        sequences: one sequence a row.
        log_likelihoods: the log probability of each.
    """

    sequences: Int[Tensor, "kept length"]
    log_likelihoods: Float[Tensor, " kept"]


@jaxtyped(typechecker=beartype)
def sequence_log_likelihoods(model: Model, sequences: Int[Tensor, "batch length"]) -> Float[Tensor, " batch"]:
    r"""Log probability of whole sequences.

    $$\log p(y) = \sum_{t=1}^{T} \log p(y_t \mid y_{<t})$$

    Args:
        model: from prefixes to the log probabilities of the next word.
        sequences: one sequence of words a row.

    Returns:
        One number per sequence, zero for empty ones.

    Raises:
        ValueError: if a word is none of the model's.

    Example:
        ```python
        import torch
        from notes.transformers.autoregressive import sequence_log_likelihoods

        coin = lambda prefixes: torch.full((len(prefixes), 2), 0.5).log()
        print(sequence_log_likelihoods(coin, torch.tensor([[0, 1, 1]])).exp().tolist())
        #> [0.125]
        ```

    Reference: Y. Bengio, R. Ducharme, P. Vincent and C. Jauvin, A Neural Probabilistic Language Model, 2003.
    """
    require_below(model(sequences[:, :0]).shape[1], sequences=sequences)
    steps = range(sequences.shape[1])
    terms = [model(sequences[:, :t]).gather(1, sequences[:, t, None])[:, 0] for t in steps]
    return torch.stack(terms).sum(dim=0) if terms else torch.zeros(len(sequences), device=sequences.device)


@jaxtyped(typechecker=beartype)
def sampled_sequences(
    model: Model, length: int, count: int, generator: torch.Generator
) -> Int[Tensor, "count {length}"]:
    """Sequences drawn from the model, word after word, each given those before it.

    Args:
        model: from prefixes to the log probabilities of the next word.
        length: words in each sequence.
        count: number of sequences.
        generator: source of randomness.

    Returns:
        One sequence a row.

    Raises:
        ValueError: if `length` or `count` is negative.

    Example:
        ```python
        import torch
        from notes.transformers.autoregressive import sampled_sequences

        surely_one = lambda prefixes: torch.tensor([[0.0, 1.0]]).log().expand(len(prefixes), 2)
        print(sampled_sequences(surely_one, 3, 1, torch.Generator().manual_seed(0)).tolist())
        #> [[1, 1, 1]]
        ```

    Reference: Y. Bengio, R. Ducharme, P. Vincent and C. Jauvin, A Neural Probabilistic Language Model, 2003.
    """
    require_sizes(0, length=length, count=count)
    sequences = torch.empty(count, 0, dtype=torch.long)
    for _ in range(length):
        drawn = torch.multinomial(model(sequences).exp(), 1, generator=generator)
        sequences = torch.cat([sequences, drawn], dim=1)
    return sequences


@jaxtyped(typechecker=beartype)
def greedy_sequences(model: Model, length: int, count: int = 1) -> Int[Tensor, "count {length}"]:
    """Sequences that take the likeliest next word at every step, which need not be the likeliest sequences.

    Args:
        model: from prefixes to the log probabilities of the next word.
        length: words in each sequence.
        count: number of sequences, for models that see something different in each row.

    Returns:
        One sequence a row.

    Raises:
        ValueError: if `length` or `count` is negative.

    Example:
        ```python
        import torch
        from notes.transformers.autoregressive import greedy_sequences

        rather_one = lambda prefixes: torch.tensor([[0.4, 0.6]]).log().expand(len(prefixes), 2)
        print(greedy_sequences(rather_one, 3).tolist())
        #> [[1, 1, 1]]
        ```

    Reference: I. Sutskever, O. Vinyals and Q. V. Le, Sequence to Sequence Learning with Neural Networks, 2014.
    """
    require_sizes(0, length=length, count=count)
    sequences = torch.empty(count, 0, dtype=torch.long)
    for _ in range(length):
        sequences = torch.cat([sequences, model(sequences).argmax(dim=1, keepdim=True)], dim=1)
    return sequences


@jaxtyped(typechecker=beartype)
def beam_search(model: Model, length: int, width: int) -> Beam:
    """The likeliest sequences found by keeping a number of prefixes at every step.

    Args:
        model: from prefixes to the log probabilities of the next word.
        length: words in each sequence, at least 1.
        width: prefixes that are kept; one is greedy search, and all of them is exhaustive search.

    Returns:
        The sequences that are left at the end, likeliest first.

    Raises:
        ValueError: if `length` or `width` is not positive.

    Example:
        ```python
        import torch
        from notes.transformers.autoregressive import beam_search

        rather_one = lambda prefixes: torch.tensor([[0.4, 0.6]]).log().expand(len(prefixes), 2)
        found = beam_search(rather_one, 2, width=2)
        print(found.sequences.tolist(), [f"{p:.2f}" for p in found.log_likelihoods.exp().tolist()])
        #> [[1, 1], [0, 1]] ['0.36', '0.24']
        ```

    Reference: I. Sutskever, O. Vinyals and Q. V. Le, Sequence to Sequence Learning with Neural Networks, 2014.
    """
    if min(length, width) < 1:
        raise ValueError(f"`length` and `width` must be at least 1, got {length} and {width}")
    beam = Beam(torch.empty(1, 0, dtype=torch.long), torch.zeros(1))
    for _ in range(length):
        scores = beam.log_likelihoods[:, None] + model(beam.sequences)
        best = scores.flatten().topk(min(width, scores.numel()))
        prefix = best.indices // scores.shape[1]
        word = best.indices % scores.shape[1]
        sequences = torch.cat([beam.sequences[prefix], word[:, None]], dim=1)
        beam = Beam(sequences, best.values)
    return beam
