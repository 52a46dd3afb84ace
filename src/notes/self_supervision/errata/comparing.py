"""Slips on pairs, recommendation, proxy tasks, triplets and contrasts."""

from collections.abc import Callable
from itertools import product

from sympy import Expr, Max, Rational, symbols

from notes.errata import Erratum, Slip

d, m = symbols("d m", positive=True)


SOME_REPRESENTATION = Erratum(
    chapter=7,
    section="siamese-network",
    source="IDEA: Some items should have some representation",
    correction="Similar items should have similar representations.",
    why="One encoder gives every item some representation. What the twin architecture is for is the comparison of two. (If it "
    "says that the *same* items should have the *same* one, it is one letter, *o* for *a*, as in three more slips of this chapter and the next.)",
    slip=Slip.COPYING,
)


PAIR_OF_OTHER_LETTERS = Erratum(
    chapter=7,
    section="neural-collaborative-filtering",
    source=r"NEURAL COLLABORATIVE FILTER: Preferences = {User i, item j}, and $\hat{y}_{ui} = f(u, i | \theta)$",
    correction=r"$u$ for a user and $i$ for an item throughout: the preferences are a set of ordered pairs $(u, i)$.",
    why="As written $i$ is a user in the first formula and an item in the second, and the braces hold a single pair without an order. "
    "(The heading has lost an *ing*; the list of topics has it.)",
    slip=Slip.COPYING,
)


PATENT_TASK = Erratum(
    chapter=7,
    section="linear-evaluation",
    source="Training with patent task (a proxy task) ... Use a layer to train a logistic regression over the ImageNet classes",
    correction="Training with a pretext task; then train a logistic regression on the *frozen* features of a layer.",
    why="The task is a pretext. And if the layers below were trained as well, the labels would be judged, not the features.",
    slip=Slip.COPYING,
)


CARE_ABOUT_APPLICATION = Erratum(
    chapter=7,
    section="proxy-tasks",
    source="We don't care about performance of specific application, we want to learn input representation such that we can then use "
    "them in downstream task.",
    correction="We do not care about the performance on the *proxy task*; the representation is for the downstream task.",
    why="The downstream task is an application too. (Read as *of any single application* it would stand.)",
    slip=Slip.COPYING,
)


def _same_source_same_label(label: Callable[[int, int], object]) -> bool:
    """Whether two distortions of one image share a label, and those of two images do not."""
    return label(0, 1) == label(0, 2) and label(0, 1) != label(1, 1)


EXEMPLAR_SOME_REPRESENTATION = Erratum(
    chapter=7,
    section="proxy-tasks",
    source="Have some representation for patches corrupted but starting from an original one (Exemplar-CNN)",
    correction="Have the *same* label for all distortions of one patch: every patch is a class of its own.",
    why="The task is a classification in which the class is the patch that the distorted ones came from. (One letter, *o* for *a*.)",
    slip=Slip.COPYING,
    check=_same_source_same_label,
    written=lambda source, distortion: (source, distortion),
    corrected=lambda source, _: source,
)


JIGSAW_UNDER_SIMCLR = Erratum(
    chapter=7,
    section="proxy-tasks",
    source="Under the heading SIM CLR: Use the 9 patches to guess which permutation of the patches has been applied",
    correction="That is the jigsaw task of Noroozi and Favaro, a proxy task with a label; SimCLR has none.",
    why="In the order in which the page was scanned, the caption of one picture slid under the heading of the next.",
    slip=Slip.COPYING,
)


def _is_a_margin(penalty: Expr) -> bool:
    """Whether a penalty on unlike pairs vanishes far apart, and falls with the distance before that."""
    near, middle, far = (penalty.subs({m: 1, d: Rational(place)}) for place in ("1/4", "1/2", "3"))
    return bool(near > middle > 0) and far == 0


CONTRASTIVE_MARGIN = Erratum(
    chapter=7,
    section="contrastive-loss",
    source=r"$L(X_i, X_s, \theta) = \dots$ $+ \mathbb{I}[y_i \neq y_s] \max(0, \epsilon \|f_\theta(x_i) - f_\theta(x_s)\|_2)$",
    correction=r"$\mathbb{1}[y_i \ne y_s] \max(0, \epsilon - \|f_\theta(x_i) - f_\theta(x_s)\|_2)^2$",
    why="Without the minus the loss grows with the distance and pulls unlike pairs together. The square is in the original; "
    "without it the push does not fade as the pair reaches the margin. (And what the loss depends on are the samples $x_i$ and $x_s$; "
    "$X$ is a class, two lines above.)",
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
    source=r"To make this loss decrease the positive distance has to be at least the negative distance + $\epsilon$",
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


def _counts_triplets(terms: Callable[[int, int], int]) -> bool:
    """Whether a count for a number of classes and their size is that of the triplets found by looking at all."""
    return all(terms(classes, size) == _triplets(classes, size) for classes in (2, 3, 4) for size in (1, 2, 3))


def _triplets(classes: int, size: int) -> int:
    examples = [(label, number) for label in range(classes) for number in range(size)]
    return sum(x[0] == p[0] != n[0] and x != p for x, p, n in product(examples, repeat=3))


TRIPLETS_NOT_EXAMPLES = Erratum(
    chapter=7,
    section="triplet-loss",
    source=r"$L_{\text{Triplet}}(x, x^+, x^-) = \sum_{x \in D} \max(0, \dots)$",
    correction=r"The sum is over triplets $(x, x^+, x^-)$, of which there are too many: some are sampled, or mined.",
    why="Positive and negative are not functions of the anchor. Ten classes of ten examples have 81,000 triplets, not 100. And what "
    "is summed over $x$ does not depend on $x$, as the left side does.",
    slip=Slip.HYPOTHESIS,
    check=_counts_triplets,
    written=lambda classes, size: classes * size,
    corrected=lambda classes, size: classes * size * (size - 1) * (classes - 1) * size,
)


POSITIVES_ARE_TWO_VIEWS = Erratum(
    chapter=7,
    section="simclr",
    source="(x, x'), (x, x'') positive samples all the rest are negative",
    correction="The positive pair is (x', x''): two distorted views of x. The image itself is not in the batch.",
    why="With one side undistorted the encoder would see every image as it is once in each pair. And of the other 2N - 2 "
    "views some show the same class: they are negatives by decree.",
    slip=Slip.ERROR,
)


SOME_CLASS = Erratum(
    chapter=7,
    section="contrastive-loss",
    source=r"Sample from some class $\rightarrow$ Similar embeddings",
    correction="Samples from the *same* class have similar embeddings.",
    why="Two samples from some class each may be of two classes; the next line says what is meant, x₁ and x₂ in the class X. (One "
    "letter, *o* for *a*.)",
    slip=Slip.COPYING,
)


ROTATION_IS_GUESSED = Erratum(
    chapter=7,
    section="proxy-tasks",
    source="Given: the degree of rotation of an image",
    correction="*Guess* the degree of rotation: the turned image is given, its turn is the label.",
    why="Whoever is given the turn has nothing left to predict, and learns nothing from the image.",
    slip=Slip.COPYING,
)
