"""Slips about groups, representations, invariance, equivariance, scales and the blueprint."""

from collections.abc import Callable
from itertools import product

from sympy import Expr, Matrix, Rational, expand, symbols

from notes.errata import Erratum, Slip

CHAPTER = 11
SHIFT = Matrix([[0, 0, 1], [1, 0, 0], [0, 1, 0]])


def _circulant(weight: str, size: int) -> Matrix:
    """The matrix of a circular convolution with free weights."""
    return Matrix(size, size, lambda i, k: symbols(f"{weight}0:{size}")[(i - k) % size])


def _tells_the_plane_from_the_sphere(euclidean: Callable[[int, Matrix], bool]) -> bool:
    """Whether a notion admits the corners of a square in the plane, and refuses four places on the equator."""
    plane = Matrix([[0, 1, 2, 1], [1, 0, 1, 2], [2, 1, 0, 1], [1, 2, 1, 0]])
    sphere = Matrix([[0, 1, 4, 1], [1, 0, 1, 4], [4, 1, 0, 1], [1, 4, 1, 0]])
    return euclidean(2, plane) and not euclidean(2, sphere)


def _fit_into_a_flat_space(coordinates: int, squares: Matrix) -> bool:  # noqa: ARG001
    """Whether points have such squared distances in a flat space: their products seen from the first are a Gram matrix."""
    gram = Matrix(3, 3, lambda i, j: Rational(squares[0, i + 1] + squares[0, j + 1] - squares[i + 1, j + 1], 2))
    return bool(gram.is_positive_semidefinite)


COORDINATES_COUNTED = Erratum(
    chapter=CHAPTER,
    section="groups-and-actions",
    source="Euclidean : function defined over a given number of coordinates (x, y, z). In NON Euclidean : the function is not defined over the "
    "same number of coordinate & input of the function. In Graph we have node A linked with 2 nodes (2 coordinates) and node B linked with 3 "
    "coordinates.",
    correction="A space is Euclidean if its points can be placed in a flat space without changing a distance. On a sphere, and in "
    "many graphs, they cannot.",
    why="Neighbours are no coordinates, and their number does not decide: every place on a sphere has two coordinates, as in the plane. "
    "But of four places spread evenly on the equator, opposite ones are twice as far apart as adjacent ones, both ways round, which no "
    "four points of a flat space are.",
    slip=Slip.ERROR,
    check=_tells_the_plane_from_the_sphere,
    written=lambda coordinates, squares: coordinates == 2,  # noqa: ARG005
    corrected=_fit_into_a_flat_space,
)


def _is_a_group_of_maps(admits: Callable[[tuple[int, ...]], bool]) -> bool:
    """Whether the admitted maps of two red points, 0 and 1, and a blue one, 2, can each be undone by an admitted one."""
    maps = [f for f in product(range(3), repeat=3) if admits(f)]
    return all(any(tuple(g[f[x]] for x in range(3)) == (0, 1, 2) for g in maps) for f in maps)


def _keeps_colours(f: tuple[int, ...]) -> bool:
    return all((f[x] == 2) == (x == 2) for x in range(3))


GEOMETRY_WITHOUT_INVERSES = Erratum(
    chapter=CHAPTER,
    section="groups-and-actions",
    source="We define a Geometry as the set of possible transformation that applied over objects, preserve certain property",
    correction="... the set of **invertible** transformations ...: a group.",
    why="A map may preserve a property and lose something else. Of two red points and a blue one, the map that sends both red points to "
    "the first keeps every colour, and cannot be undone. Only the invertible ones form a group.",
    slip=Slip.HYPOTHESIS,
    check=_is_a_group_of_maps,
    written=_keeps_colours,
    corrected=lambda f: _keeps_colours(f) and len(set(f)) == 3,
)


def _is_a_representation(image: Callable[[int], Matrix]) -> bool:
    """Whether a map from the turns by thirds into matrices sends sums to products."""
    return all(image((a + b) % 3) == image(a) * image(b) for a, b in product(range(3), repeat=2))


