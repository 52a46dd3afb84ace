"""Data sets against the packages that ship them, and their division and scaling."""

import numpy as np
import pytest
import torch
from jaxtyping import TypeCheckError
from sklearn import datasets
from sklearn.preprocessing import StandardScaler

from notes.data import Dataset, breast_cancer, diabetes, digits, mnist, split, standardised, wine


@pytest.mark.parametrize(
    ("ours", "shipped"),
    [
        (wine, datasets.load_wine()),
        (breast_cancer, datasets.load_breast_cancer()),
        (diabetes, datasets.load_diabetes(scaled=False)),
    ],
)
def test_tables_are_those_of_scikit_learn(ours, shipped):
    data = ours()
    np.testing.assert_array_equal(data.inputs.numpy(), shipped.data.astype(np.float32))
    np.testing.assert_array_equal(data.targets.numpy(), shipped.target)
    assert data.features == tuple(shipped.feature_names)
    assert data.classes == tuple(shipped.get("target_names", ()))


def test_targets_are_classes_or_values():
    assert wine().targets.dtype == breast_cancer().targets.dtype == digits().targets.dtype == torch.int64
    assert diabetes().targets.dtype == torch.float32


def test_digits_are_those_of_scikit_learn():
    shipped = datasets.load_digits()
    np.testing.assert_allclose(digits().inputs.numpy() * 16, shipped.images)
    np.testing.assert_array_equal(digits().targets.numpy(), shipped.target)


def test_mnist_holds_500_images_of_each_digit():
    data = mnist()
    assert data.inputs.shape == (5000, 28, 28)
    assert data.inputs.dtype == torch.float32
    assert data.inputs.min() == 0
    assert data.inputs.max() == 1
    assert data.targets.bincount().tolist() == [500] * 10


def test_mnist_has_its_pixels_in_rows():
    brightness = mnist().inputs.mean(0)
    assert brightness[14, 14] > 0.3
    assert brightness[:2].max() < 0.01


def test_split_shares_out_every_example_once():
    data = Dataset(inputs=torch.arange(10.0).reshape(10, 1), targets=torch.arange(10))
    first, second = split(data, 0.7, torch.Generator().manual_seed(0))
    assert (len(first), len(second)) == (7, 3)
    assert sorted(first.targets.tolist() + second.targets.tolist()) == list(range(10))
    assert torch.equal(first.inputs[:, 0].long(), first.targets)


def test_split_follows_its_generator():
    parts = [split(wine(), 0.5, torch.Generator().manual_seed(seed))[0].inputs for seed in (0, 0, 1)]
    assert torch.equal(parts[0], parts[1])
    assert not torch.equal(parts[0], parts[2])


@pytest.mark.parametrize("fraction", [0.0, 1.0, 1.5, -0.2, 0.001])
def test_split_refuses_an_empty_part(fraction: float):
    with pytest.raises(ValueError, match=f"^`fraction` must leave examples in both parts, got {fraction} of 178$"):
        split(wine(), fraction, torch.Generator())


def test_standardised_is_the_scaling_of_scikit_learn():
    train, test = split(wine(), 0.5, torch.Generator().manual_seed(0))
    scaler = StandardScaler().fit(train.inputs.double())
    scaled = standardised(train, test)
    for ours, original in zip(scaled, (train, test), strict=True):
        expected = torch.from_numpy(scaler.transform(original.inputs.double())).float()
        torch.testing.assert_close(ours.inputs, expected, rtol=1e-4, atol=1e-4)
        assert torch.equal(ours.targets, original.targets)


def test_standardised_shifts_a_constant_column_only():
    train = Dataset(inputs=torch.tensor([[1.0, 5.0], [3.0, 5.0]]), targets=torch.zeros(2))
    test = Dataset(inputs=torch.tensor([[5.0, 7.0]]), targets=torch.zeros(1))
    scaled_train, scaled_test = standardised(train, test)
    assert scaled_train.inputs.tolist() == [[-1.0, 0.0], [1.0, 0.0]]
    assert scaled_test.inputs.tolist() == [[3.0, 2.0]]


def test_standardised_refuses_a_single_example():
    with pytest.raises(ValueError, match=r"^`train` must hold at least two examples, got 1$"):
        standardised(Dataset(inputs=torch.zeros(1, 2), targets=torch.zeros(1)))


def test_dataset_refuses_inputs_and_targets_of_different_numbers():
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*f32\[2\].*examples=3"):
        Dataset(inputs=torch.zeros(3, 1), targets=torch.zeros(2))
