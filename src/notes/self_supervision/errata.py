"""Slips of the source's chapter 7, each with a check that refutes the form as written and confirms the right one."""

from collections.abc import Callable

from sympy import Expr, Matrix, Max, Rational, acos, cos, exp, log, simplify, symbols

from notes.errata import Erratum, Slip

d, m, a, w = symbols("d m a w", positive=True)
Q, Z = Matrix([3, 4]), Matrix([1, 0])

SOME_REPRESENTATION = Erratum(
    chapter=7,
    section="siamese-network",
    source="Idea: some items should have some representation.",
    correction="Similar items should have similar representations.",
    why="One encoder gives every item some representation. What the twin architecture is for is the comparison of two.",
    slip=Slip.COPYING,
)

UNSEEN_IS_NOT_DISLIKED = Erratum(
    chapter=7,
    section="neural-collaborative-filtering",
    source=r"The preferences are pairs $\{\text{user}_i, \text{item}_j\}$, from which $\hat y_{ui}$ is learnt.",
    correction="Choices are positive examples only. Negatives have to be sampled among items that were not chosen, on the "
    "assumption that most of them would not be.",
    why="With positives alone, a score of one for every pair has no loss and ranks nothing.",
    slip=Slip.HYPOTHESIS,
    check=lambda negatives: sum(-log(p) for p in (1, 1)) + sum(-log(1 - p) for p in negatives) != 0,
    written=(),
    corrected=(Rational(1, 2),),
)


PATENT_TASK = Erratum(
    chapter=7,
    section="linear-evaluation",
    source="Training with patent task (a proxy task); then use a layer to train a logistic regression.",
    correction="Training with a pretext task; then train a logistic regression on the *frozen* features of a layer.",
    why="The task is a pretext. And if the layers below were trained as well, the labels would be judged, not the features.",
    slip=Slip.COPYING,
)


def _same_source_same_label(label: Callable[[int, int], object]) -> bool:
    """Whether two distortions of one image share a label, and those of two images do not."""
    return label(0, 1) == label(0, 2) and label(0, 1) != label(1, 1)


EXEMPLAR_SOME_REPRESENTATION = Erratum(
    chapter=7,
    section="proxy-tasks",
    source="Have some representation for patches corrupted but starting from an original one (Exemplar-CNN).",
    correction="Have the *same* label for all distortions of one patch: every patch is a class of its own.",
    why="The task is a classification in which the class is the patch that the distorted ones came from.",
    slip=Slip.COPYING,
    check=_same_source_same_label,
    written=lambda source, distortion: (source, distortion),
    corrected=lambda source, _: source,
)

JIGSAW_UNDER_SIMCLR = Erratum(
    chapter=7,
    section="proxy-tasks",
    source="Under the heading SimCLR: use the nine patches to guess which permutation has been applied.",
    correction="That is the jigsaw task of Noroozi and Favaro, a proxy task with a label; SimCLR has none.",
    why="The caption of one picture slid under the heading of the next.",
    slip=Slip.COPYING,
)


def _is_a_margin(penalty: Expr) -> bool:
    """Whether a penalty on unlike pairs vanishes far apart, and falls with the distance before that."""
    near, middle, far = (penalty.subs({m: 1, d: Rational(place)}) for place in ("1/4", "1/2", "3"))
    return bool(near > middle > 0) and far == 0


CONTRASTIVE_MARGIN = Erratum(
    chapter=7,
    section="contrastive-loss",
    source=r"$\mathbb{I}[y_i \ne y_s] \max(0, \epsilon \|f_\theta(x_i) - f_\theta(x_s)\|_2)$",
    correction=r"$\mathbb{1}[y_i \ne y_s] \max(0, \epsilon - \|f_\theta(x_i) - f_\theta(x_s)\|_2)^2$",
    why="Without the minus the loss grows with the distance and pulls unlike pairs together. The square is in the original; "
    "without it the push does not fade as the pair reaches the margin.",
    slip=Slip.ERROR,
    check=_is_a_margin,
    written=Max(0, m * d),
    corrected=Max(0, m - d) ** 2,
)


def _triplet_is_free(holds: Callable[[Expr, Expr, Expr], bool]) -> bool:
    """Whether a condition on squared distances and margin tells exactly the triplets whose loss is zero."""
    places = [Rational(k, 2) for k in range(8)]
    return all(holds(p, n, 1) == (Max(0, p - n + 1) == 0) for p in places for n in places)


TRIPLET_CONDITION = Erratum(
    chapter=7,
    section="triplet-loss",
    source="To make this loss decrease the positive distance has to be at least the negative distance + ε.",
    correction=r"The loss is zero exactly when the *negative* distance is at least the positive one plus the margin.",
    why="As written, the condition names the triplets with the largest loss.",
    slip=Slip.ERROR,
    check=_triplet_is_free,
    written=lambda positive, negative, margin: bool(positive >= negative + margin),
    corrected=lambda positive, negative, margin: bool(negative >= positive + margin),
)

