r"""Attention: the spread of its scores, the derivative of softmax, and what a permutation of the words does."""

from collections.abc import Callable

from sympy import Derivative, Eq, Expr, Integral, KroneckerDelta, Subs, Sum, exp, expand

from notes.proof import (
    Proof,
    chain,
    count,
    density,
    equal,
    index,
    indexed,
    induction,
    lemma,
    matrix,
    natural,
    permutation,
    positive,
    ratio,
    real,
    root,
)

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
    """A weight by a score, its own or another one; R is the sum of the exponentials of all other scores."""
    moved, same, fixed, rest = real("s_j"), real(r"\delta"), real("c"), positive("R")
    weight, of_moved = (exp(score) / (exp(moved) + rest) for score in (same * moved + fixed, moved))
    step = equal(
        Derivative(weight, moved),
        weight * (same - of_moved),
        "the quotient rule. Delta is one and c is zero for the weight of this score; delta is zero, and c the score of "
        "its own, for any other weight",
    )
    return Proof(
        "The derivative of softmax: the weights on the diagonal, less all products of two",
        claim=step,
        steps=[step],
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
    """What a query finds stays when two words change places: of both sums of its quotient only the order changes."""
    m, first, apart, others = count("m"), count("k"), natural("d"), count("r")
    score, value = indexed("s"), indexed("v")
    second, last = first + apart, first + apart + others

    def swapped(term: Callable[[Expr], Expr]) -> Expr:
        here, there = KroneckerDelta(m, first), KroneckerDelta(m, second)
        return Sum(term(m) * (1 - here - there) + term(second) * here + term(first) * there, (m, 0, last))

    def weight(word: Expr) -> Expr:
        return exp(score[word])

    def weighted(word: Expr) -> Expr:
        return exp(score[word]) * value[word]

    found = ratio(Sum(weighted(m), (m, 0, last)), Sum(weight(m), (m, 0, last)))
    step = equal(
        ratio(swapped(weighted), swapped(weight)),
        found,
        "s are the scores of any one query with the words 0 to k + d + r, of which k and k + d have changed places, v "
        "their values in one coordinate. A permutation is such swaps in a row: every query finds what it found before, "
        "and moves with its own word",
    )
    return Proof(
        "What a query finds by softmax attention stays the same when two words change places",
        claim=step,
        steps=[step],
        equation="eq:self-attention-equivariance",
    )


joined, projection = indexed("H"), indexed("W")


def product_of_entries(number: Expr) -> Expr:
    """An entry of the joined heads times that of the projection which it meets."""
    return joined[number] * projection[number]


start, width, place, column = count("m"), natural("w"), index("p"), index("c")


def sums_in_two_parts() -> Proof:
    """A sum of m + w terms is that of the first m and that of the last w: by induction on w."""

    def in_one(more: Expr) -> Expr:
        return Sum(product_of_entries(place), (place, 1, start + more))

    def in_two(more: Expr) -> Expr:
        return Sum(product_of_entries(place), (place, 1, start)) + Sum(
            product_of_entries(start + column), (column, 1, more)
        )

    statement = equal(in_one(width), in_two(width))
    step = (
        chain(in_one(width + 1))
        .equals(in_one(width) + product_of_entries(start + width + 1), "the last term apart")
        .equals(in_two(width + 1), "by the hypothesis")
    )
    return Proof("A sum in two parts", statement, [induction(statement, over=width, step=step)])


def heads_add_up() -> Proof:
    """Cut the joined heads and the projection into blocks of the width of a head: induction on the number of heads."""
    heads = count("h")

    def concatenated(number: Expr) -> Expr:
        return Sum(product_of_entries(place), (place, 1, expand(number * width)))

    def block(head: Expr) -> Expr:
        return Sum(product_of_entries((head - 1) * width + column), (column, 1, width))

    def added(number: Expr) -> Expr:
        return Sum(block(i), (i, 1, number))

    statement = equal(concatenated(heads), added(heads))
    step = (
        chain(concatenated(heads + 1))
        .equals(
            concatenated(heads) + block(heads + 1),
            "one head more: the next w entries, which meet the next w rows of the projection",
            lemma(sums_in_two_parts, {start: heads * width}),
        )
        .equals(added(heads + 1), "by the hypothesis: every head contributes by its own block")
    )
    return Proof(
        "The output of several heads is a sum, each head projected by its own block",
        claim=statement,
        steps=[induction(statement, over=heads, step=step)],
        equation="eq:heads-add-up",
    )
