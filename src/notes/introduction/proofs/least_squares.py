"""Proofs about a line fitted by least squares."""

from sympy import Derivative, Eq, Expr, Gt, Subs, Sum

from notes.proof import (
    Proof,
    above,
    at_least,
    chain,
    count,
    equal,
    index,
    indexed,
    lemma,
    matrix,
    minimum,
    natural,
    positive,
    real,
)

i, other, n = index("i"), index("i'"), natural("n")
x, y = indexed("x"), indexed("y")
intercept, slope = real(r"\theta_0"), real(r"\theta_1")
v0, v1 = real("v_0"), real("v_1")
x_mean, y_mean = real(r"\bar x"), real(r"\bar y")
x_spread, joint_spread, y_spread = real("S_{xx}"), real("S_{xy}"), real("S_{yy}")
positive_spread = positive("S_{xx}")


def total(summand: Expr) -> Expr:
    """The sum of a summand over the samples."""
    return Sum(summand, (i, 1, n))


residual = intercept + slope * x[i] - y[i]
squared_error = total(residual**2)
means = (Eq(total(x[i]), n * x_mean, evaluate=False), Eq(total(y[i]), n * y_mean, evaluate=False))
spreads = (
    Eq(x_spread, total((x[i] - x_mean) ** 2), evaluate=False),
    Eq(joint_spread, total((x[i] - x_mean) * (y[i] - y_mean)), evaluate=False),
    Eq(y_spread, total((y[i] - y_mean) ** 2), evaluate=False),
)


def line_gradient() -> Proof:
    """Each partial derivative of a line's sum of squared errors is twice a sum of residuals."""
    by_intercept, by_slope = Derivative(squared_error, intercept), Derivative(squared_error, slope)
    return Proof(
        "The gradient of the squared error of a line",
        claim=[equal(by_intercept, 2 * total(residual)), equal(by_slope, 2 * total(residual * x[i]))],
        steps=[
            chain(by_intercept)
            .equals(total(2 * residual), "the square by the chain rule; the inner derivative of the residual is 1")
            .equals(2 * total(residual), "draw the constant out of the sum"),
            chain(by_slope)
            .equals(
                total(2 * residual * x[i]),
                "likewise; the inner derivative of the residual is the input",
            )
            .equals(2 * total(residual * x[i]), "draw the constant out of the sum"),
        ],
        equation="eq:squared-error-gradient",
    )


first_equation = n * intercept + slope * total(x[i]) - total(y[i])
second_equation = intercept * total(x[i]) + slope * total(x[i] ** 2) - total(x[i] * y[i])


def normal_equations() -> Proof:
    """The gradient vanishes where two linear equations hold, with one solution as soon as the inputs differ."""
    by_intercept, by_slope = total(Derivative(residual**2, intercept)), total(Derivative(residual**2, slope))
    through_the_means, left_over = n * (intercept + slope * x_mean - y_mean), x_spread * slope - joint_spread
    less = (by_slope - x_mean * by_intercept) / 2
    first = chain(by_intercept / 2).equals(total(residual), "half the derivative by the intercept")
    second = chain(by_slope / 2).equals(total(residual * x[i]), "half the derivative by the slope")
    return Proof(
        "The normal equations, and what is left of them once the means are taken away",
        claim=[
            equal(by_intercept / 2, first_equation),
            equal(by_slope / 2, second_equation),
            equal(by_intercept / 2, through_the_means),
            equal(less, left_over),
        ],
        given=(*means, *spreads[:2]),
        steps=[
            first.equals(first_equation, "one sum for each term"),
            second.equals(second_equation, "one sum for each term"),
            equal(by_intercept / 2, through_the_means, "zero only if the line passes through the mean point"),
            chain(less)
            .equals(total(residual * (x[i] - x_mean)), "the second normal equation less a multiple of the first")
            .equals(left_over, "zero for one slope only, if the spread of the inputs is not zero"),
        ],
        equation="eq:normal-equations",
    )


in_spreads = n * (intercept + slope * x_mean - y_mean) ** 2 + slope**2 * x_spread - 2 * slope * joint_spread + y_spread


def squared_error_in_spreads() -> Proof:
    """The squared error of a line depends on the data through two means and three spreads."""
    centred = (intercept + slope * x_mean - y_mean) + slope * (x[i] - x_mean) - (y[i] - y_mean)
    return Proof(
        "The squared error of a line in means and spreads",
        claim=equal(squared_error, in_spreads),
        given=(*means, *spreads),
        steps=[
            chain(squared_error)
            .equals(total(centred**2), "measure inputs and targets from their means")
            .equals(in_spreads, "multiply out: what is measured from a mean sums to zero, and two cross terms vanish")
        ],
        equation="eq:squared-error-in-spreads",
    )


