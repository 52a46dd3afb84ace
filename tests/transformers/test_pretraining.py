"""Pretraining: both losses against direct computation, learning on a text, and what fine-tuning moves."""

import pytest
import torch
from scipy.stats import entropy
from torch.nn.functional import cross_entropy

from notes.transformers.grammar import WORDS, documents
from notes.transformers.masked_language import corrupted
from notes.transformers.packing import packed, sentence_pairs
from notes.transformers.pretraining import (
    SMALL,
    accuracy,
    best_guesses,
    fine_tuned,
    linear_readout,
    new_pretrainer,
    pretrained,
    pretraining_losses,
    pretraining_scores,
    unigram_entropy,
)


def test_pretraining_losses_are_those_of_the_two_heads(generator: torch.Generator) -> None:
    network = new_pretrainer(SMALL, generator)
    pairs = sentence_pairs([d.sentences for d in documents(6, 3, generator)], 8, generator)
    losses = pretraining_losses(network, pairs, torch.Generator().manual_seed(5))
    batch = packed(pairs.first, pairs.second)
    seen = corrupted(batch.tokens, SMALL.words, torch.Generator().manual_seed(5))
    vectors = network.bert(seen.tokens, batch.segments, batch.present)
    chosen = network.word(vectors).log_softmax(-1).gather(-1, batch.tokens[..., None])[..., 0]
    torch.testing.assert_close(losses.words, -chosen[seen.selected].mean())
    logits = network.follows(torch.tanh(network.bert.pooler(vectors[:, 0])))
    torch.testing.assert_close(losses.follows, cross_entropy(logits, pairs.follows))


def test_pretrained_learns_words_beyond_the_most_common_and_leaves_the_start_alone(generator: torch.Generator) -> None:
    text = documents(60, 3, generator)
    start = new_pretrainer(SMALL._replace(layers=1, width=16), generator)
    before = start.bert.pooler.weight.clone()
    run = pretrained(start, text, generator, steps=60, batch=32, learning_rate=0.02)
    assert torch.equal(start.bert.pooler.weight, before)
    assert run.words.shape == run.follows.shape == (60,)
    assert run.words[-10:].mean() < run.words[:3].mean() - 0.6
    pairs = sentence_pairs([d.sentences for d in documents(60, 3, generator)], 200, generator)
    scores = pretraining_scores(run.network, pairs, generator)
    assert scores.words > scores.common_word + 0.02
    assert 0 <= scores.follows <= 1
    assert run.network.word.words is run.network.bert.embeddings.word


def test_fine_tuned_learns_its_labels_and_moves_every_weight_while_a_readout_moves_none(
    generator: torch.Generator,
) -> None:
    bert = new_pretrainer(SMALL, generator).bert
    text = documents(12, 1, generator)
    batch, labels = packed([d.sentences[0] for d in text]), torch.tensor([d.topic for d in text])
    tuned = fine_tuned(bert, batch, labels, generator, classes=3)
    assert accuracy(tuned, batch, labels) == 1.0
    assert not any(
        torch.equal(a, b) for a, b in zip(tuned.bert.layers.parameters(), bert.layers.parameters(), strict=True)
    )
    readout = linear_readout(bert, batch, labels, generator, classes=3)
    assert readout.bert is bert
    assert accuracy(readout, batch, labels) > 0.6


def test_accuracy_is_the_share_of_right_classes(generator: torch.Generator) -> None:
    bert = new_pretrainer(SMALL, generator).bert
    batch = packed([[5, 6], [7]])
    classifier = fine_tuned(bert, batch, torch.tensor([1, 0]), generator, classes=2)
    assert accuracy(classifier, batch, torch.tensor([1, 1])) == pytest.approx(0.5)


def test_unigram_entropy_equals_scipys(generator: torch.Generator) -> None:
    text = documents(20, 3, generator)
    words = torch.tensor([word for document in text for sentence in document.sentences for word in sentence])
    assert unigram_entropy(text) == pytest.approx(entropy(words.unique(return_counts=True)[1]), rel=1e-5)


def test_best_guesses_are_the_words_of_highest_logit(generator: torch.Generator) -> None:
    network = new_pretrainer(SMALL, generator)
    with torch.no_grad():
        network.word.bias[[20, 33]] = 100.0
    assert best_guesses(network, "the salty [MASK] drift ##s", 2) == sorted([WORDS[20], WORDS[33]])
    for sentence in ("the salty sea", "the [MASK] [MASK]", "the salty sailor"):
        with pytest.raises(ValueError, match="`sentence` must be words of the language, exactly one of them"):
            best_guesses(network, sentence, 2)
