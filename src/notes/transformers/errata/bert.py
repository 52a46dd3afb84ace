"""Slips of the source's chapter 8 on BERT and transfer learning."""

from collections.abc import Callable, Sequence
from itertools import accumulate

from sympy import Add, Expr, Function, MatrixSymbol, Rational, Symbol, limit, oo, simplify, symbols

from notes.errata import Erratum, Slip

W = Symbol("W", positive=True)


def _leaves_a_tenth(kept: Expr) -> bool:
    """Whether a tenth of the selected words stays as it was when there are so many words that chance adds nothing."""
    return limit(kept, W, oo) == Rational(1, 10)


SOME_TOKEN = Erratum(
    chapter=8,
    section="bert",
    source="80% [MASK] token, 10% Random token, 10% Some token",
    correction="The last 10 % stay the *same* token.",
    why="“Some token” would be a random one again, and hardly any selected word would be shown as it was. That a word "
    r"which is shown may be right is what makes the model keep a vector for every word, and not only for [MASK]. (One letter, *o* for *a*.)",
    slip=Slip.COPYING,
    check=_leaves_a_tenth,
    written=Rational(1, 10) / W + Rational(1, 10) / W,
    corrected=Rational(1, 10) + Rational(1, 10) / W,
)

SELECTION_LEFT_OUT = Erratum(
    chapter=8,
    section="bert",
    source="Some input is masked",
    correction="15 % of the tokens are selected, special ones never; the shares 80, 10 and 10 % are of those, and so is the loss.",
    why="How much is *some* decides what is left to predict from.",
    slip=Slip.HYPOTHESIS,
)


_position, _segment = Function("P"), Function("S")


def _tells_sentences_apart(segments: Sequence[int]) -> bool:
    """Whether the mean of what is computed of two words, one in each sentence, changes when they change places."""
    words, hidden = symbols("w:2"), Function("f")

    def mean(order: Sequence[int]) -> Expr:
        return Add(*(hidden(words[word] + _segment(segment)) for word, segment in zip(order, segments, strict=True)))

    return simplify(mean((0, 1)) - mean((1, 0))) != 0


BOTH_SENTENCES_THE_FIRST = Erratum(
    chapter=8,
    section="bert",
    source="Under both halves of the input stands “Sentence 1”.",
    correction="Sentence 1 and sentence 2, with the segments 0 and 1.",
    why="The segment embedding is there to tell the two apart; with one label it would be a constant.",
    slip=Slip.COPYING,
    check=_tells_sentences_apart,
    written=(0, 0),
    corrected=(0, 1),
)


CLOSING_SEPARATOR_LEFT_OUT = Erratum(
    chapter=8,
    section="bert",
    source="[CLS], sentence 1, [SEP], sentence 2.",
    correction="[CLS], sentence 1, [SEP], sentence 2, [SEP].",
    why="So it is in the paper: a separator after each sentence. (What marks the end is the padding, and the mask.)",
    slip=Slip.COPYING,
)


def _one_vector_a_token(sums: Callable[[list[Expr]], list[Expr]]) -> bool:
    """Whether each of ten tokens, special ones included, has a vector with its own embedding and that of no other."""
    tokens = [Symbol(f"E{place}") for place in range(4 + 3 + 3)]
    return [vector.free_symbols & set(tokens) for vector in sums(tokens)] == [{token} for token in tokens]


SPECIAL_TOKENS_ADDED = Erratum(
    chapter=8,
    section="bert",
    source="[CLS] + Input Embedding + Positional Emb + Segment embedding + [SEP] + Input Embedding + Positional Emb + Segment embedding",
    correction="[CLS] and [SEP] are tokens of the sequence. Each token, these included, enters as the *sum* of its three "
    "embeddings.",
    why="The plus between embeddings adds vectors, the one beside [CLS] would put a token into a sequence. Two sentences "
    r"of $m$ and $n$ words give $m + n + 3$ sums, not one sum of eight parts.",
    slip=Slip.ERROR,
    check=_one_vector_a_token,
    written=lambda tokens: [Add(*tokens)],
    corrected=lambda tokens: [token + _position(place) + _segment(place > 5) for place, token in enumerate(tokens)],
)

NONE_ENTITY = Erratum(
    chapter=8,
    section="bert",
    source="None Entity recognition",
    correction="*Named* entity recognition: which tokens name a person, a place, an organisation.",
    why="A slip of the pen, or of the scan; “none” is one of the labels, that of all other tokens.",
    slip=Slip.COPYING,
)


def _counts_states(states: Callable[[int], int]) -> bool:
    """Whether a number is that of the different states that a stack of layers passes through."""
    return all(states(layers) == len(set(_passed(layers))) for layers in (1, 12, 24))


def _passed(layers: int) -> list[Expr]:
    """What the embeddings become, layer by layer."""
    return list(accumulate(range(layers), lambda state, layer: Function(f"layer{layer}")(state), initial=Symbol("h")))


HIDDEN_STATE_AS_STACK = Erratum(
    chapter=8,
    section="bert",
    source="1 Hidden state → Hidden state is a tensor 12/24, seq_len, 768/1024",
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
    source="If head, If token",
    correction="If [CLS], its hidden state, for one label of the sequence; if tokens, the hidden state of each.",
    why="The head is what comes on top in either case; what differs is which hidden states it reads.",
    slip=Slip.COPYING,
)

_HIDDEN, _POOLING = MatrixSymbol("H", 7, 8), MatrixSymbol("p", 1, 7)

ONE_RECIPE_FOR_ALL_TASKS = Erratum(
    chapter=8,
    section="bert",
    source="None Entity recognition, Grounded common sense inference, Textual Entailment, Question Answering → Sentence 1 + "
    "Continuation → FFN → Softmax → Label",
    correction="That is the recipe for choosing a continuation. Entity recognition has a label for each token, question "
    "answering two softmaxes over the tokens, for the start and the end of the answer.",
    why="One label for the sequence can neither mark which tokens are names nor where an answer lies. Over seven tokens "
    "the two softmaxes score fourteen things.",
    slip=Slip.HYPOTHESIS,
    check=lambda scores: scores.shape == (7, 2),
    written=_POOLING * _HIDDEN * MatrixSymbol("w", 8, 1),
    corrected=_HIDDEN * MatrixSymbol("W", 8, 2),
)

BERT_IN_THE_SINGULAR = Erratum(
    chapter=8,
    section="bert",
    source="BERT Bi-directional Encoder Representation from Transformer",
    correction="Bidirectional Encoder Representation*s* from Transformer*s*.",
    why="It is a name.",
    slip=Slip.COPYING,
)
