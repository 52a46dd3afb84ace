"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import numpy as np
import pytest
import torch

from notes.training.autograd import Tape
from notes.training.descent import torch_path
from notes.training.gabor import gabor, gabor_data, gabor_loss
from notes.training.signal import expected_powers


@pytest.mark.parametrize(
    ("left", "right"),
    [((2,), (2, 2)), ((2, 3), (2, 3)), ((2, 2), (2,)), ((2,), (2,)), ((2, 2, 2), (2, 2, 2)), ((2, 2), (2, 2, 2))],
)
def test_tape_refuses_products_whose_derivative_it_has_not(left: tuple[int, ...], right: tuple[int, ...]):
    tape = Tape()
    with pytest.raises(ValueError, match=r"^`other` must be a matrix that fits, got shapes \("):
        tape.variable(np.ones(left)) @ tape.variable(np.ones(right))
    assert len(tape.records) == 2


def test_tape_multiplies_the_smallest_matrices():
    tape = Tape()
    x = tape.variable([[3.0]])
    assert tape.gradients(x @ [[2.0]])[x.index].tolist() == [[2.0]]


def test_gabor_loss_refuses_no_sample_and_takes_one():
    parameters = torch.tensor([0.0, 16.6])
    with pytest.raises(ValueError, match=r"^`inputs` must hold at least one entry, got shape \(0,\)$"):
        gabor_loss(parameters, torch.zeros(0), torch.zeros(0))
    assert gabor_loss(parameters, torch.zeros(1), torch.zeros(1)).isfinite()


def test_gabor_data_takes_no_noise_and_refuses_noise_without_end():
    inputs, targets = gabor_data(4, 0.0, torch.Generator().manual_seed(0))
    assert targets.equal(gabor(torch.tensor([0.0, 16.6], dtype=torch.float64), inputs))
    for bad in (-0.1, math.inf, math.nan):
        with pytest.raises(ValueError, match=rf"^`noise` must be non-negative and finite, got {bad}$"):
            gabor_data(4, bad, torch.Generator())


def test_expected_powers_refuse_a_layer_without_inputs_and_take_one():
    assert expected_powers([1], [0.0], 0.0).tolist() == [0.0]
    with pytest.raises(ValueError, match=r"^`widths` must .*, got \[2, 0\]$"):
        expected_powers([2, 0], [1.0, 1.0], 1.0)


def test_paths_of_optimisers_are_values_without_a_history():
    path = torch_path(torch.optim.SGD, lambda phi: phi.square().sum(), torch.ones(2), torch.full((3,), 0.1))
    assert not path.requires_grad
