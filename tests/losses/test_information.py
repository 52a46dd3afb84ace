"""Entropy, cross entropy and divergence against SciPy, as identities, and where probabilities are zero."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from jaxtyping import TypeCheckError
from scipy.special import rel_entr
from scipy.stats import entropy as scipy_entropy

from notes.losses.categorical import categorical_nll, softmax
from notes.losses.information import cross_entropy, entropy, kl_divergence

logits = st.lists(st.floats(-20, 20), min_size=4, max_size=4).map(lambda f: torch.tensor(f, dtype=torch.float64))
CERTAIN, FAIR = torch.tensor([1.0, 0.0]), torch.tensor([0.5, 0.5])


@settings(max_examples=30, deadline=None)
@given(f=logits, g=logits)
def test_information_matches_scipy(f: torch.Tensor, g: torch.Tensor):
    p, q = softmax(f), softmax(g)
    assert entropy(p).item() == pytest.approx(scipy_entropy(p.numpy()), rel=1e-9, abs=1e-12)
    assert kl_divergence(p, q).item() == pytest.approx(rel_entr(p.numpy(), q.numpy()).sum(), rel=1e-9, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(f=logits, g=logits)
def test_cross_entropy_is_entropy_plus_divergence(f: torch.Tensor, g: torch.Tensor):
    p, q = softmax(f), softmax(g)
    assert cross_entropy(p, q).item() == pytest.approx((entropy(p) + kl_divergence(p, q)).item(), rel=1e-9)


@settings(max_examples=30, deadline=None)
@given(f=logits, g=logits)
def test_kl_divergence_is_not_negative(f: torch.Tensor, g: torch.Tensor):
    assert kl_divergence(softmax(f), softmax(g)).item() >= -1e-12


def test_kl_divergence_of_a_distribution_to_itself_is_zero():
    p = torch.tensor([0.2, 0.0, 0.8], dtype=torch.float64)
    assert kl_divergence(p, p).item() == 0.0


def test_entropy_of_equal_chances_is_the_logarithm_of_their_number():
    assert entropy(torch.full((8,), 1 / 8)).item() == pytest.approx(math.log(8))


def test_cross_entropy_of_a_one_hot_target_is_the_multiclass_loss():
    f = torch.tensor([[0.3, -1.0, 2.0]], dtype=torch.float64)
    one_hot = torch.tensor([[0.0, 1.0, 0.0]], dtype=torch.float64)
    torch.testing.assert_close(cross_entropy(one_hot, softmax(f)), categorical_nll(f, torch.tensor([1])))


def test_cross_entropy_has_softmax_minus_target_as_gradient_by_logits():
    f = torch.tensor([0.3, -1.0, 2.0], dtype=torch.float64, requires_grad=True)
    p = torch.tensor([0.5, 0.5, 0.0], dtype=torch.float64)
    (slope,) = torch.autograd.grad(cross_entropy(p, softmax(f)), f)
    torch.testing.assert_close(slope, softmax(f) - p)


def test_kl_divergence_is_that_of_pytorch_by_the_reductions_that_the_page_names():
    p, q = torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]]), torch.tensor([[0.4, 0.4, 0.2], [0.5, 0.3, 0.2]])
    ours, theirs = kl_divergence(p, q), torch.nn.functional.kl_div
    torch.testing.assert_close(theirs(q.log(), p, reduction="sum"), ours.sum())
    torch.testing.assert_close(theirs(q.log(), p, reduction="batchmean"), ours.mean())
    torch.testing.assert_close(theirs(q[0].log(), p[0], reduction="batchmean"), ours[0] / 3)


def test_kl_divergence_has_the_gradient_of_pytorch():
    q = torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64, requires_grad=True)
    p = torch.tensor([0.5, 0.1, 0.4], dtype=torch.float64)
    reference = torch.nn.functional.kl_div(q.log(), p, reduction="sum")
    (ours,), (expected,) = torch.autograd.grad(kl_divergence(p, q), q), torch.autograd.grad(reference, q)
    torch.testing.assert_close(ours, expected)


def test_information_counts_what_never_happens_as_nothing():
    assert entropy(CERTAIN).item() == 0.0
    assert cross_entropy(CERTAIN, CERTAIN).item() == 0.0
    assert kl_divergence(CERTAIN, FAIR).item() == pytest.approx(math.log(2))


def test_information_is_infinite_where_the_support_is_not_covered():
    assert cross_entropy(FAIR, CERTAIN).item() == math.inf
    assert kl_divergence(FAIR, CERTAIN).item() == math.inf


def test_cross_entropy_has_a_finite_gradient_where_both_are_zero():
    q = CERTAIN.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cross_entropy(CERTAIN, q), q)
    assert slope.tolist() == [-1.0, 0.0]


@pytest.mark.parametrize("bad", [[0.5, 0.25], [1.5, -0.5], [float("nan"), 1.0]])
def test_information_refuses_what_is_no_distribution(bad: list[float]):
    message = "must be non-negative and sum to one, got"
    with pytest.raises(ValueError, match=f"^`p` {message}"):
        entropy(torch.tensor(bad))
    for function in (cross_entropy, kl_divergence):
        with pytest.raises(ValueError, match=f"^`q` {message}"):
            function(FAIR, torch.tensor(bad))


def test_information_refuses_different_numbers_of_outcomes():
    with pytest.raises(TypeCheckError, match=r"(?s)'q'.*Actual value: f32\[3\].*outcomes=2"):
        cross_entropy(FAIR, torch.tensor([0.5, 0.25, 0.25]))
