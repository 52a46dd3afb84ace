import numpy as np
import pytest
import torch

from notes.data import digits
from notes.training.autograd import Tape
from notes.training.perceptron import cross_entropy_on_tape, trained_on_tape

DATA = digits()
IMAGES, CLASSES = DATA.inputs[:500].reshape(500, -1).double().numpy(), DATA.targets[:500]
ONEHOT = np.eye(10)[CLASSES]
SHAPES = ((64, 16), (1, 16), (16, 10), (1, 10))


def start():
    generator = np.random.default_rng(0)
    return [generator.normal(scale=0.2, size=shape) for shape in SHAPES]


def torch_training(rate, steps):
    parameters, losses = [torch.tensor(array, requires_grad=True) for array in start()], []
    for _ in range(steps):
        w0, b0, w1, b1 = parameters
        loss = torch.nn.functional.cross_entropy((torch.tensor(IMAGES) @ w0 + b0).relu() @ w1 + b1, CLASSES)
        gradients = torch.autograd.grad(loss, parameters)
        losses.append(loss.item())
        parameters = [(p - rate * g).detach().requires_grad_() for p, g in zip(parameters, gradients, strict=True)]
    return parameters, losses


def test_trained_on_tape_equals_torch_step_for_step():
    ours = trained_on_tape(IMAGES, ONEHOT, start(), rate=0.5, steps=60)
    parameters, losses = torch_training(rate=0.5, steps=60)
    np.testing.assert_allclose(ours.losses, losses, rtol=1e-9)
    for mine, theirs in zip(ours.parameters, parameters, strict=True):
        np.testing.assert_allclose(mine, theirs.detach().numpy(), atol=1e-9)


def test_cross_entropy_on_tape_stays_finite_at_large_logits():
    tape = Tape()
    logits = tape.variable([[1e4, 0.0], [0.0, -1e4]])
    loss = cross_entropy_on_tape(logits, np.eye(2))
    assert float(loss.value) == pytest.approx(5000.0)
    assert np.isfinite(tape.gradients(loss)[logits.index]).all()


def test_trained_on_tape_refuses_no_rate():
    with pytest.raises(ValueError, match="`rate` must be positive, got 0"):
        trained_on_tape(IMAGES, ONEHOT, start(), rate=0.0, steps=1)
