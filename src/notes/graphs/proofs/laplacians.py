r"""The Laplacian: from differences along edges, on a cycle, in Chebyshev filters, and again and again."""

from sympy import (
    Eq,
    Expr,
    Identity,
    IndexedBase,
    KroneckerDelta,
    MatMul,
    Piecewise,
    Subs,
    Sum,
    Transpose,
    UnevaluatedExpr,
    cos,
    pi,
    sin,
)

from notes.introduction.proofs.least_squares import square_is_not_negative
from notes.proof import (
    Proof,
    at_most,
    cases,
    chain,
    count,
    equal,
    index,
    indexed,
    induction,
    lemma,
    matrix,
    natural,
    nonnegative,
    orthogonal,
    positive,
    real,
    root,
)
from notes.proof.relations import Chain

f = indexed("f")
e, m = index("e"), natural("m")
TAILED_TRIANGLE = ((0, 1), (0, 2), (1, 2), (0, 3))
SOURCE_LAPLACIAN = ((3, -1, -1, -1), (-1, 2, -1, 0), (-1, -1, 2, 0), (-1, 0, 0, 1))


def nodes(name: str) -> IndexedBase:
    """A sequence of nodes: the ends of the edges, or the stations of a path."""
    return indexed(name, integer=True, positive=True)


s, k, station = index("s"), natural("k"), nodes("p")
path_difference = f[station[s - 1]] - f[station[s]]


def along_path(term: Expr) -> Expr:
    """A sum over the k edges of a path, from one station to the next."""
    return Sum(term, (s, 1, k))


def source_laplacian() -> Proof:
    """The triangle with a tail: the squared differences along its edges are the form of the source's matrix."""
    differences = sum((f[i] - f[j]) ** 2 for i, j in TAILED_TRIANGLE)
    form = sum(entry * f[i] * f[j] for i, row in enumerate(SOURCE_LAPLACIAN) for j, entry in enumerate(row))
    step = equal(
        differences,
        form,
        "multiply out: a square counts how many edges a node has, and an edge is counted twice beside the diagonal; a "
        "symmetric matrix is known by its form",
    )
    return Proof(
        "The squared norm of the gradient is the quadratic form of the Laplacian, for the graph in the source",
        claim=step,
        steps=[step],
        equation="eq:source-laplacian",
    )


first, second, weight = nodes("a"), nodes("b"), indexed("w", positive=True)


def over_edges(term: Expr) -> Expr:
    """A sum over the m edges; edge e joins the nodes a and b and has the weight w."""
    return Sum(term, (e, 1, m))


def degrees_minus_adjacency() -> Chain:
    """An entry of the product of the incidence matrix with itself, as one of the degrees and one of the adjacency."""
    i, j, a, b = natural("i"), natural("j"), first[e], second[e]

    def along_edge(node: Expr) -> Expr:
        return root(weight[e]) * (KroneckerDelta(node, a) - KroneckerDelta(node, b))

    at_its_ends = KroneckerDelta(i, a) * KroneckerDelta(j, a) + KroneckerDelta(i, b) * KroneckerDelta(j, b)
    across = KroneckerDelta(i, a) * KroneckerDelta(j, b) + KroneckerDelta(i, b) * KroneckerDelta(j, a)
    return equal(
        over_edges(along_edge(i) * along_edge(j)),
        over_edges(weight[e] * at_its_ends) - over_edges(weight[e] * across),
        "edge e joins the nodes a and b, and its row of K has the root of its weight at a and the negative of it at b. "
        "The first sum counts an edge at each of its ends, on the diagonal: the degrees. The second counts it in both "
        "directions, beside the diagonal: the adjacency matrix",
    )


def laplacian_from_incidence() -> Proof:
    """The Laplacian is degrees minus adjacency, its form the squared norm of the gradient."""
    n = natural("N")
    K, values = matrix("K", m, n), matrix("f", n, 1)
    difference = f[first[e]] - f[second[e]]
    norm = equal(
        MatMul(Transpose(values), Transpose(K) * K * values, evaluate=False),
        MatMul(Transpose(K * values), K * values, evaluate=False),
        "the transpose of a product turns its order around: the form of the Laplacian is the squared norm of the "
        "gradient",
    )
    squares = equal(
        over_edges(UnevaluatedExpr(root(weight[e]) * difference) ** 2),
        over_edges(weight[e] * difference**2),
        "the gradient along an edge is the root of its weight times the difference of its ends",
    )
    steps = [degrees_minus_adjacency(), norm, squares]
    return Proof(
        "The Laplacian is degrees minus adjacency, and its form the sum of the squared differences along the edges",
        claim=steps,
        steps=steps,
        equation="eq:laplacian",
    )


