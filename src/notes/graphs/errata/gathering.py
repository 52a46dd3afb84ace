"""Slips about aggregations, attention, the framework and the Laplacian."""

from collections.abc import Callable, Sequence

from sympy import Matrix, diag, exp, eye, ones, simplify, sqrt, symbols

from notes.errata import Erratum, Slip
from notes.graphs.errata.networks import ADJACENCY, CHAPTER, FEATURES


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
    correction=r"Take the maximum row by row, $\max_{m \in \mathcal{N}(n)} h_{qm}$ for every row $q$.",
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


def _is_the_row_of_the_table(form: Callable[[Matrix], Matrix]) -> bool:
    """Whether a matrix is that of GCN in the source's own table, on the source's graph."""
    looped = ADJACENCY + eye(4)
    roots = diag(*(1 / sqrt(sum(looped.row(n))) for n in range(4)))
    return simplify(form(ADJACENCY) - roots * looped * roots) == Matrix.zeros(4, 4)


def _plain_then_looped(A: Matrix) -> Matrix:
    roots = diag(*(1 / sqrt(sum(A.row(n))) for n in range(4)))
    return roots * A * roots + eye(4)


def _looped_first(A: Matrix) -> Matrix:
    return _plain_then_looped(A + eye(4)) - eye(4)


TWO_MATRICES_OF_KIPF = Erratum(
    chapter=CHAPTER,
    section="aggregation",
    source=r"KIPF Normaliz.: $H_{k+1} = \alpha[\beta_k \mathbf{1}^\top + W_k H_k (D^{-1/2} A D^{-1/2} + I)]$; in the table of the framework, "
    r"GCN: $(D + I)^{-1/2} (W + I) (D + I)^{-1/2}$.",
    correction=r"Both are right, and they are two layers. Kipf and Welling's GCN has the matrix of the table, with the node among its own neighbours before degrees are taken.",
    why="The first adds the node with weight one after the neighbours have been divided by degrees; its eigenvalues go up to 2, those of the "
    "second up to 1. The textbook that the source follows names the first after Kipf.",
    slip=Slip.HYPOTHESIS,
    check=_is_the_row_of_the_table,
    written=_plain_then_looped,
    corrected=_looped_first,
)

TWO_NAMES_FOR_A_NODE = Erratum(
    chapter=CHAPTER,
    section="aggregation",
    source=r"MAX Pooling: $\mathrm{AGG}(n, i) = \max_{m \in \mathcal{N}(x)} h_m$",
    correction=r"$\mathrm{AGG}(n, i) = \max_{m \in \mathcal{N}(n)} h_m$",
    why="The node that gathers has the name $n$ on the left and $x$ on the right; the neighbours must be those of the node that gathers.",
    slip=Slip.COPYING,
)


def _each_hears_a_mean(shares: Callable[[Matrix], Matrix]) -> bool:
    """Whether nodes that all say one hear one, if H' is multiplied with the shares from the right."""
    scores = Matrix(2, 2, symbols("s:4"))
    return simplify(ones(1, 2) * shares(scores) - ones(1, 2)) == Matrix.zeros(1, 2)


def _along_rows(S: Matrix) -> Matrix:
    return Matrix(2, 2, lambda x, m: exp(S[x, m]) / sum(exp(S[x, k]) for k in range(2)))


SHARES_ALONG_ROWS = Erratum(
    chapter=CHAPTER,
    section="graph-attention",
    source=r"$s_{xm} = \alpha\big[\Phi_k^\top \binom{h'_x}{h'_m}\big]$, $S$ is an $N \times N$ matrix of similarity scores, "
    r"$H_{k+1} = \alpha[H'_k \cdot \mathrm{Softmax}(S, A + I)]$.",
    correction=r"With the listener in the column: $s_{mn} = \alpha\big[\Phi_k^\top \binom{h'_n}{h'_m}\big]$, and a softmax down each column.",
    why="In $H' S$ column $n$ is what node $n$ hears, a sum over the rows of $S$. The source does not say along which side the softmax runs. With the "
    "listener $x$ in a row, as the order of the indices has it, the shares would sum to one along the row: in the product each node then speaks with "
    "shares that sum to one, and what is heard is no mean.",
    slip=Slip.HYPOTHESIS,
    check=_each_hears_a_mean,
    written=_along_rows,
    corrected=lambda S: _along_rows(S.T).T,
)

TWO_NAMES_FOR_A_LAYER = Erratum(
    chapter=CHAPTER,
    section="spectral-framework",
    source=r"$K$ matrices $d_e \times d_{e+1}$ $(\Theta_1^e, \dots, \Theta_K^e)$, $m_k^{l+1} = f_k(W, H^e) H^e \Theta_k^e$, $H^{l+1} = h(m_1^{l+1}, \dots)$.",
    correction=r"$d_l \times d_{l+1}$, $\Theta_k^l$, $m_k^{l+1} = f_k(W, H^l) H^l \Theta_k^l$.",
    why=r"The layer is $l$ on the left and $e$ on the right; and $d^e$ was the number of features of an *edge*.",
    slip=Slip.COPYING,
)


def _can_be_multiplied(turned: Callable[[Matrix], Matrix]) -> bool:
    """Whether a patch can be multiplied with H, as the chapter has had it, in the form that is given."""
    return ADJACENCY.cols == turned(FEATURES).rows


NODES_TURNED_INTO_ROWS = Erratum(
    chapter=CHAPTER,
    section="spectral-framework",
    source=r"$H_{k+1} = \alpha[\beta_k \mathbf{1}^\top + W_k H_k (A + I)]$; in the framework $f_k(W, H^e) H^e \Theta_k^e$, with the same letter $H$.",
    correction=r"In the framework $H$ stands for $H^\top$: a row for each node.",
    why=r"A patch is $N \times N$, and stands on the left of $H$. With a column for each node the product does not exist. ($W$, too, has changed its "
    "meaning: weights before, here the adjacency matrix.)",
    slip=Slip.HYPOTHESIS,
    check=_can_be_multiplied,
    written=lambda H: H,
    corrected=lambda H: H.T,
)


def _puts_heads_together(merge: Callable[[Matrix, Matrix], Matrix]) -> bool:
    """Whether two heads can be merged, so that there is a row for each node and a column for each feature of either."""
    try:
        return merge(ones(4, 2), ones(4, 3)).shape == (4, 5)
    except ValueError:  # shapes that cannot be multiplied
        return False


HEADS_MULTIPLIED = Erratum(
    chapter=CHAPTER,
    section="spectral-framework",
    source=r"GAT $\sigma(m_1 \dots m_k)$",
    correction=r"$\sigma(m_1 \,\Vert\, \dots \,\Vert\, m_k)$: the heads side by side.",
    why="The signs of concatenation are lost, perhaps by the scan. A product of two matrices with a row for each node does not exist, "
    "unless there are as many features as nodes.",
    slip=Slip.COPYING,
    check=_puts_heads_together,
    written=lambda one, other: one * other,
    corrected=lambda one, other: one.row_join(other),
)


GRAPH_DELETION = Erratum(
    chapter=CHAPTER,
    section="graph-laplacian",
    source="Spectral Graph, Graph Deletion, Spectral Graph convolution (in the list of topics)",
    correction="Graph *Laplacian*.",
    why="No graph is deleted anywhere; where the list has this, the notes have the Laplacian, which the list lacks.",
    slip=Slip.COPYING,
)
