"""Slips on pairs, recommendation, proxy tasks, triplets and contrasts."""

from collections.abc import Callable

from sympy import Expr, Max, Rational, log, symbols

from notes.errata import Erratum, Slip

d, m = symbols("d m", positive=True)


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


SOME_CLASS = Erratum(
    chapter=7,
    section="contrastive-loss",
    source=r"Sample from some class \rightarrow Similar embeddings",
    correction="Samples from the *same* class have similar embeddings.",
    why="Two samples from some class each may be of two classes; the next line says what is meant, x₁ and x₂ in the class X.",
    slip=Slip.COPYING,
)


MAXIMISED_TO_THE_MARGIN = Erratum(
    chapter=7,
    section="contrastive-loss",
    source="maximize embedding distance",
    correction="Push the embeddings apart *up to the margin*, and leave them alone from there on.",
    why="A distance that is to be maximal has no best value. The next line of the source, a lower bound on the distance between "
    "classes, means the margin, and its loss has it.",
    slip=Slip.COPYING,
    check=lambda penalty: penalty.subs({m: 1, d: 10}) == penalty.subs({m: 1, d: 100}),
    written=-(d**2),
    corrected=Max(0, m - d) ** 2,
)


ROTATION_IS_GUESSED = Erratum(
    chapter=7,
    section="proxy-tasks",
    source="Given: the degree of rotation of an image",
    correction="*Guess* the degree of rotation: the turned image is given, its turn is the label.",
    why="Whoever is given the turn has nothing left to predict, and learns nothing from the image.",
    slip=Slip.COPYING,
)
