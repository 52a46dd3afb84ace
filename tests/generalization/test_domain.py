"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import pytest
import torch

from notes.generalization.augmentation import noisy, shifted, uniform_angles
from notes.generalization.decomposition import hinge_fits
from notes.generalization.dimensionality import bins_per_sample
from notes.generalization.dropout import dropout_regression_weights
from notes.generalization.early_stopping import EarlyStopping, equivalent_strength
from notes.generalization.ensembles import ensemble_cross_entropy, ensemble_error
from notes.generalization.penalties import regularized_loss, soft_threshold
from notes.generalization.priors import gaussian_log_prior, laplace_log_prior
from notes.generalization.regression import noisy_targets, true_mean
from notes.generalization.ridge import ridge_filter, ridge_weights

ONE = torch.ones(1)
NOT_NEGATIVE = {
    "largest": lambda x: uniform_angles(1, x, torch.Generator()),
    "deviation": lambda x: noisy(ONE, x, torch.Generator()),
    "improvement": lambda x: EarlyStopping(torch.nn.Linear(1, 1), 1, x),
    "strength": lambda x: regularized_loss(ONE, torch.tensor(1.0), x),
    "threshold": lambda x: soft_threshold(ONE, x),
    "noise": lambda x: noisy_targets(ONE, x, torch.Generator()),
}
POSITIVE = {
    "deviation": lambda x: gaussian_log_prior(ONE, x),
    "scale": lambda x: laplace_log_prior(ONE, x),
    "rate": lambda x: equivalent_strength(x, 1),
    "strength": lambda x: ridge_weights(ONE[:, None], ONE, x),
}


@pytest.mark.parametrize("name", NOT_NEGATIVE)
def test_what_must_not_be_negative_may_be_zero(name: str):
    for bad in (-1e-9, math.nan):
        with pytest.raises(ValueError, match=f"^`{name}` must not be negative, got {bad}$"):
            NOT_NEGATIVE[name](bad)
    NOT_NEGATIVE[name](0)


@pytest.mark.parametrize("name", POSITIVE)
def test_what_must_be_positive_may_be_small(name: str):
    for bad in (0, -1e-9, math.nan):
        with pytest.raises(ValueError, match=f"^`{name}` must be positive, got {bad}$"):
            POSITIVE[name](bad)
    POSITIVE[name](1e-9)


def test_ridge_filter_without_a_penalty_keeps_everything():
    assert ridge_filter(ONE, 0).tolist() == [1.0]
    with pytest.raises(ValueError, match=r"^`strength` must not be negative, got nan$"):
        ridge_filter(ONE, math.nan)


@pytest.mark.parametrize("measure", [ensemble_cross_entropy, ensemble_error])
def test_measures_of_ensembles_refuse_no_sample_and_no_class(measure):
    logits = torch.zeros(1, 1, 3)
    for bad in (-1, 3):
        with pytest.raises(ValueError, match=f"^`labels` must be from 0 to 2, got {bad}$"):
            measure(logits, torch.tensor([[bad]]))
    with pytest.raises(ValueError, match=r"^`logits` must hold at least one entry, got shape \(1, 0, 3\)$"):
        measure(torch.zeros(1, 0, 3), torch.zeros(1, 0, dtype=torch.int64))
    with pytest.raises(ValueError, match=r"^`logits` must be finite, got nan$"):
        measure(math.nan * logits, torch.tensor([[0]]))
    assert measure(logits, torch.tensor([[2]])).isfinite().all()


def test_hinge_fits_name_points_of_single_precision():
    generator = torch.Generator().manual_seed(0)
    with pytest.raises(Exception, match="'points'"):
        hinge_fits(torch.tensor([0.5]), 2, 4, 0.1, generator, sets=2)
    assert hinge_fits(torch.tensor([0.5], dtype=torch.float64), 2, 4, 0.1, generator, sets=2).shape == (2, 1)


def test_no_angle_is_drawn_and_one_cell_holds_one_sample():
    assert uniform_angles(0, 5.0, torch.Generator()).shape == (0,)
    assert bins_per_sample(1, 1, 1) == 1


@pytest.mark.parametrize("shape", [(1, 3, 5), (1, 5, 3)])
def test_shifts_stay_below_the_shorter_side(shape: tuple[int, int, int]):
    assert shifted(torch.ones(shape), 2, torch.Generator()).shape == shape
    with pytest.raises(ValueError, match=r"^`largest` must be from 0 to 2, got 3$"):
        shifted(torch.ones(shape), 3, torch.Generator())


def test_true_mean_takes_what_is_finite_once_it_is_an_angle():
    assert true_mean(torch.tensor([5e37])).abs() <= 1  # 2 pi times that is 3.1e38, and 3.4e38 is the largest number
    with pytest.raises(ValueError, match=r"^`x` must be finite, got inf$"):
        true_mean(torch.tensor([6e37]))


def test_dropout_regression_without_dropout_is_least_squares_and_needs_independent_columns():
    features, targets = torch.tensor([[1.0, 0.0], [1.0, 1.0], [1.0, 3.0]]), torch.tensor([1.0, 2.0, 5.0])
    expected = torch.linalg.lstsq(features, targets.unsqueeze(1)).solution.squeeze(1)
    torch.testing.assert_close(dropout_regression_weights(features, targets, 0.0), expected)
    twice = features[:, :1].expand(3, 2)
    torch.testing.assert_close(dropout_regression_weights(twice, targets, 0.5), torch.full((2,), 8 / 9))
    with pytest.raises(ValueError, match=r"^`features` must"):
        dropout_regression_weights(twice, targets, 0.0)
