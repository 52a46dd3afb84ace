r"""Gradients through time: products of Jacobians, their bound, and what they are at rest."""

from sympy import Derivative, Eq, Expr, Function, Limit, Product, Subs, Sum, oo, sinh, tanh

from notes.proof import (
    Proof,
    assumed,
    at_least,
    at_most,
    chain,
    count,
    equal,
    index,
    indexed,
    induction,
    lemma,
    natural,
    nonnegative,
    probability,
    real,
)

T, t, weight = count("T"), index("t"), real("w")
drives, states, slopes = indexed("a"), indexed("h"), indexed("g")
drive, pulled = real("a"), real("u")
descent = (Eq(slopes[T + 1], (1 - states[T + 1] ** 2) * weight * slopes[T]), Eq(slopes[0], 1))


def gradient_through_time() -> Proof:
    """One step for any number of units, and the product over all steps for one."""
    n, i, j, start = natural("n"), natural("i"), index("j"), real("x")
    weights, before = indexed("w"), Function("h", real=True)

    def over_units(term: Expr) -> Expr:
        return Sum(term, (j, 1, n))

    state = tanh(drives[i] + over_units(weights[i, j] * before(j, start)))
    passed = (1 - state**2) * over_units(weights[i, j] * Derivative(before(j, start), start))
    one_step = equal(
        Derivative(state, start),
        passed,
        "unit i of n: the slope of tanh at its new state, times its row of the weights applied to the slopes of the "
        "states before; x is any of the first states",
    )

    def product(steps: Expr) -> Expr:
        return Product((1 - states[t] ** 2) * weight, (t, 1, steps))

    longer = (
        chain(slopes[T + 1])
        .equals((1 - states[T + 1] ** 2) * weight * slopes[T], "one step, as above, for a single unit with the slope g")
        .equals(product(T + 1), "by the hypothesis, with the last factor in front")
    )
    return Proof(
        "A step multiplies the gradient by slopes and weights, and what all steps of one unit multiply so is a product",
        claim=[one_step, equal(slopes[T], product(T))],
        steps=[one_step, induction(equal(slopes[T], product(T)), over=T, step=longer)],
        given=descent,
        equation="eq:gradient-through-time",
    )


def slope_shrinks() -> Proof:
    """The slope of tanh is at most one, so no coordinate of a gradient grows by it."""
    other = 1 + sinh(drive) ** 2
    lost = pulled**2 * sinh(drive) ** 2 * (2 + sinh(drive) ** 2) / other**2
    difference = pulled**2 - (Derivative(tanh(drive), drive) * pulled) ** 2
    return Proof(
        "The slope of tanh makes no number larger",
        claim=at_least(difference, 0),
        steps=[
            chain(difference)
            .equals(lost, "the slope is one over one plus the square of the hyperbolic sine")
            .at_least(0, "squares over a square")
        ],
    )


def gradient_bound() -> Proof:
    """The slopes of tanh lengthen no gradient, so a step multiplies its length by the norm of the weights at most."""
    n, i = natural("n"), index("i")
    pushed, norm, below_one = indexed("v"), nonnegative(r"\rho"), probability("r")
    squares, lost = indexed("G"), indexed("s", nonnegative=True)

    def over_units(term: Expr) -> Expr:
        return Sum(term, (i, 1, n))

    own = pushed[T, i] ** 2 - ((1 - tanh(drives[T, i]) ** 2) * pushed[T, i]) ** 2
    after = norm**2 * squares[T] - lost[T] - over_units(own)
    shorter = lemma(slope_shrinks, {drive: drives[T, i], pulled: pushed[T, i]}, through=over_units)
    powers = at_most(squares[T], norm ** (2 * T) * squares[0])
    longest = induction(
        powers,
        over=T,
        step=chain(squares[T + 1])
        .equals(
            after,
            "the weights of n units multiply a length by their norm rho at most, to which s is lacking; of each "
            "coordinate v of the result the slope of tanh leaves a part",
        )
        .at_most(norm**2 * squares[T] - lost[T], "which is not longer", by=shorter)
        .at_most(norm**2 * squares[T], "nor is what s is lacking to")
        .at_most(norm ** (2 * (T + 1)) * squares[0], "by the hypothesis", by=assumed(lambda gap: norm**2 * gap)),
    )
    vanishing = equal(Limit(below_one**T, T, oo), 0, "r is the square of a norm below one")
    at_zero = equal(Subs(norm ** (2 * (T + 1)), norm, 0), 0, "and if the norm is zero, from the first step on")
    return Proof(
        "The steps multiply a squared length by at most a power of the squared norm, which vanishes below one",
        claim=[powers, vanishing, at_zero],
        steps=[longest, vanishing, at_zero],
        given=(Eq(squares[T + 1], after),),
        equation="eq:gradient-bound",
    )


def rest_stays() -> Proof:
    """Without input the state zero stays zero."""
    step = (
        chain(states[T + 1])
        .equals(tanh(weight * states[T]), "one step without input")
        .equals(0, "by the hypothesis: the hyperbolic tangent of zero")
    )
    return Proof(
        "Without input the state zero stays zero",
        claim=equal(states[T], 0),
        steps=[induction(equal(states[T], 0), over=T, step=step)],
        given=(Eq(states[T + 1], tanh(weight * states[T])), Eq(states[0], 0)),
    )


def gradient_at_rest() -> Proof:
    """The slope of the last state by the first is a power of the weight where all states are zero."""
    slope = 1 - tanh(weight * states[T]) ** 2
    step = (
        chain(slopes[T + 1])
        .equals(slope * weight * slopes[T], "one step")
        .equals(weight * slopes[T], "the state is zero, and there the slope of tanh is one", by=lemma(rest_stays))
        .equals(weight ** (T + 1), "by the hypothesis")
    )
    return Proof(
        "At rest what every step multiplies by slope and weight is a power of the weight",
        claim=equal(slopes[T], weight**T),
        steps=[induction(equal(slopes[T], weight**T), over=T, step=step)],
        given=(*rest_stays().given, Eq(slopes[T + 1], slope * weight * slopes[T]), Eq(slopes[0], 1)),
        equation="eq:gradient-at-rest",
    )
