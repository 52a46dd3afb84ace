"""The memory of a Neural Turing Machine: addressed by content, read, erased and added to."""

from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_finite, require_positive, require_some, require_squares
from notes.meta_learning.comparison import Embedding, embedded


@jaxtyped(typechecker=beartype)
def content_weights(
    memory: Float[Tensor, "*batch slots width"], key: Float[Tensor, "*batch width"], sharpness: float = 1.0
) -> Float[Tensor, "*batch slots"]:
    r"""Softmax of the cosine similarities between a key and the rows of the memory.

    Args:
        memory: the matrix $M$.
        key: what is looked for.
        sharpness: factor of the similarities; positive.

    Returns:
        Weights that are positive and sum to one.

    Raises:
        ValueError: if `sharpness` is not positive, or `memory` or `key` has no finite sum of squares.
    """
    require_squares(memory=memory, key=key)
    require_positive(sharpness=sharpness)
    return (sharpness * nn.functional.cosine_similarity(memory, key[..., None, :], dim=-1)).softmax(-1)


@jaxtyped(typechecker=beartype)
def read(
    memory: Float[Tensor, "*batch slots width"], weights: Float[Tensor, "*batch slots"]
) -> Float[Tensor, "*batch width"]:
    r"""Weighted sum of the rows, $r = \sum_i w(i) M(i)$.

    Args:
        memory: the matrix $M$.
        weights: attention over its rows.

    Returns:
        What is read.

    Raises:
        ValueError: if an entry is not finite, or the weights are negative or do not sum to one.
    """
    require_finite(memory=memory, weights=weights)
    require(weights >= 0, "weights", "not negative", weights)
    require((weights.sum(-1) - 1).abs() < 1e-3, "weights", "of sum 1", weights.sum(-1))
    return (weights[..., None, :] @ memory)[..., 0, :]


@jaxtyped(typechecker=beartype)
def written(
    memory: Float[Tensor, "*batch slots width"],
    weights: Float[Tensor, "*batch slots"],
    erase: Float[Tensor, "*batch width"],
    add: Float[Tensor, "*batch width"],
) -> Float[Tensor, "*batch slots width"]:
    r"""The memory after erasing and then adding.

    $$M_t(i) = M_{t-1}(i) \odot (1 - w_t(i) e_t) + w_t(i) a_t$$

    Args:
        memory: $M_{t-1}$.
        weights: $w_t$, attention over its rows.
        erase: $e_t$, between zero and one.
        add: $a_t$.

    Returns:
        $M_t$.

    Raises:
        ValueError: if `erase` leaves the unit interval, or an argument is NaN or infinite.
    """
    require_finite(memory=memory, weights=weights, add=add)
    require((erase >= 0) & (erase <= 1), "erase", "between 0 and 1", erase)
    return memory * (1 - weights[..., None] * erase[..., None, :]) + weights[..., None] * add[..., None, :]


class MemoryAugmentedNetwork(nn.Module):
    """Writes the labelled examples one by one into a memory, each to an unused row, and reads for the queries."""

    def __init__(self, ways: int = 5, width: int = 32) -> None:
        super().__init__()
        self.network, self.ways, self.width = Embedding(width), ways, width
        self.controller = nn.LSTMCell(width + ways, width)
        self.answer = nn.Linear(width + ways, ways)

    def forward(self, support: Tensor, query: Tensor) -> Tensor:
        """Logits of each query from what the memory holds of its support set.

        Args:
            support: `tasks ways shots height width`.
            query: `tasks ways queries height width`.

        Returns:
            `tasks ways*queries ways`.
        """
        memory = self.memorised(support)
        asked = embedded(self.network, query).flatten(1, 2)
        key = asked + self.step(asked.flatten(0, 1)).view_as(asked)
        rows = memory[:, None, :, : self.width].expand(-1, key.shape[1], -1, -1)
        weights = content_weights(rows, key, sharpness=10.0)
        recalled = weights @ memory[..., self.width :]
        return 5 * recalled + self.answer(torch.cat([key, recalled], -1))

    def step(self, inputs: Tensor) -> Tensor:
        """Output of the controller for an image without a label, from its state of rest.

        Args:
            inputs: embeddings, `batch width`.

        Returns:
            Vectors, `batch width`.
        """
        return self.controller(torch.cat([inputs, inputs.new_zeros(len(inputs), self.ways)], -1))[0]

    def memorised(self, support: Tensor) -> Tensor:
        """The memory once the support set has been written to it.

        Args:
            support: `tasks ways shots height width`.

        Returns:
            Rows of key and label, `tasks slots width+ways`.
        """
        tasks, ways, shots = support.shape[:3]
        items = embedded(self.network, support).flatten(1, 2)
        keys = items + self.step(items.flatten(0, 1)).view_as(items)
        labels = torch.eye(self.ways, device=support.device)[:ways].repeat_interleave(shots, 0).expand(tasks, -1, -1)
        rows = torch.cat([keys, labels], -1)
        memory, slots = torch.zeros_like(rows), torch.eye(ways * shots, device=support.device)
        for place in range(ways * shots):
            memory = written(memory, slots[place].expand(tasks, -1), torch.ones_like(rows[:, 0]), rows[:, place])
        return memory


class Copying(NamedTuple):
    """A machine that copies a sequence, step by step.

    Attributes:
        memory: after each write, `steps slots width`.
        copy: what is read back, `steps width`.
    """

    memory: Tensor
    copy: Tensor


@jaxtyped(typechecker=beartype)
def copied(sequence: Float[Tensor, "steps width"], sharpness: float) -> Copying:
    """Write a sequence to row after row, then read the rows in the same order, with soft attention of fixed sharpness.

    Args:
        sequence: what is copied.
        sharpness: logit of the attended row, the others having zero; positive.

    Returns:
        The memory over time and the copy.

    Raises:
        ValueError: if `sharpness` is not positive, or `sequence` is empty, or `sequence` is NaN or infinite.
    """
    require_some(sequence=sequence)
    require_finite(sequence=sequence)
    require_positive(sharpness=sharpness)
    attention = (sharpness * torch.eye(len(sequence), dtype=sequence.dtype, device=sequence.device)).softmax(-1)
    memory, history = torch.zeros_like(sequence), []
    for row, weights in zip(sequence, attention, strict=True):
        memory = written(memory, weights, torch.ones_like(row), row)
        history.append(memory)
    return Copying(torch.stack(history), attention @ memory)
