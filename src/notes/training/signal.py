"""How the signal going forward and the gradient coming back change from layer to layer of a deep network."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_not_negative, require_widths
from notes.training.backpropagation import Layer, forward_pass, preactivation_gradients


class SignalPowers(NamedTuple):
    r"""Mean square over units and samples of each layer's $f_k$ and $\partial \ell / \partial f_k$."""

    forward: Float[Tensor, " layers"]
    backward: Float[Tensor, " layers"]


@jaxtyped(typechecker=beartype)
def signal_powers(
    layers: Sequence[Layer],
    inputs: Float[Tensor, "samples features"],
    output_gradient: Float[Tensor, "samples outputs"],
) -> SignalPowers:
    r"""Power of every layer's pre-activation and of its gradient.

    $$P_k = \frac{1}{n D_k} \sum_{i=1}^n \sum_{j=1}^{D_k} f_{kj}(x_i)^2$$

    Args:
        layers: the network.
        inputs: one sample a row.
        output_gradient: the gradient that is sent back, samples in rows.

    Returns:
        The two powers, layer by layer in the order of the network.
    """
    forward = forward_pass(layers, inputs)
    gradients = preactivation_gradients(layers, forward, output_gradient)
    return SignalPowers(
        torch.stack([f.square().mean() for f in forward.preactivations]),
        torch.stack([g.square().mean() for g in gradients]),
    )


@jaxtyped(typechecker=beartype)
def expected_powers(widths: Sequence[int], variances: Sequence[float], power: float) -> Float[Tensor, " layers"]:
    r"""Expected power of every pre-activation under independent zero-mean weights and zero biases.

    $$\mathbb{E} P_0 = D_0\, \sigma_0^2\, p, \qquad
    \mathbb{E} P_k = \tfrac12 D_k\, \sigma_k^2\, \mathbb{E} P_{k-1}$$

    Args:
        widths: the width of each layer's input, $D_0, D_1, \dots$
        variances: the variance of each layer's weights, $\sigma_0^2, \sigma_1^2, \dots$, as many.
        power: mean square of the inputs, $p$.

    Returns:
        One expectation a layer, in double precision.

    Raises:
        ValueError: if there are not as many widths as variances, a width is below 1, or another number is
            negative, NaN or infinite.
    """
    require_widths(widths=widths)
    require_not_negative(variances=variances, power=power)
    if len(widths) != len(variances):
        raise ValueError(f"`variances` must be {len(widths)} numbers, got {len(variances)}")
    gains = torch.tensor([width * variance for width, variance in zip(widths, variances, strict=True)]).double()
    gains[1:] /= 2  # the inputs are not rectified
    return power * gains.cumprod(0)
