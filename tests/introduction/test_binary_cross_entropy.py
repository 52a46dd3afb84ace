"""Binary cross entropy against PyTorch, against its other form, and at extreme logits."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from jaxtyping import TypeCheckError
from torch.nn import functional as F  # noqa: N812

from notes.introduction.binary_cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    softplus,
)

EXTREME = torch.tensor([-1e4, -50.0, 0.0, 50.0, 1e4], dtype=torch.float64)
BOTH_FORMS = [binary_cross_entropy, binary_cross_entropy_from_logits]


def sample(requires_grad: bool = True) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    logits = 8 * torch.rand(20, generator=generator, dtype=torch.float64) - 4
    targets = torch.randint(2, (20,), generator=generator, dtype=torch.float64)
    return logits.requires_grad_(requires_grad), targets


@settings(max_examples=30, deadline=None)
@given(h=st.floats(-700, 700))
def test_softplus_is_the_logarithm_of_one_plus_the_exponential(h: float):
    expected = math.log1p(math.exp(h))
    assert softplus(torch.tensor(h, dtype=torch.float64)).item() == pytest.approx(expected, rel=1e-14)


def test_softplus_has_the_sigmoid_as_its_derivative():
    logits = EXTREME.clone().requires_grad_()
    (slope,) = torch.autograd.grad(softplus(logits).sum(), logits)
    torch.testing.assert_close(slope, torch.sigmoid(EXTREME))


def test_binary_cross_entropy_matches_pytorch_in_value_and_gradient():
    logits, targets = sample()
    probabilities = torch.sigmoid(logits.detach()).requires_grad_()
    ours = binary_cross_entropy(probabilities, targets)
    reference = F.binary_cross_entropy(probabilities, targets, reduction="none")
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(
        torch.autograd.grad(ours.sum(), probabilities), torch.autograd.grad(reference.sum(), probabilities)
    )


def test_binary_cross_entropy_at_the_ends_of_the_interval():
    certain = torch.tensor([0.0, 1.0], requires_grad=True)
    assert binary_cross_entropy(certain, torch.tensor([1, 0])).tolist() == [math.inf, math.inf]
    right = binary_cross_entropy(certain, torch.tensor([0, 1]))
    (slope,) = torch.autograd.grad(right.sum(), certain)
    assert right.tolist() == [0.0, 0.0]
    assert slope.tolist() == [1.0, -1.0]


def test_binary_cross_entropy_from_logits_matches_pytorch_in_value_and_gradient():
    logits, targets = sample()
    ours = binary_cross_entropy_from_logits(logits, targets)
    reference = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(torch.autograd.grad(ours.sum(), logits), torch.autograd.grad(reference.sum(), logits))


def test_binary_cross_entropy_from_logits_agrees_with_the_form_from_probabilities():
    logits, targets = sample(requires_grad=False)
    from_probabilities = binary_cross_entropy(torch.sigmoid(logits), targets)
    torch.testing.assert_close(binary_cross_entropy_from_logits(logits, targets), from_probabilities)


@pytest.mark.parametrize("target", [0, 1])
def test_binary_cross_entropy_from_logits_is_finite_at_extreme_logits(target: int):
    logits = EXTREME.clone().requires_grad_()
    losses = binary_cross_entropy_from_logits(logits, torch.full((5,), target))
    (slope,) = torch.autograd.grad(losses.sum(), logits)
    assert losses[0 if target else -1].item() == 1e4
    assert losses[-2 if target else 1].item() == pytest.approx(math.exp(-50), rel=1e-12)
    torch.testing.assert_close(slope, torch.sigmoid(EXTREME) - target)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int64, torch.float32])
def test_binary_cross_entropy_takes_labels_of_any_number_type(dtype: torch.dtype):
    labels = torch.tensor([0, 1], dtype=dtype)
    assert binary_cross_entropy(torch.tensor([0.25, 0.75]), labels).tolist() == pytest.approx([-math.log(0.75)] * 2)
    assert binary_cross_entropy_from_logits(torch.zeros(2), labels).tolist() == pytest.approx([math.log(2)] * 2)


@pytest.mark.parametrize("loss", BOTH_FORMS)
@pytest.mark.parametrize("bad", [2.0, 0.5, -1.0, float("nan")])
def test_binary_cross_entropy_refuses_labels_that_are_not_binary(loss, bad: float):
    with pytest.raises(ValueError, match=f"^`targets` must be 0 or 1, got {bad}$"):
        loss(torch.full((2,), 0.5), torch.tensor([1.0, bad]))


@pytest.mark.parametrize("bad", [-0.5, 1.5, float("nan")])
def test_binary_cross_entropy_refuses_what_is_no_probability(bad: float):
    with pytest.raises(ValueError, match=f"^`probabilities` must be from 0 to 1, got {bad}$"):
        binary_cross_entropy(torch.tensor([bad]), torch.tensor([1]))


def test_binary_cross_entropy_from_logits_refuses_nan_logits():
    with pytest.raises(ValueError, match=r"^`logits` must be finite, got nan$"):
        binary_cross_entropy_from_logits(torch.tensor([float("nan")]), torch.tensor([1]))


@pytest.mark.parametrize("loss", BOTH_FORMS)
def test_binary_cross_entropy_refuses_shapes_that_would_broadcast(loss):
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*Actual value: i64\[2,1\]"):
        loss(torch.full((2,), 0.5), torch.ones(2, 1, dtype=torch.int64))
