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
    induction,
    lemma,
    natural,
    real,
)
from notes.proof.relations import Chain

m, i = natural("m"), index("i")
x = real("x")
one, two = real(r"\xi"), real(r"\zeta")


def larger_of_two() -> Proof:
    """The larger of two numbers is at least the first."""

    def bounded_below(other: Expr) -> Chain:
        return at_least(Max(one, other), one, "it is the first or what exceeds it")

    step = cases(bounded_below, two, one)
    return Proof("The larger of two numbers is at least the first of them", claim=step, steps=[step])


def smaller_of_two() -> Proof:
    """The smaller of two numbers is at most the first."""

    def bounded_above(other: Expr) -> Chain:
        return at_most(Min(one, other), one, "it is the first or what falls short of it")

    step = cases(bounded_above, two, one)
    return Proof("The smaller of two numbers is at most the first of them", claim=step, steps=[step])


def bayes_classifier_is_best() -> Proof:
    """No classifier has a smaller 0-1 risk than the one that takes the most probable class at each input."""
    law, chosen, others = density("P"), function(r"p_{\hat y}"), function("p_{*}")

    def risk(right: Expr) -> Expr:
        return Expectation(1 - right, x, law(x))

    best = Max(chosen(x), others(x))
    larger = lemma(larger_of_two, {one: chosen(x), two: others(x)}, through=lambda gap: Integral(law(x) * gap, x))
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


drawn, risk, law, loss = real("D"), real("R"), density("P"), function(r"\ell")


def over_sets(value: Expr) -> Expr:
    """The mean over all training sets D."""
    return Expectation(value, drawn, law(drawn))


def mean_of_a_sum() -> Proof:
    """The expectation of a sum of m functions of a training set is the sum of their expectations: by induction."""

    def together(number: Expr) -> Expr:
        return over_sets(Sum(loss(i, drawn), (i, 1, number)))

    def apart(number: Expr) -> Expr:
        return Sum(over_sets(loss(i, drawn)), (i, 1, number))

    statement = equal(together(m), apart(m))
    step = (
        chain(together(m + 1))
        .equals(together(m) + over_sets(loss(m + 1, drawn)), "the expectation of a sum of two")
        .equals(apart(m + 1), "by the hypothesis")
    )
    return Proof(
        "The expectation of a sum is the sum of the expectations, however many there are",
        claim=statement,
        steps=[induction(statement, over=m, step=step)],
    )


def empirical_risk_is_unbiased() -> Proof:
    """The mean loss of a fixed classifier over m examples of one distribution has the risk as its expectation."""
    one_loss = loss(i, drawn) - over_sets(loss(i, drawn)) + risk
    mean, means = over_sets(Sum(one_loss, (i, 1, m)) / m), Sum(over_sets(one_loss), (i, 1, m)) / m
    return Proof(
        "The expectation of the empirical risk of a fixed classifier is its risk",
        claim=equal(mean, risk),
        steps=[
            chain(mean)
            .equals(
                means,
                "the loss of example i is any function l of i and of the training set D, moved so that its mean is R; "
                "if it is R already, it is moved by nothing. The expectation of a sum is the sum of the expectations",
                lemma(mean_of_a_sum),
            )
            .equals(risk, "all examples have one distribution, hence one risk: m equal terms, divided by m")
        ],
        given=(Eq(Integral(law(drawn), drawn), 1),),
        equation="eq:noisy-unbiased",
    )


def minimiser_is_optimistic() -> Proof:
    """The least empirical risk is at most that of any classifier, so on average it is at most the risk."""
    fixed, others, own_risk = function(r"\hat R_f"), function(r"\hat R_{*}"), real("R_f")
    least = over_sets(Min(fixed(drawn), others(drawn)))
    smaller = lemma(
        smaller_of_two,
        {one: fixed(drawn), two: others(drawn)},
        through=lambda gap: Integral(law(drawn) * gap, drawn),
    )
    return Proof(
        "On average the least empirical risk is at most the risk of every fixed classifier",
        claim=at_most(least, own_risk),
        steps=[
            chain(least)
            .at_most(
                over_sets(fixed(drawn)),
                "for every training set D the least empirical risk is that of the fixed classifier or the least of all "
                "others, whichever is smaller",
                smaller,
            )
            .equals(own_risk, "the empirical risk of a fixed classifier is unbiased")
        ],
        given=(Eq(over_sets(fixed(drawn)), own_risk),),
    )
