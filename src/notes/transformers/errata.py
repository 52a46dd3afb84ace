"""Slips of the source's chapter 8, each with a check that refutes the form as written and confirms the right one."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from sympy import Expr, Integer, Matrix, MatrixSymbol, Rational, Symbol, exp, limit, oo, simplify, sqrt, symbols, tanh

from notes.errata import Erratum, Slip

alpha, s_1, s_2, s_3 = symbols("alpha s_1 s_2 s_3", positive=True)
lengths_of = symbols("n m", positive=True, integer=True)

FIRST_STATE_FROM_A_LATER_ONE = Erratum(
    chapter=8,
    section="recurrent-network",
    source=r"The network starts from $h^0 = f(h^{t-1}, x^0)$.",
    correction=r"It starts from a given $h_0$, usually zero; then $h_t = f(h_{t-1}, x_t)$ for $t = 1, 2, \dots$",
    why="The first state cannot be computed from the state before step $t$, which is computed from the first.",
    slip=Slip.COPYING,
    check=lambda state_before_the_first: not state_before_the_first.free_symbols,
    written=symbols("t") - 1,
    corrected=Integer(0),
)

ARBITRARILY_LONG = Erratum(
    chapter=8,
    section="recurrent-network",
    source="An RNN can in theory deal with arbitrarily long sequences.",
    correction="It can *read* them. What it can learn from them by gradients is limited: at a norm $\\lVert W_h \\rVert < 1$ "
    "the gradient shrinks at least geometrically with the distance.",
    why="At $0.9$, a hundred steps leave less than three parts in a hundred thousand.",
    slip=Slip.HYPOTHESIS,
    check=lambda share: bool(share <= Rational(9, 10) ** 100),
    written=Integer(1),
    corrected=Rational(9, 10) ** 100,
)

ONE_LENGTH_FOR_TWO = Erratum(
    chapter=8,
    section="attention",
    source=r"The input is $x_1 \dots x_n$, the output $y_1 \dots y_m$, and $|x| = m$, $|y| = m$.",
    correction=r"$|x| = n$ and $|y| = m$; the attention is a matrix of $m$ rows and $n$ columns.",
    why="A translation need not be as long as what it translates.",
    slip=Slip.COPYING,
    check=lambda lengths: lengths == lengths_of,
    written=(lengths_of[1], lengths_of[1]),
    corrected=lengths_of,
)

_hidden = Matrix([tanh(s_1 + s_2), tanh(s_1 - s_2)])

ROOT_FOR_A_VECTOR = Erratum(
    chapter=8,
    section="attention",
    source=r"$\operatorname{score}(s_t, h_i) = \sqrt{\alpha} \tanh(W_a [s_t, h_i])$",
    correction=r"$\operatorname{score}(s_{t-1}, h_i) = v^\top \tanh(W [s_{t-1}; h_i])$ with a learned vector $v$.",
    why=r"A score is a number; a number times $\tanh$ of a vector is a vector. And $\alpha$ is what the scores are to give.",
    slip=Slip.COPYING,
    check=lambda score: score.shape == (1, 1),
    written=sqrt(alpha) * _hidden,
    corrected=Matrix([[s_2, s_3]]) * _hidden,
)


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


STATE_NEEDS_ITSELF = Erratum(
    chapter=8,
    section="attention",
    source=r"The decoder's state $s_t$ is a function of $c_t$, and $c_t$ is weighted by scores of $s_t$.",
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
    source=r"$\alpha$ is a kind of multi-class classification, $\operatorname{softmax}(y_t, x_i)$.",
    correction=r"$\alpha_{ti} = \operatorname{softmax}_i(\operatorname{score}(s_{t-1}, h_i))$, over all $i$ at once.",
    why="The classes are the places of the input. Only a softmax over all of them gives weights that sum to one.",
    slip=Slip.ERROR,
    check=lambda weights: simplify(sum(weights) - 1) == 0,
    written=[exp(s) / (exp(alpha) + exp(s)) for s in (s_1, s_2, s_3)],
    corrected=[exp(s) / (exp(s_1) + exp(s_2) + exp(s_3)) for s in (s_1, s_2, s_3)],
)


def _unit_variance(divisor: Expr) -> bool:
    """Whether scores of width 64, whose variance is 64, have variance one after the division."""
    return bool(Integer(64) / divisor**2 == 1)


ROOT_OF_THE_LENGTH = Erratum(
    chapter=8,
    section="scaled-dot-product-attention",
    source=r"$s_t^\top h_i / \sqrt m$, normalised by the length of the sequence.",
    correction=r"$q^\top k / \sqrt{d_k}$, where $d_k$ is the length of the *vectors*.",
    why="The variance of an inner product is its number of terms. The source's own example divides scores of three words by "
    r"$8 = \sqrt{64}$, not by $\sqrt 3$.",
    slip=Slip.ERROR,
    check=_unit_variance,
    written=sqrt(3),
    corrected=sqrt(64),
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
    source="For each word: which are the *other* words of the sentence that explain it most?",
    correction="Which of *all* the words, itself among them.",
    why=r"The source's own table gives the first word three weights, with $q_1 \cdot k_1$ first.",
    slip=Slip.ERROR,
    check=lambda weights_of_a_word_of_three: weights_of_a_word_of_three == 3,
    written=2,
    corrected=3,
)

WEIGHTS_NAMED_LIKE_INPUTS = Erratum(
    chapter=8,
    section="self-attention",
    source=r"In the table the softmax of the scores is $x_{11}, x_{12}, x_{13}$.",
    correction=r"$a_{11}, a_{12}, a_{13}$.",
    why=r"$x_i$ are the vectors of the words. The entries of the column are weights: numbers that sum to one.",
    slip=Slip.COPYING,
)

_heads = MatrixSymbol("H", 5, 6)

OUTPUT_PROJECTION_LOST = Erratum(
    chapter=8,
    section="multi-head-attention",
    source=r"$\operatorname{Multihead}(Q, K, V) = [\text{head}_1 \dots \text{head}_h]$",
    correction=r"$\operatorname{Concat}(\text{head}_1, \dots, \text{head}_h)\, W^O$",
    why="Without it the heads lie side by side and never meet, and unless their widths happen to fit, the result cannot "
    "be added to the input.",
    slip=Slip.ERROR,
    check=lambda result: result.shape == (5, 4),
    written=_heads,
    corrected=_heads * MatrixSymbol("W", 6, 4),
)


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

TRANSFER_WITHOUT_HYPOTHESES = Erratum(
    chapter=8,
    section="transfer-learning",
    source="Transfer learning makes use of a *large* pretrained model to adapt its ability to a downstream task.",
    correction="It uses what was learnt on one task for another. The model need not be large; what it needs is a source "
    "task with more labels, or none, that asks for features which the target task can use.",
    why="Where the target has labels enough, or the features do not fit it, pretraining gains nothing: the curves of this "
    "section close with the number of labels, and frozen features fall behind.",
    slip=Slip.HYPOTHESIS,
)


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

STATIC_FOR_ALL = Erratum(
    chapter=8,
    section="static-embeddings",
    source="Under CBOW: the embedding vector does not change *for ambiguous words*.",
    correction="It changes for no word, in CBOW and in the skip-gram alike; ambiguous words are those that need it.",
    why="Both models look a word up in a table. Nothing in them could tell an ambiguous word from another.",
    slip=Slip.HYPOTHESIS,
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

T5_TAKEN_AS_KNOWN = Erratum(
    chapter=8,
    section="t5",
    source="Can *the T5* answer queries? (The model is named here for the first time, and nowhere explained.)",
    correction="T5, the text-to-text transfer Transformer: encoder and decoder, pretrained by span corruption, every task as "
    "text.",
    why="Neither what T5 reads and writes nor how it was trained is in the source; without it the question cannot be "
    "understood.",
    slip=Slip.HYPOTHESIS,
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

AGGREGATION_LEFT_OPEN = Erratum(
    chapter=8,
    section="neural-databases",
    source="Given a query and a small number of facts, can the T5 accurately answer queries that require projection, join "
    "*and aggregation*? (No answer is given.)",
    correction="Selection, projection and join over few facts: yes. Aggregation, or many facts: no. So the model reads single "
    "facts, and operators outside it aggregate.",
    why="That is the finding of Thorne et al. (2021) and the reason for their architecture. Here it is shown by training both.",
    slip=Slip.HYPOTHESIS,
)
