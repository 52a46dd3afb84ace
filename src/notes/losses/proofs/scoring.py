r"""Proper and improper scores, the focal loss among them."""

from sympy import Derivative, Eq, Expr, Rational, Subs, Sum, exp, log
from sympy.tensor.indexed import IndexedBase

from notes.losses.proofs.information import (
    K,
    cross_entropy,
    divergence,
    entropy,
    gibbs_inequality,
    happening,
    k,
    over_outcomes,
)
from notes.proof import (
    Proof,
    above,
    at_least,
    bounded,
    chain,
    equal,
    index,
    indexed,
    lemma,
    nonnegative,
    positive,
    probability,
    real,
)

p, q, j = indexed("p"), indexed("q"), index("j")


def logarithmic_score_is_proper() -> Proof:
    """Who believes p expects the smallest logarithmic score of reporting p; q may expect what never happens."""
    return Proof(
        "The logarithmic score is proper: its excess is the divergence",
        claim=[equal(cross_entropy, entropy + divergence), at_least(cross_entropy, entropy)],
        steps=[
            equal(cross_entropy, entropy + divergence, "the excess is the divergence"),
            chain(cross_entropy)
            .equals(entropy + divergence, "the same")
            .at_least(entropy, "which is not negative", by=lemma(gibbs_inequality)),
        ],
        given=happening,
        equation="eq:logarithmic-proper",
    )


def brier(report: IndexedBase, outcome: Expr) -> Expr:
    """The Brier score of a report where an outcome is observed."""
    return Sum(report[k] ** 2, (k, 1, K)) - 2 * report[outcome] + 1


def brier_score_is_proper() -> Proof:
    """The expected Brier score of a report exceeds that of the belief by their squared distance."""
    reported, believed = (Sum(p[j] * brier(one, j), (j, 1, K)) for one in (q, p))
    distance = over_outcomes((q[k] - p[k]) ** 2)
    return Proof(
        "The Brier score is proper: its excess is the squared distance of the report from the belief",
        claim=[equal(reported - believed, distance), at_least(distance, 0)],
        steps=[
            chain(reported - believed)
            .equals(
                over_outcomes(q[k] ** 2) - 2 * over_outcomes(p[k] * q[k]) + over_outcomes(p[k] ** 2),
                "the beliefs sum to one",
            )
            .equals(distance, "a square"),
            at_least(distance, 0, "a sum of squares, zero only if each is"),
        ],
        given=(Eq(over_outcomes(p[k]), 1),),
        equation="eq:brier-proper",
    )


def linear_score_is_improper() -> Proof:
    """Of two outcomes, who believes one to be more probable gains by every exaggeration."""
    belief, report = bounded("p", Rational(1, 2), 1), real("q")
    expected = belief * (1 - report) + (1 - belief) * report
    return Proof(
        "Under the linear score of two outcomes every exaggeration of the more probable one is rewarded",
        claim=[equal(Derivative(expected, report), 1 - 2 * belief), above(0, 1 - 2 * belief)],
        steps=[
            equal(Derivative(expected, report), 1 - 2 * belief, "differentiate"),
            above(0, 1 - 2 * belief, "the belief is above one half"),
        ],
        equation="eq:linear-improper",
    )


def focal_derivative() -> Proof:
    """The derivative of the focal loss by the true logit."""
    own, others, gamma = real("f_y"), positive("R"), nonnegative(r"\gamma")
    chance = exp(own) / (exp(own) + others)
    loss = -((1 - chance) ** gamma) * log(chance)
    slope = (1 - chance) ** gamma * (gamma * chance * log(chance) - (1 - chance))
    return Proof(
        "The derivative of the focal loss by the true logit",
        claim=equal(Derivative(loss, own), slope),
        steps=[
            equal(
                Derivative(loss, own),
                slope,
                "R, the sum of the other exponentials, does not change; the probability grows by itself times its rest",
            )
        ],
        equation="eq:focal-gradient",
    )


def focal_loss_is_improper() -> Proof:
    """With the power two the expected focal loss still rises with the report where that is the belief."""
    belief, report = bounded("p", Rational(1, 2), 1), probability("q")
    expected = -belief * (1 - report) ** 2 * log(report) - (1 - belief) * report**2 * log(1 - report)
    slope = 2 * belief * (1 - belief) * log(belief / (1 - belief)) + 2 * belief - 1
    return Proof(
        "For two classes the focal loss of power 2 is not proper: at a belief above one half it rises with the report",
        claim=[equal(Subs(Derivative(expected, report), report, belief), slope), above(slope, 0)],
        steps=[
            equal(Subs(Derivative(expected, report), report, belief), slope, "differentiate, then put the belief in"),
            above(slope, 0, "both parts are positive above one half"),
        ],
        equation="eq:focal-improper",
    )
