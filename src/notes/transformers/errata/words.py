"""Slips of the source's chapter 8 on word vectors, T5 and neural databases."""

from collections import Counter

from sympy import Rational

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
    source="Product target word from the context.",
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
    correction=r"Four pairs: $P(\text{The} \mid \text{Is})$ stands twice.",
    why="Two words on either side of *Is* are *The, Cat* and *On, The*, as in the source's own line on CBOW. A pair that "
    "occurs twice counts twice.",
    slip=Slip.ERROR,
    check=lambda pairs: Counter(pairs) == _AROUND,
    written=("The", "Cat", "On"),
    corrected=("The", "Cat", "On", "The"),
)

ELMO_WEIGHTS_FREE = Erratum(
    chapter=8,
    section="elmo",
    source="Multiply each vector by a weight based on the task, $s_2$, $s_1$, $s_0$; sum.",
    correction=r"The weights are a softmax, so that they are positive and sum to one, and the sum has a factor $\gamma$.",
    why="Peters et al. (2018), equation 1. Without the constraint a scale could hide in the weights, and they would not say "
    "which layers count; without the factor the mixture could not reach the scale that a task needs.",
    slip=Slip.HYPOTHESIS,
    check=lambda weights: bool(sum(weights) == 1 and min(weights) > 0),
    written=(2, -1, Rational(1, 2)),
    corrected=(Rational(4, 7), Rational(2, 7), Rational(1, 7)),
)

ELMO_CONCATENATION = Erratum(
    chapter=8,
    section="elmo",
    source="Concatenate hidden layers.",
    correction="Concatenate, *within* each layer, the forward and the backward state; layers are not concatenated but summed "
    "with weights. The lowest layer is the word's own vector, taken twice.",
    why="Only vectors of one width can be summed. Layers joined end to end would leave nothing to sum, and the word's own "
    "vector has no two directions.",
    slip=Slip.HYPOTHESIS,
    check=lambda widths: len(set(widths)) == 1,
    written=(1, 2, 2),
    corrected=(2, 2, 2),
)

NEURAL_IDBS = Erratum(
    chapter=8,
    section="neural-databases",
    source="Transfer learning: Neural IDBS.",
    correction="Neural databases (NeuralDB).",
    why="The name of Thorne et al. (2021) was misread.",
    slip=Slip.COPYING,
)

SCHEMA_REPLACED = Erratum(
    chapter=8,
    section="neural-databases",
    source="Convert or basically replace the schema of the database with the only unstructured content.",
    correction="No schema is *declared in advance*: facts are sentences. Training still fixes which relations are understood.",
    why="A reader fine-tuned on some relations answers queries on these. And the operators that count and compare are as "
    "structured as in any database.",
    slip=Slip.ERROR,
)
