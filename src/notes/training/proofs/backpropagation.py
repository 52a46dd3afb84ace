r"""The matrix derivatives of a layer, what a rectifier passes back, and the toy model's derivatives and its graph."""

from collections.abc import Sequence

from sympy import Derivative, Eq, Expr, Max, Subs, Sum, Symbol, cos, exp, sin, sqrt

from notes.proof import Proof, at_least, chain, count, equal, function, index, indexed, induction, positive, real
from notes.proof.relations import Chain
from notes.proof.steps import Induction

x, y = real("x_i"), real("y_i")


def matrix_derivatives() -> Proof:
    r"""Gradients of a layer's weights, biases and input, entry by entry, for any widths.

    A weight or bias enters one pre-activation only, so the loss is a function of that one. The input enters all of
    them. Let Δ be the derivative by the input where only the first n pre-activations move with it: L is the loss as a
    function of the input through those, and of the next one, to which the input has the weight Ω.
    """
    bias, weight, activation, others = map(real, (r"\beta_d", r"\Omega_{dj}", "h_j", "z"))
    value, through = real("f_d"), real("h'_j")
    loss, of_two = function(r"\ell"), function("L")
    pre_activation = bias + weight * activation + others
    gradient = Subs(Derivative(loss(value), value), value, pre_activation)

    steps = [
        equal(
            Derivative(loss(pre_activation), weight),
            gradient * activation,
            "one entry of the outer product of G and h; z is the part of the other weights",
        ),
        equal(Derivative(loss(pre_activation), bias), gradient, "the bias enters its pre-activation as it is"),
        equal(
            Derivative(of_two(activation, pre_activation), activation),
            Subs(Derivative(of_two(through, pre_activation), through), through, activation)
            + weight * Subs(Derivative(of_two(activation, value), value), value, pre_activation),
            "the input: one pre-activation more adds its weight times its gradient",
        ),
    ]
    over_all = _over_pre_activations()
    return Proof(
        "The gradients of a layer's weights and biases, and of its input, one pre-activation after the other",
        claim=[*steps, over_all.statement],
        steps=[*steps, over_all],
        given=(Eq(slopes[first + 1], slopes[first] + column[first + 1] * gradients[first + 1]), Eq(slopes[0], 0)),
        equation="eq:matrix-gradients",
    )


first, slopes, column, gradients = count("n"), indexed(r"\Delta"), indexed(r"\Omega"), indexed("G")


def _over_pre_activations() -> Induction:
    """The derivative by an input is a sum over all pre-activations: by induction, one after the other."""
    i = index("i")

    def back(outputs: Expr) -> Expr:
        return Sum(column[i] * gradients[i], (i, 1, outputs))

    step = (
        chain(slopes[first + 1])
        .equals(slopes[first] + column[first + 1] * gradients[first + 1], "one pre-activation more")
        .equals(back(first + 1), "by the hypothesis: one entry of the transposed weights times G")
    )
    return induction(equal(slopes[first], back(first)), over=first, step=step)


def rectifier_passes_or_stops() -> Proof:
    """A loss by what enters a rectified unit: on the one side its derivative by what comes out, on the other zero."""
    f, h, distance, loss = real("f"), real("h"), positive(r"\zeta"), function(r"\ell")
    back = Derivative(loss(Max(f, 0)), f)
    steps = [
        equal(Subs(back, f, distance), Subs(Derivative(loss(h), h), h, distance), "an active unit is the identity"),
        equal(Subs(back, f, -distance), 0, "a silent one is zero all around"),
    ]
    return Proof("Above zero a rectified unit passes the gradient on as it is, below zero it stops it", steps, steps)


BIASES = tuple(map(real, (r"\beta_0", r"\beta_1", r"\beta_2", r"\beta_3")))
WEIGHTS = tuple(map(real, ("w_0", "w_1", "w_2", "w_3")))
f0, f1, f2, f3 = VALUES = tuple(map(real, ("f_0", "f_1", "f_2", "f_3")))


def nested_values() -> tuple[Expr, ...]:
    """The f_k of the toy model as nested expressions in the input and the parameters."""
    values = [BIASES[0] + WEIGHTS[0] * x]
    for k, unit in enumerate((sin, exp, cos), start=1):
        values.append(BIASES[k] + WEIGHTS[k] * unit(values[-1]))
    return tuple(values)


