"""Softmax and multiclass cross entropy against PyTorch, by hand, and at extreme logits."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from jaxtyping import TypeCheckError
from torch.nn import functional as F  # noqa: N812

from notes.losses.bernoulli import bernoulli_nll
from notes.losses.categorical import categorical_nll, log_softmax, softmax

EXTREME = torch.tensor([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4], [1e4, 1e4, -1e4]], dtype=torch.float64)
rows = st.lists(st.floats(-50, 50), min_size=2, max_size=6)


def sample(generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    logits = (8 * torch.rand(5, 4, generator=generator, dtype=torch.float64) - 4).requires_grad_()
    return logits, torch.randint(4, (5,), generator=generator)


@settings(max_examples=30, deadline=None)
@given(logits=rows)
def test_softmax_is_a_distribution_with_the_log_odds_of_the_logits(logits: list[float]):
    f = torch.tensor(logits, dtype=torch.float64)
    probabilities = softmax(f)
    assert probabilities.sum().item() == pytest.approx(1)
    torch.testing.assert_close((probabilities / probabilities[0]).log(), f - f[0], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("ours", "reference"), [(softmax, torch.softmax), (log_softmax, torch.log_softmax)])
def test_softmax_matches_pytorch_in_value_and_gradient(ours, reference, generator: torch.Generator):
    logits, _ = sample(generator)
    weights = torch.rand(5, 4, generator=generator, dtype=torch.float64)
    torch.testing.assert_close(ours(logits), reference(logits, -1))
    (slope,) = torch.autograd.grad((weights * ours(logits)).sum(), logits)
    (expected,) = torch.autograd.grad((weights * reference(logits, -1)).sum(), logits)
    torch.testing.assert_close(slope, expected)


@settings(max_examples=30, deadline=None)
@given(logits=rows, shift=st.floats(-100, 100))
def test_log_softmax_does_not_see_a_shift(logits: list[float], shift: float):
    f = torch.tensor(logits, dtype=torch.float64)
    torch.testing.assert_close(log_softmax(f + shift), log_softmax(f), rtol=1e-9, atol=1e-9)


def test_log_softmax_at_extreme_logits():
    assert log_softmax(EXTREME)[0].tolist() == [0.0, -2e4, -1e4]
    assert log_softmax(EXTREME)[1].tolist() == pytest.approx([-math.log(3)] * 3)
    assert softmax(EXTREME)[2].tolist() == pytest.approx([0.5, 0.5, 0.0])


def test_categorical_nll_matches_pytorch_in_value_and_gradient(generator: torch.Generator):
    logits, targets = sample(generator)
    ours = categorical_nll(logits, targets)
    reference = F.cross_entropy(logits, targets, reduction="none")
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(torch.autograd.grad(ours.sum(), logits), torch.autograd.grad(reference.sum(), logits))


def test_categorical_nll_has_softmax_minus_one_hot_as_gradient(generator: torch.Generator):
    logits, targets = sample(generator)
    (slope,) = torch.autograd.grad(categorical_nll(logits, targets).sum(), logits)
    torch.testing.assert_close(slope, softmax(logits) - F.one_hot(targets, 4))


def test_categorical_nll_of_two_classes_is_bernoulli_of_their_difference(generator: torch.Generator):
    logits = 8 * torch.rand(6, 2, generator=generator, dtype=torch.float64) - 4
    targets = torch.tensor([0, 1, 0, 1, 1, 0])
    torch.testing.assert_close(categorical_nll(logits, targets), bernoulli_nll(logits[:, 1] - logits[:, 0], targets))


def test_categorical_nll_is_finite_at_extreme_logits():
    logits = EXTREME.clone().requires_grad_()
    losses = categorical_nll(logits, torch.tensor([1, 2, 0]))
    assert losses.tolist() == pytest.approx([2e4, math.log(3), math.log(2)])
    (slope,) = torch.autograd.grad(losses.sum(), logits)
    assert slope[0].tolist() == [1.0, -1.0, 0.0]


def test_categorical_nll_takes_any_number_of_leading_dimensions(generator: torch.Generator):
    logits = torch.rand(2, 3, 4, generator=generator, dtype=torch.float64)
    targets = torch.randint(4, (2, 3), generator=generator)
    expected = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none").reshape(2, 3)
    torch.testing.assert_close(categorical_nll(logits, targets), expected)


@pytest.mark.parametrize("bad", [-1, 3, -100])
def test_categorical_nll_refuses_labels_out_of_range(bad: int):
    with pytest.raises(ValueError, match=f"^`targets` must be a class from 0 to 2, got {bad}$"):
        categorical_nll(torch.zeros(2, 3), torch.tensor([0, bad]))


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_softmax_refuses_nan(function):
    with pytest.raises(ValueError, match=r"^`logits` must be finite, got nan$"):
        function(torch.tensor([0.0, float("nan")]))


def test_categorical_nll_refuses_one_hot_targets():
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*Actual value: i64\[2,3\].*batch=torch.Size\(\[2\]\)"):
        categorical_nll(torch.zeros(2, 3), torch.zeros(2, 3, dtype=torch.int64))


def test_categorical_nll_has_the_covariance_of_the_one_hot_target_as_second_derivatives():
    logits = torch.tensor([0.3, -1.2, 2.0, 0.7], dtype=torch.float64)
    hessian = torch.autograd.functional.hessian(lambda f: categorical_nll(f, torch.tensor(2)), logits)
    chances = softmax(logits)
    torch.testing.assert_close(hessian, chances.diag() - chances.outer(chances))
    torch.testing.assert_close(hessian.sum(-1), torch.zeros(4, dtype=torch.float64))
