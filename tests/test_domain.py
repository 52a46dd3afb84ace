"""The messages by which an argument outside its domain is refused."""

import pytest
import torch

from notes.domain import require, require_finite


def test_require_accepts_values_that_keep_the_rule():
    values = torch.tensor([1.0, 2.0])
    require(values > 0, "values", "positive", values)


def test_require_shows_the_first_value_that_breaks_the_rule():
    rates = torch.tensor([1.0, -0.5, -2.0])
    with pytest.raises(ValueError, match=r"^`rates` must be positive, got -0\.5$"):
        require(rates > 0, "rates", "positive", rates)


def test_require_shows_a_whole_vector_when_the_rule_is_about_vectors():
    points = torch.tensor([[0.5, 0.5], [0.5, 0.25]])
    with pytest.raises(ValueError, match=r"got \[0\.5, 0\.25\]$"):
        require(points.sum(-1) == 1, "points", "probabilities", points)


def test_require_refuses_nan_in_a_comparison():
    scale = torch.tensor(float("nan"))
    with pytest.raises(ValueError, match="`scale` must be positive, got nan"):
        require(scale > 0, "scale", "positive", scale)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_require_finite_names_the_argument(bad: float):
    with pytest.raises(ValueError, match=f"^`targets` must be finite, got {bad}$"):
        require_finite(mean=torch.zeros(2), targets=torch.tensor([0.0, bad]))


def test_require_finite_accepts_integers():
    require_finite(labels=torch.tensor([0, 1]))
