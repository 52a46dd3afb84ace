"""Training by small batches drawn from a generator, with the training error written down on the way."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from jaxtyping import Float, Shaped, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype
from notes.losses.training import trained


class History(NamedTuple):
    """A trained network and the loss of every batch on its way."""

    network: nn.Module
    losses: Float[Tensor, "steps"]


@jaxtyped(typechecker=beartype)
def fitted(
    network: nn.Module,
    loss: Callable[[Tensor, Tensor], Tensor],
    examples: tuple[Shaped[Tensor, "examples *shape"], Shaped[Tensor, "examples *target"]],
    generator: torch.Generator,
    *,
    batch: int = 64,
    steps: int = 100,
    learning_rate: float = 0.01,
) -> History:
    """A copy of a network trained by Adam on random batches, with a learning rate that falls along half a cosine.

    Args:
        network: the network to start from; it stays as it is.
        loss: the loss of a batch from outputs and targets; a scalar.
        examples: inputs and targets.
        generator: source of the batches.
        batch: examples per batch, drawn with replacement.
        steps: number of updates.
        learning_rate: size of the first updates.

    Returns:
        The trained copy and its losses.

    Raises:
        ValueError: if `batch` is not positive, or what `trained` refuses.
    """
    if batch < 1:
        raise ValueError(f"`batch` must be at least 1, got {batch}")
    inputs, targets = examples
    losses: list[Tensor] = []

    def batch_loss(model: nn.Module) -> Tensor:
        chosen = torch.randint(len(inputs), (batch,), generator=generator, device=generator.device)
        value = loss(model(inputs[chosen]), targets[chosen])
        losses.append(value.detach())
        return value

    model = trained(network, batch_loss, steps=steps, learning_rate=learning_rate)
    return History(model, torch.stack(losses))
