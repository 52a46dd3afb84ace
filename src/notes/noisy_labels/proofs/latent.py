r"""Expectation-maximisation, what noisy labels leave open, smoothing, and accuracies on noisy test labels."""

from sympy import Determinant, Eq, Expr, MatMul, Ne, Sum, Transpose, log

from notes.losses.proofs.information import log_bound
from notes.proof import (
    Proof,
    at_least,
    chain,
    equal,
    index,
    indexed,
    lemma,
    matrix,
    natural,
    positive,
    probability,
    real,
)

c, k, j = natural("c"), index("k"), index("j")
joint, q = indexed(r"\omega", positive=True), indexed(r"\gamma", positive=True)
counts, row = indexed("n", positive=True), indexed("u", positive=True)


def over_classes(term: Expr, label: Expr = k) -> Expr:
    """A sum over the classes."""
    return Sum(term, (label, 1, c))


def every_posterior_bounds_the_likelihood() -> Proof:
    """The logarithm of a sum is at least the mean of the logarithms by any distribution; the posterior attains it."""
    total = over_classes(joint[k])
    bound = lemma(
        log_bound, {positive(r"\xi"): joint[k] / (q[k] * total)}, through=lambda gap: over_classes(q[k] * gap)
    )
    below = over_classes(q[k] * log(joint[k] / q[k]))
    posterior = joint[k] / total
    reached = over_classes(posterior * log(joint[k] / posterior))
    steps = [
        chain(log(total) - below)
        .equals(
            -over_classes(q[k] * log(joint[k] / (q[k] * total))),
            "the gammas sum to one, so the logarithm can go inside",
        )
        .at_least(over_classes(q[k] * (1 - joint[k] / (q[k] * total))), "the tangent bound, weighted", bound)
        .equals(0, "gamma sums to one, and so does omega over its sum"),
        equal(reached, log(total), "at the posterior every term is the same logarithm"),
    ]
    return Proof(
        "Any positive distribution over the classes bounds the log-likelihood from below, and the posterior attains it",
        claim=[at_least(log(total), below), equal(reached, log(total))],
        steps=steps,
        given=(Eq(over_classes(q[k]), 1),),
        equation="eq:em-bound",
    )


def shares_of_counts_maximise() -> Proof:
    """Of all rows that sum to one, the shares of the expected counts give the labels the greatest log-likelihood."""
    total = over_classes(counts[j], j)
    share = counts[j] / total
    best, other = over_classes(counts[j] * log(share), j), over_classes(counts[j] * log(row[j]), j)
    bound = lemma(log_bound, {positive(r"\xi"): row[j] / share}, through=lambda gap: over_classes(counts[j] * gap, j))
    return Proof(
        "Of all positive rows of a confusion matrix the shares of positive expected counts maximise the bound",
        claim=at_least(best, other),
        steps=[
            chain(best - other)
            .equals(-over_classes(counts[j] * log(row[j] / share), j), "the difference of logarithms")
            .at_least(over_classes(counts[j] * (1 - row[j] / share), j), "the tangent bound, weighted", bound)
            .equals(0, "both rows sum to one")
        ],
        given=(Eq(over_classes(row[j], j), 1),),
        equation="eq:em-maximiser",
    )


def matrix_can_change_places_with_the_classifier() -> Proof:
    """A factor of the transition matrix can be moved into the class probabilities, and no noisy label shows it."""
    transition, factor, clean = matrix("T", c, c), matrix("U", c, c), matrix("p", c, 1)
    step = equal(
        MatMul(Transpose(MatMul(factor.I, transition)), MatMul(Transpose(factor), clean), evaluate=False),
        MatMul(Transpose(transition), clean),
        "the transpose of a product turns it round, and U meets its inverse",
    )
    return Proof(
        "A matrix and class probabilities explain the noisy labels as well after a factor has changed places",
        claim=step,
        steps=[step],
        given=(Ne(Determinant(factor), 0),),
        equation="eq:matrix-ambiguity",
    )


def backward_correction_smooths_backwards() -> Proof:
    """Smoothing by a certain negative share is unbiased under labels that are replaced at random."""
    share, losses, true = probability(r"\eta'"), indexed(r"\ell"), index("y")
    back = -share / (1 - share)

    def smoothed(one: Expr, by: Expr) -> Expr:
        return (1 - by) * one + by / c * over_classes(losses[k])

    seen = (1 - share) * smoothed(losses[true], back) + share / c * over_classes(smoothed(losses[j], back), j)
    return Proof(
        "Smoothed by a negative share, the loss is unbiased under labels that are replaced at random",
        claim=equal(seen, losses[true]),
        steps=[
            equal(
                seen,
                losses[true],
                "a label is kept with probability one less eta', or replaced by any of the c classes; the mean "
                "loss over the classes cancels",
            )
        ],
        equation="eq:smoothing-backward",
    )


def measured_accuracy_is_affine() -> Proof:
    """The accuracy that is measured under symmetric noise is affine in the true one, and determines it."""
    accuracy, rate, classes = real("A"), probability(r"\eta"), 1 + natural("c'")
    measured = (1 - rate) * accuracy + rate / (classes - 1) * (1 - accuracy)
    by_chance = rate / (classes - 1)
    step = equal(
        (measured - by_chance) / (1 - classes * by_chance),
        accuracy,
        "a right prediction agrees with a right label, a wrong one with one wrong label in c', which is c less one",
    )
    return Proof(
        "The formula of the measured accuracy, solved for the clean one",
        claim=step,
        steps=[step],
        given=(Ne(classes * by_chance, 1),),
        equation="eq:clean-accuracy",
    )
