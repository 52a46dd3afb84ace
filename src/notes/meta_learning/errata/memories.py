"""Slips about comparing with examples, and about reading and writing a memory."""

from collections.abc import Callable

from sympy import Expr, Rational, exp, simplify

from notes.errata import Erratum, Slip
from notes.meta_learning.errata.objectives import CHAPTER, SUPPORT


def _similarities(x: int) -> list[Expr]:
    return [exp(-((x - x_i) ** 2)) for x_i, _ in SUPPORT]


def _shares(numbers: list[Expr]) -> list[Expr]:
    return [number / sum(numbers) for number in numbers]


def _are_weights(weights: list[Expr]) -> bool:
    """Whether numbers are not negative and sum to one."""
    return bool(simplify(sum(weights) - 1) == 0 and min(weights) >= 0)


KERNEL_NOT_NORMALISED = Erratum(
    chapter=CHAPTER,
    section="metric-based",
    source=r"$P_\theta(y|x) = \sum_{(x_i, y_i) \in S^L} K_\theta(x, x_i) \cdot y_i$",
    correction=r"$P_\theta(y \mid x, S) = \sum_i a_\theta(x, x_i) \, y_i$ with $a_\theta \ge 0$, "
    r"$\sum_i a_\theta(x, x_i) = 1$ and one-hot $y_i$; it depends on $S$.",
    why="Without normalisation the right side need not sum to one over the classes.",
    slip=Slip.HYPOTHESIS,
    check=lambda kernel: all(_are_weights(kernel(x)) for x in range(4)),
    written=_similarities,
    corrected=lambda x: _shares(_similarities(x)),
)

LABELS_LEFT_OUT_OF_THE_SUM = Erratum(
    chapter=CHAPTER,
    section="metric-based",
    source="The probability of y given a sample x is the weighted sum of a kernel function the measure the similarity between x , $x_i$ "
    "(element of $S^L$) as weight",
    correction="... is the weighted sum of the **labels** $y_i$, with the kernel as weight.",
    why="As the sentence has it the kernel is both what is summed and its weight, and the labels do not occur: whoever exchanges the labels "
    "of two examples would change no answer. The formula above the sentence has them.",
    slip=Slip.ERROR,
    check=lambda answer: simplify(answer((1, 0, 1)) - answer((0, 1, 1))) != 0,
    written=lambda labels: sum(a * a for a, _ in zip(_similarities(0), labels, strict=True)),
    corrected=lambda labels: sum(a * y for a, y in zip(_similarities(0), labels, strict=True)),
)

COMPARISON_ALWAYS_LEARNT = Erratum(
    chapter=CHAPTER,
    section="metric-based",
    source="Then to implement this we need ① Learn the embedding of samples ② Learn how to compute the similarity with the kernel's "
    "parameters",
    correction="The second only where the comparison has parameters, as in Siamese and relation networks.",
    why="Of the four networks that follow, two compare embeddings by what is fixed: matching networks by a cosine, prototypical networks by "
    "a squared distance. There the embedding is all that is learnt.",
    slip=Slip.HYPOTHESIS,
)

CLASS_EQUATED_WITH_A_DISTRIBUTION = Erratum(
    chapter=CHAPTER,
    section="matching-networks",
    source=r"Prediction $\text{class}_{S^L}(x) = P(y|x, S^L) = \sum_{i=1}^K a(x, x_i) y_i$",
    correction=r"$\text{class}_{S^L}(x) = \operatorname{argmax}_y P(y \mid x, S^L)$, and the sum is over all examples of $S^L$.",
    why="A weighted mean of one-hot labels is a distribution over the classes. The predicted class is where it is largest. (And $K$ was the "
    "kernel, and $k$ the number of examples of a class, two pages before.)",
    slip=Slip.COPYING,
    check=lambda predict: predict([Rational(1, 5), Rational(1, 2), Rational(3, 10)]) in range(3),
    written=lambda distribution: distribution,
    corrected=lambda distribution: distribution.index(max(distribution)),
)

WEIGHT_CALLED_SCORE = Erratum(
    chapter=CHAPTER,
    section="neural-turing-machine",
    source="attention Score [an arrow to $w_t(i)$]",
    correction="Attention *weight*: scores are what a softmax is applied to.",
    why="The next line asks that they sum to one and lie between 0 and 1. Scores need not: chapter 8 of the source has inner products for "
    "them, and the softmax after. Of the scores 2 and -1 it makes the weights 0.95 and 0.05.",
    slip=Slip.COPYING,
    check=lambda weights: _are_weights(weights([Rational(2), Rational(-1)])),
    written=lambda scores: scores,
    corrected=lambda scores: _shares([exp(score) for score in scores]),
)


def _erases(admits: Callable[[Rational], bool]) -> bool:
    """Whether whatever erase vector is admitted, nothing of a row is turned round or made larger, at any attention."""
    erased = [Rational(n, 2) for n in range(-2, 5)]
    return all(0 <= 1 - Rational(w, 4) * e <= 1 for e in erased if admits(e) for w in range(5))


ERASE_WITHOUT_BOUNDS = Erratum(
    chapter=CHAPTER,
    section="neural-turing-machine",
    source=r"Erase some content from M according to an erase vector $\tilde{M}_t(i) = M_{t-1}(i) [1 - w_t(i) e_t]$",
    correction="... with $e_t$ between 0 and 1 in every entry, and the product entry by entry.",
    why="For $e = 2$ and full attention a row of ones becomes one of $-1$: nothing is erased, only the sign is turned.",
    slip=Slip.HYPOTHESIS,
    check=_erases,
    written=lambda erase: True,  # noqa: ARG005
    corrected=lambda erase: 0 <= erase <= 1,
)
