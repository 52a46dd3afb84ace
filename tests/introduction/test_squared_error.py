"""Squared error against PyTorch and scikit-learn, and by hand."""

import pytest
import torch
from jaxtyping import TypeCheckError
from sklearn.metrics import mean_squared_error as sklearn_mean_squared_error
from torch.nn.functional import mse_loss

from notes.introduction.squared_error import mean_squared_error, sum_of_squared_errors


def sample() -> tuple[torch.Tensor, torch.Tensor]:
    predictions, targets = torch.rand(2, 11, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    return predictions.requires_grad_(), targets


def test_sum_of_squared_errors_by_hand():
    assert sum_of_squared_errors(torch.tensor([1.0, -2.0]), torch.tensor([3.0, 1.0])).item() == 4 + 9


def test_sum_of_squared_errors_matches_pytorch_in_value_and_gradient():
    predictions, targets = sample()
    ours, reference = sum_of_squared_errors(predictions, targets), mse_loss(predictions, targets, reduction="sum")
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(torch.autograd.grad(ours, predictions), torch.autograd.grad(reference, predictions))


def test_mean_squared_error_matches_pytorch_in_value_and_gradient():
    predictions, targets = sample()
    ours, reference = mean_squared_error(predictions, targets), mse_loss(predictions, targets)
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(torch.autograd.grad(ours, predictions), torch.autograd.grad(reference, predictions))


def test_mean_squared_error_matches_scikit_learn():
    predictions, targets = (values.detach() for values in sample())
    assert mean_squared_error(predictions, targets).item() == pytest.approx(
        sklearn_mean_squared_error(targets.numpy(), predictions.numpy())
    )


def test_mean_squared_error_stays_when_the_data_are_doubled_and_the_sum_does_not():
    predictions, targets = (values.detach() for values in sample())
    twice = (predictions.repeat(2), targets.repeat(2))
    torch.testing.assert_close(mean_squared_error(*twice), mean_squared_error(predictions, targets))
    torch.testing.assert_close(sum_of_squared_errors(*twice), 2 * sum_of_squared_errors(predictions, targets))


@pytest.mark.parametrize("loss", [sum_of_squared_errors, mean_squared_error])
@pytest.mark.parametrize("position", ["predictions", "targets"])
def test_squared_errors_refuse_nan(loss, position):
    arguments = {"predictions": torch.zeros(2), "targets": torch.zeros(2), position: torch.tensor([0.0, float("nan")])}
    with pytest.raises(ValueError, match=f"`{position}` must be finite, got nan"):
        loss(**arguments)


def test_mean_squared_error_refuses_no_samples():
    with pytest.raises(ValueError, match="`targets` must hold at least one sample, got 0"):
        mean_squared_error(torch.zeros(0), torch.zeros(0))


@pytest.mark.parametrize("loss", [sum_of_squared_errors, mean_squared_error])
def test_squared_errors_refuse_shapes_that_would_broadcast(loss):
    with pytest.raises(TypeCheckError):
        loss(torch.zeros(3), torch.zeros(1))
