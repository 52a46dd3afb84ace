"""Conformal intervals: the promise, by counting all orders and by the law of the coverage; the edges of the rank."""

import math
from itertools import permutations

import pytest
import torch
from scipy.stats import beta

from notes.losses.conformal import conformal_quantile, split_conformal_interval


@pytest.mark.parametrize(
    ("examples", "miscoverage", "rank"),
    [
        (19, 0.1, 18),
        (9, 0.1, 9),
        (99, 0.05, 95),
        (99, 0.07, 93),
        (99, 0.29, 71),
        (10, 0.1, 10),
        (1, 0.5, 1),
        (3, 0.999, 1),
        (999_999, 0.059, 941_000),
    ],
)
def test_conformal_quantile_is_the_score_of_the_rank(examples: int, miscoverage: float, rank: int):
    scores = torch.arange(1.0, examples + 1)[torch.randperm(examples, generator=torch.Generator().manual_seed(0))]
    assert conformal_quantile(scores, miscoverage).item() == rank


@pytest.mark.parametrize(("examples", "miscoverage"), [(8, 0.1), (18, 0.05), (1, 0.49)])
def test_conformal_quantile_is_infinite_where_the_scores_are_too_few(examples: int, miscoverage: float):
    assert conformal_quantile(torch.zeros(examples), miscoverage).item() == math.inf


@pytest.mark.parametrize("miscoverage", [0.2, 0.35, 0.5, 0.75])
def test_promise_holds_over_all_orders_and_is_not_exceeded_by_more_than_a_rank(miscoverage: float):
    """Exchangeable scores without ties: all orders of n + 1 of them are equally probable, so covering is counted."""
    n = 5
    covered = [
        order[-1] <= conformal_quantile(torch.tensor(order[:n], dtype=torch.float64), miscoverage).item()
        for order in permutations(range(n + 1))
    ]
    share = sum(covered) / len(covered)
    assert 1 - miscoverage - 1e-12 <= share < 1 - miscoverage + 1 / (n + 1)


def test_coverage_over_calibration_sets_follows_a_beta_law(generator: torch.Generator):
    n, miscoverage = 39, 0.1
    scores = torch.rand(4000, n, generator=generator, dtype=torch.float64)
    covered = torch.stack([conformal_quantile(one, miscoverage) for one in scores])  # of uniform scores: itself
    law = beta(36, 4)
    assert covered.mean().item() == pytest.approx(law.mean(), abs=5 * law.std() / 4000**0.5)
    assert covered.std().item() == pytest.approx(law.std(), rel=0.1)


@pytest.mark.parametrize("side", [-1, 1])
def test_split_conformal_interval_lies_around_the_predictions(side: int):
    inputs, targets = torch.arange(9.0).unsqueeze(-1), torch.arange(9.0) * (1 + side)
    lower, upper = split_conformal_interval(
        lambda x: x.squeeze(-1), inputs, targets, torch.tensor([[100.0], [0.0]]), 0.2
    )
    assert lower.tolist() == [93.0, -7.0]
    assert upper.tolist() == [107.0, 7.0]


@pytest.mark.parametrize("bad", [0.0, 1.0, math.nan])
def test_conformal_quantile_refuses_what_is_no_promise(bad: float):
    with pytest.raises(ValueError, match=f"^`miscoverage` must be above 0 and below 1, got {bad}$"):
        conformal_quantile(torch.zeros(3), bad)


def test_conformal_quantile_refuses_no_score_and_scores_that_are_no_numbers():
    with pytest.raises(ValueError, match=r"^`scores` must hold at least one entry, got shape \(0,\)$"):
        conformal_quantile(torch.zeros(0), 0.1)
    with pytest.raises(ValueError, match=r"^`scores` must be finite, got nan$"):
        conformal_quantile(torch.tensor([0.0, math.nan]), 0.1)


@pytest.mark.parametrize("name", ["inputs", "targets", "new_inputs"])
def test_split_conformal_interval_refuses_what_is_not_finite(name: str):
    given = {key: torch.zeros(9) for key in ("inputs", "targets", "new_inputs")} | {name: torch.full((9,), math.nan)}
    with pytest.raises(ValueError, match=f"^`{name}` must be finite, got nan$"):
        split_conformal_interval(torch.zeros_like, **given)
