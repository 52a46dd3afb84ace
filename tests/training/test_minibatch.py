from itertools import combinations, islice, product

import pytest
import torch

from notes.training.gabor import gabor_data, gabor_gradient
from notes.training.minibatch import (
    shuffled_batches,
    stochastic_gradient,
    variance_with_replacement,
    variance_without_replacement,
)

GRADIENTS = torch.tensor([[1.0, 0.0], [2.0, -1.0], [4.0, 3.0], [-3.0, 0.5], [0.0, 7.0]], dtype=torch.float64)


def batch_means(batches):
    return torch.stack([GRADIENTS[list(batch)].mean(0) for batch in batches])


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_variance_with_replacement_equals_enumeration(size):
    means = batch_means(product(range(5), repeat=size))
    torch.testing.assert_close(means.mean(0), GRADIENTS.mean(0))
    torch.testing.assert_close(variance_with_replacement(GRADIENTS, size), means.var(0, correction=0))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_variance_without_replacement_equals_enumeration(size):
    means = batch_means(combinations(range(5), size))
    torch.testing.assert_close(means.mean(0), GRADIENTS.mean(0))
    expected = means.var(0, correction=0)
    torch.testing.assert_close(variance_without_replacement(GRADIENTS, size), expected, atol=1e-14, rtol=1e-12)


def test_shuffled_batches_visit_every_sample_once_an_epoch():
    batches = shuffled_batches(10, 3, torch.Generator().manual_seed(1), runs=4)
    for _ in range(3):
        epoch = torch.cat(list(islice(batches, 4)), dim=1)
        assert epoch.sort(dim=1).values.tolist() == [list(range(10))] * 4


def test_shuffled_batches_differ_between_epochs_and_runs():
    batches = shuffled_batches(20, 20, torch.Generator().manual_seed(1), runs=2)
    first, second = next(batches), next(batches)
    assert not first.equal(second)
    assert not first[0].equal(first[1])


def test_shuffled_batches_draw_every_pair_equally_often():
    """The inclusion probabilities that the proof uses: B / N, and B (B - 1) / (N (N - 1)) for a pair."""
    batch = next(shuffled_batches(5, 2, torch.Generator().manual_seed(1), runs=40_000))
    counts = torch.zeros(5, 5).index_put((batch[:, 0], batch[:, 1]), torch.ones(40_000), accumulate=True)
    pairs = (counts + counts.T)[torch.triu_indices(5, 5, 1).unbind()] / 40_000
    torch.testing.assert_close(pairs, torch.full((10,), 0.1), atol=0.006, rtol=0)  # four standard errors


def test_stochastic_gradient_averages_to_the_full_gradient_over_an_epoch():
    inputs, targets = gabor_data(24, 0.1, torch.Generator().manual_seed(4))
    parameters = torch.tensor([[-3.0, 12.0]], dtype=torch.float64)
    batches = shuffled_batches(24, 6, torch.Generator().manual_seed(0))
    gradient = stochastic_gradient(gabor_gradient, inputs, targets, batches)
    mean = torch.stack([gradient(parameters) for _ in range(4)]).mean(0)
    torch.testing.assert_close(mean, gabor_gradient(parameters, inputs, targets))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: shuffled_batches(3, 4, torch.Generator()), "`batch_size` must lie between 1 and the 3 samples, got 4"),
        (lambda: shuffled_batches(3, 1, torch.Generator(), runs=0), "`runs` must be at least 1"),
        (lambda: variance_with_replacement(GRADIENTS, 0), "`batch_size` must be at least 1"),
        (lambda: variance_without_replacement(GRADIENTS, 6), "`batch_size` must lie between 1 and the 5 samples"),
        (lambda: variance_without_replacement(GRADIENTS[:1], 1), "`gradients` must hold at least 2 samples, got 1"),
        (lambda: variance_with_replacement(GRADIENTS * torch.nan, 1), "`gradients` must be finite"),
    ],
)
def test_minibatch_refuses_what_is_out_of_range(call, message):
    with pytest.raises(ValueError, match=message):
        call()
