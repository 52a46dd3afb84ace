"""Every method of the chapter as an objective of the harness: a function from networks, task and epoch to losses.

Those with a memory or a source of randomness are made anew for each training, by the functions whose names say so.
"""

from collections.abc import Callable

import torch
from jaxtyping import jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_sizes
from notes.losses.categorical import categorical_nll
from notes.noisy_labels.correction import backward_loss, forward_loss
from notes.noisy_labels.early_learning import early_learning_penalty, ensembled_targets
from notes.noisy_labels.harness import Objective
from notes.noisy_labels.mixing import mixed_inputs, mixed_loss, mixing_weights
from notes.noisy_labels.reweighting import example_weights, meta_gradient
from notes.noisy_labels.robust import generalized_cross_entropy, mean_absolute_error, truncated_cross_entropy
from notes.noisy_labels.selection import keep_rate, small_loss_selection
from notes.noisy_labels.stack import Stack, stack_logits
from notes.noisy_labels.task import Task

WARM_UP = 20
"""Epochs before truncation sets in, and over which the keep rate falls."""


def mean_loss(loss: Callable[[Tensor, Task], Tensor]) -> Objective:
    """The method that minimises a loss of the outputs on the training inputs, averaged over the examples.

    Args:
        loss: from outputs and task to one loss per run and example.

    Returns:
        The objective.
    """
    return lambda stack, task, _: loss(stack_logits(stack, task.inputs), task).mean(-1)


@jaxtyped(typechecker=beartype)
def withholding(count: int) -> Objective:
    """The method that minimises cross entropy on the observed labels of all examples but the last ones.

    Args:
        count: number of examples that are withheld, for validation.

    Returns:
        The objective.

    Raises:
        ValueError: if `count` is below 1.
    """
    require_sizes(count=count)
    return mean_loss(lambda logits, task: categorical_nll(logits[:, :-count], task.labels[:, :-count]))


cross_entropy = mean_loss(lambda logits, task: categorical_nll(logits, task.labels))
"""Cross entropy on the observed labels: what all the others are compared with."""

forward_correction = mean_loss(lambda logits, task: forward_loss(logits, task.labels, task.transition))
"""Forward correction with the true transition matrix."""

backward_correction = mean_loss(lambda logits, task: backward_loss(logits, task.labels, task.transition))
"""Backward correction with the true transition matrix."""

absolute_error = mean_loss(lambda logits, task: mean_absolute_error(logits, task.labels))
"""Mean absolute error of the probabilities."""

generalized = mean_loss(lambda logits, task: generalized_cross_entropy(logits, task.labels))
"""Generalised cross entropy with the exponent 0.7."""


def truncated(stack: Stack, task: Task, epoch: int) -> Tensor:
    """Generalised cross entropy, truncated at one half once the warm-up is over.

    Args:
        stack: the networks.
        task: the data.
        epoch: decides whether to truncate.

    Returns:
        One loss per run.
    """
    if epoch < WARM_UP:
        return generalized(stack, task, epoch)
    return truncated_cross_entropy(stack_logits(stack, task.inputs), task.labels).mean(-1)


def early_learning(strength: float = 4.0, momentum: float = 0.9) -> Objective:
    """Early-learning regularisation, with targets of its own.

    The penalty sees probabilities between 0.0001 and 0.9999, as in the authors' experiments, so that it stays finite.

    Args:
        strength: weight of the penalty.
        momentum: share of the old targets that stays at each epoch.

    Returns:
        The objective.

    Raises:
        ValueError: if `strength` is NaN or infinite.
    """
    require_finite(strength=strength)
    memory: dict[str, Tensor] = {}

    def objective(stack: Stack, task: Task, _epoch: int) -> Tensor:
        logits = stack_logits(stack, task.inputs)
        probabilities = logits.softmax(-1).clamp(1e-4, 1 - 1e-4)
        held = memory.get("targets", torch.zeros_like(probabilities))
        memory["targets"] = ensembled_targets(held, probabilities / probabilities.sum(-1, keepdim=True), momentum)
        penalty = early_learning_penalty(probabilities, memory["targets"])
        return (categorical_nll(logits, task.labels) + strength * penalty).mean(-1)

    return objective


def mixup(alpha: float = 8.0, seed: int = 0) -> Objective:
    """Mixup with another partner for every example at every epoch.

    Args:
        alpha: parameter of the Beta distribution of the weights.
        seed: of partners and weights.

    Returns:
        The objective.
    """
    generator = torch.Generator().manual_seed(seed)

    def objective(stack: Stack, task: Task, _epoch: int) -> Tensor:
        examples = task.labels.shape[-1]
        weights = mixing_weights(examples, alpha, generator)
        order = torch.randperm(examples, generator=generator)
        logits = stack_logits(stack, mixed_inputs(task.inputs, task.inputs[:, order], weights))
        return mixed_loss(logits, task.labels, task.labels[:, order], weights).mean(-1)

    return objective


def small_loss(stack: Stack, task: Task, epoch: int) -> Tensor:
    """Cross entropy on the examples that the network itself selects for their small loss.

    Args:
        stack: the networks.
        task: the data.
        epoch: decides on the share that is kept.

    Returns:
        One loss per run.
    """
    return _selected_loss(stack, task, epoch, lambda selected: selected)


def co_teaching(stack: Stack, task: Task, epoch: int) -> Tensor:
    """Cross entropy on the examples that the partner selects.

    The partner of a run in the first half of the stack is the same run in the second half, and the other way round.

    Args:
        stack: the networks, two for each run of the task that was repeated twice.
        task: the data.
        epoch: decides on the share that is kept.

    Returns:
        One loss per run.
    """
    return _selected_loss(stack, task, epoch, lambda selected: selected.roll(len(selected) // 2, dims=0))


def reweighted(stack: Stack, task: Task, _epoch: int) -> Tensor:
    """Cross entropy with the weights that help most on the trusted examples.

    Args:
        stack: the networks.
        task: the data.
        _epoch: not used.

    Returns:
        One loss per run.
    """

    def losses(parameters: tuple[Tensor, ...]) -> Tensor:
        return categorical_nll(stack_logits(Stack(*parameters), task.inputs), task.labels)

    def trusted_loss(parameters: tuple[Tensor, ...]) -> Tensor:
        logits = stack_logits(Stack(*parameters), task.trusted_inputs)
        return categorical_nll(logits, task.trusted_labels).mean(-1).sum()

    weights = example_weights(meta_gradient(losses, trusted_loss, stack))
    return (weights * losses(stack)).sum(-1)


def trusted_only(stack: Stack, task: Task, _epoch: int) -> Tensor:
    """Cross entropy on the trusted examples alone: what reweighting has to beat.

    Args:
        stack: the networks.
        task: the data.
        _epoch: not used.

    Returns:
        One loss per run.
    """
    return categorical_nll(stack_logits(stack, task.trusted_inputs), task.trusted_labels).mean(-1)


def _selected_loss(stack: Stack, task: Task, epoch: int, exchange: Callable[[Tensor], Tensor]) -> Tensor:
    losses = categorical_nll(stack_logits(stack, task.inputs), task.labels)
    selected = exchange(small_loss_selection(losses, keep_rate(epoch, task.noise, WARM_UP)))
    return (selected * losses).sum(-1) / selected.sum(-1)
