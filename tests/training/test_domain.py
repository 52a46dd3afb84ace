"""What the functions of the chapter refuse, and the last thing that they take."""

import numpy as np
import pytest
import torch

from notes.training.autograd import Tape
from notes.training.gabor import gabor_loss


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
