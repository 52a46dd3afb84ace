"""Focal loss: cross entropy in which an example counts for less, the better it is already classified."""

import math

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_not_negative


@jaxtyped(typechecker=beartype)
def focal_loss(
    logits: Float[Tensor, "*batch classes"], targets: Int64[Tensor, "*batch"], gamma: float = 2.0
) -> Float[Tensor, "*batch"]:
    r"""Cross entropy of each example, times a power of the probability that its true class did not get.

    $$\ell_\gamma = -(1 - \lambda_y)^\gamma \log \lambda_y, \qquad \lambda = \operatorname{softmax}(f)$$

    The logarithm of $1 - \lambda_y$ is taken from the other logits, so nothing is lost where $\lambda_y$ rounds to one.

    Args:
        logits: real outputs $f$, the classes last; two at least.
        targets: true classes $y$, counted from 0.
        gamma: the power $\gamma$; not negative. Zero gives `categorical_nll`.

    Returns:
        One loss per example; for $\gamma > 0$ it is no log probability.

    Raises:
        ValueError: if there are fewer than two classes, a target is not one of them, `gamma` is negative, or anything
            is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.focal import focal_loss

        logits = torch.tensor([[0.0, 0.0], [3.0, 0.0]])
        print([round(loss, 4) for loss in focal_loss(logits, torch.tensor([0, 0])).tolist()])
        #> [0.1733, 0.0001]
        ```

    Reference: T.-Y. Lin et al., Focal Loss for Dense Object Detection, 2017, equation 4.
    """
    classes = logits.shape[-1]
    require(classes > 1, "logits", "of two classes at least", classes)
    require_finite(logits=logits)
    require_not_negative(gamma=gamma)
    require((targets >= 0) & (targets < classes), "targets", f"a class from 0 to {classes - 1}", targets)
    true = torch.nn.functional.one_hot(targets, classes).bool()
    log_all = logits.logsumexp(-1)
    log_chance = logits.where(true, -math.inf).logsumexp(-1) - log_all
    log_rest = logits.where(~true, -math.inf).logsumexp(-1) - log_all
    return -(gamma * log_rest).exp() * log_chance
