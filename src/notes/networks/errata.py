"""What the source gets wrong in its second chapter: each slip with a check that tells it from the correction."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from sympy import Expr, Function, Indexed, IndexedBase, Matrix, Max, Rational, Symbol, expand, solve, symbols, zeros
from sympy.matrices.exceptions import ShapeError

from notes.errata import Erratum, Slip

x, a = Symbol("x", real=True), Function("a")
phi, theta, w = IndexedBase(r"\phi"), IndexedBase(r"\theta"), IndexedBase("w")
h = IndexedBase("h")


def _is_bent(activation: Callable[[int], Expr]) -> bool:
    """Whether a unit with this activation is anything but a line."""
    return activation(-1) - 2 * activation(0) + activation(1) != 0


def _counts_the_joints(splits: int) -> bool:
    """Whether this is the number of places at which three units in general position switch."""
    return splits == len({solve(offset + slope * x, x)[0] for offset, slope in [(0, 1), (-1, 2), (-3, 1)]})


def _shares_three_units(outputs: Sequence[Expr]) -> bool:
    """Whether the outputs are made of the same three hidden units."""
    return len({unit for output in outputs for unit in output.atoms(a)}) == 3


def _has_two_outputs(output: Matrix) -> bool:
    return output.shape == (2, 1)


def _weights_existing_inputs(unit: Expr) -> bool:
    """Whether every weight of a unit belongs to an input that a network of one input has."""
    weights = [entry for entry in unit.atoms(Indexed) if len(entry.indices) == 2]
    return all(entry.indices[1] <= 1 for entry in weights)


def _escapes_parabolas(activation: Callable[[int], Expr]) -> bool:
    """Whether a unit with this activation can have a third difference; a sum of parabolas of any width has none."""
    values = [activation(k) for k in (-2, -1, 0, 1)]
    return values[3] - 3 * values[2] + 3 * values[1] - values[0] != 0


def _pre_activation(i: int) -> Expr:
    return w[i, 0] + w[i, 1] * h[1] + w[i, 2] * h[2] + w[i, 3] * h[3]


def _is_two_layer_output(output: Expr) -> bool:
    return expand(output - phi[0] - sum(phi[i] * a(_pre_activation(i)) for i in (1, 2, 3))) == 0


def _first_layer(j: int) -> Expr:
    return a(theta[j, 0] + theta[j, 1] * x)


def _begins_with_the_first_unit(term: Expr) -> bool:
    """Whether the weight w_21 multiplies the first hidden unit."""
    return expand(term - w[2, 1] * _first_layer(1)) == 0


def _zigzag(place: Rational) -> Rational:
    """A network of three pieces on the unit interval: up, down, up."""
    return Max(0, 3 * place) - 2 * Max(0, 3 * place - 1) + 2 * Max(0, 3 * place - 2)


def _counts_the_pieces_of_the_fold(pieces: int) -> bool:
    """Whether a zigzag of three pieces, fed into another of three, has so many pieces."""
    values = [_zigzag(_zigzag(Rational(k, 36))) for k in range(37)]
    slopes = [after - before for before, after in pairwise(values)]
    return pieces == 1 + sum(before != after for before, after in pairwise(slopes))


def _counts_the_entries(total: Callable[[Matrix, Matrix], Matrix | int]) -> bool:
    """Whether this is the number of parameters, eight, of a layer from three units to two."""
    try:
        return total(zeros(2, 1), zeros(2, 3)) == 8
    except ShapeError:
        return False


_SQUARES = [a(theta[k, j, 0] + theta[k, j, 1] * x) for k in (1, 2) for j in (1, 2, 3)]
_ROWS = Matrix(2, 3, symbols("phi_11:14 phi_21:24"))
_UNITS = Matrix(3, 1, symbols("h_1:4"))

UNIT_WITHOUT_ACTIVATION = Erratum(
    chapter=2,
    section="shallow-network",
    source=r"$h_i = [\theta_{i0} + \theta_{i1} x]$",
    correction=r"$h_i = \mathrm{a}[\theta_{i0} + \theta_{i1} x]$",
    why="Without the activation every hidden unit is a line, and so is any weighted sum of them: the network could "
    "have a single region, not four.",
    slip=Slip.COPYING,
    check=_is_bent,
    written=lambda t: t,
    corrected=lambda t: Max(0, t),
)

SPLITS_FOR_REGIONS = Erratum(
    chapter=2,
    section="linear-regions",
    source="3 hidden units = 3+1 splits; with $D$ hidden units we have $D+1$ splits",
    correction="$D$ hidden units split the line in at most $D$ joints, hence into at most $D+1$ regions.",
    why="A unit has one joint. And $D+1$ is the most there can be: joints may coincide, and a unit whose slope or "
    "whose weight is zero has no visible joint at all.",
    slip=Slip.ERROR,
    check=_counts_the_joints,
    written=4,
    corrected=3,
)

SEPARATE_HIDDEN_UNITS = Erratum(
    chapter=2,
    section="multivariate-output",
    source=r"$y_1 = \phi_{10} + \phi_{11} a(\theta_{110} + \theta_{111} x) + \dots$ and "
    r"$y_2 = \phi_{20} + \phi_{21} a(\theta_{210} + \theta_{211} x) + \dots$",
    correction=r"$y_j = \phi_{j0} + \sum_d \phi_{jd} h_d$ with the same "
    r"$h_d = \mathrm{a}[\theta_{d0} + \theta_{d1} x]$ for every output",
    why="With hidden parameters of its own for each output this is two networks side by side, of ten parameters each, "
    "and the outputs need not share a joint. One network with two outputs has fourteen.",
    slip=Slip.ERROR,
    check=_shares_three_units,
    written=[sum(_SQUARES[:3]), sum(_SQUARES[3:])],
    corrected=[sum(_SQUARES[:3]), sum(k * unit for k, unit in zip((2, 3, 5), _SQUARES[:3], strict=True))],
)

OUTPUT_INDEX = Erratum(
    chapter=2,
    section="general-shallow-network",
    source=r"$y \in \mathbb{R}^{d_o}$ with $y = \phi_0 + \sum_i \phi_i h_i$",
    correction=r"$y_j = \phi_{j0} + \sum_{d=1}^{D} \phi_{jd} h_d$ for $j = 1, \dots, D_o$",
    why="One offset and one weight a unit give one number. A vector of outputs needs a row of weights for each; "
    "and the sum runs over the hidden units, not over the inputs, whose index $i$ it borrows.",
    slip=Slip.COPYING,
    check=_has_two_outputs,
    written=_ROWS[:1, :] * _UNITS,
    corrected=_ROWS * _UNITS,
)

WEIGHTS_OF_A_WIDE_NETWORK = Erratum(
    chapter=2,
    section="universal-approximation",
    source=r"$h_i = a(\theta_{i0} + \theta_{ii} x)$ and $y = \theta_0 + \sum_i \theta_i h_i$",
    correction=r"$h_d = \mathrm{a}[\theta_{d0} + \theta_{d1} x]$ and $y = \phi_0 + \sum_d \phi_d h_d$",
    why=r"The second index of $\theta$ numbers the input, and there is only one; the weights of the output are "
    r"$\phi$, parameters of their own, not those of the hidden units again.",
    slip=Slip.COPYING,
    check=_weights_existing_inputs,
    written=a(theta[2, 0] + theta[2, 2] * x),
    corrected=a(theta[2, 0] + theta[2, 1] * x),
)

THEOREM_WITHOUT_HYPOTHESES = Erratum(
    chapter=2,
    section="universal-approximation",
    source=r"For any continuous function $\exists$ a shallow NN that approximates that function",
    correction="For any continuous function on a compact set and any tolerance there is a shallow network, with a "
    "continuous activation that is not a polynomial, whose error stays below the tolerance on the whole set.",
    why=r"With a polynomial activation every network of any width is a polynomial of that degree; on the whole line a "
    r"ReLU network is a straight line far out. Either misses $\cos \pi x$ by at least 1, "
    "which is as bad as the constant 0.",
    slip=Slip.HYPOTHESIS,
    check=_escapes_parabolas,
    written=lambda t: t**2,
    corrected=lambda t: Max(0, t),
)

SPLITS_OF_A_COMPOSITION = Erratum(
    chapter=2,
    section="composing-networks",
    source="h then 3 splits",
    correction="The first network's pieces, each cut again: three times three, up to nine.",
    why="The picture is lost; read as the count of pieces of the composition, three is too few. What the second network does to its input it does on every piece of the first, so that numbers of pieces "
    "multiply, where each piece reaches over all of the second network's joints.",
    slip=Slip.COPYING,
    check=_counts_the_pieces_of_the_fold,
    written=3,
    corrected=9,
)

LOST_OFFSET = Erratum(
    chapter=2,
    section="deep-networks",
    source=r"$y' = \phi_0 + \phi_1 h'_1 + \dots = \phi_1 a(w_{10} + w_{11} h_1 + \dots) + \dots$",
    correction=r"$y' = \phi_0 + \phi_1 \mathrm{a}[w_{10} + w_{11} h_1 + \dots] + \dots$",
    why="The offset of the output is dropped from the first line of the expansion to the second.",
    slip=Slip.COPYING,
    check=_is_two_layer_output,
    written=sum(phi[i] * a(_pre_activation(i)) for i in (1, 2, 3)),
    corrected=phi[0] + sum(phi[i] * a(_pre_activation(i)) for i in (1, 2, 3)),
)

REPEATED_UNIT = Erratum(
    chapter=2,
    section="deep-networks",
    source=r"$\phi_2 a(w_{20} + w_{21} h_2 + w_{22} h_2 + w_{23} h_3)$",
    correction=r"$\phi_2 \mathrm{a}[w_{20} + w_{21} h_1 + w_{22} h_2 + w_{23} h_3]$",
    why="The weight $w_{21}$ leads from the first hidden unit to the second one of the next layer.",
    slip=Slip.COPYING,
    check=_is_two_layer_output,
    written=phi[0]
    + phi[1] * a(_pre_activation(1))
    + phi[2] * a(_pre_activation(2).subs(h[1], h[2]))
    + phi[3] * a(_pre_activation(3)),
    corrected=phi[0] + sum(phi[i] * a(_pre_activation(i)) for i in (1, 2, 3)),
)

UNIT_OF_THE_SECOND_LAYER_WITHOUT_ACTIVATION = Erratum(
    chapter=2,
    section="deep-networks",
    source=r"$\phi_3 (w_{30} + w_{31} h_1 + w_{32} h_2 + w_{33} h_3)$",
    correction=r"$\phi_3 \mathrm{a}[w_{30} + w_{31} h_1 + w_{32} h_2 + w_{33} h_3]$",
    why="The third unit of the second layer has lost its activation, and with it every joint it could add.",
    slip=Slip.COPYING,
    check=_is_two_layer_output,
    written=phi[0] + phi[1] * a(_pre_activation(1)) + phi[2] * a(_pre_activation(2)) + phi[3] * _pre_activation(3),
    corrected=phi[0] + sum(phi[i] * a(_pre_activation(i)) for i in (1, 2, 3)),
)

WRONG_FIRST_UNIT = Erratum(
    chapter=2,
    section="deep-networks",
    source=r"$\phi_2 a(w_{20} + w_{21} a(\theta_{20} + \theta_{21} x) + \dots)$",
    correction=r"$\phi_2 \mathrm{a}[w_{20} + w_{21} \mathrm{a}[\theta_{10} + \theta_{11} x] + \dots]$",
    why=r"The same slip one line further: $w_{21}$ multiplies $h_1$, of the parameters $\theta_{10}$ and $\theta_{11}$.",
    slip=Slip.COPYING,
    check=_begins_with_the_first_unit,
    written=w[2, 1] * _first_layer(2),
    corrected=w[2, 1] * _first_layer(1),
)

MISREAD_TITLE = Erratum(
    chapter=2,
    section="depth-universal-approximation",
    source="VAT: Depth Version",
    correction="UAT, the universal approximation theorem: depth version",
    why="A capital U was read as a V, twice. The section itself is missing from the source; ours states the theorem "
    "with the hypothesis on the width that makes it true.",
    slip=Slip.COPYING,
)

SUMS_OF_ARRAYS = Erratum(
    chapter=2,
    section="parameter-count",
    source=r"$\# \text{ of parameters} = (\beta_0 + W_0) + (\beta_1 + W_1) + (\beta_2 + W_2) + (\beta_3 + W_3)$",
    correction=r"The numbers of entries are added, $|\beta_0| + |W_0| + \dots + |\beta_3| + |W_3| = 3{,}186{,}100{,}737$.",
    why="An offset for each of 512 units and a matrix of 512 rows cannot be added; the source's next line, which breaks "
    "off before the sum, counts their entries.",
    slip=Slip.COPYING,
    check=_counts_the_entries,
    written=lambda offsets, weights: offsets + weights,
    corrected=lambda offsets, weights: len(offsets) + len(weights),
)


def _defines_every_unit(definitions: dict[Expr, Expr]) -> bool:
    """Whether no hidden unit of a network of three is left in its output without a definition."""
    output = phi[0] + sum(phi[i] * h[i] for i in (1, 2, 3))
    return not output.subs(definitions).has(h)


SIZE_USED_AS_INDEX = Erratum(
    chapter=2,
    section="general-shallow-network",
    source=r"$h \in \mathbb{R}^d \quad h_d = a \left(\theta_{d0} + \sum_i \theta_{di} x_i \right)$",
    correction=r"$\mathbf{h} \in \mathbb{R}^D$, and $h_d = \mathrm{a}[\theta_{d0} + \sum_i \theta_{di} x_i]$ for $d = 1, \dots, D$",
    why="If $d$ is the number of hidden units, the formula is that of the last one alone, and the others have none.",
    slip=Slip.COPYING,
    check=_defines_every_unit,
    written={h[3]: a(theta[3, 0] + theta[3, 1] * x)},
    corrected={h[d]: a(theta[d, 0] + theta[d, 1] * x) for d in (1, 2, 3)},
)


def _is_approached(function: Callable[[Rational], Rational]) -> bool:
    """Whether strokes over zero that are ten times as short come at least twice as close to the function beside it."""

    def gap(half: Rational) -> Rational:
        left, right = function(-half), function(half)
        return max(
            abs(left + (right - left) * (place + half) / (2 * half) - function(place))
            for place in (-half / 99, half / 99)
        )

    return bool(gap(Rational(1, 100)) < gap(Rational(1, 10)) / 2)


ANY_FUNCTION_BY_WIDTH = Erratum(
    chapter=2,
    section="universal-approximation",
    source=r"Make $D \rightarrow \infty$ and you can approximate (any) complex functions",
    correction="Any *continuous* function, as the theorem below it says; and each network has a finite $D$, the larger the closer it is to be.",
    why=r"A network is continuous. Beside a jump of 1 it is off by at least $\tfrac12$ on one of the two sides, whatever $D$ is: more "
    "units make the slope between them steeper and the error no smaller.",
    slip=Slip.HYPOTHESIS,
    check=_is_approached,
    written=lambda place: 1 if place > 0 else 0,
    corrected=abs,
)


ACTIVATIONS_LOST = Erratum(
    chapter=2,
    section="activation-functions",
    source='The index, and the list at the head of the chapter, name "Activation Functions"; the chapter has a single one, ReLU.',
    correction="This section supplies them.",
    why="The page was not copied. With one there is nothing to choose, and nothing says what the choice is about.",
    slip=Slip.COPYING,
)


MATRICES_LOST = Erratum(
    chapter=2,
    section="matrix-notation",
    source=r"MATRIX NOTATION: $x \in \mathbb{R}^3 \quad y \in \mathbb{R}^2 \quad H = \{H_1, H_2, H_3\}$ and the sizes of the three layers",
    correction=r"The matrices are $\Omega_0$ of 4 rows and 3 columns, $\Omega_1$ of 2 and 4, $\Omega_2$ of 3 and 2, $\Omega_3$ of 2 and 3.",
    why="Under the heading there are vectors only; the picture with the matrices is lost.",
    slip=Slip.COPYING,
)
