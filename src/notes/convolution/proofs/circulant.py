r"""Circulant matrices: what commutes with the shift, what shares eigenvectors, and the convolution theorem."""

from sympy import Expr, I, KroneckerDelta, Mod, Subs, Sum, UnevaluatedExpr, exp, pi

from notes.proof import Proof, equal, index, indexed, instances, matrix, natural, real
from notes.proof.relations import Chain

n, j, i, m = natural("n"), natural("j"), natural("i"), natural("m")
w = indexed("w")


def wave(place: Expr) -> Expr:
    """The entry of the j-th wave at a place."""
    return exp(2 * pi * I * j * place / n)


def commuting_with_the_shift() -> Proof:
    """The commutator with the shift compares neighbours along the diagonals, which wrap around."""
    c = indexed("c")
    row, column, k = index("i"), index("j"), index("k")

    def summed(term: Expr, size: int, *indices: Expr) -> Expr:
        return Sum(term, *[(one, 0, size - 1) for one in indices])

    def shifted(to: Expr, origin: Expr, size: int) -> Expr:
        return KroneckerDelta(Mod(to - origin - 1, size), 0)

    def commutator(size: int) -> Chain:
        left = summed(shifted(row, k, size) * c[k, column], size, k)
        right = summed(c[row, k] * shifted(k, column, size), size, k)
        neighbours = c[Mod(row - 1, size), column] - c[row, Mod(column + 1, size)]
        return equal(
            summed((left - right) ** 2, size, row, column),
            summed(neighbours**2, size, row, column),
            "the squared entries of the commutator: zero if and only if entries agree along every diagonal",
        )

    step = instances(commutator, range(2, 6))
    return Proof(
        "A matrix commutes with the shift if and only if it is circulant, for two to five rows",
        claim=step,
        steps=[step],
        equation="eq:circulant-commutes",
    )


def eigenvectors_under_commutation() -> Proof:
    """If A and B commute, B maps each eigenspace of A to itself; a simple one leaves room for a multiple only."""
    size, eigenvalue = natural("n"), real(r"\lambda")
    A, B, v = matrix("A", size, size), matrix("B", size, size), matrix("v", size, 1)
    first, second, entry = real(r"\lambda_i"), real(r"\lambda_j"), real("b_{ij}")
    steps = [
        equal(
            A * (B * v) - eigenvalue * (B * v),
            (A * B - B * A) * v + B * (A * v - eigenvalue * v),
            "the first bracket vanishes if A and B commute, the second if v is an eigenvector of A: then B v is one "
            "too, or zero, for the same eigenvalue",
        ),
        equal(
            first * entry - entry * second,
            UnevaluatedExpr(first - second) * entry,
            "in an eigenbasis of A an entry of the commutator: if it vanishes and the eigenvalues differ, the entry of "
            "B is zero, so with all eigenvalues distinct B is diagonal in that basis",
        ),
    ]
    return Proof(
        "A matrix that commutes with one of distinct eigenvalues is diagonal in its eigenbasis",
        claim=steps,
        steps=steps,
        equation="eq:commuting-eigenvectors",
    )


def circulant_eigenvalues() -> Proof:
    """A wave that goes through a circulant matrix comes out as itself, times the discrete Fourier transform of w."""
    spectrum = Sum(w[m] * exp(-2 * pi * I * j * m / n), (m, 0, n - 1))
    convolved = Sum(w[m] * wave(i - m), (m, 0, n - 1))
    steps = [
        equal(wave(i - m + n), wave(i - m), "waves with a whole number of periods do not notice the wrap around"),
        equal(
            wave(i - 1), exp(-2 * pi * I * j / n) * wave(i), "the shift: its eigenvalues, for j from 0 to n - 1, differ"
        ),
        equal(convolved, spectrum * wave(i), "any kernel: the part of the exponential without m is a common factor"),
    ]
    return Proof(
        "The eigenvalues of a circulant matrix are the discrete Fourier transform of its first column",
        claim=steps[-1],
        steps=steps,
        equation="eq:circulant-eigenvalues",
    )


def convolution_theorem() -> Proof:
    """A signal written as a sum of waves is convolved wave by wave."""
    X, k = indexed("X"), index("k")

    def summed(term: Expr, variable: Expr) -> Expr:
        return Sum(term, (variable, 0, n - 1))

    def frequency(place: Expr) -> Expr:
        return exp(2 * pi * I * k * place / n)

    exchanged = equal(
        summed(summed(w[m] * X[k] * frequency(i - m), k), m) / n,
        summed(summed(w[m] * frequency(-m) * X[k] * frequency(i), m), k) / n,
        "the signal m places before i as a sum of waves, with X its transform; the two sums exchanged",
    )
    drawn_out = equal(
        summed(w[m] * frequency(-m) * X[k] * frequency(i), m),
        summed(w[m] * frequency(-m), m) * X[k] * frequency(i),
        "what does not know m drawn out: beside each wave stands the product of two transforms",
    )
    return Proof(
        "The transform of a circular convolution is the product of the transforms",
        claim=[exchanged, drawn_out],
        steps=[exchanged, drawn_out],
        equation="eq:convolution-theorem",
    )


def commuting_is_not_enough() -> Proof:
    """The identity commutes with a shear, which has one direction of eigenvectors and no basis of them."""
    a, b, eigenvalue = real("a"), real("b"), real(r"\lambda")
    steps = [
        equal(
            UnevaluatedExpr(b) - eigenvalue * b,
            (1 - eigenvalue) * b,
            "second entry: b is zero unless the eigenvalue is one",
        ),
        equal(Subs((a + b) - eigenvalue * a, eigenvalue, 1), b, "first entry: then b is zero all the same"),
    ]
    return Proof("A shear has no eigenvector outside the first axis", claim=steps, steps=steps)
