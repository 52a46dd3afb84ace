"""The loss for counts: negative log likelihood of the Poisson distribution, its rate predicted on a log scale."""

from jaxtyping import Float, Num, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite


@jaxtyped(typechecker=beartype)
def poisson_nll(log_rate: Float[Tensor, "*batch"], targets: Num[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    r"""Negative log probability of each count when the model's output is the logarithm of the rate.

    $$-\log P(y \mid \lambda) = e^{f} - y f + \log y!, \qquad \lambda = e^{f}$$

    Args:
        log_rate: the model's outputs $f$, any real numbers.
        targets: observed counts $y$: 0, 1, 2 and so on.

    Returns:
        One loss per example, in nats; infinite where the rate overflows.

    Raises:
        ValueError: if a target is negative or not an integer, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.counts import poisson_nll

        print([round(loss, 4) for loss in poisson_nll(torch.zeros(3), torch.tensor([0, 1, 4])).tolist()])
        #> [1.0, 1.0, 4.1781]
        ```

    Reference: P. McCullagh and J. A. Nelder, Generalized Linear Models, 1989, chapter 6.
    """
    require_finite(log_rate=log_rate, targets=targets)
    require((targets >= 0) & (targets % 1 == 0), "targets", "a count (0, 1, 2, ...)", targets)
    counts = targets.to(log_rate.dtype)
    return log_rate.exp() - counts * log_rate + (counts + 1).lgamma()
