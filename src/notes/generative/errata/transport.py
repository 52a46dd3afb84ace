"""Slips of the source's chapter 9 on the earth mover's distance and the Wasserstein GAN."""

from collections.abc import Sequence

from sympy import Expr, Rational, integrate, simplify, symbols

from notes.errata import Erratum, Slip

a, b = symbols("a b", positive=True)

FOUR_COPIED_AS_A_QUARTER = Erratum(
    chapter=9,
    section="earth-movers-distance",
    source=r"$P_4 = \tfrac14$ and $Q_3 = \tfrac14$.",
    correction="$P_4 = 4$ and $Q_3 = 4$.",
    why="Only then do both have the same total, ten, and the moves listed are those of the total work five.",
    slip=Slip.COPYING,
    check=lambda heaps: (
        sum(heaps[0]) == sum(heaps[1]) and sum(abs(sum(heaps[0][:k]) - sum(heaps[1][:k])) for k in (1, 2, 3)) == 5
    ),
    written=((3, 2, 1, Rational(1, 4)), (1, 2, Rational(1, 4), 3)),
    corrected=((3, 2, 1, 4), (1, 2, 4, 3)),
)

_heaps = ((3, 2, 1, 4), (1, 2, 4, 3))


def _work(masses: Sequence[Sequence[int]], whole: int) -> Expr:
    """What crosses the gaps between neighbours, if all heaps are divided by one number."""
    return sum(abs(Rational(sum(masses[0][:k]) - sum(masses[1][:k]), whole)) for k in range(1, len(masses[0])))


WORK_CALLED_A_DISTANCE = Erratum(
    chapter=9,
    section="earth-movers-distance",
    source=r"match these 2 distributions? ... $W = \sum |\delta_i| = 2+2+1 = 5$; $\gamma \sim \Pi$",
    correction=r"Five is the work for heaps of mass ten. The distributions, a tenth of each, are $\tfrac12$ apart.",
    why=r"The masses of a distribution sum to one. And $\gamma \in \Pi$: nothing is drawn from the set of plans.",
    slip=Slip.HYPOTHESIS,
    check=lambda whole: (
        sum(Rational(mass, whole) for mass in _heaps[0]) == 1 and _work(_heaps, whole) == Rational(1, 2)
    ),
    written=1,
    corrected=10,
)

CRITIC_MOVES_NO_SAMPLE = Erratum(
    chapter=9,
    section="wgan",
    source=r"update the param to enforce $p_{\text{data}} = p_g$ using W distance; ... using the parameter of generator",
    correction="The inner loop moves the parameters of the *critic*: its gain, at most $k W$, rises. $p_g$ moves in the generator's step.",
    why=r"$\nabla_w$ is by the critic's weights, and $\theta$ does not change. (Clipping makes the critic $k$-Lipschitz for *some* $k$, which $c$ and the network decide.)",
    slip=Slip.ERROR,
)

NOISE_FROM_THE_GENERATOR = Erratum(
    chapter=9,
    section="wgan",
    source=r"$\mathbb{E}_{z \sim p_g}[f_w(g_\theta(z))]$",
    correction=r"$\mathbb{E}_{z \sim q}[f_w(g_\theta(z))]$, as in the source's algorithm.",
    why=r"$p_g$ is the density of $g_\theta(z)$. With $z$ uniform, $g(z) = z^2$ and $f(x) = x$ the mean is $\tfrac13$; with "
    r"$z \sim p_g$ it would be $\tfrac15$.",
    slip=Slip.COPYING,
    check=lambda density: integrate(a**2 * density, (a, 0, 1)) == Rational(1, 3),
    written=1 / (2 * a ** Rational(1, 2)),
    corrected=1,
)

LIPSCHITZ_CONSTANT_LOST = Erratum(
    chapter=9,
    section="wgan",
    source=r"$W(p_2, p_g) = \max_{w \in \mathcal{W}} |\mathbb{E}_{x \sim p_2}[f_w(x)] - \mathbb{E}_{z \sim p_g}[f_w(g_\theta(z))]|$",
    correction=r"At most $k W$, for critics of slope at most $k$: the $\frac1k$ of the line before is lost.",
    why="Between two points at a distance $a$ a critic of slope $k$ gains $ka$.",
    slip=Slip.HYPOTHESIS,
    check=lambda gain: simplify(gain - a) == 0,
    written=b * a,
    corrected=b * a / b,
)
