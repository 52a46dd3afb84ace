r"""How far messages carry, what neighbours of two classes tell, what stays constant, and waves that repeat."""

from sympy import Expr, KroneckerDelta, Sum, cos, sin

from notes.proof import (
    Proof,
    at_least,
    at_most,
    chain,
    count,
    equal,
    index,
    indexed,
    natural,
    nonnegative,
    positive,
    real,
)


def one_round_more() -> Proof:
    """A layer makes of sensitivities within bounds a sensitivity within the gathered bounds times its gain."""
    m, n, others = index("m"), natural("n"), count("r")
    linked = indexed(r"\hat a", nonnegative=True)
    low, high = indexed("p", nonnegative=True), indexed("q", nonnegative=True)
    down, up = nonnegative("s"), nonnegative("t")
    sensitivity, bound = (high[m] - low[m]) / 2, (high[m] + low[m]) / 2
    slope, gain = (up - down) / 2, (up + down) / 2

    def over_nodes(term: Expr) -> Expr:
        return Sum(linked[m, n] * term, (m, 1, n + others))

    above = (
        chain(gain * over_nodes(bound))
        .equals(
            slope * over_nodes(sensitivity) + over_nodes(up * low[m] / 2) + over_nodes(down * high[m] / 2),
            "a number J within the bound B is half of q - p, where B is half of q + p and neither p nor q is negative; "
            "the slope l within the gain C is half of t - s in the same way. Multiply out",
        )
        .at_least(slope * over_nodes(sensitivity), "what is left out is not negative")
    )
    below = (
        chain(-gain * over_nodes(bound))
        .equals(
            slope * over_nodes(sensitivity) - over_nodes(up * high[m] / 2) - over_nodes(down * low[m] / 2),
            "from below, with the same halves",
        )
        .at_most(slope * over_nodes(sensitivity), "what is taken away is not negative")
    )
    return Proof(
        "If sensitivities keep within bounds, those of one round more keep within the gain times the gathered bounds",
        claim=[
            at_most(slope * over_nodes(sensitivity), gain * over_nodes(bound)),
            at_most(-gain * over_nodes(bound), slope * over_nodes(sensitivity)),
        ],
        steps=[above, below],
        equation="eq:one-round-more",
    )


share, offset, noise = real(r"\eta"), positive(r"\delta"), positive(r"\tau")


def a_neighbour_in_the_mean() -> Proof:
    """Mean and variance of the feature of a neighbour that is of one's own class with a given probability."""
    mean = share * offset - (1 - share) * offset
    steps = [
        equal(mean, (2 * share - 1) * offset, "of the own class in a share of the cases, else of the other"),
        equal(
            share * (offset**2 + noise**2) + (1 - share) * (offset**2 + noise**2) - ((2 * share - 1) * offset) ** 2,
            noise**2 + 4 * share * (1 - share) * offset**2,
            "the mean square is the same for both classes; take the square of the mean from it",
        ),
    ]
    return Proof(
        "A neighbour's feature has this mean and variance, for classes at plus and minus delta",
        claim=steps,
        steps=steps,
        equation="eq:neighbour-moments",
    )


def best_mix() -> Proof:
    """No weight on the neighbours tells more than the sum of what both tell, and one weight tells as much."""
    weight, mean, spread = real(r"\xi"), real(r"\kappa"), positive(r"\rho")
    told = (1 + weight * mean) ** 2 * offset**2 / (noise**2 + weight**2 * spread**2)
    both = offset**2 / noise**2 + mean**2 * offset**2 / spread**2
    missing = offset**2 * (mean * noise**2 - weight * spread**2) ** 2
    square = missing / (noise**2 * spread**2 * (noise**2 + weight**2 * spread**2))
    bound = (
        chain(both)
        .equals(told + square, "bring both to one denominator; a square is left")
        .at_least(told, "a square over what is positive is not negative")
    )
    best = mean * noise**2 / spread**2
    reached = equal(
        (1 + best * mean) ** 2 * offset**2 / (noise**2 + best**2 * spread**2),
        both,
        "where the square vanishes: the sign of the weight is that of the neighbours' mean",
    )
    return Proof(
        "The best weight on the neighbours adds what they tell to what the own feature tells, whatever their sign",
        claim=[at_least(both, told), equal(reached.first, reached.last)],
        steps=[bound, reached],
        equation="eq:best-mix",
    )


def constants_stay_constant() -> Proof:
    """Where every node has the same degree, gathering makes of one number the same number at every node."""
    m, n, others, linked, feature = index("m"), natural("n"), count("r"), indexed("a"), real("x")
    step = equal(
        Sum(feature * (linked[m, n] + KroneckerDelta(m, n)), (m, 1, n + others)),
        feature * (Sum(linked[m, n], (m, 1, n + others)) + 1),
        "node n is one of n + r; what it hears depends on its degree alone, the sum of its column of A",
    )
    return Proof(
        "Of a constant a node hears its degree and itself, and nothing else",
        claim=step,
        steps=[step],
        equation="eq:constants",
    )


def turned_waves() -> Proof:
    """Two waves of one frequency may be turned into each other, and the sum of their patches stays as it is."""
    angle, u, v, i, j = real(r"\psi"), indexed("u"), indexed("v"), natural("i"), natural("j")

    def turned(node: Expr) -> Expr:
        return cos(angle) * u[node] + sin(angle) * v[node]

    def across(node: Expr) -> Expr:
        return cos(angle) * v[node] - sin(angle) * u[node]

    step = equal(
        turned(i) * turned(j) + across(i) * across(j),
        u[i] * u[j] + v[i] * v[j],
        "the mixed terms cancel, and the squares of sine and cosine sum to one",
    )
    return Proof(
        "The patches of two waves, turned into each other by any angle, have the same sum",
        claim=step,
        steps=[step],
        equation="eq:turned-waves",
    )
