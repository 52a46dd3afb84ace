r"""Derivations of chapter 13: objectives, kernels, memories, cells, meta-gradients, and learning in context."""

from collections.abc import Callable

from sympy import Derivative, Eq, Expr, Product, Rational, Subs, Sum, exp, log

from notes.proof import (
    Proof,
    above,
    at_least,
    at_most,
    chain,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    induction,
    matrix,
    minimum,
    natural,
    positive,
    real,
    same_maximum,
)
from notes.proof.steps import Rescaling


def objectives() -> Proof:
    """Over equally likely draws of batches, and of support sets, the objective is largest where the likelihood is."""
    theta, n, draws = real(r"\theta"), natural("n"), natural("T")
    i, t = index("i"), index("k")
    labels, inputs, support = indexed("y"), indexed("x"), indexed("S")

    def best(example: Expr, reason: str) -> Rescaling:
        likelihood = Product(Product(example, (i, 1, n)), (t, 1, draws))
        objective = Sum(Sum(log(example), (i, 1, n)), (t, 1, draws)) / draws
        return same_maximum(likelihood, objective, lambda level: log(level) / draws, over=[theta], reason=reason)

    steps = [
        best(
            density("P")(labels[t, i], inputs[t, i], theta),
            "supervised: batches of n independent pairs, each of the T draws as likely as any other; the logarithm "
            "makes sums of products, and the number of draws changes no best parameter",
        ),
        best(
            density("Q")(labels[t, i], inputs[t, i], support[t], theta),
            "meta: each draw is a set of labels, with a support set S and a batch of n queries",
        ),
    ]
    return Proof(
        "Both objectives are largest where the likelihood of all draws is, if each draw is as likely as any other",
        claim=steps,
        steps=steps,
        equation="eq:meta-supervised",
    )


def softmax_kernel() -> Proof:
    """The weights of a softmax kernel are positive and sum to one."""
    s, n, i, j = indexed("s"), natural("n"), index("i"), index("j")
    total = Sum(exp(s[j]), (j, 1, n))
    weights = Sum(exp(s[i]) / total, (i, 1, n))
    return Proof(
        "The weights of a softmax kernel are positive and sum to one",
        claim=[above(exp(s[i]) / total, 0), equal(weights, 1)],
        steps=[
            above(exp(s[i]) / total, 0, "exponentials are positive, and so is their sum"),
            chain(weights)
            .equals(Sum(exp(s[i]), (i, 1, n)) / total, "the denominator is the same for all examples")
            .equals(1, "numerator and denominator are the same positive sum"),
        ],
        equation="eq:meta-softmax",
    )


def prototypes_are_linear() -> Proof:
    """Minus a squared distance is linear in the embedding, but for a term that all classes share."""
    f, v, d, j = indexed("f"), indexed("v"), natural("d"), index("j")
    distance = -Sum((f[j] - v[j]) ** 2, (j, 1, d))
    linear = Sum(2 * v[j] * f[j], (j, 1, d)) - Sum(v[j] ** 2, (j, 1, d)) - Sum(f[j] ** 2, (j, 1, d))
    return Proof(
        "With squared distance, prototypes are a linear classifier",
        claim=equal(distance, linear),
        steps=[equal(distance, linear, "multiply out; the last sum is the same for all classes, and softmax drops it")],
        equation="eq:meta-prototype-linear",
    )


def erase_then_add_overwrites() -> Proof:
    """With full attention and full erasure, the row becomes what is added; without attention it stays."""
    old, w, e, a = real("m"), real("w"), real(r"\epsilon"), real(r"\nu")
    row = old * (1 - w * e) + w * a
    return Proof(
        "Full erase then add overwrites a row, and no attention leaves it",
        claim=[equal(Subs(row, (w, e), (1, 1)), a), equal(Subs(row, w, 0), old)],
        steps=[
            equal(Subs(row, w, 0), old, "without attention nothing is erased and nothing added"),
            equal(Subs(row, (w, e), (1, 1)), a, "all that was there is erased, and all that is new is added"),
        ],
        equation="eq:meta-write",
    )


R, i = natural("R"), index("i")


def weighted(entry: Expr) -> Expr:
    """A sum over the rows of the memory, with weights that sum to one."""
    u, j = indexed("u", positive=True), index("j")
    return Sum(u[i] / Sum(u[j], (j, 1, R)) * entry, (i, 1, R))


