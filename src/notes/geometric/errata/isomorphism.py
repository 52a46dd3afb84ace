"""Slips about which graphs look alike, and about the graph isomorphism network."""

from collections.abc import Callable
from itertools import combinations_with_replacement

from sympy import Expr, Matrix, Rational, expand, sqrt, symbols, sympify

from notes.errata import Erratum, Slip
from notes.geometric.errata.symmetry import CHAPTER, SHIFT

Graph = dict[int, tuple[int, ...]]
CYCLE: Graph = {n: ((n - 1) % 6, (n + 1) % 6) for n in range(6)}
TRIANGLES: Graph = {n: tuple(3 * (n // 3) + (n + k) % 3 for k in (1, 2)) for n in range(6)}


def _colours(graph: Graph) -> list[int]:
    colours = dict.fromkeys(graph, 0)
    for _ in range(6):
        colours = {n: hash((colours[n], *sorted(colours[m] for m in graph[n]))) for n in graph}
    return sorted(colours.values())


def _says_what_sums_say(apart: Callable[[Graph, Graph], bool]) -> bool:
    """Whether a verdict on two pairs of graphs is that of a network of sums: path and star, cycle and triangles."""

    def heard(graph: Graph) -> list[int]:
        states = dict.fromkeys(graph, 1)
        for _ in range(3):
            states = {n: (2 * states[n] + sum(states[m] for m in graph[n])) ** 2 for n in graph}
        return sorted(states.values())

    path: Graph = {0: (1,), 1: (0, 2), 2: (1, 3), 3: (2,)}
    star: Graph = {0: (1, 2, 3), 1: (0,), 2: (0,), 3: (0,)}
    return all(apart(one, other) == (heard(one) != heard(other)) for one, other in ((path, star), (CYCLE, TRIANGLES)))


POWER_WITHOUT_BOUND = Erratum(
    chapter=CHAPTER,
    section="graph-isomorphism-network",
    source=r"To make a graph at $\infty$ power of WL test the aggregation funct should be [the update of the network].",
    correction="To give a graph *network* all the power of the WL test, which is *bounded*: no network of this kind tells more graphs apart than "
    "the test.",
    why="A graph is what the test is applied to, and has no power. The sign may be meant for *all the*; as it stands it promises more than the test can do. The network says what colours say. It "
    "tells a path from a star, and no number of layers makes it tell a cycle from two triangles.",
    slip=Slip.HYPOTHESIS,
    check=_says_what_sums_say,
    written=lambda one, other: one != other,
    corrected=lambda one, other: _colours(one) != _colours(other),
)


def _weighs_a_node_more(own: Callable[[object, object, object], object]) -> bool:
    """Whether with a positive number the node's own feature weighs more than a neighbour's."""
    e, h, m = symbols("e h m")
    form = own(e, h, m)
    return bool((form.coeff(h) - form.coeff(m)).subs(e, 1) > 0)  # type: ignore[attr-defined]


SELF_WEIGHT_LESSENED = Erratum(
    chapter=CHAPTER,
    section="graph-isomorphism-network",
    source=r"$h_v^{(k)} = \mathrm{MLP}^{(k)}\big( (1 - \epsilon^{(k)}) h_v^{(k-1)} + \sum_{i \in N(v)} h_i^{(k-1)} \big)$",
    correction=r"$h_v^{(k)} = \mathrm{MLP}^{(k)}\big( (1 + \epsilon^{(k)}) h_v^{(k-1)} + \sum_{u \in N(v)} h_u^{(k-1)} \big)$",
    why=r"The original has a plus. With a trained $\epsilon$ of either sign both describe the same networks; but as the *Self loop weight* "
    r"that the source calls it, it enters with a plus, as in the source's own chapter 10: $A + (1 + \varepsilon_k) I$.",
    slip=Slip.COPYING,
    check=_weighs_a_node_more,
    written=lambda e, h, m: ((1 - e) * h + m).expand(),
    corrected=lambda e, h, m: ((1 + e) * h + m).expand(),
)


def _is_injective_on_small_multisets(form: Callable[[int, tuple[int, ...]], object]) -> bool:
    """Whether nodes of three kinds with up to three neighbours, of three kinds, all get different numbers."""
    nodes = [
        (own, others)
        for own in (1, 2, 3)
        for size in range(4)
        for others in combinations_with_replacement((1, 2, 3), size)
    ]
    return len({form(*node) for node in nodes}) == len(nodes)


INJECTIVE_WITHOUT_CONDITIONS = Erratum(
    chapter=CHAPTER,
    section="graph-isomorphism-network",
    source="This makes it injective.",
    correction=r"For features from a countable set and neighbourhoods of bounded size there are functions $\phi$ with rational values for which, "
    r"with any irrational $\epsilon$, $(1 + \epsilon) \phi(h_v) + \sum_u \phi(h_u)$ is injective in the node and the multiset of its "
    "neighbours. The MLP has to come near such a function.",
    why=r"With $\epsilon = 1$ and $\phi(h) = h$ the node 2 with the neighbour 1 and the node 1 with the neighbour 3 give the same number, "
    r"5. With $\phi(k) = 10^{-k}$ and $\epsilon = \sqrt 2$ no two nodes of three kinds with up to three neighbours do.",
    slip=Slip.HYPOTHESIS,
    check=_is_injective_on_small_multisets,
    written=lambda own, others: sympify(2 * own + sum(others)),
    corrected=lambda own, others: (
        expand((1 + sqrt(2)) * Rational(1, 10**own)) + sum(Rational(1, 10**other) for other in others)
    ),
)

_irrational = INJECTIVE_WITHOUT_CONDITIONS.corrected


def _counted_beside_itself(own: int, others: tuple[int, ...]) -> tuple[int, Expr]:
    """The pair of a node's kind and the sum over its neighbours, which an MLP may read."""
    return own, sum(Rational(1, 10**other) for other in others)


def _admits_all_that_are_injective(admits: Callable[[object], bool]) -> bool:
    """Whether of two updates, both injective, none is excluded."""
    return all(
        _is_injective_on_small_multisets(form) and admits(form) for form in (_irrational, _counted_beside_itself)
    )


ONE_FORM_OF_MANY = Erratum(
    chapter=CHAPTER,
    section="graph-isomorphism-network",
    source="the aggregation funct should be [the update]",
    correction=r"It *may* be: any update that is injective in the node and the multiset of its neighbours will do, such as an MLP of the pair "
    r"$\big(h_v, \sum_u \phi(h_u)\big)$, without $\epsilon$.",
    why=r"The pair keeps the node apart from the sum. With $\phi(k) = 10^{-k}$ it differs for all nodes of three kinds with up to three "
    "neighbours, as the form of the network does.",
    slip=Slip.HYPOTHESIS,
    check=_admits_all_that_are_injective,
    written=lambda form: form is _irrational,
    corrected=_is_injective_on_small_multisets,
)


def _survives_renumbering(representation: Callable[[Matrix], object]) -> bool:
    """Whether a path of three nodes has one representation, however its nodes are numbered."""
    path = Matrix([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    return all(representation(SHIFT**a * path * (SHIFT**a).T) == representation(path) for a in range(3))


READOUT_MISSING = Erratum(
    chapter=CHAPTER,
    section="graph-isomorphism-network",
    source=r"Ideal characteristic of GNN 2 isomorphic graphs $\rightarrow$ Same representation. [...] the aggregation funct should be [the update "
    "of one node's $h_v$]",
    correction=r"A representation of the graph needs a readout over its nodes besides: $h_G = \sum_v h_v$, or better of every round.",
    why="The update gives one vector for each node. Listed in order they are another list for another numbering, so isomorphic graphs would "
    "differ. The multiset of them, or a sum, does not depend on the numbering.",
    slip=Slip.HYPOTHESIS,
    check=_survives_renumbering,
    written=lambda graph: graph * Matrix([1, 1, 1]),
    corrected=lambda graph: sum(graph * Matrix([1, 1, 1])),
)
