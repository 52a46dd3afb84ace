"""Likelihoods against SciPy, against each other, and at the edge of float32."""

import pytest
import torch
from scipy import stats
from torch.distributions import Bernoulli, Categorical, Independent, Normal

from notes.losses.likelihood import likelihood, log_likelihood, negative_log_likelihood

CRITERIA = [likelihood, log_likelihood, negative_log_likelihood]


def test_likelihood_is_the_product_of_densities(generator: torch.Generator):
    mean, targets = torch.rand(2, 5, generator=generator, dtype=torch.float64)
    expected = stats.norm.pdf(targets, mean, 0.7).prod()
    assert likelihood(Normal(mean, 0.7), targets).item() == pytest.approx(expected, rel=1e-12)


def test_likelihood_of_bernoulli_by_hand():
    chance = torch.tensor([0.9, 0.2])
    assert likelihood(Bernoulli(chance), torch.tensor([1.0, 0.0])).item() == pytest.approx(0.9 * 0.8)


def test_log_likelihood_is_the_sum_of_log_masses(generator: torch.Generator):
    chances = torch.rand(6, generator=generator, dtype=torch.float64)
    targets = torch.tensor([0.0, 1.0, 1.0, 0.0, 1.0, 0.0], dtype=torch.float64)
    expected = stats.bernoulli.logpmf(targets, chances).sum()
    assert log_likelihood(Bernoulli(chances), targets).item() == pytest.approx(expected, rel=1e-12)


def test_log_likelihood_is_the_logarithm_of_the_likelihood(generator: torch.Generator):
    mean, targets = torch.rand(2, 8, generator=generator, dtype=torch.float64)
    distribution = Normal(mean, 0.5)
    torch.testing.assert_close(log_likelihood(distribution, targets), likelihood(distribution, targets).log())


def test_negative_log_likelihood_of_classes_is_cross_entropy_in_value_and_gradient(generator: torch.Generator):
    logits = torch.rand(7, 3, generator=generator, dtype=torch.float64, requires_grad=True)
    targets = torch.tensor([0, 1, 2, 0, 1, 2, 2])
    ours = negative_log_likelihood(Categorical(logits=logits), targets)
    reference = torch.nn.functional.cross_entropy(logits, targets, reduction="sum")
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(torch.autograd.grad(ours, logits), torch.autograd.grad(reference, logits))


def test_the_three_criteria_share_their_optimum():
    targets = torch.tensor([0.2, 1.1, 1.7], dtype=torch.float64)
    grid = torch.linspace(-1, 3, 401, dtype=torch.float64)
    curves = [torch.stack([f(Normal(m.expand(3), 1.0), targets) for m in grid]) for f in CRITERIA]
    assert grid[curves[0].argmax()].item() == pytest.approx(1.0)
    assert curves[0].argmax() == curves[1].argmax() == curves[2].argmin()


def test_likelihood_underflows_in_float32_where_its_logarithm_does_not():
    distribution, targets = Normal(torch.zeros(200), torch.ones(200)), torch.zeros(200)
    assert likelihood(distribution, targets).item() == 0.0
    assert log_likelihood(distribution, targets).item() == pytest.approx(200 * stats.norm.logpdf(0), rel=1e-5)


def test_likelihood_counts_vector_outcomes_as_one_example_each(generator: torch.Generator):
    mean, targets = torch.rand(2, 4, 3, generator=generator, dtype=torch.float64)
    vectors = Independent(Normal(mean, 1.0), 1)
    torch.testing.assert_close(log_likelihood(vectors, targets), log_likelihood(Normal(mean, 1.0), targets))


@pytest.mark.parametrize("criterion", CRITERIA)
def test_likelihood_refuses_targets_that_would_broadcast(criterion):
    with pytest.raises(ValueError, match=r"^`targets` must have the distribution's shape \(3, 1\), got \(3,\)$"):
        criterion(Normal(torch.zeros(3, 1), 1.0), torch.zeros(3))


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize(
    ("distribution", "bad"),
    [(Normal(torch.zeros(2), 1.0), float("nan")), (Bernoulli(torch.full((2,), 0.5)), 0.5)],
)
def test_likelihood_refuses_targets_outside_the_support(criterion, distribution, bad: float):
    with pytest.raises(ValueError, match=rf"^`targets` must be in the support of \w+, got {bad}$"):
        criterion(distribution, torch.tensor([0.0, bad]))
