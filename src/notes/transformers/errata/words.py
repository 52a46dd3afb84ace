"""Slips of the source's chapter 8 on word vectors, T5 and neural databases."""

from collections import Counter
from collections.abc import Callable

from sympy import Matrix, Rational, symbols

from notes.errata import Erratum, Slip

CBOW_SEES_ITS_TARGET = Erratum(
    chapter=8,
    section="word2vec",
    source=r"$P(w_t \mid w_{t-h} \dots w_{t-1}, w_{t+1} \dots w_{t+h}) = \operatorname{softmax}(w_t U V^\top)$",
    correction=r"$\operatorname{softmax}(\bar u V^\top)$, where $\bar u$ is the mean of the rows of $U$ of the words "
    "*around*.",
    why="As written, the word to be predicted is what the prediction is made from. The form is that of the skip-gram, "
    "$P(\\cdot \\mid w_t)$.",
    slip=Slip.ERROR,
    check=lambda read: read(1, (2, 4)) == read(7, (2, 4)) and read(1, (2, 4)) != read(1, (2, 6)),
    written=lambda target, _context: target,
    corrected=lambda _target, context: Rational(sum(context), len(context)),
)

CBOW_PRODUCT = Erratum(
    chapter=8,
    section="word2vec",
    source="Product target word from the context",
    correction="*Predict* the target word from the context.",
    why="A word was misread; the line on the skip-gram has it right.",
    slip=Slip.COPYING,
)

_SENTENCE = ("The", "Cat", "Is", "On", "The", "Table")
_AROUND = Counter(_SENTENCE[place] for place in (0, 1, 3, 4))

SKIP_GRAM_PAIR_MISSING = Erratum(
    chapter=8,
    section="word2vec",
    source=r"$P(\text{The} \mid \text{Is})$, $P(\text{Cat} \mid \text{Is})$, $P(\text{On} \mid \text{Is})$",
    correction=r"As pairs to be trained on they are four: $P(\text{The} \mid \text{Is})$ stands twice.",
    why="Two words on either side of *Is* are *The, Cat* and *On, The*, as in the source's own line on CBOW. A pair that "
    "occurs twice counts twice in the loss; a list of different probabilities it is.",
    slip=Slip.HYPOTHESIS,
    check=lambda pairs: Counter(pairs) == _AROUND,
    written=("The", "Cat", "On"),
    corrected=("The", "Cat", "On", "The"),
)

_LAYERS = [(Matrix(symbols(f"f{layer}_:2")), Matrix(symbols(f"b{layer}_:2"))) for layer in range(3)]


def _can_be_weighted(concatenated: Callable[[list[tuple[Matrix, Matrix]]], list[Matrix]]) -> bool:
    """Whether the first step leaves a vector for each of the three weights of the second, so that the third can sum them."""
    vectors = concatenated(_LAYERS)
    return len(vectors) == 3 and {vector.shape for vector in vectors} == {(4, 1)}


ELMO_CONCATENATION = Erratum(
    chapter=8,
    section="elmo",
    source="Concatenate hidden layers",
    correction="Concatenate, *within* each layer, the forward and the backward state; layers are not concatenated but summed "
    "with weights. The lowest layer is the word's own vector, taken twice.",
    why="Only vectors of one width can be summed. Layers joined end to end would leave nothing to sum, and the word's own "
    "vector has no two directions.",
    slip=Slip.HYPOTHESIS,
    check=_can_be_weighted,
    written=lambda layers: [Matrix.vstack(*(state for layer in layers for state in layer))],
    corrected=lambda layers: [Matrix.vstack(*layer) for layer in layers],
)

VISUAL_TRANSFORMER = Erratum(
    chapter=8,
    section="vision-transformer",
    source="Visual Transformer",
    correction="*Vision* Transformer.",
    why="It is a name.",
    slip=Slip.COPYING,
)

NEURAL_IDBS = Erratum(
    chapter=8,
    section="neural-databases",
    source="TRANSFER LEARNING : Neural IDBS",
    correction="Neural databases (NeuralDB).",
    why="The name of Thorne et al. (2021) was misread, perhaps by the scan.",
    slip=Slip.COPYING,
)

SCHEMA_REPLACED = Erratum(
    chapter=8,
    section="neural-databases",
    source="Convert or basically replace the SCHEMA of the database with the only unstructured content",
    correction="No schema is *declared in advance*: facts are sentences. Training still fixes which relations are understood.",
    why="A reader fine-tuned on some relations answers queries on these. And the operators that count and compare are as "
    "structured as in any database.",
    slip=Slip.HYPOTHESIS,
)

REPLY_TO_ANSWER = Erratum(
    chapter=8,
    section="neural-databases",
    source="interpret the content and reply to answer based on that content",
    correction="... and reply to *queries*.",
    why="A query comes in, the answer goes out.",
    slip=Slip.COPYING,
)
