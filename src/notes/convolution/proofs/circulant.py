r"""Circulant matrices: what commutes with the shift, what shares eigenvectors, and the convolution theorem."""

from sympy import Eq, Expr, I, IndexedBase, Subs, Sum, Symbol, exp, pi

from notes.proof import (
    Proof,
    chain,
    count,
    equal,
    function,
    indexed,
    induction,
    lemma,
    matrix,
    natural,
    positive,
    real,
)

n, j, k, m = natural("n"), count("j"), count("k"), count("m")
w = indexed("w")


def complex_number(name: str) -> Symbol:
    """A complex number."""
    return Symbol(name, complex=True)


def wave(place: Expr) -> Expr:
    """The entry of the j-th wave at a place."""
    return exp(2 * pi * I * j * place / n)


def commuting_with_the_shift() -> Proof:
    """The shift moves rows down and columns to the left, around the circle, so commuting compares diagonal neighbours.

    The entry of S C at a place is that of C one row up, the entry of C S that of C one column on: the two are
    neighbours along a diagonal. Along any of them, c counts the entries on from some first one.
    """
    row, column, along = count("i"), count("j"), count("t")
    entry, kernel = indexed("c"), function("w")(row - column)
    agreement = equal(entry[along], entry[0])
    commutes = induction(
        agreement,
        over=along,
        step=chain(entry[along + 1])
        .equals(entry[along], "S C = C S at this place")
        .equals(entry[0], "and so on, back to the first entry of the diagonal"),
    )
    circulant = equal(
        Subs(kernel, row, row - 1),
        Subs(kernel, column, column + 1),
        "conversely, if entries depend on row minus column only, one row up is the same as one column on",
    )
    return Proof(
        "A matrix commutes with the shift if and only if entries agree along every diagonal around the circle",
        claim=[agreement, circulant],
        steps=[commutes, circulant],
        given=(Eq(entry[along + 1], entry[along], evaluate=False),),
        equation="eq:circulant-commutes",
    )


def eigenvectors_under_commutation() -> Proof:
    """If A and B commute, B maps each eigenspace of A to itself; a simple one leaves room for a multiple only."""
    size, eigenvalue = natural("n"), complex_number(r"\lambda")
    A, B, v = matrix("A", size, size), matrix("B", size, size), matrix("v", size, 1)
    first, gap, entry = complex_number(r"\lambda_i"), positive(r"\delta"), complex_number("b_{ij}")
    commutator = complex_number("c_{ij}")
    steps = [
        equal(
            A * (B * v) - eigenvalue * (B * v),
            (A * B - B * A) * v + B * (A * v - eigenvalue * v),
            "the first bracket vanishes if A and B commute, the second if v is an eigenvector of A: then B v is one "
            "too, or zero, for the same eigenvalue",
        ),
        chain(entry)
        .equals((first * entry - entry * (first + gap)) / -gap, "in an eigenbasis of A, with two different eigenvalues")
        .equals(-commutator / gap, "the entry of the commutator: where that is zero, the entry of B is"),
    ]
    return Proof(
        "What keeps B v from being an eigenvector of A is the commutator of A and B, and that v may not be one",
        claim=[equal(step.links[0].left, step.links[-1].right) for step in steps],
        steps=steps,
        given=(Eq(commutator, first * entry - entry * (first + gap), evaluate=False),),
        equation="eq:commuting-eigenvectors",
    )


def circulant_eigenvalues() -> Proof:
    """A wave that goes through a circulant matrix comes out as itself, times the discrete Fourier transform of w."""
    spectrum = Sum(w[m] * exp(-2 * pi * I * j * m / n), (m, 0, n - 1))
    convolved = Sum(w[m] * wave(k - m), (m, 0, n - 1))
    steps = [
        equal(wave(k - m + n), wave(k - m), "waves with a whole number of periods do not notice the wrap around"),
        equal(wave(k - 1), exp(-2 * pi * I * j / n) * wave(k), "the shift multiplies a wave by a root of unity"),
        equal(convolved, spectrum * wave(k), "any kernel: the part of the exponential without m is a common factor"),
    ]
    return Proof(
        "The eigenvalues of a circulant matrix are the discrete Fourier transform of its first column",
        claim=steps[-1],
        steps=steps,
        equation="eq:circulant-eigenvalues",
    )


