"""The task of the chapter's experiments: digits with noisy labels, at several noise rates and seeds at once."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor

from notes.data import Dataset, digits, split
from notes.domain import (
    beartype,
    require,
    require_not_negative,
    require_real,
    require_shape,
    require_sizes,
)
from notes.noisy_labels.transition import noisy_labels


@jaxtyped(typechecker=beartype)
@dataclass(frozen=True)
class Task:
    """Training data with noisy labels, a few trusted examples, and a clean test set, for every run.

    Args:
        inputs: training inputs.
        truth: their true classes, which no method but an oracle sees.
        labels: their observed labels.
        transition: the matrix that the noise was drawn from.
        trusted_inputs: inputs of a few examples outside the training set.
        trusted_labels: their labels, all right.
        test_inputs: test inputs.
        test_labels: their true classes.
    """

    inputs: Float[Tensor, "runs examples features"]
    truth: Int64[Tensor, "runs examples"]
    labels: Int64[Tensor, "runs examples"]
    transition: Float[Tensor, "runs classes classes"]
    trusted_inputs: Float[Tensor, "runs trusted features"]
    trusted_labels: Int64[Tensor, "runs trusted"]
    test_inputs: Float[Tensor, "runs tests features"]
    test_labels: Int64[Tensor, "runs tests"]

    @property
    def clean(self) -> Bool[Tensor, "runs examples"]:
        """Which labels are right."""
        return self.labels == self.truth

    @property
    def noise(self) -> Float[Tensor, "runs"]:
        """The share of wrong labels that the matrix implies for classes of equal size."""
        return 1 - self.transition.diagonal(dim1=-2, dim2=-1).mean(-1)

    def __len__(self) -> int:
        """Number of runs."""
        return len(self.labels)

    def repeated(self, members: int) -> "Task":
        """The task with every run `members` times: all runs, then all again.

        Args:
            members: number of copies.

        Returns:
            The longer task.
        """
        return Task(*(torch.cat([getattr(self, field.name)] * members) for field in fields(self)))


def _require_transitions(transitions: Sequence[Tensor]) -> None:
    """Refuse what is no list of matrices of transitions between ten classes."""
    require_real(transitions=transitions)
    require_not_negative(transitions=transitions)
    for one in transitions:
        require_shape((10, 10), transitions=one)
        require((one.sum(-1) - 1).abs() < 1e-4, "transitions", "of rows that sum to one", one)


@jaxtyped(typechecker=beartype)
def digits_task(transitions: Sequence[Tensor], seeds: Sequence[int], *, examples: int = 500, trusted: int = 50) -> Task:
    """Noisy digits: one run for each transition matrix and seed, the seeds of the first matrix first.

    Args:
        transitions: transition matrices of ten classes.
        seeds: seeds of the split and of the noise; runs of one seed share their images at all matrices.
        examples: number of training examples.
        trusted: number of trusted examples.

    Returns:
        The task; all other digits are its test set.

    Raises:
        ValueError: if there is no matrix or no seed, or the digits do not suffice, or `examples` is below 1, `trusted`
            is below 1 or `transitions` is NaN or infinite.

    Example:
        ```python
        from notes.noisy_labels.task import digits_task
        from notes.noisy_labels.transition import symmetric_noise

        task = digits_task([symmetric_noise(10, 0.4)], seeds=range(3))
        print(len(task), f"{task.clean.float().mean():.2f}")
        #> 3 0.60
        ```
    """
    require_sizes(examples=examples, trusted=trusted)
    _require_transitions(transitions)
    if not transitions or not seeds:
        raise ValueError(f"`transitions` and `seeds` must not be empty, got {len(transitions)} and {len(seeds)}")
    runs = [_run(transition, seed, examples, trusted) for transition in transitions for seed in seeds]
    return Task(*(torch.stack(parts) for parts in zip(*runs, strict=True)))


def _run(transition: Tensor, seed: int, examples: int, trusted: int) -> tuple[Tensor, ...]:
    generator = torch.Generator().manual_seed(seed)
    data = digits()
    train, rest = split(data, examples / len(data), generator)
    few, test = split(rest, trusted / len(rest), generator)
    observed = noisy_labels(train.targets, transition, generator)
    return (
        *(_centred(train), train.targets, observed, transition),
        *(_centred(few), few.targets),
        *(_centred(test), test.targets),
    )


def _centred(data: Dataset) -> Tensor:
    """Pixels as rows between -1 and 1."""
    return 2 * data.inputs.flatten(1) - 1
