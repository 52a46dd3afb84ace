"""Slips of the source's chapter 8 on BERT and transfer learning."""

from collections.abc import Callable, Sequence

from sympy import Expr, Rational, Symbol, limit, oo

from notes.errata import Erratum, Slip

W = Symbol("W", positive=True)


def _leaves_a_tenth(kept: Expr) -> bool:
    """Whether a tenth of the selected words stays as it was when there are so many words that chance adds nothing."""
    return limit(kept, W, oo) == Rational(1, 10)


SOME_TOKEN = Erratum(
    chapter=8,
    section="bert",
    source="Of the tokens, 80 % become [MASK], 10 % a random token, and 10 % “some token”.",
    correction="The last 10 % stay the *same* token.",
    why="“Some token” would be a random one again, and hardly any selected word would be shown as it was. That a word "
    r"which is shown may be right is what makes the model keep a vector for every word, and not only for [MASK].",
    slip=Slip.COPYING,
    check=_leaves_a_tenth,
    written=Rational(1, 10) / W + Rational(1, 10) / W,
    corrected=Rational(1, 10) + Rational(1, 10) / W,
)

SELECTION_LEFT_OUT = Erratum(
    chapter=8,
    section="bert",
    source="“Some input is masked”, followed by the shares 80, 10 and 10 %.",
    correction="15 % of the tokens are selected, special ones never; the shares are of those, and so is the loss.",
    why="Without the selection four words in five would be hidden, and little would be left to predict them from. With "
    "it twelve in a hundred are.",
    slip=Slip.HYPOTHESIS,
    check=lambda hidden: hidden == Rational(15, 100) * Rational(8, 10),
    written=Rational(8, 10),
    corrected=Rational(12, 100),
)


def _tells_sentences_apart(labels: Sequence[str]) -> bool:
    """Whether two sentences get two segments."""
    return len(set(labels)) == len(labels)


BOTH_SENTENCES_THE_FIRST = Erratum(
    chapter=8,
    section="bert",
    source="Under both halves of the input stands “Sentence 1”.",
    correction="Sentence 1 and sentence 2, with the segments 0 and 1.",
    why="The segment embedding is there to tell the two apart; with one label it would be a constant.",
    slip=Slip.COPYING,
    check=_tells_sentences_apart,
    written=("Sentence 1", "Sentence 1"),
    corrected=("Sentence 1", "Sentence 2"),
)


def _closes_every_sentence(tokens: Sequence[str]) -> bool:
    """Whether each sentence is followed by a separator."""
    return all(after == "[SEP]" for token, after in zip(tokens, [*tokens[1:], ""], strict=True) if token in "AB")


CLOSING_SEPARATOR_LEFT_OUT = Erratum(
    chapter=8,
    section="bert",
    source="[CLS], sentence 1, [SEP], sentence 2.",
    correction="[CLS], sentence 1, [SEP], sentence 2, [SEP].",
    why="A separator closes every sentence; the second one marks where the text ends and padding may begin.",
    slip=Slip.COPYING,
    check=_closes_every_sentence,
    written=("[CLS]", "A", "[SEP]", "B"),
    corrected=("[CLS]", "A", "[SEP]", "B", "[SEP]"),
)

SPECIAL_TOKENS_ADDED = Erratum(
    chapter=8,
    section="bert",
    source="“[CLS] + input embedding + positional embedding + segment embedding + [SEP] + ...”.",
    correction="[CLS] and [SEP] are tokens of the sequence. Each token, these included, enters as the *sum* of its three "
    "embeddings.",
    why="The plus between embeddings adds vectors, the one beside [CLS] would put a token into a sequence. Two sentences "
    r"of $m$ and $n$ words give $m + n + 3$ sums, not one sum of eight parts.",
    slip=Slip.ERROR,
    check=lambda sums: sums == len(["[CLS]", *"abcd", "[SEP]", *"efg", "[SEP]"]),
    written=1,
    corrected=4 + 3 + 3,
)

NONE_ENTITY = Erratum(
    chapter=8,
    section="bert",
    source="“None entity recognition” among the tasks of fine-tuning.",
    correction="*Named* entity recognition: which tokens name a person, a place, an organisation.",
    why="A slip of the pen; “none” is one of the labels, that of all other tokens.",
    slip=Slip.COPYING,
)


def _bert(width: int, layers: int) -> int:
    """Parameters of BERT without heads, part by part."""
    layer = 4 * (width**2 + width) + (4 * width**2 + 4 * width) + (4 * width**2 + width) + 4 * width
    return (30_522 + 512 + 2 + 2) * width + layers * layer + width**2 + width


ROUNDED_COUNTS = Erratum(
    chapter=8,
    section="bert",
    source="Base has 110 M parameters and large 340 M.",
    correction="109,482,240 and 335,141,888, with the pooler and without the heads of pretraining.",
    why="The paper rounds to tens of millions, and does not say what is counted.",
    slip=Slip.HYPOTHESIS,
    check=lambda counts: tuple(counts) == (_bert(768, 12), _bert(1024, 24)),
    written=(110_000_000, 340_000_000),
    corrected=(109_482_240, 335_141_888),
)


def _counts_states(states: Callable[[int], int]) -> bool:
    """Whether the number of states of a stack is that of the embeddings and what each layer makes of them."""
    return all(states(layers) == len(["embeddings", *("layer" for _ in range(layers))]) for layers in (12, 24))


HIDDEN_STATE_AS_STACK = Erratum(
    chapter=8,
    section="bert",
    source="“1 hidden state”, then: “the hidden state is a tensor 12/24, seq_len, 768/1024”.",
    correction="*One* hidden state is a matrix, sequence length by 768 or 1024. There are 13 or 25 of them: the embeddings, "
    "and one after each of 12 or 24 layers.",
    why="The first size counts layers (it is the number of heads too, in the base size only). All states together are "
    "such a tensor, but with one more, that of the embeddings.",
    slip=Slip.ERROR,
    check=_counts_states,
    written=lambda layers: layers,
    corrected=lambda layers: layers + 1,
)

HEAD_FOR_CLS = Erratum(
    chapter=8,
    section="bert",
    source="“If head, If token, 1 Hidden state”",
    correction="If [CLS], one hidden state, its own, for the whole sequence; if tokens, the hidden state of each.",
    why="A slip of the pen: the head is what comes on top in either case. What differs is which hidden states it reads.",
    slip=Slip.COPYING,
)

ONE_RECIPE_FOR_ALL_TASKS = Erratum(
    chapter=8,
    section="bert",
    source="Under four tasks, question answering and entity recognition among them, one recipe: “sentence 1 + "
    "continuation, FFN, softmax, label”.",
    correction="That is the recipe for choosing a continuation. Entity recognition has a label for each token, question "
    "answering two softmaxes over the tokens, for the start and the end of the answer.",
    why="One label for the sequence can neither mark which tokens are names nor where an answer lies. Over seven tokens "
    "the two softmaxes score fourteen things.",
    slip=Slip.HYPOTHESIS,
    check=lambda scores: scores == len([(end, token) for end in ("start", "end") for token in range(7)]),
    written=1,
    corrected=2 * 7,
)
