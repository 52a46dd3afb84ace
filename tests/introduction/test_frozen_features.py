"""The small network whose features a probe reads, against PyTorch's own layers."""

import math

import pytest
import torch
from torch import nn

from notes.introduction.binary_cross_entropy import binary_cross_entropy_from_logits
from notes.introduction.frozen_features import frozen_features, small_network, trained_network


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def samples() -> tuple[torch.Tensor, torch.Tensor]:
    inputs = torch.randn(40, 3, generator=seeded(1), dtype=torch.float64)
    return inputs, (inputs.prod(dim=1) > 0).long()


def test_small_network_draws_hidden_weights_alone():
    network = small_network(50, 200, seeded())
    hidden, readout = network[0], network[2]
    assert hidden.weight.std().item() == pytest.approx((2 / 50) ** 0.5, rel=0.05)
    assert abs(hidden.weight.mean().item()) < 0.01
    assert not any(zero.any() for zero in (hidden.bias, readout.weight, readout.bias))
    assert torch.equal(small_network(50, 200, seeded())[0].weight, hidden.weight)
    assert not torch.equal(small_network(50, 200, seeded(1))[0].weight, hidden.weight)


@pytest.mark.parametrize(("name", "bad"), [("inputs", (0, 1)), ("width", (1, 0))])
def test_small_network_refuses_sizes_below_one(name: str, bad: tuple[int, int]):
    with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got 0$"):
        small_network(*bad, seeded())
    assert small_network(1, 1, seeded())(torch.zeros(1, 1).double()).shape == (1, 1)


def test_frozen_features_are_what_the_last_layer_is_given(samples):
    network = trained_network(small_network(3, 8, seeded()), *samples, steps=5, learning_rate=0.5)
    features = frozen_features(network, samples[0])
    hidden = network[0]
    reference = (samples[0] @ hidden.weight.T + hidden.bias).clamp(min=0)
    torch.testing.assert_close(features, reference.detach())
    torch.testing.assert_close(network[2](features), network(samples[0]))
    assert not features.requires_grad


def test_trained_network_takes_the_steps_of_gradient_descent(samples):
    inputs, targets = samples
    network, by_hand = small_network(3, 8, seeded()), small_network(3, 8, seeded())
    assert trained_network(network, inputs, targets, steps=3, learning_rate=0.5) is network
    for _ in range(3):
        loss = binary_cross_entropy_from_logits(by_hand(inputs).squeeze(1), targets).mean()
        gradients = torch.autograd.grad(loss, list(by_hand.parameters()))
        with torch.no_grad():
            for parameter, gradient in zip(by_hand.parameters(), gradients, strict=True):
                parameter -= 0.5 * gradient
    for parameter, reference in zip(network.parameters(), by_hand.parameters(), strict=True):
        torch.testing.assert_close(parameter, reference)


def test_trained_network_learns_what_no_hyperplane_separates():
    corners = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]).double()
    targets = torch.tensor([0, 1, 1, 0])
    network = trained_network(small_network(2, 32, seeded()), corners, targets, steps=500, learning_rate=0.5)
    assert torch.equal(network(corners).squeeze(1) > 0, targets == 1)


def test_no_step_changes_nothing(samples):
    network = trained_network(small_network(3, 8, seeded()), *samples, steps=0, learning_rate=0.5)
    assert torch.equal(network[0].weight, small_network(3, 8, seeded())[0].weight)


def test_trained_network_refuses_what_it_cannot_learn_from(samples):
    network, (inputs, targets) = small_network(3, 8, seeded()), samples
    with pytest.raises(ValueError, match=r"^`steps` must be at least 1, got 0$"):
        trained_network(network, inputs, targets, steps=-1, learning_rate=0.5)
    for bad in (0.0, math.nan):
        with pytest.raises(ValueError, match=f"^`learning_rate` must be positive, got {bad}$"):
            trained_network(network, inputs, targets, steps=1, learning_rate=bad)
    with pytest.raises(ValueError, match=r"^`targets` must be 0 or 1, got 2$"):
        trained_network(network, inputs, 2 * targets, steps=1, learning_rate=0.5)
    with pytest.raises(ValueError, match=r"^`inputs` must be finite, got inf$"):
        trained_network(network, inputs.abs() / 0, targets, steps=1, learning_rate=0.5)
    with pytest.raises(ValueError, match=r"^`learning_rate` must be small enough for the weights to stay finite, got"):
        trained_network(network, inputs, targets, steps=5, learning_rate=1e200)


def test_trained_network_refuses_a_rate_at_which_some_weights_of_each_layer_stay_finite():
    inputs, targets = torch.tensor([[1e100, 1.0], [0.0, 1.0]], dtype=torch.float64), torch.tensor([1, 0])
    with pytest.raises(ValueError, match=r"^`learning_rate` must be small enough for the weights to stay finite, got"):
        trained_network(small_network(2, 8, seeded()), inputs, targets, steps=1, learning_rate=1e210)
    network = trained_network(small_network(2, 8, seeded()), inputs, targets, steps=1, learning_rate=1e200)
    assert all(weights.isfinite().all() for weights in network.parameters())


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_inputs_that_are_not_finite_are_refused(bad: float):
    network = small_network(1, 2, seeded())
    with pytest.raises(ValueError, match=f"^`inputs` must be finite, got {bad}$"):
        frozen_features(network, torch.tensor([[0.0], [bad]]).double())


def test_inputs_of_another_network_are_refused():
    network = small_network(3, 2, seeded())
    with pytest.raises(ValueError, match=r"^`inputs` must have 3 columns, as the network has, got 2$"):
        frozen_features(network, torch.zeros(4, 2).double())
    told = r"^`inputs` must be of the precision of the network, torch.float64, got torch.float32$"
    with pytest.raises(ValueError, match=told):
        frozen_features(network, torch.zeros(4, 3))
    with pytest.raises(ValueError, match=r"^`inputs` must hold at least one entry, got shape \(0, 3\)$"):
        frozen_features(network, torch.zeros(0, 3).double())
    assert frozen_features(network, torch.zeros(1, 3).double()).shape == (1, 2)


def test_inputs_that_overflow_are_refused():
    network = nn.Sequential(nn.Linear(1, 1), nn.ReLU(), nn.Linear(1, 1))
    nn.init.constant_(network[0].weight, 10.0)
    with pytest.raises(ValueError, match=r"^`inputs` must be small enough for finite features, got "):
        frozen_features(network, torch.tensor([[0.0], [1e38]]))
    assert frozen_features(network, torch.tensor([[1e37]])).isfinite().all()


def test_inputs_of_which_one_feature_overflows_are_refused():
    network = nn.Sequential(nn.Linear(1, 2, bias=False), nn.ReLU(), nn.Linear(2, 1))
    network[0].weight = nn.Parameter(torch.tensor([[10.0], [1.0]]))
    with pytest.raises(ValueError, match=r"^`inputs` must be small enough for finite features, got "):
        frozen_features(network, torch.tensor([[1e38]]))
