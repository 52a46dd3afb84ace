r"""How many linear regions a shallow network has, where they meet and what slope they have."""

from sympy import (
    Derivative,
    Eq,
    Expr,
    Integer,
    Max,
    Subs,
    Sum,
    UnevaluatedExpr,
    binomial,
)

from notes.proof import (
    Proof,
    chain,
    count,
    equal,
    index,
    indexed,
    induction,
    lemma,
    natural,
    positive,
    real,
)
from notes.proof.relations import Chain

x = real("x")
D, d = natural("D"), index("d")
PLANES = count("D")
phi, theta = indexed(r"\phi"), indexed(r"\theta")


def joint_position() -> Proof:
    """The pre-activation of a unit is its slope times the distance from its joint."""
    offset, slope = real(r"\theta_{d0}"), positive(r"\theta_{d1}")
    shift = UnevaluatedExpr(offset / slope)
    rising = equal(offset + slope * x, slope * (x + shift), "a rising unit is on to the right of its joint")
    falling = equal(
        offset - slope * x,
        slope * (shift - x),
        "with slope -θ, it is on to the left",
    )
    return Proof(
        "A hidden unit switches at minus its offset over its slope",
        claim=[rising, falling],
        steps=[rising, falling],
        equation="eq:joint",
    )


def region_slope() -> Proof:
    """The slope of a region is the sum over the units active there; z says how far each is from switching.

    The units are numbered so that A are active at the place in question, with pre-activations z, and I are idle, with
    pre-activations -z'; x is counted from that place.
    """
    active, idle, moved = count("A"), count("I"), real("x")
    above, below = indexed("z", positive=True), indexed("z'", positive=True)
    idle_weight, idle_slope = indexed(r"\phi'"), indexed(r"\theta'")
    output = (
        phi[0]
        + Sum(phi[d] * Max(0, above[d] + theta[d] * moved), (d, 1, active))
        + Sum(idle_weight[d] * Max(0, idle_slope[d] * moved - below[d]), (d, 1, idle))
    )
    slope = equal(
        Subs(Derivative(output, moved), moved, 0),
        Sum(phi[d] * theta[d], (d, 1, active)),
        "near a place where no unit switches, an active unit is a line and an idle one nothing",
    )
    return Proof(
        "The slope of a region adds up the units that are active there", slope, [slope], equation="eq:region-slope"
    )


def pascal() -> Proof:
    """Pascal's rule."""
    j = index("j")
    rule = equal(
        binomial(PLANES + 1, j),
        binomial(PLANES, j) + binomial(PLANES, j - 1),
        "choose without the new element, or with it",
    )
    return Proof("Pascal's rule", rule, [rule])


def regions(planes: Expr, dimension: Expr) -> Expr:
    """Zaslavsky's sum."""
    k = count("k")
    return Sum(binomial(planes, k), (k, 0, dimension))


def zaslavsky_recursion() -> Proof:
    """Zaslavsky's sums satisfy the recursion of deletion and restriction, by induction on the number of inputs."""
    inputs = count("D_H")

    def recursion(dimension: Expr) -> Chain:
        return equal(regions(PLANES + 1, dimension + 1), regions(PLANES, dimension + 1) + regions(PLANES, dimension))

    step = (
        chain(regions(PLANES + 1, inputs + 2))
        .equals(
            regions(PLANES, inputs + 1) + regions(PLANES, inputs) + binomial(PLANES + 1, inputs + 2),
            "by the hypothesis",
        )
        .equals(
            regions(PLANES, inputs + 1)
            + regions(PLANES, inputs)
            + binomial(PLANES, inputs + 2)
            + binomial(PLANES, inputs + 1),
            "Pascal's rule",
            by=lemma(pascal, {index("j"): inputs + 2}),
        )
        .equals(regions(PLANES, inputs + 2) + regions(PLANES, inputs + 1), "one term more in either sum")
    )
    value = equal(regions(Integer(50), Integer(10)), 13432735556, "ten inputs, fifty units")
    line = equal(regions(PLANES, Integer(1)), PLANES + 1, "one input")
    return Proof(
        "Zaslavsky's sums obey the recursion of deletion and restriction, and come to D + 1 for one input",
        claim=[recursion(inputs), line, value],
        steps=[induction(recursion(inputs), over=inputs, step=step), line, value],
        equation=("eq:line-regions", "eq:zaslavsky"),
    )


def regions_without_planes() -> Proof:
    """Zaslavsky's sum for no hyperplane is one, by induction on the number of inputs."""
    inputs = count("D_H")
    whole = equal(regions(Integer(0), inputs), 1)
    step = (
        chain(regions(Integer(0), inputs + 1))
        .equals(1 + binomial(Integer(0), inputs + 1), "by the hypothesis")
        .equals(1, "of nothing one can choose nothing only")
    )
    return Proof("Zaslavsky's sum for no hyperplane is one", whole, [induction(whole, over=inputs, step=step)])


def zaslavsky_count() -> Proof:
    """From deletion and restriction, which is geometry and is supposed here, the number C of regions by induction.

    A hyperplane more adds a region for each of the parts into which the others cut it, and in one dimension less their
    number is supposed to be the sum: the induction on the dimension is in words.
    """
    inputs, number = count("D_H"), indexed("C")
    parts = regions(PLANES, inputs)
    counted = equal(number[PLANES], regions(PLANES, inputs + 1))
    first = (
        chain(number[0])
        .equals(1, "without hyperplanes")
        .equals(
            regions(Integer(0), inputs + 1), "likewise the sum", by=lemma(regions_without_planes, {inputs: inputs + 1})
        )
    )
    step = (
        chain(number[PLANES + 1])
        .equals(number[PLANES] + parts, "what the new hyperplane adds")
        .equals(regions(PLANES, inputs + 1) + parts, "by the hypothesis")
        .equals(regions(PLANES + 1, inputs + 1), "the recursion of the sums", by=lemma(zaslavsky_recursion))
    )
    return Proof(
        "If a hyperplane more adds Zaslavsky's sum of one dimension less, the regions are Zaslavsky's sum",
        counted,
        [induction(counted, over=PLANES, step=step, first=first)],
        given=(Eq(number[PLANES + 1], number[PLANES] + parts, evaluate=False), Eq(number[0], 1)),
    )


def shallow_parameter_count() -> Proof:
    """Each hidden unit has a weight per input and an offset, each output a weight per unit and an offset."""
    inputs, outputs, j = natural("D_i"), natural("D_o"), index("j")
    number = chain(Sum(inputs + 1, (d, 1, D)) + Sum(D + 1, (j, 1, outputs)))
    number = number.equals(D * (inputs + 1) + outputs * (D + 1), "every unit and every output alike")
    number = number.equals(D * (inputs + outputs + 1) + outputs, "collected")
    return Proof(
        "The number of parameters of a shallow network", number, [number], equation="eq:shallow-parameter-count"
    )
