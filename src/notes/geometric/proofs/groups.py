r"""Groups: turns as matrices, averages, and compositions."""

from sympy import Determinant, Expr, Inverse, KroneckerDelta, MatMul, Matrix, Ne, Subs, Sum, cos, floor, sin

from notes.proof import Proof, count, equal, index, indexed, matrix, natural, ones, permutation, real


def rotation(angle: Expr) -> Matrix:
    """The matrix that turns the plane by an angle."""
    return Matrix([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])


def turns_form_a_group() -> Proof:
    """Sums modulo n are associative, and every element has an inverse, for any n."""
    n, g, h, k = natural("n"), count("g"), count("h"), count("k")

    def remainder(number: Expr) -> Expr:
        return number - n * floor(number / n)

    steps = [
        equal(
            remainder(remainder(g + h) + k),
            remainder(g + remainder(h + k)),
            "three turns one after the other: whole turns may be left out before or after, so it does not matter which "
            "two are taken together",
        ),
        equal(Subs(remainder(g + h), h, n - g), 0, "a turn and what is missing to the full turn: nothing"),
    ]
    return Proof(
        "Adding turns modulo n is associative, and every turn has an inverse",
        claim=steps,
        steps=steps,
        equation="eq:group-axioms",
    )


def rotations_represent_turns() -> Proof:
    """The product of two rotation matrices is that of the sum of their angles, and lengths are kept."""
    a, b, x, y = real("a"), real("b"), real("x"), real("y")
    turned = tuple(rotation(a) * Matrix([x, y]))
    back = turned[0] * cos(a) + turned[1] * sin(a), turned[1] * cos(a) - turned[0] * sin(a)
    steps = [
        equal(
            cos(a) * cos(b) - sin(a) * sin(b),
            cos(a + b),
            "the diagonal of the product of the two matrices: an addition theorem",
        ),
        equal(
            sin(a) * cos(b) + cos(a) * sin(b), sin(a + b), "beside the diagonal the other one, below plus, above minus"
        ),
        equal(turned[0] ** 2 + turned[1] ** 2, x**2 + y**2, "a rotation keeps lengths"),
        equal(back[0], x, "between two reflections, which change the sign of the second coordinate, a turn runs back"),
        equal(back[1], y, "and undoes the turn: the rule of the dihedral group"),
    ]
    return Proof("Rotation matrices represent turns", claim=steps, steps=steps, equation="eq:rotations")


def averages_are_invariant() -> Proof:
    """Multiplication by an element only reorders a group, and a sum does not ask for an order."""
    n = natural("n")
    values, P = matrix("f", n, 1), permutation("P", n)
    step = equal(
        ones(n).T * (P * values) / n,
        ones(n).T * values / n,
        "f are the values at the n elements of a group; multiplication by one of them permutes these",
    )
    return Proof(
        "A mean over a finite group stays the same if its elements are permuted",
        claim=step,
        steps=[step],
        equation="eq:group-average",
    )


def averages_are_equivariant() -> Proof:
    """Undone on the output, the values of a function at the elements of a group have an equivariant mean."""
    n, m, k, entry = natural("n"), natural("m"), index("k"), real("w")
    values, P = matrix("V", n, m), permutation("P", n)
    g, h, value = matrix("G", m, m), matrix("R", m, m), matrix("y", m, 1)
    steps = [
        equal(
            g.I * value,
            MatMul(h, Inverse(g * h), value, evaluate=False),
            "G and R are how g and h act on outputs, and y is f at g h x: the term of g, if x is moved by h, is that "
            "of gh, moved by R",
        ),
        equal(
            ones(n).T * (P * values * h.T) / n,
            (ones(n).T * values / n) * h.T,
            "row g of V is the term of g at x, so at the moved x the rows are these in another order, moved by R",
        ),
        equal(
            MatMul(g.I, g * value, evaluate=False),
            value,
            "if f is equivariant, it is G f(x) at g x; then every term is f(x), which is y here",
        ),
        equal(Sum(entry, (k, 1, n)) / n, entry, "and so is their mean, entry by entry"),
    ]
    return Proof(
        "The mean of what is left of a function is equivariant, and an equivariant function is its own mean",
        claim=steps,
        steps=steps,
        given=tuple(Ne(Determinant(element), 0) for element in (g, h, g * h)),
        equation="eq:equivariant-average",
    )


def compositions_are_equivariant() -> Proof:
    """What is wrong with a composition is what is wrong with its parts."""
    n, m, k = natural("n"), natural("m"), natural("k")
    inner, outer = matrix("L", m, n), matrix("M", k, m)
    before, between, after = matrix(r"\rho_1", n, n), matrix(r"\rho_2", m, m), matrix(r"\rho_3", k, k)
    step = equal(
        outer * inner * before - after * outer * inner,
        outer * (inner * before - between * inner) + (outer * between - after * outer) * inner,
        "add and take away the action in between: if both brackets vanish, so does the left side",
    )
    return Proof(
        "Compositions of equivariant linear maps are equivariant",
        claim=step,
        steps=[step],
        equation="eq:equivariant-composition",
    )


def shifted_columns() -> Proof:
    """The shift moves the columns of a matrix one way and its rows the other."""
    L, i, k, j = indexed("L"), natural("i"), natural("k"), index("j")
    n, right, below = natural("n"), natural("r"), count("s")
    steps = [
        equal(
            Sum(L[i, j] * KroneckerDelta(j, k + 1), (j, 1, k + right)),
            L[i, k + 1],
            "column k of L S is column k + 1 of L, since there the shift has its one in row k + 1 of k + r",
        ),
        equal(Sum(L[i, j] * KroneckerDelta(j, 1), (j, 1, n)), L[i, 1], "the last column of S has it in the first row"),
        equal(
            Sum(KroneckerDelta(i + 1, j + 1) * L[j, k], (j, 1, i + below)),
            L[i, k],
            "row i + 1 of S L is the row of L before it, of i + s rows",
        ),
        equal(Sum(KroneckerDelta(j, n) * L[j, k], (j, 1, n)), L[n, k], "and the first row of S L is the last of L"),
    ]
    return Proof(
        "The shift on the right moves columns, on the left rows, both around the end",
        claim=steps,
        steps=steps,
        equation="eq:shift-equivariant",
    )
