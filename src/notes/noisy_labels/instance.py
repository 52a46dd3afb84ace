"""Noise that depends on the example: labels that another network reads off, less surely than it could."""

from dataclasses import replace

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Generator, Tensor
from torch.nn.functional import one_hot

from notes.domain import beartype, require, require_below, require_distributions, require_finite, require_some
from notes.noisy_labels.harness import training_history
from notes.noisy_labels.methods import trusted_only
from notes.noisy_labels.stack import stack_logits
from notes.noisy_labels.task import Task, digits_task
from notes.noisy_labels.transition import noisy_labels

TRUSTED, OTHERS = 50, 300
"""Numbers of digits that the methods may trust, and of those that the reader of the others learned from."""


@jaxtyped(typechecker=beartype)
def doubtful_readings(
    logits: Float[Tensor, "examples classes"], labels: Int64[Tensor, "examples"], rate: float
) -> Float[Tensor, "examples classes"]:
    r"""Softmax of outputs at the temperature at which labels drawn from it are wrong at a given rate.

    $$v_j(x) = \frac{e^{z_j(x) / t}}{\sum_l e^{z_l(x) / t}},
    \qquad \frac1m \sum_{k=1}^{m} \big( 1 - v_{y_k}(x_k) \big) = \eta$$

    The temperature $t$ is found by halving the range of its logarithm, from 0.001 to 1000.

    Args:
        logits: outputs $z$ of a network that reads the examples.
        labels: their true classes.
        rate: mean probability $\eta$ of a wrong label.

    Returns:
        Probabilities $v$ of the observed labels.

    Raises:
        ValueError: if `logits` is empty, NaN or infinite, a label is no class, or no temperature gives the rate.

    Example:
        ```python
        import torch
        from notes.noisy_labels.instance import doubtful_readings

        logits = torch.tensor([[4.0, 0.0, 0.0], [0.0, 1.0, 2.0]])
        readings = doubtful_readings(logits, torch.tensor([0, 2]), 0.3)
        print([[round(q, 2) for q in row] for row in readings.tolist()])
        #> [[0.85, 0.07, 0.07], [0.16, 0.29, 0.55]]
        ```
    """
    require_some(logits=logits)
    require_finite(logits=logits)
    require_below(logits.shape[1], labels=labels)

    def wrong(temperature: float) -> float:
        return 1 - (logits / temperature).softmax(-1).gather(1, labels[:, None]).mean().item()

    cold, hot = 1e-3, 1e3
    least, most = wrong(cold), wrong(hot)
    require(least < rate < most, "rate", f"above {least:.3f} and below {most:.3f} for these logits", rate)
    for _ in range(50):
        middle = (cold * hot) ** 0.5
        cold, hot = (middle, hot) if wrong(middle) < rate else (cold, middle)
    return (logits / hot).softmax(-1)


@jaxtyped(typechecker=beartype)
def mean_transition(
    readings: Float[Tensor, "examples classes"], labels: Int64[Tensor, "examples"]
) -> Float[Tensor, "classes classes"]:
    r"""The transition matrix of noise that depends on the example, on average over each class.

    $$\bar T_{ij} = \frac{1}{\#\{k : y_k = i\}} \sum_{k :\, y_k = i} v_j(x_k)$$

    Args:
        readings: probabilities $v$ of the observed label, for each example.
        labels: true classes.

    Returns:
        The matrix $\bar T$, a row for each class.

    Raises:
        ValueError: if a row of `readings` is no distribution, a label is no class, or a class has no example.

    Example:
        ```python
        import torch
        from notes.noisy_labels.instance import mean_transition

        readings = torch.tensor([[1.0, 0.0], [0.5, 0.5], [0.25, 0.75]])
        print(mean_transition(readings, torch.tensor([0, 0, 1])).tolist())
        #> [[0.75, 0.25], [0.25, 0.75]]
        ```
    """
    require_distributions(readings=readings)
    require_below(readings.shape[1], labels=labels)
    members = one_hot(labels, readings.shape[1]).to(readings.dtype)
    require(members.sum(0) > 0, "labels", "such that each class has an example, but the count", members.sum(0))
    return members.T @ readings / members.sum(0)[:, None]


@jaxtyped(typechecker=beartype)
def instance_task(rate: float, seed: int, generator: Generator) -> Task:
    """Digits twice: with labels drawn from their class's row of a matrix, and as another network reads each of them.

    The matrix is the mean of the readings over each class, so the two runs differ only in whether a wrong label has
    to do with the digit. The network that reads has learned from right labels, of digits that no method sees.

    Args:
        rate: mean probability of a wrong label.
        seed: of the choice of the digits.
        generator: source of the noise.

    Returns:
        The task, with 300 training examples; both runs have the same images and the same matrix.

    Raises:
        ValueError: if the network that reads errs more often than `rate`, or it is that of chance or more.
    """
    drawn = digits_task([torch.eye(10)], [seed], examples=300, trusted=TRUSTED + OTHERS)
    methods_see, reader_sees = (_trusting(drawn, part) for part in (slice(TRUSTED), slice(TRUSTED, None)))
    reader = training_history(trusted_only, reader_sees, epochs=80, hidden=64, every=80).stack
    truth = drawn.truth[0]
    with torch.no_grad():
        readings = doubtful_readings(stack_logits(reader, drawn.inputs)[0], truth, rate)
    matrix = mean_transition(readings, truth)
    by_class = noisy_labels(truth, matrix, generator)
    by_example = torch.multinomial(readings, 1, generator=generator).squeeze(1)
    labels = torch.stack([by_class, by_example])
    return replace(methods_see.repeated(2), labels=labels, transition=matrix.expand(2, -1, -1))


def _trusting(task: Task, part: slice) -> Task:
    return replace(task, trusted_inputs=task.trusted_inputs[:, part], trusted_labels=task.trusted_labels[:, part])