def differences_along_a_path() -> Proof:
    """The differences along the edges of a path add up to the difference of its ends."""
    step = equal(
        along_path(path_difference), f[station[0]] - f[station[k]], "every station but the first and the last cancels"
    )
    return Proof("The differences along a path add up to that of its ends", claim=step, steps=[step])


def constant_on_components() -> Proof:
    """Where the energy is zero, the ends of every path agree."""
    others, first, second = count("r"), nodes("a"), nodes("b")
    least, more, weight = positive("w"), indexed("c", nonnegative=True), indexed("v", positive=True)
    elsewhere = f[first[e]] - f[second[e]]
    rest = Sum(weight[e] * elsewhere**2, (e, 1, others))
    on_path = along_path((least + more[s]) * path_difference**2)
    total, number = along_path(path_difference), real("r")
    deviation = path_difference - total / k
    off_the_path = lemma(
        square_is_not_negative, {number: elsewhere}, through=lambda gap: Sum(weight[e] * gap, (e, 1, others))
    )
    surplus = lemma(square_is_not_negative, {number: path_difference}, through=lambda gap: along_path(more[s] * gap))
    spread = lemma(square_is_not_negative, {number: deviation}, through=lambda gap: along_path(least * gap))
    bound = least * (f[station[0]] - f[station[k]]) ** 2 / k
    return Proof(
        "The energy is at least a positive multiple of the squared difference between the ends of any path",
        claim=chain(on_path + rest).at_least(bound),
        steps=[
            chain(on_path + rest)
            .at_least(on_path, "the edges beside the path add squares, which are not negative", off_the_path)
            .at_least(
                along_path(least * path_difference**2),
                "of the k edges of the path none has less weight than w: the weights are w + c",
                surplus,
            )
            .equals(
                along_path(least * deviation**2) + least * total**2 / k,
                "split the differences into their mean and what deviates from it",
            )
            .at_least(least * total**2 / k, "squares are not negative", spread)
            .equals(bound, "the differences add up", lemma(differences_along_a_path))
        ],
        equation="eq:laplacian-kernel",
    )


def cycle_frequencies() -> Proof:
    """Both real waves of a frequency on a cycle are eigenvectors of its Laplacian, with one eigenvalue."""
    theta, j = real(r"\varphi"), real("j")
    size, turns = natural("n"), count("k")
    waves = {"cosine": cos, "sine": sin}
    steps = [
        equal(
            2 * wave(theta * j) - wave(theta * (j - 1)) - wave(theta * (j + 1)),
            (2 - 2 * cos(theta)) * wave(theta * j),
            f"the {name}: both neighbours together are twice the cosine of the turn times the wave",
        )
        for name, wave in waves.items()
    ]
    around = [
        equal(
            Subs(wave(theta * (j + size)), theta, 2 * pi * turns / size),
            wave(2 * pi * turns * j / size),
            f"around the cycle of n nodes the {name} of k whole turns comes back to itself",
        )
        for name, wave in waves.items()
    ]
    return Proof(
        "Waves of whole turns are eigenvectors of the Laplacian of a cycle",
        claim=[*steps, *around],
        steps=[*steps, *around],
        equation="eq:cycle-frequencies",
    )


