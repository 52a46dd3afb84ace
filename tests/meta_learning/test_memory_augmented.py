"""The memory-augmented network: where it writes, by hand, and what it holds and answers."""

import math

import pytest
import torch

from notes.meta_learning import episodes, memory_augmented
from notes.meta_learning.glyphs import glyphs

F64 = torch.float64


def seed(number: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(number)


def batch_of(shots: int = 1) -> episodes.Episodes:
    return episodes.episodes(glyphs(), seed(), tasks=2, shots=shots)


def test_usage_fades_and_adds_what_was_read_and_written():
    found = memory_augmented.usage(torch.tensor([2.0, 1.0]), torch.tensor([0.25, 0.75]), torch.tensor([0.0, 1.0]), 0.5)
    assert found.tolist() == [1.25, 2.25]
    assert memory_augmented.usage(*torch.tensor([[4.0], [1.0], [0.0]])).item() == pytest.approx(4.8)


def test_usage_refuses_what_is_no_decay_and_no_weight():
    rows = torch.ones(3, 2)
    for bad in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match=r"^`decay` must be from 0 to 1"):
            memory_augmented.usage(*rows, bad)
    with pytest.raises(ValueError, match=r"^`writing` must not be negative, got -1\.0$"):
        memory_augmented.usage(rows[0], rows[1], -rows[2])
    assert memory_augmented.usage(*rows, 0.0).tolist() == [2.0, 2.0]
    assert memory_augmented.usage(*rows, 1.0).tolist() == [3.0, 3.0]


def test_least_used_is_the_first_of_the_least():
    found = memory_augmented.least_used(torch.tensor([[3.0, 1.0, 2.0], [1.0, 0.0, 0.0]], dtype=F64))
    assert found.dtype == F64
    assert found.tolist() == [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]
    with pytest.raises(ValueError, match=r"^`used` must be of at least one row, got 0$"):
        memory_augmented.least_used(torch.zeros(2, 0))


def test_write_weights_mix_by_the_sigmoid():
    reading, least = torch.tensor([0.25, 0.75]), torch.tensor([1.0, 0.0])
    found = memory_augmented.write_weights(reading, least, torch.tensor(math.log(3.0)))
    torch.testing.assert_close(found, torch.tensor([0.75 * 0.25 + 0.25, 0.75 * 0.75]))


def test_memorised_by_hand():
    """Two examples and two rows; a gate of zero halves what goes where was read last and what goes to the unused."""
    model = memory_augmented.MemoryAugmentedNetwork(ways=2, width=2, slots=2)
    torch.nn.init.zeros_(model.gate)
    model.keys = lambda _: torch.eye(2)[None]
    found = model.memorised(torch.zeros(1, 2, 1, 4, 4))
    p = math.exp(10) / (math.exp(10) + 1)
    first, second = torch.tensor([1.0, 0.0, 1.0, 0.0]), torch.tensor([0.0, 1.0, 0.0, 1.0])
    expected = torch.stack([first / 2 + p / 2 * second, (1 - p / 2) * second])
    torch.testing.assert_close(found[0], expected)


def test_memory_with_a_closed_gate_holds_each_example_in_a_row_of_its_own():
    torch.manual_seed(0)
    model, batch = memory_augmented.MemoryAugmentedNetwork(), batch_of(shots=2)
    model.gate.data.fill_(-50.0)
    held, keys = model.memorised(batch.support), model.keys(batch.support)
    torch.testing.assert_close(held[..., : model.width], keys)
    labels = torch.eye(5)[[0, 0, 1, 1, 2, 2, 3, 3, 4, 4]].expand(2, -1, -1)
    torch.testing.assert_close(held[..., model.width :], labels)


def test_memory_with_too_few_rows_forgets_the_example_that_was_used_least():
    """Of four rows the first is the oldest; an example with the key of the first shares its reads, and is used less."""
    model = memory_augmented.MemoryAugmentedNetwork(width=5, slots=4)
    model.gate.data.fill_(-50.0)
    alike = torch.eye(5)[[0, 1, 2, 0, 4]]
    for keys, forgotten in ((torch.eye(5), 0), (alike, 3)):
        model.keys = lambda _, keys=keys: keys[None]
        labels = model.memorised(torch.zeros(1, 5, 1, 4, 4))[0, :, 5:]
        assert labels.sum(0).round().tolist() == [float(label != forgotten) for label in range(5)]


def test_forward_answers_from_what_is_read():
    torch.manual_seed(0)
    model, batch = memory_augmented.MemoryAugmentedNetwork(), batch_of()
    held, keys = model.memorised(batch.support), model.keys(batch.query)
    assert keys.shape == (2, 15, 32)
    cosines = torch.nn.functional.cosine_similarity(keys[:, :, None], held[:, None, :, :32], dim=-1)
    recalled = (10 * cosines).softmax(-1) @ held[..., 32:]
    expected = 5 * recalled + model.answer(torch.cat([keys, recalled], -1))
    torch.testing.assert_close(model(*batch), expected, rtol=1e-4, atol=1e-5)


def test_keys_are_embeddings_and_what_the_controller_adds():
    torch.manual_seed(0)
    model, batch = memory_augmented.MemoryAugmentedNetwork(), batch_of()
    items = model.network(batch.support.reshape(-1, 1, 16, 16))
    added = torch.tanh(items @ model.controller.weight.T + model.controller.bias)
    torch.testing.assert_close(model.keys(batch.support).flatten(0, 1), items + added, rtol=1e-4, atol=1e-5)


def test_before_training_nearly_all_goes_to_the_least_used_row():
    model = memory_augmented.MemoryAugmentedNetwork()
    assert model.gate.sigmoid().item() == pytest.approx(1 / (1 + math.exp(3)))


def test_memory_refuses_tasks_of_other_ways():
    model = memory_augmented.MemoryAugmentedNetwork(ways=4)
    with pytest.raises(ValueError, match=r"^`support` must be of shape \(2, 4, 1, 16, 16\), got \(2, 5, 1, 16, 16\)$"):
        model.memorised(batch_of().support)
