"""The focal loss against its formula, its derivative against the proof's, and at extreme logits."""

import math

import pytest
import torch

from notes.losses.categorical import categorical_nll, softmax
from notes.losses.focal import focal_loss

F64 = torch.float64


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0, 5.0])
def test_focal_loss_is_its_formula_in_value_and_gradient(gamma: float, generator: torch.Generator):
    logits = torch.randn(7, 4, generator=generator, dtype=F64).requires_grad_()
    targets = torch.tensor([0, 3, 2, 1, 1, 0, 2])
    chance = softmax(logits).take_along_dim(targets.unsqueeze(-1), -1).squeeze(-1)
    ours, by_hand = focal_loss(logits, targets, gamma), -((1 - chance) ** gamma) * chance.log()
    torch.testing.assert_close(ours, by_hand)
    slopes, expected = (torch.autograd.grad(loss.sum(), logits, retain_graph=True)[0] for loss in (ours, by_hand))
    torch.testing.assert_close(slopes, expected)
    at_true = slopes.take_along_dim(targets.unsqueeze(-1), -1).squeeze(-1)
    proved = (1 - chance) ** gamma * (gamma * chance * chance.log() - (1 - chance))
    torch.testing.assert_close(at_true, proved)


def test_focal_loss_without_power_is_cross_entropy_at_any_size():
    logits, targets = torch.tensor([[1e4, 0.0], [-1e4, 0.0]]), torch.tensor([0, 0])
    torch.testing.assert_close(focal_loss(logits, targets, 0.0), categorical_nll(logits, targets))


def test_focal_loss_keeps_its_digits_where_the_probability_rounds_to_one():
    logits = torch.tensor([60.0, 0.0], dtype=F64, requires_grad=True)
    loss = focal_loss(logits, torch.tensor(0), 0.5)
    assert loss.item() == pytest.approx(math.exp(-90), rel=1e-9)
    assert torch.autograd.grad(loss, logits)[0].tolist() == pytest.approx([-1.5 * math.exp(-90), 1.5 * math.exp(-90)])


def test_focal_loss_is_least_below_the_belief():
    reports = torch.linspace(0.01, 0.99, 99, dtype=F64)
    logits = torch.stack([reports.log(), (1 - reports).log()], dim=-1)
    yes, no = (focal_loss(logits, torch.full((99,), y)) for y in (0, 1))
    best = reports[(0.8 * yes + 0.2 * no).argmin()].item()
    assert 0.5 < best < 0.75


@pytest.mark.parametrize(("power", "bold"), [(0.0, 0.1), (2.0, 0.113), (5.0, 0.112)])
def test_focal_loss_of_many_classes_is_least_above_a_small_belief(power: float, bold: float):
    reports = torch.linspace(0.08, 0.14, 61, dtype=F64)
    logits = torch.cat([reports.unsqueeze(-1), ((1 - reports) / 99).unsqueeze(-1).expand(-1, 99)], dim=-1).log()
    first, other = (focal_loss(logits, torch.full((61,), y), power) for y in (0, 1))
    assert reports[(0.1 * first + 0.9 * other).argmin()].item() == pytest.approx(bold, abs=6e-4)


def test_focal_loss_refuses_one_class_and_takes_two():
    with pytest.raises(ValueError, match=r"^`logits` must be of two classes at least, got 1$"):
        focal_loss(torch.zeros(3, 1), torch.zeros(3, dtype=torch.int64))
    assert focal_loss(torch.zeros(1, 2), torch.tensor([1])).item() == pytest.approx(math.log(2) / 4)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("gamma", {"gamma": -0.01}, "must not be negative, got -0.01"),
        ("gamma", {"gamma": math.nan}, "must not be negative, got nan"),
        ("gamma", {"gamma": math.inf}, "must be finite, got inf"),
        ("logits", {"logits": torch.tensor([[0.0, math.inf]])}, "must be finite, got inf"),
        ("targets", {"targets": torch.tensor([2])}, "must be a class from 0 to 1, got 2"),
        ("targets", {"targets": torch.tensor([-1])}, "must be a class from 0 to 1, got -1"),
    ],
)
def test_focal_loss_refuses_what_it_has_no_value_for(name: str, change: dict, message: str):
    with pytest.raises(ValueError, match=f"^`{name}` {message}$"):
        focal_loss(**{"logits": torch.zeros(1, 2), "targets": torch.tensor([0]), "gamma": 2.0} | change)
