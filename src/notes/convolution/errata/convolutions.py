"""Slips on convolution, its matrices and its layers."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

from sympy import Expr, Matrix, Rational, exp, expand, floor, integrate, oo, symbols

from notes.errata import Erratum, Slip

CHAPTER = 6
Image = dict[tuple[int, int], int]


def _is_finite(f: Callable[[Expr], Expr]) -> bool:
    """Whether the convolution of a function with itself is finite at 1."""
    t = symbols("t", real=True)
    return bool(integrate(f(t) * f(1 - t), (t, -oo, oo)) < oo)


CONVOLUTION_OF_ANY_FUNCTIONS = Erratum(
    chapter=CHAPTER,
    section="continuous-convolution",
    source=r"$(f * g)(x) = \int_{-\infty}^{+\infty} f(t) g(x-t) dt$",
    correction="The same where the integral converges, for instance if both functions are integrable and one is bounded.",
    why=r"For $f = g = 1$ it is infinite at every $x$; for $f(t) = g(t) = e^{-t^2}$ it is finite everywhere.",
    slip=Slip.HYPOTHESIS,
    check=_is_finite,
    written=lambda t: t**0,
    corrected=lambda t: exp(-(t**2)),
)


def _equals_moving_right(kernel_image: Sequence[int]) -> bool:
    """Whether an image of (1, 2, 3, 4) is what the circulant matrix of (0, 1, 0, 0) makes of it."""
    w = (0, 1, 0, 0)
    matrix = Matrix(4, 4, lambda i, k: w[(i - k) % 4])
    return list(matrix * Matrix([1, 2, 3, 4])) == list(kernel_image)


SHIFT_TO_THE_WRONG_SIDE = Erratum(
    chapter=CHAPTER,
    section="circulant-matrices",
    source=r"With W vector $[0, 1, 0, \dots, 0]$ ... Shift right ... $X \rightarrow 1, 2, 3, 4$, $Y \rightarrow 2, 3, 4, 1$",
    correction=r"$y = (4, 1, 2, 3)$",
    why=r"$y_i = \sum_k w_{(i-k) \bmod 4}\, x_k = x_{i-1}$: every entry moves one place on, and the last comes to the front. The "
    "example shows the shift to the left, whose matrix is the transpose. (As a table of places, 1 goes to 2, 2 to 3 and so on, it "
    "would be right; as values it is not.)",
    slip=Slip.COPYING,
    check=_equals_moving_right,
    written=(2, 3, 4, 1),
    corrected=(4, 1, 2, 3),
)


def _shares_eigenvectors(pair: tuple[Matrix, Matrix]) -> bool:
    """Whether each eigenvector of the first of two commuting matrices is one of the second."""
    first, second = pair
    assert first * second == second * first
    vectors = [v for _, _, basis in first.eigenvects() for v in basis]
    return all(Matrix.hstack(v, second * v).rank() <= 1 for v in vectors)


COMMUTING_IS_NOT_ENOUGH = Erratum(
    chapter=CHAPTER,
    section="circulant-matrices",
    source="If Matrices commute, they have the same Eigenvector: they are joint diagonalizable",
    correction="If two matrices commute and one has distinct eigenvalues, its eigenvectors are eigenvectors of the other. In "
    "general, commuting matrices are jointly diagonalisable if and only if each is diagonalisable.",
    why="The identity commutes with every matrix, also with a shear, which has no basis of eigenvectors. The shift has distinct "
    "eigenvalues, the roots of unity, so for circulant matrices the conclusion stands.",
    slip=Slip.HYPOTHESIS,
    check=_shares_eigenvectors,
    written=(Matrix.eye(2), Matrix([[1, 1], [0, 1]])),
    corrected=(Matrix([[0, 1], [1, 0]]), Matrix([[2, 5], [5, 2]])),
)

COMMUTES_WITH_A_SHIFT_OF_W = Erratum(
    chapter=CHAPTER,
    section="circulant-matrices",
    source=r"$C$ is circulant if $C(w) \cdot S(w) = S(w) \cdot C(w)$.",
    correction=r"$C$ is circulant if and only if $CS = SC$.",
    why="The shift does not depend on $w$. And what is claimed is that commuting makes a matrix circulant, so the matrix cannot be "
    r"called $C(w)$ beforehand.",
    slip=Slip.COPYING,
)


SLIDING_DOT_PRODUCT = Erratum(
    chapter=CHAPTER,
    section="discrete-2d-convolution",
    source="Convolution in the time domain (sliding dot product between kernel and signal)",
    correction="The sliding dot product is cross-correlation; convolution turns the kernel around first.",
    why="In $w_{i-k}$ the index of the kernel falls where that of the signal rises. The layers of a network compute the sliding dot "
    "product and keep the name; for learned kernels it makes no difference.",
    slip=Slip.ERROR,
)


def _multiplies_polynomials(convolution: Callable[[Image, Image, int, int], int]) -> bool:
    """Whether the convolution of two images has the coefficients of the product of the polynomials that the images have."""
    a, b = symbols("a b")
    image, kernel = {(0, 0): 1, (0, 1): 2, (1, 0): 3, (1, 1): 4}, {(0, 0): 5, (0, 1): 6, (1, 0): 7, (1, 1): 8}
    convolved = {(m, n): convolution(image, kernel, m, n) for m, n in product(range(3), repeat=2)}
    first, second, both = (sum(v * a**m * b**n for (m, n), v in x.items()) for x in (image, kernel, convolved))
    return bool(expand(first * second - both) == 0)


def _overlap(x: Image, g: Image, m: int, n: int) -> int:
    """The products of an image and a turned kernel, summed over all rows and columns."""
    return sum(value * g.get((m - row, n - column), 0) for (row, column), value in x.items())


KERNEL_TIMES_KERNEL = Erratum(
    chapter=CHAPTER,
    section="discrete-2d-convolution",
    source=r"$(f * g)[m, n] = \sum_k \sum_l g[k, l] \cdot g[m - k, n - l]$",
    correction=r"$(f * g)[m, n] = \sum_k \sum_l f[k, l] \cdot g[m - k, n - l]$",
    why="The signal has been lost. The line below it, $f(t) - g(x - t)$, has a minus sign for the product, and the next one, "
    r"$m \times m$ matrix, takes the $m$ of the place for the size of the image.",
    slip=Slip.COPYING,
    check=_multiplies_polynomials,
    written=lambda _, g, m, n: _overlap(g, g, m, n),
    corrected=_overlap,
)


def _keeps_the_size(amount: Callable[[int, int], int]) -> bool:
    """Whether adding an amount that depends on kernel and dilation leaves as many places as there were entries, at stride one."""
    reaches = [(kernel, dilation, dilation * (kernel - 1)) for kernel in (1, 3, 5) for dilation in (1, 2)]
    return all(len(range(10 + amount(kernel, dilation) - reach)) == 10 for kernel, dilation, reach in reaches)


PADDING_NAMES = Erratum(
    chapter=CHAPTER,
    section="padding-stride-dilation",
    source="Zero padding (valid) ... Full Padding (same): The size of the output = Size of input",
    correction="With the dilation $d$: valid, no padding. Same: $d(F - 1)$ zeros altogether, and *at stride one* the size is kept. Full: "
    "$d(F - 1)$ at either end, and at stride one the output is longer by as much.",
    why="Three names for three amounts; the source runs them into two. And at stride two the output has half the size, whatever its name.",
    slip=Slip.ERROR,
    check=_keeps_the_size,
    written=lambda kernel, dilation: 2 * dilation * (kernel - 1),
    corrected=lambda kernel, dilation: dilation * (kernel - 1),
)


def _counts_places(size: Callable[..., Any]) -> bool:
    """Whether a formula gives the number of places of a window of 3 with stride 2 on 4, 5 and 6 entries."""
    return all(size(W, 3, 0, 2) == len(range(0, W - 2, 2)) for W in (4, 5, 6))


SIZE_WITHOUT_FLOOR = Erratum(
    chapter=CHAPTER,
    section="padding-stride-dilation",
    source=r"$W_{\text{out}} = \frac{W_{\text{in}} - F + 2P}{S} + 1$",
    correction=r"$W_{\text{out}} = \left\lfloor \frac{W_{\text{in}} + 2P - d(F - 1) - 1}{S} \right\rfloor + 1$",
    why="Where the stride does not divide the room, the fraction is no size at all; and dilation, named a line above, is missing.",
    slip=Slip.HYPOTHESIS,
    check=_counts_places,
    written=lambda W, F, P, S: Rational(W - F + 2 * P, S) + 1,
    corrected=lambda W, F, P, S: floor(Rational(W - F + 2 * P, S)) + 1,
)


def _has_all_inputs(padding: int) -> bool:
    """Whether the six units of three neighbours each find them among six inputs and what is added at either end."""
    there = range(1 - padding, 7 + padding)
    return all(i + k in there for i in range(1, 7) for k in (-1, 0, 1))


UNITS_AT_THE_ENDS = Erratum(
    chapter=CHAPTER,
    section="convolutional-layer",
    source=r"$h_i = a \left[\beta + w_1 x_{i-1} + w_2 x_i + w_3 x_{i+1} \right]$, beside \"6 size of input\" and \"6 hidden unit\"",
    correction="The same with $x_0 = x_7 = 0$, that is padded with one zero at either end.",
    why="Without padding the first of six units has no left neighbour, and the last one no right one: there are four units.",
    slip=Slip.HYPOTHESIS,
    check=_has_all_inputs,
    written=0,
    corrected=1,
)


def _counts_the_layer(count: int) -> bool:
    """Whether a number is that of the weights and biases that occur in the six units, by the source's own formula for a unit."""
    x, w, beta = symbols("x0:8"), symbols("w1:4"), symbols("beta")
    units = [beta + sum(w[j - 1] * x[i + j - 2] for j in (1, 2, 3)) for i in range(1, 7)]
    return len(set().union(*(unit.free_symbols for unit in units)) - set(x)) == count


