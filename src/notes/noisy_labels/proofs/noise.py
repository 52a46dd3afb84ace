r"""Transition matrices, and the two ways of correcting a loss for them."""

from sympy import Derivative, Determinant, Eq, Expr, IndexedBase, MatMul, Ne, Rational, S, Subs, Sum, Transpose, log

from notes.losses.proofs.information import log_bound
from notes.proof import (
    Proof,
    at_least,
    bounded,
    chain,
    equal,
    index,
    indexed,
    lemma,
    matrix,
    minimum,
    natural,
    positive,
    probability,
    ratio,
    real,
)

c, own, j, k = natural("c"), index("l"), index("j"), index("k")
p, pair = indexed("p", positive=True), indexed("n")
eta = real(r"\eta")
SOURCE = ((8, 1, 1), (2, 7, 1), (1, 2, 7))


def noisy_probabilities_sum_to_one() -> Proof:
    """The transposed transition matrix maps distributions to distributions.

    To the probability of each pair of classes an equal share is added of what the row lacks to that of the true class.
    """
    entry = (pair[own, j] + (p[own] - Sum(pair[own, k], (k, 1, c))) / c) / p[own]
    observed = Sum(Sum(entry * p[own], (own, 1, c)), (j, 1, c))
    return Proof(
        "For classes of positive probability: if the rows of the transition matrix sum to one, the probabilities of "
        "the observed labels do",
        claim=equal(observed, 1),
        steps=[
            chain(observed)
            .equals(
                Sum(p[own], (own, 1, c)),
                "sum over the observed labels first. T is what each of the numbers n of a row has of the probability "
                "of the true class, with an equal share added of what they lack to it, so that every row of T sums to "
                "one; where the n are the probabilities of pairs nothing is lacking",
            )
            .equals(1, "so do the probabilities of the true classes")
        ],
        given=(Eq(Sum(p[own], (own, 1, c)), 1),),
        equation="eq:noisy-distribution",
    )


def source_orientation_is_no_distribution() -> Proof:
    """The source's matrix, multiplied as the source writes it, gives numbers that do not sum to one."""
    first, second, third = positive("p_1"), positive("p_2"), positive("p_3")
    entries = (first, second, third)
    as_written, transposed = (
        sum(ratio(sum(t * one for t, one in zip(row, entries, strict=True)), 10) for row in rows)
        for rows in (SOURCE, zip(*SOURCE, strict=True))
    )
    return Proof(
        "The source's product with its matrix sums to one only if the first and third class are equally probable",
        claim=[
            equal(as_written, 1 + (first - third) / 10),
            equal(transposed, 1),
        ],
        steps=[
            chain(as_written)
            .equals(Rational(11, 10) * first + second + Rational(9, 10) * third, "the columns sum to 1.1, 1 and 0.9")
            .equals(1 + (first - third) / 10, "the probabilities sum to one"),
            equal(transposed, 1, "the rows sum to one: with the transposed matrix all is well"),
        ],
        given=(Eq(second, 1 - first - third),),
    )


def symmetric_definitions() -> Proof:
    """Replacing a label by any class is symmetric noise too, with a smaller rate."""
    replaced = positive(r"\eta'")
    kept = 1 - replaced + replaced / c
    rate = replaced * (c - 1) / c
    steps = [
        equal(
            1 - kept,
            rate,
            "right is what was not replaced, and of what was replaced one in c, which hits the true class again",
        ),
        chain(rate).below(replaced, "so less is wrong than was replaced"),
    ]
    return Proof(
        "A label replaced by one of all classes is wrong less often than it is replaced",
        claim=steps,
        steps=steps,
        equation="eq:noise-definitions",
    )


def backward_correction_is_unbiased() -> Proof:
    """The mean of the backward-corrected loss over the noise is the loss of the true class."""
    transition, losses = matrix("T", c, c), matrix(r"\ell", c, 1)
    step = equal(
        MatMul(transition, MatMul(transition.I, losses), evaluate=False),
        losses,
        "the corrected losses are the inverse times the column of losses; row y of T weighs them with the "
        "probabilities of the observed labels, if y is true",
    )
    return Proof(
        "Averaged over the noise, the backward-corrected loss is the loss of the true class",
        claim=step,
        steps=[step],
        given=(Ne(Determinant(transition), 0),),
        equation="eq:backward-unbiased",
    )


