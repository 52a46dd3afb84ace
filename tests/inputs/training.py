"""How to call what chapter 4 teaches."""

from collections.abc import Iterator

import numpy as np
import torch
from tests.inputs.case import case, given, used
from torch import Tensor

from notes.training import (
    adam,
    adaptive,
    backpropagation,
    computation_graph,
    descent,
    lion,
    minibatch,
    mixed_precision,
    momentum,
    muon,
    perceptron,
    toy,
)
from notes.training.autograd import Tape
from notes.training.schedules import constant_rate

LINE, ANSWERS, START = given([0.5, 2.0, 1.5, 4.0]), given([1.0, 3.0, 2.5, 7.0]), given([0.5, -1.5])
FEATURES = given([[0.5, 1.0], [2.0, 0.25], [1.5, 3.0]])
IMAGES, ONE_HOT = given(np.array([[0.5, 1.0], [2.0, 0.25]])), given(np.array([[1.0, 0.0], [0.0, 1.0]]))
SMALL = given((np.array([[0.5, -1.0], [1.0, 0.25]]), np.zeros((1, 2)), np.eye(2), np.zeros((1, 2))))


def layers() -> tuple[backpropagation.Layer, ...]:
    first = backpropagation.Layer(torch.tensor([[1.0, 0.5], [-0.5, 2.0]]), torch.tensor([0.25, 1.0]))
    return first, backpropagation.Layer(torch.tensor([[1.0, -1.0]]), torch.tensor([0.5]))


def slope(parameters: Tensor) -> Tensor:
    return 2 * (parameters - 1)


def height(parameters: Tensor) -> Tensor:
    return (parameters - 1).square().sum()


def two_steps(optimizer: descent.Optimizer) -> Tensor:
    return descent.optimizer_path(optimizer, slope, START(), constant_rate(0.25, steps=2))


def step_of_a_matrix(optimizer: descent.Optimizer) -> Tensor:
    matrix = FEATURES()
    return optimizer.step(matrix, optimizer.initial_state(matrix), slope, 0.25)[0]


def gradients_on_tape(value: list[float], other: list[float]) -> list[np.ndarray]:
    """Gradients of all operations in one, by two variables."""
    tape = Tape()
    with np.errstate(all="ignore"):
        x, y = tape.variable(value), tape.variable(other)
        return tape.gradients(((x * y).sin() + (x - y).exp().log() + x.cos() ** 2 + (-x).relu()).sum())


def gradient_of_toy(parameters: list[float], x: float, y: float) -> list[np.ndarray]:
    tape = Tape()
    with np.errstate(all="ignore"):
        return tape.gradients(toy.toy_loss_on_tape(tape, parameters, x, y)[0])


