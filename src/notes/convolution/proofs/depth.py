r"""What lets deep networks train: normalisation, shortcuts, gates."""

from typing import Any

from sympy import Derivative, Eq, Expr, Function, Gt, Integer, Integral, Product, Subs, Sum, sqrt

from notes.proof import (
    Expectation,
    Proof,
    chain,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    induction,
    natural,
    positive,
    real,
)

i, L = index("i"), natural("L")
x = real("x")
h = indexed("h")


def gradient_through_layers() -> Proof:
    """In a chain of linear units the slope is the product of the weights: it vanishes or explodes with depth."""
    weights, ell = indexed("w"), index("j")
    w = positive("w")
    output = Product(weights[ell], (ell, 1, L)) * x
    steps = [
        equal(Derivative(output, x), Product(weights[ell], (ell, 1, L)), "each unit multiplies by its weight"),
        equal(Derivative(w**L * x, x), w**L, "with one weight throughout: exponential in the depth"),
    ]
    return Proof(
        "The slope of a chain of linear units is the product of its weights", steps, steps, equation="eq:linear-chain"
    )


batch = natural("m") + natural("r")
mean, variance = real(r"\mu"), positive("v")


def over_batch(term: Expr) -> Expr:
    """The mean over a batch of m + r examples, two at least."""
    return Sum(term, (i, 1, batch)) / batch


batch_statistics = (
    Eq(Sum(h[i], (i, 1, batch)), batch * mean),
    Eq(variance, over_batch(h[i] ** 2) - mean**2, evaluate=False),
    Gt(over_batch(h[i] ** 2) - mean**2, 0, evaluate=False),
)


def batch_normalization_moments() -> Proof:
    """Normalised activations have mean zero and variance one; then the mean is beta."""
    gamma, beta = real(r"\gamma"), real(r"\beta")
    normalized = (h[i] - mean) / sqrt(variance)
    centred = (
        chain(over_batch(normalized))
        .equals((over_batch(h[i]) - mean) / sqrt(variance), "a sum of differences")
        .equals(0, "which is how the mean was chosen")
    )
    standard = (
        chain(over_batch(normalized**2))
        .equals(over_batch((h[i] - mean) ** 2) / variance, "the mean square of the deviations over the variance")
        .equals((over_batch(h[i] ** 2) - mean**2) / variance, "multiply out; the sum of the activations is known")
        .equals(1, "which is how the variance was chosen")
    )
    shifted = (
        chain(over_batch(gamma * normalized + beta))
        .equals(gamma * over_batch(normalized) + beta, "the mean of a sum")
        .equals(beta, "the normalised activations have mean zero")
    )
    steps = [centred, standard, shifted]
    return Proof(
        "Batch normalisation gives mean zero and variance one; scaled and shifted, the mean is beta",
        claim=[equal(step.first, step.last) for step in steps],
        steps=steps,
        given=batch_statistics,
        equation="eq:batch-norm-moments",
    )


def batch_normalization_invariance() -> Proof:
    """Rescaling the weights before a normalisation rescales mean and deviation alike, and cancels."""
    scale, bias = positive(r"\alpha"), real(r"\delta")
    moved = scale * h[i] + bias
    moved_mean = scale * mean + bias
    steps = [
        equal(over_batch(moved), moved_mean, "the mean is scaled and shifted as the activations are"),
        chain(over_batch((moved - moved_mean) ** 2))
        .equals(scale**2 * over_batch((h[i] - mean) ** 2), "every deviation is scaled, whatever the bias")
        .equals(scale**2 * variance, "so the variance is scaled by the square"),
        equal(
            (moved - moved_mean) / sqrt(scale**2 * variance),
            (h[i] - mean) / sqrt(variance),
            "so the deviation is only scaled: scale and bias cancel",
        ),
    ]
    return Proof(
        "Without epsilon normalisation does not notice a positive factor of the layer before it, nor its bias",
        claim=[equal(step.first, step.last) for step in steps],
        steps=steps,
        given=batch_statistics,
        equation="eq:batch-norm-invariance",
    )


def path_expansion() -> Proof:
    """Multiplied out, n residual blocks are a sum over all ways to take or skip each of them: by induction.

    Q is the sum over all sets of blocks of the product of their slopes, N the number of these sets. A set of the first
    n + 1 blocks is one of the first n, without the last block or with it.
    """
    slope, paths, number = indexed("w"), indexed("Q"), indexed("N")
    n, k = count("n"), index("k")

    def through(blocks: Expr) -> Expr:
        return Product(1 + slope[k], (k, 1, blocks))

    expanded = equal(through(n), paths[n])
    longer = (
        chain(through(n + 1))
        .equals(through(n) + slope[n + 1] * through(n), "the last block apart: skipped, or taken")
        .equals(paths[n + 1], "by the hypothesis: every set of blocks without the last one, and with it")
    )
    counted = equal(number[n], 2**n)
    twice = (
        chain(number[n + 1])
        .equals(2 * number[n], "every set without the last block, and with it")
        .equals(2 ** (n + 1), "by the hypothesis")
    )
    return Proof(
        "The sum over all sets of residual blocks, built up block by block, is their product, and has 2ⁿ terms",
        claim=[expanded, counted],
        steps=[induction(expanded, over=n, step=longer), induction(counted, over=n, step=twice)],
        given=(
            Eq(paths[n + 1], paths[n] + slope[n + 1] * paths[n]),
            Eq(paths[0], 1),
            Eq(number[n + 1], 2 * number[n]),
            Eq(number[0], 1),
        ),
        equation="eq:path-expansion",
    )


weight, centre, spread, power = real("w"), real(r"\omega"), positive("V"), positive("G")
input_law, weight_law, hidden = density("p")(x), density("q")(weight), function("h")(x)


