r"""Sizes: of outputs, of receptive fields, and of the parameters of a layer."""

from sympy import Expr, Rational, Subs, UnevaluatedExpr

from notes.proof import Proof, above, at_least, chain, count, equal, natural, positive


def output_positions() -> Proof:
    """The last place of a window: after q strides it still fits, after one more it does not."""
    W, P, d, F, S = natural("W"), count("P"), natural("d"), natural("F"), natural("S")
    q, r, s = count("q"), count("r"), count("s")
    span = d * (F - 1) + 1
    room = q * S + r
    return Proof(
        "Dividing the room by the stride gives the last place, and one more for the first",
        claim=[
            equal(UnevaluatedExpr(W + 2 * P) - span, W + 2 * P - d * (F - 1) - 1),
            at_least(Subs(room - q * S, S, r + s + 1), 0),
            above(Subs((q + 1) * S - room, S, r + s + 1), 0),
        ],
        steps=[
            equal(
                UnevaluatedExpr(W + 2 * P) - span,
                W + 2 * P - d * (F - 1) - 1,
                "the room that the dilated window has to move in",
            ),
            chain(Subs(room - q * S, S, r + s + 1))
            .equals(r, "divided by the stride the room is q, with a remainder r smaller than the stride")
            .at_least(0, "so the window at place q, counted from zero, fits"),
            chain(Subs((q + 1) * S - room, S, r + s + 1))
            .equals(s + 1, "the next place")
            .above(0, "lies beyond the end: the places are those from 0 to q, one more than q"),
        ],
        equation="eq:output-size",
    )


def parameter_counts() -> Proof:
    """Weights and biases: of the dense layer and the kernel of the source, and of any convolutional layer."""
    F, C, D, n = natural("F"), natural(r"C_{\text{in}}"), natural(r"C_{\text{out}}"), natural("n")
    per_output = F**2 * C + 1
    steps = [
        chain(Subs(n * n + n, n, 6)).equals(42, "six inputs, six outputs: a weight per pair, a bias per output"),
        chain(Subs(F * C * D + D, (F, C, D), (3, 1, 1))).equals(
            4, "one kernel of size three, and one bias that all places share"
        ),
        equal(
            per_output * D,
            F**2 * C * D + D,
            "in the plane: each output channel has a kernel per input channel, and a bias",
        ),
    ]
    return Proof("Numbers of parameters", steps, steps, equation=("eq:dense-parameters", "eq:convolution-parameters"))


def receptive_field_of_equal_layers() -> Proof:
    """The recursion summed up, for layers of one kind: linear growth without stride, exponential with."""
    L, F, _S, _d = count("L"), natural("F"), natural("S"), natural("d")

    def undilated(layers: Expr) -> Expr:
        return 1 + layers * (F - 1)

    def doubling(layers: Expr) -> Expr:
        return 1 + (F - 1) * (2**layers - 1)

    jump = 2**L
    steps = [
        chain(undilated(L) + (F - 1) * UnevaluatedExpr(1)).equals(
            undilated(L + 1),
            "stride one: every layer adds one less than F, since neighbouring units look one entry apart",
        ),
        chain(doubling(L) + (F - 1) * jump).equals(
            doubling(L + 1), "stride two in every layer, or dilation doubled from layer to layer: the addition doubles"
        ),
        chain(Subs(undilated(L), (L, F), (8, 3))).equals(17, "eight layers of three see 17 entries"),
        chain(Subs(doubling(L), (L, F), (8, 3))).equals(511, "with doubled dilation, 511"),
    ]
    return Proof(
        "Receptive fields grow linearly without dilation or stride, exponentially with",
        steps,
        steps,
        equation="eq:receptive-field-growth",
    )


def crossover() -> Proof:
    """Multiplications of either route at the last power of two that favours the matrix and the first that does not."""
    n, p = natural("n"), positive("p")
    spectral = 4 * (3 * n / 2 * p + n)
    steps = [
        equal(
            spectral,
            n * (6 * p + 4),
            "three transforms of half n times p products, p the binary logarithm of n, and one an entry: complex, "
            "four real ones each",
        ),
        above(Subs(spectral - n**2, (n, p), (32, 5)), 0, "at 32 the matrix is cheaper"),
        above(Subs(n**2 - spectral, (n, p), (64, 6)), 0, "at 64 the transforms are"),
        chain(Subs(n**2 / spectral, (n, p), (1024, 10))).equals(Rational(16), "and at 1,024 sixteen times"),
    ]
    return Proof(
        "The spectral route overtakes the matrix between 32 and 64 entries",
        steps,
        steps,
        equation="eq:convolution-cost",
    )
