r"""Ridge regression, the soft threshold, and L2 against weight decay."""

from sympy import Abs, Derivative, Expr, Identity, S, Subs, UnevaluatedExpr, sqrt

from notes.networks.proofs.depth import absolute_value_is_not_below
from notes.proof import (
    Proof,
    above,
    at_least,
    bounded,
    chain,
    equal,
    lemma,
    matrix,
    minimum,
    natural,
    nonnegative,
    positive,
    probability,
    real,
)
from notes.proof.relations import Chain, Lemma

rows, columns = natural("n"), natural("d")
features, residual = matrix("X", rows, columns), matrix("e", rows, 1)
parameters, direction = matrix(r"\phi", columns, 1), matrix("w", columns, 1)
strength, singular, coordinate, weight = positive(r"\lambda"), positive(r"\xi"), real("c"), real("w")
phi, gradient, rate = real(r"\phi"), real("g"), positive(r"\alpha")
decay = positive(r"\kappa")


def ridge_is_the_minimum() -> Proof:
    """The ridge loss anywhere is the loss where the normal equations hold, and two squares.

    They hold at a point if and only if it is the features' transpose times the residual there, over the strength; so
    the point and the target are written in terms of the residual e.
    """
    solution = features.T * residual / strength
    target = features * solution + residual

    def loss(at: Expr) -> Expr:
        return (target - features * at).T * (target - features * at) + strength * at.T * at

    system = features.T * features + strength * Identity(columns)
    step = parameters - solution
    squares = (features * step).T * (features * step) + strength * step.T * step
    steps = [
        equal(system * solution, features.T * target, "the normal equations"),
        equal(
            loss(parameters), loss(solution) + squares, "multiply out: the cross terms cancel, only squares are left"
        ),
        equal(
            direction.T * system * direction,
            (features * direction).T * (features * direction) + strength * direction.T * direction,
            "positive unless the direction is zero, so the normal equations have one solution",
        ),
    ]
    return Proof(
        "Where the normal equations of ridge hold the loss is less than elsewhere, by two squares, and they hold once",
        claim=steps,
        steps=steps,
        equation="eq:ridge-solution",
    )


def ridge_filters() -> Proof:
    """In each singular direction ridge keeps a share of the least-squares weight."""
    loss = (coordinate - singular * weight) ** 2 + strength * weight**2
    kept = singular**2 / (singular**2 + strength) * (coordinate / singular)
    return Proof(
        "Ridge keeps a share of the least-squares weight in each singular direction",
        claim=minimum(loss, {weight: kept}),
        steps=[minimum(loss, {weight: kept}, "one singular direction, c being the target's coordinate along it")],
        equation="eq:ridge-filter",
    )


def soft_threshold_is_the_minimum() -> Proof:
    """The optimum without penalty lies beyond the strength by Δ on either side, or it is the strength times 2ι - 1."""
    beyond, share = nonnegative(r"\Delta"), bounded(r"\iota", 0, 1)
    above_it = strength * share * (Abs(phi) - phi)
    below_it = strength * (1 - share) * (Abs(phi) + phi)
    outside = (
        _over_the_threshold(beyond, strength + beyond)
        .equals((phi - beyond) ** 2 / 2 + strength * (Abs(phi) - phi), "multiply out")
        .at_least((phi - beyond) ** 2 / 2, "a number is at most its size", by=_size(phi, strength)),
        _over_the_threshold(-beyond, -strength - beyond)
        .equals((phi + beyond) ** 2 / 2 + strength * (Abs(phi) + phi), "multiply out")
        .at_least((phi + beyond) ** 2 / 2, "so is its negative", by=_size(-phi, strength)),
    )
    inside = (
        _over_the_threshold(S.Zero, strength * (2 * share - 1))
        .equals(phi**2 / 2 + above_it + below_it, "multiply out")
        .at_least(phi**2 / 2 + below_it, "as in the first case", by=_size(phi, strength * share))
        .at_least(phi**2 / 2, "as in the second", by=_size(-phi, strength * (1 - share)))
    )
    steps = [*outside, inside]
    return Proof(
        "With an L1 penalty half a squared distance is larger at any other weight than at the soft threshold, by half "
        "the square of how far off it is or more",
        claim=[at_least(step.first, step.last) for step in steps],
        steps=steps,
    )


