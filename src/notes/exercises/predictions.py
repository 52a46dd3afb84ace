"""Judges of what an experiment of the course shows: the recorded runs are read when an answer is judged."""

from collections.abc import Callable, Mapping
from typing import Any

from notes.exercises.answers import Judge, number, plain_word, values
from notes.exercises.choices import letters
from notes.experiment.table import recorded

Means = Mapping[str, float]


def means(experiment: str) -> Means:
    """The mean over all recorded runs of each number of an experiment such as `convolution.depth`."""
    runs = recorded(experiment).numbers()
    return {name: sum(run[name] for run in runs) / len(runs) for name in runs[0]}


def holding(experiment: str, **options: Callable[[Means], bool]) -> Judge:
    """Whether exactly the options are chosen that hold for the means of an experiment's runs.

    Args:
        experiment: its id, such as `convolution.depth`.
        **options: for the letter of each option, whether it holds, given the means.

    Returns:
        The judge of an answer.
    """

    def accepts(answer: Any) -> bool:
        found = means(experiment)
        return letters(answer, options) == {letter for letter, holds in options.items() if holds(found)}

    return accepts


def ranked(experiment: str, **columns: str) -> Judge:
    """Whether names are in the order of the means of an experiment's runs, the largest first.

    Args:
        experiment: its id, such as `convolution.depth`.
        **columns: for each name that the exercise gives, the number of a run that it stands for.

    Returns:
        The judge of an answer.
    """

    def accepts(answer: Any) -> bool:
        found = means(experiment)
        order = sorted(columns, key=lambda name: -found[columns[name]])
        return [plain_word(str(name)) for name in values(answer, len(columns))] == list(map(plain_word, order))

    return accepts


def within(experiment: str, quantity: Callable[[Means], float]) -> Judge:
    """Whether a number lies among those of an experiment's runs, from the least to the largest.

    Args:
        experiment: its id, such as `convolution.depth`.
        quantity: the number asked for, of one run.

    Returns:
        The judge of an answer.
    """

    def accepts(answer: Any) -> bool:
        found = [quantity(run) for run in recorded(experiment).numbers()]
        return min(found) <= number(answer) <= max(found)

    return accepts
