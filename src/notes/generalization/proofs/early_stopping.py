r"""Early stopping on a quadratic: a filter, and how it resembles that of L2."""

from sympy import Derivative, Expr, Subs

from notes.proof import (
    Proof,
    chain,
    equal,
    index,
    matrix,
    natural,
    orthogonal,
    positive,
    real,
    symmetric,
)

columns = natural("d")
rate, strength = positive(r"\alpha"), positive(r"\lambda")
steps_taken, curvature, optimum = natural("t"), positive("s"), real(r"\phi^*")
rotation, spectrum = orthogonal("U", columns), symmetric("S", columns)


def descent_in_eigendirections() -> Proof:
    """In the eigenbasis of the Hessian a step of descent does not mix directions."""
    place, best = matrix("z", columns, 1), matrix("z^*", columns, 1)
    hessian = rotation * spectrum * rotation.T
    step = rotation * place - rate * hessian * (rotation * place - rotation * best)
    return Proof(
        "Descent on a quadratic in rotated coordinates; if they make the Hessian diagonal, no directions mix",
        claim=equal(rotation.T * step, place - rate * spectrum * (place - best)),
        steps=[
            equal(
                rotation.T * step,
                place - rate * spectrum * (place - best),
                "in the eigenbasis of the Hessian, where the rotation's transpose is its inverse",
            )
        ],
        equation="eq:descent-eigenbasis",
    )


def descent_filters() -> Proof:
    """After t steps from zero, descent has covered a share of the way that depends on the curvature."""

    def iterate(steps: Expr) -> Expr:
        return (1 - (1 - rate * curvature) ** steps) * optimum

    stepped = iterate(steps_taken) - rate * curvature * (iterate(steps_taken) - optimum)
    return Proof(
        "Early stopping keeps a share of the minimiser in each eigendirection",
        claim=[equal(Subs(iterate(index("k")), index("k"), 0), 0), equal(stepped, iterate(steps_taken + 1))],
        steps=[
            equal(Subs(iterate(index("k")), index("k"), 0), 0, "after no step the weight is zero"),
            chain(stepped)
            .equals(
                optimum - (1 - rate * curvature) * (1 - rate * curvature) ** steps_taken * optimum,
                "one more step: the distance to the minimum shrinks by the same factor",
            )
            .equals(iterate(steps_taken + 1), "which is the formula for one step more: induction"),
        ],
        equation="eq:descent-filter",
    )


def stopping_is_like_l2() -> Proof:
    """In flat directions both filters rise in proportion to the curvature; the slopes agree for one strength."""
    stopped = 1 - (1 - rate * curvature) ** steps_taken
    penalised = curvature / (curvature + strength)
    equivalent = 1 / (rate * steps_taken)
    slope_of_l2 = Subs(Derivative(penalised, curvature), curvature, 0)
    return Proof(
        "In flat directions, stopping early is L2 of strength one over rate times steps",
        claim=equal(Subs(Derivative(stopped, curvature), curvature, 0), Subs(slope_of_l2, strength, equivalent)),
        steps=[
            equal(slope_of_l2, 1 / strength, "the slope of the L2 filter where the curvature vanishes"),
            chain(Subs(Derivative(stopped, curvature), curvature, 0))
            .equals(rate * steps_taken, "the slope of the early-stopping filter there")
            .equals(
                Subs(slope_of_l2, strength, equivalent),
                "equal where the strength is the inverse of learning rate times steps",
            ),
        ],
        equation="eq:stopping-strength",
    )
