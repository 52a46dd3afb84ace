"""Predictive distributions and their modes."""

import pytest
import torch
from torch.distributions import Bernoulli, Categorical, Laplace, Normal, Poisson, VonMises

from notes.losses.inference import mode, predictive_distribution


def test_predictive_distribution_reads_outputs_as_parameters():
    model = torch.nn.Linear(2, 1)
    inputs = torch.tensor([[0.0, 0.0], [1.0, 1.0]])
    predicted = predictive_distribution(lambda f: Poisson(f.squeeze(-1).exp()), model, inputs)
    expected = [model.bias.exp().item(), (model.weight.sum() + model.bias).exp().item()]
    assert predicted.rate.tolist() == pytest.approx(expected)


def test_predictive_distribution_carries_gradients_to_the_model():
    model = torch.nn.Linear(1, 1)
    predicted = predictive_distribution(lambda f: Normal(f, 1.0), model, torch.ones(3, 1))
    predicted.log_prob(torch.ones(3, 1)).sum().backward()
    expected = (1 - model(torch.ones(3, 1))).sum()
    torch.testing.assert_close(model.bias.grad, expected.reshape(1))


@pytest.mark.parametrize(
    ("distribution", "outcomes"),
    [
        (Categorical(probs=torch.tensor([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]])), torch.arange(3)),
        (Bernoulli(torch.tensor([0.4, 0.6])), torch.arange(2.0)),
        (Poisson(torch.tensor([0.5, 3.7])), torch.arange(20.0)),
        (Normal(torch.tensor([0.25, -1.0]), 2.0), torch.arange(-3, 3, 0.25)),
        (Laplace(torch.tensor([0.25, -1.0]), 2.0), torch.arange(-3, 3, 0.25)),
        (VonMises(torch.tensor([0.25, -1.0]), 2.0), torch.arange(-3, 3, 0.25)),
    ],
)
def test_mode_is_the_outcome_of_highest_probability(distribution, outcomes: torch.Tensor):
    best = distribution.log_prob(outcomes.unsqueeze(-1)).argmax(0)
    assert torch.equal(mode(distribution), outcomes[best])


def test_mode_refuses_a_fair_coin():
    with pytest.raises(ValueError, match=r"^`distribution` must have a mode, got a tie"):
        mode(Bernoulli(torch.tensor([0.5, 0.9])))
