r"""Ridge regression, and L2 against weight decay."""

from sympy import Expr, Identity, Subs

from notes.proof import (
    Proof,
    above,
    chain,
    equal,
    matrix,
    minimum,
    natural,
    positive,
    probability,
    ratio,
    real,
    root,
)

rows, columns = natural("n"), natural("d")
features, target = matrix("X", rows, columns), matrix("y", rows, 1)
parameters, solution = matrix(r"\phi", columns, 1), matrix(r"\hat{\phi}", columns, 1)
strength, singular, coordinate, weight = positive(r"\lambda"), positive("s"), real("c"), real("w")
phi, gradient, rate = real(r"\phi"), real("g"), positive(r"\alpha")
decay = positive(r"\kappa")


def ridge_is_the_minimum() -> Proof:
    """The ridge loss anywhere is the loss at a reference point, squares, and a term that the normal equations kill."""

    def loss(at: Expr) -> Expr:
        return (target - features * at).T * (target - features * at) + strength * at.T * at

    step = parameters - solution
    gap = loss(parameters) - loss(solution)
    squares = (features * step).T * (features * step) + strength * step.T * step
    normal = (features.T * features + strength * Identity(columns)) * solution - features.T * target
    return Proof(
        "Where the normal equations of ridge hold, nothing else is as good",
        claim=equal(gap, squares + step.T * normal + normal.T * step),
        steps=[
            equal(
                gap,
                squares + step.T * normal + normal.T * step,
                "multiply out; where the normal equations hold at the reference point, only squares are left",
            )
        ],
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
        moment = (1 - memory) * seen / (1 - memory)
        square = (1 - square_memory) * seen**2 / (1 - square_memory)
        return rate * ratio(moment, root(square))

    with_l2 = weight - first_step(slope + 2 * strength * weight)
    with_decay = (1 - rate * decay) * weight - first_step(slope)
    return Proof(
        "Under Adam, no weight decay does what an L2 penalty does",
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
    scale_of_gradient = positive(r"\sqrt{v}")
    step = phi - rate * (gradient + 2 * strength * phi) / scale_of_gradient
    own_decay = 2 * strength / scale_of_gradient
    return Proof(
        "Under Adam, L2 decays each weight by its own rate, least where gradients are large",
        claim=equal(step, (1 - rate * own_decay) * phi - rate * gradient / scale_of_gradient),
        steps=[
            equal(
                step,
                (1 - rate * own_decay) * phi - rate * gradient / scale_of_gradient,
                "with the scale of a weight's gradients held fixed, and no momentum",
            )
        ],
        equation="eq:adam-l2",
    )
