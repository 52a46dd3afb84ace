import numpy as np
import pytest
from scipy import stats

from notes.experiment.claims import always, difference, mean, mean_interval, often, order, share_interval

RUNS = [{"a": value, "b": value + 1 + value**2} for value in np.linspace(-1, 1, 11)]


@pytest.mark.parametrize(("count", "of"), [(0, 1), (1, 1), (0, 40), (37, 40), (40, 40), (1, 7)])
def test_share_interval_is_that_of_scipy(count: int, of: int) -> None:
    exact = stats.binomtest(count, of).proportion_ci(method="exact")
    assert share_interval(count, of) == pytest.approx((exact.low, exact.high))


@pytest.mark.parametrize(("count", "of", "name"), [(0, 0, "of"), (-1, 3, "count"), (4, 3, "count")])
def test_share_interval_refuses_what_is_no_share(count: int, of: int, name: str) -> None:
    with pytest.raises(ValueError, match=f"`{name}` must be"):
        share_interval(count, of)


def test_mean_interval_is_that_of_scipy() -> None:
    values = np.array([1.0, 2.0, 4.0, 8.0])
    exact = stats.ttest_1samp(values, 0).confidence_interval()
    assert mean_interval(values) == pytest.approx((exact.low, exact.high))


def test_mean_interval_needs_two_values() -> None:
    assert mean_interval(np.array([1.0, 1.0])) == (1, 1)
    with pytest.raises(ValueError, match="`values` must be at least two, got 1"):
        mean_interval(np.array([1.0]))


def test_always_fails_with_the_first_run_of_which_it_is_not_true() -> None:
    assert always("b is above a", lambda run: run["b"] > run["a"]).holds(RUNS)
    claim = always("a is above the least", lambda run: run["a"] > -1)
    assert not claim.holds(RUNS)
    assert claim.told(RUNS) == "10 of 11 (59% to 100%)"


def test_often_needs_an_interval_above_one_half() -> None:
    assert often("", lambda run: run["a"] > -0.9).holds(RUNS)
    assert not often("", lambda run: run["a"] > -0.5).holds(RUNS)  # 8 of 11: from 39 % on


def test_mean_keeps_its_bounds_strictly() -> None:
    assert mean("a").holds(RUNS)
    assert mean("a", above=-0.5, below=0.5).holds(RUNS)
    assert not mean("a", above=-0.4).holds(RUNS)  # from -0.446 on
    assert mean("a", above=-0.5, below=0.5).words == "mean of a above -0.5 and below 0.5"


def test_difference_is_of_pairs() -> None:
    shuffled = [{"a": run["a"], "b": other["b"]} for run, other in zip(RUNS, RUNS[::-1], strict=True)]
    assert difference("b", "a").holds(RUNS)
    assert difference("b", "a").told(RUNS).startswith("1.4 ")
    assert mean_interval(np.array([r["b"] - r["a"] for r in RUNS])) != mean_interval(
        np.array([r["b"] - r["a"] for r in shuffled])
    )
    assert not difference("a", "b").holds(RUNS)
    assert not difference("b", "a", above=1.4).holds(RUNS)


def test_order_asks_of_every_step_and_of_all_together() -> None:
    runs = [{"a": value, "b": value - 1 + (-1) ** i / 10, "c": value - 1} for i, value in enumerate(range(8))]
    assert order("a", "b").holds(runs)
    assert not order("a", "b", "c").holds(runs)
    assert order("a", "b", "c").words == "on average, a above b above c"
    with pytest.raises(ValueError, match="at least two"):
        order("a")


def test_order_of_many_is_stricter_than_its_steps() -> None:
    half = 2.3  # the interval of a mean of ten at 95 % is 2.26 standard errors wide on either side, at 97.5 % 2.69
    values = np.linspace(-1, 1, 10)
    step = values + half * values.std(ddof=1) / 10**0.5
    runs = [{"a": 2 * s, "b": s, "c": 0.0} for s in step]
    assert difference("a", "b").holds(runs)
    assert difference("b", "c").holds(runs)
    assert not order("a", "b", "c").holds(runs)
