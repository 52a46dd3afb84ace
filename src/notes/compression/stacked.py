"""Networks of one shape trained side by side: every tensor has one more dimension in front, which counts networks.

Adam treats every entry by itself and the losses are added, so no network sees another; they only share the batches.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeAlias

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.data import Dataset
from notes.domain import (
    beartype,
    require,
    require_below,
    require_finite,
    require_shape,
    require_sizes,
    require_some,
)
from notes.networks.mlp import layer_shapes
from notes.training.adam import Adam


class Networks(NamedTuple):
    """Multilayer perceptrons with rectified units, of the same widths.

    Attributes:
        weights: for each layer, matrices of shape (networks, units after, units before).
        biases: for each layer, vectors of shape (networks, units after).
    """

    weights: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]


View: TypeAlias = Callable[[Networks], Networks]
"""What the forward pass sees of the parameters: masked ones, or rounded ones."""

Loss: TypeAlias = Callable[[Networks, Tensor], Tensor]
"""One loss per network, from the networks and the rows of the examples in the batch."""


def _as_they_are(networks: Networks) -> Networks:
    return networks


@jaxtyped(typechecker=beartype)
def random_networks(widths: tuple[int, ...], count: int, generator: torch.Generator) -> Networks:
    r"""Networks with Gaussian weights of variance $2 / D_k$ and biases of zero.

    Args:
        widths: number of inputs, of units in each hidden layer, of outputs.
        count: number of networks.
        generator: source of randomness.

    Returns:
        The networks, in float32.

    Raises:
        ValueError: if `count` is below 1, or `widths` do not make a network.

    Example:
        ```python
        import torch
        from notes.compression.stacked import random_networks

        networks = random_networks((4, 3, 2), 5, torch.Generator().manual_seed(0))
        print([tuple(weight.shape) for weight in networks.weights])
        #> [(5, 3, 4), (5, 2, 3)]
        ```

    Reference: K. He et al., Delving Deep into Rectifiers, 2015.
    """
    if count < 1:
        raise ValueError(f"`count` must be at least 1, got {count}")
    shapes = layer_shapes(widths)
    weights = tuple(
        torch.randn(count, *shape, generator=generator, device=generator.device) * (2 / shape[1]) ** 0.5
        for shape, _ in shapes
    )
    return Networks(weights, tuple(torch.zeros(count, length, device=generator.device) for _, length in shapes))


@jaxtyped(typechecker=beartype)
def logits(
    networks: Networks, inputs: Float[Tensor, "examples features"]
) -> Float[Tensor, "networks examples classes"]:
    r"""Outputs of every network at every input.

    $$h_{k+1} = \operatorname{ReLU}[\beta_k + \Omega_k h_k]$$

    Args:
        networks: the networks.
        inputs: one row per example, the same for all networks.

    Returns:
        Logits, one row per network and example.

    Raises:
        ValueError: if `inputs` is NaN or infinite, or `inputs` are not as wide as the networks.
    """
    require_shape((len(inputs), networks.weights[0].shape[-1]), inputs=inputs)
    require_finite(inputs=inputs)
    hidden = inputs.expand(len(networks.biases[0]), *inputs.shape)
    last = len(networks.weights) - 1
    for layer, (weight, bias) in enumerate(zip(*networks, strict=True)):
        hidden = hidden @ weight.mT + bias[:, None]
        if layer < last:
            hidden = hidden.relu()
    return hidden


@jaxtyped(typechecker=beartype)
def accuracies(networks: Networks, data: Dataset) -> Float[Tensor, "networks"]:
    """Share of the examples that each network gets right.

    Args:
        networks: the networks.
        data: flat inputs with their classes.

    Returns:
        One share per network.
    """
    with torch.no_grad():
        return (logits(networks, data.inputs).argmax(-1) == data.targets).float().mean(-1)


def cross_entropies(data: Dataset, view: View = _as_they_are) -> Loss:
    """The loss of a classifier: mean cross entropy over the rows of a batch, one per network.

    Args:
        data: flat inputs with their classes.
        view: what the forward pass sees of the parameters.

    Returns:
        The loss, a function of the networks and the rows.
    """

    @jaxtyped(typechecker=beartype)
    def losses(networks: Networks, rows: Int[Tensor, " rows"]) -> Tensor:
        require_some(rows=rows)
        require_below(len(data), rows=rows)
        scores = logits(view(networks), data.inputs[rows]).log_softmax(-1)
        return -scores[:, torch.arange(len(rows), device=rows.device), data.targets[rows]].mean(-1)

    return losses


@jaxtyped(typechecker=beartype)
def trained_networks(
    networks: Networks,
    loss: Loss,
    examples: int,
    generator: torch.Generator,
    *,
    steps: int,
    batch: int = 64,
    learning_rate: float = 0.01,
    stop: int | None = None,
) -> Networks:
    """Networks after a number of steps of Adam; those given stay as they are.

    Args:
        networks: the networks to start from.
        loss: one loss per network on the rows of a batch.
        examples: number of rows to draw from.
        generator: source of the batches, drawn with replacement.
        steps: number of updates.
        batch: examples in an update.
        learning_rate: size of the first updates; it falls to zero along half a cosine.
        stop: number of updates after which to stop on the way; with the same generator, a point of the same run.

    Returns:
        The trained networks, detached.

    Raises:
        ValueError: if `steps`, `examples` or `batch` is below 1, or a loss becomes NaN or infinite on the way.

    Reference: D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015.
    """
    require_sizes(examples=examples, batch=batch)
    if steps < 1:
        raise ValueError(f"`steps` must be at least 1, got {steps}")
    rule, phi = Adam(), _flat(networks)
    state = rule.initial_state(phi)
    for step, rows in enumerate(
        torch.randint(examples, (steps, batch), generator=generator, device=generator.device)[:stop]
    ):
        rate = learning_rate * (1 + math.cos(math.pi * step / steps)) / 2
        phi, state = rule.step(phi, state, partial(_gradient, networks, loss, rows), rate)
    return _shaped(phi, networks)


def _gradient(networks: Networks, loss: Loss, rows: Tensor, phi: Tensor) -> Tensor:
    """The gradient of the summed losses by all parameters as one vector."""
    phi = phi.detach().requires_grad_()
    losses = loss(_shaped(phi, networks), rows)
    require(losses.isfinite(), "loss", "finite at every step", losses)
    return torch.autograd.grad(losses.sum(), phi)[0]


def _flat(networks: Networks) -> Tensor:
    return torch.cat([part.flatten() for part in (*networks.weights, *networks.biases)])


def _shaped(phi: Tensor, like: Networks) -> Networks:
    """One vector as the parameters of networks."""
    shapes = [*like.weights, *like.biases]
    pieces = phi.split([part.numel() for part in shapes])
    parts = [piece.view_as(part) for piece, part in zip(pieces, shapes, strict=True)]
    return Networks(tuple(parts[: len(like.weights)]), tuple(parts[len(like.weights) :]))


@jaxtyped(typechecker=beartype)
def repeated(networks: Networks, times: int) -> Networks:
    """The same networks several times over, one copy after the other.

    Args:
        networks: the networks.
        times: number of copies.

    Returns:
        A stack `times` as long.

    Raises:
        ValueError: if `times` is below 1.
    """
    if times < 1:
        raise ValueError(f"`times` must be at least 1, got {times}")
    return joined([networks] * times)


def joined(stacks: list[Networks]) -> Networks:
    """Several stacks of networks of one shape as one stack, in the order given.

    Args:
        stacks: the stacks.

    Returns:
        One stack.
    """
    weights = tuple(torch.cat(layer) for layer in zip(*(stack.weights for stack in stacks), strict=True))
    return Networks(weights, tuple(torch.cat(layer) for layer in zip(*(stack.biases for stack in stacks), strict=True)))


@jaxtyped(typechecker=beartype)
def chosen(networks: Networks, indices: Int[Tensor, "some"]) -> Networks:
    """Some of the networks of a stack.

    Args:
        networks: the stack.
        indices: which of them.

    Returns:
        A stack of those.

    Raises:
        ValueError: if an index is that of no network.
    """
    require_below(len(networks.biases[0]), indices=indices)
    return Networks(tuple(w[indices] for w in networks.weights), tuple(b[indices] for b in networks.biases))
