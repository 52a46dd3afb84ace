"""Four bits for normal weights: sixteen levels at quantiles of a Gaussian, and adapters beside such weights."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_finite, require_sizes
from notes.transformers.low_rank import LowRankLinear


def normal_levels() -> Float[Tensor, "16"]:
    r"""The sixteen values of NF4: quantiles of a normal distribution, zero among them, over the largest.

    Eight lie above zero, seven below; the outermost are the quantiles at $1 - \tfrac12 (\tfrac1{32} + \tfrac1{30})$.

    Returns:
        The levels from -1 to 1, in float64.

    Example:
        ```python
        from notes.compression.normal_float import normal_levels

        print([round(level, 3) for level in normal_levels().tolist()][6:10])
        #> [-0.091, 0.0, 0.08, 0.161]
        ```

    Reference: T. Dettmers, A. Pagnoni, A. Holtzman and L. Zettlemoyer, QLoRA: Efficient Finetuning of Quantized LLMs,
    2023, section 3 and appendix E.
    """
    last = 1 - (1 / 32 + 1 / 30) / 2
    above, below = (
        torch.special.ndtri(torch.linspace(0.5, last, steps, dtype=torch.float64, device="cpu"))[1:] for steps in (9, 8)
    )
    return torch.cat([-below.flip(0), torch.zeros(1, dtype=torch.float64, device="cpu"), above]) / above[-1]


@jaxtyped(typechecker=beartype)
def normal_float(weights: Float[Tensor, "outputs inputs"], block: int = 64) -> Float[Tensor, "outputs inputs"]:
    r"""Weights replaced by the nearest NF4 levels, each block of them scaled by its largest.

    $$\hat w = c \, t_k, \qquad c = \max_{i \in \text{block}} |w_i|, \quad
    k = \operatorname*{arg\,min}_k |w / c - t_k|$$

    Args:
        weights: of one linear map.
        block: how many weights, row by row, share one scale $c$; divides their number.

    Returns:
        The decoded weights.

    Raises:
        ValueError: if `block` does not divide the number of weights, or a weight is not finite.

    Reference: T. Dettmers, A. Pagnoni, A. Holtzman and L. Zettlemoyer, QLoRA: Efficient Finetuning of Quantized LLMs,
    2023.
    """
    require_sizes(block=block)
    require_finite(weights=weights)
    require(weights.numel() % block == 0, "block", f"a divisor of {weights.numel()}", block)
    levels = normal_levels().to(weights)
    blocks = weights.reshape(-1, block)
    largest = blocks.abs().amax(1, keepdim=True)
    shares = blocks / largest.where(largest > 0, 1.0)
    codes = (shares[..., None] - levels).abs().argmin(-1)
    return (largest * levels[codes]).view_as(weights)


def quantised_adapter(linear: nn.Linear, rank: int, generator: torch.Generator, *, alpha: float = 1.0) -> LowRankLinear:
    r"""A linear map with frozen NF4 weights, and a low-rank adapter in full precision beside it.

    $$\hat W x + \frac{\alpha}{r} B A x$$

    Args:
        linear: the map that was learned before, which stays as it is.
        rank: rank $r$ of the adapter.
        generator: source of its first weights.
        alpha: its factor $\alpha$.

    Returns:
        The map; only the adapter has gradients.

    Raises:
        ValueError: if `rank` is below 1, `alpha` is not positive, or 64 does not divide the number of weights.

    Reference: T. Dettmers, A. Pagnoni, A. Holtzman and L. Zettlemoyer, QLoRA: Efficient Finetuning of Quantized LLMs,
    2023, equation 5.
    """
    frozen = nn.Linear(linear.in_features, linear.out_features, bias=linear.bias is not None).to(linear.weight)
    frozen.load_state_dict(linear.state_dict() | {"weight": normal_float(linear.weight.detach())})
    return LowRankLinear(frozen, rank, generator, alpha=alpha)
