"""Losses that forgive: mean absolute error, generalised cross entropy, and its truncation."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below
from notes.losses.categorical import categorical_nll


@jaxtyped(typechecker=beartype)
def mean_absolute_error(
    logits: Float[Tensor, "*batch classes"], labels: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Sum of the absolute differences between the predicted probabilities and the one-hot label.

    $$\ell_{\text{MAE}}(f, y) = \lVert \mathbf{e}_y - p \rVert_1 = 2 (1 - p_y)$$

    Args:
        logits: raw outputs of the network.
        labels: labels, counted from 0.

    Returns:
        One loss per example, between 0 and 2.

    Raises:
        ValueError: if a label is no class or a logit is not finite, or a label is that of no class.

    Example:
        ```python
        import torch
        from notes.noisy_labels.robust import mean_absolute_error

        print(f"{mean_absolute_error(torch.zeros(1, 4), torch.tensor([2])).item():.4f}")
        #> 1.5000
        ```

    Reference: A. Ghosh, H. Kumar and P. S. Sastry, Robust Loss Functions under Label Noise for Deep Neural Networks,
    2017.
    """
    require_below(logits.shape[-1], labels=labels)
    return 2 * (1 - torch.exp(-categorical_nll(logits, labels)))


@jaxtyped(typechecker=beartype)
def generalized_cross_entropy(
    logits: Float[Tensor, "*batch classes"], labels: Int64[Tensor, "*batch"], q: float = 0.7
) -> Float[Tensor, "*batch"]:
    r"""A loss between cross entropy, its limit for $q \to 0$, and half the mean absolute error, at $q = 1$.

    $$\ell_q(f, y) = \frac{1 - p_y^{\,q}}{q}$$

    Args:
        logits: raw outputs of the network.
        labels: labels, counted from 0.
        q: the exponent, above 0 and at most 1.

    Returns:
        One loss per example, between 0 and $1/q$.

    Raises:
        ValueError: if `q` is out of its range, a label is no class or a logit is not finite.

    Example:
        ```python
        import torch
        from notes.noisy_labels.robust import generalized_cross_entropy

        print(f"{generalized_cross_entropy(torch.zeros(1, 4), torch.tensor([2]), q=0.5).item():.4f}")
        #> 1.0000
        ```

    Reference: Z. Zhang and M. R. Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy
    Labels, 2018, equation 6.
    """
    require_below(logits.shape[-1], labels=labels)
    _require_share("q", q)
    return -torch.expm1(-q * categorical_nll(logits, labels)) / q


@jaxtyped(typechecker=beartype)
def truncated_cross_entropy(
    logits: Float[Tensor, "*batch classes"], labels: Int64[Tensor, "*batch"], *, q: float = 0.7, threshold: float = 0.5
) -> Float[Tensor, "*batch"]:
    r"""Generalised cross entropy that is constant, and without gradient, where the label is held unlikely.

    $$\ell_{q, b}(f, y) = \ell_q\big(\max(p_y, b)\big) = \begin{cases}
    (1 - b^q) / q & p_y \le b,\\ (1 - p_y^{\,q}) / q & p_y > b \end{cases}$$

    Args:
        logits: raw outputs of the network.
        labels: labels, counted from 0.
        q: the exponent, above 0 and at most 1.
        threshold: the probability $b$ below which an example is left out, above 0 and at most 1.

    Returns:
        One loss per example.

    Raises:
        ValueError: if `q` or `threshold` is out of its range, a label is no class or a logit is not finite.

    Example:
        ```python
        import torch
        from notes.noisy_labels.robust import truncated_cross_entropy

        losses = truncated_cross_entropy(torch.tensor([[3.0, 0.0], [3.0, 0.0]]), torch.tensor([0, 1]))
        print([round(loss, 4) for loss in losses.tolist()])
        #> [0.0478, 0.5492]
        ```

    Reference: Z. Zhang and M. R. Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy
    Labels, 2018, equation 10.
    """
    require_below(logits.shape[-1], labels=labels)
    _require_share("threshold", threshold)
    return generalized_cross_entropy(logits, labels, q).clamp(max=(1 - threshold**q) / q)


def _require_share(name: str, value: float) -> None:
    if not 0 < value <= 1:
        raise ValueError(f"`{name}` must be above 0 and at most 1, got {value}")