ANY_MAP_INTO_MATRICES = Erratum(
    chapter=CHAPTER,
    section="representations",
    source=r"Representation $f: \rho: G \rightarrow \text{General Linear Group}(\mathbb{V})$; I need a tool that takes an element of this group and "
    "transform it into a Matrix",
    correction=r"$\rho: G \to \mathrm{GL}(V)$, such that $\rho(gh) = \rho(g) \rho(h)$ for all $g$ and $h$.",
    why="Without this the matrices need have nothing to do with the group: any matrix for any element would do. (And the map has one letter: $f$ "
    "is the network, ten lines on.)",
    slip=Slip.HYPOTHESIS,
    check=_is_a_representation,
    written=lambda a: Matrix.eye(3) * (a + 1),
    corrected=lambda a: SHIFT**a,
)


TRANSFORMATION_TAKEN_FOR_PROPERTY = Erratum(
    chapter=CHAPTER,
    section="geometric-blueprint",
    source="① Identify the invariant property (translation, rotation, symmetry...) ② Create a model which is robust to a given invariant "
    "(maintain a given invariant)",
    correction="Identify the transformations (translations, rotations, ...) and what they preserve. Create a model that is robust to the "
    "transformations.",
    why="A translation is what is done, and no property of what it is done to. It preserves the distances of points and not their places.",
    slip=Slip.COPYING,
)

GEOMETRIC_MISREAD = Erratum(
    chapter=CHAPTER,
    section="geometric-blueprint",
    source="Comm. deep learning (in the list of topics at the head of the chapter).",
    correction="**Geom.** deep learning, as in the table of contents of the source.",
    why="Nothing in the chapter is about communication; the topic of that place is the blueprint of geometric deep learning.",
    slip=Slip.COPYING,
)


def _every_member_can_be_undone(admits: Callable[[Matrix], bool]) -> bool:
    """Whether of some matrices, the identity among them, only those with an inverse are admitted."""
    some = [Matrix.eye(2), Matrix([[0, 1], [1, 0]]), Matrix([[1, 1], [1, 1]]), Matrix.zeros(2, 2)]
    return admits(some[0]) and all(matrix.det() != 0 for matrix in some if admits(matrix))


LAYERS_AS_ELEMENTS = Erratum(
    chapter=CHAPTER,
    section="representations",
    source="input is a vector, layer is a Matrix of weight. We can describe transformation (this matrices) as element of a Group",
    correction="The elements of the group become matrices that act on the input. They have to be invertible; a layer is another matrix, "
    "which is asked to commute with them.",
    why="The matrices of layers form no group: a matrix of weights need have no inverse, or not even be square. Two kinds of matrices have "
    "to be kept apart, those that move the input and those that are trained.",
    slip=Slip.ERROR,
    check=_every_member_can_be_undone,
    written=lambda matrix: matrix.is_square,
    corrected=lambda matrix: matrix.is_square and matrix.det() != 0,
)


def _excludes_the_first_coordinate(invariant: Callable[[Callable[[Matrix], object]], bool]) -> bool:
    """Whether a notion of invariance under the shifts excludes reading the first coordinate, and admits the sum."""
    first, total = (lambda x: x[0]), (lambda x: sum(x))
    return invariant(total) and not invariant(first)


_X = Matrix(symbols("x0:3"))

