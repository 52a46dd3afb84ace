r"""Groups: turns as matrices, averages, and compositions."""

from itertools import permutations

from sympy import Expr, Matrix, Mod, UnevaluatedExpr, cos, sin

from notes.proof import Proof, equal, indexed, instances, matrix, natural, real
from notes.proof.relations import Chain

marks = indexed("t")


def rotation(angle: Expr) -> Matrix:
    """The matrix that turns the plane by an angle."""
    return Matrix([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])


def marked(form: Matrix) -> Expr:
    """All entries with a mark each, so that two sums agree only if all entries do."""
    rows, columns = form.shape
    return sum(marks[i, j] * UnevaluatedExpr(form[i, j]) for i in range(rows) for j in range(columns))


def turns_form_a_group() -> Proof:
    """Sums modulo n are associative, for two and three elements, and every element has an inverse."""

    def associative(order: int) -> Chain:
        triples = [(g, h, k) for g in range(order) for h in range(order) for k in range(order)]
        left = sum(marks[t] * UnevaluatedExpr(Mod(Mod(t[0] + t[1], order) + t[2], order)) for t in triples)
        right = sum(marks[t] * Mod(t[0] + Mod(t[1] + t[2], order), order) for t in triples)
        return equal(left, right, "three turns one after the other: it does not matter which two are taken together")

    def inverse(order: int) -> Chain:
        left = sum(marks[g] * UnevaluatedExpr(Mod(g + (order - g), order) + 1) for g in range(order))
        return equal(left, sum(marks[g] for g in range(order)), "a turn and what is missing to the full turn: nothing")

    steps = [instances(associative, range(2, 4)), instances(inverse, range(2, 4))]
    return Proof(
        "Turns by multiples of a full turn over n form a group, for two and three of them",
        claim=steps,
        steps=steps,
        equation="eq:group-axioms",
    )


def rotations_represent_turns() -> Proof:
    """The product of two rotation matrices is that of the sum of their angles, and lengths are kept."""
    a, b, x, y = real("a"), real("b"), real("x"), real("y")
    moved = rotation(a) * Matrix([x, y])
    mirror = Matrix([[1, 0], [0, -1]])
    steps = [
        equal(marked(rotation(a) * rotation(b)), marked(rotation(a + b)), "entry by entry: the addition theorems"),
        equal(UnevaluatedExpr((moved.T * moved)[0]), x**2 + y**2, "a rotation keeps lengths"),
        equal(
            marked(mirror * rotation(a) * mirror * rotation(a)),
            marked(Matrix.eye(2)).doit(),
            "between two reflections a turn runs backwards and undoes itself: the rule of the dihedral group",
        ),
    ]
    return Proof("Rotation matrices represent turns", claim=steps, steps=steps, equation="eq:representation")


def averages_are_invariant() -> Proof:
    """The mean over all orders of two to four coordinates does not change if they are reordered first."""

    def compared(size: int) -> Chain:
        orders = list(permutations(range(size)))
        place = {order: number for number, order in enumerate(orders)}
        values = indexed("f")

        def mean_after(first: tuple[int, ...]) -> Expr:
            return sum(values[place[tuple(first[i] for i in order)]] for order in orders) / len(orders)

        left = sum(marks[n] * UnevaluatedExpr(mean_after(first)) for n, first in enumerate(orders))
        right = sum(marks[n] for n in range(len(orders))) * mean_after(tuple(range(size)))
        return equal(left, right, "after each first order the mean runs over the same values, one after the other")

    step = instances(compared, range(2, 4))
    return Proof(
        "A mean over a group is invariant, for all orders of two and three things",
        claim=step,
        steps=[step],
        equation="eq:group-average",
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
    """A map that commutes with the shift sends a shifted basis vector to its shifted image."""
    n = natural("n")
    L, S, e = matrix("L", n, n), matrix("S", n, n), matrix("e_k", n, 1)
    step = equal(
        L * (S * e) - S * (L * e),
        (L * S - S * L) * e,
        "the next column against the shifted one: equal for all columns if and only if L commutes with the shift",
    )
    return Proof(
        "A map that commutes with the shift has the shifts of one column for its columns",
        claim=step,
        steps=[step],
        equation="eq:shift-equivariant",
    )
