"""Pretraining on text without labels by two tasks at once, and what a few labels are worth afterwards."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from notes.domain import beartype, require_below, require_decomposable, require_shape, require_sizes, require_some
from notes.losses.training import trained
from notes.transformers.bert import Bert, Sizes
from notes.transformers.grammar import NUMBERS, WORDS, Document
from notes.transformers.heads import SequenceClassifier, WordHead
from notes.transformers.initialization import normally_initialized
from notes.transformers.masked_language import corrupted, masked_cross_entropy
from notes.transformers.packing import CLS, MASK, SEP, Packed, SentencePairs, packed, sentence_pairs

SMALL = Sizes(len(WORDS), width=32, layers=2, heads=2, hidden=64, positions=28)
DEVIATION = 0.15


class Pretrainer(nn.Module):
    """BERT with the two heads of pretraining.

    Attributes:
        bert: the encoder.
        word: scores of the words that were hidden.
        follows: scores of "comes from elsewhere" and "is the next sentence".

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, section 3.1.
    """

    def __init__(self, bert: Bert) -> None:
        super().__init__()
        self.bert = bert
        self.word = WordHead(bert.embeddings.word)
        self.follows = nn.Linear(bert.pooler.out_features, 2)


class Losses(NamedTuple):
    """The two losses of one step of pretraining, in nats.

    Attributes:
        words: mean cross entropy over the selected words.
        follows: mean cross entropy of next sentence prediction.
    """

    words: Float[Tensor, ""]
    follows: Float[Tensor, ""]


class Pretraining(NamedTuple):
    """What pretraining leaves.

    Attributes:
        network: encoder and heads.
        words: the loss on words at every step.
        follows: the loss of next sentence prediction at every step.
    """

    network: Pretrainer
    words: Float[Tensor, "steps"]
    follows: Float[Tensor, "steps"]


@jaxtyped(typechecker=beartype)
def new_pretrainer(sizes: Sizes, generator: torch.Generator, *, deviation: float = DEVIATION) -> Pretrainer:
    """BERT with its pretraining heads, untrained.

    Args:
        sizes: sizes of the encoder.
        generator: source of the weights.
        deviation: standard deviation of the weights.

    Returns:
        The network.
    """
    network = Pretrainer(Bert(sizes))
    normally_initialized(network, generator, deviation=deviation)
    return network


@jaxtyped(typechecker=beartype)
def pretraining_losses(network: Pretrainer, pairs: SentencePairs, generator: torch.Generator) -> Losses:
    """Loss on hidden words and loss on the order of sentences, of the same corrupted pairs.

    Args:
        network: encoder and heads.
        pairs: pairs of sentences with their labels.
        generator: source of the selection.

    Returns:
        Both losses; training follows their sum.
    """
    batch = packed(pairs.first, pairs.second, device=pairs.follows.device)
    seen = corrupted(batch.tokens, network.word.words.num_embeddings, generator)
    vectors = network.bert(seen.tokens, batch.segments, batch.present)
    return Losses(
        masked_cross_entropy(network.word(vectors), batch.tokens, seen.selected),
        cross_entropy(network.follows(network.bert.pooled(vectors)), pairs.follows),
    )


@jaxtyped(typechecker=beartype)
def pretrained(
    network: Pretrainer,
    text: Sequence[Document],
    generator: torch.Generator,
    *,
    steps: int = 300,
    batch: int = 64,
    learning_rate: float = 8e-3,
) -> Pretraining:
    """A copy of the network that has learnt from a text which words and which sentences go together.

    Args:
        network: encoder and heads to start from.
        text: documents; their topics are not looked at.
        generator: source of pairs and selections.
        steps: number of updates.
        batch: pairs per update.
        learning_rate: size of the first updates.

    Returns:
        The trained copy, and both losses on the way.

    Raises:
        ValueError: if `batch` is below 1 or the network is of half precision.
    """
    require_decomposable(network=network.bert.pooler.weight)
    require_sizes(batch=batch)
    stories = [document.sentences for document in text]
    course: list[Losses] = []

    def loss(model: nn.Module) -> Tensor:
        losses = pretraining_losses(cast(Pretrainer, model), sentence_pairs(stories, batch, generator), generator)
        course.append(Losses(losses.words.detach(), losses.follows.detach()))
        return losses.words + losses.follows

    model = trained(network, loss, steps=steps, learning_rate=learning_rate)
    words, follows = (torch.stack(values) for values in zip(*course, strict=True))
    return Pretraining(cast(Pretrainer, model), words, follows)


class PretrainingScores(NamedTuple):
    """How well the two tasks are done, as shares of right answers.

    Attributes:
        words: at the selected positions.
        common_word: of one who always names the most common word, at the same positions.
        follows: of next sentence prediction.
    """

    words: float
    common_word: float
    follows: float


@torch.no_grad()
def pretraining_scores(network: Pretrainer, pairs: SentencePairs, generator: torch.Generator) -> PretrainingScores:
    """How often the network names the hidden word, and tells whether the second sentence follows the first.

    Here every selected word is hidden behind [MASK]. Next sentence prediction is asked with nothing hidden.

    Args:
        network: encoder and heads.
        pairs: pairs of sentences, not those trained on.
        generator: source of the selection.

    Returns:
        The shares.
    """
    batch = packed(pairs.first, pairs.second, device=pairs.follows.device)
    selected = corrupted(batch.tokens, network.word.words.num_embeddings, generator).selected
    hidden = torch.where(selected, MASK, batch.tokens)
    logits = network.word(network.bert(hidden, batch.segments, batch.present)[selected])
    answers = batch.tokens[selected]
    summary = network.bert.pooled(network.bert(*batch))
    return PretrainingScores(
        words=(logits.argmax(-1) == answers).float().mean().item(),
        common_word=(answers.bincount().max() / len(answers)).item(),
        follows=(network.follows(summary).argmax(-1) == pairs.follows).float().mean().item(),
    )


def unigram_entropy(text: Sequence[Document]) -> float:
    r"""Loss of one who knows how common each word of a text is, and does not read what stands around it.

    $$H = -\sum_w p_w \log p_w$$

    Args:
        text: documents.

    Returns:
        The entropy of the words, in nats.

    Example:
        ```python
        from notes.transformers.grammar import Document
        from notes.transformers.pretraining import unigram_entropy

        print(f"{unigram_entropy([Document(0, ((4, 4, 5, 6),))]):.4f}")
        #> 1.0397
        ```

    Reference: C. E. Shannon, A Mathematical Theory of Communication, 1948.
    """
    words = torch.tensor([word for document in text for sentence in document.sentences for word in sentence])
    shares = words.bincount() / len(words)
    return torch.special.entr(shares).sum().item()


@jaxtyped(typechecker=beartype)
@torch.no_grad()
def best_guesses(network: Pretrainer, sentence: str, count: int) -> list[str]:
    """The words that fit best in the place of the only [MASK] of a sentence, in alphabetical order.

    Args:
        network: encoder and heads.
        sentence: words of the small language, one of them [MASK].
        count: number of guesses.

    Returns:
        The guesses.

    Raises:
        ValueError: if the sentence has another word, or not exactly one [MASK], or `count` is negative.
    """
    require_sizes(0, count=count)
    numbers = [NUMBERS.get(word, -1) for word in sentence.split()]
    if min(numbers) < MASK or numbers.count(MASK) != 1:
        raise ValueError(f"`sentence` must be words of the language, exactly one of them [MASK], got {sentence!r}")
    tokens = torch.tensor([[CLS, *numbers, SEP]], device=network.word.bias.device)
    vectors = network.bert(tokens, torch.zeros_like(tokens), torch.ones_like(tokens, dtype=torch.bool))
    best = network.word(vectors[0, tokens[0] == MASK])[0].topk(count).indices
    return sorted(WORDS[number] for number in best.tolist())


@jaxtyped(typechecker=beartype)
def fine_tuned(
    bert: Bert,
    batch: Packed,
    labels: Int64[Tensor, "batch"],
    generator: torch.Generator,
    *,
    classes: int,
    steps: int = 60,
    learning_rate: float = 3e-3,
) -> SequenceClassifier:
    """A classifier of sequences whose head is new and whose every weight is trained on labelled examples.

    Args:
        bert: the encoder to start from, pretrained or not; it stays as it is.
        batch: the examples, all of them used in each step.
        labels: their classes.
        generator: source of the head's weights.
        classes: number of classes.
        steps: number of updates.
        learning_rate: size of the first updates.

    Returns:
        The classifier.

    Raises:
        ValueError: if `classes` is below 1 or `labels` is empty, or there is not one label a sequence, or it is not
            below `classes`.
    """
    require_shape((len(batch.tokens),), labels=labels)
    require_below(classes, labels=labels)
    require_sizes(classes=classes)
    require_some(labels=labels)
    classifier = SequenceClassifier(bert, classes)
    normally_initialized(classifier.head, generator, deviation=DEVIATION)
    model = trained(
        classifier, lambda model: cross_entropy(model(*batch), labels), steps=steps, learning_rate=learning_rate
    )
    return cast(SequenceClassifier, model)


@jaxtyped(typechecker=beartype)
def linear_readout(
    bert: Bert, batch: Packed, labels: Int64[Tensor, "batch"], generator: torch.Generator, *, classes: int
) -> SequenceClassifier:
    """A classifier of sequences whose head alone is trained; the encoder stays frozen.

    Args:
        bert: the encoder; it stays as it is.
        batch: the examples.
        labels: their classes.
        generator: source of the head's first weights.
        classes: number of classes.

    Returns:
        The classifier.

    Raises:
        ValueError: if `classes` is below 1 or `labels` is empty, or there is not one label a sequence, or it is not
            below `classes`.
    """
    require_shape((len(batch.tokens),), labels=labels)
    require_below(classes, labels=labels)
    require_sizes(classes=classes)
    require_some(labels=labels)
    classifier = SequenceClassifier(bert, classes)
    normally_initialized(classifier.head, generator, deviation=DEVIATION)
    with torch.no_grad():
        summaries = bert.pooled(bert(*batch))
    head = trained(classifier.head, lambda head: cross_entropy(head(summaries), labels), steps=300, learning_rate=0.05)
    classifier.head = cast(nn.Linear, head)
    return classifier


@torch.no_grad()
def accuracy(classifier: SequenceClassifier, batch: Packed, labels: Int64[Tensor, "batch"]) -> float:
    """Share of sequences that get their class.

    Args:
        classifier: what gives logits of classes.
        batch: the sequences.
        labels: their classes.

    Returns:
        The share, between 0 and 1.

    Raises:
        ValueError: if `labels` is empty or there is not one label a sequence.
    """
    require_shape((len(batch.tokens),), labels=labels)
    require_some(labels=labels)
    return (classifier(*batch).argmax(-1) == labels).float().mean().item()
