"""Slips on agreement without negatives, and on redundancy."""

from collections.abc import Callable

from sympy import Expr, Matrix, Rational, simplify, symbols

from notes.errata import Erratum, Slip

Q, Z = Matrix([3, 4]), Matrix([1, 0])
a, w = symbols("a w", positive=True)


def _is_distance(value: Expr) -> bool:
    """Whether an expression is the squared distance of the two normalised vectors."""
    apart = Q / Q.norm() - Z / Z.norm()
    return simplify(value - apart.dot(apart)) == 0


BYOL_INNER_PRODUCT = Erratum(
    chapter=7,
    section="byol",
    source=r"$2 - 2 \cdot \frac{\langle q_\theta(z_\theta) - z'_\xi \rangle}{\|q_\theta(z_\theta)\|_2 \|z'_\xi\|_2}$",
    correction=r"$2 - 2 \frac{\langle q_\theta(z_\theta), z'_\xi \rangle}{\|q_\theta(z_\theta)\|_2 \|z'_\xi\|_2}$",
    why="The comma of the inner product became a minus; a difference of two vectors is not a number.",
    slip=Slip.COPYING,
    check=_is_distance,
    written=2 - 2 * sum(Q - Z) / (Q.norm() * Z.norm()),
    corrected=2 - 2 * Q.dot(Z) / (Q.norm() * Z.norm()),
)


def _is_cosine_form(distance: Callable[[Matrix, Matrix], Expr]) -> bool:
    """Whether what stands on the left is two minus two cosines, for two vectors of other lengths than one."""
    return simplify(distance(Q, Z) - (2 - 2 * Q.dot(Z) / (Q.norm() * Z.norm()))) == 0


BYOL_NORMALISED = Erratum(
    chapter=7,
    section="byol",
    source=r"$\| q_\theta(z_\theta) - z'_\xi \|_2^2 = 2 - 2 \cdot \frac{\dots}{\| q_\theta(z_\theta) \|_2 \cdot \| z'_\xi \|_2}$",
    correction=r"$\|\bar q_\theta(z_\theta) - \bar z'_\xi\|_2^2$ on the left, with both vectors divided by their lengths.",
    why="For vectors of other lengths the two sides differ: for (3, 4) and (1, 0) they are 20 and 0.8.",
    slip=Slip.HYPOTHESIS,
    check=_is_cosine_form,
    written=lambda q, z: (q - z).dot(q - z),
    corrected=lambda q, z: (q / q.norm() - z / z.norm()).dot(q / q.norm() - z / z.norm()),
)


BYOL_TWO_NETWORKS = Erratum(
    chapter=7,
    section="byol",
    source="Getting 2 identical network with 3 stages",
    correction="The online network has three stages (encoder, projector, predictor), the target only the first two.",
    why="The asymmetry is what the method rests on: SimSiam, which is BYOL without the average, collapses without a predictor.",
    slip=Slip.ERROR,
)


def _holds_of_constants(claim: Callable[[Expr], bool]) -> bool:
    """Whether a claim holds of the loss of two networks that say one thing for every image, after a step of the average."""
    online = target = a * Q
    target = w * target + (1 - w) * online
    apart = online / online.norm() - target / target.norm()
    return claim(simplify(apart.dot(apart)))


MOVING_AVERAGE_DOES_NOT_EXCLUDE = Erratum(
    chapter=7,
    section="byol",
    source="This avoid the 2 represent. embedding from online and target network to not be equal hence the function to be constant",
    correction="That they be *equal* is what is to be avoided. But the constant function is a minimum of the loss with or without the "
    "average, which is not needed to keep training from going there: SimSiam has none, and predictor and stopped gradient suffice.",
    why="If both networks say c for every image, the loss is zero and the average keeps the target where it is.",
    slip=Slip.ERROR,
    check=_holds_of_constants,
    written=lambda loss: bool(loss > 0),
    corrected=lambda loss: bool(loss == 0),
)


