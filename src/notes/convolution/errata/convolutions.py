"""Slips on convolution, its matrices and its layers."""

from collections.abc import Callable, Sequence
from typing import Any

from sympy import Matrix, Rational, floor, symbols

from notes.errata import Erratum, Slip

CHAPTER = 6


def _equals_moving_right(kernel_image: Sequence[int]) -> bool:
    """Whether an image of (1, 2, 3, 4) is what the circulant matrix of (0, 1, 0, 0) makes of it."""
    w = (0, 1, 0, 0)
    matrix = Matrix(4, 4, lambda i, k: w[(i - k) % 4])
    return list(matrix * Matrix([1, 2, 3, 4])) == list(kernel_image)


SHIFT_TO_THE_WRONG_SIDE = Erratum(
    chapter=CHAPTER,
    section="circulant-matrices",
    source=r"With $w = [0, 1, 0, \dots, 0]$: shift right; $x = (1, 2, 3, 4)$ becomes $y = (2, 3, 4, 1)$.",
    correction=r"$y = (4, 1, 2, 3)$",
    why=r"$y_i = \sum_k w_{(i-k) \bmod 4}\, x_k = x_{i-1}$: every entry moves one place on, and the last comes to the front. The "
    "example shows the shift to the left, whose matrix is the transpose.",
    slip=Slip.ERROR,
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
    source="If matrices commute, they have the same eigenvectors: they are jointly diagonalisable.",
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


def _is_an_eigenvalue(scale: Rational) -> bool:
    """Whether the scaled Fourier sum of (1, 2, 3, 4) at frequency 0 is an eigenvalue of its circulant matrix."""
    w = (1, 2, 3, 4)
    return scale * sum(w) in Matrix(4, 4, lambda i, k: w[(i - k) % 4]).eigenvals()


NORMALISED_TRANSFORM = Erratum(
    chapter=CHAPTER,
    section="circulant-matrices",
    source=r"The eigenvalues of $C(w)$ are the Fourier transform of $w$.",
    correction="They are its discrete Fourier transform, not normalised.",
    why=r"With the factor $1/\sqrt n$ that makes the transform unitary (for four entries one half) they are not.",
    slip=Slip.HYPOTHESIS,
    check=_is_an_eigenvalue,
    written=Rational(1, 2),
    corrected=Rational(1),
)

SLIDING_DOT_PRODUCT = Erratum(
    chapter=CHAPTER,
    section="discrete-2d-convolution",
    source="Convolution is the sliding dot product between kernel and signal.",
    correction="The sliding dot product is cross-correlation; convolution turns the kernel around first.",
    why="In $w_{i-k}$ the index of the kernel falls where that of the signal rises. The layers of a network compute the sliding dot "
    "product and keep the name; for learned kernels it makes no difference.",
    slip=Slip.ERROR,
)

_f, _g = symbols("f g")


def _contains_both(summand: Callable[..., Any]) -> bool:
    """Whether a summand contains the signal as well as the kernel."""
    return {_f, _g} == summand(_f, _g).free_symbols


KERNEL_TIMES_KERNEL = Erratum(
    chapter=CHAPTER,
    section="discrete-2d-convolution",
    source=r"$(f * g)[m, n] = \sum_k \sum_l g[k, l] \cdot g[m - k, n - l]$",
    correction=r"$(f * g)[m, n] = \sum_k \sum_l f[k, l] \cdot g[m - k, n - l]$",
    why="The signal has been lost. The line below it, $f(t) - g(x - t)$, has a minus sign for the product.",
    slip=Slip.COPYING,
    check=_contains_both,
    written=lambda f, g: 0 * f + g * g,
    corrected=lambda f, g: f * g,
)


def _keeps_the_size(amount: Callable[[int], int]) -> bool:
    """Whether padding by an amount that depends on the kernel, divided between both ends, keeps ten entries ten."""
    return all(10 + amount(kernel) - kernel + 1 == 10 for kernel in (1, 3, 5))


PADDING_NAMES = Erratum(
    chapter=CHAPTER,
    section="padding-stride-dilation",
    source="Zero padding (valid). Full padding (same): the size of the output is the size of the input.",
    correction="Valid: no padding. Same: $F - 1$ zeros altogether, and the size is kept. Full: $F - 1$ at either end, and the output "
    "is longer by $F - 1$.",
    why="Three names for three amounts; the source runs them into two.",
    slip=Slip.ERROR,
    check=_keeps_the_size,
    written=lambda kernel: 2 * (kernel - 1),
    corrected=lambda kernel: kernel - 1,
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


def _counts_one_kernel(count: int) -> bool:
    """Whether a number is that of the entries of one kernel of size three and one bias."""
    return count == len(("w1", "w2", "w3", "beta"))


NINE_PARAMETERS = Erratum(
    chapter=CHAPTER,
    section="convolutional-layer",
    source=r"A kernel of size 3 on six inputs has $(3 \times 1 + 6) \times 1 = 9$ parameters.",
    correction=r"$(3 \times 1 + 1) \times 1 = 4$",
    why=r"All places share the kernel, and they share its bias $\beta$ as well; the source counts a bias per place.",
    slip=Slip.ERROR,
    check=_counts_one_kernel,
    written=9,
    corrected=4,
)


def _counts_biases(count: Callable[..., Any]) -> bool:
    """Whether a formula counts, for kernels of 3 on 2 channels and 5 filters, 30 weights and 5 biases."""
    return count(3, 2, 5) == 3 * 2 * 5 + 5


BIAS_PER_ENTRY = Erratum(
    chapter=CHAPTER,
    section="convolutional-layer",
    source=r"In one dimension: $(F \times (C_{\text{in}} + \text{bias})) \times$ number of filters. (Above it, \"20\" stands for 2D.)",
    correction=r"$(F \times C_{\text{in}} + 1) \times C_{\text{out}}$",
    why="A filter has one bias, not one for each entry of its kernel.",
    slip=Slip.ERROR,
    check=_counts_biases,
    written=lambda F, C, D: F * (C + 1) * D,
    corrected=lambda F, C, D: (F * C + 1) * D,
)

TRANSLATION_INVARIANCE = Erratum(
    chapter=CHAPTER,
    section="principles",
    source="Translation invariance is named among the principles.",
    correction="A convolution is *equivariant*: a shifted image gives shifted features. Invariance comes from pooling at the end.",
    why="If each feature stayed as it was when the image moves, the network could not say where anything is.",
    slip=Slip.ERROR,
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
