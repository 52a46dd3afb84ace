r"""Transition matrices, and the two ways of correcting a loss for them."""

from sympy import Derivative, Eq, Expr, Matrix, Rational, Subs, Sum, UnevaluatedExpr, log

from notes.losses.proofs.information import both_normalized, cross_entropy, entropy, gibbs_inequality
from notes.proof import (
    Proof,
    at_least,
    bounded,
    chain,
    equal,
    index,
    indexed,
    instances,
    lemma,
    minimum,
    natural,
    positive,
    probability,
    real,
)
from notes.proof.relations import Chain

c, m, i, j = natural("c"), natural("m"), index("i"), index("j")
p, T = indexed("p", positive=True), indexed("T")
eta = real(r"\eta")
SOURCE = ((8, 1, 1), (2, 7, 1), (1, 2, 7))


def noisy_probabilities_sum_to_one() -> Proof:
    """The transposed transition matrix maps distributions to distributions."""
    leading = Sum(p[i] * Sum(T[i, j], (j, 1, c - 1)), (i, 1, c))
    last = Sum(p[i] * (1 - Sum(T[i, j], (j, 1, c - 1))), (i, 1, c))
    return Proof(
        "If the rows of the transition matrix sum to one, the probabilities of the observed labels do",
        claim=equal(leading + last, 1),
        steps=[
            chain(leading + last)
            .equals(
                Sum(p[i], (i, 1, c)),
                "the first sum gathers all labels but the last by true class; the last entry of a row is one minus the "
                "others, so that every row sums to one",
            )
            .equals(1, "so do the probabilities of the true classes")
        ],
        given=(Eq(Sum(p[i], (i, 1, c)), 1),),
        equation="eq:noisy-distribution",
    )


def source_orientation_is_no_distribution() -> Proof:
    """The source's matrix, multiplied as the source writes it, gives numbers that do not sum to one."""
    first, second, third = positive("p_1"), positive("p_2"), positive("p_3")
    entries = (first, second, third)
    as_written = sum(Rational(t, 10) * entries[k] for row in SOURCE for k, t in enumerate(row))
    transposed = sum(Rational(t, 10) * entries[k] for k, row in enumerate(SOURCE) for t in row)
    return Proof(
        "The source's product with its matrix sums to one only if the first and third class are equally probable",
        claim=[
            equal(UnevaluatedExpr(as_written), 1 + (first - third) / 10),
            equal(UnevaluatedExpr(transposed), 1),
        ],
        steps=[
            chain(UnevaluatedExpr(as_written))
            .equals(Rational(11, 10) * first + second + Rational(9, 10) * third, "the columns sum to 1.1, 1 and 0.9")
            .equals(1 + (first - third) / 10, "the probabilities sum to one"),
            equal(UnevaluatedExpr(transposed), 1, "the rows sum to one: with the transposed matrix all is well"),
        ],
        given=(Eq(second, 1 - first - third),),
    )


def symmetric_definitions() -> Proof:
    """Replacing a label by any class is symmetric noise too, with a smaller rate."""
    replaced = real(r"\eta'")
    kept = 1 - replaced + replaced / c
    rate = replaced * (c - 1) / c
    return Proof(
        "A label replaced by one of all classes is wrong less often than it is replaced",
        claim=equal(1 - UnevaluatedExpr(kept), rate),
        steps=[equal(1 - UnevaluatedExpr(kept), rate, "one replacement in c hits the true class again")],
        equation="eq:noise-definitions",
    )


def _backward_instance(size: int) -> Chain:
    entries = [[positive(f"T_{{{row + 1}{column + 1}}}") for column in range(size)] for row in range(size)]
    losses = Matrix([real(rf"\ell_{{{k + 1}}}") for k in range(size)])
    corrected = Matrix(entries).inv() * losses
    mean = sum(entries[0][k] * corrected[k] for k in range(size))
    return equal(
        mean, losses[0], "the noisy mean of the corrected losses is the loss of the true class, here the first"
    )


def backward_correction_is_unbiased() -> Proof:
    """The mean of the backward-corrected loss over the noise is the loss of the true class."""
    a, b = probability("a"), probability("b")
    clean, other = real(r"\ell_1"), real(r"\ell_2")
    determinant = 1 - a - b
    corrected = ((1 - b) * clean - a * other) / determinant
    corrected_other = ((1 - a) * other - b * clean) / determinant
    return Proof(
        "Averaged over the noise, the backward-corrected loss is the loss of the true class",
        claim=[
            equal((1 - a) * corrected + a * corrected_other, clean),
            equal(b * corrected + (1 - b) * corrected_other, other),
            instances(_backward_instance, sizes=(2, 3)),
        ],
        steps=[
            equal((1 - a) * corrected + a * corrected_other, clean, "two classes, the first is true and flips with a"),
            equal(b * corrected + (1 - b) * corrected_other, other, "the second is true and flips with b"),
            instances(_backward_instance, sizes=(2, 3)),
        ],
        equation="eq:backward-unbiased",
    )


def forward_correction_has_the_clean_minimiser() -> Proof:
    """The forward loss is least where the noisy prediction is the noisy truth."""
    return Proof(
        "The expected forward loss is least where the prediction, passed through the noise, is the noisy distribution",
        claim=at_least(cross_entropy, entropy),
        steps=[
            at_least(
                cross_entropy,
                entropy,
                "p is the noisy truth, q the prediction passed through the noise: Gibbs' inequality",
                by=lemma(gibbs_inequality),
            )
        ],
        given=both_normalized,
    )


def _forward_risk(prediction: Expr, truth: Expr, rate: Expr) -> Expr:
    def seen(probability_of_first: Expr) -> Expr:
        return rate + (1 - 2 * rate) * probability_of_first

    return -seen(truth) * log(seen(prediction)) - (1 - seen(truth)) * log(1 - seen(prediction))


def forward_minimiser_of_two_classes() -> Proof:
    """For two classes the only minimiser of the expected forward loss is the clean probability."""
    f, truth, rate = probability("f"), probability("p"), bounded(r"\eta", 0, Rational(1, 2))
    risk = _forward_risk(f, truth, rate)
    return Proof(
        "With two classes and less than half of the labels wrong, only the clean probability minimises it",
        claim=minimum(risk, {f: truth}),
        steps=[minimum(risk, {f: truth}, "the expected loss at an input, as a function of the predicted probability")],
        equation="eq:forward-minimiser",
    )


def plain_minimiser_is_noisy() -> Proof:
    """Without correction cross entropy is least at the noisy probability."""
    f, truth, rate = probability("f"), probability("p"), bounded(r"\eta", 0, Rational(1, 2))
    noisy = rate + (1 - 2 * rate) * truth
    risk = -noisy * log(f) - (1 - noisy) * log(1 - f)
    slope = Subs(Derivative(risk, f), f, truth)
    return Proof(
        "Without correction cross entropy is least at the probability of the noisy label, not of the true class",
        claim=[minimum(risk, {f: noisy}), equal(slope, rate * (2 * truth - 1) / (truth * (1 - truth)))],
        steps=[
            minimum(risk, {f: noisy}, "the expected loss at an input"),
            equal(
                slope,
                rate * (2 * truth - 1) / (truth * (1 - truth)),
                "at the clean probability its slope is not zero, unless both classes are equally probable",
            ),
        ],
    )
