r"""Critics that are held back: the game with a penalty, and spectral norms."""

from sympy import Expr, Sum

from notes.proof import Proof, at_most, chain, equal, index, indexed, natural, positive, real


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
