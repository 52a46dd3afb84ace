"""How sharp the limits for a new run are: a healthy suite hardly ever raises an alarm, and a fault in a training does.

An alarm needs a number that lies outside its limits for three seeds in a row (see `test_experiments`).
"""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

from notes.experiment import Experiment, table
from notes.experiment.catalogue import experiments

RATE = 1e-3  # of false alarms of a whole suite


def columns(experiment: Experiment) -> np.ndarray:
    """The recorded runs, one a row, and their numbers."""
    found = table.table(experiment)
    return np.stack([found.column(name) for name in found.runs[0].numbers], axis=1)


def outside(rows: np.ndarray, recorded: np.ndarray) -> np.ndarray:
    """Which numbers of some runs lie outside the limits that other runs set."""
    low, high = table.limits(recorded)
    return (rows < low) | (rows > high)


def test_three_recorded_runs_raise_no_alarm_against_the_others() -> None:
    alarms = {}
    for experiment in experiments():
        runs = columns(experiment)
        alarmed = sum(map(alarming, runs.T))
        alarms[experiment.id] = alarmed / math.comb(len(runs), 3)
    assert sum(alarms.values()) < RATE, {name: rate for name, rate in alarms.items() if rate}


def alarming(numbers: np.ndarray) -> int:
    """How many three runs lie outside the limits of all others by one of their numbers: none but the outermost can."""
    order = numbers.argsort()
    outermost = sorted({*order[:3], *order[-3:]})
    return sum(
        bool(outside(numbers[[*three]], np.delete(numbers, three)).all())
        for three in itertools.combinations(outermost, 3)
    )


def test_simulated_suites_raise_less_than_one_alarm_in_a_thousand(run_seed: int) -> None:
    generator, suites = np.random.default_rng(run_seed), 20_000
    rate = 0.0
    for experiment in experiments():
        runs = columns(experiment)
        found = [outside(simulated(runs, suites, generator), runs) for _ in range(3)]
        rate += np.logical_and.reduce(found).any(1).mean()
    assert rate < RATE


def simulated(runs: np.ndarray, count: int, generator: np.random.Generator) -> np.ndarray:
    """New runs drawn from the recorded ones, smoothed by a normal kernel of Silverman's width for each number."""
    width = 1.06 * runs.std(0, ddof=1) * len(runs) ** -0.2
    drawn = runs[generator.integers(len(runs), size=count)]
    return drawn + width * generator.standard_normal(drawn.shape)


def minus_dropped(monkeypatch: pytest.MonkeyPatch) -> Experiment:
    from notes.introduction import experiments as chapter

    fits = chapter.logistic_fits
    monkeypatch.setattr(chapter, "logistic_fits", lambda *given, **options: -fits(*given, **options))
    return chapter.gaussians


def wrong_axis(monkeypatch: pytest.MonkeyPatch) -> Experiment:
    from notes.losses import experiments as chapter

    monkeypatch.setattr(chapter, "softmax", lambda scores: scores.softmax(0))
    return chapter.reliability


def rate_ten_times_too_large(monkeypatch: pytest.MonkeyPatch) -> Experiment:
    from notes.convolution.experiments import layers as chapter

    fitted = chapter.fitted
    monkeypatch.setattr(chapter, "fitted", lambda *given, **options: fitted(*given, **options, learning_rate=0.1))
    return chapter.first_digits


@pytest.mark.parametrize("fault", [minus_dropped, wrong_axis, rate_ten_times_too_large])
def test_planted_faults_are_caught(
    fault: Callable[[pytest.MonkeyPatch], Experiment], run_seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = fault(monkeypatch)
    found = table.table(experiment)
    seeds = [10_000 + run_seed % 1000 + step for step in range(3)]
    assert set.intersection(*(set(table.outliers(experiment(seed), found)) for seed in seeds))
