"""Low-rank adaptation: a frozen linear map with a narrow one beside it, which alone is trained."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_positive, require_sizes


class LowRankLinear(nn.Module):
    r"""A linear map that stays as it is, plus the product of two narrow matrices.

    $$W x + \frac{\alpha}{r} B A x$$

    Attributes:
        frozen: the map that was learned before.
        down: the matrix $A$, from the inputs to the rank $r$; normal at first.
        up: the matrix $B$, from there to the outputs; zero at first.
        scale: the factor $\alpha / r$.

    Reference: E. J. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2022, equation 3.
    """

    @beartype
    def __init__(self, frozen: nn.Linear, rank: int, generator: torch.Generator, *, alpha: float = 1.0) -> None:
        require_sizes(rank=rank)
        require_positive(alpha=alpha)
        super().__init__()
        weight = frozen.weight
        self.frozen, self.scale = frozen.requires_grad_(False), alpha / rank
        down = torch.randn(rank, weight.shape[1], generator=generator, device=generator.device, dtype=weight.dtype)
        self.down = nn.Parameter(down / weight.shape[1] ** 0.5)
        self.up = nn.Parameter(weight.new_zeros(weight.shape[0], rank))

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "*batch inputs"]) -> Float[Tensor, "*batch outputs"]:
        """The outputs of both maps together."""
        change = x @ self.down.T @ self.up.T
        return self.frozen(x) + self.scale * change

    @torch.no_grad()
    def merged(self) -> nn.Linear:
        """One linear map that does the same."""
        result = nn.utils.skip_init(nn.Linear, *reversed(self.frozen.weight.shape), bias=self.frozen.bias is not None)
        result = result.to(self.frozen.weight)
        result.load_state_dict(self.frozen.state_dict())
        result.weight += self.scale * self.up @ self.down
        return result


@beartype
def low_rank_parameters(inputs: int, outputs: int, rank: int) -> int:
    r"""Number of parameters that low-rank adaptation trains for one linear map.

    $$r\,(d_{\text{in}} + d_{\text{out}})$$

    Args:
        inputs: width of what comes in.
        outputs: width of what goes out.
        rank: the rank $r$.

    Returns:
        The number of parameters.

    Raises:
        ValueError: if an argument is below 1.

    Example:
        ```python
        from notes.transformers.low_rank import low_rank_parameters

        print(low_rank_parameters(4096, 4096, 8), 4096 * 4096)
        #> 65536 16777216
        ```

    Reference: E. J. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2022, section 4.2.
    """
    require_sizes(inputs=inputs, outputs=outputs, rank=rank)
    return rank * (inputs + outputs)
