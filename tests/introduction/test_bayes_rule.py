"""Bayes' rule by hand, and as the product rule read both ways."""

import pytest
import torch

from notes.introduction.bayes_rule import bayes_posterior


def test_bayes_posterior_of_a_medical_test_by_hand():
    prior = torch.tensor([0.99, 0.01], dtype=torch.float64)
    likelihood = torch.tensor([[0.05, 0.9], [0.95, 0.1]], dtype=torch.float64)  # positive, negative
    sick = bayes_posterior(prior, likelihood)[:, 1].tolist()
    assert sick == pytest.approx([0.009 / (0.009 + 0.0495), 0.001 / (0.001 + 0.9405)])


def test_bayes_posterior_times_evidence_is_the_joint():
    generator = torch.Generator().manual_seed(4)
    prior = torch.rand(3, generator=generator, dtype=torch.float64)
    prior /= prior.sum()
    likelihood = torch.rand(7, 3, generator=generator, dtype=torch.float64)
    posterior = bayes_posterior(prior, likelihood)
    torch.testing.assert_close(posterior.sum(dim=1), torch.ones(7).double())
    torch.testing.assert_close(posterior * (likelihood @ prior).unsqueeze(1), likelihood * prior)


def test_bayes_posterior_of_a_deterministic_injective_cause_is_certain():
    causes = torch.tensor([-1.0, 0.0, 2.0])
    likelihood = (causes.pow(3) == torch.tensor([[8.0], [-1.0]])).float()
    assert bayes_posterior(torch.tensor([0.2, 0.3, 0.5]), likelihood).tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


def test_bayes_posterior_of_a_cause_that_is_not_injective_is_the_prior_on_the_preimages():
    causes = torch.tensor([-2.0, 0.0, 2.0], dtype=torch.float64)
    posterior = bayes_posterior(torch.tensor([0.6, 0.2, 0.2]).double(), (causes.square() == 4.0).double().unsqueeze(0))
    assert posterior[0].tolist() == pytest.approx([0.75, 0, 0.25])


@pytest.mark.parametrize(
    ("prior", "likelihood", "message"),
    [
        ([1.5, -0.5], [[1.0, 1.0]], "`prior` must be non-negative, got -0.5"),
        ([0.5, 0.25], [[1.0, 1.0]], "`prior` must be of sum 1, got 0.75"),
        ([0.5, 0.5], [[1.0, -1.0]], "`likelihood` must be non-negative and finite, got -1.0"),
        ([0.5, 0.5], [[1.0, float("nan")]], "`likelihood` must be non-negative and finite, got nan"),
        ([1.0, 0.0], [[0.0, 1.0]], r"`likelihood` must be positive for a possible cause .* got \[0.0, 1.0\]"),
    ],
)
def test_bayes_posterior_refuses(prior, likelihood, message):
    with pytest.raises(ValueError, match=message):
        bayes_posterior(torch.tensor(prior), torch.tensor(likelihood))