def loss_on_tape(value: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
    """Gradients of the loss of a perceptron by its images, and the loss."""
    tape = Tape()
    with np.errstate(all="ignore"):
        logits = perceptron.logits_on_tape([tape.variable(one) for one in SMALL()], tape.variable(value))
        return tape.gradients(perceptron.cross_entropy_on_tape(logits, other))


def gradients_of_batches(inputs: Tensor, targets: Tensor) -> Tensor:
    batches: Iterator[Tensor] = iter([given([0, 2])(), given([1])()])
    return minibatch.stochastic_gradient(lambda phi, x, y: phi * x.sum() + y.sum(), inputs, targets, batches)(START())


SHAPES = "the engine is to fit a page and leaves to NumPy what shapes fit"
UNFIT = dict.fromkeys(["value: no number", "other: no number"], SHAPES)
UNFIT_IMAGES = dict.fromkeys(["value: empty", "other: empty", "other: wrong size"], SHAPES)
DECAYED = {"weight_decay: large": "the decay is multiplied by the rate, and the path that overflows names its rates"}
SAMPLED = {"inputs": LINE, "targets": ANSWERS}
GIVEN = {
    "layers": layers,
    "forward": lambda: backpropagation.forward_pass(layers(), FEATURES()),
    "output_gradient": given([[0.5], [-1.0], [0.25]]),
    "widths": given((2, 3, 1)),
    "variances": given((0.5, 0.25)),
    "start": START,
    "gradient": given(slope),
    "loss": given(height),
    "rates": given([0.25, 0.125, 0.5]),
}
CASES = {
    "adam.NormalizedGradient": case(call=used(adam.NormalizedGradient, two_steps)),
    "adam.Adam": case(call=used(adam.Adam, two_steps)),
    "adam.AdamW": case(call=used(adam.AdamW, two_steps), known=DECAYED),
    "adaptive.AdaGrad": case(call=used(adaptive.AdaGrad, two_steps)),
    "adaptive.RMSProp": case(call=used(adaptive.RMSProp, two_steps)),
    "autograd.Tape": case(call=gradients_on_tape, value=given((0.5, 1.0)), other=given((0.25, -1.5)), known=UNFIT),
    "autograd.Variable": case(call=gradients_on_tape, value=given((0.5, 1.0)), other=given((0.25, -1.5)), known=UNFIT),
    "backpropagation.forward_pass": case(inputs=FEATURES),
    "checkpointing.checkpoints": case(inputs=FEATURES),
    "checkpointing.checkpointed_backward_pass": case(inputs=FEATURES),
    "clipping.clipped_gradients": case(gradients=lambda: [START(), FEATURES()]),
    "computation_graph.operations": case(expressions=lambda: computation_graph.direct_derivatives(1)),
    "descent.GradientDescent": case(call=used(descent.GradientDescent, two_steps)),
    "descent.gradient_of": case(call=lambda parameters: descent.gradient_of(height)(parameters), parameters=START),
    "descent.optimizer_path": case(optimizer=descent.GradientDescent),
    "descent.torch_path": case(optimizer=given(torch.optim.SGD)),
    "lion.Lion": case(call=used(lion.Lion, two_steps), known=DECAYED),
    "minibatch.shuffled_batches": case(samples=given(5)),
    "minibatch.stochastic_gradient": case(call=gradients_of_batches, **SAMPLED),
    "mixed_precision.half_precision_gradients": case(inputs=FEATURES),
    "mixed_precision.LossScale": case(call=used(mixed_precision.LossScale, lambda scale: scale.after(True).scale)),
    "momentum.Momentum": case(call=used(momentum.Momentum, two_steps)),
    "momentum.NesterovMomentum": case(call=used(momentum.NesterovMomentum, two_steps)),
    "muon.Muon": case(call=used(muon.Muon, step_of_a_matrix)),
    "muon.newton_schulz": case(matrix=FEATURES),
    "perceptron.logits_on_tape": case(call=loss_on_tape, value=IMAGES, other=ONE_HOT, known=UNFIT_IMAGES),
    "perceptron.cross_entropy_on_tape": case(call=loss_on_tape, value=IMAGES, other=ONE_HOT, known=UNFIT_IMAGES),
    "perceptron.trained_on_tape": case(images=IMAGES, onehot=ONE_HOT, start=SMALL, steps=given(2)),
    "perceptron.predicted_classes": case(parameters=SMALL, images=IMAGES),
    "quadratic.best_momentum": case(flattest=given(0.5)),
    "schedules.warmup_stable_decay": case(steps=given(6), warmup=given(2), decay=given(3)),
    "schedules.warmed_up": case(warmup=given(2)),
    "signal.signal_powers": case(inputs=FEATURES),
    "signal.expected_powers": case(widths=given((2, 3))),
    **dict.fromkeys(
        ["toy.toy_forward", "toy.toy_losses", "toy.toy_gradients"],
        case(known={"inputs: large": "of the sine of 1e38 no digit is right"}),
    ),
    "toy.toy_loss_on_tape": case(call=gradient_of_toy, parameters=given((1.0,) * 8)),
}
