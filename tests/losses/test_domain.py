"""What the functions of the chapter refuse, and the last thing that they take."""

import pytest
import torch

from notes.losses.categorical import log_softmax
from notes.losses.gaussian import heteroscedastic_nll
from notes.losses.training import empirical_risk, minimiser


@pytest.mark.parametrize(("dtype", "lowest"), [(torch.float32, -177.0), (torch.float64, -1418.0)])
def test_heteroscedastic_nll_follows_a_perfect_prediction_down_to_the_smallest_variance(
    dtype: torch.dtype, lowest: float
):
    zero, s = torch.zeros(1, dtype=dtype), torch.tensor([lowest], dtype=dtype, requires_grad=True)
    loss = heteroscedastic_nll(zero, s, zero)
    assert loss.item() == pytest.approx(0.9189385 + lowest / 2)
    assert torch.autograd.grad(loss.sum(), s)[0].item() == 0.5
    with pytest.raises(ValueError, match=r"^`log_variance` must be that of a variance above zero, got -"):
        heteroscedastic_nll(zero, s.detach() - 2, zero)


def test_log_softmax_refuses_no_class_and_takes_one():
    with pytest.raises(ValueError, match=r"^`logits` must hold a class, got shape \(2, 0\)$"):
        log_softmax(torch.zeros(2, 0))
    assert log_softmax(torch.zeros(2, 1)).tolist() == [[0.0], [0.0]]
    assert log_softmax(torch.zeros(0, 2)).shape == (0, 2)


def test_empirical_risk_names_what_gave_no_number():
    with pytest.raises(ValueError, match=r"^`mismatch` must be finite, got nan$"):
        empirical_risk(lambda f, y: f - y, torch.tensor([float("nan")]), torch.zeros(1))


def test_minimiser_refuses_a_loss_of_several_values():
    with pytest.raises(ValueError, match=r"^`loss` must be a scalar, got shape \(2,\)$"):
        minimiser(lambda x: x**2, torch.ones(2))
