r"""Sizes: of outputs, of receptive fields, and of the parameters of a layer."""

from sympy import Eq, Expr, Gt, Rational, Subs, Sum

from notes.proof import (
    Proof,
    above,
    assumed,
    at_least,
    chain,
    count,
    equal,
    index,
    indexed,
    induction,
    lemma,
    natural,
    positive,
    real,
)


def output_positions() -> Proof:
    """The last place of a window: after q strides it still fits, after one more it does not."""
    W, P, d, F = real("W"), count("P"), natural("d"), natural("F")
    q, r, s = count("q"), count("r"), count("s")
    stride = r + s + 1
    room = W + 2 * P - d * (F - 1) - 1

    def end_of_window(place: Expr) -> Expr:
        return place * stride + d * (F - 1) + 1

    given = Eq(W, q * stride + r + d * (F - 1) + 1 - 2 * P, evaluate=False)
    steps = [
        chain(room / stride)
        .equals(q + r / stride, "with the stride S = r + s + 1, the room is q strides and a remainder r below S")
        .at_least(q, "so q is not above the quotient"),
        chain(room / stride)
        .equals(q + 1 - (s + 1) / stride, "the remainder lacks s + 1 of a stride")
        .below(q + 1, "and q + 1 is above it: q is the quotient rounded down"),
        chain(W + 2 * P - end_of_window(q))
        .equals(r, "what is left behind the window at place q")
        .at_least(0, "it fits"),
        chain(end_of_window(q + 1) - (W + 2 * P))
        .equals(s + 1, "how far the window at the next place reaches beyond the end")
        .above(0, "so the places are those from 0 to q, one more than q"),
    ]
    return Proof(
        "The room over the stride, rounded down, is the last place of the window, counted from zero",
        claim=steps,
        steps=steps,
        given=(given,),
        equation="eq:output-places",
    )


def parameter_counts() -> Proof:
    """Weights and biases: of a dense layer, of a convolutional one in the plane, and of the two in the source."""
    F, C, D, n, m = natural("F"), natural(r"C_{\text{in}}"), natural(r"C_{\text{out}}"), natural("n"), natural("m")
    i, j = index("i"), index("j")
    dense = Sum(Sum(1, (i, 1, n)) + 1, (j, 1, m))
    planar, linear = (Sum(Sum(weights, (i, 1, C)) + 1, (j, 1, D)) for weights in (F**2, F))
    steps = [
        equal(dense, n * m + m, "for each of m outputs a weight for each of n inputs, and a bias"),
        chain(Subs(n * m + m, (n, m), (6, 6))).equals(42, "six inputs, six outputs"),
        equal(
            planar,
            F**2 * C * D + D,
            "in the plane: each output channel has a kernel for each input channel, and a bias that all places share",
        ),
        equal(linear, F * C * D + D, "in one dimension"),
        chain(Subs(F * C * D + D, (F, C, D), (3, 1, 1))).equals(4, "one kernel of size three, and its bias"),
    ]
    return Proof(
        "Numbers of parameters of a dense and of a convolutional layer",
        steps,
        steps,
        equation=("eq:dense-parameters", "eq:convolution-parameters"),
    )


def separable_weights() -> Proof:
    """Weights of a depthwise and a pointwise convolution, over those of the layer that they replace."""
    F, C, D = natural("F"), natural(r"C_{\text{in}}"), natural(r"C_{\text{out}}")
    step = equal(
        (F**2 * C + C * D) / (F**2 * C * D),
        1 / D + 1 / F**2,
        "a kernel per input channel and a weight per pair of channels, instead of a kernel per pair",
    )
    return Proof("The share of weights that a separable convolution keeps", step, [step], equation="eq:separable")


def copies_of_a_kernel() -> Proof:
    """How far an output of a transposed convolution lies from the first and from behind the last entry of a copy.

    The output is p strides and r more from the first one, the kernel a strides and b more long.
    """
    p, a, r, b, S = count("p"), count("a"), count("r"), count("b"), natural("S")
    place, size = p * S + r, a * S + b
    steps = [
        at_least(place, p * S, "r is not negative: copy p has begun"),
        equal(place - (p + 1) * S, r - S, "copy p + 1 begins later: r is below S"),
        chain(place - (p - a + 1) * S - size)
        .equals(r - b - S, "a - 1 copies before p")
        .below(0, "r is below S: that one has not ended"),
        equal(place - (p - a) * S - size, r - b, "the one before it has ended, unless r is below b"),
        chain(place - (p - a - 1) * S - size)
        .equals(r - b + S, "and the one before that")
        .above(0, "b is below S: it has ended"),
    ]
    return Proof(
        "Where copies of a kernel begin and end, as seen from one output",
        claim=steps,
        steps=steps,
        given=(Gt(S, r), Gt(S, b)),
        equation="eq:copies",
    )


def block_parameters() -> Proof:
    """Parameters of a block of two convolutions, of MobileNetV2's and of ConvNeXt's, part by part."""
    C, rho, j = natural("C"), natural(r"\rho"), index("j")
    wide = rho * C
    steps = [
        equal(
            2 * (Sum(9 * C, (j, 1, C)) + 2 * C),
            18 * C**2 + 4 * C,
            "twice a kernel of three by three for each pair of channels, and a normalisation",
        ),
        equal(
            Sum(C, (j, 1, wide)) + Sum(9, (j, 1, wide)) + Sum(wide, (j, 1, C)) + 2 * (2 * wide + C),
            2 * rho * C**2 + (13 * rho + 2) * C,
            "pointwise, depthwise, pointwise, and three normalisations",
        ),
        equal(
            Sum(49, (j, 1, C)) + Sum(C + 1, (j, 1, 4 * C)) + Sum(4 * C + 1, (j, 1, C)) + 4 * C,
            8 * C**2 + 58 * C,
            "depthwise, two dense layers; and a bias, two numbers of the normalisation and a factor for every channel",
        ),
    ]
    return Proof("Parameters of three residual blocks, added up", steps, steps, equation="eq:block-parameters")


