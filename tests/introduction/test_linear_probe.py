"""Linear probes against autograd and scikit-learn, and the bound that a gradient gives."""

import math

import pytest
import torch
from sklearn.linear_model import LogisticRegression

from notes.data import digits
from notes.introduction.linear_probe import NEWTON_STEPS, excess_bound, linear_probe, probe_gradient, probe_loss
from notes.introduction.logistic_regression import logistic_loss, with_ones

PENALTY = 0.02


@pytest.fixture(scope="module")
def odd() -> tuple[torch.Tensor, torch.Tensor]:
    data = digits()
    return data.inputs[:150].flatten(1).double(), data.targets[:150] % 2


def weights_at_random(size: int) -> torch.Tensor:
    return torch.randn(size, generator=torch.Generator().manual_seed(7), dtype=torch.float64)


def test_probe_loss_adds_half_the_penalty_times_the_squares_the_bias_included(odd):
    weights = weights_at_random(65)
    cost = probe_loss(weights, *odd, PENALTY) - logistic_loss(weights, *odd)
    assert cost.item() == pytest.approx(PENALTY / 2 * weights.norm().item() ** 2)


def test_probe_gradient_matches_autograd(odd):
    weights = weights_at_random(65).requires_grad_()
    (reference,) = torch.autograd.grad(probe_loss(weights, *odd, PENALTY), weights)
    torch.testing.assert_close(probe_gradient(weights.detach(), *odd, PENALTY), reference)


def test_probe_gradient_is_that_of_weight_decay(odd):
    weights = weights_at_random(65).requires_grad_()
    descent = torch.optim.SGD([weights], lr=1.0, weight_decay=PENALTY)
    logistic_loss(weights, *odd).backward()
    before = weights.detach().clone()
    descent.step()
    torch.testing.assert_close(before - weights.detach(), probe_gradient(before, *odd, PENALTY))


