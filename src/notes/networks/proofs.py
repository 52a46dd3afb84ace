r"""The derivations of chapter 2: joints and regions, approximation, activation functions, composition and depth."""

from itertools import pairwise

from sympy import (
    Abs,
    Derivative,
    Eq,
    Expr,
    Rational,
    Subs,
    Sum,
    UnevaluatedExpr,
    binomial,
    cos,
    erf,
    erfc,
    exp,
    log,
    pi,
    sqrt,
)

from notes.proof import (
    Proof,
    above,
    at_least,
    bounded,
    cases,
    chain,
    equal,
    function,
    index,
    indexed,
    instances,
    lemma,
    matrix,
    natural,
    nonnegative,
    positive,
    ratio,
    real,
)

x, z = real("x"), real("z")
D, d = natural("D"), index("d")
phi, theta = indexed(r"\phi"), indexed(r"\theta")


def joint_position() -> Proof:
    """The pre-activation of a unit is its slope times the distance from its joint."""
    offset, slope = real(r"\theta_{d0}"), positive(r"\theta_{d1}")
    joint = -ratio(offset, slope)
    rising = equal(offset + slope * x, slope * (x - joint), "a rising unit is on to the right of its joint")
    falling = equal(
        offset - slope * x, -slope * (x + joint), "a falling one, of slope with a minus, to the left of its"
    )
    return Proof(
        "A hidden unit switches at minus its offset over its slope",
        claim=[rising, falling],
        steps=[rising, falling],
        equation="eq:joint",
    )


def region_slope() -> Proof:
    """The slope of a region is the sum over the units active there; s is 1 for an active unit and 0 for an idle one."""
    active = indexed("s")
    output = phi[0] + Sum(active[d] * phi[d] * (theta[d, 0] + theta[d, 1] * x), (d, 1, D))
    slope = equal(
        Derivative(output, x),
        Sum(active[d] * phi[d] * theta[d, 1], (d, 1, D)),
        "inside a region no unit switches, so each is a line or nothing",
    )
    return Proof(
        "The slope of a region adds up the units that are active there", slope, [slope], equation="eq:region-slope"
    )


def pascal() -> Proof:
    """Pascal's rule."""
    j = index("j")
    rule = equal(binomial(D + 1, j), binomial(D, j) + binomial(D, j - 1), "choose without the new element, or with it")
    return Proof("Pascal's rule", rule, [rule])


def zaslavsky_recursion() -> Proof:
    """Zaslavsky's sums satisfy the recursion of deletion and restriction, by induction on the number of inputs."""
    j, before, within = index("D_i"), real("Z_{D,D_i-1}"), real("Z_{D,D_i-2}")
    grown = real("Z_{D+1,D_i-1}")
    step = chain(grown + binomial(D + 1, j)).equals(
        before + within + binomial(D + 1, j), "the recursion for one input fewer"
    )
    step = step.equals(
        before + binomial(D, j) + within + binomial(D, j - 1), "Pascal's rule", by=lemma(pascal, {index("j"): j})
    )
    value = equal(Sum(binomial(50, j), (j, 0, 10)), 13432735556, "ten inputs, fifty units")
    line = equal(Sum(binomial(D, j), (j, 0, 1)), D + 1, "one input")
    return Proof(
        "A hyperplane more adds as many regions as the others cut it into",
        claim=[equal(grown + binomial(D + 1, j), before + binomial(D, j) + within + binomial(D, j - 1)), line, value],
        steps=[step, line, value],
        given=(Eq(grown, before + within),),
        equation=("eq:line-regions", "eq:zaslavsky"),
    )


def shallow_parameter_count() -> Proof:
    """Each hidden unit has a weight per input and an offset, each output a weight per unit and an offset."""
    inputs, outputs, j = natural("D_i"), natural("D_o"), index("j")
    count = chain(Sum(inputs + 1, (d, 1, D)) + Sum(D + 1, (j, 1, outputs)))
    count = count.equals(D * (inputs + 1) + outputs * (D + 1), "every unit and every output alike")
    count = count.equals(D * (inputs + outputs + 1) + outputs, "collected")
    return Proof("The number of parameters of a shallow network", count, [count], equation="eq:shallow-parameter-count")