def back_propagated() -> tuple[Expr, ...]:
    """The derivatives of the loss by f_0, ..., f_3, by the chain rule, in the names of the intermediate values."""
    _, w1, w2, w3 = WEIGHTS
    last = 2 * (f3 - y)
    third = -sin(f2) * w3 * last
    second = exp(f1) * w2 * third
    return cos(f0) * w1 * second, second, third, last


def _toy_proof(title: str, parameters: Sequence[Symbol], factors: Sequence[Expr], equation: str) -> Proof:
    """The derivative by each parameter: directly from the nested loss, and by the chain rule."""
    nested = nested_values()
    loss = (nested[3] - y) ** 2
    rows = [factor * slope for factor, slope in zip(factors, back_propagated(), strict=True)]
    steps = [
        chain(Derivative(loss, parameter))
        .equals(loss.diff(parameter), "directly")
        .equals(row, "by the chain rule, in the values of the forward pass")
        for parameter, row in zip(parameters, rows, strict=True)
    ]
    claims = [equal(Derivative(loss, parameter), row) for parameter, row in zip(parameters, rows, strict=True)]
    given = tuple(Eq(name, value) for name, value in zip(VALUES, nested, strict=True))
    return Proof(title, claim=claims, steps=steps, given=given, equation=equation)


def toy_biases() -> Proof:
    """The four derivatives by the biases, directly and by the chain."""
    return _toy_proof("The toy model's derivatives by its four biases", BIASES, (1, 1, 1, 1), "eq:toy-biases")


def toy_weights() -> Proof:
    """The four derivatives by the weights, directly and by the chain."""
    activations = (x, sin(f0), exp(f1), cos(f2))
    return _toy_proof("The toy model's derivatives by its four weights", WEIGHTS, activations, "eq:toy-weights")


def graph_derivatives() -> Proof:
    """Every edge of the backward pass through the toy model's graph: each derivative from the one after it."""
    _, w1, w2, w3 = WEIGHTS
    behind = [(f3 - y) ** 2]
    for k, unit in reversed(list(enumerate((sin, exp, cos)))):
        name = (f0, f1, f2)[k]
        behind.append(behind[-1].subs((f1, f2, f3)[k], BIASES[k + 1] + WEIGHTS[k + 1] * unit(name)))
    losses = dict(zip((f3, f2, f1, f0), behind, strict=True))

    def at(name: Symbol) -> Expr:
        return Derivative(losses[name], name)

    def row(name: Symbol, local: Expr, following: Symbol, value: Expr, reason: str) -> Chain:
        return equal(at(name), local * Subs(losses[following].diff(following), following, value), reason)

    steps = [
        equal(at(f3), 2 * (f3 - y), "the last edge"),
        row(f2, -sin(f2) * w3, f3, BIASES[3] + w3 * cos(f2), "through the cosine and the weight after it"),
        row(f1, exp(f1) * w2, f2, BIASES[2] + w2 * exp(f1), "through the exponential"),
        row(f0, cos(f0) * w1, f1, BIASES[1] + w1 * sin(f0), "through the sine"),
    ]
    claims = [equal(step.first, step.last) for step in steps]
    return Proof(
        "Each derivative of the toy model's graph from the one behind it",
        claim=claims,
        steps=steps,
        equation="eq:graph-backward",
    )


def checkpoint_memory() -> Proof:
    """Checkpoints and one segment hold least together where they are as many: at the root of the number of layers."""
    layers, segment = positive("K"), positive("q")
    kept = layers / segment + segment
    least = equal(Subs(kept, segment, sqrt(layers)), 2 * sqrt(layers), "with as many segments as layers in each")
    return Proof(
        "K/q checkpoints and the q layers of a segment are at least twice the root of K, and so many at q = root K",
        claim=[at_least(kept, 2 * sqrt(layers)), least],
        steps=[
            chain(kept)
            .equals(2 * sqrt(layers) + (sqrt(layers) - segment) ** 2 / segment, "complete the square")
            .at_least(2 * sqrt(layers), "a square is not negative"),
            least,
        ],
        equation="eq:checkpoint-memory",
    )
