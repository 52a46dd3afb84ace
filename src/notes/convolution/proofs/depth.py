r"""What lets deep networks train: normalisation, shortcuts, gates."""

from itertools import combinations

from sympy import Derivative, Eq, Expr, Function, Product, Subs, Sum, prod

from notes.proof import Proof, chain, equal, function, index, indexed, instances, natural, positive, real
from notes.proof.relations import Chain

k, i, L = natural("k"), index("i"), natural("L")
x = real("x")
h = indexed("h")
mean, deviation = real(r"\mu"), positive(r"\sigma")


def over_batch(term: Expr) -> Expr:
    """The mean over the batch."""
    return Sum(term, (i, 1, k)) / k


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


def batch_normalization_moments() -> Proof:
    """Normalised activations have mean zero and variance one; then the mean is beta."""
    gamma, beta = real(r"\gamma"), real(r"\beta")
    normalized = (h[i] - mean) / deviation
    given = (Eq(Sum(h[i], (i, 1, k)), k * mean),)
    first = (
        chain(over_batch(normalized))
        .equals((Sum(h[i], (i, 1, k)) - k * mean) / (k * deviation), "a sum of differences")
        .equals(0, "which is how the mean was chosen")
    )
    second = chain(over_batch(normalized**2)).equals(
        over_batch((h[i] - mean) ** 2) / deviation**2,
        "the variance over the squared deviation, which is how the deviation was chosen",
    )
    third = chain(over_batch(gamma * normalized + beta)).equals(
        gamma * over_batch(normalized) + beta, "the mean after scaling and shifting is beta"
    )
    return Proof(
        "Batch normalisation gives mean zero and variance one; scaled and shifted, the mean is beta",
        claim=[first, second, third],
        steps=[first, second, third],
        given=given,
        equation="eq:batch-norm-moments",
    )


def batch_normalization_invariance() -> Proof:
    """Rescaling the weights before a normalisation rescales mean and deviation alike, and cancels."""
    scale, bias = positive("a"), real("b")
    moved_mean = scale * mean + bias
    step = equal(
        ((scale * h[i] + bias) - moved_mean) / (scale * deviation),
        (h[i] - mean) / deviation,
        "the mean is scaled and shifted as the activations are, the deviation only scaled: scale and bias cancel",
    )
    return Proof(
        "Normalisation does not notice a change of scale or bias of the layer before it",
        claim=step,
        steps=[step],
        equation="eq:batch-norm-invariance",
    )


def path_expansion() -> Proof:
    """Multiplied out, k residual blocks are a sum over all ways to take or skip each of them."""
    slope = indexed("a")

    def expanded(blocks: int) -> Chain:
        product = prod(1 + slope[b] for b in range(1, blocks + 1))
        paths = [
            prod(slope[b] for b in taken)
            for size in range(blocks + 1)
            for taken in combinations(range(1, blocks + 1), size)
        ]
        return equal(product, sum(paths), "a product per set of blocks that are taken")

    def counted(blocks: int) -> Chain:
        product = prod(1 + slope[b] for b in range(1, blocks + 1))
        ones = {slope[b]: 1 for b in range(1, blocks + 1)}
        return equal(Subs(product, tuple(ones), tuple(ones.values())), 2**blocks, "every path counted once")

    steps = [instances(expanded, range(1, 6)), instances(counted, range(1, 6))]
    return Proof(
        "One to five residual blocks are a sum over two to the power of their number of paths",
        claim=steps,
        steps=steps,
        equation="eq:path-expansion",
    )


def variance_doubles() -> Proof:
    """If the transformation has the variance of its input and is uncorrelated with it, each block doubles it."""
    variance = positive(r"\operatorname{Var} x")
    transformed, covariance = positive(r"\operatorname{Var} F"), real(r"\operatorname{Cov}(x, F)")
    start, blocks = positive("v_0"), natural("n")
    return Proof(
        "Without normalisation the variance doubles in every residual block",
        claim=[
            equal(variance + transformed + 2 * covariance, 2 * variance),
            equal(2 * (2**blocks * start), 2 ** (blocks + 1) * start),
        ],
        steps=[
            equal(
                variance + transformed + 2 * covariance,
                2 * variance,
                "initialisation preserves the variance, and random weights of mean zero make F uncorrelated with x",
            ),
            equal(2 * (2**blocks * start), 2 ** (blocks + 1) * start, "block by block: induction"),
        ],
        given=(Eq(transformed, variance), Eq(covariance, 0)),
        equation="eq:variance-doubling",
    )


def highway_limits() -> Proof:
    """An open gate gives the layer and its slope, a closed one the input and the slope one."""
    f, T = function("f"), Function("T", real=True)
    gate = real("T")
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
    inputs, growth = natural("k_0"), natural("k")
    steps = [
        equal((inputs + growth * L) + growth, inputs + growth * (L + 1), "each layer adds its k channels: induction"),
        equal(
            L * (L + 1) / 2 + (L + 1),
            (L + 1) * (L + 2) / 2,
            "and the layer after L others has one more input than L: induction",
        ),
    ]
    return Proof("Channels and connections of a dense block", steps, steps, equation="eq:dense-channels")
