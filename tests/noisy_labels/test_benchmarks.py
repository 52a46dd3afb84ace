import pytest
import torch

from notes.noisy_labels.benchmarks import accuracy_on_clean_labels
from notes.noisy_labels.transition import noisy_labels, symmetric_noise


def test_accuracy_on_clean_labels_is_found_again_through_the_noise():
    generator = torch.Generator().manual_seed(0)
    truth = torch.randint(4, (200_000,), generator=generator)
    predicted = noisy_labels(truth, symmetric_noise(4, 0.3), generator)
    observed = noisy_labels(truth, symmetric_noise(4, 0.2), generator)
    measured = (predicted == observed).double().mean()
    assert accuracy_on_clean_labels(measured, 4, 0.2).item() == pytest.approx(0.7, abs=0.01)


def test_accuracy_on_clean_labels_inverts_the_formula():
    accuracy = torch.linspace(0, 1, 11, dtype=torch.float64)
    measured = 0.9 * accuracy + 0.1 / 9 * (1 - accuracy)
    torch.testing.assert_close(accuracy_on_clean_labels(measured, 10, 0.1), accuracy)


def test_clean_labels_leave_the_accuracy_as_it_is():
    assert accuracy_on_clean_labels(torch.tensor(0.75), 2, 0).item() == 0.75


def test_accuracy_on_clean_labels_refuses_labels_that_say_nothing():
    half = torch.tensor(0.5)
    assert accuracy_on_clean_labels(half, 2, 0.499).item() == pytest.approx(0.5, abs=1e-4)
    with pytest.raises(ValueError, match="`rate` must be at least 0 and below 1 - 1 / classes, got"):
        accuracy_on_clean_labels(half, 2, 0.5)
    with pytest.raises(ValueError, match="`rate` must be at least 0 and below 1 - 1 / classes, got"):
        accuracy_on_clean_labels(half, 2, -0.1)
    with pytest.raises(ValueError, match="`classes` must be at least 2, got 1"):
        accuracy_on_clean_labels(half, 1, 0.0)
    with pytest.raises(ValueError, match="`measured`"):
        accuracy_on_clean_labels(torch.tensor(1.1), 2, 0.1)
