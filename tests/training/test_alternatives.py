"""What the alternative texts of chapter 4 say of their figures, asserted of the data that these draw."""

import torch

from notes.training.adam import Adam, NormalizedGradient
from notes.training.descent import GradientDescent, optimizer_path
from notes.training.figures import WINDOW
from notes.training.gabor import TRUE_PARAMETERS, gabor_data, gabor_gradient, gabor_loss
from notes.training.momentum import Momentum, NesterovMomentum
from notes.training.schedules import constant_rate, exponential_decay

DATA = gabor_data(28, noise=0.1, generator=torch.Generator().manual_seed(4))


def slope(phi):
    return gabor_gradient(phi, *DATA)


def test_landscape_has_two_paths_that_end_at_the_star_and_six_near_where_they_started():
    starts = torch.tensor([[-8, 5], [-2, 5], [3, 21], [5, 18], [-5, 13], [8, 8], [-7, 20], [2.5, 8]]).double()
    paths = optimizer_path(GradientDescent(), slope, starts, constant_rate(2.0, 600))
    ends = paths[-1]
    at_star = (ends - torch.tensor(TRUE_PARAMETERS).double()).norm(dim=1) < 0.2
    assert at_star.sum() == 2
    others = ends[~at_star]
    assert (slope(others).norm(dim=1) < 1e-3).all()
    assert (gabor_loss(others, *DATA) > 0.1).all()
    assert (others - starts[~at_star]).norm(dim=1).max() < 2.2
    assert torch.pdist(others).min() > 1
    (left, right), (low, high) = WINDOW
    assert ((paths > torch.tensor([left, low])) & (paths < torch.tensor([right, high]))).all()


def test_valley_has_zigzags_wide_swings_and_less_wide_ones():
    curvatures, start = torch.tensor([1.0, 25.0]), torch.tensor([-4.0, 1.0])
    plain, momentum, nesterov = (
        optimizer_path(rule, lambda phi: curvatures * phi, start, constant_rate(rate, 40))
        for rule, rate in ((GradientDescent(), 0.07), (Momentum(0.8), 0.15), (NesterovMomentum(0.8), 0.15))
    )
    assert (plain[1:, 1] * plain[:-1, 1] < 0).all()
    assert momentum[:, 0].max() > 0.2
    assert momentum[2:, 1].abs().max() > 0.7 > 0.1 > nesterov[2:, 1].abs().max()
    assert nesterov[-1].norm() < momentum[-1].norm() < plain[-1].norm()


def test_race_has_three_that_arrive_after_some_seventy_steps_and_one_that_jitters_above_them():
    start, losses = torch.tensor([3.0, 21.0]).double(), []
    rules = (GradientDescent(), Momentum(0.9), NesterovMomentum(0.9), Adam(), NormalizedGradient())
    for rule, rate in zip(rules, (4.0, 8.0, 8.0, 0.2, 0.1), strict=True):
        losses.append(gabor_loss(optimizer_path(rule, slope, start, constant_rate(rate, 120)), *DATA))
    plain, *three, normalised = losses
    assert all(loss[70] < 0.0095 < plain[70] for loss in three)
    assert normalised[70] < 0.01
    assert normalised[-20:].max() > max(loss[-20:].max() for loss in three)
    assert (normalised[-20:].diff() > 0).any()


def test_bouncing_has_a_straight_fall_hops_of_half_the_rate_and_hops_that_shrink():
    rates, start = constant_rate(0.1, 60), torch.tensor([1.73])
    plain = optimizer_path(GradientDescent(), lambda phi: phi, start, 2 * rates).abs().flatten()
    normalised = optimizer_path(NormalizedGradient(), lambda phi: phi, start, rates).abs().flatten()
    falling = exponential_decay(0.1, 60, factor=0.95)
    decaying = optimizer_path(NormalizedGradient(), lambda phi: phi, start, falling).abs().flatten()
    torch.testing.assert_close(plain.log().diff(), torch.full((60,), 0.8).log())
    assert 0.02 < normalised[-20:].min() < 0.05 < normalised[-20:].max() < 0.08
    assert decaying[-10:].max() < 0.02