TRIPLET_EXAMPLE = Erratum(
    chapter=7,
    section="triplet-loss",
    source=r"$2 - \lambda + \epsilon = 2 - \max(0, -2) = 0$, good; and $\max(0, 1 - 2) = 2$, bad.",
    correction=r"Positive 1, negative 4, margin 1: $\max(0, 1 - 4 + 1) = 0$. Positive 2, negative 1: $\max(0, 2 - 1 + 1) = 2$.",
    why="The first line changes its letters and equals 2, the second equals 0: neither is the number beside it.",
    slip=Slip.ERROR,
    check=lambda lines: all(value == told for value, told in lines),
    written=((2 - Max(0, -2), 0), (Max(0, 1 - 2), 2)),
    corrected=((Max(0, 1 - 4 + 1), 0), (Max(0, 2 - 1 + 1), 2)),
)

TRIPLETS_NOT_EXAMPLES = Erratum(
    chapter=7,
    section="triplet-loss",
    source=r"$\sum_{x \in D}$, a sum over the examples.",
    correction=r"The sum is over triplets $(x, x^+, x^-)$, of which there are too many: some are sampled, or mined.",
    why="Positive and negative are not functions of the anchor. Ten classes of ten examples have 81,000 triplets, not 100.",
    slip=Slip.HYPOTHESIS,
    check=lambda terms: terms == sum(1 for _ in range(100) for like in range(9) for unlike in range(90)),
    written=100,
    corrected=100 * 9 * 90,
)

POSITIVES_ARE_TWO_VIEWS = Erratum(
    chapter=7,
    section="simclr",
    source="(x, x'), (x, x'') are the positive samples, all the rest are negative.",
    correction="The positive pair is (x', x''): two distorted views of x. The image itself is not in the batch.",
    why="With one side undistorted the encoder would see every image as it is once in each pair. And of the other 2N - 2 "
    "views some show the same class: they are negatives by decree.",
    slip=Slip.ERROR,
)


def _is_distance(value: Expr) -> bool:
    """Whether an expression is the squared distance of the two normalised vectors."""
    apart = Q / Q.norm() - Z / Z.norm()
    return simplify(value - apart.dot(apart)) == 0


BYOL_INNER_PRODUCT = Erratum(
    chapter=7,
    section="byol",
    source=r"$2 - 2 \frac{\langle q_\theta(z_\theta) - z'_\xi \rangle}{\|q_\theta(z_\theta)\|_2 \|z'_\xi\|_2}$",
    correction=r"$2 - 2 \frac{\langle q_\theta(z_\theta), z'_\xi \rangle}{\|q_\theta(z_\theta)\|_2 \|z'_\xi\|_2}$",
    why="The comma of the inner product became a minus; a difference of two vectors is not a number.",
    slip=Slip.COPYING,
    check=_is_distance,
    written=2 - 2 * sum(Q - Z) / (Q.norm() * Z.norm()),
    corrected=2 - 2 * Q.dot(Z) / (Q.norm() * Z.norm()),
)

BYOL_NORMALISED = Erratum(
    chapter=7,
    section="byol",
    source=r"$\|q_\theta(z_\theta) - z'_\xi\|_2^2 = 2 - 2 \cos$, without bars.",
    correction=r"$\|\bar q_\theta(z_\theta) - \bar z'_\xi\|_2^2 = 2 - 2 \cos$ with both vectors divided by their lengths.",
    why="For vectors of other lengths the two sides differ: for (3, 4) and (1, 0) they are 20 and 0.8.",
    slip=Slip.HYPOTHESIS,
    check=_is_distance,
    written=(Q - Z).dot(Q - Z),
    corrected=(Q / Q.norm() - Z / Z.norm()).dot(Q / Q.norm() - Z / Z.norm()),
)

BYOL_TWO_NETWORKS = Erratum(
    chapter=7,
    section="byol",
    source="Getting 2 identical networks with 3 stages.",
    correction="The online network has three stages (encoder, projector, predictor), the target only the first two.",
    why="The asymmetry is what the method rests on: SimSiam, which is BYOL without the average, collapses without a predictor.",
    slip=Slip.ERROR,
)

MOVING_AVERAGE_DOES_NOT_EXCLUDE = Erratum(
    chapter=7,
    section="byol",
    source="The moving average avoids that the two networks are equal, hence the function to be constant.",
    correction="The constant function is a minimum of the loss with or without the average, which "
    "is not needed to keep training from going there: SimSiam has none, and predictor and stopped gradient suffice.",
    why="If both networks say c for every image, the loss is zero and the average keeps the target where it is.",
    slip=Slip.ERROR,
    check=lambda claim: claim(2 - 2 * Q.dot(Q) / Q.norm() ** 2, w * a + (1 - w) * a - a),
    written=lambda loss, moved: bool(loss > 0) or simplify(moved) != 0,
    corrected=lambda loss, moved: loss == 0 and simplify(moved) == 0,
)

