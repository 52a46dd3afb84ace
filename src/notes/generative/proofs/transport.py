r"""Moving earth: the source's example, two points, and weak duality."""

from sympy import Abs, Eq, Expr, Integral, Subs, Sum, log, pi

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

n, i, j = natural("n"), index("i"), index("j")
flow, slack, potential = indexed(r"\gamma", nonnegative=True), indexed("s", nonnegative=True), indexed("f")
theta, x = real(r"\theta"), real("x")
HEAP, WANTED, POTENTIAL = (3, 2, 1, 4), (1, 2, 4, 3), (3, 2, 1, 2)
PLAN = {(1, 1): 1, (1, 3): 2, (2, 2): 2, (3, 3): 1, (4, 3): 1, (4, 4): 3}


def example_of_the_source() -> Proof:
    """A plan of cost five and a potential of gain five: neither can be improved."""
    p, q, f, g = indexed("p"), indexed("q"), indexed("f"), indexed(r"\gamma")
    heap = {**{p[k + 1]: m for k, m in enumerate(HEAP)}, **{q[k + 1]: m for k, m in enumerate(WANTED)}}
    heights = {f[k + 1]: m for k, m in enumerate(POTENTIAL)}
    moved = {g[a, b]: mass for (a, b), mass in PLAN.items()}
    cost = sum(abs(a - b) * g[a, b] for a, b in PLAN)
    gain = sum(f[k] * (p[k] - q[k]) for k in range(1, 5))
    sent = [_at(sum(g[a, b] for a, b in PLAN if a == k) - p[k], heap | moved) for k in range(1, 5)]
    received = [_at(sum(g[a, b] for a, b in PLAN if b == k) - q[k], heap | moved) for k in range(1, 5)]
    steep = [_at(Abs(f[k] - f[k + 1]), heights) for k in range(1, 4)]
    steps = [
        *(equal(one, 0, "what leaves a place is what is there") for one in sent),
        *(equal(one, 0, "what arrives at a place is what is wanted there") for one in received),
        equal(_at(cost, moved), 5, "the plan costs as much"),
        *(at_most(one, 1, "the potential changes by no more than the distance") for one in steep),
        equal(_at(gain, heap | heights), 5, "and gains as much as the plan costs: weak duality does the rest"),
    ]
    return Proof(
        "A plan of cost five and a potential of gain five, for the heaps of the source",
        claim=steps,
        steps=steps,
        equation="eq:emd-example",
    )


def _at(expression: Expr, values: dict[Expr, int]) -> Expr:
    used = [name for name in values if expression.has(name)]
    return Subs(expression, used, [values[name] for name in used])


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
    d, low, more = positive("d"), positive("b"), positive("t")
    high = low + more
    gain = d * high + 0 * (1 - high) - (d * low + 0 * (1 - low))
    return Proof(
        "Strong duality on two points",
        claim=equal(d * more, gain),
        steps=[
            equal(
                d * more, gain, "the surplus t travels the distance d; the potential is d at one place, 0 at the other"
            )
        ],
        equation="eq:strong-duality",
    )


def two_gaussians() -> Proof:
    """The divergence of two bumps of width s at distance theta grows without bound as they become points."""
    s, p = positive("s"), density("p")
    mean = Expectation(x, x, p(x))
    first = -(x**2) / (2 * s**2) - log(2 * pi * s**2) / 2
    second = -((x - theta) ** 2) / (2 * s**2) - log(2 * pi * s**2) / 2
    centre = real("m")
    return Proof(
        "The divergence of two Gaussian bumps",
        claim=equal(Expectation(first - second, x, p(x)), (theta**2 - 2 * theta * centre) / (2 * s**2)),
        steps=[
            chain(Expectation(first - second, x, p(x)))
            .equals(Expectation((theta**2 - 2 * theta * x) / (2 * s**2), x, p(x)), "the squares of x cancel")
            .equals((theta**2 - 2 * theta * centre) / (2 * s**2), "linear in x, so only the mean m of p enters")
        ],
        given=(Eq(Integral(p(x), x), 1), Eq(mean, centre)),
        equation="eq:kl-of-bumps",
    )


def disjoint_supports() -> Proof:
    """Without common support the mixture is half of one's own density, and the divergence log 2 at any distance."""
    p, q, other = density("p"), density("q"), nonnegative("r")

    def over_own(own: Expr) -> Expr:
        return Integral(own * Subs(log(ratio(own, (own + other) / 2)), other, 0), x)

    divergence = (over_own(p(x)) + over_own(q(x))) / 2
    return Proof(
        "Without common support the Jensen-Shannon divergence is log 2",
        claim=equal(divergence, log(2)),
        steps=[
            chain(divergence)
            .equals(
                log(2) * (Integral(p(x), x) + Integral(q(x), x)) / 2,
                "each integral is over the points where its own density is positive, and there r, the other one, is "
                "zero",
            )
            .equals(log(2), "both integrate to one")
        ],
        given=(Eq(Integral(p(x), x), 1), Eq(Integral(q(x), x), 1)),
        equation="eq:disjoint",
    )
