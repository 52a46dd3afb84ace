"""The smallest sizes that the functions of the chapter take, and the largest that they refuse."""

import pytest
import torch

from notes.transformers.attention import MultiHeadAttention
from notes.transformers.autoregressive import beam_search, greedy_sequences, sampled_sequences
from notes.transformers.bert import BASE, Bert, BertLayer, gelu_feed_forward
from notes.transformers.corpus import cooccurrence_counts, frequent_words, windows
from notes.transformers.counts import bert_parameters, vision_parameters
from notes.transformers.decoder import DecoderLayer
from notes.transformers.elmo import BidirectionalLanguageModel, trained_language_model
from notes.transformers.encoder_decoder import AttentiveEncoderDecoder
from notes.transformers.facts import accuracies, answer
from notes.transformers.fusion import examinations, trained_fusion_reader
from notes.transformers.grammar import documents, sentence
from notes.transformers.heads import SequenceClassifier
from notes.transformers.layers import EncoderLayer, feed_forward
from notes.transformers.neural_database import Encoder, FactReader, lessons, trained_fact_reader
from notes.transformers.packing import packed, sentence_pairs
from notes.transformers.positional import sinusoidal_encoding
from notes.transformers.pretraining import (
    SMALL,
    accuracy,
    best_guesses,
    fine_tuned,
    linear_readout,
    new_pretrainer,
    pretrained,
)
from notes.transformers.saturation import random_scores
from notes.transformers.self_attention import SelfAttention
from notes.transformers.senses import sentences
from notes.transformers.sequence_to_sequence import EncoderDecoder, ManyToOne, OneToMany, RecurrentLayer
from notes.transformers.spans import composition, corruption_mask
from notes.transformers.tasks import reversals
from notes.transformers.teacher_forcing import Writer, random_walks, trained_writer
from notes.transformers.transformer import PreNormTransformer, Transformer, causal_mask
from notes.transformers.vision_transformer import PreNormGeluLayer
from notes.transformers.word2vec import trained_on_counts, trained_vectors

TINY = SMALL._replace(width=4, layers=1, hidden=4)
TEXT = [[[5], [6]], [[7], [8]]]


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def uniform(words: torch.Tensor) -> torch.Tensor:
    return torch.zeros(len(words), 3).log_softmax(1)


def bert() -> Bert:
    return new_pretrainer(TINY, generator()).bert


def of(make, *names: str, **others: int) -> list:
    """A case for each of some sizes of what is made, while the others are as they are given, or one."""

    def call(name: str, size: int):
        return make(**(dict.fromkeys(names, 1) | others | {name: size}))

    return [(name, 1, lambda size, name=name: call(name, size)) for name in names]


