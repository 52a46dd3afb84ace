r"""Derivations of chapter 13: objectives, kernels, prototypes, memories, cells, and the gradient of MAML."""

from sympy import Derivative, Expr, Product, Subs, Sum, exp, log

from notes.proof import (
    Proof,
    above,
    at_least,
    at_most,
    chain,
    density,
    equal,
    function,
    index,
    indexed,
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
    s, k, i, j = indexed("s"), natural("k"), index("i"), index("j")
    total = Sum(exp(s[j]), (j, 1, k))
    weights = Sum(exp(s[i]) / total, (i, 1, k))
    return Proof(
        "The weights of a softmax kernel are positive and sum to one",
        claim=[above(exp(s[i]) / total, 0), equal(weights, 1)],
        steps=[
            above(exp(s[i]) / total, 0, "exponentials are positive, and so is their sum"),
            chain(weights)
            .equals(Sum(exp(s[i]), (i, 1, k)) / total, "the denominator is the same for all examples")
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
    old, w, e, a = real("m"), real("w"), real(r"\epsilon"), real("a")
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
    forget, admit = real("f_t"), real("i_t")
    cell = forget * before + admit * (-slope)
    step = equal(
        Subs(cell, (forget, admit), (1, alpha)),
        before - alpha * slope,
        "everything is kept, and minus the gradient g is admitted at the learning rate, in each coordinate",
    )
    return Proof("An LSTM cell with fixed gates is gradient descent", claim=step, steps=[step], equation="eq:meta-cell")


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
