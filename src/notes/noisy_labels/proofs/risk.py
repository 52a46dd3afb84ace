r"""Risk, empirical risk and the minimiser."""

from sympy import Integral, Sum

from notes.proof import (
    Expectation,
    Proof,
    at_least,
    chain,
    density,
    equal,
    function,
    index,
    natural,
    real,
)

n, i = natural("n"), index("i")
x = real("x")


def bayes_classifier_is_best() -> Proof:
    """No classifier has a smaller 0-1 risk than the one that takes the most probable class at each input."""
    q, p = density("p"), density(r"p_{\hat y}")
    lead = density("d")
    bayes = Integral(q(x) * (1 - (p(x) + lead(x))), x)
    other = Integral(q(x) * (1 - p(x)), x)
    advantage = Integral(q(x) * lead(x), x)
    return Proof(
        "The classifier that takes the most probable class everywhere has the least 0-1 risk",
        claim=at_least(other, bayes),
        steps=[
            equal(
                other - bayes,
                advantage,
                "the integrals are over the inputs where the two choose differently; elsewhere they err alike. The "
                "risk is one minus the probability of the class chosen; d is the lead of the most probable class",
            ),
            at_least(advantage, 0, "a lead is positive, whatever the other chooses"),
            at_least(other, bayes, "put together"),
        ],
        equation="eq:bayes-classifier",
    )


def empirical_risk_is_unbiased() -> Proof:
    """The mean loss of a fixed classifier over n examples of one distribution has the risk as its expectation."""
    loss, p = function(r"\ell"), density("p")
    z = real("z")
    risk = Expectation(loss(z), z, p(z))
    mean = Sum(Expectation(loss(z), z, p(z)), (i, 1, n)) / n
    return Proof(
        "The expectation of the empirical risk of a fixed classifier is its risk",
        claim=equal(mean, risk),
        steps=[
            chain(mean)
            .equals(
                Sum(Integral(p(z) * loss(z), z), (i, 1, n)) / n,
                "every example z, a pair of input and label, comes from the same distribution",
            )
            .equals(risk, "n equal terms, divided by n")
        ],
        equation="eq:noisy-unbiased",
    )


def minimiser_is_optimistic() -> Proof:
    """The least empirical risk is below that of any classifier, so on average it is below the risk."""
    p = density("p")
    z = real("z")
    best, gap = function(r"\hat R_{\min}"), density("g")
    fixed = Integral(p(z) * (best(z) + gap(z)), z)
    least = Integral(p(z) * best(z), z)
    return Proof(
        "On average the least empirical risk is below the risk of every fixed classifier",
        claim=at_least(fixed, least),
        steps=[
            equal(
                fixed - least,
                Integral(p(z) * gap(z), z),
                "for every training set z the minimiser does no worse on it than a fixed classifier; g is the gap",
            ),
            at_least(Integral(p(z) * gap(z), z), 0, "gaps are not negative"),
            at_least(fixed, least, "put together"),
        ],
    )
