"""A perceptron with one hidden layer, trained by nothing but the engine of `notes.training.autograd`."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Float64, jaxtyped
from numpy.typing import NDArray

from notes.domain import beartype, require_finite, require_length, require_positive, require_shape, require_sizes
from notes.training.autograd import Tape, Variable

Array = NDArray[np.float64]


class Training(NamedTuple):
    """What training leaves behind: weights and biases of the two layers in turn, and the loss before every step."""

    parameters: list[Array]
    losses: list[float]


def _require_fitting(images: Array, **arguments: Sequence[Array]) -> None:
    require_length(4, **arguments)
    for name, (weights, *_) in arguments.items():
        require_shape((images.shape[1], weights.shape[1]), **{name: weights})


def logits_on_tape(parameters: Sequence[Variable], images: Variable) -> Variable:
    r"""Scores of every class, $\operatorname{ReLU}(X W_0 + b_0) W_1 + b_1$.

    Args:
        parameters: $W_0, b_0, W_1, b_1$, of shapes (pixels, hidden), (1, hidden), (hidden, classes), (1, classes).
        images: one image a row.

    Returns:
        One score a class, images in rows.
    """
    w0, b0, w1, b1 = parameters
    return (images @ w0 + b0).relu() @ w1 + b1


def cross_entropy_on_tape(logits: Variable, onehot: Array) -> Variable:
    r"""Mean cross entropy, $\frac1n \sum_i \left(\log \sum_k e^{f_{ik}} - f_{i y_i}\right)$.

    Args:
        logits: one score a class, images in rows.
        onehot: a one in the column of each image's class, zeros elsewhere.

    Returns:
        The loss, in nats.
    """
    shifted = logits - logits.value.max(axis=1, keepdims=True)  # leaves the loss alone and keeps exp in range
    surprises = shifted.exp().sum(axis=1).log() - (shifted * onehot).sum(axis=1)
    return surprises.sum() * (1 / len(onehot))


@jaxtyped(typechecker=beartype)
def trained_on_tape(
    images: Float64[np.ndarray, "images pixels"],
    onehot: Float64[np.ndarray, "images classes"],
    start: Sequence[Array],
    rate: float,
    steps: int,
) -> Training:
    """Full-batch gradient descent on the mean cross entropy, a fresh tape at every step.

    Args:
        images: one image a row.
        onehot: a one in the column of each image's class, zeros elsewhere.
        start: initial weights and biases, as `logits_on_tape` takes them.
        rate: the learning rate, positive.
        steps: how many steps to take.

    Returns:
        The parameters after the last step, and the loss before every step.

    Raises:
        ValueError: if `rate` is not positive, `steps` is negative, a number is NaN or infinite, or shapes do not
            fit.
    """
    _require_fitting(images, start=start)
    require_shape((len(images), start[2].shape[1]), onehot=onehot)
    require_finite(images=images, onehot=onehot)
    require_positive(rate=rate)
    require_sizes(0, steps=steps)
    parameters, losses = [np.array(array, dtype=np.float64) for array in start], []
    for _ in range(steps):
        tape = Tape()
        leaves = [tape.variable(array) for array in parameters]
        loss = cross_entropy_on_tape(logits_on_tape(leaves, tape.variable(images)), onehot)
        gradients = tape.gradients(loss)
        losses.append(float(loss.value))
        parameters = [array - rate * gradients[leaf.index] for array, leaf in zip(parameters, leaves, strict=True)]
    return Training(parameters, losses)


@jaxtyped(typechecker=beartype)
def predicted_classes(parameters: Sequence[Array], images: Float64[np.ndarray, "images pixels"]) -> NDArray[np.int64]:
    """The class with the highest score, for every image.

    Args:
        parameters: weights and biases, as `logits_on_tape` takes them.
        images: one image a row.

    Returns:
        One class an image.

    Raises:
        ValueError: if a pixel is NaN or infinite, or shapes do not fit.
    """
    _require_fitting(images, parameters=parameters)
    require_finite(images=images)
    tape = Tape()
    logits = logits_on_tape([tape.variable(array) for array in parameters], tape.variable(images))
    return logits.value.argmax(axis=1)
