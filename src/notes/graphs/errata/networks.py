"""Slips about graphs as matrices, tasks, layers and batches."""

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
    source=r"$h_2 = \alpha[\beta_1 + W_0 h_1 + W_1 \mathrm{Agg}(X, z)]$",
    correction=r"$h_2 = \alpha[\beta_1 + \Omega_1 h_1 + \Omega_1 \mathrm{Agg}(H_1, \cdot)]$",
    why="The second layer gathers what the first layer computed for the neighbours, not their inputs. That is why the neighbours' "
    "neighbours are needed, and why the set of nodes grows with every layer.",
    slip=Slip.ERROR,
    check=_hears_two_hops,
    written=lambda X, H, A: H + X * A,
    corrected=lambda _, H, A: H + H * A,
)

GRADIENT_OF_A_LAYER = Erratum(
    chapter=CHAPTER,
    section="graph-network",
    source=r"$H_1 = F(X, A, \Phi_0)$, $H_i = F(H_{i-1}, A, \Phi_{i-1})$, $\nabla H_k = F(H_{k-1}, A, \Phi_{k-1})$",
    correction=r"$H_k = F(H_{k-1}, A, \Phi_{k-1})$",
    why="The last layer is a layer like the others. What $F$ returns has a column for each node, and no gradient is taken of anything.",
    slip=Slip.COPYING,
)
