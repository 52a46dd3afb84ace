"""Scaling laws: the error as a power of the number of samples, fitted on logarithmic axes."""

from dataclasses import dataclass

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_not_negative, require_positive


@dataclass(frozen=True)
class PowerLaw:
    r"""An error that falls as a power of the size.

    $$L = A\, n^{-\chi}$$

    Args:
        amount: the factor A, the error at size one; positive.
        exponent: the exponent gamma.
        standard_error: standard error of the exponent, if the logarithms scatter independently around a line.

    Raises:
        ValueError: if `amount` is not positive, `standard_error` is negative, or a number is not finite.
    """

    amount: float
    exponent: float
    standard_error: float

    def __post_init__(self) -> None:
        require_positive(amount=self.amount)
        require_finite(exponent=self.exponent)
        require_not_negative(standard_error=self.standard_error)

    def error_at(self, size: float) -> float:
        """The error that the law gives for a size.

        Raises:
            ValueError: if `size` is not positive.
        """
        require_positive(size=size)
        return self.amount * size**-self.exponent


@jaxtyped(typechecker=beartype)
def power_law(sizes: Float[Tensor, "sizes"], errors: Float[Tensor, "sizes"]) -> PowerLaw:
    r"""The power law whose line on logarithmic axes is nearest to the errors, by least squares.

    $$\chi = -\frac{\sum_i (\psi_i - \bar\psi) \log L_i}{\sum_i (\psi_i - \bar\psi)^2}, \qquad \psi_i = \log n_i$$

    Args:
        sizes: numbers n of samples, parameters or steps; positive, and at least two of them different.
        errors: the error at each size; positive.

    Returns:
        The law, with the standard error of its exponent.

    Raises:
        ValueError: if there are fewer than three sizes, they hardly differ, or a number is not positive and finite.

    Example:
        ```python
        import torch
        from notes.generalization.power_law import power_law

        law = power_law(torch.tensor([1.0, 4.0, 16.0]), torch.tensor([2.0, 1.0, 0.5]))
        print(f"{law.amount:.1f} {law.exponent:.1f} {law.error_at(64.0):.2f}")
        #> 2.0 0.5 0.25
        ```
    """
    require_finite(sizes=sizes, errors=errors)
    require(sizes > 0, "sizes", "positive", sizes)
    require(errors > 0, "errors", "positive", errors)
    if len(sizes) < 3:
        raise ValueError(f"`sizes` must be at least three, got {len(sizes)}")
    from_mean = sizes.log() - sizes.log().mean()
    spread = from_mean.square().sum()
    require(spread > 0, "sizes", "different", sizes[0])
    heights = errors.log()
    slope = (from_mean * heights).sum() / spread
    residuals = heights - heights.mean() - slope * from_mean
    variance = residuals.square().sum() / (len(sizes) - 2)
    amount = (heights.mean() - slope * sizes.log().mean()).exp()
    require(amount.isfinite(), "sizes", "far enough apart", sizes[0])
    return PowerLaw(amount.item(), -slope.item(), (variance / spread).sqrt().item())
