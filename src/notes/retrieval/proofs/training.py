r"""Gradients of both encoders, an index that is stale, and a reader that is perfect."""

from sympy import Derivative, Eq, Expr, Subs, Sum, Symbol, exp, log

from notes.introduction.proofs.least_squares import square_is_not_negative
from notes.proof import (
    Proof,
    above,
    at_least,
    chain,
    equal,
    index,
    indexed,
    lemma,
    natural,
    nonnegative,
    positive,
    probability,
    ratio,
    real,
)

k, z = natural("k"), index("z")
document, rest, likelihood = indexed("d"), indexed(r"\tilde s"), indexed("q", positive=True)
f = real("f")


def mean_document(weight: Expr) -> Expr:
    """The mean of a coordinate of the documents under weights that need not sum to one."""
    return ratio(Sum(document[z] * weight, (z, 1, k)), Sum(weight, (z, 1, k)))


def gradients_of_both_encoders() -> Proof:
    """The question moves towards the documents that help; a document moves along the question."""
    before = exp(f * document[z] + rest[z])
    by_question = log(Sum(before * likelihood[z], (z, 1, k))) - log(Sum(before, (z, 1, k)))
    d, help_, helped, other = real("d"), probability("q"), positive("Z_q"), positive("Z")
    own = exp(f * d + real(r"\tilde s"))
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
                "by a coordinate d of one document: posterior minus prior, times the question; Z and Zq are what "
                "the others add",
            ),
        ],
        equation="eq:realm-gradients",
    )


def stale_margin() -> Proof:
    """If no score has moved by more than epsilon, a lead of more than two epsilon is kept."""
    epsilon, margin, before = positive(r"\epsilon"), positive("E"), (real("s_i"), real("s_j"))
    after, short = (real("s'_i"), real("s'_j")), (nonnegative("E_i"), nonnegative("E_j"))
    return Proof(
        "A lead of more than twice the largest change of a score is kept",
        claim=above(*after),
        steps=[
            chain(after[0])
            .equals(
                after[1] + margin + short[0] + short[1],
                "the lead was E above twice epsilon; the leader falls by epsilon at most, to which its change lacks "
                "Ei, and the other one rises by epsilon at most, to which its change lacks Ej",
            )
            .above(after[1], "the margin is positive, and nothing else is negative")
        ],
        given=(
            Eq(before[0], before[1] + 2 * epsilon + margin),
            Eq(after[0], before[0] - epsilon + short[0]),
            Eq(after[1], before[1] + epsilon - short[1]),
        ),
        equation="eq:stale-margin",
    )


def change_of_a_score() -> Proof:
    """A score changes at most by the length of the question times the length of the document's change."""
    D, i, j = natural("D"), index("i"), index("j")
    question, change = indexed("f"), indexed(r"\delta")

    def over(term: Expr, coordinate: Symbol) -> Expr:
        return Sum(term, (coordinate, 1, D))

    lengths = over(question[i] ** 2, i) * over(change[i] ** 2, i)
    area = question[i] * change[j] - question[j] * change[i]
    product = over(question[i] * change[i], i)
    squares = lemma(square_is_not_negative, {real("r"): area}, through=lambda gap: over(over(gap / 2, i), j))
    return Proof(
        "The squared change of an inner product is at most the product of the squared lengths",
        claim=at_least(lengths - product**2, 0),
        steps=[
            chain(lengths - product**2)
            .equals(over(over(area**2 / 2, i), j), "Lagrange's identity, over all pairs of the D coordinates")
            .at_least(0, "squares are not negative", squares)
        ],
        equation="eq:stale-change",
    )


def perfect_reader() -> Proof:
    """With a reader that answers from the right passage only, training by answers is training by labels."""
    share, leak = probability(r"\pi_{+}"), probability(r"\eta")
    given_answer = share + leak * (1 - share)
    slope = share / given_answer - share
    part = (1 - share) * share * (1 - leak) / given_answer
    s, other = real("s_{+}"), positive("Z")
    label = log(exp(s) / (exp(s) + other))
    return Proof(
        "With a perfect reader, the gradient by the answer is that of the label",
        claim=[
            equal(slope, part),
            above(1 - share, part),
            equal(Subs(part, leak, 0), 1 - share),
            equal(Derivative(label, s), 1 - exp(s) / (exp(s) + other)),
        ],
        steps=[
            equal(
                slope,
                part,
                "posterior minus prior of the right passage, if others give the answer eta times as often",
            ),
            chain(1 - share)
            .equals(part + leak * (1 - share) / given_answer, "what is missing to one minus the prior")
            .above(part, "it is positive, and vanishes with eta"),
            equal(Subs(part, leak, 0), 1 - share, "for a reader that is perfect eta is zero"),
            equal(
                Derivative(label, s),
                1 - exp(s) / (exp(s) + other),
                "and one minus the prior is the slope of the log likelihood of the label",
            ),
        ],
        equation="eq:perfect-reader",
    )
