"""The activation functions, each written from its formula in a form that neither overflows nor cancels."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype


@jaxtyped(typechecker=beartype)
def relu(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""Rectified linear unit; its derivative is taken to be 0 at the corner.

    $$\operatorname{ReLU}(x) = \begin{cases} 0 & x < 0 \\ x & x \ge 0 \end{cases}$$

    Args:
        x: pre-activations.

    Returns:
        One activation per pre-activation.

    Example:
        ```python
        import torch
        from notes.networks.activation import relu

        print(relu(torch.tensor([-2.0, 0.0, 3.0])).tolist())
        #> [0.0, 0.0, 3.0]
        ```

    Reference: V. Nair and G. E. Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010.
    """
    return torch.where(x <= 0, torch.zeros_like(x), x)


@jaxtyped(typechecker=beartype)
def leaky_relu(x: Float[Tensor, "*shape"], slope: float = 0.01) -> Float[Tensor, "*shape"]:
    r"""Rectified linear unit with a small slope left of zero, so that no unit is ever without a gradient.

    $$\operatorname{LeakyReLU}(x) = \begin{cases} s x & x \le 0 \\ x & x > 0 \end{cases}$$

    Args:
        x: pre-activations.
        slope: the slope $s$ left of zero.

    Returns:
        One activation per pre-activation.

    Example:
        ```python
        import torch
        from notes.networks.activation import leaky_relu

        print(leaky_relu(torch.tensor([-2.0, 3.0]), slope=0.25).tolist())
        #> [-0.5, 3.0]
        ```

    Reference: A. L. Maas, A. Y. Hannun and A. Y. Ng, Rectifier Nonlinearities Improve Neural Network Acoustic
    Models, 2013.
    """
    return torch.where(x > 0, x, slope * x)


@jaxtyped(typechecker=beartype)
def softplus(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""A smooth ReLU, the integral of the sigmoid.

    $$\operatorname{softplus}(x) = \log(1 + e^x)$$

    Args:
        x: pre-activations.

    Returns:
        One positive activation per pre-activation.

    Example:
        ```python
        import torch
        from notes.networks.activation import softplus

        print([round(y, 4) for y in softplus(torch.tensor([-1e4, 0.0, 1e4])).tolist()])
        #> [0.0, 0.6931, 10000.0]
        ```

    Reference: C. Dugas et al., Incorporating Second-Order Functional Knowledge for Better Option Pricing, 2000.
    """
    return torch.logaddexp(x, torch.zeros_like(x))


@jaxtyped(typechecker=beartype)
def sigmoid(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""The logistic sigmoid, written through its own logarithm so that both tails keep their digits.

    $$\sigma(x) = \frac{1}{1 + e^{-x}} = e^{-\operatorname{softplus}(-x)}$$

    Args:
        x: pre-activations.

    Returns:
        One activation in (0, 1) per pre-activation.

    Example:
        ```python
        import torch
        from notes.networks.activation import sigmoid

        print([round(y, 4) for y in sigmoid(torch.tensor([-1e4, 0.0, 1.0])).tolist()])
        #> [0.0, 0.5, 0.7311]
        ```

    Reference: D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning Representations by Back-Propagating
    Errors, 1986.
    """
    return torch.exp(-softplus(-x))


@jaxtyped(typechecker=beartype)
def tanh(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""The hyperbolic tangent: a sigmoid, stretched to (-1, 1) and centred.

    $$\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}} = 2 \sigma(2x) - 1 = \frac{e^{2x} - 1}{e^{2x} + 1}$$

    The last form, with $e^{2x} - 1$ in one piece, keeps its digits near zero, where the others cancel.

    Args:
        x: pre-activations.

    Returns:
        One activation in (-1, 1) per pre-activation.

    Example:
        ```python
        import torch
        from notes.networks.activation import tanh

        print([round(y, 4) for y in tanh(torch.tensor([-1.0, 0.0, 1.0])).tolist()])
        #> [-0.7616, 0.0, 0.7616]
        ```

    Reference: Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller, Efficient BackProp, 1998.
    """
    left, right = torch.expm1(2 * x.clamp(max=0)), torch.expm1(-2 * x.clamp(min=0))
    return torch.where(x > 0, -right / (2 + right), left / (2 + left))


@jaxtyped(typechecker=beartype)
def elu(x: Float[Tensor, "*shape"], alpha: float = 1.0) -> Float[Tensor, "*shape"]:
    r"""Exponential linear unit: linear to the right, saturating at $-\alpha$ to the left.

    $$\operatorname{ELU}(x) = \begin{cases} \alpha (e^x - 1) & x \le 0 \\ x & x > 0 \end{cases}$$

    Args:
        x: pre-activations.
        alpha: the depth $\alpha$ of the left tail; positive.

    Returns:
        One activation per pre-activation.

    Raises:
        ValueError: if `alpha` is not positive.

    Example:
        ```python
        import torch
        from notes.networks.activation import elu

        print([round(y, 4) for y in elu(torch.tensor([-1e4, -1.0, 2.0])).tolist()])
        #> [-1.0, -0.6321, 2.0]
        ```

    Reference: D.-A. Clevert, T. Unterthiner and S. Hochreiter, Fast and Accurate Deep Network Learning by
    Exponential Linear Units, 2016.
    """
    if not alpha > 0:
        raise ValueError(f"`alpha` must be positive, got {alpha}")
    # clamped: the branch not taken would still send inf * 0 into the gradient
    return torch.where(x > 0, x, alpha * torch.expm1(x.clamp(max=0)))


@beartype
def selu_constants() -> tuple[float, float]:
    r"""The scale $\lambda$ and the depth $\alpha$ for which SELU maps a standard Gaussian to mean 0 and variance 1.

    $$\alpha = \frac{\sqrt{2/\pi}}{1 - \sqrt{e}\,\operatorname{erfc}(1/\sqrt2)}, \qquad
    \lambda = \sqrt{\frac{2}{1 + \alpha^2 \left(1 - 2 \sqrt{e}\,\operatorname{erfc}(1/\sqrt2)
    + e^2 \operatorname{erfc}(\sqrt2)\right)}}$$

    Returns:
        $\lambda$ and $\alpha$, in this order.

    Example:
        ```python
        from notes.networks.activation import selu_constants

        scale, alpha = selu_constants()
        print(f"{scale:.6f} {alpha:.6f}")
        #> 1.050701 1.673263
        ```

    Reference: G. Klambauer et al., Self-Normalizing Neural Networks, 2017, Equation 14.
    """
    once = math.sqrt(math.e) * math.erfc(1 / math.sqrt(2))
    twice = math.e**2 * math.erfc(math.sqrt(2))
    alpha = math.sqrt(2 / math.pi) / (1 - once)
    return math.sqrt(2 / (1 + alpha**2 * (1 - 2 * once + twice))), alpha


SELU_SCALE, SELU_ALPHA = selu_constants()


@jaxtyped(typechecker=beartype)
def selu(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""Scaled exponential linear unit: the ELU whose constants keep a standard Gaussian at mean 0 and variance 1.

    $$\operatorname{SELU}(x) = \lambda \begin{cases} \alpha (e^x - 1) & x \le 0 \\ x & x > 0 \end{cases}$$

    Args:
        x: pre-activations.

    Returns:
        One activation per pre-activation.

    Example:
        ```python
        import torch
        from notes.networks.activation import selu

        print([round(y, 4) for y in selu(torch.tensor([-1e4, 0.0, 1.0])).tolist()])
        #> [-1.7581, 0.0, 1.0507]
        ```

    Reference: G. Klambauer et al., Self-Normalizing Neural Networks, 2017, Equation 2.
    """
    return SELU_SCALE * elu(x, SELU_ALPHA)


