"""The quantile loss against scikit-learn, and the quantile as its minimiser."""

import math

import pytest
import torch
from sklearn.metrics import mean_pinball_loss

from notes.losses.quantile import quantile_loss

F64 = torch.float64


@pytest.mark.parametrize("level", [0.05, 0.5, 0.9])
def test_quantile_loss_is_that_of_scikit_learn(level: float, generator: torch.Generator):
    predictions, targets = torch.randn(2, 20, generator=generator, dtype=F64)
    found = quantile_loss(predictions, targets, level).mean().item()
    assert found == pytest.approx(mean_pinball_loss(targets, predictions, alpha=level))


def test_quantile_loss_pulls_by_the_level_from_above_and_by_the_rest_from_below():
    predictions = torch.tensor([0.0, 0.0], dtype=F64, requires_grad=True)
    (slope,) = torch.autograd.grad(
        quantile_loss(predictions, torch.tensor([2.0, -2.0]).double(), 0.9).sum(), predictions
    )
    assert slope.tolist() == pytest.approx([-0.9, 0.1])


@pytest.mark.parametrize(("level", "place"), [(0.25, 1.0), (0.5, 2.0), (0.75, 3.0), (0.6, 3.0)])
def test_quantile_loss_is_least_at_the_quantile(level: float, place: float):
    targets = torch.tensor([1.0, 2.0, 3.0, 50.0], dtype=F64)
    at = torch.cat([targets, torch.linspace(0, 60, 121, dtype=F64)])
    losses = torch.stack([quantile_loss(one.expand(4), targets, level).sum() for one in at])
    assert losses[at == place].min().item() == pytest.approx(losses.min().item())


@pytest.mark.parametrize("level", [0.1, 0.25, 0.4, 0.5, 0.9])
def test_quantile_loss_has_one_minimiser_or_all_places_between_two_targets(level: float):
    targets, at = torch.tensor([1.0, 2.0, 3.0, 5.0], dtype=F64), torch.linspace(0, 6, 61, dtype=F64)
    losses = quantile_loss(at.unsqueeze(-1).expand(-1, 4), targets.expand(61, 4), level).sum(-1)
    least = at[losses < losses.min() + 1e-9]
    rank = math.ceil(4 * level)
    upper = targets[rank] if 4 * level == rank else targets[rank - 1]
    assert (least[0].item(), least[-1].item()) == pytest.approx((targets[rank - 1].item(), upper.item()))


@pytest.mark.parametrize("bad", [0.0, 1.0, math.nan])
def test_quantile_loss_refuses_levels_that_are_no_quantile(bad: float):
    with pytest.raises(ValueError, match=f"^`level` must be above 0 and below 1, got {bad}$"):
        quantile_loss(torch.zeros(1), torch.zeros(1), bad)


@pytest.mark.parametrize("level", [1e-9, 1 - 1e-9])
def test_quantile_loss_takes_every_level_between(level: float):
    assert quantile_loss(torch.zeros(2), torch.tensor([1.0, -1.0]), level).sum().item() == pytest.approx(1)


@pytest.mark.parametrize("name", ["predictions", "targets"])
def test_quantile_loss_refuses_what_is_not_finite(name: str):
    given = {"predictions": torch.zeros(1), "targets": torch.zeros(1)} | {name: torch.tensor([math.inf])}
    with pytest.raises(ValueError, match=f"^`{name}` must be finite, got inf$"):
        quantile_loss(**given, level=0.5)
