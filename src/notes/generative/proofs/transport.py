r"""Moving earth: the source's example, two points, and weak duality."""

from collections.abc import Sequence

from sympy import Abs, Eq, Expr, IndexedBase, Integer, Integral, S, Subs, Sum, Symbol, log, pi

from notes.proof import (
    Expectation,
    Proof,
    at_least,
    at_most,
    chain,
    density,
    equal,
    index,
    indexed,
    natural,
    nonnegative,
    positive,
    ratio,
    real,
)
from notes.proof.relations import Chain

n, i, j = natural("n"), index("i"), index("j")
flow, slack, potential = indexed(r"\gamma", nonnegative=True), indexed("s", nonnegative=True), indexed("f")
theta, x = real(r"\theta"), real("x")
HEAP, WANTED, POTENTIAL = (3, 2, 1, 4), (1, 2, 4, 3), (3, 2, 1, 2)
PLAN = {(1, 1): 1, (1, 3): 2, (2, 2): 2, (3, 3): 1, (4, 3): 1, (4, 4): 3}


p, q, f, g = indexed("p"), indexed("q"), indexed("f"), indexed(r"\gamma")
Values = dict[Expr, Expr]


def _row(name: IndexedBase, numbers: Sequence[Expr]) -> Values:
    """The entries of a sequence, counted from one."""
    return {name[k]: number for k, number in enumerate(numbers, start=1)}


def _at(expression: Expr, values: Values) -> Expr:
    used = [name for name in values if expression.has(name)]
    return Subs(expression, used, [values[name] for name in used])


def _balance(heaps: Values, plan: dict[tuple[int, int], Expr], places: Sequence[int]) -> list[Chain]:
    """That a plan moves all that is there, and no more, to where it is wanted."""
    values = heaps | {g[pair]: mass for pair, mass in plan.items()}
    sent = _at(sum((sum(g[a, b] for a, b in plan if a == k) - p[k]) ** 2 for k in places), values)
    received = _at(sum((sum(g[a, b] for a, b in plan if b == k) - q[k]) ** 2 for k in places), values)
    return [
        equal(sent, 0, "what leaves each place is what is there: no square is left"),
        equal(received, 0, "what arrives at each place is what is wanted there"),
    ]


def _certificate(
    heaps: Values, plan: dict[tuple[int, int], Expr], heights: Values, apart: Expr, total: Expr
) -> list[Chain]:
    """That a plan makes one heap into the other at some cost, and that a potential, nowhere too steep, gains it."""
    places = range(1, len(heights) + 1)
    steep = [_at(Abs(f[k] - f[k + 1]), heights) for k in places[:-1]]
    cost = _at(sum(apart * abs(a - b) * g[a, b] for a, b in plan), {g[pair]: mass for pair, mass in plan.items()})
    gain = _at(sum(f[k] * (p[k] - q[k]) for k in places), heaps | heights)
    return [
        *_balance(heaps, plan, places),
        equal(cost, total, "the plan costs as much"),
        *(at_most(one, apart, "the potential changes by no more than the distance") for one in steep),
        equal(gain, total, "and gains as much as the plan costs: weak duality does the rest"),
    ]


def example_of_the_source() -> Proof:
    """A plan of cost five and a potential of gain five, as much as has to cross the three gaps between the places."""
    heaps = _row(p, HEAP) | _row(q, WANTED)
    across = sum(Abs(sum(p[k] - q[k] for k in range(1, gap + 1))) for gap in range(1, 4))
    steps = [
        *_certificate(heaps, PLAN, _row(f, POTENTIAL), apart=Integer(1), total=Integer(5)),
        equal(_at(across, heaps), 5, "and so much has to cross the three gaps, one after the other"),
    ]
    return Proof(
        "A plan of cost five and a potential of gain five, for the heaps of the source",
        claim=steps[2:],
        steps=steps,
        equation="eq:emd-example",
    )


def weak_duality() -> Proof:
    """No potential that grows no faster than the distance gains more than any plan costs."""

    def over_pairs(term: Expr) -> Expr:
        return Sum(term, (i, 1, n), (j, 1, n))

    distance = potential[i] - potential[j] + slack[i, j]
    sent, received = over_pairs(potential[i] * flow[i, j]), over_pairs(potential[j] * flow[i, j])
    return Proof(
        "Weak duality: a plan costs at least what the potential gains on what it moves",
        claim=at_least(over_pairs(flow[i, j] * distance), sent - received),
        steps=[
            at_least(
                over_pairs(flow[i, j] * distance),
                sent - received,
                "the distance is the potential's difference plus what it falls short, s, which is not negative",
            )
        ],
        equation="eq:weak-duality",
    )


def strong_duality_on_two_points() -> Proof:
    """Between two places, the cheapest plan costs what the steepest potential gains."""
    d, stays, rest, more = positive("d"), nonnegative("b"), nonnegative("r"), nonnegative("t")
    steps = _certificate(
        _row(p, (stays + more, rest)) | _row(q, (stays, rest + more)),
        plan={(1, 1): stays, (1, 2): more, (2, 2): rest},
        heights=_row(f, (d, S.Zero)),
        apart=d,
        total=d * more,
    )
    return Proof(
        "Between two places a plan and a potential have the same number, the surplus times the distance",
        claim=steps[2:],
        steps=steps,
        equation="eq:strong-duality",
    )


def two_gaussians() -> Proof:
    """The divergence of two bumps of width s at distance theta grows without bound as they become points."""
    s, p = positive("s"), density("p")
    centre = real(r"\mu")
    first = -(x**2) / (2 * s**2) - log(2 * pi * s**2) / 2
    second = -((x - theta) ** 2) / (2 * s**2) - log(2 * pi * s**2) / 2
    by_mean = (theta**2 - 2 * theta * centre) / (2 * s**2)
    return Proof(
        "The mean log ratio of two Gaussian bumps depends on the mean of the density that takes it",
        claim=equal(Expectation(first - second, x, p(x)), by_mean),
        steps=[
            chain(Expectation(first - second, x, p(x)))
            .equals(Expectation((theta**2 - 2 * theta * x) / (2 * s**2), x, p(x)), "the squares of x cancel")
            .equals(by_mean, "linear in x, so only the mean of p enters")
        ],
        given=(Eq(Integral(p(x), x), 1), Eq(Expectation(x, x, p(x)), centre)),
        equation="eq:kl-of-bumps",
    )


def disjoint_supports() -> Proof:
    """Without common support the mixture is half of one's own density, and the divergence log 2 at any distance.

    The variable x runs over the points that p has mass on, y over those of q; r and s are what the other one has there.
    """
    p, q, y = density("p"), density("q"), real("y")
    there, here = nonnegative("r"), nonnegative("s")

    def divergence_from_mixture(own: Expr, other: Expr, place: Symbol) -> Expr:
        return Integral(Subs(own * log(ratio(own, (own + other) / 2)), other, 0), place)

    divergence = (divergence_from_mixture(p(x), there, x) + divergence_from_mixture(q(y), here, y)) / 2
    return Proof(
        "If each of two densities is zero where the other is not, their Jensen-Shannon divergence is log 2",
        claim=equal(divergence, log(2)),
        steps=[
            chain(divergence)
            .equals(
                log(2) * (Integral(p(x), x) + Integral(q(y), y)) / 2,
                "x runs over the points where p is not zero, y over those of q; there r and s, the other one, are zero",
            )
            .equals(log(2), "both integrate to one")
        ],
        given=(Eq(Integral(p(x), x), 1), Eq(Integral(q(y), y), 1)),
        equation="eq:disjoint",
    )
