r"""Attention: the spread of its scores, the derivative of softmax, and what a permutation of the words does."""

from sympy import Derivative, Determinant, Eq, Expr, Gt, Integral, Ne, Sum, Symbol, exp, expand, sqrt
from sympy.core.relational import Relational

from notes.proof import (
    Expectation,
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
    ones,
    permutation,
    positive,
    real,
)

d, i = natural("d_k"), index("i")
x, y = real("x"), real("y")
p, r = density("p"), density("r")


def score_variance() -> Proof:
    """Independence factors the moments of a product, and its mean is zero; there are as many products as entries.

    An entry is a number less its mean, over the root of its variance: any one with mean zero and variance one is such.
    """
    (query, squares, given), (key, key_squares, key_given) = (
        _standardised(x, p(x), "a", "s"),
        _standardised(y, r(y), "b", "t"),
    )
    product = query * key

    def variance(value: Expr) -> Expr:
        moments = (Expectation(Expectation(value**n, x, p(x)), y, r(y)) for n in (2, 1))
        return next(moments) - next(moments) ** 2

    steps = [
        chain(variance(product))
        .equals(
            squares * key_squares,
            "an entry of a query and one of a key are independent, so that the moments multiply; the means are zero",
        )
        .equals(1, "the variances are one"),
        equal(
            Sum(variance(product / sqrt(d)), (i, 1, d)),
            1,
            "as many products as entries, and the root of the width divides each variance by the width",
        ),
    ]
    return Proof(
        "Products of independent entries with mean zero and variance one have variance one; over the root of the width "
        "their variances add up to one",
        claim=steps,
        steps=steps,
        given=(*given, *key_given),
        equation="eq:score-variance",
    )


def _standardised(number: Symbol, law: Expr, mean: str, spread: str) -> tuple[Expr, Expr, tuple[Relational, ...]]:
    """A number less its mean over the root of its variance, the mean of its square, and what mean and variance are."""
    centre, variance = real(mean), positive(spread)
    entry, power = (number - centre) / sqrt(variance), Expectation(number**2, number, law) - centre**2
    given = (
        Eq(Integral(law, number), 1),
        Eq(Expectation(number, number, law), centre, evaluate=False),
        Eq(variance, power, evaluate=False),
        Gt(power, 0, evaluate=False),
    )
    return entry, Expectation(entry**2, number, law), given


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
    return Proof(
        "The scores of permuted words are permuted in rows and columns",
        claim=step,
        steps=[step],
        equation="eq:permuted-scores",
    )


def permutation_equivariance() -> Proof:
    """The outputs of permuted words are the permuted outputs, for any permutation.

    What softmax divides by are the sums of its exponentials E over each row, here on the diagonal of a matrix R.
    """
    n, e, width = natural("n"), natural("D"), natural("d_v")
    X, E, R, P = matrix("X", n, e), matrix("E", n, n), matrix("R", n, n), permutation("P", n)
    project = matrix("W^V", e, width)
    sums = equal(
        (P * R * P.T) * ones(n) - (P * E * P.T) * ones(n),
        P * (R * ones(n) - E * ones(n)),
        "each exponential moves with its score, in rows and columns; a sum over all words does not ask for their "
        "order, so that the sums of the rows move with their words: where the right bracket vanishes, so does the left",
    )
    outputs = equal(
        (P * R.I * P.T) * (P * E * P.T) * (P * X * project),
        P * (R.I * E * (X * project)),
        "an output is the sum of all values, weighted with the exponentials, over the sum of these",
    )
    return Proof(
        "The outputs of self-attention are permuted with the words",
        claim=[sums, outputs],
        steps=[sums, outputs],
        given=(Ne(Determinant(R), 0),),
        equation="eq:self-attention-equivariance",
    )


joined, projection = indexed("H"), indexed("W")


def product_of_entries(number: Expr) -> Expr:
    """An entry of the joined heads times that of the projection which it meets."""
    return joined[number] * projection[number]


start, width, place, column = count("m"), natural("d_v"), index("p"), index("c")


def sums_in_two_parts() -> Proof:
    """A sum of m + d_v terms is that of the first m and that of the last d_v, a head's width: by induction on d_v."""

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
            "one head more: the next entries, as many as it is wide, which meet the next rows of the projection",
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
