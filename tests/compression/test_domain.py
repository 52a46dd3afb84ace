"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import pytest
import torch

from notes.compression.curvature import damage_saliency
from notes.compression.distillation import distillation_loss, soft_loss, soft_targets
from notes.compression.pruning import kept
from notes.compression.quantization import affine_grid, codes, symmetric_grid


def test_codes_refuse_nan_and_send_infinity_to_the_ends_of_the_grid():
    grid = affine_grid(torch.tensor([-1.0, 1.0]), 8)
    with pytest.raises(ValueError, match=r"^`values` must be numbers, got nan$"):
        codes(torch.tensor([0.0, math.nan]), grid)
    assert codes(torch.tensor([-math.inf, math.inf]), grid).tolist() == [0, 255]


@pytest.mark.parametrize("grid", [affine_grid, symmetric_grid])
def test_grids_refuse_no_value_and_take_one(grid):
    with pytest.raises(ValueError, match=r"^`values` must hold at least one entry, got shape \(0,\)$"):
        grid(torch.zeros(0), 8)
    assert grid(torch.ones(1), 8).scale > 0


@pytest.mark.parametrize("target", [-100, -1, 3])
def test_distillation_refuses_what_is_no_class(target: int):
    zeros = torch.zeros(1, 3)
    with pytest.raises(ValueError, match=f"^`targets` must be from 0 to 2, got {target}$"):
        distillation_loss(zeros, zeros, torch.tensor([target]), 2.0, 0.5)


@pytest.mark.parametrize("target", [0, 2])
def test_distillation_takes_the_first_class_and_the_last(target: int):
    zeros = torch.zeros(1, 3)
    loss = distillation_loss(zeros, zeros, torch.tensor([target]), 1, 1).item()
    assert loss == pytest.approx(math.log(3))


@pytest.mark.parametrize("bad", [math.nan, -math.inf, math.inf])
def test_distillation_refuses_what_is_not_finite(bad: float):
    never, zeros = torch.tensor([[0.0, bad]]), torch.zeros(1, 2)
    with pytest.raises(ValueError, match=f"^`student` must be finite, got {bad}$"):
        soft_loss(never, never, 2.0)
    with pytest.raises(ValueError, match=f"^`teacher` must be finite, got {bad}$"):
        soft_targets(never, 2.0)
    with pytest.raises(ValueError, match=f"^`student` must be finite, got {bad}$"):
        distillation_loss(never, zeros, torch.tensor([0]), 2.0, 1.0)


@pytest.mark.parametrize("bad", [0, -1.0, math.nan])
def test_temperatures_are_positive(bad: float):
    with pytest.raises(ValueError, match=f"^`temperature` must be positive, got {bad}$"):
        soft_targets(torch.zeros(1, 2), bad)


def test_kept_refuses_saliencies_that_cannot_be_ranked():
    with pytest.raises(ValueError, match=r"^`saliency` must be numbers, got nan$"):
        kept(torch.tensor([[0.1, math.nan]]), 0.5)
    assert kept(torch.tensor([[0.1, math.inf]]), 0.5).tolist() == [[False, True]]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_damage_saliency_refuses_weights_that_are_not_finite(bad: float):
    with pytest.raises(ValueError, match=f"^`weights` must be finite, got {bad}$"):
        damage_saliency(torch.tensor([1.0, bad]), torch.ones(2))
    assert damage_saliency(torch.tensor([1.0]), torch.zeros(1)).tolist() == [0.0]