WHOLE_GROUP_AT_ONCE = Erratum(
    chapter=CHAPTER,
    section="invariance",
    source=r"a function f is Invariant to G if $f(\rho(G)x) = f(x)$; The outcome of f is the same both if x is not transformed or is transformed "
    "by an element of the group",
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
    moved = Matrix([[0, 0, 0], [1, 0, 0], [0, 0, 0]])
    return form(lambda x: _circulant("w", 3) * x, SHIFT, _X) and not form(lambda x: moved * x, SHIFT, _X)


EQUIVARIANCE_WITH_F_TWICE = Erratum(
    chapter=CHAPTER,
    section="equivariance",
    source=r"f is Equivariant w.r.t $f(f(\rho(G)x)) = f(\rho(G)f(x))$",
    correction=r"$f(\rho(g) x) = \rho'(g) f(x)$ for every $g$.",
    why=r"Transforming and then applying $f$ is applying $f$ and then transforming. As written $f$ stands twice on each side, and a map that "
    r"sends the first coordinate to the second and forgets the others passes, since both sides are zero. The action on outputs, $\rho'$, may be another one than on inputs.",
    slip=Slip.COPYING,
    check=_holds_for_a_convolution,
    written=lambda f, s, x: (f(f(s * x)) - f(s * f(x))).expand() == Matrix.zeros(3, 1),
    corrected=lambda f, s, x: (f(s * x) - s * f(x)).expand() == Matrix.zeros(3, 1),
)


def _holds_for_pooling(form: Callable[[Matrix, Matrix, Matrix], bool]) -> bool:
    """Whether a form of equivariance holds for means of two of six numbers and shifts by two, which move the means by one."""
    pooling = Matrix(3, 6, lambda i, k: Rational(int(k // 2 == i), 2))
    return form(pooling, Matrix(6, 6, lambda i, k: int((i - k) % 6 == 2)), SHIFT)


SAME_ACTION_ON_BOTH_SIDES = Erratum(
    chapter=CHAPTER,
    section="geometric-blueprint",
    source="Equivariant layer $f(f(G)x) = f(G)f(x)$; $f(f(G_i)x) = f(G_i)f(x)$",
    correction=r"$f(\rho(g) x) = \rho'(g) f(x)$ for every $g \in G$.",
    why=r"One letter stands for the layer and for the representation, which is $\rho$ elsewhere. And the actions before and after may differ: "
    "a layer that changes the size of the image cannot be followed by the matrix that acts on the input.",
    slip=Slip.COPYING,
    check=_holds_for_pooling,
    written=lambda f, before, after: f.cols == before.rows == f.rows and f * before == before * f,  # noqa: ARG005
    corrected=lambda f, before, after: f * before == after * f,
)


def _single_answer_is_kept(network: Callable[[Matrix], Expr]) -> bool:
    """Whether what a network makes of the input is the same after every shift."""
    return all((network(SHIFT**a * _X) - network(_X)).expand() == 0 for a in range(3))


GLOBAL_POOLING_MISSING = Erratum(
    chapter=CHAPTER,
    section="geometric-blueprint",
    source=r"Input $x \rightarrow$ Equivariant layer $\rightarrow$ Local Pooling Is an aggregation function $\rightarrow$ Equivariant layer "
    r"$\rightarrow$ Single global Representation",
    correction=r"... $\to$ equivariant layer $\to$ **invariant global pooling** $\to$ single global representation.",
    why="What an equivariant layer gives moves with the input. To read one answer from it, at a fixed place, is not invariant; the sum "
    "over all places is.",
    slip=Slip.HYPOTHESIS,
    check=_single_answer_is_kept,
    written=lambda x: (_circulant("w", 3) * x)[0],
    corrected=lambda x: sum(_circulant("w", 3) * x),
)


def _tells_inputs_of_one_mean_apart(activation: Callable[[Expr], Expr]) -> bool:
    """Whether convolution, activation, means of two, convolution and the sum tell two neighbours from one of twice the size."""

    def network(x: Matrix) -> Expr:
        means = Matrix(2, 4, lambda i, k: Rational(int(k // 2 == i), 2))
        return sum(_circulant("v", 2) * means * (_circulant("w", 4) * x).applyfunc(activation))

    return bool(expand(network(Matrix([1, 1, 0, 0])) - network(Matrix([2, 0, 0, 0]))) != 0)


LAYER_WITHOUT_ACTIVATION = Erratum(
    chapter=CHAPTER,
    section="geometric-blueprint",
    source=r"layer is a Matrix of weight; Input $x \rightarrow$ Equivariant layer $\rightarrow$ Local Pooling Is an aggregation function "
    r"$\rightarrow$ Equivariant layer $\rightarrow$ Single global Representation",
    correction="A layer is a matrix *followed by an activation*, which acts entry by entry and so follows shifts too.",
    why="A matrix that follows shifts is a convolution, and a mean is linear: without an activation, whatever the weights, the sum of the "
    "outputs is a multiple of the sum of the inputs, and nothing else of them is seen. With squares between, two neighbours are told from "
    "one of twice the size.",
    slip=Slip.HYPOTHESIS,
    check=_tells_inputs_of_one_mean_apart,
    written=lambda entry: entry,
    corrected=lambda entry: entry**2,
)

TOPICS_WITHOUT_TEXT = Erratum(
    chapter=CHAPTER,
    section="deep-sets",
    source="The list of topics announces *Deep Sets* and *Group Equivariant*; the chapter has not a word on either.",
    correction="Both sections are written here in full, the second as group equivariant *convolution*.",
    why="Pages seem not to have been copied; and something has to be equivariant.",
    slip=Slip.COPYING,
)