def read_is_not_below() -> Proof:
    """What is read is not below the least entry of the memory."""
    least, excess = real("l"), indexed("a", nonnegative=True)
    read = weighted(least + excess[i])
    return Proof(
        "A read is not below the least entry",
        claim=at_least(read, least),
        steps=[
            chain(read)
            .equals(least + weighted(excess[i]), "the weights sum to one")
            .at_least(least, "every entry exceeds the least one by something that is not negative")
        ],
        equation="eq:meta-read",
    )


def read_is_not_above() -> Proof:
    """What is read is not above the largest entry of the memory."""
    largest, lack = real("h"), indexed("b", nonnegative=True)
    read = weighted(largest - lack[i])
    return Proof(
        "A read is not above the largest entry",
        claim=at_most(read, largest),
        steps=[
            chain(read)
            .equals(largest - weighted(lack[i]), "the weights sum to one")
            .at_most(largest, "every entry falls short of the largest one by something that is not negative")
        ],
        equation="eq:meta-read-above",
    )


def cell_is_gradient_descent() -> Proof:
    """With the forget gate at one and the input gate at the rate, the cell is a step of gradient descent."""
    before, alpha, slope = real(r"\theta_{t-1}"), positive(r"\alpha"), real("g")
    forget, admit = real("b_t"), real("i_t")
    cell = forget * before + admit * (-slope)
    step = equal(
        Subs(cell, (forget, admit), (1, alpha)),
        before - alpha * slope,
        "everything is kept, and minus the gradient g is admitted at the learning rate, in each coordinate",
    )
    return Proof(
        "An LSTM cell that keeps everything and admits minus the gradient at the rate is gradient descent",
        claim=step,
        steps=[step],
        equation="eq:meta-cell",
    )


def outer_gradient() -> Proof:
    """For one parameter and any losses, the chain rule brings one minus the rate times the curvature in."""
    theta, alpha = real(r"\theta"), positive(r"\alpha")
    inner, outer = function("L^S"), function("L^B")
    adapted = theta - alpha * Derivative(inner(theta), theta)
    step = equal(
        Derivative(outer(adapted), theta),
        (1 - alpha * Derivative(inner(theta), theta, 2)) * Subs(Derivative(outer(theta), theta), theta, adapted),
        "the chain rule through the inner step, with the curvature of the inner loss; first order puts one for the "
        "bracket",
    )
    return Proof(
        "For one parameter, the outer gradient contains one minus the rate times the curvature",
        claim=step,
        steps=[step],
        equation="eq:meta-outer",
    )


theta, alpha = real(r"\theta"), positive(r"\alpha")


def several_steps() -> Proof:
    """For one parameter, each inner step brings a factor in, and the factors multiply: by induction.

    The slopes J are those of the parameter after t steps by the start, and rho the curvatures where the steps began.
    """
    reached, inner, place, t, k = function("u"), function("L^S"), real("v"), count("K"), index("t")
    slopes, curvatures = indexed("J"), indexed(r"\rho")

    def at(derivative: Expr) -> Expr:
        return Subs(derivative, place, reached(theta))

    one = equal(
        Derivative(reached(theta) - alpha * at(Derivative(inner(place), place)), theta),
        (1 - alpha * at(Derivative(inner(place), place, 2))) * Derivative(reached(theta), theta),
        "the chain rule: what was reached enters twice, as it is and in the gradient there",
    )
    factors = Product(1 - alpha * curvatures[k], (k, 1, t))
    all_steps = equal(slopes[t], factors)
    longer = (
        chain(slopes[t + 1])
        .equals((1 - alpha * curvatures[t + 1]) * slopes[t], "one step more, by the line above")
        .equals(all_steps.last.subs(t, t + 1), "by the hypothesis")
    )
    return Proof(
        "For one parameter, each inner step brings a factor with the curvature where it began, and factors multiply",
        claim=[equal(one.first, one.last), all_steps],
        steps=[one, induction(all_steps, over=t, step=longer)],
        given=(Eq(slopes[t + 1], (1 - alpha * curvatures[t + 1]) * slopes[t]), Eq(slopes[0], 1)),
        equation="eq:meta-steps",
    )