def _over_the_threshold(best: Expr, centre: Expr) -> Chain:
    """The parabola around `centre` with its penalty, less what it is at `best`."""
    return chain((phi - centre) ** 2 / 2 + strength * Abs(phi) - (best - centre) ** 2 / 2 - strength * Abs(best))


def _size(number: Expr, weight: Expr) -> Lemma:
    """A number is at most its size, and so is a multiple."""
    return lemma(absolute_value_is_not_below, {real(r"\Upsilon"): number}, through=lambda gap: weight * gap)


def l2_is_decay_under_descent() -> Proof:
    """For gradient descent an L2 penalty is weight decay of twice its strength."""
    step = phi - rate * (gradient + 2 * strength * phi)
    return Proof(
        "Under gradient descent, L2 is weight decay",
        claim=equal(step, Subs((1 - rate * decay) * phi - rate * gradient, decay, 2 * strength)),
        steps=[
            chain(step)
            .equals((1 - 2 * rate * strength) * phi - rate * gradient, "collect the parameter")
            .equals(
                Subs((1 - rate * decay) * phi - rate * gradient, decay, 2 * strength),
                "weight decay at twice the strength of the penalty",
            )
        ],
        equation="eq:l2-is-decay",
    )


def l2_is_not_decay_under_adam() -> Proof:
    """Adam's first step does not see how strong an L2 penalty is; weight decay moves the weight farther."""
    weight, slope = positive(r"\phi"), positive("g")
    memory, square_memory = probability(r"\beta"), probability(r"\gamma")

    def first_step(seen: Expr) -> Expr:
        moment = UnevaluatedExpr((1 - memory) * seen) / (1 - memory)
        square = UnevaluatedExpr((1 - square_memory) * seen**2) / (1 - square_memory)
        return rate * moment / sqrt(square)

    with_l2 = weight - first_step(slope + 2 * strength * weight)
    with_decay = (1 - rate * decay) * weight - first_step(slope)
    return Proof(
        "In Adam's first step without epsilon, for a positive weight and gradient, no weight decay does what an L2 "
        "penalty does",
        claim=[equal(with_l2, weight - rate), above(with_l2 - with_decay, 0)],
        steps=[
            equal(
                with_l2,
                weight - rate,
                "with epsilon zero, a positive gradient and a positive weight: the penalised gradient is divided by "
                "its own size, and its strength is gone",
            ),
            chain(with_l2 - with_decay)
            .equals(rate * decay * weight, "weight decay is outside the quotient")
            .above(0, "so the two differ for every strength and every decay"),
        ],
        equation="eq:adam-first-step",
    )


def adam_divides_the_penalty() -> Proof:
    """Once Adam's scale has settled, an L2 penalty is a weight decay that differs from weight to weight."""
    square = positive("v")
    step = phi - rate * (gradient + 2 * strength * phi) / sqrt(square)
    own_decay = 2 * strength / sqrt(square)
    slope = Derivative(own_decay, square)
    steps = [
        equal(
            step,
            (1 - rate * own_decay) * phi - rate * gradient / sqrt(square),
            "with v, the mean square of the weight's gradients, held fixed, and no momentum",
        ),
        chain(slope)
        .equals(-strength / sqrt(square) ** 3, "how the decay changes with v")
        .below(0, "the larger the gradients, the smaller the decay"),
    ]
    return Proof(
        "Under Adam with a settled scale, L2 decays each weight by its own rate, less where gradients are larger",
        claim=[equal(step, steps[0].last), above(0, slope)],
        steps=steps,
        equation="eq:adam-l2",
    )
