"""Slips of the source's chapter 8 on recurrent networks and attention."""

from collections.abc import Callable, Mapping
from itertools import product

from sympy import Expr, Matrix, MatrixSymbol, Rational, ShapeError, exp, simplify, sqrt, symbols, tanh

from notes.errata import Erratum, Slip

alpha, s_1, s_2, s_3 = symbols("alpha s_1 s_2 s_3", positive=True)


def _can_be_computed(needs: Mapping[str, str]) -> bool:
    """Whether following what each quantity needs never comes back to it."""
    for start in needs:
        seen, place = {start}, needs[start]
        while place in needs:
            if place in seen:
                return False
            seen.add(place)
            place = needs[place]
    return True


FIRST_STATE_FROM_A_LATER_ONE = Erratum(
    chapter=8,
    section="recurrent-network",
    source=r"Starting from $h^0 = f(h^{t-1}, x^0)$, and below it $h^t = g_\theta(h^{t-1}, x^t)$",
    correction=r"It starts from a given $h_0$, usually zero; then $h_t = g_\theta(h_{t-1}, x_t)$ for $t = 1, 2, \dots$, with one function.",
    why="The first state cannot be computed from the state before step $t$, which is computed from the first. And a first step with a "
    "function $f$ of its own would not share its weights with the others.",
    slip=Slip.COPYING,
    check=_can_be_computed,
    written={"first state": "state before t", "state before t": "first state"},
    corrected={"first state": "zero", "state before t": "first state"},
)


def _averages_the_input(lengths: tuple[int, int]) -> bool:
    """Whether a matrix of weights, |y| by |x|, can average the vectors of three words, for two words to be written."""
    inputs, outputs = lengths
    try:
        return (MatrixSymbol("A", outputs, inputs) * MatrixSymbol("H", 3, 4)).shape == (2, 4)
    except ShapeError:
        return False


ONE_LENGTH_FOR_TWO = Erratum(
    chapter=8,
    section="attention",
    source=r"Input $x = [x_1 \dots x_n]$, $y = [y_1 \dots y_m]$, and $|x| = m$, $|y| = m$",
    correction=r"$|x| = n$ and $|y| = m$; the attention is a matrix of $m$ rows and $n$ columns.",
    why="A translation need not be as long as what it translates. (Under CBOW $m$ is the size of the vocabulary.)",
    slip=Slip.COPYING,
    check=_averages_the_input,
    written=(2, 2),
    corrected=(3, 2),
)

_hidden = Matrix([tanh(s_1 + s_2), tanh(s_1 - s_2)])

ROOT_FOR_A_VECTOR = Erratum(
    chapter=8,
    section="attention",
    source=r"$\operatorname{score}(s_t, h_i) = \sqrt{\alpha} \tanh(W_a [s_t, h_i])$",
    correction=r"$\operatorname{score}(s_{t-1}, h_i) = v^\top \tanh(W [s_{t-1}; h_i])$ with a learned vector $v$.",
    why=r"A score is a number; a number times $\tanh$ of a vector is a vector. And $\alpha$ is what the scores are to give. The scan may "
    "have misread a letter.",
    slip=Slip.COPYING,
    check=lambda score: score.shape == (1, 1),
    written=sqrt(alpha) * _hidden,
    corrected=Matrix([[s_2, s_3]]) * _hidden,
)

STATE_NEEDS_ITSELF = Erratum(
    chapter=8,
    section="attention",
    source=r"$s_t$ that is a function of $c_t$, where $c_t$ = sum of hidden states of the encoder weighted by the attention score, "
    r"$\text{SCORE}(s_t, h_i)$",
    correction=r"$c_t$ is weighted by scores of $s_{t-1}$.",
    why="Otherwise the state would be needed before it could be computed.",
    slip=Slip.ERROR,
    check=_can_be_computed,
    written={"state": "context", "context": "score", "score": "state"},
    corrected={"state": "context", "context": "score", "score": "state before"},
)

SOFTMAX_OF_A_PAIR = Erratum(
    chapter=8,
    section="attention",
    source=r"$\alpha$ is a kind of multiclass classification, $\text{softmax}(y_t, x_i)$",
    correction=r"$\alpha_{ti} = \operatorname{softmax}_i(\operatorname{score}(s_{t-1}, h_i))$, over all $i$ at once.",
    why="The classes are the places of the input. Only a softmax over all of them gives weights that sum to one; read as a softmax "
    "over the pair, the formula does not.",
    slip=Slip.ERROR,
    check=lambda weights: simplify(sum(weights) - 1) == 0,
    written=[exp(s) / (exp(alpha) + exp(s)) for s in (s_1, s_2, s_3)],
    corrected=[exp(s) / (exp(s_1) + exp(s_2) + exp(s_3)) for s in (s_1, s_2, s_3)],
)

