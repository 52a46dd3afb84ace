r"""Layers that follow a symmetry: of sets, of graphs, of images that are turned and reflected."""

from itertools import permutations

from sympy import Add, Expr, Subs, Sum

from notes.proof import (
    Proof,
    above,
    equal,
    index,
    indexed,
    instances,
    matrix,
    natural,
    permutation,
    positive,
    ratio,
    real,
)
from notes.proof.relations import Chain


def maps_between_sets() -> Proof:
    """The mean of a matrix over all renumberings has one number on its diagonal and one beside it."""
    entries = indexed("l")

    def visits(size: int, row: int, column: int) -> Expr:
        orders = list(permutations(range(size)))
        return ratio(Add(*(entries[order[row], order[column]] for order in orders), evaluate=False), len(orders))

    def on_the_diagonal(size: int) -> Chain:
        return equal(
            visits(size, 0, 0),
            sum(entries[i, i] for i in range(size)) / size,
            "the first entry of the mean visits all places of the diagonal equally often",
        )

    def beside_it(size: int) -> Chain:
        pairs = list(permutations(range(size), 2))
        return equal(
            visits(size, 0, 1),
            sum(entries[pair] for pair in pairs) / len(pairs),
            "and the one beside it all others; the mean commutes with every renumbering, which takes these two entries "
            "to all places",
        )

    steps = [instances(on_the_diagonal, range(2, 4)), instances(beside_it, range(2, 4))]
    return Proof(
        "The mean of a matrix over all renumberings has two parameters, for two and three elements",
        claim=steps,
        steps=steps,
        equation="eq:set-maps",
    )


def message_passing() -> Proof:
    """Renumbered neighbours send renumbered messages."""
    N, D, C = natural("N"), natural("D"), natural("C")
    A, H, W, P = matrix("A", N, N), matrix("H", N, D), matrix("W", D, C), permutation("P", N)
    epsilon = real(r"\epsilon")
    step = equal(
        (P.T * A * P) * (P.T * H) * W + (1 + epsilon) * (P.T * H) * W,
        P.T * (A * H * W + (1 + epsilon) * H * W),
        "the permutation and its transpose meet between adjacency and features, and cancel",
    )
    return Proof("Message passing commutes with renumbering", claim=step, steps=[step], equation="eq:message-passing")


def group_convolution() -> Proof:
    """Turning a function on the turns by one turns its convolution by one: what enters the sum is what leaves it."""
    f, psi = indexed("f"), indexed(r"\psi")
    n, g, h = natural("n"), natural("g"), index("h")

    def over_turns(term: Expr) -> Expr:
        return Sum(term, (h, 1, n))

    step = equal(
        over_turns(f[h - 1] * psi[h - g] - f[h] * psi[h - g + 1]),
        f[0] * psi[1 - g] - f[n] * psi[n + 1 - g],
        "the convolution at g of the function turned by one, less that of the function itself at g - 1: all terms but "
        "two cancel, and these agree, since n turns more change nothing",
    )
    return Proof(
        "Group convolution is equivariant, for the turns of a polygon of any number of corners",
        claim=step,
        steps=[step],
        equation="eq:group-convolution",
    )


def sums_count() -> Proof:
    """Twice a thing has twice the sum, and the same mean."""
    a, n, k = positive("a"), natural("n"), index("k")
    first, second = real("x"), real("y")
    pairs = ((1, 3), (2, 2))
    sums, squares = (
        [Subs(value, (first, second), pair) for pair in pairs] for value in (first + second, first**2 + second**2)
    )
    steps = [
        above(Sum(a, (k, 1, 2 * n)) - Sum(a, (k, 1, n)), 0, "the sum of 2n equal things is larger than that of n"),
        equal(Sum(a, (k, 1, 2 * n)) / (2 * n), Sum(a, (k, 1, n)) / n, "their means agree, and so do their maxima"),
        equal(sums[0], sums[1], "1 and 3 have the sum of 2 and 2"),
        above(squares[0], squares[1], "but not that of the squares: a function before the sum tells them apart"),
    ]
    return Proof(
        "A sum tells multisets apart that mean and maximum confuse", claim=steps, steps=steps, equation="eq:multisets"
    )
