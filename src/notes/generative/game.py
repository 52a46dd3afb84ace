r"""The game of generator and discriminator: its value, the best discriminator, and both losses of the generator.

Discriminators return logits: $D(x) = \operatorname{sig}(f(x))$ is the probability that $x$ is data.
"""

from jaxtyping import Float, jaxtyped
from torch import Tensor
from torch.nn.functional import logsigmoid

from notes.domain import beartype, require, require_finite, require_some
from notes.losses.information import kl_divergence


@jaxtyped(typechecker=beartype)
def value(data_logits: Float[Tensor, "real"], generated_logits: Float[Tensor, "fake"]) -> Float[Tensor, ""]:
    r"""Value of the game on samples: what the discriminator maximises and the generator minimises.

    $$V = \frac1m \sum_i \log D(x_i) + \frac1m \sum_i \log\big(1 - D(G(z_i))\big)$$

    Args:
        data_logits: logits of the discriminator on data.
        generated_logits: its logits on generated samples.

    Returns:
        The value; $-\log 4$ for a discriminator that always says one half.

    Raises:
        ValueError: if `data_logits` is empty, `generated_logits` is empty or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.game import value

        print(f"{value(torch.zeros(4), torch.zeros(4)):.4f}")
        #> -1.3863
        ```

    Reference: I. Goodfellow et al., Generative Adversarial Nets, 2014, equation 1.
    """
    require_some(data_logits=data_logits, generated_logits=generated_logits)
    require_finite(data_logits=data_logits, generated_logits=generated_logits)
    return logsigmoid(data_logits).mean() + logsigmoid(-generated_logits).mean()


@jaxtyped(typechecker=beartype)
def saturating_loss(generated_logits: Float[Tensor, "fake"]) -> Float[Tensor, ""]:
    r"""Loss of the generator in the zero-sum game, $\frac1m \sum_i \log(1 - D(G(z_i)))$.

    Args:
        generated_logits: logits of the discriminator on generated samples.

    Returns:
        The loss; its gradient vanishes where the discriminator is sure that a sample is generated.

    Raises:
        ValueError: if `generated_logits` is empty, or `generated_logits` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.game import saturating_loss

        logits = torch.tensor([-8.0], requires_grad=True)
        saturating_loss(logits).backward()
        print(f"{logits.grad.item():.5f}")
        #> -0.00034
        ```

    Reference: I. Goodfellow et al., Generative Adversarial Nets, 2014, equation 1.
    """
    require_some(generated_logits=generated_logits)
    require_finite(generated_logits=generated_logits)
    return logsigmoid(-generated_logits).mean()


@jaxtyped(typechecker=beartype)
def non_saturating_loss(generated_logits: Float[Tensor, "fake"]) -> Float[Tensor, ""]:
    r"""Loss of the generator outside the zero-sum game, $-\frac1m \sum_i \log D(G(z_i))$.

    Args:
        generated_logits: logits of the discriminator on generated samples.

    Returns:
        The loss; its gradient is largest where the discriminator is sure that a sample is generated.

    Raises:
        ValueError: if `generated_logits` is empty, or `generated_logits` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.game import non_saturating_loss

        logits = torch.tensor([-8.0], requires_grad=True)
        non_saturating_loss(logits).backward()
        print(f"{logits.grad.item():.5f}")
        #> -0.99966
        ```

    Reference: I. Goodfellow et al., Generative Adversarial Nets, 2014, section 3.
    """
    require_some(generated_logits=generated_logits)
    require_finite(generated_logits=generated_logits)
    return -logsigmoid(generated_logits).mean()


@jaxtyped(typechecker=beartype)
def optimal_discriminator(
    data_density: Float[Tensor, "*points"], generated_density: Float[Tensor, "*points"]
) -> Float[Tensor, "*points"]:
    r"""Best discriminator against a fixed generator, $D^*(x) = p_{\text{data}}(x) / (p_{\text{data}}(x) + p_G(x))$.

    Args:
        data_density: density of the data at every point.
        generated_density: density of the generator there.

    Returns:
        The probability that a sample found at the point is data.

    Raises:
        ValueError: if a density is negative, or both are zero at one point, where any answer is as good, or
            `data_density` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.game import optimal_discriminator

        print(optimal_discriminator(torch.tensor([0.3, 0.1]), torch.tensor([0.1, 0.1])).tolist())
        #> [0.75, 0.5]
        ```

    Reference: I. Goodfellow et al., Generative Adversarial Nets, 2014, proposition 1.
    """
    require_finite(data_density=data_density)
    require(data_density >= 0, "data_density", "non-negative", data_density)
    require(generated_density >= 0, "generated_density", "non-negative", generated_density)
    total = data_density + generated_density
    require(total > 0, "data_density", "positive where `generated_density` is zero", data_density)
    return data_density / total


@jaxtyped(typechecker=beartype)
def jensen_shannon_divergence(
    p: Float[Tensor, "*batch outcomes"], q: Float[Tensor, "*batch outcomes"]
) -> Float[Tensor, "*batch"]:
    r"""Mean divergence of two distributions from their mixture.

    $$\mathrm{JSD}(p, q) = \tfrac12 D_{\mathrm{KL}}\big(p \,\|\, \tfrac{p + q}2\big)
    + \tfrac12 D_{\mathrm{KL}}\big(q \,\|\, \tfrac{p + q}2\big)$$

    Args:
        p: probabilities, the outcomes last.
        q: other probabilities.

    Returns:
        Divergence in nats, between 0 and log 2.

    Raises:
        ValueError: if `p` or `q` is negative somewhere or does not sum to one.

    Example:
        ```python
        import torch
        from notes.generative.game import jensen_shannon_divergence

        print(f"{jensen_shannon_divergence(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0])):.4f}")
        #> 0.6931
        ```

    Reference: J. Lin, Divergence Measures Based on the Shannon Entropy, 1991.
    """
    mixture = (p + q) / 2
    return (kl_divergence(p, mixture) + kl_divergence(q, mixture)) / 2
