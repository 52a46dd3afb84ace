from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

import notes.training.autograd
from notes.training.autograd import Tape
from notes.training.toy import toy_gradients

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


def toy_loss_on_a_tape(parameters, x, y):
    tape = Tape()
    b0, w0, b1, w1, b2, w2, b3, w3 = variables = [tape.variable(value) for value in parameters]
    prediction = b3 + w3 * (b2 + w2 * (b1 + w1 * (b0 + w0 * x).sin()).exp()).cos()
    return tape, variables, (prediction - y) ** 2


def test_tape_gradients_of_the_toy_model_equal_the_hand_written_ones():
    parameters = [0.4, -0.7, 0.2, 0.9, -0.3, 0.8, 1.1, -1.4]
    tape, variables, loss = toy_loss_on_a_tape(parameters, x=0.5, y=0.3)
    gradients = tape.gradients(loss)
    expected = toy_gradients(*(torch.tensor(values, dtype=torch.float64) for values in (parameters, [0.5], [0.3])))
    np.testing.assert_allclose([gradients[v.index] for v in variables], expected[0].numpy(), rtol=1e-12)


def mean_cross_entropy(images, labels, first, last):
    """Of a network with one hidden layer: `first` and `last` are pairs of weights and biases."""
    logits = (images @ first[0] + first[1]).relu() @ last[0] + last[1]
    return ((logits.exp().sum(axis=1).log() - (logits * labels).sum(axis=1)) * (1 / len(labels))).sum()


def test_tape_trains_a_network_on_digits_as_torch_does():
    images, targets = load_digits(return_X_y=True)
    images, labels = images[:500] / 16, np.eye(10)[targets[:500]]
    shapes = [(64, 16), (1, 16), (16, 10), (1, 10)]
    ours = [GENERATOR.normal(scale=0.2, size=shape) for shape in shapes]
    theirs = [torch.tensor(array, requires_grad=True) for array in ours]
    for _ in range(60):
        tape = Tape()
        w0, b0, w1, b1 = variables = [tape.variable(array) for array in ours]
        loss = mean_cross_entropy(tape.variable(images), labels, (w0, b0), (w1, b1))
        gradients = tape.gradients(loss)
        ours = [array - 0.5 * gradients[v.index] for array, v in zip(ours, variables, strict=True)]
        logits = (torch.tensor(images) @ theirs[0] + theirs[1]).relu() @ theirs[2] + theirs[3]
        reference = torch.nn.functional.cross_entropy(logits, torch.tensor(targets[:500]))
        slopes = torch.autograd.grad(reference, theirs)
        assert float(loss.value) == pytest.approx(reference.item(), rel=1e-9)
        theirs = [(t - 0.5 * g).detach().requires_grad_() for t, g in zip(theirs, slopes, strict=True)]
    predictions = logits.argmax(1).numpy()
    assert (predictions == targets[:500]).mean() > 0.9


def test_autograd_is_shorter_than_150_lines():
    assert len(Path(notes.training.autograd.__file__).read_text(encoding="utf-8").splitlines()) < 150


def test_tape_refuses_what_it_cannot_differentiate():
    tape, other = Tape(), Tape()
    vector = tape.variable([1.0, 2.0])
    with pytest.raises(ValueError, match=r"`output` must be a scalar on this tape, got shape \(2,\)"):
        tape.gradients(vector)
    with pytest.raises(ValueError, match="`output` must be a scalar on this tape"):
        other.gradients(vector.sum())
    with pytest.raises(ValueError, match=r"operands of `\+` must stand on one tape"):
        vector + other.variable(1.0)
    with pytest.raises(ValueError, match="`value` must be finite, got nan"):
        tape.variable([0.0, np.nan])