def interpolation_error() -> Proof:
    """The error of linear interpolation at distances u and v from the nodes, from Taylor's theorem in between."""
    u, v, curvature = positive("u"), positive("v"), positive("M")
    value, slope, before, after = real("f(x)"), real("f'(x)"), real("f(x-u)"), real("f(x+v)")
    first, second = bounded("r", -1, 1), bounded("s", -1, 1)
    taylor = (
        Eq(before, value - u * slope + first * curvature * u**2 / 2),
        Eq(after, value + v * slope + second * curvature * v**2 / 2),
    )
    error = ratio(v * before + u * after, u + v) - value
    step = (
        chain(error)
        .equals(ratio(first * u + second * v, u + v) * curvature * u * v / 2, "the slope at x cancels")
        .at_most(curvature * u * v / 2, "the remainders are at most as large as the curvature allows")
        .at_most(curvature * (u + v) ** 2 / 8, "a product is largest when its factors are equal")
    )
    return Proof(
        "With h = u + v and curvature below M, interpolation errs by at most h² M / 8",
        step,
        [step],
        taylor,
        "eq:interpolation-error",
    )


def polynomial_activation() -> Proof:
    """Polynomial networks of any width have vanishing differences; those of the cosine are as large as can be."""
    k = index("k")

    def difference(degree: int, value) -> Expr:
        return Sum((-1) ** k * binomial(degree + 1, k) * value, (k, 0, degree + 1))

    def unit(degree: int):
        offset, slope = real(r"\theta_{d0}"), real(r"\theta_{d1}")
        return equal(
            difference(degree, (offset + slope * k) ** degree), 0, "so for each unit, hence for any sum of units"
        )

    def target(degree: int):
        return equal(
            difference(degree, cos(pi * k)), 2 ** (degree + 1), "every term of the cosine's difference is positive"
        )

    units, targets = instances(unit, range(1, 7)), instances(target, range(1, 7))
    return Proof(
        "No polynomial network follows a cosine, however wide it is",
        claim=[units, targets],
        steps=[units, targets],
        equation="eq:polynomial-counterexample",
    )


def unbounded_domain() -> Proof:
    """Beyond its last joint a ReLU network is a line, whose second differences vanish; those of the cosine do not."""
    slope, intercept, n = real("m"), real("c"), natural("n")

    def difference(value) -> Expr:
        return Subs(value, x, 2 * n) - 2 * Subs(value, x, 2 * n + 1) + Subs(value, x, 2 * n + 2)

    flat = equal(difference(slope * x + intercept), 0, "a line, however far out")
    bent = equal(difference(cos(pi * x)), 4, "the cosine at an even number and the next two: 1, -1 and 1")
    return Proof(
        "No ReLU network follows a cosine on the whole line",
        [flat, bent],
        [flat, bent],
        equation="eq:line-counterexample",
    )


def sigmoid(value: Expr) -> Expr:
    """The logistic function as it is usually written."""
    return 1 / (1 + exp(-value))


def normal(value: Expr) -> Expr:
    """The standard Gaussian density."""
    return exp(-(value**2) / 2) / sqrt(2 * pi)


def saturating_derivatives() -> Proof:
    """The derivatives of the sigmoid and of the hyperbolic tangent, and how the two are one function."""
    tangent = ratio(exp(x) - exp(-x), exp(x) + exp(-x))
    steps = [
        equal(Derivative(sigmoid(x), x), sigmoid(x) * (1 - sigmoid(x)), "the quotient rule, sorted into two factors"),
        equal(tangent, 2 * sigmoid(2 * x) - 1, "both parts of the fraction divided by the growing exponential"),
        equal(Derivative(tangent, x), 1 - tangent**2, "the quotient rule again"),
    ]
    return Proof("The derivatives of sigmoid and tanh", steps, steps, equation="eq:saturating-derivatives")


