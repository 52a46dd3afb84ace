"""Calibration: whether events of predicted probability 0.8 happen eight times in ten, and bands hold what they say."""

import math
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite


class ReliabilityDiagram(NamedTuple):
    """Confidence against accuracy, in bins of equal width from 0 to 1; NaN in a bin without predictions.

    Attributes:
        confidence: mean confidence of the predictions in each bin.
        accuracy: share of them that were right.
        counts: their number.
    """

    confidence: Float[Tensor, "bins"]
    accuracy: Float[Tensor, "bins"]
    counts: Int64[Tensor, "bins"]


@jaxtyped(typechecker=beartype)
def reliability_diagram(
    confidences: Float[Tensor, "examples"], correct: Bool[Tensor, "examples"], bins: int = 10
) -> ReliabilityDiagram:
    """Sort predictions by confidence into bins, and compare what was claimed with what came true.

    Args:
        confidences: probability that each prediction is right, as the model has it: that of the class it chose.
        correct: whether it was.
        bins: number of bins; each holds its upper edge, the first also its lower.

    Returns:
        Mean confidence, accuracy and count of every bin.

    Raises:
        ValueError: if a confidence is outside [0, 1], or `bins` is not positive.

    Example:
        ```python
        import torch
        from notes.losses.calibration import reliability_diagram

        diagram = reliability_diagram(torch.tensor([0.6, 0.9, 0.9]), torch.tensor([False, True, True]), bins=2)
        print(diagram.counts.tolist(), f"{diagram.confidence[1]:.2f} {diagram.accuracy[1]:.2f}")
        #> [0, 3] 0.80 0.67
        ```

    Reference: M. H. DeGroot and S. E. Fienberg, The Comparison and Evaluation of Forecasters, 1983.
    """
    if bins <= 0:
        raise ValueError(f"`bins` must be positive, got {bins}")
    require((confidences >= 0) & (confidences <= 1), "confidences", "between 0 and 1", confidences)
    inner_edges = torch.linspace(0, 1, bins + 1, dtype=confidences.dtype, device=confidences.device)[1:-1]
    members = torch.bucketize(confidences, inner_edges)
    counts = members.bincount(minlength=bins)
    return ReliabilityDiagram(
        confidence=members.bincount(confidences, minlength=bins) / counts,
        accuracy=members.bincount(correct.to(confidences.dtype), minlength=bins) / counts,
        counts=counts,
    )


@jaxtyped(typechecker=beartype)
def expected_calibration_error(diagram: ReliabilityDiagram) -> Float[Tensor, ""]:
    r"""Mean distance between confidence and accuracy, bins weighted by their share of the predictions.

    $$\sum_{b} \frac{n_b}{n} \left| \operatorname{acc}(b) - \operatorname{conf}(b) \right|$$

    Args:
        diagram: the bins.

    Returns:
        The error, between 0 and 1; it depends on the number of bins.

    Raises:
        ValueError: if the diagram holds no prediction.

    Example:
        ```python
        import torch
        from notes.losses.calibration import expected_calibration_error, reliability_diagram

        boastful = reliability_diagram(torch.full((4,), 0.9), torch.tensor([True, False, True, False]))
        print(f"{expected_calibration_error(boastful):.2f}")
        #> 0.40
        ```

    Reference: M. P. Naeini et al., Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015.
    """
    if diagram.counts.sum() == 0:
        raise ValueError("`diagram` must hold at least one prediction, got none")
    gaps = (diagram.accuracy - diagram.confidence).abs()
    return (gaps * diagram.counts).nansum() / diagram.counts.sum()


@jaxtyped(typechecker=beartype)
def band_coverage(
    mean: Float[Tensor, "examples"],
    standard_deviation: Float[Tensor, "examples"],
    targets: Float[Tensor, "examples"],
    width: float = 2.0,
) -> Float[Tensor, ""]:
    r"""Share of the targets within a number of standard deviations of their predicted mean.

    $$\frac1n \sum_{i=1}^{n} \mathbb{1}\left[ |y_i - \mu_i| \le k \sigma_i \right]$$

    Args:
        mean: predicted means $\mu_i$, in the unit of the targets.
        standard_deviation: predicted $\sigma_i$, in that unit; positive.
        targets: observed values $y_i$.
        width: $k$, half the band's width in standard deviations; positive.

    Returns:
        The share, between 0 and 1. `gaussian_coverage` is what it should be.

    Raises:
        ValueError: if a standard deviation or `width` is not positive, or anything is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.calibration import band_coverage

        print(band_coverage(torch.zeros(4), torch.ones(4), torch.tensor([0.0, -1.0, 1.9, 3.0])).item())
        #> 0.75
        ```

    Reference: T. Gneiting et al., Probabilistic Forecasts, Calibration and Sharpness, 2007.
    """
    if not width > 0:
        raise ValueError(f"`width` must be positive, got {width}")
    require(standard_deviation > 0, "standard_deviation", "positive", standard_deviation)
    require_finite(mean=mean, standard_deviation=standard_deviation, targets=targets)
    return ((targets - mean).abs() <= width * standard_deviation).to(mean.dtype).mean()


def gaussian_coverage(width: float) -> float:
    r"""Probability that a Gaussian variable is within a number of standard deviations of its mean.

    $$\operatorname{erf}\left( k / \sqrt2 \right)$$

    Args:
        width: $k$; positive.

    Returns:
        The probability: 0.683, 0.954 and 0.997 for one, two and three.

    Raises:
        ValueError: if `width` is not positive.

    Example:
        ```python
        from notes.losses.calibration import gaussian_coverage

        print(f"{gaussian_coverage(2):.4f}")
        #> 0.9545
        ```

    Reference: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 1964, section 26.2.
    """
    if not width > 0:
        raise ValueError(f"`width` must be positive, got {width}")
    return math.erf(width / math.sqrt(2))
