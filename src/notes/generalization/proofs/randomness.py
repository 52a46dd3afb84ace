r"""What random masks and random noise do on average: dropout, and noise on the inputs."""

from sympy import Eq, Expr, Integral, Sum, Symbol

from notes.proof import (
    Expectation,
    Proof,
    chain,
    density,
    equal,
    index,
    indexed,
    lemma,
    natural,
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


def dropout_is_l2() -> Proof:
    """Dropout on the features of a linear regression is a weighted L2 penalty: induction over the features.

    With one feature more, the masks of the first K are averaged over first: the hypothesis, for the target less what
    the new feature contributes.
    """
    k, features = index("k"), natural("K")
    added = inputs[features + 1] * weights[features + 1]
    odds = dropped / (1 - dropped)

    def over_features(term: Expr) -> Expr:
        return Sum(term, (k, 1, features))

    contributions, squares = over_features(inputs[k] * weights[k]), over_features(inputs[k] ** 2 * weights[k] ** 2)
    by_hypothesis = (value - kept_mask / (1 - dropped) * added - contributions) ** 2 + odds * squares
    steps = [
        equal(
            _over_masks((rest - kept_mask / (1 - dropped) * part) ** 2),
            (rest - part) ** 2 + odds * part**2,
            "one feature, shown above",
            lemma(dropping_one_feature),
        ),
        equal(
            _over_masks(by_hypothesis),
            (value - contributions - added) ** 2 + odds * (squares + added**2),
            "one feature more: its mask is averaged over last",
        ),
    ]
    return Proof(
        "Dropout on the features of a linear regression is, for each sample, an L2 penalty weighted by the data",
        claim=steps,
        steps=steps,
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
