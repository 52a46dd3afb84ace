r"""Gradients of expectations: along the path of a sample, and by the score of its density."""

from sympy import Derivative, Expr, Integer, Poly, exp, expand, log, pi, sqrt

from notes.proof import Proof, equal, natural, positive, real
from notes.proof.relations import Chain

noise, x, n = real(r"\epsilon"), real("x"), natural("n")
mu, sigma = real(r"\mu"), positive(r"\sigma")
base = exp(-(noise**2) / 2) / sqrt(2 * pi)
moved = mu + sigma * noise


def primitive(polynomial: Expr) -> Expr:
    """The polynomial P for which P times the noise's density has the slope (polynomial - mean) times that density."""
    powers = Poly(polynomial, noise).all_coeffs()[::-1]
    found = Integer(0)
    for k in range(len(powers) - 1, 0, -1):
        found -= powers[k] * noise ** (k - 1)
        if k > 1:
            powers[k - 2] += (k - 1) * powers[k]
    return expand(found)


def has_mean(polynomial: Expr, mean: Expr, reason: str) -> Chain:
    """That a polynomial of standard Gaussian noise has the given mean: it differs from it by a slope."""
    return equal(Derivative(primitive(polynomial) * base, noise), (polynomial - mean) * base, reason)


def log_normal(at: Expr) -> Expr:
    """The log density of a Gaussian with mean mu and standard deviation sigma."""
    return -((at - mu) ** 2) / (2 * sigma**2) - log(2 * pi * sigma**2) / 2


def change_of_variable() -> Proof:
    """The density of mu + sigma epsilon times its slope is that of epsilon; so their expectations are the same."""
    before = log_normal(x).subs(x, moved) + log(sigma)
    return Proof(
        "Moved and scaled standard noise is Gaussian with that mean and deviation",
        claim=equal(before, -(noise**2) / 2 - log(2 * pi) / 2),
        steps=[
            equal(before, -(noise**2) / 2 - log(2 * pi) / 2, "the density at the moved point, times the slope sigma")
        ],
        equation="eq:reparameterization",
    )


def estimators_agree() -> Proof:
    """The integrands of both gradients differ by a slope, which integrates to zero; for every power of the sample."""
    by_mean = n * moved ** (n - 1) - moved**n * noise / sigma
    by_deviation = moved ** (n - 1) * (n * noise - moved * (noise**2 - 1) / sigma)
    return Proof(
        "The pathwise and the score-function gradient agree in expectation on every power",
        claim=[
            equal(Derivative(moved**n * base / sigma, noise), by_mean * base),
            equal(Derivative(moved ** (n - 1) * moved * noise * base / sigma, noise), by_deviation * base),
        ],
        steps=[
            equal(
                Derivative(moved**n * base / sigma, noise),
                by_mean * base,
                "pathwise less score, by the mean: the slope of what vanishes at both ends, so its integral is zero",
            ),
            equal(
                Derivative(moved ** (n - 1) * moved * noise * base / sigma, noise),
                by_deviation * base,
                "by the deviation, likewise",
            ),
        ],
        equation="eq:estimators-agree",
    )


def naive_exchange() -> Proof:
    """Moving the gradient inside and leaving the density alone loses everything."""
    score = Derivative(log_normal(x), mu)
    mean = has_mean(moved**2, mu**2 + sigma**2, "the mean of a square, found by parts")
    by_score = has_mean(moved**2 * noise / sigma, 2 * mu, "the mean of the square times the score is its slope, two mu")
    return Proof(
        "Why the naive exchange fails",
        claim=[equal(Derivative(mu**2 + sigma**2, mu), 2 * mu), equal(Derivative(x**2, mu, evaluate=False), 0)],
        steps=[
            equal(score, (x - mu) / sigma**2, "the score: how the log density moves with its mean"),
            mean,
            equal(Derivative(mu**2 + sigma**2, mu), 2 * mu, "its slope"),
            by_score,
            equal(
                Derivative(x**2, mu, evaluate=False), 0, "without the density the exchange gives zero: x is not moved"
            ),
        ],
        equation="eq:naive-exchange",
    )


def variances() -> Proof:
    """On the square, the variances of the two estimators of the slope by the mean."""
    by_path = has_mean((2 * moved) ** 2 - (2 * mu) ** 2, 4 * sigma**2, "along the path: four times the noise")
    by_score = has_mean(
        (moved**2 * noise / sigma) ** 2 - (2 * mu) ** 2,
        mu**4 / sigma**2 + 14 * mu**2 + 15 * sigma**2,
        "by the score: it grows without bound as the noise shrinks",
    )
    return Proof(
        "The variances of the two estimators on the square",
        claim=[equal(step.first, step.last) for step in (by_path, by_score)],
        steps=[by_path, by_score],
        equation="eq:estimator-variances",
    )