SCORES_CALLED_WEIGHTS = Erratum(
    chapter=8,
    section="attention",
    source=r"weighted by the attention score $\alpha$, and: the scores $\alpha$ are learnt by another NN",
    correction=r"The network gives the scores. The $\alpha_{ti}$ are the *weights*, their softmax over $i$.",
    why="Scores have any sign and any sum, and a sum weighted by them would be no average.",
    slip=Slip.COPYING,
    check=lambda weights: simplify(sum(weights) - 1) == 0,
    written=[s_1, s_2, s_3],
    corrected=[exp(s) / (exp(s_1) + exp(s_2) + exp(s_3)) for s in (s_1, s_2, s_3)],
)


def _unit_variance(divisor: Callable[[int, int], Expr]) -> bool:
    """Whether divided scores of three words have variance one, for vectors of one to four entries that are 1 or -1 at random."""
    return all(_variance(width) / divisor(3, width) ** 2 == 1 for width in range(1, 5))


def _variance(width: int) -> Rational:
    signs = list(product((-1, 1), repeat=width))
    scores = [sum(a * b for a, b in zip(q, k, strict=True)) for q, k in product(signs, repeat=2)]
    return Rational(sum(score**2 for score in scores), len(scores))


ROOT_OF_THE_LENGTH = Erratum(
    chapter=8,
    section="scaled-dot-product-attention",
    source=r"$\text{SCORE}(s_t, h_i) = s_t^T h_i / \sqrt m$, normalized by seq. length",
    correction=r"$q^\top k / \sqrt{d_k}$, where $d_k$ is the length of the *vectors*.",
    why="The variance of an inner product is its number of terms. The source's own example divides scores of three words by "
    r"$8 = \sqrt{64}$, not by $\sqrt 3$.",
    slip=Slip.ERROR,
    check=_unit_variance,
    written=lambda words, _: sqrt(words),
    corrected=lambda _, width: sqrt(width),
)

_scores = MatrixSymbol("Q", 2, 4) * MatrixSymbol("K", 3, 4).T

VALUES_LOST = Erratum(
    chapter=8,
    section="scaled-dot-product-attention",
    source=r"$\operatorname{Attention}(Q, K, V) = \operatorname{softmax}(Q K^\top / \sqrt m)$",
    correction=r"$\operatorname{softmax}(Q K^\top / \sqrt{d_k})\, V$",
    why="The softmax gives the weights; the result is the average of the values, one row per query, as long as a value.",
    slip=Slip.COPYING,
    check=lambda result: result.shape == (2, 5),
    written=_scores,
    corrected=_scores * MatrixSymbol("V", 3, 5),
)

OTHER_WORDS_ONLY = Erratum(
    chapter=8,
    section="self-attention",
    source="given each word which are the other word in the same sentence that contribute the most to explain the semantic of that word",
    correction="Which of *all* the words, itself among them.",
    why=r"The source's own table gives the first word three weights, with $q_1 \cdot k_1$ first. And the word of a sentence of one word "
    "would look nowhere.",
    slip=Slip.ERROR,
    check=lambda attends: all(any(attends(word, other) for other in range(n)) for n in (1, 2, 3) for word in range(n)),
    written=lambda word, other: word != other,
    corrected=lambda _, __: True,
)

WEIGHTS_NAMED_LIKE_INPUTS = Erratum(
    chapter=8,
    section="self-attention",
    source=r"In the table the softmax of the scores is $x_{11}, x_{12}, x_{13}$.",
    correction=r"$a_{11}, a_{12}, a_{13}$.",
    why=r"$x_i$ are the vectors of the words. The entries of the column are weights: numbers that sum to one.",
    slip=Slip.COPYING,
)

_heads = symbols("h_:2")

OUTPUT_PROJECTION_LOST = Erratum(
    chapter=8,
    section="multi-head-attention",
    source=r"$\operatorname{Multihead}(Q, K, V) = [\text{head}_1 \dots \text{head}_h]$",
    correction=r"$\operatorname{Concat}(\text{head}_1, \dots, \text{head}_h)\, W^O$",
    why="Without it the heads lie side by side and never meet: no coordinate of the result has something of each.",
    slip=Slip.ERROR,
    check=lambda result: all(set(_heads) <= entry.free_symbols for entry in result),
    written=Matrix([_heads]),
    corrected=Matrix([_heads]) * Matrix(2, 2, symbols("W_:4")),
)