def expansions() -> Proof:
    """How the three directions change with the rate, at rate zero, on average over both orders of two losses."""
    one, two = function("L_1"), function("L_2")

    def slope(loss: Callable[[Expr], Expr], at: Expr) -> Expr:
        return Subs(Derivative(loss(theta), theta), theta, at)

    def adapted(loss: Callable[[Expr], Expr]) -> Expr:
        return theta - alpha * Derivative(loss(theta), theta)

    def first_change(direction: Callable[..., Expr]) -> Expr:
        both = (direction(one, two) + direction(two, one)) / 2
        return Subs(Derivative(both, alpha), alpha, 0)

    alike = Derivative(Derivative(one(theta), theta) * Derivative(two(theta), theta), theta)
    halves = Derivative(one(theta), theta) * Derivative(two(theta), theta, 2)
    halves += Derivative(one(theta), theta, 2) * Derivative(two(theta), theta)
    directions = (
        (
            lambda a, b: Derivative(b(adapted(a)), theta),
            -1,
            "MAML: each order changes the slope after the step by one product, and the factor before it by the other",
        ),
        (
            lambda a, b: slope(b, adapted(a)),
            -Rational(1, 2),
            "first order: each order changes the slope after the step by one of the products",
        ),
        (
            lambda a, b: Derivative(a(theta), theta) + slope(b, adapted(a)),
            -Rational(1, 2),
            "Reptile: the same, since the slope at the start does not change",
        ),
    )
    steps = [
        chain(first_change(way)).equals(share * halves, reason).equals(share * alike, "the product rule")
        for way, share, reason in directions
    ]
    return Proof(
        "For one parameter and two losses, how the directions of MAML, its first order and Reptile begin to change",
        claim=[equal(step.first, step.last) for step in steps],
        steps=steps,
        equation="eq:meta-expansion",
    )


def first_step_of_the_head() -> Proof:
    """The gradient of the cross entropy by a weight of an output layer that is zero."""
    f, y, i, w = indexed("f"), indexed("y"), index("i"), real("w")
    n, ways = natural("n"), natural("N")
    loss = Sum(log(exp(w * f[i]) + ways - 1) - y[i] * w * f[i], (i, 1, n)) / n
    step = equal(
        Subs(-Derivative(loss, w), w, 0),
        Sum((y[i] - 1 / ways) * f[i], (i, 1, n)) / n,
        "where all weights are zero every class has the probability 1 / N",
    )
    return Proof(
        "In an output layer of zeros a weight first moves along the mean of its feature, times label less chance",
        claim=step,
        steps=[step],
        equation="eq:meta-head-step",
    )


def attention_descends() -> Proof:
    """A layer of linear attention takes what is left by one step of descent on least squares to the next."""
    n, d = natural("n"), natural("d")
    inputs, targets, weights, asked = matrix("X", n, d), matrix("y", n, 1), matrix("w", d, 1), matrix("x", d, 1)
    left, step = targets - inputs * weights, alpha / n * inputs.T * (targets - inputs * weights)
    steps = [
        equal(
            left - alpha / n * inputs * inputs.T * left,
            targets - inputs * (weights + step),
            "multiply out: what attention takes from the targets is what the step adds to the predictions",
        ),
        equal(
            asked.T * weights + alpha / n * asked.T * inputs.T * left,
            asked.T * (weights + step),
            "the same for the token that is asked, whose target starts at zero and is minus the prediction",
        ),
    ]
    return Proof(
        "A layer of linear attention takes what one step of gradient descent leaves to what the next one leaves",
        claim=steps,
        steps=steps,
        equation="eq:attention-descends",
    )


def best_rate_of_one_step() -> Proof:
    """The lowest point of the parabola that gives, by the rate, the share of the error that is left by one step."""
    n, d, rate = natural("n"), natural("d"), real(r"\alpha")
    left = 1 - 2 * rate + rate**2 * (n + d + 1) / n
    best = {rate: n / (n + d + 1)}
    return Proof(
        "The parabola of the share that one step leaves is lowest at one rate only, and this is its value there",
        claim=[minimum(left, best), equal(Subs(left, rate, n / (n + d + 1)), (d + 1) / (n + d + 1))],
        steps=[
            minimum(left, best, "a parabola that opens upwards"),
            equal(Subs(left, rate, n / (n + d + 1)), (d + 1) / (n + d + 1), "put it in"),
        ],
        equation="eq:best-rate",
    )
