r"""Inner products as matrices between words, the loss with in-batch negatives, and measures of a ranking."""

from sympy import Derivative, Eq, Expr, MatMul, Rational, Sum, Transpose, exp, log

from notes.losses.proofs.classification import sigmoid
from notes.proof import (
    Proof,
    at_least,
    at_most,
    chain,
    count,
    equal,
    index,
    indexed,
    lemma,
    matrix,
    natural,
    nonnegative,
    positive,
    ratio,
    real,
    root,
)

m, i, j = natural("m"), index("i"), index("j")
score, document, rest = indexed("s"), indexed("d"), indexed(r"\tilde s")


def over_candidates(term: Expr) -> Expr:
    """A sum over the candidates, the right one and m others."""
    return Sum(term, (j, 1, m + 1))


def words_meet_words() -> Proof:
    """The inner product of two sums of word vectors is a sum over pairs of words."""
    V, D = natural("V"), natural("D")
    x, z, A, B = matrix("x", V, 1), matrix("z", V, 1), matrix("A", V, D), matrix("B", V, D)
    step = equal(
        MatMul(Transpose(A.T * x), B.T * z, evaluate=False),
        x.T * (A * B.T) * z,
        "the transpose of a product turns its order around; the matrix in the middle has a number for every pair of "
        "the V words",
    )
    return Proof(
        "An inner product of sums of word vectors is a sum over pairs of words",
        claim=step,
        steps=[step],
        equation="eq:bilinear",
    )


def loss_is_cross_entropy() -> Proof:
    """The in-batch loss is the cross entropy of a softmax over the candidates."""
    loss = -log(ratio(exp(score[i]), over_candidates(exp(score[j]))))
    likelihood = log(over_candidates(exp(score[j]))) - score[i]
    return Proof(
        "The loss is the cross entropy of a classification with the candidates as classes",
        claim=equal(loss, likelihood),
        steps=[equal(loss, likelihood, "log-sum-exp minus the score of the right class, as in chapter 3")],
        equation="eq:in-batch",
    )


def loss_gradient() -> Proof:
    """By a score the gradient is probability minus target; by the question it is mean candidate minus the right one."""
    own, others, target, elsewhere = real("s_j"), positive("Z"), real(r"\psi_j"), real("Q")
    by_score = log(exp(own) + others) - target * own - elsewhere
    f, right, remainder = real("f"), real("d_{+}"), real(r"\tilde s_{+}")
    weights = exp(f * document[j] + rest[j])
    by_question = log(over_candidates(weights)) - f * right - remainder
    mean = ratio(over_candidates(document[j] * weights), over_candidates(weights))
    return Proof(
        "The gradient by a score is probability minus target; by the question, the mean candidate minus the right one",
        claim=[
            equal(Derivative(by_score, own), ratio(exp(own), exp(own) + others) - target),
            equal(Derivative(by_question, f), mean - right),
        ],
        steps=[
            equal(
                Derivative(by_score, own),
                ratio(exp(own), exp(own) + others) - target,
                "psi is one for the right candidate and zero for others; Z sums the other exponentials, Q is what the "
                "target gives to other scores",
            ),
            equal(
                Derivative(by_question, f),
                mean - right,
                "f is one coordinate of the question, d that of a candidate, s with a tilde the rest of its score",
            ),
        ],
        equation="eq:in-batch-gradient",
    )


def two_candidates() -> Proof:
    """With one negative the probability of the right passage is the logistic function of the difference of scores."""
    right, wrong = real("s_{+}"), real("s_{-}")
    share = exp(right) / (exp(right) + exp(wrong))
    return Proof(
        "With one negative, the loss is the binary cross entropy of the difference of the two inner products",
        claim=[equal(share, sigmoid(right - wrong)), equal(-log(share), log(1 + exp(wrong - right)))],
        steps=[
            equal(share, sigmoid(right - wrong), "divide by the exponential of the right score"),
            equal(-log(share), log(1 + exp(wrong - right)), "so its negative logarithm is a softplus"),
        ],
        equation="eq:two-candidates",
    )


