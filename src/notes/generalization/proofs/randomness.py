r"""What random masks and random noise do on average: dropout, and noise on the inputs."""

from sympy import Eq, Expr, Integral, Sum, Symbol

from notes.proof import (
    Expectation,
    Proof,
    chain,
    count,
    density,
    equal,
    index,
    indexed,
    induction,
    lemma,
    probability,
    real,
)

dropped, unit, rest, part = probability("p"), real("h"), real(r"\delta"), real("a")
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
                "δ is the target less all other features, masked or not; a is this feature times its weight",
            )
            .equals(
                (rest - part) ** 2 + penalty, "multiply out; masks are independent, so feature after feature follows"
            )
        ],
        equation="eq:dropping-one-feature",
    )


features, feature = count("d"), index("k")
linear, constant = indexed("B"), indexed("C")


def _quadratic(target: Expr, slope: Expr, rest: Expr) -> Expr:
    return target**2 + slope * target + rest


def _contributions(number: Expr) -> Expr:
    """What the first features contribute to the prediction."""
    return Sum(inputs[feature] * weights[feature], (feature, 1, number))


def _squares(number: Expr) -> Expr:
    """The squares of these contributions, added up."""
    return Sum(inputs[feature] ** 2 * weights[feature] ** 2, (feature, 1, number))


def linear_coefficient() -> Proof:
    """The coefficient of the target in the squared error, averaged over the masks of d features: by induction."""
    added = inputs[features + 1] * weights[features + 1]
    statement = equal(linear[features], -2 * _contributions(features))
    step = (
        chain(linear[features + 1])
        .equals(linear[features] - 2 * added, "one feature more")
        .equals(-2 * _contributions(features + 1), "by the hypothesis")
    )
    return Proof(
        "The coefficient of the target in the squared error under dropout",
        claim=statement,
        steps=[induction(statement, over=features, step=step)],
        given=(Eq(linear[features + 1], linear[features] - 2 * added), Eq(linear[0], 0)),
    )


def constant_coefficient() -> Proof:
    """What of the squared error does not depend on the target, averaged over the masks of d features: by induction."""
    added = inputs[features + 1] * weights[features + 1]
    grown = constant[features] - linear[features] * added + added**2 / (1 - dropped)
    odds = dropped / (1 - dropped)

    def reached(number: Expr) -> Expr:
        return _contributions(number) ** 2 + odds * _squares(number)

    statement = equal(constant[features], reached(features))
    step = (
        chain(constant[features + 1])
        .equals(grown, "one feature more")
        .equals(
            constant[features] + 2 * _contributions(features) * added + added**2 / (1 - dropped),
            "the coefficient of the target",
            lemma(linear_coefficient),
        )
        .equals(reached(features + 1), "by the hypothesis")
    )
    return Proof(
        "The constant in the squared error under dropout",
        claim=statement,
        steps=[induction(statement, over=features, step=step)],
        given=(*linear_coefficient().given, Eq(constant[features + 1], grown), Eq(constant[0], 0)),
    )


def dropout_is_l2() -> Proof:
    """Dropout on the features of a linear regression is a weighted L2 penalty.

    Averaged over the masks of the first d features the squared error is a quadratic of the target. One feature more
    changes what the target is less by, and so the coefficients; the squares themselves stay as they are.
    """
    slope, level = real("B"), real("C")
    one_more = equal(
        _over_masks(_quadratic(rest - kept_mask / (1 - dropped) * part, slope, level)),
        _quadratic(rest, slope - 2 * part, level - slope * part + part**2 / (1 - dropped)),
        "a quadratic of the target less what one feature more contributes, averaged over the mask of that feature",
    )
    error = _quadratic(value, linear[features], constant[features])
    steps = [
        one_more,
        chain(error)
        .equals(
            _quadratic(value, -2 * _contributions(features), constant[features]),
            "after d features: the coefficient of the target",
            lemma(linear_coefficient),
        )
        .equals(
            (value - _contributions(features)) ** 2 + dropped / (1 - dropped) * _squares(features),
            "and the constant",
            lemma(constant_coefficient),
        ),
    ]
    return Proof(
        "Dropout on the features of a linear regression is, for each sample, an L2 penalty weighted by the data",
        claim=[one_more, equal(error, steps[1].last)],
        steps=steps,
        given=constant_coefficient().given,
        equation="eq:dropout-l2",
    )


def noise_is_l2() -> Proof:
    """Noise on a feature of a linear regression adds, on average, an L2 penalty. (Bishop 1995.)"""
    noisy, clean, noisy_density = real(r"\tilde x"), real("x"), density(r"p_{\tilde x}")

    def over_noise(value: Expr) -> Expr:
        return Expectation(value, noisy, noisy_density(noisy))

    error = over_noise((rest - noisy * weight) ** 2)
    cross = 2 * weight * (rest - clean * weight) * over_noise(clean - noisy)
    variance = over_noise((noisy - clean) ** 2)
    return Proof(
        "Noise of mean zero on a feature of a linear regression adds, on average, an L2 penalty of the noise's "
        "variance",
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
                "around the clean feature; δ is the target less all other features, noisy or not",
            )
            .equals((rest - clean * weight) ** 2 + variance * weight**2, "the cross term is gone"),
        ],
        equation="eq:noise-is-l2",
    )
