"""The memory of a Neural Turing Machine: addressed by content, read, erased and added to."""

from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_finite, require_positive, require_some, require_squares


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
