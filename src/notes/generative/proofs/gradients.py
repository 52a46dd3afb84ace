r"""Gradients of expectations: along the path of a sample, and by the score of its density."""

from sympy import Derivative, Expr, Integral, Subs, exp, log, pi, sqrt

from notes.proof import Expectation, Proof, density, equal, natural, positive, real, whole_line

noise, x, n = real(r"\epsilon"), real("x"), natural("n")
mu, sigma = real(r"\mu"), positive(r"\sigma")
base = exp(-(noise**2) / 2) / sqrt(2 * pi)
moved = mu + sigma * noise


def over_noise(value: Expr) -> Expr:
    """The mean over standard Gaussian noise."""
    return Integral(value * base, whole_line(noise))


def log_normal(at: Expr) -> Expr:
    """The log density of a Gaussian with mean mu and standard deviation sigma."""
    return -((at - mu) ** 2) / (2 * sigma**2) - log(2 * pi * sigma**2) / 2


def change_of_variable() -> Proof:
    """The density of mu + sigma epsilon times its slope is that of epsilon; so their expectations are the same."""
    bell = exp(-((x - mu) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2)
    return Proof(
        "Moved and scaled standard noise is Gaussian with that mean and deviation",
        claim=equal(Subs(bell, x, moved) * sigma, base),
        steps=[equal(Subs(bell, x, moved) * sigma, base, "the density at the moved point, times the slope sigma")],
        equation="eq:reparameterization",
    )


def estimators_agree() -> Proof:
    """The integrands of both gradients differ by the slope of what vanishes at both ends; for every power."""
    by_mean = n * moved ** (n - 1) - moved**n * noise / sigma
    by_deviation = moved ** (n - 1) * (n * noise - moved * (noise**2 - 1) / sigma)
    steps = [
        equal(
            Derivative(moved**n * base / sigma, noise),
            by_mean * base,
            "pathwise less score, by the mean: the slope of a power times the bell, which vanishes at both ends",
        ),
        equal(
            Derivative(moved ** (n - 1) * moved * noise * base / sigma, noise),
            by_deviation * base,
            "by the deviation, likewise",
        ),
    ]
    return Proof(
        "The integrands of the pathwise and of the score-function gradient of every power differ by a slope",
        claim=steps,
        steps=steps,
        equation="eq:estimators-agree",
    )


def naive_exchange() -> Proof:
    """Moving the gradient inside and leaving the density alone loses everything."""
    inside = Expectation(Derivative(x**2, mu, evaluate=False), x, density("p")(x))
    steps = [
        equal(over_noise(moved**2), mu**2 + sigma**2, "the mean of the square"),
        equal(Derivative(mu**2 + sigma**2, mu), 2 * mu, "its slope"),
        equal(inside, 0, "without the density the exchange gives zero: x is not moved"),
        equal(Derivative(log_normal(x), mu), (x - mu) / sigma**2, "the score: how the log density moves with its mean"),
        equal(over_noise(moved**2 * noise / sigma), 2 * mu, "and the mean of the square times the score is the slope"),
    ]
    return Proof(
        "Of a square, the exchange gives zero without the slope of the density, and the slope of the mean with it",
        claim=steps,
        steps=steps,
        equation="eq:naive-exchange",
    )


def variances() -> Proof:
    """On the square, the variances of the two estimators of the slope by the mean."""
    steps = [
        equal(
            over_noise((2 * moved - 2 * mu) ** 2),
            4 * sigma**2,
            "along the path: the mean square about the mean, which is two mu for both estimators",
        ),
        equal(
            over_noise((moved**2 * noise / sigma - 2 * mu) ** 2),
            mu**4 / sigma**2 + 14 * mu**2 + 15 * sigma**2,
            "by the score: it grows without bound as the noise shrinks",
        ),
    ]
    return Proof(
        "The variances of the two estimators on the square", claim=steps, steps=steps, equation="eq:estimator-variances"
    )
