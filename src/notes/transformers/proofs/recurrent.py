r"""Gradients through time: products of Jacobians, their bound, and what they are at rest."""

from itertools import pairwise

from sympy import Derivative, Expr, Integer, Matrix, Product, Subs, UnevaluatedExpr, prod, tanh

from notes.proof import Proof, bounded, chain, equal, index, indexed, instances, natural, nonnegative, real
from notes.proof.relations import Chain

start, weight = real("h_0"), real("w")
drives, marks = indexed("a"), indexed("m")


def states(steps: int) -> list[Expr]:
    """The states of one unit, each written out down to the first."""
    found: list[Expr] = [start]
    for t in range(1, steps + 1):
        found.append(tanh(drives[t] + weight * found[-1]))
    return found


def gradient_through_time() -> Proof:
    """One unit over one to three steps, two units over one and two steps."""

    def one_unit(steps: int) -> Chain:
        passed = states(steps)
        factors = prod([(1 - state**2) * weight for state in passed[1:]])
        return equal(
            Derivative(passed[-1], start),
            factors,
            "every step contributes the slope of tanh at its state, times the weight of the state before",
        )

    def two_units(steps: int) -> Chain:
        first = [real("u"), real("v")]
        weights = Matrix(2, 2, lambda i, j: indexed("w")[i, j])
        passed = [Matrix(first)]
        for t in range(steps):
            passed.append((weights * passed[-1] + Matrix([drives[t, 0], drives[t, 1]])).applyfunc(tanh))
        product = Matrix.eye(2)
        for _, after in pairwise(passed):
            product = Matrix.diag(*[1 - state**2 for state in after]) * weights * product
        entries = [(i, j) for i in range(2) for j in range(2)]
        return equal(
            sum(marks[i, j] * Derivative(passed[-1][i], first[j]) for i, j in entries),
            sum(marks[i, j] * product[i, j] for i, j in entries),
            "the matrix of all slopes, an entry a mark: the Jacobians of the steps, the last one on the left",
        )

    steps = [instances(one_unit, range(1, 4)), instances(two_units, range(1, 3))]
    return Proof(
        "The gradient through time is a product of Jacobians, for up to three steps",
        claim=steps,
        steps=steps,
        equation="eq:gradient-through-time",
    )


def gradient_bound() -> Proof:
    """The slope of tanh lets no coordinate grow, so a step multiplies by the norm of the weights at most."""
    state, pulled = bounded("h", -1, 1), real("u")
    rate, excess, t, steps = nonnegative(r"\rho"), nonnegative("c"), index("t"), natural("T")
    shrunk = chain(((1 - state**2) * pulled) ** 2).at_most(
        pulled**2,
        "tanh stays between minus one and one, so its slope is at most one: no coordinate grows, nor the norm",
    )
    power = equal(Product(rate, (t, 1, steps)), rate**steps, "so T steps multiply by a power of the norm at most")
    vanishing = chain((1 + excess * steps) * (1 + excess)).at_least(
        1 + excess * (steps + 1),
        "for a norm of one over one plus c: if its inverse to the T is at least one plus c T, so it is for the next T; "
        "so the bound goes to zero",
    )
    return Proof(
        "Going back one step multiplies the gradient by the norm of the weights at most",
        claim=[shrunk, power, vanishing],
        steps=[shrunk, power, vanishing],
        equation="eq:gradient-bound",
    )


def gradient_at_rest() -> Proof:
    """Without input the state zero stays zero; the slope there is a power of the weight, for one to five steps."""

    def at_rest(steps: int) -> Chain:
        state: Expr = start
        for _ in range(steps):
            state = tanh(weight * state)
        return equal(
            Subs(Derivative(state, start), start, 0),
            UnevaluatedExpr(weight) ** steps if steps > 1 else weight + Integer(0),
            "at zero the slope of tanh is one, and only the weight is left of each factor",
        )

    step = instances(at_rest, range(1, 6))
    return Proof(
        "At rest the gradient through time is a power of the weight, for up to five steps",
        claim=step,
        steps=[step],
        equation="eq:gradient-at-rest",
    )
