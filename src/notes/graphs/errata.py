"""Where the source's chapter 10 slips, with a check for each slip that a machine can judge."""

from collections.abc import Callable, Sequence

from sympy import Expr, Integer, Matrix, Max, Rational, exp, symbols

from notes.errata import Erratum, Slip

CHAPTER = 10
ADJACENCY = Matrix([[0, 1, 1, 1], [1, 0, 1, 0], [1, 1, 0, 1], [1, 0, 1, 0]])
SWAP = Matrix([[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]])
FEATURES = Matrix(2, 4, symbols("x1:9"))


def _are_the_edges(pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether pairs of nodes, counted from one, are those that the source's adjacency matrix links."""
    return {(i + 1, j + 1) for i in range(4) for j in range(i + 1, 4) if ADJACENCY[i, j]} == set(pairs)


SIX_EDGES_FOR_FIVE = Erratum(
    chapter=CHAPTER,
    section="graph-matrices",
    source=r"The tables of node and of edge features have the six rows $(1,2), (1,3), (1,4), (2,3), (2,4), (3,4)$ and four columns.",
    correction=r"The edges are $(1,2), (1,3), (1,4), (2,3), (3,4)$: five. They are the columns of $E$; the columns of $X$ are the nodes.",
    why=r"The adjacency matrix beside it has a zero at $(2, 4)$. And $X$ is $D \times |V|$ by the source's own heading, so it has no row "
    "for an edge.",
    slip=Slip.COPYING,
    check=_are_the_edges,
    written=((1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)),
    corrected=((1, 2), (1, 3), (1, 4), (2, 3), (3, 4)),
)


def _moves_features_with_nodes(form: Callable[[Matrix, Matrix], Matrix]) -> bool:
    """Whether a form of X' puts the feature columns where the permuted adjacency matrix puts the nodes."""
    new = SWAP.T * ADJACENCY * SWAP
    try:
        return form(FEATURES, SWAP) * new == FEATURES * ADJACENCY * SWAP
    except ValueError:  # shapes that cannot be multiplied
        return False


PERMUTED_FROM_THE_WRONG_SIDE = Erratum(
    chapter=CHAPTER,
    section="node-permutation",
    source=r"$X' = PX$, $A' = P^\top A P$",
    correction=r"$X' = XP$, $A' = P^\top A P$",
    why=r"The nodes are the columns of $X$, and columns are permuted from the right. $PX$ is not even defined unless there are as many "
    "features as nodes, and then it would mix features, not nodes.",
    slip=Slip.ERROR,
    check=_moves_features_with_nodes,
    written=lambda X, P: P * X,
    corrected=lambda X, P: X * P,
)


def _tells_two_edges_apart(score: Callable[[Matrix, Matrix], object]) -> bool:
    """Whether the score of an edge depends on both of its ends."""
    a, b, c = Matrix([1, 2]), Matrix([3, 1]), Matrix([0, 1])
    return score(a, b) != score(a, c)


ONE_END_TWICE = Erratum(
    chapter=CHAPTER,
    section="graph-tasks",
    source=r"$\Pr(y^{mm} = 1) = \operatorname{sig}\big[ \binom{h^m}{h^m}^\top \big( h^m \;\, h^m \big) \big]$",
    correction=r"$\Pr(y^{mn} = 1) = \operatorname{sig}\big[ h_m^\top h_n \big]$",
    why="An edge has two ends, and its probability must depend on both; with one node throughout, all edges at a node are alike. As "
    "written the sizes do not fit either.",
    slip=Slip.COPYING,
    check=_tells_two_edges_apart,
    written=lambda m, _: m.dot(m),
    corrected=lambda m, n: m.dot(n),
)


def _is_a_probability(head: Callable[[Expr], Expr]) -> bool:
    """Whether a head gives numbers between 0 and 1."""
    return all(bool(head(Integer(score)) > 0) and bool(head(Integer(score)) < 1) for score in (-3, 0, 2))


HEAD_RECTIFIED = Erratum(
    chapter=CHAPTER,
    section="graph-tasks",
    source=r"Graph classification: $f(X, A, \Phi) = \alpha[\beta_k + W_k H_k \mathbf{1} / N]$",
    correction=r"$f(X, A, \Phi) = \operatorname{sig}[\beta_k + W_k H_k \mathbf{1} / N]$",
    why=r"$\alpha$ is the activation of the layers. A rectified score is no probability; the source itself has the sigmoid under *Tasks*.",
    slip=Slip.COPYING,
    check=_is_a_probability,
    written=lambda score: Max(score, 0),
    corrected=lambda score: 1 / (1 + exp(-score)),
)


def _has_the_width_of_its_layer(number: Callable[[int], int]) -> bool:
    """Whether a hidden state that the weights of layer i make has the width that its number says."""
    widths = [5, 4, 3, 2]
    weights = [Matrix.ones(widths[k + 1], widths[k]) for k in range(3)]
    return all((weights[i] * Matrix.ones(widths[i], 1)).rows == widths[number(i)] for i in range(3))


LAYER_MADE_OF_ITSELF = Erratum(
    chapter=CHAPTER,
    section="graph-convolution",
    source=r"$h_i^m = \alpha[B_i^\top + W_i h_i + W_i \mathrm{AGG}[m, i]]$ with $\mathrm{AGG}[m, i] = \sum_{m \in N(e)} h_i^m$; for all nodes "
    r"$H_{i+1} = \alpha[B_i^\top + W_i H_i + W_i H_k A]$.",
    correction=r"$h_{i+1}^n = \alpha[\beta_i + \Omega_i h_i^n + \Omega_i \sum_{m \in \mathcal{N}(n)} h_i^m]$; for all nodes "
    r"$H_{i+1} = \alpha[\beta_i \mathbf{1}^\top + \Omega_i H_i + \Omega_i H_i A]$.",
    why="The left side is the next layer, of another width; as written it would be made of itself. One letter cannot be the node that "
    "listens and run over those it listens to. And $k$ in $H_k$ is no other layer.",
    slip=Slip.COPYING,
    check=_has_the_width_of_its_layer,
    written=lambda i: i,
    corrected=lambda i: i + 1,
)


def _fits_the_chain(index: Callable[[int], int]) -> bool:
    """Whether layer i uses the weights that map the widths of layer i - 1 to those of layer i."""
    widths = [5, 4, 3, 2]
    shapes = [(widths[k + 1], widths[k]) for k in range(3)]
    return all(0 <= index(i) < 3 and shapes[index(i)] == (widths[i], widths[i - 1]) for i in range(1, 4))


WEIGHTS_OF_THE_NEXT_LAYER = Erratum(
    chapter=CHAPTER,
    section="graph-convolution",
    source=r"$H_1 = \alpha[\beta_0 + W_0 X (A + I)]$, $H_i = \alpha[\beta_{i-1} + W_i H_{i-1} (A + I)]$",
    correction=r"$H_i = \alpha[\beta_{i-1} \mathbf{1}^\top + W_{i-1} H_{i-1} (A + I)]$ for every $i$",
    why=r"The first layer takes weights and bias of number 0; the others must follow the same count, or $W_0$ is used once and $W_i$ "
    r"meets an input of the wrong width. The bias is one column, added to the column of every node: $\beta \mathbf{1}^\top$.",
    slip=Slip.COPYING,
    check=_fits_the_chain,
    written=lambda i: i,
    corrected=lambda i: i - 1,
)


def _is_unbiased(weight: Callable[[int, int], Rational]) -> bool:
    """Whether the mean over all samples of two of three neighbours of the weighted sum is the sum."""
    values = symbols("h1:4")
    samples = [(0, 1), (0, 2), (1, 2)]
    mean = sum(weight(3, 2) * (values[i] + values[j]) for i, j in samples) / 3
    return bool((mean - sum(values)).expand() == 0)


SAMPLE_NOT_RESCALED = Erratum(
    chapter=CHAPTER,
    section="batching",
    source=r"For a batch, take a random subset of $\mathcal{N}(x)$ in $\sum_{m \in \mathcal{N}(x)} h_m$.",
    correction=r"Weight the sampled sum with $|\mathcal{N}(x)|$ over the size of the sample (or use a mean).",
    why="A sum over fewer neighbours is smaller. Without the weight the layers see other sizes in training than in use, where all "
    "neighbours are heard.",
    slip=Slip.HYPOTHESIS,
    check=_is_unbiased,
    written=lambda *_: Rational(1),
    corrected=Rational,
)


def _is_one_column(own: Callable[[Matrix, int], Matrix]) -> bool:
    """Whether what a node makes of itself and of its neighbours can be added, and is one column."""
    gathered = FEATURES * ADJACENCY[:, 0]
    return own(FEATURES, 0).shape == gathered.shape


ALL_INPUTS_FOR_ONE = Erratum(
    chapter=CHAPTER,
    section="batching",
    source=r"$h_1^x = \alpha[\beta_0 + W_0 X + W_1 \mathrm{Agg}(X, 1)]$",
    correction=r"$h_1^n = \alpha[\beta_0 + \Omega_0 x_n + \Omega_0 \sum_{m \in \mathcal{N}(n)} x_m]$",
    why="The left side is one node's column, and so is what it gathers; $X$ is the columns of all. With separate weights for a node and "
    "its neighbours the layer is the generalised enhancement, and not the one that the chapter has introduced.",
    slip=Slip.COPYING,
    check=_is_one_column,
    written=lambda X, _: X,
    corrected=lambda X, n: X[:, n],
)


def _hears_two_hops(second: Callable[[Matrix, Matrix, Matrix], Matrix]) -> bool:
    """Whether on a path of three nodes the second layer at one end depends on the input at the other."""
    path, inputs = Matrix([[0, 1, 0], [1, 0, 1], [0, 1, 0]]), Matrix([symbols("x0:3")])
    first = inputs * (path + Matrix.eye(3))
    return inputs[2] in second(inputs, first, path)[0].free_symbols


INPUTS_IN_THE_SECOND_LAYER = Erratum(
    chapter=CHAPTER,
    section="batching",
    source=r"$h_2 = \alpha[\beta_1 + W_0 h_1 + W_1 \mathrm{Agg}(X, 2)]$",
    correction=r"$h_2 = \alpha[\beta_1 + \Omega_1 h_1 + \Omega_1 \mathrm{Agg}(H_1, \cdot)]$",
    why="The second layer gathers what the first layer computed for the neighbours, not their inputs. That is why the neighbours' "
    "neighbours are needed, and why the set of nodes grows with every layer.",
    slip=Slip.ERROR,
    check=_hears_two_hops,
    written=lambda X, H, A: H + X * A,
    corrected=lambda _, H, A: H + H * A,
)


def _is_the_enhanced_matrix(by_node: Callable[[int], object]) -> bool:
    """Whether a neighbourhood form is that of the matrix A + (1 + e) I on the source's graph."""
    e, h = symbols("e"), symbols("h0:4")
    product = Matrix([h]) * (ADJACENCY + (1 + e) * Matrix.eye(4))
    return all((product[n] - by_node(n)).expand() == 0 for n in range(4))


def _around(n: int) -> list[int]:
    return [m for m in range(4) if ADJACENCY[m, n]]


_E, _H = symbols("e"), symbols("h0:4")

NEIGHBOURS_ENHANCED = Erratum(
    chapter=CHAPTER,
    section="aggregation",
    source=r"Diagonal enhancement: $\mathrm{AGG}(x, i) = \sum_{m \in \mathcal{N}(x)} (1 + \epsilon_i)^{h_m^i}$; each node is multiplied by "
    r"$1 + \epsilon_k$ before contributing to the sum.",
    correction=r"$(1 + \epsilon_i) h_x + \sum_{m \in \mathcal{N}(x)} h_m$: the node's own column is multiplied, its neighbours' are not.",
    why=r"The matrix beside it, $A + (1 + \epsilon) I$, has the factor on the diagonal, hence the name. A factor on all neighbours could "
    "be absorbed in the weights. And it is a factor, not an exponent.",
    slip=Slip.ERROR,
    check=_is_the_enhanced_matrix,
    written=lambda n: _H[n] + sum((1 + _E) * _H[m] for m in _around(n)),
    corrected=lambda n: (1 + _E) * _H[n] + sum(_H[m] for m in _around(n)),
)


def _can_be_gathered_again(put_together: Callable[[Matrix, Matrix], Matrix]) -> bool:
    """Whether the output of a layer has a column for each node, as the next layer's product with A needs."""
    return put_together(FEATURES * ADJACENCY, FEATURES).cols == ADJACENCY.rows


SIDE_BY_SIDE = Erratum(
    chapter=CHAPTER,
    section="aggregation",
    source=r"$H_{k+1} = \big[ \alpha[\beta_k + W_k H_k A], H_k \big]$: concatenated to the projection of the current node.",
    correction=r"$H_{k+1} = \begin{bmatrix} \alpha[\beta_k \mathbf{1}^\top + \Omega_k H_k A] \\ H_k \end{bmatrix}$: the column itself, "
    "not a projection, below.",
    why="A column is a node. Side by side there would be twice as many nodes, and no product with $A$ any more.",
    slip=Slip.COPYING,
    check=_can_be_gathered_again,
    written=lambda new, old: new.row_join(old),
    corrected=lambda new, old: new.col_join(old),
)


def _is_as_large_as_each(largest: Callable[[Sequence[Sequence[int]]], Sequence[int]]) -> bool:
    """Whether a maximum of columns is at least every one of them, in every row."""
    columns = [(3, 0), (1, 2)]
    return all(top >= x for column in columns for top, x in zip(largest(columns), column, strict=True))


LARGEST_COLUMN = Erratum(
    chapter=CHAPTER,
    section="aggregation",
    source=r"$\mathrm{AGG}(n, i) = \max_{m \in \mathcal{N}(x)} h_m$: take the max embedding of the neighbours.",
    correction=r"Take the maximum row by row, $\max_{m \in \mathcal{N}(n)} h_{dm}$ for every $d$.",
    why="Columns have no order, and there need be no largest one. The rows have, and what comes out is in general no neighbour's column.",
    slip=Slip.HYPOTHESIS,
    check=_is_as_large_as_each,
    written=max,
    corrected=lambda columns: tuple(max(row) for row in zip(*columns, strict=True)),
)

STACKED_WEIGHTS = Erratum(
    chapter=CHAPTER,
    section="aggregation",
    source=r"$\Omega_k = \begin{bmatrix} H_k A \\ H_k \end{bmatrix}$",
    correction=r"$\Omega_k H_k A + \Psi_k H_k = \begin{bmatrix} \Omega_k & \Psi_k \end{bmatrix} \begin{bmatrix} H_k A \\ H_k \end{bmatrix}$",
    why="The weights stand side by side and multiply what is stacked; they are not equal to it.",
    slip=Slip.COPYING,
)

ISOLATED_NODES = Erratum(
    chapter=CHAPTER,
    section="aggregation",
    source=r"$\mathrm{AGG}(x) = \frac{1}{|\mathcal{N}(x)|} \sum_{m \in \mathcal{N}(x)} h_m$, and $D^{-1}$, $D^{-1/2}$, without condition.",
    correction="Every node has a neighbour, or is counted among its own.",
    why="A node without neighbours has degree zero, which has no inverse; and there is no maximum over nobody.",
    slip=Slip.HYPOTHESIS,
    check=lambda degrees: bool(Matrix.diag(*degrees).det() != 0),
    written=(1, 1, 0),
    corrected=(2, 2, 1),
)

SPECTRAL_TWICE = Erratum(
    chapter=CHAPTER,
    section="spectral-framework",
    source=r"$k$ can be: *spectral*, defining the number of neighbours; *spectral*, with the rank of the matrix.",
    correction="*Spatial*, defining how far the neighbourhood reaches; *spectral*, the number of waves that are kept.",
    why="The table that follows has both kinds. Neighbours are a matter of space; rank is one of the spectrum.",
    slip=Slip.COPYING,
)


def _gives_the_table(sign: Callable[[int, int], int]) -> bool:
    """Whether a rule for the entry of a node in the row of an edge gives the source's table."""
    edges, table = (
        [(0, 1), (0, 2), (1, 2), (0, 3)],
        Matrix([[1, -1, 0, 0], [1, 0, -1, 0], [0, 1, -1, 0], [1, 0, 0, -1]]),
    )
    rows = Matrix(4, 4, lambda e, j: sign(j, sum(edges[e]) - j) if j in edges[e] else 0)
    return rows == table


SIGNS_OF_THE_INCIDENCE_MATRIX = Erratum(
    chapter=CHAPTER,
    section="graph-laplacian",
    source=r"For an edge $(k, h)$: $K_{ij} = 1$ if $i = k$ and $i > h$, or $i = h$ and $i > k$; $-1$ if $i$ is less than the other end.",
    correction=r"For the edge $e_i = (v_k, v_h)$ with $k < h$: $K_{ik} = 1$, $K_{ih} = -1$.",
    why=r"The gradient is $f(v_i) - f(v_j)$ for $i < j$, so $+1$ belongs to the smaller number, as in the source's own table. And it is "
    "the column that is a node; the row is an edge. (The Laplacian is the same for both signs.)",
    slip=Slip.ERROR,
    check=_gives_the_table,
    written=lambda node, other: 1 if node > other else -1,
    corrected=lambda node, other: 1 if node < other else -1,
)


def _meets_the_incidence_matrix(length: Callable[[int, int], int]) -> bool:
    """Whether a function of that many values can be multiplied by the incidence matrix of a path of three nodes."""
    K = Matrix([[1, -1, 0], [0, 1, -1]])
    return K.cols == length(3, 2)


AS_MANY_VALUES_AS_EDGES = Erratum(
    chapter=CHAPTER,
    section="graph-laplacian",
    source=r"$V = \{v_1, \dots, v_n\}$, $E = \{e_1, \dots, e_m\}$, and $f: V \to \mathbb{R}$ is $[f(v_1), \dots, f(v_m)]$.",
    correction=r"$f$ is $[f(v_1), \dots, f(v_n)]$.",
    why=r"A function on the nodes has a value for each node; $m$ is the number of edges. In the source's example both are four, which "
    "hides it.",
    slip=Slip.COPYING,
    check=_meets_the_incidence_matrix,
    written=lambda nodes, edges: edges,  # noqa: ARG005
    corrected=lambda nodes, edges: nodes,  # noqa: ARG005
)
