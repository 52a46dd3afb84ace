r"""What random masks and random noise do on average: dropout, and noise on the inputs."""

from sympy import Eq, Expr, Integral, Sum, Symbol

from notes.proof import (
    Expectation,
    Proof,
    chain,
    density,
    equal,
    indexed,
    instances,
    probability,
    real,
)

dropped, unit, rest, part = probability("p"), real("h"), real("r"), real("a")
weight, weights = real("w"), indexed(r"\phi")
value, inputs = real("y"), indexed("x")
kept_mask = Symbol("m", integer=True, nonnegative=True)


def _over_masks(value: Expr) -> Expr:
    """The mean over one mask: the unit is kept with probability 1 - p, dropped with probability p."""
    return Sum((1 - dropped) ** kept_mask * dropped ** (1 - kept_mask) * value, (kept_mask, 0, 1))


def dropout_keeps_the_mean() -> Proof:
    """Inverted dropout leaves the mean of a unit unchanged, and gives it a variance."""
    scaled = kept_mask / (1 - dropped) * unit
    return Proof(
        "Inverted dropout leaves the mean of a unit as it was",
        claim=[
            equal(_over_masks(scaled), unit),
            equal(_over_masks((scaled - unit) ** 2), dropped / (1 - dropped) * unit**2),
        ],
        steps=[
            equal(_over_masks(scaled), unit, "dropped: zero; kept: scaled up, which makes up for what is dropped"),
            chain(_over_masks((scaled - unit) ** 2))
            .equals(
                dropped * unit**2 + (1 - dropped) * (unit / (1 - dropped) - unit) ** 2, "the two squared deviations"
            )
            .equals(dropped / (1 - dropped) * unit**2, "over a common denominator"),
        ],
        equation=("eq:dropout-mean", "eq:dropout-variance"),
    )


def dropping_one_feature() -> Proof:
    """Averaged over its own mask, a dropped feature adds a penalty to the squared error, whatever the others do."""
    scaled = kept_mask / (1 - dropped) * part
    penalty = dropped / (1 - dropped) * part**2
    return Proof(
        "Dropping one feature adds a multiple of its squared contribution to the squared error",
        claim=equal(_over_masks((rest - scaled) ** 2), (rest - part) ** 2 + penalty),
        steps=[
            chain(_over_masks((rest - scaled) ** 2))
            .equals(
                dropped * rest**2 + (1 - dropped) * (rest - part / (1 - dropped)) ** 2,
                "r is the target less all other features, masked or not; a is this feature times its weight",
            )
            .equals(
                (rest - part) ** 2 + penalty, "multiply out; masks are independent, so feature after feature follows"
            )
        ],
        equation="eq:dropping-one-feature",
    )


def _error_over_all_masks(features: int) -> Expr:
    """The squared error of one sample, averaged over all masks of so many features."""
    masks = [Symbol(f"m_{k}", integer=True, nonnegative=True) for k in range(1, features + 1)]
    parts = [mask / (1 - dropped) * inputs[k] * weights[k] for k, mask in enumerate(masks, start=1)]
    error = (value - sum(parts)) ** 2
    for mask in masks:
        error = Sum((1 - dropped) ** mask * dropped ** (1 - mask) * error, (mask, 0, 1))
    return error


def _penalised_error(features: int) -> Expr:
    """The squared error of one sample without dropout, and the penalty."""
    parts = [inputs[k] * weights[k] for k in range(1, features + 1)]
    return (value - sum(parts)) ** 2 + dropped / (1 - dropped) * sum(part**2 for part in parts)


def dropout_is_l2() -> Proof:
    """Dropout on the features of a linear regression is a weighted L2 penalty, for up to three features."""
    step = instances(
        lambda number: equal(
            _error_over_all_masks(number),
            _penalised_error(number),
            "one sample, the mean over all masks",
        ),
        range(1, 4),
    )
    return Proof(
        "Dropout on the features of a linear regression is an L2 penalty weighted by the data",
        claim=step,
        steps=[step],
        equation="eq:dropout-l2",
    )


def noise_is_l2() -> Proof:
    """Noise on a feature of a linear regression adds, on average, an L2 penalty. (Bishop 1995.)"""
    noisy, clean, noisy_density = real(r"\tilde x"), real("x"), density("p")

    def over_noise(value: Expr) -> Expr:
        return Expectation(value, noisy, noisy_density(noisy))

    error = over_noise((rest - noisy * weight) ** 2)
    cross = 2 * weight * (rest - clean * weight) * over_noise(clean - noisy)
    variance = over_noise((noisy - clean) ** 2)
    return Proof(
        "Noise on a feature of a linear regression adds an L2 penalty of the noise's variance",
        claim=equal(error, (rest - clean * weight) ** 2 + variance * weight**2),
        given=(
            Eq(Integral(noisy_density(noisy), noisy), 1),
            Eq(over_noise(noisy), clean, evaluate=False),
        ),
        steps=[
            equal(cross, 0, "the noisy feature has the clean one as its mean"),
            chain(error)
            .equals(
                (rest - clean * weight) ** 2 + cross + variance * weight**2,
                "around the clean feature; r is the target less all other features, noisy or not",
            )
            .equals((rest - clean * weight) ** 2 + variance * weight**2, "the cross term is gone"),
        ],
        equation="eq:noise-is-l2",
    )
