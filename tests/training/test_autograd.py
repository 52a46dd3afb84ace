from pathlib import Path

import numpy as np
import pytest
import torch

import notes.training.autograd
from notes.training.autograd import Tape
from notes.training.toy import toy_gradients, toy_loss_on_tape

GENERATOR = np.random.default_rng(0)
MATRIX, ROW, COLUMN = GENERATOR.normal(size=(4, 3)), GENERATOR.normal(size=(1, 3)), GENERATOR.normal(size=(4, 1))

PROGRAMS = {
    "sum": lambda a, b, c: a + b + c,
    "difference": lambda a, b, c: a - b - c,
    "product": lambda a, b, c: a * b * c,
    "power": lambda a, b, c: (a + b) ** 3 * c,
    "negative": lambda a, b, c: -a * b + c * 2.0 + 1.0,
    "right operand": lambda a, b, c: 2.0 * a + (3.0 + b) * c,
    "sine": lambda a, b, c: (a * b).sin() * c,
    "cosine": lambda a, b, c: (a + c).cos() * b,
    "exponential": lambda a, b, c: (a * b).exp() + c,
    "logarithm": lambda a, b, c: (a * a + b * b).log() * c,
    "rectifier": lambda a, b, c: (a + b).relu() * c,
    "used twice": lambda a, b, c: a * a * a + a * b + c,
}


def both_gradients(program, *arrays):
    tape = Tape()
    variables = [tape.variable(array) for array in arrays]
    ours = tape.gradients(program(*variables).sum())
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    return [ours[variable.index] for variable in variables], torch.autograd.grad(program(*tensors).sum(), tensors)


@pytest.mark.parametrize("name", PROGRAMS)
def test_tape_gradients_equal_torch_with_broadcasting(name):
    for mine, theirs in zip(*both_gradients(PROGRAMS[name], MATRIX, ROW, COLUMN), strict=True):
        np.testing.assert_allclose(mine, theirs.numpy(), atol=1e-12, rtol=1e-12)


def test_tape_gradients_of_matrix_products_equal_torch():
    for mine, theirs in zip(*both_gradients(lambda a, b: ((a @ b).sin() @ a).exp(), MATRIX, MATRIX.T), strict=True):
        np.testing.assert_allclose(mine, theirs.numpy(), atol=1e-12, rtol=1e-12)


def test_tape_gradients_of_sums_along_an_axis_equal_torch():
    tape = Tape()
    a = tape.variable(MATRIX)
    ours = tape.gradients((a * a.exp().sum(axis=1)).sum())[a.index]
    t = torch.tensor(MATRIX, requires_grad=True)
    (t * t.exp().sum(dim=1, keepdim=True)).sum().backward()
    np.testing.assert_allclose(ours, t.grad.numpy(), rtol=1e-12)


def test_tape_gradients_of_an_array_on_the_left_equal_those_on_the_right():
    tape = Tape()
    a = tape.variable(ROW)
    np.testing.assert_allclose(tape.gradients((MATRIX * a).sum())[a.index], tape.gradients((a * MATRIX).sum())[a.index])


def test_tape_gradients_of_the_toy_model_equal_the_hand_written_ones():
    parameters = [0.4, -0.7, 0.2, 0.9, -0.3, 0.8, 1.1, -1.4]
    tape = Tape()
    loss, variables = toy_loss_on_tape(tape, parameters, x=0.5, y=0.3)
    gradients = tape.gradients(loss)
    expected = toy_gradients(*(torch.tensor(values, dtype=torch.float64) for values in (parameters, [0.5], [0.3])))
    np.testing.assert_allclose([gradients[v.index] for v in variables], expected[0].numpy(), rtol=1e-12)


def test_autograd_is_shorter_than_150_lines():
    assert len(Path(notes.training.autograd.__file__).read_text(encoding="utf-8").splitlines()) < 150


def test_tape_refuses_what_it_cannot_differentiate():
    tape, other = Tape(), Tape()
    vector = tape.variable([1.0, 2.0])
    with pytest.raises(ValueError, match=r"`output` must be a scalar on this tape, got \(2,\)"):
        tape.gradients(vector)
    with pytest.raises(ValueError, match="`output` must be a scalar on this tape"):
        other.gradients(vector.sum())
    with pytest.raises(ValueError, match=r"operands of `\+` must stand on one tape"):
        vector + other.variable(1.0)
    with pytest.raises(ValueError, match=r"`value` must be finite, got .*nan"):
        tape.variable([0.0, np.nan])
