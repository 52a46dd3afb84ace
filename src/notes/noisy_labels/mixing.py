"""Mixup: training on blends of two examples, images and labels alike."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below, require_finite, require_positive, require_sizes
from notes.losses.categorical import categorical_nll


@jaxtyped(typechecker=beartype)
def mixing_weights(count: int, alpha: float, generator: torch.Generator) -> Float[Tensor, "count"]:
    r"""Weights drawn from a symmetric Beta distribution.

    $$\lambda \sim \operatorname{Beta}(\alpha, \alpha), \qquad p(\lambda) \propto
    \lambda^{\alpha - 1} (1 - \lambda)^{\alpha - 1}$$

    It is the first of two Gamma draws over their sum. For small $\alpha$ both are smaller than any number, so their
    logarithms are drawn, as $\log G_\alpha = \log G_{\alpha + 1} + \frac1\alpha \log U$ with a uniform $U$.

    Args:
        count: number of weights.
        alpha: the parameter $\alpha$, positive: near 0 the weights are near 0 or 1, for 1 uniform, for large ones near
            one half.
        generator: source of the weights.

    Returns:
        Weights between 0 and 1.

    Raises:
        ValueError: if `alpha` or `count` is not positive.

    Example:
        ```python
        import torch
        from notes.noisy_labels.mixing import mixing_weights

        weights = mixing_weights(100_000, 1.0, torch.Generator().manual_seed(0))
        print(f"{weights.mean():.2f} {weights.var():.3f}")
        #> 0.50 0.083
        ```

    Reference: H. Zhang et al., mixup: Beyond Empirical Risk Minimization, 2018.
    """
    require_sizes(count=count)
    require_positive(alpha=alpha)
    gammas = torch._standard_gamma(torch.full((2, count), alpha + 1.0), generator=generator)
    logs = gammas.log() + (1 - torch.rand(2, count, generator=generator)).log() / alpha
    return (logs[0] - logs[1]).sigmoid()


@jaxtyped(typechecker=beartype)
def mixed_inputs(
    inputs: Float[Tensor, "*runs examples features"],
    partners: Float[Tensor, "*runs examples features"],
    weights: Float[Tensor, "examples"],
) -> Float[Tensor, "*runs examples features"]:
    r"""Blends of inputs with their partners.

    $$x = \lambda x_1 + (1 - \lambda) x_2$$

    Args:
        inputs: the first inputs.
        partners: the second ones.
        weights: the share $\lambda$ of the first, one per example.

    Returns:
        The blends.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.noisy_labels.mixing import mixed_inputs

        print(mixed_inputs(torch.ones(1, 2), torch.zeros(1, 2), torch.tensor([0.25])).tolist())
        #> [[0.25, 0.25]]
        ```
    """
    require_finite(inputs=inputs, partners=partners, weights=weights)
    share = weights.unsqueeze(-1)
    return share * inputs + (1 - share) * partners


@jaxtyped(typechecker=beartype)
def mixed_loss(
    logits: Float[Tensor, "*runs examples classes"],
    labels: Int64[Tensor, "*runs examples"],
    partner_labels: Int64[Tensor, "*runs examples"],
    weights: Float[Tensor, "examples"],
) -> Float[Tensor, "*runs examples"]:
    r"""Cross entropy of a blended label, which is the blend of the two cross entropies.

    $$\ell\big(f, \lambda y_1 + (1 - \lambda) y_2\big) = \lambda\, \ell(f, y_1) + (1 - \lambda)\, \ell(f, y_2)$$

    Args:
        logits: outputs of the network on the blended inputs.
        labels: labels of the first examples.
        partner_labels: labels of the second ones.
        weights: the share $\lambda$ of the first.

    Returns:
        One loss per blend, in nats.

    Raises:
        ValueError: if a label is no class or a logit is not finite, or `weights` is NaN or infinite, or a label is that
            of no class.

    Example:
        ```python
        import torch
        from notes.noisy_labels.mixing import mixed_loss

        logits, one = torch.tensor([[2.0, 0.0]]), torch.tensor([1.0])
        loss = mixed_loss(logits, torch.tensor([0]), torch.tensor([1]), 0.5 * one)
        print(f"{loss.item():.4f}")
        #> 1.1269
        ```

    Reference: H. Zhang et al., mixup: Beyond Empirical Risk Minimization, 2018.
    """
    require_below(logits.shape[-1], labels=labels, partner_labels=partner_labels)
    require_finite(weights=weights)
    return weights * categorical_nll(logits, labels) + (1 - weights) * categorical_nll(logits, partner_labels)
