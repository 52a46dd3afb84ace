r"""The Laplacian: from differences along edges, on a cycle, in Chebyshev filters, and again and again."""

from itertools import combinations

from sympy import Eq, Expr, Identity, Matrix, Rational, UnevaluatedExpr, cos, diag, sin, sqrt

from notes.proof import (
    Proof,
    at_least,
    bounded,
    chain,
    equal,
    indexed,
    instances,
    matrix,
    natural,
    orthogonal,
    positive,
    real,
)
from notes.proof.relations import Chain

w, f = indexed("w", positive=True), indexed("f")


def weighted_incidence(nodes: int) -> Matrix:
    """Incidence matrix of the complete graph, each row times the root of the edge's weight."""
    rows = []
    for i, j in combinations(range(nodes), 2):
        row = [0] * nodes
        row[i], row[j] = sqrt(w[i, j]), -sqrt(w[i, j])
        rows.append(row)
    return Matrix(rows)


def weighted_laplacian(nodes: int) -> Matrix:
    """Degrees minus weights."""
    weights = Matrix(nodes, nodes, lambda i, j: w[min(i, j), max(i, j)] if i != j else 0)
    return Matrix(nodes, nodes, lambda i, j: sum(weights.row(i)) if i == j else 0) - weights


def summed(matrix: Matrix) -> Expr:
    """All entries with a mark each, so that two sums agree only if all entries do."""
    marks = indexed("t")
    rows, columns = matrix.shape
    return sum(marks[i, j] * UnevaluatedExpr(matrix[i, j]) for i in range(rows) for j in range(columns))


def source_laplacian() -> Proof:
    """The triangle with a tail: transpose of the incidence matrix times the matrix is degrees minus adjacency."""
    K = Matrix([[1, -1, 0, 0], [1, 0, -1, 0], [0, 1, -1, 0], [1, 0, 0, -1]])
    L = Matrix([[3, -1, -1, -1], [-1, 2, -1, 0], [-1, -1, 2, 0], [-1, 0, 0, 1]])
    values = Matrix(4, 1, lambda i, _: f[i])
    differences = (f[0] - f[1]) ** 2 + (f[0] - f[2]) ** 2 + (f[1] - f[2]) ** 2 + (f[0] - f[3]) ** 2
    steps = [
        equal(summed(K.T * K), summed(L).doit(), "entry by entry: degrees on the diagonal, minus one for an edge"),
        equal(UnevaluatedExpr((values.T * L * values)[0]), differences, "the quadratic form: squared differences"),
    ]
    return Proof("The Laplacian of the graph in the source", claim=steps, steps=steps, equation="eq:source-laplacian")


def laplacian_from_incidence() -> Proof:
    """With a weight for every pair, zero where there is no edge: all graphs on two to four nodes at once."""

    def agree(nodes: int) -> Chain:
        K = weighted_incidence(nodes)
        return equal(
            summed(K.T * K),
            summed(weighted_laplacian(nodes)).doit(),
            "entry by entry, for every choice of weights",
        )

    def energies(nodes: int) -> Chain:
        values = Matrix(nodes, 1, lambda i, _: f[i])
        squares = sum(w[i, j] * (f[i] - f[j]) ** 2 for i, j in combinations(range(nodes), 2))
        form = (values.T * weighted_laplacian(nodes) * values)[0]
        return equal(UnevaluatedExpr(form), squares, "the quadratic form is the sum of weighted squared differences")

    steps = [instances(agree, range(2, 5)), instances(energies, range(2, 5))]
    return Proof(
        "The Laplacian is the incidence matrix' square, for two to four nodes with any weights",
        claim=steps,
        steps=steps,
        equation="eq:laplacian",
    )


def constant_on_components() -> Proof:
    """Where the energy is zero, values agree along every edge; and a function that is constant has none."""
    value, shift, weight = real("f_m"), real("t"), bounded("w", 0, 1)
    steps = [
        at_least(weight * (value - (value + shift)) ** 2, 0, "every edge adds a square: zero only if its ends agree"),
        equal(
            UnevaluatedExpr(f[0] - f[2]),
            (f[0] - f[1]) + (f[1] - f[2]),
            "along a path differences add up: if all vanish, so does that of its ends",
        ),
    ]
    return Proof(
        "The kernel of the Laplacian holds what is constant on components", claim=steps, steps=steps,
        equation="eq:laplacian-kernel",
    )  # fmt: skip


