r"""Critics that are held back: the game with a penalty, and spectral norms."""

from sympy import Eq, Expr, Sum

from notes.proof import Proof, at_most, chain, count, equal, index, indexed, induction, natural, positive, real


def penalised_steps() -> Proof:
    """With a penalty on the slope of the second player, simultaneous steps multiply a quadratic form by one factor.

    It is below one if lambda exceeds eta, which can be read off it.
    """
    u, v, eta, penalty = real("u"), real("v"), positive(r"\eta"), positive(r"\lambda")
    next_u, next_v = u - eta * v, v + eta * (u - penalty * v)

    def form(first: Expr, second: Expr) -> Expr:
        return first**2 - penalty * first * second + second**2

    near_round = (1 - penalty / 2) * (u + v) ** 2 / 2 + (1 + penalty / 2) * (u - v) ** 2 / 2
    steps = [
        equal(form(next_u, next_v), (1 - eta * penalty + eta**2) * form(u, v), "multiply out"),
        equal(form(u, v), near_round, "both squares count positively, as long as lambda is below two"),
    ]
    return Proof(
        "In the game of a product with a penalty, simultaneous steps multiply a quadratic form, two weighted squares, "
        "by one factor",
        claim=steps,
        steps=steps,
        equation="eq:penalised-orbit",
    )


def largest_singular_value_bounds_the_stretch() -> Proof:
    """No vector is stretched by more than the largest singular value.

    That the squares of the singular values stretch it so, each along its own direction, is put in.
    """
    k, n, largest = index("k"), natural("n"), positive(r"\xi")
    less, part = indexed(r"\delta", nonnegative=True), indexed("c")

    def summed(term: Expr) -> Expr:
        return Sum(term, (k, 1, n))

    stretched = summed((largest**2 - less[k]) * part[k] ** 2)
    step = (
        chain(stretched)
        .equals(
            largest**2 * summed(part[k] ** 2) - summed(less[k] * part[k] ** 2),
            "the squared singular values are the largest, less something",
        )
        .at_most(largest**2 * summed(part[k] ** 2), "nothing in the last sum is negative")
    )
    return Proof(
        "By its singular values a matrix stretches no vector by more than the largest of them",
        claim=at_most(step.first, step.last),
        steps=[step],
        equation="eq:spectral-bound",
    )


def power_iteration() -> Proof:
    """What grows by the square of a singular value in a round grows by its 2n-th power in n, if not normalised."""
    n = count("n")
    first, other = positive(r"\xi_1"), positive(r"\xi_k")
    ours, theirs, start, begun = indexed("a"), indexed("b"), real("u"), real("w")
    grown = equal(ours[n], first ** (2 * n) * start)
    lagging = equal(theirs[n], other ** (2 * n) * begun)
    steps = [
        induction(
            grown,
            over=n,
            step=chain(ours[n + 1])
            .equals(first**2 * ours[n], "there and back through the matrix")
            .equals(first ** (2 * n + 2) * start, "by the hypothesis"),
        ),
        induction(
            lagging,
            over=n,
            step=chain(theirs[n + 1])
            .equals(other**2 * theirs[n], "likewise")
            .equals(other ** (2 * n + 2) * begun, "by the hypothesis"),
        ),
    ]
    return Proof(
        "Before normalising, n rounds multiply each component by the 2n-th power of its singular value",
        claim=[grown, lagging],
        steps=steps,
        given=(
            Eq(ours[n + 1], first**2 * ours[n]),
            Eq(ours[0], start),
            Eq(theirs[n + 1], other**2 * theirs[n]),
            Eq(theirs[0], begun),
        ),
    )