def over_inputs(value: Expr) -> Expr:
    """The mean over the inputs of a block."""
    return Expectation(value, x, input_law)


def over_both(value: Expr) -> Expr:
    """The mean over the inputs and over the random weight of a branch."""
    return Expectation(over_inputs(value), weight, weight_law)


powers = over_inputs(x**2) - mean**2, Expectation(weight**2, weight, weight_law) - centre**2, over_inputs(hidden**2)
random_branch = (
    Eq(Integral(input_law, x), 1),
    Eq(Integral(weight_law, weight), 1),
    Eq(over_inputs(x), mean, evaluate=False),
    Eq(variance, powers[0], evaluate=False),
    Eq(Expectation(weight, weight, weight_law), centre, evaluate=False),
    Eq(spread, powers[1], evaluate=False),
    Eq(power, powers[2], evaluate=False),
    *(Gt(one, 0, evaluate=False) for one in powers),
)


def with_branch(size: Expr, reason: str, total: str) -> list[Any]:
    """Steps to the variance of the input plus a branch of a given variance.

    The branch is a function of the input times a random weight, standardised and scaled as initialisation does.
    """
    branch = (weight - centre) * hidden * sqrt(size / (spread * power))
    parts = over_inputs((x - mean) ** 2) + 2 * over_both((x - mean) * branch) + over_both(branch**2)
    return [
        equal(over_both((x - mean) * branch), 0, "a weight of mean zero leaves no correlation with the input"),
        equal(over_both(branch**2), size, reason),
        chain(over_both((x - mean + branch) ** 2)).equals(parts, "multiply out").equals(variance + size, total),
    ]


def variance_doubles() -> Proof:
    """A transformation by a random weight of mean zero is uncorrelated with its input, and here has its variance."""
    start, blocks = positive("v_0"), count("n")
    steps = [
        *with_branch(variance, "initialisation preserves the variance", "two equal variances, and no covariance"),
        equal(Subs(2**blocks * start, blocks, 0), start, "before the first block"),
        chain(Subs(2 * variance, variance, 2**blocks * start)).equals(
            2 ** (blocks + 1) * start, "and one block more doubles it again: induction"
        ),
    ]
    return Proof(
        "A branch of the variance of its input, with a random weight of mean zero, doubles the variance in every "
        "residual block",
        claim=[equal(step.first, step.last) for step in steps],
        steps=steps,
        given=random_branch,
        equation="eq:variance-doubling",
    )


def variance_grows_linearly() -> Proof:
    """A branch whose variance is one in every block, as behind a normalisation, adds one in every block."""
    start, blocks = positive("v_0"), count("n")
    reason = "initialisation gives the branch variance one: behind a normalisation, in every block"
    steps = [
        *with_branch(Integer(1), reason, "what came in, and one more"),
        equal(Subs(start + blocks, blocks, 0), start, "before the first block"),
        chain(Subs(variance + 1, variance, start + blocks)).equals(
            start + (blocks + 1), "and one block more adds one again: induction"
        ),
    ]
    return Proof(
        "A branch of variance one, with a random weight of mean zero, adds one to the variance in every residual block",
        claim=[equal(step.first, step.last) for step in steps],
        steps=steps,
        given=random_branch,
        equation="eq:variance-grows",
    )


def zero_branch() -> Proof:
    """Where the last factor of a branch is zero the first has no slope; where the first is zero, the last has a(0)."""
    first, last, activation = real("w_1"), real("w_2"), function("a")
    y = x + last * activation(first * x)
    steps = [
        equal(Subs(Derivative(y, first), last, 0), 0, "the first factor has no effect while the last is zero"),
        equal(Subs(Derivative(y, last), last, 0), activation(first * x), "the last one learns at once"),
        equal(Subs(Derivative(y, last), first, 0), activation(0), "but not if the first is zero too, and a(0) = 0"),
    ]
    return Proof("Of a residual branch the last factor may start at zero", steps, steps, equation="eq:zero-branch")


def highway_limits() -> Proof:
    """An open gate gives the layer and its slope, a closed one the input and the slope one."""
    f, T = function("f"), Function("T", real=True)
    gate = real("t")
    mixed = f(x) * gate + x * (1 - gate)
    y = f(x) * T(x) + x * (1 - T(x))
    slope = T(x) * Derivative(f(x), x) + (1 - T(x)) + (f(x) - x) * Derivative(T(x), x)
    steps = [
        equal(Subs(mixed, gate, 1), f(x), "an open gate: the layer"),
        equal(Subs(mixed, gate, 0), x, "a closed gate: the input"),
        equal(
            Subs(Derivative(mixed, x), gate, 1),
            Derivative(f(x), x),
            "the slope of the layer, where the gate stays open",
        ),
        equal(Subs(Derivative(mixed, x), gate, 0), 1, "the slope one, where it stays closed"),
        equal(Derivative(y, x), slope, "in between: both slopes mixed, and a term by which the gate is learned"),
    ]
    return Proof("A highway layer between its limits", steps, steps, equation=("eq:highway", "eq:highway-slope"))


def dense_connections() -> Proof:
    """Channels that layers of a dense block see, and the number of their connections."""
    inputs, growth, ell = natural("k_0"), natural("k"), index(r"\ell")
    steps = [
        equal(inputs + Sum(growth, (ell, 1, L)), inputs + growth * L, "each of the L layers adds its k channels"),
        equal(Sum(ell, (ell, 1, L)), L * (L + 1) / 2, "and layer l has l inputs: the first one, and each layer before"),
    ]
    return Proof("Channels and connections of a dense block", steps, steps, equation="eq:dense-channels")