def over_the_circle(term: Expr, variable: Symbol) -> Expr:
    """The sum over the n places, or frequencies, from 0."""
    return Sum(term, (variable, 0, n - 1))


def geometric_sum() -> Proof:
    """All powers but the first and the last cancel from one minus z times the sum of the powers of z."""
    z = complex_number("z")
    powers = (1 - z) * over_the_circle(z**k, k)
    return Proof(
        "The sum of the first powers of a number",
        claim=equal(powers, 1 - z**n),
        steps=[
            chain(powers)
            .equals(over_the_circle(z**k - z ** (k + 1), k), "each power as a difference")
            .equals(1 - z**n, "all but the first and the last power cancel")
        ],
    )


def orthogonality_of_waves() -> Proof:
    """A wave of a whole number of periods sums to zero unless it is one everywhere, as those of multiples of n are."""
    difference, turns = count("d"), count("q")
    turn = exp(2 * pi * I * difference / n)
    steps = [
        equal(over_the_circle(Subs(turn, difference, turns * n) ** k, k), n, "for a multiple of n every power is one"),
        equal(
            (1 - turn) * over_the_circle(turn**k, k),
            0,
            "a geometric sum, and n turns lead back to one: the sum is zero unless the first factor is, for a multiple "
            "of n",
            lemma(geometric_sum, {complex_number("z"): turn}),
        ),
    ]
    return Proof("A wave sums to zero unless it is constant", steps, steps)


def convolution_theorem() -> Proof:
    """Transform two signals, multiply, transform back: the orthogonality of the waves leaves the convolution."""
    x, place, other = indexed("x"), count("p"), count("l")

    def transform(signal: IndexedBase, variable: Symbol) -> Expr:
        return over_the_circle(signal[variable] * exp(-2 * pi * I * k * variable / n), variable)

    def over_pairs(term: Expr) -> Expr:
        return over_the_circle(over_the_circle(x[other] * w[m] * term, other), m)

    product = exp(-2 * pi * I * k * other / n) * exp(-2 * pi * I * k * m / n)
    back = over_the_circle(over_pairs(product * exp(2 * pi * I * k * place / n)), k) / n
    wave_of_a_pair = exp(2 * pi * I * k * (place - other - m) / n)
    means_of_waves = over_the_circle(
        over_the_circle(over_the_circle(x[other] * w[m] * wave_of_a_pair / n, k), other), m
    )
    steps = [
        equal(transform(x, other) * transform(w, m), over_pairs(product), "every entry of one signal with every other"),
        equal(
            back,
            means_of_waves,
            "transformed back, sums exchanged: over k, the mean of the wave is one where l and m add up to p around "
            "the circle, and zero elsewhere, which leaves the circular convolution at p",
        ),
    ]
    return Proof(
        "The product of two transforms, transformed back, sums all products of entries, each with the mean of a wave",
        claim=steps,
        steps=steps,
        equation="eq:convolution-theorem",
    )


def commuting_is_not_enough() -> Proof:
    """The identity commutes with a shear, which has one direction of eigenvectors and no basis of them."""
    a, b, eigenvalue = real("a"), real("b"), real(r"\lambda")
    steps = [
        equal(
            b - eigenvalue * b,
            (1 - eigenvalue) * b,
            "second entry: b is zero unless the eigenvalue is one",
        ),
        equal(Subs((a + b) - eigenvalue * a, eigenvalue, 1), b, "first entry: then b is zero all the same"),
    ]
    return Proof("A shear has no eigenvector outside the first axis", claim=steps, steps=steps)
