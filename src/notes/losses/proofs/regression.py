r"""Losses of residuals: quantile, Huber's and Student's; and the weighted heteroscedastic loss."""

from sympy import Abs, Derivative, Eq, Expr, Max, Subs, Sum, exp, log, pi, sqrt

from notes.proof import (
    Proof,
    above,
    at_least,
    cases,
    chain,
    equal,
    index,
    indexed,
    lemma,
    natural,
    nonnegative,
    positive,
    probability,
    real,
)

i, r, m = index("i"), real("r"), real("d")
level = probability(r"\rho")


def pinball(residual: Expr, share: Expr) -> Expr:
    """The quantile loss without a case: half of the absolute residual, and the rest by its sign."""
    return (Abs(residual) + (2 * share - 1) * residual) / 2


def quantile_loss_is_a_maximum() -> Proof:
    """The larger of the two lines through the origin."""
    return Proof(
        "The larger of two lines, without a case",
        claim=equal(Max(level * r, (level - 1) * r), pinball(r, level)),
        steps=[cases(lambda one: equal(Max(level * one, (level - 1) * one), pinball(one, level), "one of them"), r)],
        equation="eq:quantile-loss",
    )


def above_the_rising_line() -> Proof:
    """The quantile loss is nowhere below its rising line."""
    return Proof(
        "The quantile loss is nowhere below its rising line",
        claim=at_least(pinball(r, level), level * r),
        steps=[cases(lambda one: at_least(pinball(one, level), level * one, "an absolute value"), r)],
    )


def above_the_falling_line() -> Proof:
    """The quantile loss is nowhere below its falling line."""
    return Proof(
        "The quantile loss is nowhere below its falling line",
        claim=at_least(pinball(r, level), (level - 1) * r),
        steps=[cases(lambda one: at_least(pinball(one, level), (level - 1) * one, "an absolute value"), r)],
    )


def minimiser_is_the_quantile() -> Proof:
    """Wherever a prediction is moved from the quantile, the loss of the targets up to it and above is no smaller."""
    b, a = natural("n_1"), natural("n_2")
    share, u, v = b / (a + b), indexed("z", nonnegative=True), indexed(r"\zeta", nonnegative=True)

    def higher(term: Expr) -> Expr:
        return Sum(term, (i, 1, a))

    def lower(term: Expr) -> Expr:
        return Sum(term, (i, 1, b))

    moved = higher(pinball(u[i] - m, share)) + lower(pinball(-v[i] - m, share))
    still = higher(pinball(u[i], share)) + lower(pinball(-v[i], share))
    rising = lemma(above_the_rising_line, {r: u[i] - m, level: share}, through=higher)
    falling = lemma(above_the_falling_line, {r: -v[i] - m, level: share}, through=lower)
    lines = higher(share * u[i]) + lower((1 - share) * v[i])
    return Proof(
        "The quantile loss of a sample is least where the level is the share of the targets up to the prediction",
        claim=at_least(moved, still),
        steps=[
            chain(moved)
            .at_least(higher(share * (u[i] - m)) + lower(pinball(-v[i] - m, share)), "targets above", by=rising)
            .at_least(higher(share * (u[i] - m)) + lower((share - 1) * (-v[i] - m)), "targets below", by=falling)
            .equals(lines + ((1 - share) * b - share * a) * m, "the move comes out of both sums")
            .equals(lines, "and cancels, for the level is the share")
            .equals(still, "without the move both lines are the loss itself")
        ],
        equation="eq:quantile-minimiser",
    )


def huber_is_smooth() -> Proof:
    """The branches of the Huber loss meet in value and in slope."""
    residual, threshold = positive("r"), positive(r"\delta")
    near, far = residual**2 / 2, threshold * (residual - threshold / 2)
    slopes = [Subs(Derivative(branch, residual), residual, threshold) for branch in (near, far)]
    return Proof(
        "The branches of the Huber loss of a positive residual meet in value and in slope",
        claim=[
            equal(Subs(near, residual, threshold), Subs(far, residual, threshold)),
            equal(slopes[0], slopes[1]),
        ],
        steps=[
            chain(Subs(near, residual, threshold))
            .equals(threshold**2 / 2, "put the threshold in")
            .equals(Subs(far, residual, threshold), "likewise"),
            chain(slopes[0]).equals(threshold, "the residual itself").equals(slopes[1], "and the slope of the line"),
        ],
    )


def student_pull() -> Proof:
    """The pull of a residual under Student's t has a bound, which is reached at one size."""
    b, nu = positive("b"), positive(r"\nu")
    loss = (nu + 1) / 2 * log(1 + r**2 / (nu * b**2))
    pull, most = (nu + 1) * r / (nu * b**2 + r**2), (nu + 1) / (2 * b * sqrt(nu))
    short = (nu + 1) * (r - sqrt(nu) * b) ** 2 / (2 * b * sqrt(nu) * (nu * b**2 + r**2))
    beyond = Subs(Derivative(pull, r), r, sqrt(nu) * b + positive(r"\iota"))
    return Proof(
        "The pull of a residual under Student's t is largest at the root of the degrees times the scale, and falls "
        "beyond",
        claim=[
            equal(Derivative(loss, r), pull),
            at_least(most, pull),
            equal(Subs(pull, r, sqrt(nu) * b), most),
            above(0, beyond),
        ],
        steps=[
            equal(Derivative(loss, r), pull, "differentiate"),
            chain(most).equals(pull + short, "what is missing is a square").at_least(pull, "and not negative"),
            equal(Subs(pull, r, sqrt(nu) * b), most, "where the square vanishes"),
            above(0, beyond, "s beyond it the pull falls"),
        ],
        equation="eq:student-pull",
    )


def weighted_pull() -> Proof:
    """With the weight held fixed the pull on the mean is tempered by a power of the variance."""
    y, mu, s, beta, weight = real("y"), real(r"\mu"), real("s"), nonnegative(r"\beta"), positive(r"\omega")
    loss = log(2 * pi) / 2 + s / 2 + (y - mu) ** 2 * exp(-s) / 2
    pull = -(y - mu) * exp((beta - 1) * s)
    return Proof(
        "With a weight that is not differentiated the pull on the mean is the residual times a power of the precision",
        claim=equal(Derivative(weight * loss, mu), pull),
        steps=[equal(Derivative(weight * loss, mu), pull, "differentiate, then put the weight in")],
        given=(Eq(weight, exp(beta * s)),),
        equation="eq:weighted-pull",
    )