def forward_correction_has_the_clean_minimiser() -> Proof:
    """The forward loss is least where the noisy prediction is the noisy truth."""
    true, flips = indexed("p^*", positive=True), indexed("n", positive=True)

    def over_classes(term: Expr, label: Expr) -> Expr:
        return Sum(term, (label, 1, c))

    def noisy(clean: IndexedBase) -> Expr:
        return over_classes(clean[own] * flips[own, j] / over_classes(flips[own, k], k), own)

    truth, prediction = noisy(true), noisy(p)
    loss, least = (-over_classes(truth * log(one), j) for one in (prediction, truth))
    bound = lemma(log_bound, {positive(r"\xi"): prediction / truth}, through=lambda gap: over_classes(truth * gap, j))
    return Proof(
        "With positive class probabilities and a transition matrix without zeros, the expected forward loss is least "
        "where the prediction, passed through the noise, is the noisy distribution",
        claim=at_least(loss - least, 0),
        steps=[
            chain(loss - least)
            .equals(
                -over_classes(truth * log(prediction / truth), j),
                "p with a star is the truth, p the prediction; row l of the transition matrix is n over its sum, so "
                "that it sums to one; the difference of logarithms",
            )
            .at_least(over_classes(truth * (1 - prediction / truth), j), "the tangent bound, weighted", bound)
            .equals(
                over_classes(true[own], own) - over_classes(p[own], own),
                "multiply out; the noise keeps what sums to one",
            )
            .equals(0, "both distributions sum to one")
        ],
        given=(Eq(over_classes(true[own], own), 1), Eq(over_classes(p[own], own), 1)),
    )


def noisy_distribution_tells_the_clean_one() -> Proof:
    """An invertible transition matrix takes no two class distributions to one."""
    transition, clean = matrix("T", c, c), matrix("p", c, 1)
    step = equal(
        MatMul(Transpose(transition.I), MatMul(Transpose(transition), clean), evaluate=False),
        clean,
        "the transpose of the inverse gives back what went through the noise, so two that come out alike went in alike",
    )
    return Proof(
        "If the transition matrix is invertible, the noisy distribution determines the clean one",
        claim=step,
        steps=[step],
        given=(Ne(Determinant(transition), 0),),
    )


def _forward_risk(prediction: Expr, truth: Expr, rate: Expr) -> Expr:
    def seen(probability_of_first: Expr) -> Expr:
        return rate + (1 - 2 * rate) * probability_of_first

    return -seen(truth) * log(seen(prediction)) - (1 - seen(truth)) * log(1 - seen(prediction))


def forward_minimiser_of_two_classes() -> Proof:
    """For two classes the only minimiser of the expected forward loss is the clean probability."""
    p, truth, rate = probability("p"), probability("p^*"), bounded(r"\eta", 0, Rational(1, 2))
    noisy, clean = _forward_risk(p, truth, rate), _forward_risk(p, truth, S.Zero)
    steps = [
        minimum(noisy, {p: truth}, "the expected loss at an input, as a function of the predicted probability"),
        minimum(clean, {p: truth}, "and without noise"),
    ]
    return Proof(
        "With two classes and symmetric noise on less than half of the labels, only the clean probability minimises "
        "the expected forward loss",
        claim=steps,
        steps=steps,
        equation="eq:forward-minimiser",
    )


def plain_minimiser_is_noisy() -> Proof:
    """Without correction cross entropy is least at the noisy probability."""
    p, truth, rate = probability("p"), probability("p^*"), bounded(r"\eta", 0, Rational(1, 2))
    noisy = rate + (1 - 2 * rate) * truth
    risk = -noisy * log(p) - (1 - noisy) * log(1 - p)
    slope = Subs(Derivative(risk, p), p, truth)
    return Proof(
        "With two classes and symmetric noise on less than half of the labels, plain cross entropy is least at the "
        "noisy probability, which is the clean one only at one half",
        claim=[minimum(risk, {p: noisy}), equal(slope, rate * (2 * truth - 1) / (truth * (1 - truth)))],
        steps=[
            minimum(risk, {p: noisy}, "the expected loss at an input"),
            equal(
                slope,
                rate * (2 * truth - 1) / (truth * (1 - truth)),
                "at the clean probability its slope is not zero, unless both classes are equally probable",
            ),
        ],
    )
