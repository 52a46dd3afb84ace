"""Where the source's chapter 11 slips, with a check for each slip that a machine can judge."""

from collections.abc import Callable
from itertools import product

from sympy import Matrix, symbols

from notes.errata import Erratum, Slip

CHAPTER = 11
SHIFT = Matrix([[0, 0, 1], [1, 0, 0], [0, 1, 0]])


def _is_a_representation(image: Callable[[int], Matrix]) -> bool:
    """Whether a map from the turns by thirds into matrices sends sums to products."""
    return all(image((a + b) % 3) == image(a) * image(b) for a, b in product(range(3), repeat=2))


ANY_MAP_INTO_MATRICES = Erratum(
    chapter=CHAPTER,
    section="representations",
    source=r"Representation $\rho: G \to \mathrm{GL}(V)$: a tool that takes an element of this group and transforms it into a matrix.",
    correction=r"... such that $\rho(gh) = \rho(g) \rho(h)$ for all $g$ and $h$.",
    why="Without this the matrices need have nothing to do with the group: any matrix for any element would do.",
    slip=Slip.HYPOTHESIS,
    check=_is_a_representation,
    written=lambda a: Matrix.eye(3) * (a + 1),
    corrected=lambda a: SHIFT**a,
)


def _excludes_the_first_coordinate(invariant: Callable[[Callable[[Matrix], object]], bool]) -> bool:
    """Whether a notion of invariance under the shifts excludes reading the first coordinate, and admits the sum."""
    first, total = (lambda x: x[0]), (lambda x: sum(x))
    return invariant(total) and not invariant(first)


_X = Matrix(symbols("x0:3"))

WHOLE_GROUP_AT_ONCE = Erratum(
    chapter=CHAPTER,
    section="invariance",
    source=r"$f$ is invariant to $G$ if $f(\rho(G) x) = f(x)$: the outcome is the same if $x$ is transformed by an element of the group.",
    correction=r"$f(\rho(g) x) = f(x)$ for **every** element $g$ (and every $x$).",
    why=r"$\rho(G)$ is a set of matrices and cannot be applied to $x$. And *an* element is not enough: every function passes for the "
    "identity.",
    slip=Slip.COPYING,
    check=_excludes_the_first_coordinate,
    written=lambda f: any(f(SHIFT**a * _X) == f(_X) for a in range(3)),
    corrected=lambda f: all(f(SHIFT**a * _X) == f(_X) for a in range(3)),
)


def _holds_for_a_convolution(form: Callable[[Callable[[Matrix], Matrix], Matrix, Matrix], bool]) -> bool:
    """Whether a form of equivariance holds for a circular convolution, and not for a map of one coordinate to another."""
    w = symbols("w0:3")
    circulant = Matrix(3, 3, lambda i, k: w[(i - k) % 3])
    moved = Matrix([[0, 0, 0], [1, 0, 0], [0, 0, 0]])
    return form(lambda x: circulant * x, SHIFT, _X) and not form(lambda x: moved * x, SHIFT, _X)


EQUIVARIANCE_WITH_F_TWICE = Erratum(
    chapter=CHAPTER,
    section="equivariance",
    source=r"$f$ is equivariant if $f(f(\rho(G) x)) = f(\rho(G) f(x))$.",
    correction=r"$f(\rho(g) x) = \rho'(g) f(x)$ for every $g$.",
    why=r"Transforming and then applying $f$ is applying $f$ and then transforming. As written $f$ stands twice on each side, and a map that "
    r"sends the first coordinate to the second and forgets the others passes, since both sides are zero. The action on outputs, $\rho'$, may be another one than on inputs.",
    slip=Slip.ERROR,
    check=_holds_for_a_convolution,
    written=lambda f, s, x: (f(f(s * x)) - f(s * f(x))).expand() == Matrix.zeros(3, 1),
    corrected=lambda f, s, x: (f(s * x) - s * f(x)).expand() == Matrix.zeros(3, 1),
)


def _separates(refine: Callable[[dict[int, tuple[int, ...]]], object]) -> bool:
    """Whether a description of a graph differs for a cycle of six nodes and for two triangles."""
    cycle: dict[int, tuple[int, ...]] = {n: ((n - 1) % 6, (n + 1) % 6) for n in range(6)}
    triangles = {n: tuple(3 * (n // 3) + (n + k) % 3 for k in (1, 2)) for n in range(6)}
    return refine(cycle) != refine(triangles)


def _colours(graph: dict[int, tuple[int, ...]]) -> list[int]:
    colours = dict.fromkeys(graph, 0)
    for _ in range(6):
        colours = {n: hash((colours[n], *sorted(colours[m] for m in graph[n]))) for n in graph}
    return sorted(colours.values())


def _sizes_of_components(graph: dict[int, tuple[int, ...]]) -> list[int]:
    reached = {n: {n} for n in graph}
    for _ in range(6):
        reached = {n: reached[n].union(*(reached[m] for m in graph[n])) for n in graph}
    return sorted(len(nodes) for nodes in reached.values())


EVERY_PAIR_TOLD_APART = Erratum(
    chapter=CHAPTER,
    section="weisfeiler-lehman",
    source="Ideal characteristic of a GNN: two non-isomorphic graphs have different representations. [Then the test and the network of "
    "this chapter.]",
    correction="The colour refinement test, and with it every network of this kind, gives some non-isomorphic graphs the same "
    "representation.",
    why="A cycle of six nodes and two triangles are not isomorphic, but in both every node has two neighbours who have two neighbours, "
    "and so on. Sizes of components tell them apart; refinement does not.",
    slip=Slip.HYPOTHESIS,
    check=_separates,
    written=_colours,
    corrected=_sizes_of_components,
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
    why=r"The original has a plus. With a trained $\epsilon$ of either sign both describe the same networks; but as the additional weight of "
    "the node itself, which the source calls it, it enters with a plus.",
    slip=Slip.COPYING,
    check=_weighs_a_node_more,
    written=lambda e, h, m: ((1 - e) * h + m).expand(),
    corrected=lambda e, h, m: ((1 + e) * h + m).expand(),
)

INJECTIVE_WITHOUT_CONDITIONS = Erratum(
    chapter=CHAPTER,
    section="graph-isomorphism-network",
    source="This makes it injective.",
    correction=r"For features from a countable set there are functions $\phi$, and numbers $\epsilon$ (all irrational ones), for which "
    r"$(1 + \epsilon) \phi(h_v) + \sum_u \phi(h_u)$ is injective in the node and the multiset of its neighbours. The MLP has to come near "
    "such a function.",
    why=r"With $\epsilon = 1$ and $\phi(h) = h$ the node 2 with the neighbour 1 and the node 1 with the neighbour 3 give the same number, "
    "5. A sum of features alone is not injective.",
    slip=Slip.HYPOTHESIS,
    check=lambda form: form(2, (1,)) != form(1, (3,)),
    written=lambda own, others: 2 * own + sum(others),
    corrected=lambda own, others: 2 * 4**own * 10 + sum(4**other for other in others),
)
