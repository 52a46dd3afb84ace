"""Slips of the source's chapter 8, each with a check that refutes the form as written and confirms the right one."""

from collections import Counter

from sympy import Rational

from notes.errata import Erratum, Slip

CBOW_SEES_ITS_TARGET = Erratum(
    chapter=8,
    section="word2vec",
    source=r"$P(w_t \mid w_{t-h} \dots w_{t+h}) = \operatorname{softmax}(w_t U V^\top)$",
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

SIZES_UNSAID = Erratum(
    chapter=8,
    section="word2vec",
    source=r"$U, V \in \mathbb{R}^{m \times d}$, and nothing on $m$, $d$ or $w_t$.",
    correction="$m$ is the number of words, $d$ the width of the vectors, and $w_t$ a row with a one at the word's place.",
    why="The same letter $m$ is the length of a sequence in the source's next section, and the width of a key in the one "
    "after.",
    slip=Slip.HYPOTHESIS,
)
