"""Agreement in its smallest form: one weight encodes, one predicts, and views differ by noise."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_positive


@jaxtyped(typechecker=beartype)
def linear_agreement(
    weight: Float[Tensor, "*shape"], predictor: Float[Tensor, "*shape"], target: Float[Tensor, "*shape"], noise: float
) -> Float[Tensor, "*shape"]:
    r"""Half the mean squared distance between what one view predicts and what the target makes of the other.

    $$\ell = \tfrac12 \bigl((1 + \nu) p^2 w^2 - 2 p w v + (1 + \nu) v^2\bigr)$$

    Args:
        weight: of the encoder, w.
        predictor: its factor p.
        target: the weight v of the target's encoder.
        noise: $\nu$, the variance that each view adds to what both share, whose variance is 1; positive.

    Returns:
        The loss.

    Raises:
        ValueError: if `noise` is not positive, or an argument is NaN or infinite.
    """
    require_finite(weight=weight, predictor=predictor, target=target)
    require_positive(noise=noise)
    prediction, wide = predictor * weight, 1 + noise
    return (wide * prediction.square() - 2 * prediction * target + wide * target.square()) / 2


Slopes = tuple[Float[Tensor, "*shape"], Float[Tensor, "*shape"]]


@jaxtyped(typechecker=beartype)
def stopped_slopes(weight: Float[Tensor, "*shape"], predictor: Float[Tensor, "*shape"], noise: float) -> Slopes:
    r"""How encoder and predictor move down the loss of agreement, with the gradient stopped at the target.

    $$\dot w = -p w \bigl((1 + \nu) p - 1\bigr), \qquad \dot p = -w^2 \bigl((1 + \nu) p - 1\bigr)$$

    Args:
        weight: of the encoder, w.
        predictor: its factor p.
        noise: $\nu$, the variance that each view adds to what both share, whose variance is 1; positive.

    Returns:
        The slopes of weight and predictor.

    Raises:
        ValueError: if `noise` is not positive, or an argument is NaN or infinite.

    Reference: Y. Tian, X. Chen and S. Ganguli, Understanding Self-Supervised Learning Dynamics without Contrastive
    Pairs, 2021.
    """
    require_finite(weight=weight, predictor=predictor)
    require_positive(noise=noise)
    surplus = (1 + noise) * predictor - 1
    return -predictor * weight * surplus, -weight.square() * surplus


@jaxtyped(typechecker=beartype)
def unstopped_slopes(weight: Float[Tensor, "*shape"], predictor: Float[Tensor, "*shape"], noise: float) -> Slopes:
    r"""The same where the target moves to meet the prediction.

    $$\dot w = -w \bigl((1 + \nu) (1 + p^2) - 2 p\bigr), \qquad \dot p = -w^2 \bigl((1 + \nu) p - 1\bigr)$$

    Args:
        weight: of the encoder, w.
        predictor: its factor p.
        noise: $\nu$; positive.

    Returns:
        The slopes of weight and predictor.

    Raises:
        ValueError: if `noise` is not positive, or an argument is NaN or infinite.
    """
    require_finite(weight=weight, predictor=predictor)
    require_positive(noise=noise)
    surplus = (1 + noise) * predictor - 1
    return -weight * ((1 + noise) * (1 + predictor.square()) - 2 * predictor), -weight.square() * surplus
