r"""What depth adds: composition and narrow networks; the parameters of deep ones."""

from itertools import pairwise

from sympy import (
    Abs,
    Eq,
    Expr,
    Integer,
    Max,
    Rational,
    Sum,
    UnevaluatedExpr,
)

from notes.proof import (
    Proof,
    at_least,
    cases,
    chain,
    equal,
    function,
    index,
    indexed,
    lemma,
    matrix,
    natural,
    nonnegative,
    positive,
    real,
)
from notes.proof.relations import Chain
from notes.proof.steps import Step

x = real("x")
theta = indexed(r"\theta")


def composition_is_a_layer() -> Proof:
    """Output layer and input layer between two networks make one layer, of rank one if one number passed between."""
    second, first, between = natural("D_2"), natural("D_1"), natural("D_o")
    outer, inner, hidden = matrix(r"\theta'", second, between), matrix(r"\phi", between, first), matrix("h", first, 1)
    outer_bias, inner_bias = matrix(r"\theta'_0", second, 1), matrix(r"\phi_0", between, 1)
    merged = equal(
        outer_bias + outer * (inner_bias + inner * hidden),
        (outer_bias + outer * inner_bias) + (outer * inner) * hidden,
        "multiplied out: weights on the hidden units, and a bias",
    )
    column, row = indexed(r"\theta'"), indexed(r"\phi")
    i, j, k, other = index("i"), index("j"), index("k"), index("l")
    minor = equal(
        UnevaluatedExpr(column[i] * row[k]) * (column[j] * row[other])
        - UnevaluatedExpr(column[i] * row[other]) * (column[j] * row[k]),
        0,
        "with one number in between, every two-by-two minor of the matrix vanishes",
    )
    return Proof(
        "An output layer and an input layer in a row are one layer, of rank one at most if one number passes between",
        [merged, minor],
        [merged, minor],
        equation="eq:composition",
    )


def two_layer_expansion() -> Proof:
    """The network of two hidden layers of three units, with every term written out."""
    a = function("a")
    i, j = index("i"), index("j")
    psi, output = indexed(r"\psi"), indexed(r"\phi'")

    def first(unit: Expr) -> Expr:
        return a(theta[unit, 0] + theta[unit, 1] * x)

    def second(unit: Expr) -> Expr:
        return a(psi[unit, 0] + psi[unit, 1] * first(1) + psi[unit, 2] * first(2) + psi[unit, 3] * first(3))

    compact = output[0] + Sum(output[i] * a(psi[i, 0] + Sum(psi[i, j] * first(j), (j, 1, 3))), (i, 1, 3))
    step = (
        chain(compact)
        .equals(output[0] + Sum(output[i] * second(i), (i, 1, 3)), "the units of the first layer, one by one")
        .equals(
            output[0] + output[1] * second(1) + output[2] * second(2) + output[3] * second(3),
            "and those of the second; the offset of the output stays",
        )
    )
    return Proof("Two hidden layers of three units, term by term", step, [step], equation="eq:two-layer-expansion")


def narrow_network() -> Proof:
    """One layer of the narrow network: it carries the input, computes a unit and adds to the sum, all through ReLU."""
    size, above, carried = positive("R"), nonnegative("B"), real("x_j")
    slopes, inputs, i, width = indexed(r"\theta"), indexed("x"), index("i"), natural("D")
    weight, value, lack, extra = real(r"\phi"), nonnegative("h"), nonnegative("G"), nonnegative("c")

    def through_relu(number: Expr) -> Expr:
        return Max(number, 0)

    def over_inputs(term: Expr) -> Expr:
        return Sum(term, (i, 1, width))

    def passed(by: Expr) -> Chain:
        sum_so_far = Abs(by) * (value + lack) + extra + by * value
        return equal(through_relu(sum_so_far), sum_so_far, "a unit h, at most h + G, never empties its reserve")

    steps: list[Step] = [
        equal(through_relu(carried + size), carried + size, "an input that is B above -R, raised by R, passes ReLU"),
        equal(
            through_relu(slopes[0] - size * over_inputs(slopes[i]) + over_inputs(slopes[i] * (inputs[i] + size))),
            through_relu(slopes[0] + over_inputs(slopes[i] * inputs[i])),
            "from the raised inputs the next unit finds its pre-activation",
        ),
        cases(passed, weight),
    ]
    return Proof(
        "What a narrow layer must carry passes ReLU unharmed",
        steps,
        steps,
        given=(Eq(carried, above - size),),
        equation="eq:narrow-network",
    )


def absolute_value_is_not_below() -> Proof:
    """A number is at most its absolute value."""
    number = real(r"\Upsilon")
    step = cases(lambda one: at_least(Abs(one), one, "it is the number or its negative"), number)
    return Proof("A number is at most its absolute value", at_least(Abs(number), number), [step])


def larger_is_at_least_the_mean() -> Proof:
    """The larger of χ_1 and χ_1 + χ_2 is not below the number half-way between them."""
    base, difference = real(r"\chi_1"), real(r"\chi_2")
    step = cases(
        lambda t: at_least(Max(base + t, base), base + t / 2, "the larger of two numbers, and their mean"), difference
    )
    return Proof(
        "The larger of two numbers is at least their mean",
        at_least(Max(base + difference, base), base + difference / 2),
        [step],
    )


def width_one() -> Proof:
    """A network whose layers have one unit is monotone, so it misses the tent by at least a half somewhere."""
    middle, change = function("g")(Rational(1, 2)), nonnegative(r"\Delta")
    gaps = 1 - middle, middle + change
    sizes = Abs(gaps[0]), Abs(gaps[1])
    larger = lemma(larger_is_at_least_the_mean, {real(r"\chi_1"): sizes[1], real(r"\chi_2"): sizes[0] - sizes[1]})
    of_first, of_second = (
        lemma(absolute_value_is_not_below, {real(r"\Upsilon"): one}, through=lambda gap: gap / 2) for one in gaps
    )
    misses = (
        chain(Max(*sizes))
        .at_least(
            (sizes[0] + sizes[1]) / 2,
            "rising by Δ, it misses by the size of 1 - g(1/2) at one half and of g(1/2) + Δ at 1; their mean",
            larger,
        )
        .at_least((gaps[0] + sizes[1]) / 2, "a size is not below the number", of_first)
        .at_least((gaps[0] + gaps[1]) / 2, "likewise", of_second)
        .at_least(Rational(1, 2), "falling instead, the same holds for 0 and 1/2")
    )
    return Proof("A rising function misses the tent by at least a half", misses, [misses], equation="eq:width-one")


def exercise_parameter_count() -> Proof:
    """The parameters of the network of the exercise, layer by layer."""
    widths = (1920 * 1080 * 3, 512, 1024, 512, 1)
    layers = (3185050112, 525312, 524800, 513)

    def layer(before: int, after: int) -> Expr:
        return UnevaluatedExpr(after) + UnevaluatedExpr(after) * UnevaluatedExpr(before)

    steps = [
        equal(layer(*pair), total, f"biases and weights into the {place}")
        for pair, total, place in zip(
            pairwise(widths), layers, ("first layer", "second layer", "third layer", "output"), strict=True
        )
    ]
    total = equal(sum(UnevaluatedExpr(Integer(number)) for number in layers), 3186100737, "added up")
    steps.append(total)
    return Proof("The exercise's network has 3,186,100,737 parameters", total, steps, equation="eq:parameter-count")