def rectifier_derivatives() -> Proof:
    """The derivatives of the rectifiers on either side of the corner, at which they have none."""
    place, slope, alpha = positive("x"), real("s"), positive(r"\alpha")
    negative = alpha * (exp(-place) - 1)
    steps = [
        equal(Derivative(place, place), 1, "all four, to the right of 0"),
        equal(-Derivative(slope * -place, place), slope, "leaky ReLU, at -x; ReLU is the case s = 0"),
        equal(-Derivative(negative, place), alpha * exp(-place), "ELU, at -x"),
        equal(-Derivative(negative, place), negative + alpha, "the same, from the value already computed"),
        equal(-Subs(Derivative(negative, place), place, 0), alpha, "ELU meets slope 1 at the corner only for α = 1"),
    ]
    return Proof("The derivatives of ReLU, leaky ReLU and ELU", steps, steps, equation="eq:rectifier-derivatives")


def smooth_derivatives() -> Proof:
    """The derivatives of the smooth rectifiers: softplus, SiLU and GELU."""
    below = (1 + erf(x / sqrt(2))) / 2
    steps = [
        equal(Derivative(log(1 + exp(x)), x), sigmoid(x), "softplus is the integral of the sigmoid"),
        equal(Derivative(x * sigmoid(x), x), sigmoid(x) * (1 + x * (1 - sigmoid(x))), "SiLU: the product rule"),
        equal(Derivative(x * below, x), below + x * normal(x), "GELU: the product rule; the density is the slope of Φ"),
    ]
    return Proof("The derivatives of softplus, SiLU and GELU", steps, steps, equation="eq:smooth-derivatives")


ALPHA, SCALE = positive(r"\alpha"), positive(r"\lambda")
ONCE, TWICE = exp(Rational(1, 2)) * erfc(1 / sqrt(2)), exp(2) * erfc(sqrt(2))
SELU_DEPTH = Eq(ALPHA, sqrt(2 / pi) / (1 - ONCE))
SQUARED_SCALE = 2 / (1 + ALPHA**2 * (1 - 2 * ONCE + TWICE))


def half_gaussian() -> Proof:
    r"""The moments of half a Gaussian: $e^{nz}$ over its left half, $z$ and $z^2$ over its right one."""
    n = positive("n")
    left, right = exp(n**2 / 2) * erfc((n - z) / sqrt(2)) / 2, erf(z / sqrt(2)) / 2 - z * normal(z)
    steps = [
        equal(Derivative(left, z), exp(n * z) * normal(z), "an antiderivative, 0 at minus infinity"),
        equal(Subs(left, z, 0), exp(n**2 / 2) * erfc(n / sqrt(2)) / 2, "from minus infinity to 0: E_n"),
        equal(Derivative(-normal(z), z), z * normal(z), "an antiderivative, 0 at infinity"),
        equal(Subs(normal(z), z, 0), 1 / sqrt(2 * pi), "from 0 to infinity: M_1"),
        equal(Derivative(right, z), z**2 * normal(z), "an antiderivative, one half at infinity"),
        equal(Rational(1, 2) - Subs(right, z, 0), Rational(1, 2), "from 0 to infinity: M_2"),
    ]
    return Proof("Exponential and power moments of half a Gaussian", steps, steps)


E1, E2, M1, M2 = positive("E_1"), positive("E_2"), positive("M_1"), positive("M_2")
HALF_MOMENTS = (Eq(E1, ONCE / 2), Eq(E2, TWICE / 2), Eq(M1, 1 / sqrt(2 * pi)), Eq(M2, Rational(1, 2)))