BATCH_NORM_AS_NEGATIVES = Erratum(
    chapter=7,
    section="byol",
    source="BATCH NORM Create contrastive samples",
    correction="That was conjectured in 2020 and refuted in the same year: BYOL also works with normalisations that do not mix "
    "the examples of a batch.",
    why="Richemond et al. trained it with group normalisation and weight standardisation to nearly the same accuracy.",
    slip=Slip.ERROR,
)


def _bounded_for_offsets(correlation: Callable[[Matrix, Matrix], Expr]) -> bool:
    """Whether two units that vary against each other have correlation -1, whatever is added to them."""
    first, second = Matrix([1, 2, 3]), Matrix([3, 2, 1])
    return all(simplify(correlation(first + offset * Matrix([1, 1, 1]), second)) == -1 for offset in (0, 5))


def _cosine(u: Matrix, v: Matrix) -> Expr:
    return u.dot(v) / (u.norm() * v.norm())


BARLOW_CENTRED = Erratum(
    chapter=7,
    section="barlow-twins",
    source=r"$C_{ij} = \frac{\sum_b z^A_{b,i} z^B_{b,j}}{\sqrt{\sum_b (z^A_{b,i})^2} \sqrt{\sum_b (z^B_{b,j})^2}}$",
    correction="The same of embeddings whose mean over the batch has been taken off every unit.",
    why="Without it the entries are cosines, not correlations: two units that vary against each other look alike as soon as "
    "both have a large mean.",
    slip=Slip.HYPOTHESIS,
    check=_bounded_for_offsets,
    written=_cosine,
    corrected=lambda u, v: _cosine(u - Matrix([1] * 3) * sum(u) / 3, v - Matrix([1] * 3) * sum(v) / 3),
)


def _covariance(pairs: list[tuple[int, int]]) -> Expr:
    means = [Rational(sum(column), len(pairs)) for column in zip(*pairs, strict=True)]
    return sum((x - means[0]) * (y - means[1]) for x, y in pairs)


def _finds_redundancy(redundant: Callable[[list[tuple[int, int]]], bool]) -> bool:
    """Whether a rule calls the unit u² redundant beside the unit u, of values -1, 0 and 1."""
    return redundant([(u, u**2) for u in (-1, 0, 1)])


UNCORRELATED_IS_NOT_INDEPENDENT = Erratum(
    chapter=7,
    section="barlow-twins",
    source="Try to make the off-diagonal elements equal to 0 output units contain non-redundant information for the sample",
    correction="They are uncorrelated: no unit is a linear function of another. One can still determine another.",
    why="A unit u with values -1, 0, 1 and the unit u² have correlation 0, and the second is a function of the first.",
    slip=Slip.HYPOTHESIS,
    check=_finds_redundancy,
    written=lambda pairs: _covariance(pairs) != 0,
    corrected=lambda pairs: len(dict(pairs)) == len(set(pairs)),
)


AVERAGE_OF_THE_ONLINE = Erratum(
    chapter=7,
    section="byol",
    source="But update the target with MOVING AVERAGE",
    correction=r"$\xi \leftarrow \beta \xi + (1 - \beta) \theta$: the moving average of the *online* parameters, and no gradient.",
    why="It is left open what is averaged. An average of the target's own past would leave the target where it starts.",
    slip=Slip.HYPOTHESIS,
    check=lambda average: simplify(average(a, w) - a) != 0,
    written=lambda target, _: target / 2 + target / 2,
    corrected=lambda target, online: target / 2 + online / 2,
)


SOURCE_NETWORK = Erratum(
    chapter=7,
    section="byol",
    source="Minimize the distance between representations given by source network with representation given by target network",
    correction="Between the *prediction* of the *online* network and the projection by the target network.",
    why="No network is called source here; and without the predictor it is the variant whose directions draw together.",
    slip=Slip.COPYING,
)


GROSS_CORRELATION = Erratum(
    chapter=7,
    section="barlow-twins",
    source="Gross Correlation matrix between the output of two identical networks along the batch dimension",
    correction="*Cross*-correlation matrix: of the units of one view with those of the other, over the batch.",
    why="The word is misread, perhaps by the scan; the lines above and below have it right.",
    slip=Slip.COPYING,
)
