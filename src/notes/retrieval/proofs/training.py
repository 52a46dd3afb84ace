r"""Gradients of both encoders, an index that is stale, and a reader that is perfect."""

from sympy import Derivative, Expr, Sum, exp, log

from notes.proof import (
    Proof,
    above,
    at_least,
    bounded,
    chain,
    equal,
    index,
    indexed,
    instances,
    natural,
    positive,
    probability,
    ratio,
    real,
)
from notes.proof.relations import Chain

k, z = natural("k"), index("z")
document, rest, likelihood = indexed("d"), indexed("c"), indexed("q", positive=True)
f = real("f")


def mean_document(weight: Expr) -> Expr:
    """The mean of a coordinate of the documents under weights that need not sum to one."""
    return ratio(Sum(document[z] * weight, (z, 1, k)), Sum(weight, (z, 1, k)))


def gradients_of_both_encoders() -> Proof:
    """The question moves towards the documents that help; a document moves along the question."""
    before = exp(f * document[z] + rest[z])
    by_question = log(Sum(before * likelihood[z], (z, 1, k))) - log(Sum(before, (z, 1, k)))
    d, c, help_, helped, other = real("d_z"), real("c_z"), probability("q_z"), positive("A"), positive("R")
    own = exp(f * d + c)
    by_document = log(own * help_ + helped) - log(own + other)
    posterior, share = own * help_ / (own * help_ + helped), own / (own + other)
    return Proof(
        "Gradients of the log likelihood by a coordinate of the question and of a document",
        claim=[
            equal(Derivative(by_question, f), mean_document(before * likelihood[z]) - mean_document(before)),
            equal(Derivative(by_document, d), (posterior - share) * f),
        ],
        steps=[
            equal(
                Derivative(by_question, f),
                mean_document(before * likelihood[z]) - mean_document(before),
                "by the question: the mean document under the posterior minus that under the prior",
            ),
            equal(
                Derivative(by_document, d),
                (posterior - share) * f,
                "by a document: posterior minus prior, times the question",
            ),
        ],
        equation="eq:realm-gradients",
    )


def stale_margin() -> Proof:
    """If no score has moved by more than epsilon, a lead of more than two epsilon is kept."""
    other, epsilon, margin = real("s_b"), positive(r"\epsilon"), positive("m")
    u, v = bounded("u", -1, 1), bounded("v", -1, 1)
    first, second = other + 2 * epsilon + margin + u * epsilon, other + v * epsilon
    return Proof(
        "A lead of more than twice the largest change of a score is kept",
        claim=above(first - second, 0),
        steps=[
            chain(first - second)
            .equals(margin + epsilon * (1 + u) + epsilon * (1 - v), "the lead was 2 epsilon + m; u, v are the changes")
            .above(0, "u and v are between -1 and 1")
        ],
        equation="eq:stale-margin",
    )


def change_of_a_score() -> Proof:
    """A score changes at most by the length of the question times the length of the document's change."""

    def gap(size: int) -> Chain:
        question = [real(f"f_{i}") for i in range(1, size + 1)]
        change = [real(rf"\delta_{i}") for i in range(1, size + 1)]
        lengths = sum(a**2 for a in question) * sum(b**2 for b in change)
        product = sum(a * b for a, b in zip(question, change, strict=True))
        squares = sum((question[i] * change[j] - question[j] * change[i]) ** 2 for i in range(size) for j in range(i))
        return chain(lengths - product**2).equals(squares, "Lagrange's identity").at_least(0, "squares")

    return Proof(
        "The change of an inner product is at most the product of the lengths",
        claim=instances(lambda size: at_least(gap(size).first, 0), range(2, 5)),
        steps=[instances(gap, range(2, 5))],
        equation="eq:stale-change",
    )


def perfect_reader() -> Proof:
    """With a reader that answers from the right passage only, training by answers is training by labels."""
    share, leak = probability(r"\pi_{+}"), probability(r"\eta")
    posterior = share / (share + leak * (1 - share))
    slope = posterior - share
    s, other = real("s_{+}"), positive("R")
    label = log(exp(s) / (exp(s) + other))
    return Proof(
        "With a perfect reader, the gradient by the answer is that of the label",
        claim=[
            equal(slope, share * (1 - share) * (1 - leak) / (share + leak * (1 - share))),
            above(1 - share - slope, 0),
            equal(Derivative(label, s), 1 - exp(s) / (exp(s) + other)),
        ],
        steps=[
            equal(
                slope,
                share * (1 - share) * (1 - leak) / (share + leak * (1 - share)),
                "posterior minus prior of the right passage, if others give the answer eta times as often",
            ),
            chain(1 - share - slope)
            .equals(leak * (1 - share) / (share + leak * (1 - share)), "what is missing to one minus the prior")
            .above(0, "it vanishes with eta"),
            equal(
                Derivative(label, s),
                1 - exp(s) / (exp(s) + other),
                "and one minus the prior is the slope of the log likelihood of the label",
            ),
        ],
        equation="eq:perfect-reader",
    )
