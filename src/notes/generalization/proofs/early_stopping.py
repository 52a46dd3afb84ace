r"""Early stopping on a quadratic: a filter, and how it resembles that of L2."""

from sympy import Derivative, Eq, Expr, Subs

from notes.proof import (
    Proof,
    chain,
    count,
    equal,
    indexed,
    induction,
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
    weight, t = indexed(r"\phi"), count("t")

    def share(steps: Expr) -> Expr:
        return (1 - (1 - rate * curvature) ** steps) * optimum

    filtered = equal(weight[t], share(t))
    step = (
        chain(weight[t + 1])
        .equals(weight[t] - rate * curvature * (weight[t] - optimum), "one more step down the slope")
        .equals(
            optimum - (1 - rate * curvature) * (1 - rate * curvature) ** t * optimum,
            "by the hypothesis: the distance to the minimum shrinks by the same factor",
        )
        .equals(share(t + 1), "the formula for one step more")
    )
    return Proof(
        "Started from zero, early stopping keeps a share of the minimiser in each eigendirection",
        claim=filtered,
        steps=[induction(filtered, over=t, step=step)],
        given=(Eq(weight[t + 1], weight[t] - rate * curvature * (weight[t] - optimum)), Eq(weight[0], 0)),
        equation="eq:descent-filter",
    )


def stopping_is_like_l2() -> Proof:
    """In flat directions both filters rise in proportion to the curvature; the slopes agree for one strength."""
    stopped = 1 - (1 - rate * curvature) ** steps_taken
    penalised = curvature / (curvature + strength)
    equivalent = 1 / (rate * steps_taken)
    slope_of_l2 = Subs(Derivative(penalised, curvature), curvature, 0)
    return Proof(
        "Where the curvature vanishes, the filters of stopping early and of L2 of strength one over rate times steps "
        "have the same slope",
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
