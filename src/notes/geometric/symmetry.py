"""Invariance and equivariance of a function, tested, and invariance by averaging."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

Action = Callable[[Tensor], Tensor]


def unequivariant_element(
    f: Action, x: Tensor, before: Sequence[Action], after: Sequence[Action], *, tolerance: float = 1e-6
) -> int | None:
    r"""The first group element under which a function fails to be equivariant at an input.

    $$f(\rho(g) x) = \rho'(g) f(x)$$

    Args:
        f: the function.
        x: the input.
        before: the action of each element on inputs.
        after: the action of each element on outputs; identities test for invariance.
        tolerance: the largest absolute difference that counts as equal.

    Returns:
        The index of the element, or None if the equation holds for all of them.

    Raises:
        ValueError: if the two actions are not of the same number of elements.
    """
    if len(before) != len(after):
        raise ValueError(f"`after` must have one action per element, {len(before)}, got {len(after)}")
    for g, (inward, outward) in enumerate(zip(before, after, strict=True)):
        moved, expected = f(inward(x)), outward(f(x))
        if moved.shape != expected.shape or not torch.allclose(moved, expected, rtol=0, atol=tolerance):
            return g
    return None


def group_average(f: Action, x: Tensor, actions: Sequence[Action]) -> Tensor:
    r"""The average of a function over all that a group makes of its input, which is invariant.

    $$\bar f(x) = \frac{1}{|G|} \sum_{g \in G} f(\rho(g) x)$$

    Args:
        f: the function.
        x: the input.
        actions: the action of each element.

    Returns:
        The average, of the shape of the function's values.

    Raises:
        ValueError: if there is no element.
    """
    if not actions:
        raise ValueError("`actions` must have at least one element, got none")
    return torch.stack([f(action(x)) for action in actions]).mean(dim=0)