def selu_fixed_point() -> Proof:
    """SELU maps a standard Gaussian to mean 0 and second moment 1, by the moments of its halves."""
    E0 = Rational(1, 2)
    mean = chain(SCALE * (M1 + ALPHA * (E1 - E0)))
    mean = mean.equals(SCALE * (1 / sqrt(2 * pi) + ALPHA * (ONCE - 1) / 2), "the two branches, each over its half")
    mean = mean.equals(0, "which is how α was chosen")
    second = chain(SCALE**2 * (M2 + ALPHA**2 * (E2 - 2 * E1 + E0)))
    second = second.equals(
        SCALE**2 * (1 + ALPHA**2 * (TWICE - 2 * ONCE + 1)) / 2, "likewise, with the square of each branch"
    )
    second = second.equals(1, "which is how λ was chosen")
    return Proof(
        "SELU keeps the mean and the variance of a standard Gaussian",
        claim=[mean, second],
        steps=[mean, second],
        given=(SELU_DEPTH, Eq(SCALE, sqrt(SQUARED_SCALE)), *HALF_MOMENTS),
        equation=("eq:selu-fixed-point", "eq:selu-constants"),
    )


def selu_contraction() -> Proof:
    r"""Near the fixed point a deviation of the variance shrinks: the slope of the map is below 1."""
    variance = positive(r"\nu")

    def tail(n: int) -> Expr:
        return exp(Rational(n**2, 2) * variance) * erfc(n * sqrt(variance / 2)) / 2

    second = variance / 2 + ALPHA**2 * (tail(2) - 2 * tail(1) + Rational(1, 2))
    slope = Subs(Derivative(second, variance), variance, 1)
    step = chain(SQUARED_SCALE * slope).equals(
        SQUARED_SCALE * (1 + ALPHA**2 * (2 * TWICE - ONCE)) / 2, "differentiated at ν = 1, where the mean adds nothing"
    )
    step = step.below(1, "0.7826 to four digits")
    return Proof("SELU pulls the variance towards 1", step, [step], (SELU_DEPTH,), "eq:selu-contraction")


def composition_is_a_layer() -> Proof:
    """Output layer and input layer between two networks make one layer, of rank one if one number passed between."""
    n, m, k = natural("n"), natural("m"), natural("k")
    outer, inner, hidden = matrix(r"\theta'", n, k), matrix(r"\phi", k, m), matrix("h", m, 1)
    outer_bias, inner_bias = matrix(r"\theta'_0", n, 1), matrix(r"\phi_0", k, 1)
    merged = equal(
        outer_bias + outer * (inner_bias + inner * hidden),
        (outer_bias + outer * inner_bias) + (outer * inner) * hidden,
        "multiplied out: weights on the hidden units, and a bias",
    )
    column, row = indexed(r"\theta'"), indexed(r"\phi")
    p, q, r, s = index("p"), index("q"), index("r"), index("s")
    minor = equal(
        UnevaluatedExpr(column[p] * row[r]) * (column[q] * row[s])
        - UnevaluatedExpr(column[p] * row[s]) * (column[q] * row[r]),
        0,
        "with one number in between, every two-by-two minor of the matrix vanishes",
    )
    return Proof(
        "A network fed into another is one deep network", [merged, minor], [merged, minor], equation="eq:composition"
    )


def zigzag_fold() -> Proof:
    """A zigzag of n pieces followed by one of m pieces is a zigzag of mn pieces; i and j number their pieces from 0."""
    m, n, i, j = natural("m"), natural("n"), nonnegative("i"), nonnegative("j")

    def rising(pieces, number, value) -> Expr:
        return pieces * value - number

    def falling(pieces, number, value) -> Expr:
        return number + 1 - pieces * value

    forward, backward = m * j + i, m * j + m - 1 - i
    y = real("y")
    steps = [
        equal(Subs(rising(m, i, y), y, rising(n, j, x)), rising(m * n, forward, x), "i even, j even: the piece mj + i"),
        equal(Subs(falling(m, i, y), y, rising(n, j, x)), falling(m * n, forward, x), "i odd, j even"),
        equal(
            Subs(rising(m, i, y), y, falling(n, j, x)),
            falling(m * n, backward, x),
            "i even, j odd: traversed backwards",
        ),
        equal(Subs(falling(m, i, y), y, falling(n, j, x)), rising(m * n, backward, x), "i odd, j odd"),
    ]
    return Proof("Zigzag after zigzag is a zigzag of as many pieces as their product", steps, steps, equation="eq:fold")


