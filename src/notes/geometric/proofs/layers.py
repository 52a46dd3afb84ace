r"""Layers that follow a symmetry: of sets, of graphs, of images that are turned and reflected."""

from sympy import Determinant, Eq, Expr, Identity, Inverse, MatMul, Ne, Subs, Sum, UnevaluatedExpr, factorial

from notes.proof import (
    Proof,
    above,
    equal,
    index,
    indexed,
    matrix,
    natural,
    ones,
    permutation,
    positive,
    real,
)


def maps_between_sets() -> Proof:
    """The mean of a matrix over all renumberings has one number on its diagonal and one beside it.

    There are n elements, two at least. Of the n! orders, (n - 1)! take an element to a given place, and (n - 2)! take
    two elements to two given places.
    """
    entries, n, i, j = indexed("L"), natural("m") + 1, index("i"), index("j")
    diagonal, all_entries = Sum(entries[i, i], (i, 1, n)), Sum(entries[i, j], (j, 1, n), (i, 1, n))
    P, own, shared = permutation("P", n), real(r"\lambda"), real(r"\gamma")
    one, two = (UnevaluatedExpr(factorial(n - k)) / factorial(n) for k in (1, 2))
    steps = [
        equal(
            Sum(one * entries[i, i], (i, 1, n)),
            diagonal / n,
            "an entry of the diagonal of the mean visits all places of the diagonal equally often",
        ),
        equal(
            two * (all_entries - diagonal),
            (all_entries - diagonal) / (n * (n - 1)),
            "and one beside it all others",
        ),
        equal(
            P.T * (own * Identity(n) + shared * ones(n) * ones(n).T) * P,
            own * Identity(n) + shared * ones(n) * ones(n).T,
            "and a matrix with one number on its diagonal and one beside it follows every permutation",
        ),
    ]
    return Proof(
        "If every place is visited as often as orders can be counted, a mean over renumberings has two parameters",
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
    return Proof(
        "A sum of linear messages and the node's own part commutes with renumbering",
        claim=step,
        steps=[step],
        equation="eq:message-passing",
    )


def group_convolution() -> Proof:
    """Turning a function on the turns by one turns its convolution by one: what enters the sum is what leaves it."""
    xi, psi = indexed(r"\xi"), indexed(r"\psi")
    n, g, h = natural("n"), natural("g"), index("h")

    def over_turns(term: Expr) -> Expr:
        return Sum(term, (h, 1, n))

    step = equal(
        over_turns(xi[h - 1] * psi[h - g]),
        over_turns(xi[h] * psi[h - g + 1]),
        "the convolution at g of the function turned by one is that of the function itself at g - 1: the terms are "
        "the same, with the last one first, since n turns more change nothing",
    )
    return Proof(
        "Group convolution is equivariant to a turn by one corner, for a polygon of any number of them",
        claim=step,
        steps=[step],
        given=(Eq(xi[n], xi[0]), Eq(psi[n + 1 - g], psi[1 - g])),
        equation="eq:polygon-convolution",
    )


def substitution() -> Proof:
    """What a filter sees at one element of a moved function is what it saw at another: for any finite group."""
    n, d = natural("n"), natural("d")
    u, g, k = (matrix(name, d, d) for name in "ugk")
    seen, xi, P = matrix(r"\psi_g", n, 1), matrix(r"\xi", n, 1), permutation("P", n)
    steps = [
        equal(
            MatMul(Inverse(u.I * g), k, evaluate=False),
            MatMul(g.I, u * k, evaluate=False),
            "u, g and k are elements of the group as invertible matrices; from g to uk leads the same as from what g "
            "was, before u, to k",
        ),
        equal(
            (P.T * seen).T * (P.T * xi),
            seen.T * xi,
            "and a sum over the group may be taken in the order that xi had before it was moved",
        ),
    ]
    return Proof(
        "The filter's argument and the sum are the same before a move and after it, at places that are moved alike",
        claim=steps,
        steps=steps,
        given=tuple(Ne(Determinant(element), 0) for element in (u, g, u.I * g)),
        equation="eq:substitution",
    )


def sums_count() -> Proof:
    """Twice a thing has twice the sum, and the same mean."""
    a, n, i = positive("a"), natural("n"), index("i")
    first, second = real("x"), real("y")
    pairs = ((1, 3), (2, 2))
    sums, squares = (
        [Subs(value, (first, second), pair) for pair in pairs] for value in (first + second, first**2 + second**2)
    )
    steps = [
        above(Sum(a, (i, 1, 2 * n)) - Sum(a, (i, 1, n)), 0, "the sum of 2n equal things is larger than that of n"),
        equal(Sum(a, (i, 1, 2 * n)) / (2 * n), Sum(a, (i, 1, n)) / n, "their means agree, and so do their maxima"),
        equal(sums[0], sums[1], "1 and 3 have the sum of 2 and 2"),
        above(squares[0], squares[1], "but not that of the squares: a function before the sum tells them apart"),
    ]
    return Proof(
        "2n equal positive things have a larger sum than n and the same mean; 1 and 3 have the sum of 2 and 2, but not "
        "the sum of squares",
        claim=steps,
        steps=steps,
        equation="eq:multisets",
    )
