"""What ties the displayed equations of chapter 5 that no proof establishes to the code that implements them."""

import torch

from notes.generalization.decomposition import hinge_fits
from notes.generalization.dropout import dropout_penalty, dropout_regression_weights
from notes.generalization.penalties import soft_threshold
from notes.generalization.regression import hinge_features, minimum_norm_weights, stratified_inputs
from notes.generalization.ridge import ridge_weights
from notes.ledger import check

DEFINITIONS = {
    "eq:noise": "notes.generalization.regression.noisy_targets",
    "eq:random-features": "notes.generalization.double_descent.random_features",
    "eq:regularized-loss": "notes.generalization.penalties.regularized_loss",
    "eq:weight-decay": "notes.generalization.weight_decay.WeightDecay",
    "eq:inverted-dropout": "notes.generalization.dropout.inverted_dropout",
    "eq:effective-ranks": "notes.generalization.benign_overfitting.effective_ranks",
    "eq:power-law": "notes.generalization.power_law.power_law",
    "eq:cross-validation": "notes.generalization.cross_validation.cross_validation_error",
    "eq:rotation": "notes.generalization.augmentation.rotated",
}


@check("eq:variance-of-fits")
def variance_is_noise_times_parameters_over_samples() -> None:
    """At its own inputs a least-squares fit varies by noise variance times parameters over samples."""
    generator = torch.Generator().manual_seed(0)
    features = hinge_features(stratified_inputs(1, 30, generator)[0], 4)
    hat = features @ torch.linalg.pinv(features)
    assert abs(hat.square().sum().item() / 30 - 5 / 30) < 1e-12
    fits = hinge_fits(torch.linspace(0, 1, 101, dtype=torch.float64), 4, 60, 0.3, generator)
    assert abs(fits.var(0).mean().item() / (0.09 * 5 / 60) - 1) < 0.1


@check("eq:minimum-norm")
def minimum_norm_fit_interpolates_with_the_least_norm() -> None:
    """The minimum-norm weights fit every target, are the limit of ridge, and any other interpolant is longer."""
    generator = torch.Generator().manual_seed(0)
    features = torch.rand(5, 12, generator=generator, dtype=torch.float64)
    targets = torch.rand(5, generator=generator, dtype=torch.float64)
    weights = minimum_norm_weights(features, targets[:, None])[:, 0]
    torch.testing.assert_close(features @ weights, targets)
    torch.testing.assert_close(ridge_weights(features, targets, 1e-9), weights, rtol=1e-5, atol=1e-6)
    unseen = torch.linalg.svd(features)[2][5:]
    others = weights + torch.rand(50, 7, generator=generator, dtype=torch.float64) @ unseen
    torch.testing.assert_close(features @ others.T, targets[:, None].expand(5, 50))
    assert (others.norm(dim=1) > weights.norm()).all()


@check("eq:double-descent-variance")
def variance_peaks_where_parameters_meet_samples() -> None:
    """With Gaussian features the excess error of pure noise follows the two branches on either side of the peak."""
    generator = torch.Generator().manual_seed(0)
    for parameters, expected in ((10, 10 / 9), (40, 20 / 19)):
        features = torch.randn(4000, 20, parameters, generator=generator, dtype=torch.float64)
        noise = torch.randn(4000, 20, 1, generator=generator, dtype=torch.float64)
        weights = minimum_norm_weights(features, noise)
        assert abs(weights.square().sum((1, 2)).mean().item() - expected) < 0.05


@check("eq:soft-threshold")
def soft_threshold_is_the_l1_minimum() -> None:
    """On a fine grid no parameter does better under a quadratic and an L1 penalty than the soft threshold."""
    grid = torch.linspace(-3, 3, 60_001, dtype=torch.float64)
    for value in (-2.0, -0.3, 0.0, 0.4, 1.3):
        best = grid[((grid - value).square() / 2 + 0.5 * grid.abs()).argmin()].item()
        assert abs(best - soft_threshold(torch.tensor(value, dtype=torch.float64), 0.5).item()) < 1e-4


@check("eq:dropout-weights")
def dropout_weights_are_stationary() -> None:
    """The closed form makes the gradient of squared error plus dropout penalty vanish."""
    generator = torch.Generator().manual_seed(0)
    features = torch.rand(9, 4, generator=generator, dtype=torch.float64)
    targets = torch.rand(9, generator=generator, dtype=torch.float64)
    weights = dropout_regression_weights(features, targets, 0.3).requires_grad_()
    loss = (targets - features @ weights).square().sum() + dropout_penalty(features, weights, 0.3)
    assert torch.autograd.grad(loss, weights)[0].abs().max() < 1e-12
