r"""Attention: the spread of its scores, the derivative of softmax, and what a permutation of the words does."""

from sympy import Derivative, Expr, Integral, Matrix, Subs, Sum, UnevaluatedExpr, exp

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
marks = indexed("m")


def score_variance() -> Proof:
    """Independence factors the moments; d equal terms, and d (d - 1) mixed ones that vanish with the means."""
    square, mixed = positive("M"), real("N")
    total = d * square + d * (d - 1) * mixed
    variance = Subs(total, (square, mixed), (1, 0))
    last = equal(
        variance, d, "means of zero and variances of one: the mixed terms are gone, and each square is worth one"
    )
    scaled = equal(variance / root(d) ** 2, 1, "and divided by the root of the width the score has variance one")
    return Proof(
        "The inner product of independent entries with mean zero and variance one has the width for its variance",
        claim=[last, scaled],
        steps=[
            equal(
                Integral(x**2 * y**2 * p(x) * r(y), x, y),
                Integral(x**2 * p(x), x) * Integral(y**2 * r(y), y),
                "the square of one product of two independent entries: the product of their second moments",
            ),
            equal(
                Integral(x * y * u * v * p(x) * p(u) * r(y) * r(v), x, y, u, v),
                Integral(x * p(x), x) ** 2 * Integral(y * r(y), y) ** 2,
                "two different products: each of the four entries contributes its mean",
            ),
            equal(
                Sum(square, (i, 1, d)) + Sum(mixed, (j, 1, d - 1), (i, 1, d)),
                total,
                "the square of the sum has one square for each entry, and for each entry all the others beside it",
            ),
            last,
            scaled,
        ],
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
    """All swaps of neighbours among two and three words, with free exponentials of the scores and free values."""
    exponential, value = indexed("E", positive=True), indexed("v")

    def compared(size: int) -> Chain:
        def output(order: tuple[int, ...], row: int) -> Expr:
            total = sum(exponential[order[row], k] for k in order)
            return sum(exponential[order[row], k] / total * value[k] for k in order)

        plain = tuple(range(size))
        left = right = 0
        for number in range(size - 1):
            order = (*plain[:number], number + 1, number, *plain[number + 2 :])
            left += sum(marks[number, row] * UnevaluatedExpr(output(order, row)) for row in plain)
            right += sum(marks[number, row] * output(plain, order[row]) for row in plain)
        return equal(
            left,
            right,
            "each word takes its sum over the same words in another order: the outputs are swapped like the words, and "
            "every permutation is made of such swaps",
        )

    step = instances(compared, range(2, 4))
    return Proof(
        "Self-attention follows every swap of two neighbours among two and three words",
        claim=step,
        steps=[step],
        equation="eq:self-attention-equivariance",
    )


def heads_add_up() -> Proof:
    """One, two and three heads of width two, for one word and two columns of the output."""

    def compared(heads: int) -> Chain:
        head, weight = indexed("H"), indexed("w")
        rows = [Matrix(1, 2, lambda _, k, h=h: head[h, k]) for h in range(heads)]
        parts = [Matrix(2, 2, lambda k, c, h=h: weight[h, k, c]) for h in range(heads)]
        joined = Matrix.hstack(*rows) * Matrix.vstack(*parts)
        added = sum((row * part for row, part in zip(rows, parts, strict=True)), Matrix.zeros(1, 2))
        return equal(
            sum(marks[c] * UnevaluatedExpr(joined[c]) for c in range(2)),
            sum(marks[c] * added[c] for c in range(2)),
            "the rows of the projection fall into blocks, and each head meets its own",
        )

    step = instances(compared, range(1, 4))
    return Proof(
        "The output of several heads is a sum, each head projected by its own block, for up to three heads",
        claim=step,
        steps=[step],
        equation="eq:heads-add-up",
    )
