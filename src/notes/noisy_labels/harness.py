"""One way of training for every method: full-batch steps of Adam on a stack of networks, with a record of the way."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_positive, require_sizes
from notes.losses.categorical import categorical_nll
from notes.noisy_labels.stack import Stack, initial_stack, stack_logits
from notes.noisy_labels.task import Task

Objective = Callable[[Stack, Task, int], Tensor]
"""A method: from the networks, the task and the epoch to one loss per run."""


class History(NamedTuple):
    """What training did.

    Attributes:
        epochs: the epochs recorded, before the step of that epoch.
        losses: cross entropy of the observed labels, `records runs examples`.
        predictions: predicted classes of the training inputs, `records runs examples`.
        test_accuracies: accuracy on the test set, `records runs`.
        stack: the networks after the last step.
    """

    epochs: list[int]
    losses: Tensor
    predictions: Tensor
    test_accuracies: Tensor
    stack: Stack


@jaxtyped(typechecker=beartype)
def training_history(
    objective: Objective,
    task: Task,
    *,
    epochs: int = 150,
    hidden: int = 128,
    every: int = 10,
    rate: float = 0.01,
    seed: int = 0,
) -> History:
    """Train one network per run by a method.

    With one seed, methods with one network per run start from the same networks and see the same data.

    Args:
        objective: the method.
        task: the data of every run.
        epochs: number of steps, each with all the data.
        hidden: number of hidden units of each network.
        every: a record is taken every so many epochs, and after the last one.
        rate: learning rate of Adam.
        seed: of the first weights.

    Returns:
        The record, with the networks.

    Raises:
        ValueError: if `epochs`, `every` or `hidden` is below 1, or `rate` is not positive.

    Example:
        ```python
        from notes.noisy_labels.harness import training_history
        from notes.noisy_labels.methods import cross_entropy
        from notes.noisy_labels.task import digits_task
        from notes.noisy_labels.transition import symmetric_noise

        task = digits_task([symmetric_noise(10, 0.0)], seeds=[0], examples=200)
        history = training_history(cross_entropy, task, epochs=40)
        print(bool(history.test_accuracies[-1, 0] > 0.8))
        #> True
        ```
    """
    require_sizes(epochs=epochs, every=every, hidden=hidden)
    require_positive(rate=rate)
    widths = (task.inputs.shape[-1], hidden, task.transition.shape[-1])
    stack = initial_stack(len(task), widths, torch.Generator().manual_seed(seed))
    optimiser = torch.optim.Adam(stack, lr=rate)
    records = []
    for epoch in range(epochs):
        if epoch % every == 0:
            records.append(_record(stack, task, epoch))
        optimiser.zero_grad()
        objective(stack, task, epoch).sum().backward()
        optimiser.step()
    at, losses, predictions, tested = zip(*records, _record(stack, task, epochs), strict=True)
    return History(list(at), torch.stack(losses), torch.stack(predictions), torch.stack(tested), stack)


@jaxtyped(typechecker=beartype)
def held_out_probabilities(stack: Stack, task: Task) -> Float[Tensor, "runs tests classes"]:
    """Predicted probabilities on the test inputs.

    Args:
        stack: the networks.
        task: the data of every run.

    Returns:
        Probabilities, without gradient.
    """
    with torch.no_grad():
        return stack_logits(stack, task.test_inputs).softmax(-1)


@jaxtyped(typechecker=beartype)
def accuracy(
    predictions: Int64[Tensor, "*records runs examples"], labels: Int64[Tensor, "runs examples"]
) -> Float[Tensor, "*records runs"]:
    """Share of examples whose prediction is the label.

    Args:
        predictions: predicted classes.
        labels: what they are compared with.

    Returns:
        One share per record and run.
    """
    return (predictions == labels).to(torch.float32).mean(-1)


def _record(stack: Stack, task: Task, epoch: int) -> tuple[int, Tensor, Tensor, Tensor]:
    with torch.no_grad():
        outputs = stack_logits(stack, task.inputs)
        tested = stack_logits(stack, task.test_inputs).argmax(-1)
    return epoch, categorical_nll(outputs, task.labels), outputs.argmax(-1), accuracy(tested, task.test_labels)
