"""Exponential families: their losses are rows of the recipe, and their gradients predictions minus targets."""

import math

import pytest
import torch

from notes.losses.bernoulli import bernoulli_nll
from notes.losses.counts import poisson_nll
from notes.losses.exponential_family import exponential_family_nll
from notes.losses.gaussian import gaussian_nll

F64 = torch.float64
OUTPUTS = torch.linspace(-2, 2, 5, dtype=F64)
ONE = torch.tensor(1.0, dtype=F64)
FAMILIES = [
    (lambda f: f**2 / 2, lambda f, y: gaussian_nll(f, ONE, y), [0.3, -1.0, 2.0, 0.0, 5.0], lambda f: f),
    (torch.nn.functional.softplus, bernoulli_nll, [0.0, 1.0, 1.0, 0.0, 1.0], torch.sigmoid),
    (torch.exp, poisson_nll, [0.0, 1.0, 4.0, 2.0, 9.0], torch.exp),
]


@pytest.mark.parametrize(("log_normaliser", "nll", "targets", "mean"), FAMILIES)
def test_exponential_family_nll_is_the_loss_of_the_row_up_to_what_has_no_output(log_normaliser, nll, targets, mean):
    f, y = OUTPUTS.clone().requires_grad_(), torch.tensor(targets, dtype=F64)
    ours, reference = exponential_family_nll(log_normaliser, f, y), nll(f, y)
    others = exponential_family_nll(log_normaliser, f + 1, y) - nll(f + 1, y)
    torch.testing.assert_close(ours - reference, others)
    (slope,) = torch.autograd.grad(ours.sum(), f)
    torch.testing.assert_close(slope, mean(f.detach()) - y)


@pytest.mark.parametrize("name", ["outputs", "statistics"])
def test_exponential_family_nll_refuses_what_is_not_finite(name: str):
    given = {"outputs": torch.zeros(1), "statistics": torch.zeros(1)} | {name: torch.tensor([math.inf])}
    with pytest.raises(ValueError, match=f"^`{name}` must be finite, got inf$"):
        exponential_family_nll(torch.exp, **given)


def test_exponential_family_nll_refuses_outputs_without_a_normaliser_and_takes_the_last_one():
    zero = torch.zeros(1)
    assert exponential_family_nll(torch.exp, torch.tensor([88.0]), zero).isfinite()
    with pytest.raises(ValueError, match=r"^`outputs` must be those of a finite log-normaliser, got 89.0$"):
        exponential_family_nll(torch.exp, torch.tensor([89.0]), zero)