def least_squares_line() -> Proof:
    """The line through the mean point with the slope of the spreads is the only minimum."""
    error = in_spreads.subs(x_spread, positive_spread)
    place = {intercept: y_mean - joint_spread * x_mean / positive_spread, slope: joint_spread / positive_spread}
    there = Subs(error, tuple(place), tuple(place.values()))
    least = equal(there, y_spread - joint_spread**2 / positive_spread, "what is left there")
    return Proof(
        "If the inputs differ, the least-squares line is the only minimum of the squared error",
        claim=[minimum(error, place), least],
        steps=[minimum(error, place, "the spread of the inputs is positive"), least],
        equation="eq:least-squares-line",
    )


def spread_over_pairs() -> Proof:
    """The spread is a sum of squared differences over all pairs."""
    pairs = Sum(Sum((x[i] - x[other]) ** 2, (i, 1, n)), (other, 1, n)) / (2 * n)
    spread = chain(total((x[i] - x_mean) ** 2))
    return Proof(
        "The spread of the inputs is a sum over all pairs of them",
        claim=equal(spread.first, pairs),
        given=means[:1],
        steps=[
            spread.equals(total(x[i] ** 2) - n * x_mean**2, "multiply out").equals(
                pairs, "and so do the pairs, each counted twice"
            )
        ],
        equation="eq:spread",
    )


def spread_of_distinct_inputs() -> Proof:
    """Inputs of which two differ are not all at one place, their mean; the two are numbered last, the larger behind."""
    others = count("N")
    smaller, larger = x[others + 1], x[others + 2]
    before = Sum((x[i] - x_mean) ** 2, (i, 1, others))
    the_two = (smaller - x_mean) ** 2 + (larger - x_mean) ** 2
    squares = lemma(square_is_not_negative, {real("r"): x[i] - x_mean}, through=lambda gap: Sum(gap, (i, 1, others)))
    spread = chain(Sum((x[i] - x_mean) ** 2, (i, 1, others + 2)))
    return Proof(
        "The inputs spread as soon as two of them, here the last two, differ",
        claim=above(spread.first, 0),
        given=(Gt(larger, smaller),),
        steps=[
            spread.equals(before + the_two, "whatever the mean is: the two inputs apart from the N others")
            .at_least(the_two, "squares are not negative", squares)
            .equals((larger - smaller) ** 2 / 2 + (smaller + larger - 2 * x_mean) ** 2 / 2, "multiply out")
            .above(0, "the first square is positive")
        ],
    )


def square_is_not_negative() -> Proof:
    """Squares of real numbers are not negative."""
    number = real("r")
    return Proof(
        "A square is not negative",
        claim=at_least(number**2, 0),
        steps=[at_least(number**2, 0, "the product of two numbers of one sign")],
    )


def squared_error_is_convex() -> Proof:
    """The Hessian of the squared error of a line is positive semidefinite."""
    form = (
        v0**2 * total(Derivative(residual**2, (intercept, 2)))
        + 2 * v0 * v1 * total(Derivative(residual**2, intercept, slope))
        + v1**2 * total(Derivative(residual**2, (slope, 2)))
    )
    squares = lemma(square_is_not_negative, {real("r"): v0 + v1 * x[i]}, through=lambda gap: total(2 * gap))
    return Proof(
        "The Hessian of the squared error of a line is positive semidefinite",
        claim=at_least(form, 0),
        steps=[
            chain(form)
            .equals(
                2 * n * v0**2 + 4 * v0 * v1 * total(x[i]) + 2 * v1**2 * total(x[i] ** 2),
                "the second derivatives: twice the number, the sum and the sum of squares of the inputs",
            )
            .equals(2 * total((v0 + v1 * x[i]) ** 2), "which is a sum of squares")
            .at_least(0, "squares are not negative", squares)
        ],
        equation="eq:line-hessian",
    )


def squared_error_around_weights() -> Proof:
    """For a design matrix X of any size, whether the weights theta solve the normal equations or not."""
    weights, samples = natural("m"), natural("n")
    X, observed = matrix("X", samples, weights), matrix("y", samples, 1)
    here, way = matrix(r"\theta", weights, 1), matrix("v", weights, 1)

    def error(place: Expr) -> Expr:
        return (X * place - observed).T * (X * place - observed)

    unmet = X.T * X * here - X.T * observed
    apart = error(here) + way.T * unmet + unmet.T * way + (X * way).T * (X * way)
    return Proof(
        "The squared error v away: normal equations and a square",
        claim=equal(error(here + way), apart),
        steps=[equal(error(here + way), apart, "multiply out")],
        equation="eq:squared-error-around",
    )
