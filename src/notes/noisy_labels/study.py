"""The comparison: every method on one task, under one harness, read off after the last epoch."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from torch import Generator, Tensor, stack

from notes.noisy_labels import methods
from notes.noisy_labels.harness import Objective, accuracy, held_out_probabilities, training_history
from notes.noisy_labels.task import Task
from notes.noisy_labels.transition import noisy_labels
from notes.noisy_labels.voting import averaged_prediction, majority_vote

Reading = Callable[[Tensor], Tensor]


def individual_predictions(probabilities: Tensor) -> Tensor:
    """The prediction of every member for itself.

    Args:
        probabilities: predictions of each member, the classes last.

    Returns:
        One class per member and example.
    """
    return probabilities.argmax(-1)


class Method(NamedTuple):
    """A method of the comparison.

    Attributes:
        objective: makes the objective anew, from the seed of what is random in it.
        readings: how predictions are read off the members, by the names in the table.
        members: number of networks for each run.
    """

    objective: Callable[[int], Objective]
    readings: Mapping[str, Reading]
    members: int = 1


def _single(name: str, objective: Callable[[int], Objective], members: int = 1) -> Method:
    return Method(objective, {name: individual_predictions}, members)


METHODS = (
    _single("cross entropy", lambda _: methods.cross_entropy),
    _single("forward correction", lambda _: methods.forward_correction),
    _single("backward correction", lambda _: methods.backward_correction),
    _single("absolute error", lambda _: methods.absolute_error),
    _single("generalised CE", lambda _: methods.generalized),
    _single("truncated GCE", lambda _: methods.truncated),
    _single("early-learning reg.", lambda _: methods.early_learning()),
    _single("mixup", lambda seed: methods.mixup(seed=seed)),
    _single("small-loss selection", lambda _: methods.small_loss),
    _single("co-teaching", lambda _: methods.co_teaching, 2),
    Method(
        lambda _: methods.cross_entropy,
        {"vote of 3": majority_vote, "average of 3": averaged_prediction},
        3,
    ),
    _single("learning to reweight", lambda _: methods.reweighted),
    _single("trusted set alone", lambda _: methods.trusted_only),
)
"""The methods in the order of the chapter; the last one never sees a noisy label."""


def comparison(task: Task, *, epochs: int = 150, hidden: int = 128, seed: int = 0) -> dict[str, Tensor]:
    """Test accuracy of every method after the last epoch.

    Args:
        task: the data of every run.
        epochs: number of steps of each training.
        hidden: number of hidden units of each network.
        seed: of the first weights, and of mixup's partners and weights.

    Returns:
        For the name of each method one accuracy per run; where a method trains two networks, their mean.
    """
    accuracies = {}
    for method in METHODS:
        copies = task.repeated(method.members)
        history = training_history(
            method.objective(seed), copies, epochs=epochs, hidden=hidden, every=epochs, seed=seed
        )
        probabilities = held_out_probabilities(history.stack, copies)
        probabilities = probabilities.unflatten(0, (method.members, len(task)))
        for name, reading in method.readings.items():
            accuracies[name] = accuracy(reading(probabilities), task.test_labels).reshape(-1, len(task)).mean(0)
    return accuracies


def early_stopped(task: Task, *, epochs: int = 150, hidden: int = 128, seed: int = 0) -> Tensor:
    """Test accuracy of cross entropy, stopped where it agrees best with a fifth of the noisy labels.

    That fifth is withheld from training, and its labels are as noisy as the others. Every second epoch is looked at.

    Args:
        task: the data of every run.
        epochs: number of steps after which it stops at the latest.
        hidden: number of hidden units of each network.
        seed: of the first weights.

    Returns:
        One accuracy per run.
    """
    held = task.labels.shape[-1] // 5
    history = training_history(methods.withholding(held), task, epochs=epochs, hidden=hidden, every=2, seed=seed)
    agreement = accuracy(history.predictions[..., -held:], task.labels[:, -held:])
    return history.test_accuracies.take_along_dim(agreement.argmax(0, keepdim=True), 0).squeeze(0)


def out_of_sample(task: Task, generator: Generator, *, epochs: int = 20, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Predictions for the images of the test set by early-stopped networks, and noisy labels for these images.

    They are what an estimate of the transition matrix is made from: examples that the networks were not trained on,
    with labels as unreliable as those of the training set.

    Args:
        task: the data of every run.
        generator: source of the noise on the test labels.
        epochs: number of steps, few enough that the noise is not memorised.
        seed: of the first weights.

    Returns:
        Probabilities, `runs tests classes`, and observed labels, `runs tests`.
    """
    history = training_history(methods.cross_entropy, task, epochs=epochs, seed=seed)
    observed = [
        noisy_labels(labels, transition, generator)
        for labels, transition in zip(task.test_labels, task.transition, strict=True)
    ]
    return held_out_probabilities(history.stack, task), stack(observed)