@jaxtyped(typechecker=beartype)
def gelu(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""Gaussian error linear unit: the input times the probability that a standard Gaussian stays below it.

    $$\operatorname{GELU}(x) = x \, \Phi(x) = \frac{x}{2} \operatorname{erfc}\left(-\frac{x}{\sqrt2}\right)$$

    Args:
        x: pre-activations.

    Returns:
        One activation per pre-activation.

    Example:
        ```python
        import torch
        from notes.networks.activation import gelu

        print([round(y, 4) for y in gelu(torch.tensor([-1.0, 0.0, 1.0])).tolist()])
        #> [-0.1587, 0.0, 0.8413]
        ```

    Reference: D. Hendrycks and K. Gimpel, Gaussian Error Linear Units (GELUs), 2016.
    """
    return x / 2 * torch.special.erfc(-x / math.sqrt(2))


@jaxtyped(typechecker=beartype)
def silu(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    r"""Sigmoid linear unit, also called swish: the input times its own sigmoid.

    $$\operatorname{SiLU}(x) = x \, \sigma(x)$$

    Args:
        x: pre-activations.

    Returns:
        One activation per pre-activation.

    Example:
        ```python
        import torch
        from notes.networks.activation import silu

        print([round(y, 4) for y in silu(torch.tensor([-1.0, 0.0, 1.0])).tolist()])
        #> [-0.2689, 0.0, 0.7311]
        ```

    Reference: S. Elfwing, E. Uchibe and K. Doya, Sigmoid-Weighted Linear Units for Neural Network Function
    Approximation in Reinforcement Learning, 2018.
    """
    return x * sigmoid(x)


ACTIVATIONS = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "ReLU": relu,
    "leaky ReLU": leaky_relu,
    "ELU": elu,
    "SELU": selu,
    "GELU": gelu,
    "SiLU": silu,
    "softplus": softplus,
}