CASES = [
    ("width", 1, lambda size: MultiHeadAttention(size, 1)),
    ("length", 0, lambda size: sampled_sequences(uniform, size, 1, generator())),
    ("count", 0, lambda size: sampled_sequences(uniform, 1, size, generator())),
    ("length", 0, lambda size: greedy_sequences(uniform, size)),
    ("count", 0, lambda size: greedy_sequences(uniform, 1, size)),
    *of(gelu_feed_forward, "width", "hidden"),
    *of(BertLayer, "width", "hidden", heads=1),
    ("size", 1, lambda size: cooccurrence_counts([torch.tensor([0, 0])], size, 1)),
    *of(bert_parameters, "width", "words", "positions", "segments", layers=1),
    *of(vision_parameters, "width", "pixels", "patches", "classes", layers=1),
    *of(DecoderLayer, "width", "hidden", heads=1),
    *of(BidirectionalLanguageModel, "words", "width"),
    *of(AttentiveEncoderDecoder, "words", "hidden"),
    ("databases", 1, lambda size: accuracies(answer, (4,), size, generator())),
    ("databases", 1, lambda size: examinations(size, 4, generator())),
    (
        "batch",
        1,
        lambda size: trained_fusion_reader([examinations(1, 4, generator())], Encoder(2), 1, generator(), batch=size),
    ),
    ("classes", 1, lambda size: SequenceClassifier(bert(), size)),
    *of(EncoderLayer, "width", "hidden", heads=1),
    *of(feed_forward, "width", "hidden"),
    ("batch", 1, lambda size: trained_fact_reader(lessons(1, generator()), 1, generator(), batch=size)),
    (
        "batch",
        1,
        lambda size: pretrained(
            new_pretrainer(TINY, generator()), documents(2, 2, generator()), generator(), steps=1, batch=size
        ),
    ),
    ("count", 0, lambda size: best_guesses(new_pretrainer(TINY, generator()), "the [MASK]", size)),
    ("width", 0, lambda size: random_scores(size, 1, 1, generator())),
    ("keys", 0, lambda size: random_scores(1, size, 1, generator())),
    ("count", 0, lambda size: random_scores(1, 1, size, generator())),
    *of(SelfAttention, "inputs", "width"),
    ("size", 1, lambda size: sentences(size, generator())),
    *of(RecurrentLayer, "inputs", "hidden"),
    *of(ManyToOne, "inputs", "hidden", "outputs"),
    *of(OneToMany, "inputs", "hidden", "outputs"),
    *of(EncoderDecoder, "inputs", "hidden", "outputs"),
    ("symbols", 1, lambda size: reversals(1, 1, size, generator())),
    ("count", 0, lambda size: reversals(size, 1, 1, generator())),
    ("length", 0, lambda size: reversals(1, size, 1, generator())),
    ("count", 0, lambda size: random_walks(size, 1, generator())),
    ("length", 0, lambda size: random_walks(1, size, generator())),
    *of(Writer, "length", "hidden"),
    ("length", 1, lambda size: trained_writer(Writer.teacher_forced, generator(), length=size, hidden=1, steps=1)),
    ("hidden", 1, lambda size: trained_writer(Writer.teacher_forced, generator(), length=1, hidden=size, steps=1)),
    ("length", 0, lambda size: causal_mask(size)),
    ("words", 1, lambda size: Transformer(size, 2)),
    ("words", 1, lambda size: PreNormTransformer(size, 2)),
    ("hidden", 1, lambda size: Transformer(1, 2, hidden=size)),
    ("hidden", 1, lambda size: PreNormTransformer(1, 2, hidden=size)),
    *of(PreNormGeluLayer, "width", "hidden", heads=1),
    ("words", 0, lambda size: trained_vectors(lambda vectors: vectors.scores.sum(), size, 1, 1, generator())),
    ("width", 0, lambda size: trained_vectors(lambda vectors: vectors.scores.sum(), 1, size, 1, generator())),
    ("width", 0, lambda size: trained_on_counts(torch.ones(2, 2), size, 1, generator())),
    ("size", 1, lambda size: trained_language_model(torch.zeros(1, 2, dtype=torch.int64), size, 1, 1, generator())),
    ("width", 1, lambda size: trained_language_model(torch.zeros(1, 2, dtype=torch.int64), 1, size, 1, generator())),
]


@pytest.mark.parametrize(("name", "least", "call"), CASES)
def test_sizes_begin_where_they_are_said_to(name: str, least: int, call) -> None:
    assert call(least) is not None
    with pytest.raises(
        ValueError, match=f"^`(?:{name}|words)` must be (?:at least {least}, got {least - 1}|from 0 to -1)"
    ):
        call(least - 1)


@pytest.mark.parametrize(
    "make", [bert_parameters, lambda width, layers: vision_parameters(width, layers, pixels=1, patches=1, classes=1)]
)
def test_networks_without_layers_are_counted(make) -> None:
    assert make(1, 1) - make(1, 0) == 25
    with pytest.raises(ValueError, match=r"^`layers` must not be negative, got -1$"):
        make(1, -1)


