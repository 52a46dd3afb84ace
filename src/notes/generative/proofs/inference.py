r"""Latent variables: a conjugate pair, the divergence between Gaussians, and the evidence bound in all its forms."""

from sympy import Eq, Expr, Gt, Integral, Subs, Sum, exp, log, pi, sqrt

from notes.losses.proofs.information import log_bound
from notes.proof import (
    Expectation,
    Proof,
    at_least,
    chain,
    density,
    equal,
    index,
    indexed,
    lemma,
    maximum,
    natural,
    positive,
    real,
    whole_line,
)

x, z = real("x"), real("z")
mu, nu, v, w = real(r"\mu"), real(r"\nu"), positive("v"), positive("w")
guess = density(r"q_\phi")(z, x)
likelihood, prior, evidence = density(r"p_\theta")(x, z), density("p")(z), positive(r"p_\theta(x)")
posterior = likelihood * prior / evidence
bayes = (Eq(Integral(guess, z), 1), Eq(Integral(likelihood * prior, z), evidence))
tangent_at = positive(r"\xi")


def over_guess(value: Expr) -> Expr:
    """The mean over latent variables drawn from the approximate posterior."""
    return Expectation(value, z, guess)


elbo = over_guess(log(likelihood * prior / guess))
divergence = over_guess(log(guess / posterior))


def log_normal(at: Expr, mean: Expr, variance: Expr) -> Expr:
    """The logarithm of a Gaussian density."""
    return -((at - mean) ** 2) / (2 * variance) - log(2 * pi * variance) / 2


def conjugate_gaussian() -> Proof:
    """A Gaussian prior and a Gaussian likelihood have a Gaussian evidence and a Gaussian posterior."""
    joint = log_normal(z, 0, 1) + log_normal(x, z, v)
    factors = log_normal(z, x / (1 + v), v / (1 + v)) + log_normal(x, 0, 1 + v)
    return Proof(
        "Prior times likelihood is posterior times evidence",
        claim=equal(joint, factors),
        steps=[
            chain(joint)
            .equals(
                -((z - x / (1 + v)) ** 2) * (1 + v) / (2 * v) - x**2 / (2 * (1 + v)) - log(2 * pi) - log(v) / 2,
                "complete the square in z",
            )
            .equals(factors, "the first part is the posterior, the rest the evidence; v shares out between them")
        ],
        equation="eq:conjugate",
    )


