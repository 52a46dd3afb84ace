r"""Moving earth: the source's example, two points, and weak duality."""

from sympy import Abs, Eq, Expr, Integral, Subs, Sum, log, pi

from notes.proof import (
    Expectation,
    Proof,
    at_least,
    chain,
    density,
    equal,
    index,
    indexed,
    natural,
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
    carried = sum((Abs(p[1] - q[1]), Abs(p[1] + p[2] - q[1] - q[2]), Abs(p[1] + p[2] + p[3] - q[1] - q[2] - q[3])))
    cost = sum(abs(a - b) * g[a, b] for a, b in PLAN)
    gain = sum(f[k] * (p[k] - q[k]) for k in range(1, 5))
    moved = {g[a, b]: mass for (a, b), mass in PLAN.items()}
    return Proof(
        "The earth mover's distance of the source's example is five",
        claim=[equal(_at(carried, heap), 5), equal(_at(cost, moved), 5), equal(_at(gain, heap | heights), 5)],
        steps=[
            equal(_at(carried, heap), 5, "what must cross each of the three gaps: two, two and one"),
            equal(_at(cost, moved), 5, "a plan that costs as much"),
            equal(_at(gain, heap | heights), 5, "a potential that changes by one at most and gains as much"),
        ],
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
        "Weak duality of Kantorovich and Rubinstein",
        claim=at_least(over_pairs(flow[i, j] * distance), sent - received),
        steps=[
            chain(over_pairs(flow[i, j] * distance))
            .at_least(
                over_pairs(flow[i, j] * (potential[i] - potential[j])),
                "the distance is the potential's difference plus what it falls short, s, which is not negative",
            )
            .equals(
                sent - received,
                "two sums: f over what leaves each place, which is p, less f over what arrives, which is q",
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
    p, q = density("p"), density("q")
    ours = Integral(p(x) * log(ratio(p(x), p(x) / 2)), x)
    theirs = Integral(q(x) * log(ratio(q(x), q(x) / 2)), x)
    return Proof(
        "Without common support the Jensen-Shannon divergence is log 2",
        claim=equal((ours + theirs) / 2, log(2)),
        steps=[
            chain((ours + theirs) / 2)
            .equals(log(2) * (Integral(p(x), x) + Integral(q(x), x)) / 2, "the densities cancel in both quotients")
            .equals(log(2), "both integrate to one")
        ],
        given=(Eq(Integral(p(x), x), 1), Eq(Integral(q(x), x), 1)),
        equation="eq:disjoint",
    )
