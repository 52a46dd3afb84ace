"""A softmax regression so small that its Hessian is exact: the loss on which saliencies by curvature are measured."""

from collections.abc import Callable

from torch import Tensor

from notes.data import standardised, wine
from notes.domain import require_positive


def penalised_regression_on_wine(strength: float) -> Callable[[Tensor], Tensor]:
    r"""The loss of a softmax regression on wine, a function of its 39 weights, in float64.

    $$L(w) = \frac1n \sum_i -\log \operatorname{softmax}_{y_i}(W x_i) + \lambda \lVert w \rVert^2$$

    Args:
        strength: the penalty's $\lambda$, positive, so that there is one minimum.

    Returns:
        The loss; its weights are those of 13 inputs for each of 3 classes, class by class.

    Raises:
        ValueError: if `strength` is not positive.
    """
    require_positive(strength=strength)
    (data,) = standardised(wine())
    inputs = data.inputs.double()

    def loss(weights: Tensor) -> Tensor:
        scores = (inputs @ weights.view(3, 13).mT).log_softmax(-1)
        return strength * weights.square().sum() - scores.gather(1, data.targets[:, None]).mean()

    return loss
