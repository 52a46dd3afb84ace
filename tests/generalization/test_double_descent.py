"""The MNIST-1D split, its label noise, and the peak of the random-feature fit where widths meet samples."""

import random

import numpy as np
import pytest
import torch
from mnist1d.data import get_dataset_args, make_dataset

from notes.generalization.double_descent import (
    LabelledSplit,
    corrupted_labels,
    mnist1d_split,
    random_feature_errors,
    random_feature_sweep,
    random_features,
)


@pytest.fixture(scope="module")
def split() -> LabelledSplit:
    return mnist1d_split(train=100, test=900)


def test_mnist1d_split_holds_what_the_generator_makes():
    settings = get_dataset_args()
    settings.num_samples, settings.seed, settings.train_split = 200, 3, 0.75
    made = make_dataset(settings)
    split = mnist1d_split(150, 50, seed=3)
    np.testing.assert_array_equal(split.train_inputs.numpy(), made["x"])
    np.testing.assert_array_equal(split.test_inputs.numpy(), made["x_test"])
    np.testing.assert_array_equal(split.train_labels.numpy(), made["y"])
    np.testing.assert_array_equal(split.test_labels.numpy(), made["y_test"])


def test_mnist1d_split_leaves_the_global_generators_alone():
    random.seed(1)
    np.random.seed(1)
    expected = random.random(), np.random.rand()
    random.seed(1)
    np.random.seed(1)
    mnist1d_split(10, 10)
    assert (random.random(), np.random.rand()) == expected


@pytest.mark.parametrize(("sizes", "name"), [((0, 5), "train"), ((5, 0), "test")])
def test_mnist1d_split_refuses_empty_sets(sizes: tuple[int, int], name: str):
    with pytest.raises(ValueError, match=f"`{name}` must be positive, got 0"):
        mnist1d_split(*sizes)


def test_corrupted_labels_change_the_stated_share(generator: torch.Generator):
    labels = torch.arange(10).repeat(4000)
    noisy = corrupted_labels(labels, 0.15, generator)
    assert (noisy != labels).double().mean().item() == pytest.approx(0.15 * 0.9, abs=0.005)
    assert noisy.min() >= 0
    assert noisy.max() <= 9


def test_corrupted_labels_at_rate_zero_are_the_labels(generator: torch.Generator):
    labels = torch.arange(10)
    assert torch.equal(corrupted_labels(labels, 0.0, generator), labels)


def test_corrupted_labels_refuse_a_rate_that_is_no_share(generator: torch.Generator):
    with pytest.raises(ValueError, match=r"`rate` must be in \[0, 1\], got 1\.5"):
        corrupted_labels(torch.arange(3), 1.5, generator)


def test_random_features_of_a_wider_layer_hold_the_narrower(generator: torch.Generator):
    inputs = torch.rand(5, 40, generator=generator, dtype=torch.float64)
    narrow, wide = random_features(inputs, 4, seed=1), random_features(inputs, 16, seed=1)
    torch.testing.assert_close(narrow * 4**0.5, wide[:, :4] * 16**0.5)


def test_random_features_keep_the_scale_of_standard_inputs(generator: torch.Generator):
    inputs = torch.randn(400, 40, generator=generator, dtype=torch.float64)
    energy = random_features(inputs, 1000, seed=0).square().sum(1).mean()
    assert energy.item() == pytest.approx((1 + 1 / 3) / 2, rel=0.05)


def test_random_features_refuse_no_width():
    with pytest.raises(ValueError, match="`width` must be positive, got 0"):
        random_features(torch.ones(1, 2), 0, seed=0)


def test_random_feature_errors_are_those_of_numpy(split: LabelledSplit):
    errors = random_feature_errors(split, split.train_labels, 30, seed=2)
    train = random_features(split.train_inputs, 30, 2).numpy()
    test = random_features(split.test_inputs, 30, 2).numpy()
    weights = np.linalg.lstsq(train, np.eye(10)[split.train_labels] - 0.1, rcond=None)[0]
    scores = test @ weights
    assert errors.test_error == pytest.approx((scores.argmax(1) != split.test_labels.numpy()).mean(), abs=0.003)
    assert errors.test_loss == pytest.approx(((scores - np.eye(10)[split.test_labels] + 0.1) ** 2).sum(1).mean())
    assert errors.train_error == pytest.approx((np.argmax(train @ weights, 1) != split.train_labels.numpy()).mean())


def test_random_feature_sweep_is_the_errors_of_each_width(split: LabelledSplit):
    labels = corrupted_labels(split.train_labels, 0.15, torch.Generator().manual_seed(1))
    expected = tuple(random_feature_errors(split, labels, width, 1) for width in (20, 50))
    assert random_feature_sweep(split, [20, 50], 0.15, 1) == expected