def sawtooth_pieces() -> Proof:
    """A tent after a zigzag of 2^k pieces makes one of 2^(k+1); their last piece carries the number 2^(k+1) - 1."""
    k, j = natural("k"), nonnegative("j")
    zigzag = 2**k * x - j
    left = equal(2 * zigzag, 2 ** (k + 1) * x - 2 * j, "where the piece j is below one half: the piece 2j rises")
    right = equal(2 - 2 * zigzag, (2 * j + 2) - 2 ** (k + 1) * x, "where it is above: the piece 2j + 1 falls")
    last = equal(2 * (2**k - 1) + 1, 2 ** (k + 1) - 1, "so each of the pieces from 0 to 2^k - 1 becomes two")
    steps = [left, right, last]
    return Proof("k tents, one after the other, have 2^k pieces", steps, steps, equation="eq:sawtooth")


def two_layer_expansion() -> Proof:
    """The network of two hidden layers of three units, with every term written out."""
    a = function("a")
    i, j = index("i"), index("j")
    psi, output = indexed(r"\psi"), indexed(r"\phi'")

    def first(unit) -> Expr:
        return a(theta[unit, 0] + theta[unit, 1] * x)

    def second(unit) -> Expr:
        return a(psi[unit, 0] + psi[unit, 1] * first(1) + psi[unit, 2] * first(2) + psi[unit, 3] * first(3))

    compact = output[0] + Sum(output[i] * a(psi[i, 0] + Sum(psi[i, j] * first(j), (j, 1, 3))), (i, 1, 3))
    step = (
        chain(compact)
        .equals(output[0] + Sum(output[i] * second(i), (i, 1, 3)), "the units of the first layer, one by one")
        .equals(
            output[0] + output[1] * second(1) + output[2] * second(2) + output[3] * second(3),
            "and those of the second; the offset of the output stays",
        )
    )
    return Proof("Two hidden layers of three units, term by term", step, [step], equation="eq:two-layer-expansion")


def narrow_network() -> Proof:
    """One layer of the narrow network: it carries the input, computes a unit and adds to the sum, all through ReLU."""
    size, unit = positive("R"), bounded("u", -1, 1)
    slope, offset, share = real(r"\theta"), real(r"\theta_0"), bounded("v", 0, 1)
    weight, largest = real(r"\phi"), positive("H")
    steps = [
        above(size * unit + size, 0, "an input x = uR of the box, raised by R, passes ReLU unchanged"),
        equal(
            slope * (size * unit + size) + (offset - size * slope),
            offset + slope * size * unit,
            "from the raised input the next unit finds its pre-activation",
        ),
        cases(
            lambda value: at_least(
                Abs(value) * largest + value * share * largest,
                0,
                "a unit h = vH of at most H never empties its reserve",
            ),
            weight,
        ),
    ]
    return Proof("What a narrow layer must carry passes ReLU unharmed", steps, steps, equation="eq:narrow-network")


def width_one() -> Proof:
    """A network whose layers have one unit is monotone, so it misses the tent by at least a half somewhere."""
    middle, change = real("g(1/2)"), nonnegative("c")
    misses = at_least(
        ((1 - middle) + (middle + change)) / 2,
        Rational(1, 2),
        "rising by c from 1/2 to 1: the misses at both, averaged; falling, likewise from 0 to 1/2",
    )
    return Proof("A monotone function misses the tent by a half", misses, [misses], equation="eq:width-one")


def exercise_parameter_count() -> Proof:
    """The parameters of the network of the exercise, layer by layer."""
    widths = [natural(f"D_{k}") for k in range(5)]
    sizes = (1920 * 1080 * 3, 512, 1024, 512, 1)
    total = sum((before + 1) * after for before, after in pairwise(widths))
    weights = sum(before * after + after for before, after in pairwise(widths))
    step = chain(Subs(weights, widths, sizes)).equals(
        Subs(total, widths, sizes), "a weight per input and one for the bias"
    )
    step = step.equals(3186100737, "counted")
    return Proof("The exercise's network has 3,186,100,737 parameters", step, [step], equation="eq:parameter-count")
