r"""Quantisation: scale and zero point, the rounding error, products in whole numbers, straight-through gradients."""

from sympy import Expr, Integral, Subs, Sum, log

from notes.proof import Proof, chain, equal, index, indexed, natural, positive, probability, real

x, error, u = real("x"), real(r"\omega"), real("u")
step = positive(r"\Delta")
bits = natural("b")


def scale_and_zero_point() -> Proof:
    """The affine map with this scale and zero point takes the ends of the range to the first and the last code."""
    low, width = real(r"\alpha"), positive("R")
    scale = width / (2**bits - 1)
    code = x / scale - low / scale
    return Proof(
        "Before rounding, the affine map takes the ends of the range to the first and the last code",
        claim=[
            equal(Subs(code, x, low), 0),
            equal(Subs(code, x, low + width), 2**bits - 1),
            equal(Subs(code, x, 0), -low / scale),
        ],
        steps=[
            equal(Subs(code, x, low), 0, "the lower end, before rounding"),
            equal(Subs(code, x, low + width), 2**bits - 1, "the upper end, at a distance R from the lower"),
            equal(Subs(code, x, 0), -low / scale, "zero goes to the zero point"),
        ],
        equation="eq:affine-ends",
    )


def rounding_variance() -> Proof:
    """An error uniform over one step has mean zero and variance Delta^2 / 12."""
    over = (error, -step / 2, step / 2)
    mean, square = Integral(error / step, over), Integral(error**2 / step, over)
    return Proof(
        "An error that is uniform over one step has mean zero and a twelfth of its square for variance",
        claim=[equal(mean, 0), equal(square, step**2 / 12)],
        steps=[
            equal(mean, 0, "as much above as below"),
            chain(square)
            .equals(
                (Subs(error**3, error, step / 2) - Subs(error**3, error, -step / 2)) / (3 * step),
                "the integral of a square",
            )
            .equals(step**2 / 12, "two equal parts"),
        ],
        equation="eq:rounding-variance",
    )


def six_decibels() -> Proof:
    """For values uniform over the range, signal over noise is four to the number of bits."""
    width = step * 2**bits
    ratio = Subs((x**2 / 12) / (step**2 / 12), x, width)
    return Proof(
        "If values and error are uniform, every bit multiplies the ratio of signal to noise by four",
        claim=[equal(ratio, 4**bits), equal(10 * log(4**bits) / log(10), bits * 20 * log(2) / log(10))],
        steps=[
            equal(ratio, 4**bits, "values uniform over 2^b steps, their error uniform over one"),
            equal(10 * log(4**bits) / log(10), bits * 20 * log(2) / log(10), "in decibels: 6.02 for every bit"),
        ],
        equation="eq:six-decibels",
    )


def integer_products() -> Proof:
    """A product of decoded vectors is one of whole numbers, corrected by sums, times both scales."""
    n, j = natural("n"), index("j")
    first, second = indexed(r"\xi"), indexed(r"\zeta")
    zero_first, zero_second = real("Z_w"), real("Z_x")
    scale_first, scale_second = positive("s_w"), positive("s_x")

    def total(value: Expr) -> Expr:
        return Sum(value, (j, 1, n))

    decoded = total(scale_first * (first[j] - zero_first) * scale_second * (second[j] - zero_second))
    whole = (
        total(first[j] * second[j])
        - zero_second * total(first[j])
        - zero_first * total(second[j])
        + n * zero_first * zero_second
    )
    return Proof(
        "A product of decoded vectors in whole numbers",
        claim=equal(decoded, scale_first * scale_second * whole),
        steps=[equal(decoded, scale_first * scale_second * whole, "multiply out; scales and zero points are constant")],
        equation="eq:integer-product",
    )


def dithered_rounding() -> Proof:
    """Rounded down with probability 1 - f and up with probability f, the number M + f is on average itself."""
    whole, part = real("M"), probability("f")
    mean = Integral(whole, (u, 0, 1 - part)) + Integral(whole + 1, (u, 1 - part, 1))
    return Proof(
        "Rounded down with probability 1 - f, and else up, the number M + f is on average itself",
        claim=equal(mean, whole + part),
        steps=[
            chain(mean)
            .equals(
                whole * (1 - part) + (whole + 1) * part,
                "down while M + f + u stays below M + 1, for the whole number M, and up from there",
            )
            .equals(whole + part, "the number itself: its slope is one, as the estimator has it"),
        ],
        equation="eq:dither",
    )


def symmetric_costs() -> Proof:
    """For values of one sign the symmetric grid has a little more than twice the step.

    Its square is a little more than four times as large.
    """
    high = positive(r"\beta")
    codes = positive("N")
    affine, symmetric = high / (2 * codes + 1), high / codes
    return Proof(
        "What a symmetric grid costs where all values have one sign",
        claim=equal(symmetric**2 / affine**2, (2 + 1 / codes) ** 2),
        steps=[
            equal(
                symmetric**2 / affine**2,
                (2 + 1 / codes) ** 2,
                "N is the largest signed code; the affine grid of as many bits has 2 N + 1 steps",
            )
        ],
        equation="eq:symmetric-cost",
    )
