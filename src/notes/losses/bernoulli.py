"""Binary cross entropy as the negative log likelihood of the Bernoulli distribution."""

import torch
from jaxtyping import Float, Num, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite
from notes.introduction.binary_cross_entropy import softplus


@jaxtyped(typechecker=beartype)
def bernoulli_mass(probability: Float[Tensor, "*batch"], targets: Num[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    r"""Probability of each outcome, both cases in one expression.

    $$P(y \mid \lambda) = (1 - \lambda)^{1 - y} \lambda^{y}$$

    Args:
        probability: $\lambda$, the probability that $y = 1$, between 0 and 1.
        targets: outcomes $y$, each 0 or 1.

    Returns:
        The probability of each outcome.

    Raises:
        ValueError: if a probability is outside [0, 1], or a target is neither 0 nor 1.

    Example:
        ```python
        import torch
        from notes.losses.bernoulli import bernoulli_mass

        print(bernoulli_mass(torch.tensor([0.75, 0.75]), torch.tensor([0, 1])).tolist())
        #> [0.25, 0.75]
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, equation 2.2.
    """
    require((probability >= 0) & (probability <= 1), "probability", "between 0 and 1", probability)
    require((targets == 0) | (targets == 1), "targets", "0 or 1", targets)
    return (1 - probability) ** (1 - targets) * probability**targets


@jaxtyped(typechecker=beartype)
def bernoulli_nll(logits: Float[Tensor, "*batch"], targets: Num[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    r"""Negative log probability of each label when the model's output is the logit of a Bernoulli.

    $$-\log P(y \mid \lambda) = \operatorname{softplus}\left( (1 - 2y) f \right), \qquad
    \lambda = \frac{1}{1 + e^{-f}}$$

    The factor $1 - 2y$ is the sign that makes a confident right answer very negative, and its softplus nearly zero.

    Args:
        logits: the model's outputs $f$, any real numbers.
        targets: labels $y$, each 0 or 1.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if a logit is NaN or infinite, or a label is neither 0 nor 1.

    Example:
        ```python
        import torch
        from notes.losses.bernoulli import bernoulli_nll

        print([round(loss, 4) for loss in bernoulli_nll(torch.tensor([2.0, 2.0]), torch.tensor([1.0, 0.0])).tolist()])
        #> [0.1269, 2.1269]
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.2.
    """
    require_finite(logits=logits)
    require((targets == 0) | (targets == 1), "targets", "0 or 1", targets)
    return softplus(torch.where(targets == 1, -logits, logits))


@jaxtyped(typechecker=beartype)
def multilabel_nll(
    logits: Float[Tensor, "*batch labels"], targets: Num[Tensor, "*batch labels"]
) -> Float[Tensor, "*batch"]:
    r"""Negative log probability of several labels of one example, of which any number may be one.

    $$-\log \prod_{j=1}^{J} P(y_j \mid \lambda_j) = \sum_{j=1}^{J} \operatorname{softplus}((1 - 2y_j) f_j)$$

    The labels are taken to be independent given the input, so the probability of all is a product.

    Args:
        logits: the model's outputs $f_j$, any real numbers, the labels last.
        targets: labels $y_j$, each 0 or 1.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if a logit is NaN or infinite, or a label is neither 0 nor 1.

    Example:
        ```python
        import torch
        from notes.losses.bernoulli import multilabel_nll

        print(f"{multilabel_nll(torch.tensor([2.0, 2.0, 0.0]), torch.tensor([1, 0, 1])):.4f}")
        #> 2.9470
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 5.2.
    """
    return bernoulli_nll(logits, targets).sum(-1)
