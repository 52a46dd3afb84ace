r"""Width and depth on a budget: parameters, pieces for each weight, and scaling both."""

from sympy import Rational, Sum, UnevaluatedExpr, exp, log

from notes.proof import Proof, equal, index, maximum, natural, positive, real

width, layers = natural("D"), natural("K")


def parameters_by_width() -> Proof:
    """The parameters of a network whose K hidden layers are equally wide."""
    inputs, outputs, k = natural("D_i"), natural("D_o"), index("k")
    number = equal(
        (inputs + 1) * width + Sum((width + 1) * width, (k, 1, layers - 1)) + (width + 1) * outputs,
        (layers - 1) * width**2 + (layers + inputs + outputs) * width + outputs,
        "all layers between are alike; sorted by powers of the width",
    )
    return Proof(
        "The number of parameters of a network of equally wide layers",
        number,
        [number],
        equation="eq:parameters-by-width",
    )


def pieces_per_weight() -> Proof:
    """The logarithm of the number of pieces of K folded zigzags of m units, for each of their K m^2 weights."""
    units, power = positive("m"), real("t")
    gain = equal(log(units**layers) / (layers * units**2), log(units) / units**2, "the depth drops out")
    best = maximum(power * exp(-2 * power), {power: Rational(1, 2)}, "with m for the power t of e: up to 1/2 it rises")
    return Proof(
        "The logarithm of the pieces, for each weight, is most where a layer has the root of e units",
        claim=[gain, best],
        steps=[gain, best],
        equation="eq:pieces-per-weight",
    )


def compound_scaling() -> Proof:
    """Weights of K layers of D units, when depth and width are scaled together."""
    deeper, wider = positive(r"\rho"), positive(r"\tau")
    scaled = equal(
        UnevaluatedExpr(deeper * layers) * UnevaluatedExpr(wider * width) ** 2,
        (deeper * wider**2) * (layers * width**2),
        "sorted",
    )
    return Proof(
        "Scaling depth and width together multiplies K layers of D² weights",
        scaled,
        [scaled],
        equation="eq:compound-scaling",
    )