def test_linear_probe_matches_scikit_learn(odd):
    features, targets = odd
    fit = LogisticRegression(C=1 / (len(targets) * PENALTY), fit_intercept=False, tol=1e-10, max_iter=10_000)
    reference = torch.tensor(fit.fit(with_ones(features), targets).coef_[0])
    torch.testing.assert_close(linear_probe(features, targets, PENALTY), reference, atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_linear_probe_ends_within_rounding_of_the_minimum(odd, dtype):
    features, targets = odd[0].to(dtype), odd[1]
    weights = linear_probe(features, targets, PENALTY)
    assert weights.dtype == dtype
    assert excess_bound(probe_gradient(weights, features, targets, PENALTY), PENALTY) <= torch.finfo(dtype).eps


def test_linear_probe_takes_no_step_where_the_bound_is_one_rounding_already():
    features = torch.tensor([[2.0**-24], [-(2.0**-24)]]).double()
    assert linear_probe(features, torch.tensor([0, 1]), penalty=2.0).tolist() == [0.0, 0.0]
    assert linear_probe(features, torch.tensor([0, 1]), penalty=1.99)[1] < 0


def test_linear_probe_is_where_another_method_from_elsewhere_arrives(odd):
    features, targets = odd
    weights = weights_at_random(65).requires_grad_()
    descent = torch.optim.LBFGS([weights], max_iter=2000, tolerance_grad=1e-10, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        descent.zero_grad()
        loss = probe_loss(weights, features, targets, PENALTY)
        loss.backward()
        return loss

    descent.step(closure)
    apart = (linear_probe(features, targets, PENALTY) - weights.detach()).norm()
    gradient = probe_gradient(weights.detach(), features, targets, PENALTY)
    assert apart <= gradient.norm() / PENALTY
    assert apart < 1e-3


def test_linear_probe_has_a_minimum_where_logistic_regression_has_none():
    weights = linear_probe(torch.tensor([[-1.0], [2.0]]).double(), torch.tensor([0, 1]), 1e-6)
    assert weights.isfinite().all()
    one_class = linear_probe(torch.tensor([[1.0], [2.0]]).double(), torch.tensor([1, 1]), 0.1)
    assert (one_class > 0).all()


def test_linear_probe_shares_weight_evenly_among_equal_features():
    feature = torch.tensor([[-1.0], [0.5], [0.0], [2.0]]).double()
    weights = linear_probe(feature.expand(4, 2), torch.tensor([0, 1, 0, 1]), 0.1)
    assert weights[1].item() == pytest.approx(weights[2].item())


def test_excess_bound_is_sharp_for_a_parabola_of_that_curvature():
    w = torch.tensor([3.0, -4.0])
    assert excess_bound(0.5 * w, 0.5).item() == pytest.approx(0.25 * w.square().sum().item())


@pytest.mark.parametrize("bad", [0.0, -0.1, math.nan])
def test_penalties_that_are_not_positive_are_refused(odd, bad: float):
    weights = weights_at_random(65)
    calls = [
        lambda penalty: probe_loss(weights, *odd, penalty),
        lambda penalty: probe_gradient(weights, *odd, penalty),
        lambda penalty: excess_bound(weights, penalty),
        lambda penalty: linear_probe(*odd, penalty),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=f"^`penalty` must be positive, got {bad}$"):
            call(bad)
        assert call(1e-3).isfinite().all()


def test_excess_bound_refuses_a_gradient_that_is_not_finite():
    with pytest.raises(ValueError, match=r"^`gradient` must be finite, got nan$"):
        excess_bound(torch.tensor([1.0, math.nan]), 1.0)


@pytest.mark.parametrize("bad", [-1, 2])
def test_linear_probe_refuses_labels_that_are_none(bad: int):
    features = torch.tensor([[1.0], [2.0]])
    with pytest.raises(ValueError, match=f"^`targets` must be 0 or 1, got {bad}$"):
        linear_probe(features, torch.tensor([0, bad]), 0.1)


def test_linear_probe_refuses_what_it_cannot_take_apart():
    with pytest.raises(ValueError, match=r"^`features` must hold at least one entry, got shape \(0, 2\)$"):
        linear_probe(torch.zeros(0, 2), torch.zeros(0), 0.1)
    with pytest.raises(ValueError, match=r"^`features` must be of single or double precision, got torch.float16$"):
        linear_probe(torch.zeros(2, 2).half(), torch.tensor([0, 1]), 0.1)


def test_linear_probe_of_a_single_sample_leans_on_its_feature_and_its_bias_alike():
    bias, weight = linear_probe(torch.tensor([[1.0]]), torch.tensor([1]), 1.0)
    assert bias == weight > 0


def test_linear_probe_refuses_equal_features_that_a_penalty_below_rounding_leaves_equal():
    one, other = torch.tensor([1.0, 1.0, -1.0, -1.0]), torch.tensor([1.0, -1.0, 1.0, -1.0])
    with pytest.raises(ValueError, match=r"^`penalty` must be larger for a minimum in reach, got 1e-20$"):
        linear_probe(torch.stack([one, one, other], dim=1), torch.tensor([1, 0, 0, 0]), 1e-20)


def test_linear_probe_refuses_penalties_below_rounding():
    features = torch.tensor([[-30.0, 10.0], [20.0, 15.0], [40.0, -5.0], [5.0, 5.0]])
    targets = torch.tensor([0, 1, 1, 0])
    with pytest.raises(ValueError, match=r"^`penalty` must be larger for a minimum in reach, got 1e-20$"):
        linear_probe(features, targets, 1e-20)
    assert linear_probe(features, targets, 1e-2).isfinite().all()
    with pytest.raises(ValueError, match=r"^`penalty` must be larger for a minimum in reach, got 1e-30$"):
        linear_probe(features + 1e5, targets, 1e-30)


def test_newton_has_steps_enough_for_separable_classes_and_a_small_penalty(odd):
    features, targets = odd
    assert NEWTON_STEPS == 50
    weights = linear_probe(10 * features, targets, 1e-5)
    assert probe_loss(weights, 10 * features, targets, 1e-5) < 0.05
