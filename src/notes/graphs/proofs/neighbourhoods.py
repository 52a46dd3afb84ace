r"""Matrix forms against neighbourhoods, what an aggregation cannot tell apart, and attention as a mean."""

from sympy import Expr, KroneckerDelta, Max, S, Subs, Sum, exp, sqrt

from notes.proof import (
    Proof,
    above,
    cases,
    chain,
    count,
    equal,
    index,
    indexed,
    natural,
    positive,
    probability,
    ratio,
    real,
)
from notes.proof.relations import Chain

h = indexed("h")


def forms_agree() -> Proof:
    """Sum, enhancement, mean and Kipf's normalisation: the matrix form is the sum over the neighbourhood."""
    m, n, others = index("m"), natural("n"), count("r")
    linked, degree, epsilon = indexed("a"), indexed("d", positive=True), real(r"\epsilon")

    def over_nodes(term: Expr) -> Expr:
        return Sum(term, (m, 1, n + others))

    def column(weight: Expr, own: Expr) -> Expr:
        return over_nodes(h[m] * (weight + own * KroneckerDelta(m, n)))

    heard = over_nodes(linked[m, n] * h[m])
    steps = [
        equal(
            column(linked[m, n], S.One),
            h[n] + heard,
            "sum: the column of node n, one of n + r; a is one for neighbours and zero for others, the identity has a "
            "one for the node itself",
        ),
        equal(
            column(linked[m, n], 1 + epsilon),
            (1 + epsilon) * h[n] + heard,
            "diagonal enhancement: the own column has a weight",
        ),
        equal(
            column(linked[m, n] / degree[n], S.One),
            h[n] + heard / degree[n],
            "mean: the inverse degrees on the right divide the column of the node that listens",
        ),
        equal(
            column(linked[m, n] / (sqrt(degree[m]) * sqrt(degree[n])), S.One),
            h[n] + over_nodes(linked[m, n] * h[m] / sqrt(degree[m])) / sqrt(degree[n]),
            "Kipf's normalisation: roots on both sides divide the rows as well",
        ),
    ]
    return Proof(
        "Matrix and neighbourhood form of four aggregations agree",
        claim=steps,
        steps=steps,
        equation="eq:aggregations",
    )


def confused_pairs() -> Proof:
    """Two neighbourhoods each for sum, mean and maximum that it takes for one another."""
    a, b, c, t = real("a"), real("b"), real("c"), positive("t")
    k, j, n, m = index("k"), index("j"), natural("n"), natural("m")
    mean = Sum(h[j], (j, 1, n)) / n
    steps = [
        equal(Sum(h[k], (k, 1, n)), Sum(mean, (k, 1, n)), "sum: any n neighbours, or n times their mean"),
        equal(Sum(c, (k, 1, n)) / n, Sum(c, (k, 1, m)) / m, "mean: equal neighbours, however many"),
        equal(
            Subs(Max(a, b), (a, b), (c + t, c)), c + t, "maximum: of two neighbours the larger one, as if it were alone"
        ),
    ]
    return Proof(
        "Sum, mean and maximum each confuse some neighbourhoods", claim=steps, steps=steps, equation="eq:confusions"
    )


def attention_is_a_mean() -> Proof:
    """The weights of attention sum to one; what d equal neighbours weigh together grows with their number."""
    score, k, j, d = indexed("s"), index("m"), index("k"), natural("d")
    own, theirs, column = exp(score[0]), exp(score[1]), real("h")
    total = Sum(exp(score[j]), (j, 1, d))

    def together(neighbours: Expr) -> Expr:
        return ratio(neighbours * theirs, neighbours * theirs + own)

    steps = [
        equal(Sum(exp(score[k]) / total, (k, 1, d)), 1, "numerators and denominator are one sum"),
        equal(
            Sum(exp(score[k]) / total * column, (k, 1, d)),
            column,
            "so the mean of equal columns is that column, however many they are",
        ),
        chain(together(d + 1))
        .equals(
            together(d) + own * theirs / ((d * theirs + own) * ((d + 1) * theirs + own)),
            "but beside a column of its own, a node hears equal neighbours with a share that grows with each one more",
        )
        .above(together(d), "exponentials are positive"),
    ]
    return Proof(
        "Attention is a weighted mean: blind to numbers if all columns are equal, and not beside the node's own",
        claim=[*steps[:2], above(together(d + 1), together(d))],
        steps=steps,
        equation="eq:attention-share",
    )


def ranking_without_a_listener() -> Proof:
    """Of two speakers the same one has the higher score, after the leaky rectification too, whoever listens."""
    slope = probability(r"\alpha")
    listener, speaker, lead = real("p_n"), real("q_k"), positive(r"\delta")

    def rectified(score: Expr) -> Expr:
        return Max(score, 0)

    def leaky(score: Expr) -> Expr:
        return slope * score + (1 - slope) * rectified(score)

    def louder(who: Expr) -> Chain:
        score = who + speaker
        return chain(leaky(score + lead) - leaky(score)).above(
            0,
            "q exceeds the q of the other speaker by delta, and alpha is the slope of the leak: both parts of the "
            "rectification rise with the score, and one of them strictly",
        )

    step = cases(louder, listener, -speaker)
    return Proof(
        "Who speaks louder does not depend on who listens",
        claim=step,
        steps=[step],
        equation="eq:static-attention",
    )
