"""Features of a small network that was trained for something else, or not at all, and is changed no more."""

import torch
from jaxtyping import Float, Num, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_finite, require_positive, require_sizes, require_some


@jaxtyped(typechecker=beartype)
def small_network(inputs: int, width: int, generator: torch.Generator) -> nn.Sequential:
    r"""Network of one hidden layer for a question of yes or no, with random weights, in double precision.

    $$h = w_0 + \sum_{k=1}^{D} w_k\, r_k(x), \qquad r_k(x) = \max\big(0,\; a_{k0} + \sum_j a_{kj} x_j\big)$$

    Args:
        inputs: number of inputs.
        width: $D$, number of hidden units.
        generator: source of the weights of the hidden units; all others are zero.

    Returns:
        The network; its output is one logit.

    Raises:
        ValueError: if a number is below 1.

    Example:
        ```python
        import torch
        from notes.introduction.frozen_features import small_network

        network = small_network(64, 128, torch.Generator().manual_seed(0))
        print(network(torch.zeros(5, 64).double()).shape)
        #> torch.Size([5, 1])
        ```

    Reference: F. Rosenblatt, The Perceptron, 1958.
    """
    require_sizes(inputs=inputs, width=width)
    hidden = nn.Linear(inputs, width, dtype=torch.float64, device=generator.device)
    readout = nn.Linear(width, 1, dtype=torch.float64, device=generator.device)
    network = nn.Sequential(hidden, nn.ReLU(), readout)
    for parameter in network.parameters():
        nn.init.zeros_(parameter)
    nn.init.normal_(hidden.weight, std=(2 / inputs) ** 0.5, generator=generator)
    return network


@jaxtyped(typechecker=beartype)
def trained_network(
    network: nn.Sequential,
    inputs: Float[Tensor, "samples inputs"],
    targets: Num[Tensor, " samples"],
    steps: int,
    learning_rate: float,
) -> nn.Sequential:
    r"""The network itself, after steps of gradient descent on its mean binary cross entropy over all samples.

    Args:
        network: what to train; its weights change in place.
        inputs: one row a sample.
        targets: the label, 0 or 1, of each sample.
        steps: number of updates, at least zero.
        learning_rate: $\alpha$, positive.

    Returns:
        The network.

    Raises:
        ValueError: if there is no sample, an input is not finite, inputs are not such as the network takes, a label is
            neither 0 nor 1, the learning rate is not positive or too large, or the number of steps negative.

    Example:
        ```python
        import torch
        from notes.introduction.frozen_features import small_network, trained_network

        generator = torch.Generator().manual_seed(0)
        inputs, targets = torch.randn(20, 3, generator=generator).double(), torch.arange(20) % 2
        network = trained_network(small_network(3, 8, generator), inputs, targets, steps=10, learning_rate=0.5)
        print(network(inputs).shape)
        #> torch.Size([20, 1])
        ```

    Reference: D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning Representations by Back-Propagating Errors,
    1986.
    """
    require_sizes(steps=steps + 1)
    require_positive(learning_rate=learning_rate)
    _require_inputs(network, inputs)
    require((targets == 0) | (targets == 1), "targets", "0 or 1", targets)
    answers = targets.to(inputs.dtype)
    descent = torch.optim.SGD(network.parameters(), lr=learning_rate)
    for _ in range(steps):
        logits = network(inputs).squeeze(1)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, answers)
        descent.zero_grad()
        loss.backward()
        descent.step()
    _require_finite_weights(network, learning_rate)
    return network


@jaxtyped(typechecker=beartype)
def frozen_features(
    network: nn.Sequential, inputs: Float[Tensor, "samples inputs"]
) -> Float[Tensor, "samples features"]:
    r"""What the last layer of a network is given for each input, as numbers that no gradient flows through.

    Args:
        network: a trained one, or not.
        inputs: one row a sample.

    Returns:
        One row $\psi(x)$ a sample.

    Raises:
        ValueError: if there is no sample, an input is not finite or too large, or the network takes no such inputs.

    Example:
        ```python
        import torch
        from notes.introduction.frozen_features import frozen_features, small_network

        network = small_network(64, 128, torch.Generator().manual_seed(0))
        features = frozen_features(network, torch.zeros(5, 64).double())
        print(features.shape, features.requires_grad)
        #> torch.Size([5, 128]) False
        ```

    Reference: G. Alain and Y. Bengio, Understanding Intermediate Layers Using Linear Classifier Probes, 2016.
    """
    _require_inputs(network, inputs)
    features = network[:-1](inputs).detach()
    _require_finite_features(features, inputs)
    return features


def _require_inputs(network: nn.Sequential, inputs: Tensor) -> None:
    require_some(inputs=inputs)
    require_finite(inputs=inputs)
    weights = next(network.parameters())
    if inputs.shape[1] != weights.shape[1]:
        raise ValueError(f"`inputs` must have {weights.shape[1]} columns, as the network has, got {inputs.shape[1]}")
    if inputs.dtype != weights.dtype:
        raise ValueError(f"`inputs` must be of the precision of the network, {weights.dtype}, got {inputs.dtype}")


def _require_finite_features(features: Tensor, inputs: Tensor) -> None:
    require(features.isfinite().all(dim=1), "inputs", "small enough for finite features", inputs)


def _require_finite_weights(network: nn.Sequential, learning_rate: float) -> None:
    finite = all(bool(weights.isfinite().all()) for weights in network.parameters())
    require(finite, "learning_rate", "small enough for the weights to stay finite", learning_rate)
