r"""Circulant matrices: what commutes with the shift, what shares eigenvectors, and the convolution theorem."""

from sympy import Eq, Expr, I, KroneckerDelta, Ne, Subs, Sum, Symbol, exp, pi

from notes.proof import (
    Proof,
    chain,
    complex_matrix,
    count,
    equal,
    function,
    indexed,
    induction,
    lemma,
    matrix,
    natural,
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

    The shift has its ones at (i + 1, i), and in the last column at (0, i); a row number i + 1 that is the size is that
    of row 0. Along any diagonal, c counts the entries on from some first one.
    """
    (row, column, along, inner, below), right = map(count, "ijtkr"), natural("q")
    matrix_, entry, kernel = indexed("C"), indexed("c"), function("w")(row - column)
    agreement = equal(entry[along], entry[0])
    moved = [
        equal(
            Sum(KroneckerDelta(row, inner) * matrix_[inner, column], (inner, 0, row + below)),
            matrix_[row, column],
            "the entry of Pi C in row i + 1 and column j is that of C one row up",
        ),
        equal(
            Sum(matrix_[row + 1, inner] * KroneckerDelta(inner, column + 1), (inner, 0, column + right)),
            matrix_[row + 1, column + 1],
            "that of C Pi is the entry of C one column on: the two are neighbours along a diagonal",
        ),
        equal(
            Sum(matrix_[row + 1, inner] * KroneckerDelta(inner, 0), (inner, 0, column)),
            matrix_[row + 1, 0],
            "and in the last column the entry of the first one, around the circle",
        ),
    ]
    commutes = induction(
        agreement,
        over=along,
        step=chain(entry[along + 1])
        .equals(entry[along], "so Pi C = C Pi says that neighbours along a diagonal agree")
        .equals(entry[0], "and so on, back to the first entry of the diagonal"),
    )
    circulant = equal(
        Subs(kernel, row, row - 1),
        Subs(kernel, column, column + 1),
        "conversely, if entries depend on row minus column only, one row up is the same as one column on",
    )
    return Proof(
        "Pi C takes entries one row up, C Pi one column on; what agrees with its neighbours agrees along the diagonal",
        claim=[*moved, agreement, circulant],
        steps=[*moved, commutes, circulant],
        given=(Eq(entry[along + 1], entry[along], evaluate=False),),
        equation="eq:circulant-commutes",
    )


def eigenvectors_under_commutation() -> Proof:
    """If A and B commute, B maps each eigenspace of A to itself; a simple one leaves room for a multiple only."""
    size, eigenvalue = natural("n"), complex_number(r"\lambda")
    A, B, v = (complex_matrix(name, size, columns) for name, columns in (("A", size), ("B", size), ("v", 1)))
    first, gap, entry, commutator = map(complex_number, (r"\lambda_i", r"\delta", "b_{ij}", "c_{ij}"))
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
        "Whether B v is an eigenvector of A depends on the commutator of A and B, and on whether v is one",
        claim=[equal(step.links[0].left, step.links[-1].right) for step in steps],
        steps=steps,
        given=(Eq(commutator, first * entry - entry * (first + gap), evaluate=False), Ne(gap, 0)),
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
        "Every wave is an eigenvector of a circulant matrix, its eigenvalue an entry of the discrete Fourier "
        "transform of the first column",
        claim=steps,
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
        "One minus z, times the sum of the first n powers of z, is one minus the n-th power",
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


def turned(place: Expr, size: Expr = n) -> Expr:
    """The wave by which the transform weighs the entry at a place."""
    return exp(-2 * pi * I * k * place / size)


place, stay, over = count("p"), count("r"), count("c")


def transform_in_two_parts() -> Proof:
    """The weighted entries of w from 0 to r, and the c + 1 behind them, make one sum: by induction on c."""

    def whole(more: Expr) -> Expr:
        return Sum(w[m] * turned(m), (m, 0, stay + 1 + more))

    def parts(more: Expr) -> Expr:
        head, tail = Sum(w[m] * turned(m), (m, 0, stay)), w[place + stay + 1] * turned(place + stay + 1)
        return head + Sum(tail, (place, 0, more))

    statement, last = equal(whole(over), parts(over)), w[stay + over + 2] * turned(stay + over + 2)
    step = chain(whole(over + 1)).equals(whole(over) + last, "the last term apart")
    return Proof(
        "A transform in two parts",
        claim=statement,
        steps=[induction(statement, over=over, step=step.equals(parts(over + 1), "by the hypothesis"))],
    )


def convolution_theorem() -> Proof:
    """A copy of w that is turned around the circle has the transform of w times a wave; a convolution adds such copies.

    Turned by c + 1 places, of c + r + 2 in all, the copy has the last c + 1 entries of w first, and then the others: it
    is the column number c + 1 of C(w). Let v be a row of waves, and lambda the transform of w.
    """
    size, row, column = stay + over + 2, complex_matrix("v", 1, n), matrix("x", n, 1)
    circulant, eigenvalue = matrix("C", n, n), complex_number(r"\lambda")
    copy = Sum(w[place + stay + 1] * turned(place, size), (place, 0, over)) + Sum(
        w[m] * turned(over + 1 + m, size), (m, 0, stay)
    )
    behind = Sum(w[place + stay + 1] * turned(place + stay + 1, size), (place, 0, over))
    whole = Sum(w[m] * turned(m, size), (m, 0, stay + over + 1))
    steps = [
        chain(copy)
        .equals(
            turned(over + 1, size) * (behind + Sum(w[m] * turned(m, size), (m, 0, stay))),
            "every entry has moved on by c + 1 places, some of them around the circle, which waves do not notice",
        )
        .equals(turned(over + 1, size) * whole, "both parts together", lemma(transform_in_two_parts, {n: size})),
        equal(
            row * (circulant * column) - eigenvalue * row * column,
            (row * circulant - eigenvalue * row) * column,
            "so the bracket is zero, column by column, and the transform of C(w) x, or x * w, is that of x times that "
            "of w",
        ),
    ]
    return Proof(
        "A turned copy of w has the transform of w times a wave; a row with v C = lambda v has v C x = lambda v x",
        claim=[equal(steps[0].first, steps[0].last), steps[1]],
        steps=steps,
        equation="eq:convolution-theorem",
    )


def commuting_is_not_enough() -> Proof:
    """The identity commutes with a shear, which has one direction of eigenvectors and no basis of them."""
    first, second, eigenvalue = map(complex_number, ("v_0", "v_1", r"\lambda"))
    steps = [
        equal(
            second - eigenvalue * second,
            (1 - eigenvalue) * second,
            "the second entry is zero unless the eigenvalue is one",
        ),
        equal(
            Subs((first + second) - eigenvalue * first, eigenvalue, 1),
            second,
            "by the row of the first entry, then it is zero all the same",
        ),
    ]
    return Proof("A shear has no eigenvector outside the first axis", claim=steps, steps=steps)
