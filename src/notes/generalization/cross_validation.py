"""Cross-validation: every sample is predicted once, by a fit that has not seen it."""

from collections.abc import Callable, Sequence

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes

Predictor = Callable[[Tensor], Tensor]


@jaxtyped(typechecker=beartype)
def folds(samples: int, count: int, generator: torch.Generator) -> list[Int[Tensor, "_"]]:
    """A random split of samples into parts of nearly equal size.

    Args:
        samples: number n of samples.
        count: number K of parts, from 2 to n.
        generator: source of the order.

    Returns:
        The indices of each part.

    Raises:
        ValueError: if `count` is not from 2 to `samples`.
    """
    require_sizes(samples=samples)
    if not 2 <= count <= samples:
        raise ValueError(f"`count` must be from 2 to {samples}, got {count}")
    order = torch.randperm(samples, generator=generator, device=generator.device)
    return list(order.tensor_split(count))


@jaxtyped(typechecker=beartype)
def cross_validation_error(
    fit: Callable[[Tensor, Tensor], Predictor],
    inputs: Float[Tensor, "samples *features"],
    targets: Float[Tensor, "samples"],
    parts: Sequence[Int[Tensor, "_"]],
) -> Float[Tensor, ""]:
    r"""Mean squared error of every sample under the fit to all parts but its own.

    $$\frac1n \sum_{k=1}^{K} \sum_{i \in F_k} \big( y_i - f[x_i, \hat\phi_{-k}] \big)^2$$

    Args:
        fit: from inputs and targets to a function that predicts new targets.
        inputs: one sample per row.
        targets: one target per sample.
        parts: indices F of each part, which hold every sample once; see `folds`.

    Returns:
        The error, in squared units of the target.

    Raises:
        ValueError: if the parts do not hold every sample once, or an argument is NaN or infinite.

    Reference: M. Stone, Cross-Validatory Choice and Assessment of Statistical Predictions, 1974.
    """
    require_finite(inputs=inputs, targets=targets)
    if sorted(torch.cat(list(parts)).tolist()) != list(range(len(targets))):
        sizes = [len(part) for part in parts]
        raise ValueError(f"`parts` must hold each sample once, got {sizes} of them")
    errors = torch.zeros_like(targets)
    for part in parts:
        seen = torch.ones_like(targets, dtype=torch.bool)
        seen[part] = False
        predict = fit(inputs[seen], targets[seen])
        errors[part] = (targets[part] - predict(inputs[part])).square()
    return errors.mean()