NINE_PARAMETERS = Erratum(
    chapter=CHAPTER,
    section="convolutional-layer",
    source=r"F kernel size = 3, $(3 \times 1 + 6) \times 1 = 9$",
    correction=r"$(3 \times 1 + 1) \times 1 = 4$",
    why=r"All places share the kernel, and they share its bias $\beta$ as well; the source counts a bias per place.",
    slip=Slip.ERROR,
    check=_counts_the_layer,
    written=(3 * 1 + 6) * 1,
    corrected=(3 * 1 + 1) * 1,
)


def _counts_biases(count: Callable[..., Any]) -> bool:
    """Whether a formula counts, for kernels of 3 on 2 channels and 5 filters, 30 weights and 5 biases."""
    return count(3, 2, 5) == 3 * 2 * 5 + 5


BIAS_PER_ENTRY = Erratum(
    chapter=CHAPTER,
    section="convolutional-layer",
    source=r"1D $(F \times (C_{in} + Bias)) \times \text{Number of filters}$. (Above it \"20\", perhaps by the scan, stands for 2D.)",
    correction=r"$(F \times C_{\text{in}} + 1) \times C_{\text{out}}$",
    why="A filter has one bias, not one for each entry of its kernel.",
    slip=Slip.ERROR,
    check=_counts_biases,
    written=lambda F, C, D: F * (C + 1) * D,
    corrected=lambda F, C, D: (F * C + 1) * D,
)

