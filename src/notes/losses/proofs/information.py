r"""Entropy, cross entropy and the Kullback-Leibler divergence."""

from sympy import Eq, Expr, Sum, log

from notes.proof import (
    Proof,
    at_least,
    chain,
    density,
    equal,
    index,
    indexed,
    lemma,
    minimum,
    natural,
    positive,
    real,
    same_minimum,
)

n, K, k = natural("n"), natural("K"), index("k")
phi = real(r"\phi")
p, q = indexed("p", positive=True), indexed("q", positive=True)


def over_outcomes(term: Expr) -> Expr:
    """A sum over the K outcomes of a discrete distribution."""
    return Sum(term, (k, 1, K))


entropy = -over_outcomes(p[k] * log(p[k]))
cross_entropy = -over_outcomes(p[k] * log(q[k]))
divergence = over_outcomes(p[k] * log(p[k] / q[k]))
both_normalized = (Eq(over_outcomes(p[k]), 1), Eq(over_outcomes(q[k]), 1))


def cross_entropy_decomposition() -> Proof:
    """Cross entropy is entropy plus Kullback-Leibler divergence."""
    return Proof(
        "Cross entropy is entropy plus Kullback-Leibler divergence",
        claim=equal(cross_entropy, entropy + divergence),
        steps=[
            chain(entropy + divergence)
            .equals(over_outcomes(p[k] * (log(p[k] / q[k]) - log(p[k]))), "one sum instead of two")
            .equals(cross_entropy, "the logarithms of p cancel")
        ],
        equation="eq:cross-entropy-decomposition",
    )


def log_bound() -> Proof:
    """The logarithm lies below its tangent at one, and touches it only there."""
    x = positive("x")
    return Proof(
        "The logarithm lies below its tangent at one",
        claim=[at_least(x - 1, log(x)), minimum(x - 1 - log(x), {x: 1})],
        steps=[minimum(x - 1 - log(x), {x: 1}, "the gap between tangent and logarithm")],
        equation="eq:log-bound",
    )


def gibbs_inequality() -> Proof:
    """The Kullback-Leibler divergence is never negative."""
    bound = lemma(log_bound, {positive("x"): q[k] / p[k]}, through=lambda gap: over_outcomes(p[k] * gap))
    return Proof(
        "The Kullback-Leibler divergence is not negative",
        claim=at_least(divergence, 0),
        steps=[
            chain(divergence)
            .at_least(over_outcomes(p[k] * (1 - q[k] / p[k])), "the tangent bound at q/p, weighted with p", by=bound)
            .equals(over_outcomes(p[k]) - over_outcomes(q[k]), "multiply out")
            .equals(0, "both distributions sum to one")
        ],
        given=both_normalized,
        equation="eq:gibbs",
    )


def kl_to_empirical_is_maximum_likelihood() -> Proof:
    """The divergence from the empirical distribution to the model is a constant plus the mean NLL."""
    counts, model = indexed("n", positive=True), density("q")(k, phi)
    share = counts[k] / n
    kl = over_outcomes(share * log(share / model))
    nll = -over_outcomes(counts[k] * log(model))
    constant = over_outcomes(share * log(share))
    return Proof(
        "Minimising the divergence from an empirical distribution in which every outcome occurs is maximum likelihood",
        claim=[equal(kl, constant + nll / n), same_minimum(nll, kl, lambda t: constant + t / n, over=[phi])],
        steps=[
            equal(kl, constant + nll / n, "the logarithm of the quotient; the first part does not know the model"),
            same_minimum(nll, kl, lambda t: constant + t / n, over=[phi], reason="the line before"),
        ],
        equation="eq:empirical-kl",
    )
