r"""Renumbering the nodes, layers that follow it, and batches."""

from sympy import Identity, KroneckerDelta, Sum, UnevaluatedExpr, binomial

from notes.proof import Proof, chain, count, equal, index, indexed, matrix, natural, ones, permutation

N, D, C = natural("N"), natural("D"), natural("C")
A, H, Omega = matrix("A", N, N), matrix("H", D, N), matrix(r"\Omega", C, D)
P = permutation("P", N)


def renumbered_walks() -> Proof:
    """Renumbering before or after a walk is the same: for two steps, and for one step more than any number."""
    walks = matrix("W", N, N)
    two = equal(
        (P.T * A * P) * (P.T * A * P),
        P.T * (A * A) * P,
        "a permutation matrix times its transpose is the identity",
    )
    longer = equal(
        (P.T * walks * P) * (P.T * A * P),
        P.T * (walks * A) * P,
        "if W, a power of A, is renumbered so, then so is the next power",
    )
    return Proof(
        "Walks of two steps, and of one more than any number, are renumbered with the graph",
        claim=[two, longer],
        steps=[two, longer],
        equation="eq:renumbered-walks",
    )


def renumbered_degrees() -> Proof:
    """Degrees are renumbered with the nodes, and a sum over all nodes stays: ones in another order are ones."""
    steps = [
        equal(
            (P.T * A * P) * ones(N),
            P.T * (A * ones(N)),
            "a row of the adjacency matrix has the same sum in any order: the degree moves with its node",
        ),
        equal((H * P) * ones(N), H * ones(N), "the sum of the columns over all nodes stays"),
    ]
    return Proof(
        "Degrees are renumbered with the nodes, and sums over all nodes do not change",
        claim=steps,
        steps=steps,
        equation="eq:renumbered-sums",
    )


def equivariant_layer() -> Proof:
    """Gathering and projecting in the renumbered graph is renumbering what was gathered and projected."""
    renumbered = Omega * (H * P) * (P.T * A * P + Identity(N))
    return Proof(
        "Gathering and projecting are equivariant to a renumbering of the nodes",
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
    """The columns of the matrix form are the sums over the neighbourhoods, for any graph."""
    h, a = indexed("h"), indexed("a")
    m, n, others = index("m"), natural("n"), count("r")
    column = Sum(h[m] * (a[m, n] + KroneckerDelta(m, n)), (m, 1, n + others))
    step = equal(
        column,
        h[n] + Sum(a[m, n] * h[m], (m, 1, n + others)),
        "node n is one of n + r; a is one for neighbours and zero for others, and the identity adds the own feature",
    )
    return Proof(
        "The matrix form gathers what the neighbourhoods say",
        claim=step,
        steps=[step],
        equation="eq:heard-by-columns",
    )


def blocks_do_not_mix() -> Proof:
    """A column of the product with a block-diagonal matrix is that of the product with its block."""
    x, a, sizes = indexed("x"), indexed("a"), indexed("N", integer=True, positive=True)
    g, m, k, d, n, others = index("g"), index("m"), natural("k"), natural("d"), natural("n"), count("r")
    block = KroneckerDelta(g, k) * Sum(x[g, d, m] * a[g, m, n], (m, 1, sizes[g]))
    step = equal(
        Sum(block, (g, 1, k + others)),
        Sum(x[k, d, m] * a[k, m, n], (m, 1, sizes[k])),
        "row d and the column of node n of graph k, one of k + r graphs: outside of its block the column is zero, so "
        "of the sum over all graphs and their nodes m the part of its own graph is left",
    )
    return Proof(
        "Graphs side by side do not hear each other",
        claim=step,
        steps=[step],
        equation="eq:block-diagonal",
    )


def mean_over_samples() -> Proof:
    """The mean over samples of a weighted sum is the sum over neighbours of share times weight times term."""
    s, d, samples, m, k = natural("b"), natural("d"), natural("T"), index("m"), index("k")
    h, holds = indexed("h"), indexed("z", nonnegative=True)
    term = d / s * holds[k, m] * h[m]
    exchanged = equal(
        Sum(Sum(term, (m, 1, d)), (k, 1, samples)) / samples,
        Sum(Sum(term, (k, 1, samples)), (m, 1, d)) / samples,
        "T samples, equally likely; z is 1 where sample k holds neighbour m, else 0. Exchange the sums",
    )
    counted = equal(
        Sum(term, (k, 1, samples)) / samples,
        d / s * (Sum(holds[k, m], (k, 1, samples)) / samples) * h[m],
        "the mean of z over the samples is the share that holds neighbour m",
    )
    return Proof(
        "In a mean over samples each neighbour counts by the share of the samples that hold it",
        claim=[exchanged, counted],
        steps=[exchanged, counted],
    )


def sampled_sum() -> Proof:
    """Each neighbour is in the sample with probability b over d, so the weight d over b makes the sum unbiased."""
    s, left_out, m = natural("b"), count("r"), index("m")
    d = s + left_out
    h = indexed("h")
    share = binomial(d - 1, s - 1) / binomial(d, s)
    held = equal(share, s / d, "d = b + r neighbours: of all samples of b, the share that holds a given one")
    mean = (
        chain(Sum(d / s * share * h[m], (m, 1, d)))
        .equals(
            Sum(d / s * UnevaluatedExpr(s / d) * h[m], (m, 1, d)), "each neighbour counts in the samples that hold it"
        )
        .equals(Sum(h[m], (m, 1, d)), "the weight makes up for the share")
    )
    return Proof(
        "If each neighbour counts in the samples that hold it, a sum with the weight d over b is unbiased",
        claim=[held, equal(mean.first, mean.last)],
        steps=[held, mean],
        equation="eq:sampled-sum",
    )
