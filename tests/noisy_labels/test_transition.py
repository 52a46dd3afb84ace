import pytest
import torch

from notes.noisy_labels.transition import (
    THREE_CLASSES,
    noisy_distribution,
    noisy_labels,
    pair_flip_noise,
    require_stochastic,
    symmetric_noise,
)


def test_symmetric_noise_excludes_the_true_class():
    expected = torch.tensor([[0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1], [0.1, 0.1, 0.7, 0.1], [0.1, 0.1, 0.1, 0.7]])
    torch.testing.assert_close(symmetric_noise(4, 0.3), expected)


def test_symmetric_noise_is_a_replacement_by_any_class_at_a_larger_rate():
    replaced = 0.5 * torch.eye(10) + 0.5 * torch.full((10, 10), 0.1)
    torch.testing.assert_close(symmetric_noise(10, 0.45), replaced)


def test_pair_flip_noise_names_the_next_class_and_wraps_around():
    matrix = pair_flip_noise(3, 0.4)
    torch.testing.assert_close(matrix, torch.tensor([[0.6, 0.4, 0.0], [0.0, 0.6, 0.4], [0.4, 0.0, 0.6]]))


@pytest.mark.parametrize("noise", [symmetric_noise, pair_flip_noise])
def test_noise_refuses_what_is_no_rate_and_no_choice(noise):
    with pytest.raises(ValueError, match="`rate` must be between 0 and 1, got -1"):
        noise(3, -1.0)
    with pytest.raises(ValueError, match="`classes` must be at least 2, got 1"):
        noise(1, 0.1)


def test_noisy_distribution_is_total_probability():
    T, p = torch.tensor(THREE_CLASSES), torch.tensor([[0.5, 0.3, 0.2], [0.0, 0.0, 1.0]])
    by_hand = torch.tensor([[sum(T[i, j] * row[i] for i in range(3)) for j in range(3)] for row in p])
    torch.testing.assert_close(noisy_distribution(T, p), by_hand)


def test_noisy_labels_come_at_the_rates_of_the_rows():
    T = torch.tensor(THREE_CLASSES)
    labels = torch.arange(3).repeat_interleave(30_000)
    observed = noisy_labels(labels, T, torch.Generator().manual_seed(1))
    shares = torch.stack([torch.bincount(observed[labels == i], minlength=3) / 30_000 for i in range(3)])
    torch.testing.assert_close(shares, T, atol=0.01, rtol=0)


def test_noisy_labels_refuse_a_label_that_is_no_class():
    with pytest.raises(ValueError, match="`labels` must be a class from 0 to 2, got 3"):
        noisy_labels(torch.tensor([0, 3]), torch.tensor(THREE_CLASSES), torch.Generator())


def test_require_stochastic_refuses_columns_for_rows_and_negative_entries():
    with pytest.raises(ValueError, match="`transition` must be of rows that sum to one"):
        require_stochastic(torch.tensor(THREE_CLASSES).T)
    with pytest.raises(ValueError, match="`transition` must be non-negative"):
        require_stochastic(torch.tensor([[1.5, -0.5], [0.0, 1.0]]))
