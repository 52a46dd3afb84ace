"""The experiment itself: a function of one seed, and what is claimed of its runs."""

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from notes.experiment.claims import Claim
from notes.experiment.unchecked import without_checks_of_shapes


def seed_shift() -> int:
    """By how much every seed is moved: the number in the variable `NOTES_SEED_SHIFT`, or zero.

    Raises:
        ValueError: if the variable holds something else than a whole number.
    """
    told = os.environ.get("NOTES_SEED_SHIFT", "0")
    try:
        return int(told)
    except ValueError:
        raise ValueError(f"`NOTES_SEED_SHIFT` must be a whole number, got {told!r}") from None


@dataclass(frozen=True, eq=False)
class Experiment:
    """A function of one seed that returns named numbers, and claims about the table of its runs.

    Args:
        title: what it is about, for a reader.
        function: the numbers of one run, from its seed.
        claims: what is claimed of the runs.
        panels: what is drawn: for the label of each axis, the numbers on it.
    """

    title: str
    function: Callable[[int], Mapping[str, float]]
    claims: tuple[Claim, ...]
    panels: Mapping[str, tuple[str, ...]]

    @property
    def target(self) -> str:
        """Its dotted name, such as `notes.convolution.experiments.depths.depth`."""
        return f"{self.function.__module__}.{self.function.__name__}"

    @property
    def id(self) -> str:
        """Chapter and name, such as `convolution.depth`: what its table is called."""
        _, chapter, *_, name = self.target.split(".")
        return f"{chapter}.{name}"

    def __call__(self, seed: int) -> dict[str, float]:
        """The numbers of one run, made without the checks of shapes.

        Args:
            seed: any whole number; `NOTES_SEED_SHIFT` is added to it.

        Returns:
            The named numbers, as floats.

        Raises:
            ValueError: if one of them is not finite, or there are none.
        """
        with without_checks_of_shapes():
            found = self.function(seed + seed_shift())
        numbers = {name: float(value) for name, value in found.items()}
        for name, value in numbers.items():
            if not math.isfinite(value):
                raise ValueError(f"`{name}` of {self.id} must be finite, got {value} for the seed {seed}")
        if not numbers:
            raise ValueError(f"a run of {self.id} must return at least one number, got none for the seed {seed}")
        return numbers


def experiment(
    title: str, *claims: Claim, panels: Mapping[str, tuple[str, ...]]
) -> Callable[[Callable[[int], Mapping[str, float]]], Experiment]:
    """Make an experiment of a function that takes a seed and returns named numbers.

    Args:
        title: what it is about, for a reader.
        *claims: what is claimed of its runs; at least one.
        panels: what is drawn: for the label of each axis, the numbers on it.

    Returns:
        A decorator.

    Raises:
        ValueError: if nothing is claimed.
    """
    if not claims:
        raise ValueError(f"`claims` must be at least one, got none for {title!r}")
    return lambda function: Experiment(title, function, claims, panels)