def mixing_costs() -> Proof:
    """Multiplications for one place: of a convolution, and of attention to all places; where the two are equal."""
    F, C, D, n = natural("F"), natural("C"), natural("D"), natural("n")
    i, j = index("i"), index("j")
    square, narrow = Sum(Sum(1, (i, 1, C)), (j, 1, C)), Sum(Sum(1, (i, 1, C)), (j, 1, D))
    attention = 2 * C * D + 2 * C**2 + n * (D + C)
    steps = [
        equal(Sum(Sum(F**2, (i, 1, C)), (j, 1, C)), F**2 * C**2, "a kernel for each pair of channels"),
        equal(
            2 * narrow + 2 * square + Sum(Sum(1, (i, 1, D)) + Sum(1, (i, 1, C)), (j, 1, n)),
            attention,
            "queries and keys, values and outputs; and for each place a product of query and key, and a weighted value",
        ),
        chain(Subs(F**2 * C**2, (F, C), (3, 16))).equals(2304, "three by three, 16 channels"),
        chain(Subs(attention, (C, D, n), (16, 32, 16))).equals(2304, "16 channels, 32 for queries and keys, 16 places"),
    ]
    return Proof("What convolution and attention cost for one place", steps, steps, equation="eq:mixing-cost")


def receptive_field_of_equal_layers() -> Proof:
    """The recursion summed up, for layers of one kind: linear growth, exponential with stride or doubling."""
    L, F = count("L"), natural("F")
    plain, wide = indexed("r"), indexed("r'")

    def undilated(layers: Expr) -> Expr:
        return 1 + layers * (F - 1)

    def doubling(layers: Expr) -> Expr:
        return 1 + (2**layers - 1) * (F - 1)

    linear, exponential = equal(plain[L], undilated(L)), equal(wide[L], doubling(L))
    steps = [
        induction(
            linear,
            over=L,
            step=chain(plain[L + 1])
            .equals(plain[L] + (F - 1), "stride one: neighbouring units look one entry apart")
            .equals(undilated(L + 1), "by the hypothesis"),
        ),
        induction(
            exponential,
            over=L,
            step=chain(wide[L + 1])
            .equals(wide[L] + (F - 1) * 2**L, "stride two in every layer, or dilation doubled from layer to layer")
            .equals(doubling(L + 1), "by the hypothesis"),
        ),
        chain(Subs(undilated(L), (L, F), (8, 3))).equals(17, "eight layers of three see 17 entries"),
        chain(Subs(doubling(L), (L, F), (8, 3))).equals(511, "with doubled dilation, 511"),
    ]
    return Proof(
        "Receptive fields grow linearly without dilation or stride, exponentially with stride two or doubled dilation",
        claim=[linear, exponential, *steps[2:]],
        steps=steps,
        given=(
            Eq(plain[L + 1], plain[L] + (F - 1)),
            Eq(plain[0], 1),
            Eq(wide[L + 1], wide[L] + (F - 1) * 2**L),
            Eq(wide[0], 1),
        ),
        equation="eq:receptive-field-growth",
    )


def powers_outgrow_their_exponents() -> Proof:
    """From the sixth on, a power of two exceeds six times its exponent and four by 24 at least: by induction."""
    c = count("c")

    def lead(exponent: Expr) -> Expr:
        return 2**exponent - (6 * exponent + 4)

    statement = at_least(lead(c + 6), 24)
    step = (
        chain(lead(c + 7))
        .at_least(6 * c + 82, "twice the lead before, and 6 c + 34 more", assumed(lambda gap: 2 * gap))
        .at_least(24, "more than enough")
    )
    return Proof(
        "From the sixth on, a power of two is larger than six times its exponent and four",
        claim=statement,
        steps=[induction(statement, over=c, step=step)],
    )


def crossover() -> Proof:
    """Multiplications of either route, at the powers of two: of the last that favours the matrix, and of all others."""
    n, p, c = natural("n"), positive("p"), count("c")
    spectral = 4 * (3 * n / 2 * p + n)
    size = 2 ** (c + 6)
    ahead = lemma(powers_outgrow_their_exponents, through=lambda gap: size * gap)
    steps = [
        equal(
            spectral,
            n * (6 * p + 4),
            "three transforms of half n times p products, p the binary logarithm of n, and one an entry: complex, "
            "four real ones each",
        ),
        above(Subs(spectral - n**2, (n, p), (32, 5)), 0, "at 32 the matrix is cheaper"),
        chain(Subs(n**2 - spectral, (n, p), (size, c + 6)))
        .at_least(24 * size, "from 64 on the transforms are", ahead)
        .above(0, "by that much at least"),
        chain(Subs(n**2 / spectral, (n, p), (1024, 10))).equals(Rational(16), "and at 1,024 sixteen times"),
    ]
    return Proof(
        "At powers of two from 64 on the spectral route needs fewer multiplications, at 32 the matrix does",
        claim=[equal(steps[0].first, steps[0].last), steps[1], above(steps[2].first, 0), steps[3]],
        steps=steps,
        equation="eq:convolution-cost",
    )
