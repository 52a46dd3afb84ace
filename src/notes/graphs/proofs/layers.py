r"""Renumbering the nodes, layers that follow it, and batches."""

from itertools import permutations

from sympy import Eq, Expr, Identity, Matrix, Sum, UnevaluatedExpr, binomial

from notes.proof import Proof, chain, count, equal, index, indexed, instances, matrix, natural, permutation, positive
from notes.proof.relations import Chain

N, D, C = natural("N"), natural("D"), natural("C")
A, H, Omega = matrix("A", N, N), matrix("H", D, N), matrix(r"\Omega", C, D)
P = permutation("P", N)


def renumbered_walks() -> Proof:
    """Renumbering before or after a walk of two steps is the same: the renumbered matrix squared."""
    return Proof(
        "Walks of a renumbered graph are the renumbered walks",
        claim=equal((P.T * A * P) * (P.T * A * P), P.T * (A * A) * P),
        steps=[
            equal(
                (P.T * A * P) * (P.T * A * P),
                P.T * (A * A) * P,
                "a permutation matrix times its transpose is the identity; longer walks by induction",
            )
        ],
        equation="eq:renumbered-walks",
    )


def renumbered_degrees() -> Proof:
    """Over every permutation of two or three nodes: degrees follow it, and sums over all nodes do not change."""
    a, h, marks = indexed("a"), indexed("h"), indexed("t")

    def compared(nodes: int) -> Chain:
        adjacency = Matrix(nodes, nodes, lambda m, n: a[min(m, n), max(m, n)] if m != n else 0)
        ones, hidden = Matrix.ones(nodes, 1), Matrix(1, nodes, lambda _, n: h[n])
        left, right = 0, 0
        for number, order in enumerate(permutations(range(nodes))):
            new = Matrix(nodes, nodes, lambda m, n, order=order: int(order[n] == m))
            degrees, moved = (new.T * adjacency * new) * ones, new.T * (adjacency * ones)
            left += sum(marks[number, n] * UnevaluatedExpr(degrees[n]) for n in range(nodes))
            right += sum(marks[number, n] * moved[n] for n in range(nodes))
            left += marks[number, nodes] * UnevaluatedExpr((hidden * new * ones)[0])
            right += marks[number, nodes] * (hidden * ones)[0]
        return equal(left, right, "permutation by permutation: the degree of every node, and the sum over the nodes")

    step = instances(compared, range(2, 4))
    return Proof(
        "Degrees follow a renumbering, sums over all nodes do not notice it, for all orders of two and three nodes",
        claim=step,
        steps=[step],
        equation="eq:renumbered-sums",
    )


def equivariant_layer() -> Proof:
    """Gathering and projecting in the renumbered graph is renumbering what was gathered and projected."""
    renumbered = Omega * (H * P) * (P.T * A * P + Identity(N))
    return Proof(
        "A graph convolution is equivariant to a renumbering of the nodes",
        claim=equal(renumbered, Omega * H * (A + Identity(N)) * P),
        steps=[
            chain(renumbered)
            .equals(
                Omega * H * A * P + Omega * H * P,
                "multiply out; the permutation times its transpose is the identity",
            )
            .equals(Omega * H * (A + Identity(N)) * P, "draw the permutation out")
        ],
        equation="eq:graph-equivariance",
    )


def node_by_node() -> Proof:
    """For the graphs on two to four nodes, with any weights: the columns of the matrix form are the sums by nodes."""
    h, a = indexed("h"), indexed("a")

    def agree(nodes: int) -> Chain:
        def linked(m: int, n: int) -> Expr:
            return a[min(m, n), max(m, n)] if m != n else 0

        hidden = Matrix(1, nodes, lambda _, n: h[n])
        adjacency = Matrix(nodes, nodes, linked)
        products = hidden * (adjacency + Matrix.eye(nodes))
        marks = indexed("t")
        by_nodes = sum(
            marks[n] * (h[n] + sum(linked(m, n) * h[m] for m in range(nodes) if m != n)) for n in range(nodes)
        )
        return equal(
            sum(marks[n] * UnevaluatedExpr(products[n]) for n in range(nodes)),
            by_nodes,
            "column by column: the node's own feature, and one term for each neighbour",
        )

    step = instances(agree, range(2, 5))
    return Proof(
        "The matrix form gathers what the neighbourhoods say, for two to four nodes",
        claim=step,
        steps=[step],
        equation="eq:graph-convolution",
    )


def blocks_do_not_mix() -> Proof:
    """A product with a block-diagonal matrix is the products with its blocks, side by side."""
    x, y, a, b, marks = (indexed(name) for name in ("x", "y", "a", "b", "t"))

    def compared(nodes: int) -> Chain:
        first, second = (Matrix(2, nodes, lambda d, n, v=v: v[d, n]) for v in (x, y))
        A, B = (Matrix(nodes, nodes, lambda m, n, v=v: v[m, n]) for v in (a, b))
        whole = Matrix.hstack(first, second) * Matrix.diag(A, B)
        parts = Matrix.hstack(first * A, second * B)
        entries = [(d, n) for d in range(2) for n in range(2 * nodes)]
        return equal(
            sum(marks[entry] * UnevaluatedExpr(whole[entry]) for entry in entries),
            sum(marks[entry] * parts[entry] for entry in entries),
            "entry by entry: the zeros outside of the blocks let nothing across",
        )

    step = instances(compared, range(1, 4))
    return Proof(
        "Two graphs side by side do not hear each other, for one to three nodes each",
        claim=step,
        steps=[step],
        equation="eq:block-diagonal",
    )


def sampled_sum() -> Proof:
    """Each neighbour is in the sample with probability s over d, so the weight d over s makes the sum unbiased."""
    s, left_out, m = natural("s"), count("r"), index("m")
    d = s + left_out
    h, share = indexed("h"), positive("p")
    total = Sum(h[m], (m, 1, d))
    steps = [
        equal(
            binomial(d - 1, s - 1) / binomial(d, s),
            s / d,
            "d = s + r neighbours: of all samples of s, those that hold a given one are the share p",
        ),
        equal(
            Sum(d / s * share * h[m], (m, 1, d)),
            total,
            "the mean of the sampled sum: each term counts with its probability",
        ),
    ]
    return Proof(
        "A sampled sum with the weight d over s is unbiased",
        claim=steps,
        steps=steps,
        given=(Eq(share, s / d),),
        equation="eq:sampled-sum",
    )
