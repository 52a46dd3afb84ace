r"""Layers that follow a symmetry: of sets, of graphs, of images that are turned and reflected."""

from itertools import permutations

from sympy import Expr, Matrix, Rational, Sum, UnevaluatedExpr

from notes.geometric.proofs.groups import marked
from notes.proof import Proof, above, equal, index, indexed, instances, matrix, natural, permutation, positive, real
from notes.proof.relations import Chain

marks = indexed("t")


def maps_between_sets() -> Proof:
    """The mean of a matrix over all renumberings has one number on its diagonal and one beside it."""
    entries = indexed("l")

    def compared(size: int) -> Chain:
        L = Matrix(size, size, lambda i, j: entries[i, j])
        mean = Matrix.zeros(size, size)
        orders = list(permutations(range(size)))
        for order in orders:
            P = Matrix(size, size, lambda i, j, order=order: int(order[j] == i))
            mean += P.T * L * P / len(orders)
        diagonal = sum(entries[i, i] for i in range(size)) / size
        beside = sum(entries[i, j] for i in range(size) for j in range(size) if i != j) / (size * (size - 1))
        form = (diagonal - beside) * Matrix.eye(size) + beside * Matrix.ones(size, size)
        return equal(
            marked(mean),
            marked(form).doit(),
            "every diagonal entry visits all diagonal places equally often, every other one all the others; and an "
            "equivariant map is its own mean",
        )

    step = instances(compared, range(2, 5))
    return Proof(
        "Linear maps that commute with all permutations have two parameters, for two to four elements",
        claim=step,
        steps=[step],
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


def _product(g: tuple[int, int], h: tuple[int, int], corners: int) -> tuple[int, int]:
    """The product of two turns with or without a reflection."""
    return (g[0] + (-1) ** g[1] * h[0]) % corners, (g[1] + h[1]) % 2


def _inverse(g: tuple[int, int], corners: int) -> tuple[int, int]:
    return ((-1) ** (g[1] + 1) * g[0]) % corners, g[1]


def group_convolution() -> Proof:
    """Moving a function on the group by a generator moves its convolution likewise, hence by every element."""
    f, psi = indexed("f"), indexed(r"\psi")

    def compared(reflections: int) -> Chain:
        elements = [(a, s) for s in range(reflections) for a in range(4)]

        def convolved(values: dict[tuple[int, int], Expr], g: tuple[int, int]) -> Expr:
            back = _inverse(g, 4)
            return sum(values[h] * psi[_product(back, h, 4)] for h in elements)

        plain = {h: f[h] for h in elements}
        left, right = 0, 0
        for u in [(1, 0), (0, 1)][:reflections]:  # a turn, and a reflection: all others are products of these
            moved = {h: f[_product(_inverse(u, 4), h, 4)] for h in elements}
            for g in elements:
                left += marks[u + g] * UnevaluatedExpr(convolved(moved, g))
                right += marks[u + g] * convolved(plain, _product(_inverse(u, 4), g, 4))
        return equal(left, right, "moved by a turn, and by a reflection: put h = u k under the sum")

    step = instances(compared, range(1, 3))
    return Proof(
        "Group convolution is equivariant, for the four turns, and with the four reflections",
        claim=step,
        steps=[step],
        equation="eq:group-convolution",
    )


def sums_count() -> Proof:
    """Twice a thing has twice the sum, and the same mean."""
    a, n, k = positive("a"), natural("n"), index("k")
    steps = [
        above(Sum(a, (k, 1, 2 * n)) - Sum(a, (k, 1, n)), 0, "the sum of 2n equal things is larger than that of n"),
        equal(Sum(a, (k, 1, 2 * n)) / (2 * n), Sum(a, (k, 1, n)) / n, "their means agree, and so do their maxima"),
        above(
            (UnevaluatedExpr(Rational(1)) ** 2 + 3**2) - (2**2 + 2**2),
            0,
            "1 and 3 have the sum of 2 and 2, but their squares have not: a function before the sum tells them apart",
        ),
    ]
    return Proof(
        "A sum tells multisets apart that mean and maximum confuse", claim=steps, steps=steps, equation="eq:multisets"
    )
