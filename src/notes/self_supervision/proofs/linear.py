r"""The smallest case of agreement: one weight that encodes, one that predicts, and why the pair need not collapse."""

from sympy import Derivative, Expr, Integer, Subs

from notes.proof import Proof, chain, equal, positive, real

weight, predictor, target = real("w"), real("p"), real("v")
noise, rate = positive(r"\nu"), positive("b")
wide = 1 + noise


def loss(encoder: Expr, head: Expr, goal: Expr) -> Expr:
    """Half the mean squared distance of the prediction from the target."""
    return (wide * head**2 * encoder**2 - 2 * head * encoder * goal + wide * goal**2) / 2


def stopped_flow() -> Proof:
    """The slopes with the gradient stopped at the target, and what they leave as it is."""
    by_weight = Subs(Derivative(loss(weight, predictor, target), weight), target, weight)
    by_predictor = Subs(Derivative(loss(weight, predictor, target), predictor), target, weight)
    surplus = wide * predictor - 1
    steps = [
        equal(by_weight, predictor * weight * surplus, "the target v is a constant until the slope is taken"),
        equal(by_predictor, weight**2 * surplus, "and equals w afterwards, since both views have one encoder"),
        equal(
            predictor * by_predictor - weight * by_weight,
            0,
            "descent moves p by its slope and w by its own, so half the difference of their squares does not change",
        ),
    ]
    return Proof(
        "With predictor and stopped gradient the slopes leave the difference of the two squares as it is",
        claim=steps,
        steps=steps,
        equation="eq:stopped-flow",
    )


def collapse_without() -> Proof:
    """Without the predictor, or with the gradient not stopped, the slope is the weight times at least nu."""
    alone = Subs(Derivative(loss(weight, Integer(1), target), weight), target, weight)
    moving = Derivative(loss(weight, predictor, weight), weight)
    factor = wide * (1 + predictor**2) - 2 * predictor
    steps = [
        equal(alone, noise * weight, "no predictor: p is one"),
        equal(moving, factor * weight, "the gradient reaches the target too, v is w all along"),
        chain(factor)
        .equals(noise * (1 + predictor**2) + (1 - predictor) ** 2, "sort")
        .at_least(noise, "a square is not negative, and the first term is at least nu"),
    ]
    return Proof(
        "Without predictor, or without a stopped gradient, the slope by the weight is the weight times at least nu",
        claim=steps,
        steps=steps,
        equation="eq:toy-collapse",
    )


def slow_collapse() -> Proof:
    """With an average for a target and no predictor one rate of decay is below the average's own and the noise."""
    growth = real(r"\zeta")
    polynomial = (growth + wide) * (growth + rate) - rate
    steps = [
        equal(
            polynomial, growth**2 + (wide + rate) * growth + rate * noise, "multiply out: all coefficients are positive"
        ),
        chain(Subs(polynomial, growth, -rate)).equals(-rate, "the first product vanishes").below(0, "b is positive"),
        chain(Subs(polynomial, growth, -noise)).equals(-noise, "1 times (b - nu), less b").below(0, "nu is positive"),
        chain(Subs(polynomial, growth, 0)).equals(rate * noise, "at zero").above(0, "both are positive"),
    ]
    return Proof(
        "The average alone: its characteristic polynomial is negative at -b and at minus the noise, positive at zero",
        claim=steps,
        steps=steps,
        equation="eq:toy-average",
    )
