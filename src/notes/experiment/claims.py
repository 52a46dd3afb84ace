"""What may be claimed of an experiment, and what a table of runs says of it.

A claim is judged by all runs of a table, and told for each instruction set too. The share of runs comes with its exact
binomial interval (Clopper and Pearson, 1934), a mean with the interval of Student's t. No number stands alone, as
R. Agarwal and others ask in *Deep Reinforcement Learning at the Edge of the Statistical Precipice*, NeurIPS 2021.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
from scipy import special

Numbers = Mapping[str, float]
Values = np.ndarray
CONFIDENCE = 0.95


class Interval(NamedTuple):
    """A confidence interval."""

    low: float
    high: float


class Claim(Protocol):
    """A claim about the runs of an experiment."""

    @property
    def words(self) -> str:
        """The claim, for a reader."""

    @property
    def statement(self) -> str:
        """The claim with its reach: always, mostly, on average."""

    def holds(self, runs: Sequence[Numbers]) -> bool:
        """Whether the runs bear it out."""

    def brief(self, runs: Sequence[Numbers]) -> str:
        """What the runs say of it, in numbers."""

    def told(self, runs: Sequence[Numbers]) -> str:
        """The same with the interval."""


def share_interval(count: int, of: int, confidence: float = CONFIDENCE) -> Interval:
    """The exact interval of Clopper and Pearson for a probability, after `count` successes in `of` trials.

    Args:
        count: number of successes.
        of: number of trials, at least one.
        confidence: probability, at the least, with which such an interval covers the truth.

    Returns:
        The interval.

    Raises:
        ValueError: if there is no trial, or the count is not between 0 and the number of trials.
    """
    if of < 1:
        raise ValueError(f"`of` must be at least 1, got {of}")
    if not 0 <= count <= of:
        raise ValueError(f"`count` must be from 0 to {of}, got {count}")
    tail = (1 - confidence) / 2
    low = special.betaincinv(count, of - count + 1, tail) if count else 0.0
    high = special.betaincinv(count + 1, of - count, 1 - tail) if count < of else 1.0
    return Interval(float(low), float(high))


def mean_interval(values: Values, confidence: float = CONFIDENCE) -> Interval:
    """Student's interval for a mean.

    Args:
        values: independent observations, at least two.
        confidence: probability with which such an interval covers the mean of a normal distribution.

    Returns:
        The interval.

    Raises:
        ValueError: if there are fewer than two values.
    """
    if len(values) < 2:
        raise ValueError(f"`values` must be at least two, got {len(values)}")
    half = special.stdtrit(len(values) - 1, (1 + confidence) / 2) * values.std(ddof=1) / len(values) ** 0.5
    return Interval(float(values.mean() - half), float(values.mean() + half))


def column(runs: Sequence[Numbers], name: str) -> Values:
    """One number of every run.

    Raises:
        KeyError: if a run has no number of that name.
    """
    return np.array([run[name] for run in runs])


@dataclass(frozen=True)
class Share:
    """Something that is true or false of a run, with the number of runs that it must be true of."""

    words: str
    true: Callable[[Numbers], bool]
    every: bool

    @property
    def statement(self) -> str:
        """The words with "always" or "mostly" before them."""
        return f"{'always' if self.every else 'mostly'}: {self.words}"

    def count(self, runs: Sequence[Numbers]) -> int:
        """The number of runs of which it is true."""
        return sum(bool(self.true(run)) for run in runs)

    def holds(self, runs: Sequence[Numbers]) -> bool:
        """Whether it is true of every run or, for `often`, of more than half of all possible runs, by the interval."""
        count = self.count(runs)
        return count == len(runs) if self.every else share_interval(count, len(runs)).low > 0.5

    def brief(self, runs: Sequence[Numbers]) -> str:
        """In how many runs."""
        return f"{self.count(runs)} of {len(runs)}"

    def told(self, runs: Sequence[Numbers]) -> str:
        """In how many runs, and the interval of the share."""
        low, high = share_interval(self.count(runs), len(runs))
        return f"{self.brief(runs)} ({low:.0%} to {high:.0%})"


@dataclass(frozen=True)
class Mean:
    """The mean of a quantity, with the bounds that its interval must keep, if any."""

    words: str
    values: Callable[[Sequence[Numbers]], Values]
    above: float = -np.inf
    below: float = np.inf

    @property
    def statement(self) -> str:
        """The words, which say that it is a mean."""
        return self.words

    def holds(self, runs: Sequence[Numbers]) -> bool:
        """Whether the interval of the mean lies strictly within the bounds."""
        low, high = mean_interval(self.values(runs))
        return self.above < low and high < self.below

    def brief(self, runs: Sequence[Numbers]) -> str:
        """The mean."""
        return f"{self.values(runs).mean():.3g}"

    def told(self, runs: Sequence[Numbers]) -> str:
        """The mean and its interval."""
        low, high = mean_interval(self.values(runs))
        return f"{self.brief(runs)} ({low:.3g} to {high:.3g})"


@dataclass(frozen=True)
class Order:
    """Several quantities, each larger on average than the next."""

    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """The order, for a reader."""
        return "on average, " + " above ".join(self.names)

    @property
    def statement(self) -> str:
        """The same."""
        return self.words

    def holds(self, runs: Sequence[Numbers]) -> bool:
        """Whether each paired difference has an interval above zero, all of them together at 95 %."""
        confidence = 1 - (1 - CONFIDENCE) / (len(self.names) - 1)
        steps = [column(runs, high) - column(runs, low) for high, low in pairwise(self.names)]
        return all(mean_interval(step, confidence).low > 0 for step in steps)

    def told(self, runs: Sequence[Numbers]) -> str:
        """The means, in the order claimed; that their differences have intervals above zero is what `holds` says."""
        return self.brief(runs)

    def brief(self, runs: Sequence[Numbers]) -> str:
        """The means, in the order claimed."""
        return " > ".join(f"{column(runs, name).mean():.3g}" for name in self.names)


def always(words: str, true: Callable[[Numbers], bool]) -> Claim:
    """The claim that something is true of every run.

    Args:
        words: what is true, for a reader.
        true: whether it is true of the numbers of one run.

    Returns:
        The claim; it fails with the first run of which it is not true.
    """
    return Share(words, true, every=True)


def often(words: str, true: Callable[[Numbers], bool]) -> Claim:
    """The claim that something is true of most runs: in how many it was, is told.

    Args:
        words: what is true, for a reader.
        true: whether it is true of the numbers of one run.

    Returns:
        The claim; it fails if the interval of the share of runs reaches down to one half.
    """
    return Share(words, true, every=False)


def mean(name: str, *, above: float = -np.inf, below: float = np.inf) -> Claim:
    """The mean of a number over all runs, claimed to lie between bounds if there are any.

    Args:
        name: the number.
        above: lower bound for the interval of the mean.
        below: upper bound for the interval of the mean.

    Returns:
        The claim.
    """
    bounds = [f"above {above:g}"] * (above > -np.inf) + [f"below {below:g}"] * (below < np.inf)
    return Mean(
        " ".join(["mean of", name, " and ".join(bounds)]).strip(), lambda runs: column(runs, name), above, below
    )


def difference(high: str, low: str, *, above: float = 0.0) -> Claim:
    """The claim that one number exceeds another on average, over pairs of the same run.

    Args:
        high: the larger number.
        low: the smaller number.
        above: by how much at least the mean of the difference exceeds zero.

    Returns:
        The claim; it fails if the interval of the mean difference reaches down to `above`.
    """
    words = f"{high} minus {low}, on average" + (f", above {above:g}" if above else "")
    return Mean(words, lambda runs: column(runs, high) - column(runs, low), above)


def order(*names: str) -> Claim:
    """The claim that several numbers fall from one to the next, on average.

    Args:
        *names: the numbers, from the largest to the smallest; at least two.

    Returns:
        The claim; it fails if the interval of a paired difference reaches down to zero.

    Raises:
        ValueError: if fewer than two are named.
    """
    if len(names) < 2:
        raise ValueError(f"`names` must be at least two, got {names}")
    return Order(names)
