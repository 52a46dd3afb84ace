"""The data whose noise grows, and what the two networks make of it."""

import pytest
import torch
from jaxtyping import TypeCheckError

from notes.losses.heteroscedastic import (
    HeteroscedasticNetwork,
    HomoscedasticNetwork,
    fitted,
    noisy_sine,
    true_mean,
    true_standard_deviation,
)
from notes.losses.recipe import HETEROSCEDASTIC_GAUSSIAN

NETWORKS = [HomoscedasticNetwork, HeteroscedasticNetwork]


def test_noisy_sine_has_its_true_mean_and_deviation(generator: torch.Generator):
    inputs, targets = noisy_sine(50_000, generator)
    standardised = (targets - true_mean(inputs)) / true_standard_deviation(inputs)
    for third in (inputs.squeeze() < 1 / 3, inputs.squeeze() > 2 / 3):
        assert standardised[third].mean().item() == pytest.approx(0, abs=0.03)
        assert standardised[third].std().item() == pytest.approx(1, abs=0.03)


def test_noisy_sine_follows_its_generator():
    first, again, other = (noisy_sine(5, torch.Generator().manual_seed(seed)) for seed in (0, 0, 1))
    assert torch.equal(first.targets, again.targets)
    assert not torch.equal(first.targets, other.targets)


def test_true_deviation_is_ten_times_as_large_at_one_as_at_zero():
    quiet, noisy = true_standard_deviation(torch.tensor([[0.0], [1.0]])).tolist()
    assert noisy / quiet == pytest.approx(10)


@pytest.mark.parametrize("network", NETWORKS)
def test_networks_follow_their_generator_and_leave_the_global_one_alone(network):
    inputs = torch.linspace(0, 1, 5).unsqueeze(-1)
    state = torch.random.get_rng_state()
    first, again = (network(torch.Generator().manual_seed(0))(inputs) for _ in range(2))
    assert torch.equal(first, again)
    assert torch.equal(torch.random.get_rng_state(), state)


def test_networks_differ_in_whose_variance_they_predict(generator: torch.Generator):
    inputs = torch.linspace(0, 1, 5).unsqueeze(-1)
    shared, own = (network(generator)(inputs)[:, 1] for network in NETWORKS)
    assert shared.unique().numel() == 1
    assert own.unique().numel() == 5


@pytest.mark.parametrize("network", NETWORKS)
def test_networks_start_within_one_over_the_root_of_the_inputs_of_each_layer(network, generator: torch.Generator):
    layers = [layer for layer in network(generator, 100).modules() if isinstance(layer, torch.nn.Linear)]
    assert [layer.in_features for layer in layers] == [1, 100, 100]
    for layer, bound in zip(layers, (1.0, 0.1, 0.1), strict=True):
        assert 0.9 * bound < layer.weight.abs().max() <= bound
        assert layer.weight.min() < 0 < layer.weight.max()


def test_homoscedastic_network_starts_with_a_variance_of_one(generator: torch.Generator):
    assert HomoscedasticNetwork(generator)(torch.zeros(2, 1))[:, 1].tolist() == [0.0, 0.0]


def test_fitted_takes_a_step_of_its_rate(generator: torch.Generator):
    before = HeteroscedasticNetwork(generator)
    after = fitted(before, noisy_sine(20, generator), steps=1)
    torch.testing.assert_close((after.heads.bias - before.heads.bias).abs(), torch.full((2,), 0.03))


def test_fitted_tells_where_the_noise_is_large(generator: torch.Generator):
    sample = noisy_sine(400, generator)
    heteroscedastic = fitted(HeteroscedasticNetwork(generator), sample, steps=100)
    quiet, noisy = HETEROSCEDASTIC_GAUSSIAN.predictive(heteroscedastic, torch.tensor([[0.1], [0.9]])).stddev
    assert noisy > quiet


def test_fitted_homoscedastic_network_has_its_optimal_variance(generator: torch.Generator):
    sample = noisy_sine(200, generator)
    predicted = HETEROSCEDASTIC_GAUSSIAN.predictive(fitted(HomoscedasticNetwork(generator), sample), sample.inputs)
    expected = (sample.targets - predicted.mean).square().mean()
    assert predicted.variance[0].item() == pytest.approx(expected.item(), rel=0.02)


def test_noisy_sine_refuses_no_examples(generator: torch.Generator):
    with pytest.raises(ValueError, match=r"^`examples` must be positive, got 0$"):
        noisy_sine(0, generator)


@pytest.mark.parametrize("network", NETWORKS)
def test_networks_refuse_inputs_without_a_feature_dimension(network, generator: torch.Generator):
    with pytest.raises(TypeCheckError, match=r"(?s)'inputs'.*Actual value: f32\[7\]"):
        network(generator)(torch.zeros(7))
