"""Dropout against its expectation over every mask, and against ridge on scaled features."""

import itertools

import numpy as np
import pytest
import torch
from sklearn.linear_model import Ridge

from notes.generalization.dropout import (
    dropout_penalty,
    dropout_regression_weights,
    inverted_dropout,
    subnetwork_masks,
    subnetwork_outputs,
)


def regression(generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    features = torch.rand(3, 4, generator=generator, dtype=torch.float64) - 0.3
    targets, weights = (
        torch.rand(3, generator=generator, dtype=torch.float64),
        torch.rand(4, generator=generator, dtype=torch.float64),
    )
    return features, targets, weights


def test_inverted_dropout_keeps_the_stated_share_and_scales_it(generator: torch.Generator):
    dropped = inverted_dropout(torch.full((100_000,), 3.0, dtype=torch.float64), 0.4, generator)
    assert set(dropped.unique().tolist()) == {0.0, 3.0 / 0.6}
    assert (dropped == 0).double().mean().item() == pytest.approx(0.4, abs=0.01)
    assert dropped.mean().item() == pytest.approx(3.0, rel=0.01)


def test_inverted_dropout_passes_the_gradient_of_what_it_keeps(generator: torch.Generator):
    hidden = torch.rand(200, generator=generator, dtype=torch.float64, requires_grad=True)
    dropped = inverted_dropout(hidden, 0.4, generator)
    (slope,) = torch.autograd.grad(dropped.sum(), hidden)
    torch.testing.assert_close(slope, (dropped != 0).double() / 0.6)


def test_inverted_dropout_has_the_two_values_of_torch(generator: torch.Generator):
    hidden = torch.rand(1000, generator=generator, dtype=torch.float64)
    ours = inverted_dropout(hidden, 0.25, generator)
    theirs = torch.nn.functional.dropout(hidden, 0.25)
    both = (ours != 0) & (theirs != 0)
    assert both.sum() > 400
    torch.testing.assert_close(ours[both], theirs[both])


def test_inverted_dropout_with_rate_zero_changes_nothing(generator: torch.Generator):
    hidden = torch.rand(50, generator=generator)
    assert torch.equal(inverted_dropout(hidden, 0.0, generator), hidden)


@pytest.mark.parametrize("rate", [-0.1, 1.0])
def test_dropout_refuses_a_rate_that_leaves_nothing_or_more_than_all(rate: float, generator: torch.Generator):
    with pytest.raises(ValueError, match=r"`rate` must be in \[0, 1\), got"):
        inverted_dropout(torch.ones(2), rate, generator)


def test_subnetwork_masks_are_all_masks_with_their_binomial_probabilities():
    masks, probabilities = subnetwork_masks(4, 0.3)
    assert {tuple(mask) for mask in masks.tolist()} == set(itertools.product([0.0, 1.0], repeat=4))
    expected = [0.7 ** sum(mask) * 0.3 ** (4 - sum(mask)) for mask in masks.tolist()]
    np.testing.assert_allclose(probabilities.numpy(), expected)
    assert probabilities.sum().item() == pytest.approx(1)


@pytest.mark.parametrize("units", [0, 17])
def test_subnetwork_masks_refuse_what_cannot_be_listed(units: int):
    with pytest.raises(
        ValueError, match=f"`units` must be from 1 to 16, since all 2.units masks are listed, got {units}"
    ):
        subnetwork_masks(units, 0.5)


def test_subnetwork_outputs_of_a_linear_head_average_to_the_whole_network(generator: torch.Generator):
    hidden = torch.rand(5, 6, generator=generator, dtype=torch.float64)
    weights = torch.rand(6, 2, generator=generator, dtype=torch.float64)
    outputs, probabilities = subnetwork_outputs(hidden, lambda units: units @ weights + 1, 0.3)
    ensemble = (probabilities[:, None, None] * outputs).sum(0)
    torch.testing.assert_close(ensemble, hidden @ weights + 1)


def test_subnetwork_outputs_of_a_convex_head_average_above_the_whole_network(generator: torch.Generator):
    hidden = torch.rand(5, 6, generator=generator, dtype=torch.float64)
    outputs, probabilities = subnetwork_outputs(hidden, lambda units: units.sum(-1, keepdim=True).exp(), 0.3)
    ensemble = (probabilities[:, None, None] * outputs).sum(0)
    assert (ensemble > hidden.sum(-1, keepdim=True).exp()).all()


def test_dropout_penalty_is_what_all_masks_add_to_the_squared_error(generator: torch.Generator):
    features, targets, weights = regression(generator)
    masks, probabilities = subnetwork_masks(12, 0.3)
    thinned = features * masks.reshape(-1, 3, 4) / 0.7
    errors = (targets - thinned @ weights).square().sum(1)
    plain = (targets - features @ weights).square().sum()
    torch.testing.assert_close((probabilities * errors).sum(), plain + dropout_penalty(features, weights, 0.3))


def test_dropout_penalty_has_the_right_gradient(generator: torch.Generator):
    features, _, weights = regression(generator)
    weights.requires_grad_()
    (slope,) = torch.autograd.grad(dropout_penalty(features, weights, 0.3), weights)
    torch.testing.assert_close(slope, 2 * 3 / 7 * features.square().sum(0) * weights.detach())


def test_dropout_regression_weights_make_the_expected_gradient_vanish(generator: torch.Generator):
    features, targets, _ = regression(generator)
    weights = dropout_regression_weights(features, targets, 0.3).requires_grad_()
    loss = (targets - features @ weights).square().sum() + dropout_penalty(features, weights, 0.3)
    assert torch.autograd.grad(loss, weights)[0].abs().max() < 1e-12


def test_dropout_regression_weights_are_ridge_on_features_of_equal_energy(generator: torch.Generator):
    features, targets, _ = regression(generator)
    energy = features.square().sum(0).sqrt()
    ridge = Ridge(alpha=0.3 / 0.7, fit_intercept=False).fit((features / energy).numpy(), targets.numpy())
    ours = dropout_regression_weights(features, targets, 0.3)
    np.testing.assert_allclose((ours * energy).numpy(), ridge.coef_, rtol=1e-9)


def test_dropout_regression_weights_are_where_training_with_masks_ends(generator: torch.Generator):
    features = torch.rand(20, 3, generator=generator, dtype=torch.float64)
    targets = torch.rand(20, generator=generator, dtype=torch.float64)
    thinned = inverted_dropout(features.expand(20_000, 20, 3), 0.5, generator).reshape(-1, 3)
    sampled = torch.linalg.lstsq(thinned, targets.repeat(20_000).unsqueeze(1)).solution.squeeze(1)
    torch.testing.assert_close(dropout_regression_weights(features, targets, 0.5), sampled, atol=5e-3, rtol=0)