def nearest_by_distance() -> Proof:
    """With one more coordinate the largest inner product is the smallest distance."""
    D, most = natural("D"), real("R")
    f, d = indexed("f"), indexed("d")

    def over(term: Expr) -> Expr:
        return Sum(term, (i, 1, D))

    padding = root(most**2 - over(d[i] ** 2))
    distance = over((f[i] - d[i]) ** 2) + (0 - padding) ** 2
    result = over(f[i] ** 2) + most**2 - 2 * over(f[i] * d[i])
    return Proof(
        "With one more coordinate the squared distance is a constant minus twice the inner product",
        claim=equal(distance, result),
        steps=[
            equal(
                distance,
                result,
                "the square of the last coordinate fills the length of d up to R, whatever the length was",
            )
        ],
        equation="eq:mips",
    )


def unequal_places() -> Proof:
    """Of two pairs of places with one mean, the one that lies farther apart has the larger sum of reciprocals."""
    constant, least, further, apart = positive(r"\kappa"), nonnegative("E"), nonnegative("E'"), nonnegative(r"\Delta'")
    mean = constant + least + further + apart
    wide, narrow = (1 / (mean - half) + 1 / (mean + half) for half in (further + apart, apart))
    gap = 2 * mean * further * (further + 2 * apart)
    ends = (constant + least) * (mean + further + apart) * (constant + least + further) * (mean + apart)
    return Proof(
        "Of two pairs of places with one mean, the one that lies farther apart fuses to at least as much",
        claim=at_least(wide, narrow),
        steps=[
            chain(wide)
            .equals(narrow + gap / ends, "Delta is E' above Delta', the mean place E above Delta; one denominator")
            .at_least(narrow, "what is added is not negative, and zero for the same places"),
        ],
        equation="eq:rrf-convex",
    )


others, late = count("C'"), indexed("E", nonnegative=True)


def over_others(term: Expr) -> Expr:
    """A sum over the C' questions whose passage is not among the first."""
    return Sum(term, (j, 1, others))


def late_reciprocal_rank() -> Proof:
    """A rank E + 2, which is not one, has a reciprocal of one half at most."""
    late = nonnegative("E")
    return Proof(
        "The reciprocal of a rank that is not one is at most one half",
        claim=at_least(Rational(1, 2) - 1 / (late + 2), 0),
        steps=[
            chain(Rational(1, 2) - 1 / (late + 2))
            .equals(late / (2 * (late + 2)), "over one denominator")
            .at_least(0, "nothing is negative")
        ],
    )


def reciprocal_rank_between_recalls() -> Proof:
    """The mean reciprocal rank lies between what recall at one and recall at k say, over any questions."""
    first, questions = count("C_1"), natural("n")
    at_one = first / questions
    mean = at_one + over_others(1 / (late[j] + 2)) / questions
    half = lemma(late_reciprocal_rank, {nonnegative("E"): late[j]}, through=lambda gap: over_others(gap / questions))
    steps = [
        at_least(mean, at_one, "C1 questions have rank one, C' have a rank E + 2, whose reciprocal is positive"),
        chain(mean)
        .at_most(at_one + over_others(Rational(1, 2) / questions), "a rank that is not one", by=half)
        .equals((1 + at_one) / 2, "of the n questions all but C1 are such"),
    ]
    return Proof(
        "The mean reciprocal rank is at least recall at one, and at most half-way from there to one",
        claim=[steps[0], at_most(mean, (1 + at_one) / 2)],
        steps=steps,
        given=(Eq(first, questions - others),),
        equation="eq:mrr-bounds",
    )


def reciprocal_rank_above_recall() -> Proof:
    """The mean reciprocal rank is at least the k-th part of recall at k, over any questions."""
    found, within, lead = count("C_k"), natural("k"), indexed("E'", nonnegative=True)
    questions = natural("n")
    beyond = over_others(1 / (within + 1 + late[j])) / questions
    mean = Sum(1 / (within / (1 + lead[i])), (i, 1, found)) / questions + beyond
    return Proof(
        "The mean reciprocal rank is at least recall at k over k",
        claim=at_least(mean, found / questions / within),
        steps=[
            chain(mean)
            .equals(
                found / questions / within + Sum(lead[i] / within, (i, 1, found)) / questions + beyond,
                "of n questions Ck have a rank within the first k: k over 1 + E', where E' is not negative; C' have "
                "one beyond, which is k + 1 + E",
            )
            .at_least(found / questions / within, "reciprocals are positive")
        ],
        equation="eq:mrr-recall",
    )
