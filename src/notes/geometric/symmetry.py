r"""Is a function invariant or equivariant? One call tells, and names an element for which it is not."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_length, require_some

Action = Callable[[Tensor], Tensor]
Actions = Mapping[str, Action]


class Symmetry(NamedTuple):
    """What a check found.

    Attributes:
        holds: whether the largest error is within the tolerance.
        worst: name of the element with the largest error.
        error: largest absolute difference of an entry.
    """

    holds: bool
    worst: str
    error: float


@jaxtyped(typechecker=beartype)
def by_matrices(names: tuple[str, ...], matrices: Float[Tensor, "elements n n"]) -> dict[str, Action]:
    """The actions of matrices on vectors, or on the columns of a matrix.

    Args:
        names: name of every element.
        matrices: one square matrix per element.

    Returns:
        The actions, by name.

    Raises:
        ValueError: if there is not one matrix a name, or one is not finite.
    """
    require_length(len(matrices), names=names)
    require_finite(matrices=matrices)
    return {name: matrix.__matmul__ for name, matrix in zip(names, matrices, strict=True)}


@jaxtyped(typechecker=beartype)
def equivariance(
    function: Action, inputs: Float[Tensor, "*shape"], before: Actions, after: Actions, *, tolerance: float = 1e-5
) -> Symmetry:
    r"""Whether $f(\rho(g) x) = \rho'(g) f(x)$ for every element $g$, on given inputs.

    Args:
        function: $f$.
        inputs: $x$, what to try it on; random ones find a breach with probability one if $f$ is analytic.
        before: $\rho(g)$, how every element acts on the inputs.
        after: $\rho'(g)$, how it acts on the outputs; the same names.
        tolerance: largest difference that counts as rounding.

    Returns:
        The verdict, with the element of the largest difference.

    Raises:
        ValueError: if the two actions are not of the same elements, or `inputs` is empty, or `inputs` is NaN or
            infinite.

    Example:
        ```python
        import torch
        from notes.geometric.symmetry import equivariance

        flips = {"stay": lambda x: x, "flip": lambda x: -x}
        print(equivariance(torch.sin, torch.tensor([0.3]), flips, flips).holds)
        #> True
        print(equivariance(torch.cos, torch.tensor([0.3]), flips, flips).worst)
        #> flip
        ```
    """
    require_some(inputs=inputs)
    require_finite(inputs=inputs)
    if list(before) != list(after):
        wanted, found = list(before), list(after)
        raise ValueError(f"`after` must act for the elements {wanted}, got {found}")
    outputs = function(inputs)
    errors: dict[str, float] = {}
    for name in before:
        difference = function(before[name](inputs)) - after[name](outputs)
        errors[name] = difference.abs().max().item()
    worst = max(errors, key=lambda name: errors[name])
    return Symmetry(errors[worst] <= tolerance, worst, errors[worst])


@jaxtyped(typechecker=beartype)
def invariance(
    function: Action, inputs: Float[Tensor, "*shape"], actions: Actions, *, tolerance: float = 1e-5
) -> Symmetry:
    r"""Whether $f(\rho(g) x) = f(x)$ for every element $g$, on given inputs.

    Args:
        function: $f$.
        inputs: $x$, what to try it on.
        actions: $\rho(g)$, how every element acts on the inputs.
        tolerance: largest difference that counts as rounding.

    Returns:
        The verdict, with the element of the largest difference.

    Raises:
        ValueError: if `inputs` is empty, or `inputs` is NaN or infinite.
    """
    require_some(inputs=inputs)
    require_finite(inputs=inputs)
    return equivariance(function, inputs, actions, dict.fromkeys(actions, lambda y: y), tolerance=tolerance)


@jaxtyped(typechecker=beartype)
def averaged(function: Action, actions: Actions) -> Action:
    r"""The mean of a function over a group, which is invariant whatever the function.

    $$\bar f(x) = \frac{1}{|G|} \sum_{g \in G} f(\rho(g) x)$$

    Args:
        function: $f$.
        actions: $\rho(g)$ for every element of a group.

    Returns:
        $\bar f$.
    """
    return lambda inputs: torch.stack([function(act(inputs)) for act in actions.values()]).mean(0)


@jaxtyped(typechecker=beartype)
def equivariant_average(function: Action, before: Actions, back: Actions) -> Action:
    r"""The mean over a group of a function between an action and the inverse of another, which is equivariant.

    $$\bar f(x) = \frac{1}{|G|} \sum_{g \in G} \rho'(g)^{-1} f(\rho(g) x)$$

    Args:
        function: $f$.
        before: $\rho(g)$ for every element of a group.
        back: $\rho'(g)^{-1}$, the same names.

    Returns:
        $\bar f$; it is $f$ itself if that is equivariant.

    Raises:
        ValueError: if the two actions are not of the same elements.
    """
    if list(before) != list(back):
        wanted, found = list(before), list(back)
        raise ValueError(f"`back` must act for the elements {wanted}, got {found}")
    return lambda inputs: torch.stack([back[name](function(before[name](inputs))) for name in before]).mean(0)
