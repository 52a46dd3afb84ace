r"""Risk, empirical risk and the minimiser."""

from sympy import Eq, Expr, Integral, Max, Min, Sum

from notes.proof import (
    Expectation,
    Proof,
    at_least,
    at_most,
    cases,
    chain,
    density,
    equal,
    function,
    index,
    lemma,
    natural,
    real,
)
from notes.proof.relations import Chain

n, i = natural("n"), index("i")
x, z = real("x"), real("z")
one, two = real("a"), real("b")


def larger_of_two() -> Proof:
    """The larger of two numbers is at least the first."""

    def bounded_below(other: Expr) -> Chain:
        return at_least(Max(one, other), one, "it is the first or what exceeds it")

    step = cases(bounded_below, two, one)
    return Proof("The larger of two numbers is at least either of them", claim=step, steps=[step])


def smaller_of_two() -> Proof:
    """The smaller of two numbers is at most the first."""

    def bounded_above(other: Expr) -> Chain:
        return at_most(Min(one, other), one, "it is the first or what falls short of it")

    step = cases(bounded_above, two, one)
    return Proof("The smaller of two numbers is at most either of them", claim=step, steps=[step])


def bayes_classifier_is_best() -> Proof:
    """No classifier has a smaller 0-1 risk than the one that takes the most probable class at each input."""
    q, chosen, others = density("q"), function(r"p_{\hat y}"), function("p_{*}")

    def risk(right: Expr) -> Expr:
        return Expectation(1 - right, x, q(x))

    best = Max(chosen(x), others(x))
    larger = lemma(larger_of_two, {one: chosen(x), two: others(x)}, through=lambda gap: Integral(q(x) * gap, x))
    return Proof(
        "The classifier that takes the most probable class everywhere has the least 0-1 risk",
        claim=at_least(risk(chosen(x)), risk(best)),
        steps=[
            at_least(
                risk(chosen(x)),
                risk(best),
                "at every input the chance to err is one minus the probability of the class that is named. The first "
                "is that of the class that a classifier names, the second the largest of the other classes; the most "
                "probable class has the larger of the two",
                larger,
            )
        ],
        equation="eq:bayes-classifier",
    )


def empirical_risk_is_unbiased() -> Proof:
    """The mean loss of a fixed classifier over n examples of one distribution has the risk as its expectation."""
    loss, p = function(r"\ell"), density("p")
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
    """The least empirical risk is at most that of any classifier, so on average it is at most the risk."""
    p, fixed, others, risk = density("p"), function(r"\hat R_f"), function(r"\hat R_{*}"), real("R_f")
    least = Expectation(Min(fixed(z), others(z)), z, p(z))
    smaller = lemma(smaller_of_two, {one: fixed(z), two: others(z)}, through=lambda gap: Integral(p(z) * gap, z))
    return Proof(
        "On average the least empirical risk is at most the risk of every fixed classifier",
        claim=at_most(least, risk),
        steps=[
            chain(least)
            .at_most(
                Expectation(fixed(z), z, p(z)),
                "for every training set z the least empirical risk is that of the fixed classifier or the least of all "
                "others, whichever is smaller",
                smaller,
            )
            .equals(risk, "the empirical risk of a fixed classifier is unbiased")
        ],
        given=(Eq(Expectation(fixed(z), z, p(z)), risk),),
    )
