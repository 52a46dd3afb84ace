"""Autoregressive models against brute force over all sequences."""

import itertools
import math

import pytest
import torch

from notes.transformers.autoregressive import (
    Model,
    beam_search,
    greedy_sequences,
    sampled_sequences,
    sequence_log_likelihoods,
)


def random_model(words: int, length: int, generator: torch.Generator) -> Model:
    """A model with probabilities of its own after each prefix, looked up by the prefix read as a number."""
    tables = [
        2 * torch.randn(words**t, words, dtype=torch.float64, generator=generator).log_softmax(-1)
        for t in range(length)
    ]
    tables = [table.log_softmax(-1) for table in tables]

    def model(prefixes: torch.Tensor) -> torch.Tensor:
        t = prefixes.shape[1]
        places = (prefixes * words ** torch.arange(t)).sum(dim=1)
        return tables[t][places].float()

    return model


def all_sequences(words: int, length: int) -> torch.Tensor:
    return torch.tensor(list(itertools.product(range(words), repeat=length)))


def test_sequence_log_likelihoods_sum_to_one_and_are_products(generator: torch.Generator) -> None:
    model, sequences = random_model(3, 4, generator), all_sequences(3, 4)
    found = sequence_log_likelihoods(model, sequences).exp()
    assert abs(found.sum().item() - 1) < 1e-5
    for number in (0, 40, 80):
        row = sequences[number]
        steps = [model(row[None, :t])[0, row[t]].exp().item() for t in range(4)]
        assert found[number].item() == pytest.approx(math.prod(steps), rel=1e-5)


def test_sequence_log_likelihoods_of_empty_sequences_are_zero(generator: torch.Generator) -> None:
    assert sequence_log_likelihoods(random_model(2, 1, generator), torch.empty(2, 0).long()).tolist() == [0.0, 0.0]


def test_sampled_sequences_have_the_frequencies_of_the_model(generator: torch.Generator) -> None:
    model, sequences = random_model(2, 3, generator), all_sequences(2, 3)
    drawn = sampled_sequences(model, 3, 40_000, generator)
    counts = torch.bincount((drawn * torch.tensor([4, 2, 1])).sum(dim=1), minlength=8)
    expected = sequence_log_likelihoods(model, sequences).exp()
    spread = (expected * (1 - expected) / 40_000).sqrt()
    assert bool(((counts / 40_000 - expected).abs() < 4 * spread + 1e-6).all())


def test_beam_of_full_width_is_exhaustive(generator: torch.Generator) -> None:
    for _ in range(5):
        model, sequences = random_model(3, 4, generator), all_sequences(3, 4)
        expected = sequence_log_likelihoods(model, sequences)
        found = beam_search(model, 4, width=3**4)
        order = expected.argsort(descending=True)
        torch.testing.assert_close(found.log_likelihoods, expected[order])
        torch.testing.assert_close(found.sequences[0], sequences[order[0]])


def test_beam_of_width_one_is_greedy(generator: torch.Generator) -> None:
    for _ in range(5):
        model = random_model(3, 5, generator)
        torch.testing.assert_close(beam_search(model, 5, width=1).sequences, greedy_sequences(model, 5))


def test_beam_finds_what_greedy_misses() -> None:
    first = torch.tensor([0.6, 0.4])
    second = torch.tensor([[0.5, 0.5], [0.05, 0.95]])

    def model(prefixes: torch.Tensor) -> torch.Tensor:
        table = first.expand(len(prefixes), 2) if prefixes.shape[1] == 0 else second[prefixes[:, 0]]
        return table.log()

    assert greedy_sequences(model, 2).tolist() == [[0, 0]]
    found = beam_search(model, 2, width=2)
    assert found.sequences[0].tolist() == [1, 1]
    assert found.log_likelihoods[0].exp().item() == pytest.approx(0.38)


def test_beam_keeps_what_its_scores_say(generator: torch.Generator) -> None:
    model = random_model(4, 5, generator)
    found = beam_search(model, 5, width=6)
    torch.testing.assert_close(sequence_log_likelihoods(model, found.sequences), found.log_likelihoods)
    assert len(set(map(tuple, found.sequences.tolist()))) == 6


def test_beam_search_refuses_no_width(generator: torch.Generator) -> None:
    with pytest.raises(ValueError, match="`length` and `width` must be at least 1, got 3 and 0"):
        beam_search(random_model(2, 3, generator), 3, width=0)
