"""Split conformal intervals: a band around any prediction that keeps its word on average, whatever the model is."""

import math
from collections.abc import Callable

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_some


@jaxtyped(typechecker=beartype)
def conformal_quantile(scores: Float[Tensor, "examples"], miscoverage: float) -> Float[Tensor, ""]:
    r"""The score that a new one exceeds with at most the given probability, if all are exchangeable.

    $$\hat r = r_{(k)}, \qquad k = \lceil (n + 1)(1 - \alpha) \rceil$$

    It is the $k$-th smallest of the $n$ scores. If there are too few for the promise, no number will do.

    Args:
        scores: scores $r_i$ of examples that the model was not fitted to.
        miscoverage: $\alpha$, above 0 and below 1.

    Returns:
        The score, or infinity if $k > n$.

    Raises:
        ValueError: if there is no score, one is NaN or infinite, or `miscoverage` is not between 0 and 1.

    Example:
        ```python
        import torch
        from notes.losses.conformal import conformal_quantile

        scores = torch.arange(1.0, 20.0)
        print([conformal_quantile(scores, alpha).item() for alpha in (0.5, 0.1, 0.01)])
        #> [10.0, 18.0, inf]
        ```

    Reference: J. Lei et al., Distribution-Free Predictive Inference for Regression, 2018, algorithm 2.
    """
    require(0 < miscoverage < 1, "miscoverage", "above 0 and below 1", miscoverage)
    require_some(scores=scores)
    require_finite(scores=scores)
    exact = round((len(scores) + 1) * (1 - miscoverage), 9)  # a rounding error is no rank
    rank = math.ceil(exact)
    if rank > len(scores):
        return scores.new_tensor(math.inf)
    return scores.sort().values[rank - 1]


@jaxtyped(typechecker=beartype)
def split_conformal_interval(
    model: Callable[[Tensor], Tensor],
    inputs: Float[Tensor, "calibration *features"],
    targets: Float[Tensor, "calibration"],
    new_inputs: Float[Tensor, "examples *features"],
    miscoverage: float = 0.1,
) -> tuple[Float[Tensor, "examples"], Float[Tensor, "examples"]]:
    r"""Bounds for the targets of new inputs, around the predictions of a model that was fitted to other examples.

    $$f(x) \pm \hat r, \qquad r_i = |y_i - f(x_i)|$$

    Args:
        model: the fitted model $f$.
        inputs: inputs $x_i$ of the calibration examples, to which it was not fitted.
        targets: their targets $y_i$.
        new_inputs: inputs $x$ whose targets are not known.
        miscoverage: $\alpha$, above 0 and below 1.

    Returns:
        Lower and upper bound of each new target.

    Raises:
        ValueError: if there is no calibration example, `miscoverage` is not between 0 and 1, or anything is NaN or
            infinite.

    Example:
        ```python
        import torch
        from notes.losses.conformal import split_conformal_interval

        inputs = torch.linspace(0, 1, 9)
        bounds = split_conformal_interval(torch.zeros_like, inputs, inputs, torch.zeros(1))
        print([bound.item() for bound in bounds])
        #> [-1.0, 1.0]
        ```

    Reference: J. Lei et al., Distribution-Free Predictive Inference for Regression, 2018, algorithm 2.
    """
    require_finite(inputs=inputs, targets=targets, new_inputs=new_inputs)
    scores = (targets - model(inputs)).abs()
    radius = conformal_quantile(scores, miscoverage)
    centre = model(new_inputs)
    return centre - radius, centre + radius