INVARIANCE_FOR_EQUIVARIANCE = Erratum(
    chapter=CHAPTER,
    section="principles",
    source="We would like to leverage structural similarities ... TRANSLATION INVARIANCE, DEFORMATION INVARIANCE",
    correction="Invariance is for the *answer*, where the question allows it; the layers of a convolutional network are *equivariant* to "
    "translations. Under small deformations one asks for *stability*: the answer changes little.",
    why="If each feature stayed as it was when the image moves, the network could not say where anything is; and by small "
    "deformations, one after the other, a 1 becomes a 7.",
    slip=Slip.HYPOTHESIS,
)

_X, _W = (1, 2, 4), (5, 7, 2)


def _is_circular(entry: Callable[..., int]) -> bool:
    """Whether entries of the kernel, chosen for each output and input, give a circular convolution of three numbers."""
    convolved = [sum(entry(_W, i, k) * _X[k] for k in range(3)) for i in range(3)]
    return convolved == [5 * 1 + 2 * 2 + 7 * 4, 7 * 1 + 5 * 2 + 2 * 4, 2 * 1 + 7 * 2 + 5 * 4]


MODULUS_OF_A_WEIGHT = Erratum(
    chapter=CHAPTER,
    section="circular-convolution",
    source=r"Discrete time Convolution $(x * w) = \sum_{k=0}^{m-1} w_{i-k} \text{ mod } m X_k$",
    correction=r"Circular convolution: $(x * w)_i = \sum_{k=0}^{m-1} w_{(i-k) \bmod m}\, x_k$",
    why="The remainder belongs to the index, from whose line it has slid; the left side lacks the place $i$; and that the index "
    "goes around makes it the circular convolution, which the ordinary one equals only with zeros behind.",
    slip=Slip.COPYING,
    check=_is_circular,
    written=lambda w, i, k: w[i - k] % 3,
    corrected=lambda w, i, k: w[(i - k) % 3],
)

ROWS_FOR_COLUMNS = Erratum(
    chapter=CHAPTER,
    section="circulant-matrices",
    source="Circulant Matrix (stack the vector w m times with shift)",
    correction="The shifted copies of $w$ are the columns of $C(w)$.",
    why="It is not said whether as rows or as columns. As rows, each moved on by one, they make the transpose, which is "
    "cross-correlation.",
    slip=Slip.HYPOTHESIS,
    check=_is_circular,
    written=lambda w, i, k: w[(k - i) % 3],
    corrected=lambda w, i, k: w[(i - k) % 3],
)

LAYER_OF_RECEPTIVE_FIELD = Erratum(
    chapter=CHAPTER,
    section="receptive-field",
    source="Convolutional Layer of Receptive Field",
    correction='Convolutional layer *and* receptive field, as in the source\'s own list of topics: "Conv Layer, Receptive Field".',
    why="A receptive field belongs to a unit and grows with the layers below it; a layer is not one of it.",
    slip=Slip.COPYING,
)
