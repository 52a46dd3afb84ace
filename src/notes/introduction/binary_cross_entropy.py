"""Binary cross entropy, from probabilities as it is defined and from logits as it should be computed.

Both forms give one loss per example, in nats.
"""

import torch
from jaxtyping import Float, Num, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_share


@jaxtyped(typechecker=beartype)
def softplus(values: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""Smooth version of $\max(0, h)$, computed without overflow for large $h$ or cancellation for small.

    $$\operatorname{softplus}(h) = \log(1 + e^h)$$

    Args:
        values: real numbers $h$.

    Returns:
        Positive numbers of the same shape; zero where $e^h$ underflows.

    Example:
        ```python
        import torch
        from notes.introduction.binary_cross_entropy import softplus

        print([round(value, 4) for value in softplus(torch.tensor([-1e4, 0.0, 1e4])).tolist()])
        #> [0.0, 0.6931, 10000.0]
        ```

    Reference: C. Dugas et al., Incorporating Second-Order Functional Knowledge for Better Option Pricing, 2000.
    """
    return torch.logaddexp(values, torch.zeros_like(values))


@jaxtyped(typechecker=beartype)
def binary_cross_entropy(
    probabilities: Float[Tensor, "*batch"], targets: Num[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Minus the logarithm of the probability that was given to what happened.

    $$J(z) = -\left( y \log z + (1 - y) \log(1 - z) \right)$$

    Args:
        probabilities: predicted probabilities $z$ that $y = 1$, between 0 and 1.
        targets: labels $y$, each 0 or 1.

    Returns:
        One loss per example, in nats; infinite where the outcome was called impossible.

    Raises:
        ValueError: if a probability is outside [0, 1], or a label is neither 0 nor 1.

    Example:
        ```python
        import torch
        from notes.introduction.binary_cross_entropy import binary_cross_entropy

        losses = binary_cross_entropy(torch.tensor([0.9, 0.9]), torch.tensor([1, 0]))
        print([round(loss, 4) for loss in losses.tolist()])
        #> [0.1054, 2.3026]
        ```

    Reference: I. J. Good, Rational Decisions, 1952.
    """
    require_share(probabilities=probabilities)
    require((targets == 0) | (targets == 1), "targets", "0 or 1", targets)
    return -torch.where(targets == 1, probabilities, 1 - probabilities).log()


@jaxtyped(typechecker=beartype)
def binary_cross_entropy_from_logits(
    logits: Float[Tensor, "*batch"], targets: Num[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Binary cross entropy of the probability $z = 1 / (1 + e^{-h})$, without computing it.

    $$J(h) = y \operatorname{softplus}(-h) + (1 - y) \operatorname{softplus}(h)$$

    The probability of a large logit rounds to 1, and the logarithm of what is left is infinite; this form is finite
    for every $h$.

    Args:
        logits: real numbers $h$.
        targets: labels $y$, each 0 or 1.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if a logit is NaN or infinite, or a label is neither 0 nor 1.

    Example:
        ```python
        import torch
        from notes.introduction.binary_cross_entropy import binary_cross_entropy_from_logits

        logits = torch.tensor([0.0, 100.0, 100.0])
        print([round(loss, 4) for loss in binary_cross_entropy_from_logits(logits, torch.tensor([1, 1, 0])).tolist()])
        #> [0.6931, 0.0, 100.0]
        ```

    Reference: I. J. Good, Rational Decisions, 1952.
    """
    require_finite(logits=logits)
    require((targets == 0) | (targets == 1), "targets", "0 or 1", targets)
    return softplus(torch.where(targets == 1, -logits, logits))
