r"""Attention: the spread of its scores, the derivative of softmax, and what a permutation of the words does."""

from sympy import Derivative, Eq, Integral, Matrix, Subs, Sum, UnevaluatedExpr, exp

from notes.proof import (
    Proof,
    density,
    equal,
    index,
    indexed,
    instances,
    matrix,
    natural,
    permutation,
    positive,
    real,
    root,
)
from notes.proof.relations import Chain

d, i, j = natural("d_k"), index("i"), index("j")
x, y, u, v = real("x"), real("y"), real("u"), real("v")
p, r = density("p"), density("r")


def score_variance() -> Proof:
    """Independence factors the moments; d equal terms, and d (d - 1) mixed ones that vanish with the means."""
    q_square, k_square, q_mean, k_mean = positive("Q"), positive("K"), real("a"), real("b")
    one = Integral(x**2 * y**2 * p(x) * r(y), x, y)
    two = Integral(x * u * y * v * p(x) * p(u) * r(y) * r(v), x, u, y, v)
    second_moment = Sum(one, (i, 1, d)) + Sum(Sum(two, (j, 1, d - 1)), (i, 1, d))
    counted = d * q_square * k_square + d * (d - 1) * q_mean**2 * k_mean**2
    place = ((q_square, k_square, q_mean, k_mean), (1, 1, 0, 0))
    steps = [
        equal(
            second_moment,
            counted,
            "the square of the sum has one square for each entry, and for each entry all the others beside it; entries "
            "are independent, so that their densities p and r multiply, and so do the moments",
        ),
        equal(Subs(counted, *place), d, "means of zero and variances of one: only the squares are left"),
        equal(
            Subs(counted / root(d) ** 2, *place), 1, "and divided by the root of the width the score has variance one"
        ),
    ]
    return Proof(
        "The inner product of independent entries with mean zero and variance one has the width for its variance",
        claim=steps,
        steps=steps,
        given=(
            Eq(Integral(x**2 * p(x), x), q_square),
            Eq(Integral(y**2 * r(y), y), k_square),
            Eq(Integral(x * p(x), x), q_mean),
            Eq(Integral(y * r(y), y), k_mean),
        ),
        equation="eq:score-variance",
    )


def softmax_jacobian() -> Proof:
    """By its own score and by another one; R is the sum of the exponentials of all the remaining scores."""
    own, other, rest = real("s_i"), real("s_j"), positive("R")
    total = exp(own) + exp(other) + rest
    a, b = exp(own) / total, exp(other) / total
    steps = [
        equal(Derivative(a, own), a * (1 - a), "by its own score: the quotient rule"),
        equal(Derivative(a, other), -a * b, "by another score: only the denominator moves"),
    ]
    return Proof(
        "The derivative of softmax: the weights on the diagonal, less all products of two",
        claim=steps,
        steps=steps,
        equation="eq:softmax-jacobian",
    )


def projections_follow() -> Proof:
    """The scores of permuted words are permuted in rows and columns, their values in rows."""
    n, e, width = natural("n"), natural("D"), natural("d_k")
    X, P = matrix("X", n, e), permutation("P", n)
    query, key = matrix("W^Q", e, width), matrix("W^K", e, width)
    step = equal(
        P.T * ((P * X) * query * ((P * X) * key).T) * P,
        X * query * (X * key).T,
        "the transpose of a product turns its order around, so the permutations end up outside, where they are undone",
    )
    return Proof("The scores of permuted words", claim=step, steps=[step], equation="eq:permuted-scores")


def permutation_equivariance() -> Proof:
    """Exponentials are taken entry by entry, so they are permuted like the scores: numerators and row sums follow."""
    n, width = natural("n"), natural("d_v")
    E, V, P = matrix("E", n, n), matrix("V", n, width), permutation("P", n)
    step = equal(
        (P * E * P.T) * (P * V),
        P * (E * V),
        "E holds the exponentials of the scores: the weighted sums of the values are permuted; with a column of ones "
        "for V, which a permutation leaves as it is, so are the sums by which softmax divides",
    )
    return Proof(
        "If the exponentials of the scores are permuted, so are the weighted sums, and what they are divided by",
        claim=step,
        steps=[step],
        equation="eq:self-attention-equivariance",
    )


def heads_add_up() -> Proof:
    """One, two and three heads of width two, for one word and one column of the output."""
    head, weight = indexed("H"), indexed("w")

    def compared(heads: int) -> Chain:
        places = [(h, c) for h in range(1, heads + 1) for c in (1, 2)]
        joined = Matrix([[head[place] for place in places]]) * Matrix([weight[place] for place in places])
        return equal(
            UnevaluatedExpr(joined[0]),
            Sum(head[i, j] * weight[i, j], (j, 1, 2), (i, 1, heads)),
            "the heads lie side by side, the rows of the projection fall into blocks, and each head meets its own",
        )

    step = instances(compared, range(1, 4))
    return Proof(
        "The output of several heads is a sum, each head projected by its own block, for up to three heads",
        claim=step,
        steps=[step],
        equation="eq:heads-add-up",
    )