BATCH_NORM_AS_NEGATIVES = Erratum(
    chapter=7,
    section="byol",
    source="Batch norm creates contrastive samples.",
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
    source="With off-diagonal elements equal to 0 the units contain non-redundant information.",
    correction="They are uncorrelated: no unit is a linear function of another. One can still determine another.",
    why="A unit u with values -1, 0, 1 and the unit u² have correlation 0, and the second is a function of the first.",
    slip=Slip.HYPOTHESIS,
    check=_finds_redundancy,
    written=lambda pairs: _covariance(pairs) != 0,
    corrected=lambda pairs: len(dict(pairs)) == len(set(pairs)),
)

CENTRE_OF_THE_EXAMPLE = Erratum(
    chapter=7,
    section="center-loss",
    source=r"$\frac{\lambda}{2} \sum_i^N \|z_i - c_i\|_2^2$, the distance from the centroid.",
    correction=r"$\frac{\lambda}{2} \sum_i^N \|z_i - c_{y_i}\|_2^2$, half the *squared* distance from the centre of class $y_i$.",
    why="With one centre an example, every centre could sit on its example and the loss would be zero for any features.",
    slip=Slip.COPYING,
    check=lambda centre: min(sum((z - centre(i)) ** 2 for i, z in enumerate((1, 3))), 2) > 0,
    written=lambda i: (1, 3)[i],
    corrected=lambda _: 2,
)

CENTRES_OF_SPHEREFACE = Erratum(
    chapter=7,
    section="sphereface",
    source="SphereFace: modify the softmax to allow a different choice of the center in the center loss; θ is the angle "
    "between z and the centroid of class y.",
    correction=r"SphereFace has no centres. θ is the angle between z and the weight vector $W_y$ of the last layer.",
    why="The weight vector is learnt by gradient descent and is not the mean of anything: only its direction counts.",
    slip=Slip.ERROR,
)

z_length, w_length, theta, bias = 2, 3, acos(Rational(1, 2)), Rational(1, 4)


def _logit_is_length_times_cosine(logit: Expr) -> bool:
    """Whether a logit is the length of the feature times the cosine of its angle, as the modified softmax says."""
    return simplify(logit - z_length * cos(theta)) == 0


MODIFIED_SOFTMAX_HYPOTHESES = Erratum(
    chapter=7,
    section="sphereface",
    source=r"$W_j^\top z_i + b_j$ is replaced by $\|z_i\| \cos \theta_j$ with an equals sign.",
    correction=r"Equal only after setting $\|W_j\| = 1$ and $b_j = 0$, which is what makes the softmax a modified one.",
    why=r"In general the logit is $\|W_j\| \|z_i\| \cos \theta_j + b_j$.",
    slip=Slip.HYPOTHESIS,
    check=_logit_is_length_times_cosine,
    written=w_length * z_length * cos(theta) + bias,
    corrected=1 * z_length * cos(theta) + 0,
)


def _normalised(term: Callable[[int], Expr]) -> bool:
    """Whether the terms of the denominator are those of the three classes, for angles 0, 60 and 90 degrees and class 0."""
    angles = (0, acos(Rational(1, 2)), acos(0))
    return simplify(sum(term(j) for j in range(3)) - sum(exp(cos(angle)) for angle in angles)) == 0


ONE_ANGLE_FOR_ALL = Erratum(
    chapter=7,
    section="sphereface",
    source=r"$\sum_j^N \exp(\|z_i\| \cos(\theta_{y_j}))$",
    correction=r"$\sum_j^C \exp(\|z_i\| \cos(\theta_{j,i}))$, over the C classes, with the angle between $z_i$ and $W_j$.",
    why="The sum is over classes, not over the N examples, and each class has an angle of its own.",
    slip=Slip.COPYING,
    check=_normalised,
    written=lambda _: exp(cos(0)),
    corrected=lambda j: exp(cos((0, acos(Rational(1, 2)), acos(0))[j])),
)

SMALLEST_COSINE = Erratum(
    chapter=7,
    section="sphereface",
    source="We assign the class whose projection is the largest, or whose cosine angle is the smallest.",
    correction="The class whose angle is the smallest, which is the one whose *cosine* is the largest.",
    why="On half a turn the cosine falls as the angle grows.",
    slip=Slip.COPYING,
    check=lambda choice: choice([acos(Rational(k, 4)) for k in (1, 3, 2)]) == 1,
    written=lambda angles: min(range(3), key=lambda j: cos(angles[j])),
    corrected=lambda angles: min(range(3), key=lambda j: angles[j].evalf()),
)

NO_MARGIN = Erratum(
    chapter=7,
    section="sphereface",
    source="The section ends with the modified softmax.",
    correction=r"SphereFace replaces $\cos \theta_y$ by $\psi(\theta_y) = (-1)^k \cos(m \theta_y) - 2k$ in the own class's logit.",
    why="The modified softmax asks only that the own angle be the smallest. The margin asks that m times it still be.",
    slip=Slip.HYPOTHESIS,
    check=lambda margin: bool(margin(Rational(1, 2)) < cos(Rational(1, 2))),
    written=cos,
    corrected=lambda angle: cos(4 * angle),
)