def gaussian_divergence() -> Proof:
    """The divergence between two Gaussians, from the mean and the variance of the first."""
    bell = exp(-((z - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v)

    def over_first(value: Expr) -> Expr:
        return Integral(bell * value, whole_line(z))

    divergence = over_first(log_normal(z, mu, v) - log_normal(z, nu, w))
    step = chain(divergence).equals(
        log(w / v) / 2 - over_first((z - mu) ** 2) / (2 * v) + over_first((z - nu) ** 2) / (2 * w),
        "the logarithms of both densities",
    )
    step = step.equals((log(w / v) + (v + (mu - nu) ** 2) / w - 1) / 2, "mean and variance of the first")
    return Proof(
        "The divergence between two Gaussians",
        claim=equal(step.first, step.last),
        steps=[step],
        equation="eq:gaussian-kl",
    )


def moments_cover() -> Proof:
    """Of all Gaussians the one with the mean and variance of the data has the smallest divergence from them."""
    cross, p = (log(w) + (v + (mu - nu) ** 2) / w) / 2, density("p")
    square = Expectation(z**2, z, p(z)) - mu**2
    loss = equal(
        Expectation(-log_normal(z, nu, w), z, p(z)),
        cross + log(2 * pi) / 2,
        "the mean of minus the logarithm of another Gaussian, for any density p with the mean mu and the variance v",
    )
    bound = lemma(log_bound, {tangent_at: v / w}, through=lambda gap: gap / 2)
    return Proof(
        "Of all Gaussians none has a smaller cross entropy from a density than that of its mean and variance",
        claim=[loss, at_least(cross - (log(v) + 1) / 2, 0)],
        steps=[
            loss,
            chain(cross - (log(v) + 1) / 2)
            .equals((v / w - 1 - log(v / w)) / 2 + (mu - nu) ** 2 / (2 * w), "what another Gaussian loses")
            .at_least((mu - nu) ** 2 / (2 * w), "the tangent bound at v / w", by=bound)
            .at_least(0, "a square; both vanish only for the same mean and variance"),
        ],
        given=(
            Eq(Integral(p(z), z), 1),
            Eq(Expectation(z, z, p(z)), mu, evaluate=False),
            Eq(v, square, evaluate=False),
            Gt(square, 0, evaluate=False),
        ),
        equation="eq:mode-covering",
    )


def evidence_decomposition() -> Proof:
    """The log evidence is the bound plus the divergence of the guess from the posterior, every line."""
    return Proof(
        "The log evidence is the evidence bound plus a divergence",
        claim=equal(divergence, -elbo + log(evidence)),
        steps=[
            chain(divergence)
            .equals(over_guess(log(guess)) - over_guess(log(posterior)), "the logarithm of the quotient")
            .equals(
                over_guess(log(guess)) - over_guess(log(likelihood * prior)) + over_guess(log(evidence)),
                "Bayes' rule: the posterior is the joint density over the evidence",
            )
            .equals(
                over_guess(log(guess)) - over_guess(log(likelihood * prior)) + log(evidence) * Integral(guess, z),
                "the evidence does not depend on z",
            )
            .equals(
                over_guess(log(guess)) - over_guess(log(likelihood * prior)) + log(evidence),
                "the guess integrates to one",
            )
            .equals(-elbo + log(evidence), "the first two terms are minus the bound")
        ],
        given=bayes[:1],
        equation="eq:evidence-decomposition",
    )


def evidence_bound() -> Proof:
    """The bound never exceeds the log evidence."""
    bound = lemma(log_bound, {tangent_at: posterior / guess}, through=lambda gap: Integral(guess * gap, z))
    return Proof(
        "The evidence bound is a bound",
        claim=at_least(log(evidence) - elbo, 0),
        steps=[
            chain(log(evidence) - elbo)
            .equals(divergence, "the decomposition")
            .at_least(over_guess(1 - posterior / guess), "the tangent bound at posterior over guess", by=bound)
            .equals(Integral(guess, z) - Integral(likelihood * prior, z) / evidence, "multiply out")
            .equals(0, "the guess and the posterior integrate to one")
        ],
        given=bayes,
        equation="eq:elbo-bound",
    )


def mean_of_logs() -> Proof:
    """The logarithm of the mean of positive weights is at least the mean of their logarithms."""
    n, k = natural("K"), index("k")
    weight, mean = indexed("w", positive=True), positive(r"\bar w")

    def averaged(value: Expr) -> Expr:
        return Sum(value, (k, 1, n)) / n

    bound = lemma(log_bound, {tangent_at: weight[k] / mean}, through=lambda gap: Sum(gap / n, (k, 1, n)))
    return Proof(
        "The logarithm of a mean is at least the mean of the logarithms",
        claim=at_least(log(mean) - averaged(log(weight[k])), 0),
        steps=[
            chain(log(mean) - averaged(log(weight[k])))
            .equals(-averaged(log(weight[k] / mean)), "the mean does not depend on k")
            .at_least(-averaged(weight[k] / mean - 1), "the tangent bound at weight over mean, averaged", by=bound)
            .equals(1 - averaged(weight[k]) / mean, "multiply out")
            .equals(0, "the weights have this mean")
        ],
        given=(Eq(averaged(weight[k]), mean),),
        equation="eq:mean-of-logs",
    )


def importance_weighted_bound() -> Proof:
    """A positive average weight with the evidence for its mean: its mean logarithm is at most the log evidence."""
    draws, average = density("q")(z), density("W")(z)

    def over_draws(value: Expr) -> Expr:
        return Expectation(value, z, draws)

    gap = log(evidence) - over_draws(log(average))
    bound = lemma(log_bound, {tangent_at: average / evidence}, through=lambda gap: Integral(draws * gap, z))
    return Proof(
        "What is positive and has the evidence for its mean has a mean logarithm of at most the log evidence",
        claim=at_least(gap, 0),
        steps=[
            chain(gap)
            .equals(
                over_draws(log(evidence)) - over_draws(log(average)),
                "the evidence does not depend on the draws, whose density integrates to one",
            )
            .equals(-over_draws(log(average / evidence)), "the logarithm of a quotient")
            .at_least(over_draws(1 - average / evidence), "the tangent bound at weight over evidence", by=bound)
            .equals(Integral(draws, z) - over_draws(average) / evidence, "multiply out")
            .equals(0, "the average weight has the evidence for its mean")
        ],
        given=(Eq(Integral(draws, z), 1), Eq(over_draws(average), evidence)),
        equation="eq:importance-weighted-bound",
    )


def reconstruction_minus_divergence() -> Proof:
    """The bound in three forms: joint plus entropy, three terms, reconstruction minus divergence from the prior."""
    from_prior = over_guess(log(guess / prior))
    return Proof(
        "The evidence bound is reconstruction minus divergence from the prior",
        claim=equal(elbo, over_guess(log(likelihood)) - from_prior),
        steps=[
            chain(elbo)
            .equals(
                over_guess(log(likelihood * prior)) - over_guess(log(guess)), "joint density, plus entropy of the guess"
            )
            .equals(
                over_guess(log(likelihood)) + over_guess(log(prior)) - over_guess(log(guess)),
                "the joint density is likelihood times prior",
            )
            .equals(over_guess(log(likelihood)) - from_prior, "the last two terms are a divergence")
        ],
        equation="eq:elbo",
    )


def bound_of_a_gaussian_guess(square: Expr) -> Expr:
    """The evidence bound of the conjugate pair, by the mean square about mu of a guess called N(mu, w)."""
    reconstruction = -log(2 * pi * v) / 2 - ((x - mu) ** 2 + square) / (2 * v)
    return reconstruction - (mu**2 + square - square / w - log(w)) / 2


def bound_by_moments() -> Proof:
    """The bound of the conjugate pair under a Gaussian guess, from its mean and variance alone."""
    q = density("q")
    joint = log_normal(z, 0, 1) + log_normal(x, z, v)
    elbo_here = Expectation(joint - log_normal(z, mu, w), z, q(z))
    square, spread = Expectation((z - mu) ** 2, z, q(z)), positive("S")
    steps = [
        equal(elbo_here, bound_of_a_gaussian_guess(square), "three parabolas, around the mean of q, which is mu"),
        equal(
            Subs(bound_of_a_gaussian_guess(spread), spread, w),
            bound_of_a_gaussian_guess(w),
            "a guess N(mu, w) has w for its mean square",
        ),
    ]
    return Proof(
        "The evidence bound of the conjugate pair, by the mean and the variance of a Gaussian guess",
        claim=steps,
        steps=steps,
        given=(Eq(Integral(q(z), z), 1), Eq(Expectation(z, z, q(z)), mu)),
    )


def tight_for_the_conjugate_pair() -> Proof:
    """Over Gaussian guesses the bound of the conjugate pair is largest at the posterior, where it is the evidence."""
    bound = bound_of_a_gaussian_guess(w)
    place = {mu: x / (1 + v), w: v / (1 + v)}
    best = bound.subs(place)
    return Proof(
        "The bound is tight at the posterior of the conjugate pair",
        claim=[maximum(bound, place), equal(best, log_normal(x, 0, 1 + v))],
        steps=[
            maximum(bound, place, "the bound by the mean and variance of the guess"),
            equal(best, log_normal(x, 0, 1 + v), "there it is the log evidence"),
        ],
        equation="eq:elbo-tight",
    )


def gaussian_decoder() -> Proof:
    """With a Gaussian decoder of fixed variance the log likelihood is minus a scaled mean squared error."""
    n, d = natural("D"), index("d")
    pixel, mean = indexed("x"), indexed("f")
    error = Sum((pixel[d] - mean[d]) ** 2, (d, 1, n)) / n
    summed = Sum(log_normal(pixel[d], mean[d], v), (d, 1, n))
    return Proof(
        "The log likelihood of a Gaussian decoder is minus a scaled mean squared error, and a constant",
        claim=equal(summed, -n / (2 * v) * error - n * log(2 * pi * v) / 2),
        steps=[
            equal(
                summed,
                -n / (2 * v) * error - n * log(2 * pi * v) / 2,
                "sum over the D pixels, which are independent given z",
            )
        ],
        equation="eq:gaussian-decoder",
    )