def cycle_frequencies() -> Proof:
    """Both real waves of a frequency on a cycle are eigenvectors of its Laplacian, with one eigenvalue."""
    theta, j = real(r"\theta"), real("j")
    steps = [
        equal(
            2 * wave(theta * j) - wave(theta * (j - 1)) - wave(theta * (j + 1)),
            (2 - 2 * cos(theta)) * wave(theta * j),
            f"the {name}: both neighbours together are twice the cosine of the turn times the wave",
        )
        for name, wave in {"cosine": cos, "sine": sin}.items()
    ]
    return Proof(
        "Waves are the eigenvectors of the Laplacian of a cycle",
        claim=steps,
        steps=steps,
        equation="eq:cycle-frequencies",
    )


def chebyshev_by_recursion() -> Proof:
    """If two terms of the recursion are filters through the waves, so is the next."""
    n = natural("N")
    U, frequencies = orthogonal("U", n), matrix(r"\Lambda", n, n)
    now, before = matrix("T_k", n, n), matrix("T_{k-1}", n, n)
    left = 2 * (U * frequencies * U.T) * (U * now * U.T) - U * before * U.T
    theta = real(r"\theta")
    steps = [
        equal(
            left,
            U * (2 * frequencies * now - before) * U.T,
            "the waves between two factors cancel: recursion on the matrix is recursion on the frequencies",
        ),
        equal(
            2 * cos(theta) * cos(2 * theta) - cos(theta),
            cos(3 * theta),
            "on the frequencies it gives cosines of multiples, here the third: bounded by one",
        ),
    ]
    return Proof(
        "Chebyshev filters by recursion are spectral filters", claim=steps, steps=steps, equation="eq:chebyshev"
    )


def locality_on_a_path() -> Proof:
    """Powers of the Laplacian of a path reach as many nodes as their exponent, and not one more."""
    nodes = 6
    A = Matrix(nodes, nodes, lambda i, j: int(abs(i - j) == 1))
    L = diag(*[sum(A.row(i)) for i in range(nodes)]) - A

    def out_of_reach(power: int) -> Chain:
        far = [(i, j) for i in range(nodes) for j in range(nodes) if abs(i - j) > power]
        entries = (L**power).applyfunc(UnevaluatedExpr)
        return equal(sum((entries[i, j] ** 2 for i, j in far), Rational(0)) + 1, 1, "entries farther than the power")

    def reached(power: int) -> Chain:
        return equal(
            UnevaluatedExpr((L**power)[0, power]), (-1) ** power, "the farthest entry within reach is not zero"
        )

    steps = [instances(out_of_reach, range(1, 5)), instances(reached, range(1, 5))]
    return Proof(
        "A polynomial of degree K reaches K hops, on a path of six nodes", claim=steps, steps=steps,
        equation="eq:locality",
    )  # fmt: skip


def first_order() -> Proof:
    """ChebNet of order one, with the largest eigenvalue taken for two and opposite coefficients."""
    n = natural("N")
    S, theta, largest = matrix("S", n, n), real(r"\theta"), positive(r"\lambda_{\max}")
    scaled = 2 / largest * (Identity(n) - S) - Identity(n)
    return Proof(
        "GCN before its renormalisation is ChebNet of order one",
        claim=equal(theta * Identity(n) - theta * scaled, theta * (Identity(n) + S)),
        steps=[
            equal(
                theta * Identity(n) - theta * scaled,
                theta * (Identity(n) + S),
                "the Laplacian is the identity minus S; scaled by two over two it loses the identity",
            )
        ],
        given=(Eq(largest, 2),),
        equation="eq:first-order-chebnet",
    )


def gathering_smooths() -> Proof:
    """Gathering shrinks the part of every wave by its eigenvalue, so energy falls by its square at least."""
    part, largest, share = real("c"), bounded(r"\mu", 0, 1), bounded("t", -1, 1)
    before = part**2
    after = (share * largest * part) ** 2
    return Proof(
        "One more layer shrinks the part of a wave at least by the largest eigenvalue below one",
        claim=at_least(largest**2 * before - after, 0),
        steps=[
            chain(largest**2 * before - after)
            .equals((1 - share**2) * (largest * part) ** 2, "the wave's eigenvalue is t times the largest, |t| <= 1")
            .at_least(0, "both factors are not negative")
        ],
        equation="eq:smoothing",
    )