@pytest.mark.parametrize(
    ("message", "good", "bad"),
    [
        ("`heads` must divide the width 4, got", lambda: MultiHeadAttention(4, 4), lambda: MultiHeadAttention(4, 0)),
        ("`heads` must divide the width 4, got", lambda: MultiHeadAttention(4, 2), lambda: MultiHeadAttention(4, 3)),
        (
            "`length` and `width` must be at least 1, got",
            lambda: beam_search(uniform, 1, 1),
            lambda: beam_search(uniform, 0, 1),
        ),
        (
            "`length` and `width` must be at least 1, got",
            lambda: beam_search(uniform, 1, 9),
            lambda: beam_search(uniform, 1, 0),
        ),
        (
            "`size` must be from 1 to the 2 different words, got",
            lambda: frequent_words([["a", "b"]], 1),
            lambda: frequent_words([["a", "b"]], 0),
        ),
        (
            "`size` must be from 1 to the 2 different words, got",
            lambda: frequent_words([["a", "b"]], 2),
            lambda: frequent_words([["a", "b"]], 3),
        ),
        (
            "`reach` must be at least 1, got",
            lambda: windows([torch.arange(3)], 1),
            lambda: windows([torch.arange(3)], 0),
        ),
        (
            "`sequences` must hold a text of 3 words at least",
            lambda: windows([torch.arange(3)], 1),
            lambda: windows([torch.arange(2)], 1),
        ),
        ("`topic` must be from 0 to 2, got", lambda: sentence(2, generator()), lambda: sentence(3, generator())),
        ("`topic` must be from 0 to 2, got", lambda: sentence(0, generator()), lambda: sentence(-1, generator())),
        (
            "`number` and `length` must be positive, got",
            lambda: documents(1, 1, generator()),
            lambda: documents(0, 1, generator()),
        ),
        (
            "`number` and `length` must be positive, got",
            lambda: documents(1, 1, generator()),
            lambda: documents(1, 0, generator()),
        ),
        ("`width` must be even and positive, got", lambda: Encoder(2), lambda: Encoder(3)),
        ("`width` must be even and positive, got", lambda: FactReader(2), lambda: FactReader(1)),
        ("`first` and `second` must hold no special token, got", lambda: packed([[4]]), lambda: packed([[3]])),
        (
            "`first` and `second` must hold no special token, got",
            lambda: packed([[4]], [[4]]),
            lambda: packed([[4]], [[3]]),
        ),
        (
            "`documents` must be two or more of two sentences or more",
            lambda: sentence_pairs(TEXT, 1, generator()),
            lambda: sentence_pairs(TEXT, 0, generator()),
        ),
        (
            "`documents` must be two or more of two sentences or more",
            lambda: sentence_pairs(TEXT, 1, generator()),
            lambda: sentence_pairs(TEXT[:1], 1, generator()),
        ),
        (
            "`documents` must be two or more of two sentences or more",
            lambda: sentence_pairs(TEXT, 1, generator()),
            lambda: sentence_pairs([TEXT[0], [[5]]], 1, generator()),
        ),
        ("`length` must be at least 1, got", lambda: sinusoidal_encoding(1, 2), lambda: sinusoidal_encoding(0, 2)),
        (
            "`width` must be even and positive, got",
            lambda: sinusoidal_encoding(1, 2),
            lambda: sinusoidal_encoding(1, 0),
        ),
        (
            "`width` must be even and positive, got",
            lambda: sinusoidal_encoding(1, 4),
            lambda: sinusoidal_encoding(1, 3),
        ),
        (
            "`base` must be above 1, got",
            lambda: sinusoidal_encoding(1, 2, base=1.5),
            lambda: sinusoidal_encoding(1, 2, base=1.0),
        ),
        (
            "`parts` must be from 1 to the total 2, got",
            lambda: composition(2, 2, generator()),
            lambda: composition(2, 3, generator()),
        ),
        (
            "`length` must be at least 2, got",
            lambda: corruption_mask(2, generator()),
            lambda: corruption_mask(1, generator()),
        ),
        (
            "`rate` must be between 0 and 1, got",
            lambda: corruption_mask(4, generator(), rate=0.1),
            lambda: corruption_mask(4, generator(), rate=0.0),
        ),
        (
            "`span` must be at least 1, got",
            lambda: corruption_mask(4, generator(), span=1.0),
            lambda: corruption_mask(4, generator(), span=0.9),
        ),
        (
            "`tokens` must have at most 28 positions, got",
            lambda: bert()(*packed([[5] * 26])),
            lambda: bert()(*packed([[5] * 27])),
        ),
    ],
)
def test_the_last_good_one_is_taken_and_the_first_bad_one_is_not(message: str, good, bad) -> None:
    assert good() is not None
    with pytest.raises(ValueError, match=f"^{message}"):
        bad()


@pytest.mark.parametrize("function", [fine_tuned, linear_readout])
def test_labels_of_a_classifier_are_as_many_as_sentences_and_name_classes(function) -> None:
    batch = packed([[5], [6]])
    for bad in (-1, 2):
        with pytest.raises(ValueError, match=f"^`labels` must be from 0 to 1, got {bad}$"):
            function(bert(), batch, torch.tensor([0, bad]), generator(), classes=2)
    with pytest.raises(ValueError, match=r"^`labels` must be of shape \(2,\), got \(1,\)$"):
        function(bert(), batch, torch.tensor([0]), generator(), classes=2)
    with pytest.raises(ValueError, match=r"^`labels` must be of shape \(2,\), got \(1,\)$"):
        accuracy(SequenceClassifier(bert(), 2), batch, torch.tensor([0]))


@pytest.mark.parametrize("model", [AttentiveEncoderDecoder(3, 2), Transformer(3, 2), PreNormTransformer(3, 2)])
def test_translators_refuse_words_that_do_not_exist(model: torch.nn.Module) -> None:
    good = torch.tensor([[0, 2]])
    assert model(good, good).shape == (1, 2, 3)
    for bad in (-1, 3):
        for name, pair in (("source", (good.clamp(0, 1) * bad, good)), ("target", (good, good.clamp(0, 1) * bad))):
            with pytest.raises(ValueError, match=f"^`{name}` must be from 0 to 2, got {bad}$"):
                model(*pair)


def test_base_has_the_sizes_of_the_publication() -> None:
    assert BASE == (30522, 768, 12, 12, 3072, 512, 2)