def chebyshev_by_recursion() -> Proof:
    """The recursion on the matrix is a recursion on the frequencies, and there it yields cosines of multiples."""
    n, t = natural("N"), count("k")
    U, frequencies = orthogonal("U", n), matrix(r"\tilde\Lambda", n, n)
    now, before, signal = matrix("T_k", n, n), matrix("T_{k-1}", n, n), matrix("x", n, 1)
    theta, values = real(r"\theta"), indexed("T")
    cosines = equal(values[t], cos(t * theta))
    step = (
        chain(values[t + 2])
        .equals(2 * cos(theta) * values[t + 1] - values[t], "the recursion, at the frequency cosine theta")
        .equals(2 * cos(theta) * cos((t + 1) * theta) - cos(t * theta), "by the hypotheses")
        .equals(cos((t + 2) * theta), "a sum of two cosines: bounded by one")
    )
    first = [
        equal(values[0], cos(0 * theta), "the first polynomial is one"),
        equal(values[1], cos(theta), "the second is the frequency itself"),
    ]
    steps = [
        equal(
            MatMul(U, U.T * signal, evaluate=False),
            signal,
            "the first term, the identity, is the filter that answers one; the second is the scaled Laplacian itself",
        ),
        equal(
            2 * (U * frequencies * U.T) * (U * now * U.T) - U * before * U.T,
            U * (2 * frequencies * now - before) * U.T,
            "the waves between two factors cancel: recursion on the matrix is recursion on the frequencies",
        ),
        induction(cosines, over=t, first=first, step=step),
    ]
    return Proof(
        "A step of the Chebyshev recursion is one on the frequencies, where it yields cosines of multiples",
        claim=[*steps[:2], cosines],
        steps=steps,
        given=(
            Eq(values[t + 2], 2 * cos(theta) * values[t + 1] - values[t]),
            Eq(values[0], 1),
            Eq(values[1], cos(theta)),
        ),
        equation="eq:chebyshev",
    )


def locality_of_powers() -> Proof:
    """What the power R reaches in R edges, one more factor carries one edge farther: by induction."""
    reach, place, apart, beyond = count("R"), real("d"), real("u"), count("r")
    before, factor = real("p"), real("l")

    def within(value: Expr, distance: Expr, edges: Expr) -> Expr:
        return Piecewise((value, distance <= edges), (0, True))

    term = within(before, apart, reach) * within(factor, reach + 2 + beyond - apart, 1)

    def vanishing(distance: Expr) -> Chain:
        return equal(
            Subs(term, apart, distance),
            0,
            "i and j are R + 2 + r edges apart, more than R + 1, and a node between them is d edges from i, hence at "
            "least as far from j as is missing: either p, the entry of the power R, is zero, or l, that of L",
        )

    step = cases(vanishing, place, reach)
    return Proof(
        "Every term of an entry of the next power is zero where its node is more than R + 1 edges away",
        claim=step,
        steps=[step],
        equation="eq:locality",
    )


def first_order() -> Proof:
    """ChebNet of order one, with the largest eigenvalue taken for two and opposite coefficients."""
    n = natural("N")
    S, theta, largest = matrix("S", n, n), real(r"\theta"), positive(r"\lambda_{\max}")
    scaled = 2 / largest * (Identity(n) - S) - Identity(n)
    return Proof(
        "With largest eigenvalue two and opposite coefficients ChebNet of order one is GCN before renormalisation",
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
    """Gathering multiplies the part of every wave by its eigenvalue, so their energy falls by a square at least."""
    n, j = natural("N"), index("j")
    U, spectrum, parts = orthogonal("U", n), matrix("M", n, n), matrix("c", n, 1)
    part, short, largest = indexed("c"), indexed("s", nonnegative=True), nonnegative(r"\mu")

    def over_waves(term: Expr) -> Expr:
        return Sum(term, (j, 1, m))

    waves = equal(
        (U * spectrum * U.T) * (U * parts),
        U * (spectrum * parts),
        "in the waves, gathering multiplies each part by the eigenvalue of its wave",
    )
    after = over_waves((largest**2 - short[j]) * part[j] ** 2)
    smaller = at_most(
        after,
        largest**2 * over_waves(part[j] ** 2),
        "over the m waves whose eigenvalues are at most mu in size, so that their squares are mu squared less s",
        lemma(square_is_not_negative, {real("r"): part[j]}, through=lambda gap: over_waves(short[j] * gap)),
    )
    return Proof(
        "Gathering once more shrinks the energy of the waves at least by the square of the eigenvalue largest in size",
        claim=[waves, smaller],
        steps=[waves, smaller],
        equation="eq:smoothing",
    )
