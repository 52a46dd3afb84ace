r"""Entropy, cross entropy and the Kullback-Leibler divergence."""

from sympy import Eq, Expr, Le, Sum, log

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
happening = (Eq(over_outcomes(p[k]), 1), Le(over_outcomes(q[k]), 1))


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
    tangent_at = positive(r"\xi")
    return Proof(
        "The logarithm lies below its tangent at one",
        claim=[at_least(tangent_at - 1, log(tangent_at)), minimum(tangent_at - 1 - log(tangent_at), {tangent_at: 1})],
        steps=[minimum(tangent_at - 1 - log(tangent_at), {tangent_at: 1}, "the gap between tangent and logarithm")],
        equation="eq:log-bound",
    )


def gibbs_inequality() -> Proof:
    """The Kullback-Leibler divergence is never negative: a sum over what happens, to which q may give less than one.

    The second claim writes it as a sum of terms that are not negative by the tangent bound, zero only where q is p.
    """
    bound = lemma(log_bound, {positive(r"\xi"): q[k] / p[k]}, through=lambda gap: over_outcomes(p[k] * gap))
    gaps = over_outcomes(p[k] * (q[k] / p[k] - 1 - log(q[k] / p[k])))
    return Proof(
        "The Kullback-Leibler divergence is not negative, also if something is believed of what never happens",
        claim=[at_least(divergence, 0), equal(divergence, gaps + (1 - over_outcomes(q[k])))],
        steps=[
            chain(divergence)
            .at_least(over_outcomes(p[k] * (1 - q[k] / p[k])), "the tangent bound at q/p, weighted with p", by=bound)
            .equals(over_outcomes(p[k]) - over_outcomes(q[k]), "multiply out")
            .equals(1 - over_outcomes(q[k]), "the K outcomes that happen have all of p")
            .at_least(0, "and at most all of q"),
            chain(divergence)
            .equals(gaps + over_outcomes(p[k]) - over_outcomes(q[k]), "add and take away the tangents")
            .equals(gaps + (1 - over_outcomes(q[k])), "the K outcomes have all of p"),
        ],
        given=happening,
        equation=("eq:gibbs", "eq:gibbs-gaps"),
    )


def kl_to_empirical_is_maximum_likelihood() -> Proof:
    """The mean divergence from the shares observed at each input to the model is a constant plus the mean NLL.

    Each input has its own number of classes that occur there; those that do not have a term in neither sum.
    """
    X, x, occurring = natural("X"), index("x"), indexed("K", integer=True, positive=True)
    examples, share, model = indexed("n", positive=True), density(r"\hat p")(k, x), density("q")(k, x, phi)

    def over_examples(term: Expr) -> Expr:
        return Sum(examples[x] * Sum(term, (k, 1, occurring[x])), (x, 1, X)) / n

    mean_divergence = over_examples(share * log(share / model))
    nll, constant = -over_examples(share * log(model)), over_examples(share * log(share))
    return Proof(
        "Minimising the mean divergence from the shares observed at each input to the model is maximum likelihood",
        claim=[
            equal(mean_divergence, constant + nll),
            same_minimum(nll, mean_divergence, lambda t: constant + t, over=[phi]),
        ],
        steps=[
            equal(mean_divergence, constant + nll, "the logarithm of the quotient; the first part has no parameter"),
            same_minimum(nll, mean_divergence, lambda t: constant + t, over=[phi], reason="the line before"),
        ],
        equation="eq:empirical-kl",
    )
