"""Proofs about generative models: Bayes' rule, Gaussian classes, and inverses."""

from sympy import Expr, Gt, Sum, exp, log, pi, sqrt

from notes.proof import (
    Proof,
    at_least,
    chain,
    equal,
    function,
    index,
    indexed,
    matrix,
    natural,
    nonnegative,
    positive,
    probability,
    real,
    symmetric,
)

d, k, other = natural("d"), index("k"), index("l")


def bayes_rule() -> Proof:
    """The posterior sums to one wherever some class with a prior could have made the observation."""
    classes = natural("K")
    prior, likelihood = indexed(r"\pi", nonnegative=True), indexed("p", nonnegative=True)
    evidence = Sum(likelihood[k] * prior[k], (k, 1, classes))
    posterior = likelihood[k] * prior[k] / Sum(likelihood[other] * prior[other], (other, 1, classes))
    return Proof(
        "Bayes' rule gives a distribution",
        claim=equal(Sum(posterior, (k, 1, classes)), 1),
        steps=[
            chain(Sum(posterior, (k, 1, classes))).equals(
                evidence / evidence, "the evidence does not depend on the class"
            )
        ],
        given=(Gt(evidence, 0),),
        equation="eq:bayes-rule",
    )


def posterior_is_a_sigmoid() -> Proof:
    """For two classes the posterior is the sigmoid of the log odds; a_k stands for the log joint of class k."""
    one, zero = real("a_1"), real("a_0")
    posterior = exp(one) / (exp(one) + exp(zero))
    return Proof(
        "For two classes the posterior is the sigmoid of the log odds",
        claim=equal(posterior, 1 / (1 + exp(-(one - zero)))),
        steps=[equal(posterior, 1 / (1 + exp(-(one - zero))), "divide by the joint density of class 1")],
        equation="eq:posterior-is-a-sigmoid",
    )


def gaussian_log_odds() -> Proof:
    """On a line, with priors and normalising constants: a quadratic, and linear if the variances are equal."""
    place, prior = real("x"), probability(r"\pi_1")
    mean_1, mean_0, sd_1, sd_0 = real(r"\mu_1"), real(r"\mu_0"), positive(r"\tau_1"), positive(r"\tau_0")

    def density(mean: Expr, sd: Expr) -> Expr:
        return exp(-((place - mean) ** 2) / (2 * sd**2)) / (sd * sqrt(2 * pi))

    odds = log(prior * density(mean_1, sd_1)) - log((1 - prior) * density(mean_0, sd_0))
    quadratic = (1 / sd_0**2 - 1 / sd_1**2) / 2 * place**2
    linear = (mean_1 / sd_1**2 - mean_0 / sd_0**2) * place
    constant = log(prior / (1 - prior)) + log(sd_0 / sd_1) - mean_1**2 / (2 * sd_1**2) + mean_0**2 / (2 * sd_0**2)
    return Proof(
        "The log odds of two Gaussians on a line",
        claim=equal(odds, quadratic + linear + constant),
        steps=[
            chain(odds)
            .equals(
                log(prior / (1 - prior))
                + log(sd_0 / sd_1)
                - (place - mean_1) ** 2 / (2 * sd_1**2)
                + (place - mean_0) ** 2 / (2 * sd_0**2),
                "logarithms of products; the factor with pi is in both densities",
            )
            .equals(quadratic + linear + constant, "sort by powers of x: the square goes if the variances are equal"),
        ],
        equation="eq:gaussian-log-odds",
    )


def log_odds_of_gaussian_classes() -> Proof:
    """D_k stands for the determinant of the covariance of class k, and q_k for the squared distance from its mean."""
    prior = probability(r"\pi_1")
    volume_1, volume_0 = positive("D_1"), positive("D_0")
    distance_1, distance_0 = nonnegative("q_1"), nonnegative("q_0")

    def density(volume: Expr, distance: Expr) -> Expr:
        return exp(-distance / 2) / sqrt((2 * pi) ** d * volume)

    odds = log(prior * density(volume_1, distance_1)) - log((1 - prior) * density(volume_0, distance_0))
    parts = log(prior / (1 - prior)) + log(volume_0 / volume_1) / 2 + (distance_0 - distance_1) / 2
    return Proof(
        "The log odds of two Gaussian classes: priors, determinants and distances",
        claim=equal(odds, parts),
        steps=[
            chain(odds)
            .equals(
                log(prior) - log(1 - prior) - (log(volume_1) - log(volume_0)) / 2 - (distance_1 - distance_0) / 2,
                "logarithms of products; the power of 2 pi is in both densities",
            )
            .equals(parts, "collect")
        ],
        equation="eq:log-odds",
    )


def equal_covariances_give_a_linear_function() -> Proof:
    """With one covariance the squares of x cancel from the log odds, at any dimension; P is its inverse."""
    point, one, zero = matrix("x", d, 1), matrix(r"\mu_1", d, 1), matrix(r"\mu_0", d, 1)
    P = symmetric("P", d)

    def distance(centre: Expr) -> Expr:
        return (point - centre).T * P * (point - centre)

    linear = point.T * P * (one - zero) + (one - zero).T * P * point
    constant = zero.T * P * zero - one.T * P * one
    return Proof(
        "Equal covariances: the square of x cancels",
        claim=equal(distance(zero) - distance(one), linear + constant),
        steps=[
            equal(distance(zero) - distance(one), linear + constant, "multiply out: both squares have the same matrix")
        ],
        equation="eq:equal-covariances",
    )


def unequal_covariances_give_a_quadratic() -> Proof:
    """With a covariance for each class a quadratic form stays in the log odds; P_k is the inverse of a covariance."""
    point, one, zero = matrix("x", d, 1), matrix(r"\mu_1", d, 1), matrix(r"\mu_0", d, 1)
    P1, P0 = symmetric("P_1", d), symmetric("P_0", d)

    def distance(centre: Expr, P: Expr) -> Expr:
        return (point - centre).T * P * (point - centre)

    quadratic = point.T * (P0 - P1) * point
    linear = point.T * (P1 * one - P0 * zero) + (one.T * P1 - zero.T * P0) * point
    constant = zero.T * P0 * zero - one.T * P1 * one
    difference = distance(zero, P0) - distance(one, P1)
    return Proof(
        "Unequal covariances: a quadratic form stays",
        claim=equal(difference, quadratic + linear + constant),
        steps=[equal(difference, quadratic + linear + constant, "multiply out: the squares have different matrices")],
        equation="eq:unequal-covariances",
    )


def inverse_needs_injectivity() -> Proof:
    """Whatever function of the observation is taken for an inverse, it misses one of two causes that share it."""
    first, second = real("y"), real("y'")
    recovered = function(r"\kappa")(real("x"))
    missed = (recovered - first) ** 2 + (recovered - second) ** 2
    bound = (first - second) ** 2 / 2
    return Proof(
        "No function of one observation recovers two different causes of it",
        claim=at_least(missed, bound),
        steps=[
            chain(missed)
            .equals(bound + (2 * recovered - first - second) ** 2 / 2, "the recovered cause is one number for both")
            .at_least(bound, "a square is not negative")
        ],
        equation="eq:no-inverse",
    )
