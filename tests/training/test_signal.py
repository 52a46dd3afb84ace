import pytest
import torch

from notes.training.backpropagation import backward_pass, forward_pass, random_layers
from notes.training.initialization import he_variance
from notes.training.signal import expected_powers, signal_powers

WIDTH, DEPTH = 64, 6


def measured(factor, seed):
    """Powers of a network whose hidden variances are `factor` times He's."""
    generator = torch.Generator().manual_seed(seed)
    layers = random_layers([WIDTH] * (DEPTH + 1), [factor * he_variance(WIDTH)] * DEPTH, generator)
    inputs = torch.randn(32, WIDTH, generator=generator, dtype=torch.float64)
    return signal_powers(layers, inputs, torch.randn(32, WIDTH, generator=generator, dtype=torch.float64))


def test_signal_powers_at_hand_values():
    (layer,) = random_layers([2, 1], [0.0], torch.Generator())
    layer.weights.fill_(2.0)
    powers = signal_powers([layer], torch.tensor([[1.0, 2.0]]).double(), torch.tensor([[3.0]]).double())
    assert powers.forward.tolist() == [36.0]
    assert powers.backward.tolist() == [9.0]


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_signal_powers_average_to_the_expectation(factor):
    forward = torch.stack([measured(factor, seed).forward for seed in range(200)])
    expected = expected_powers([WIDTH] * DEPTH, [factor * he_variance(WIDTH)] * DEPTH, power=1.0)
    standard_error = (forward / expected).std(0) / 200**0.5
    assert ((forward / expected).mean(0) - 1).abs().div(standard_error).max() < 4


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_signal_powers_backward_change_by_the_same_factor_a_layer(factor):
    backward = torch.stack([measured(factor, seed).backward for seed in range(200)]).mean(0)
    rate = (backward[0] / backward[-1]) ** (1 / (DEPTH - 1))
    assert rate.item() == pytest.approx(factor, rel=0.1)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_weight_gradients_of_all_layers_have_the_factor_to_the_power_of_the_layers_less_one(factor):
    generator, powers = torch.Generator().manual_seed(0), []
    for _ in range(400):
        layers = random_layers([WIDTH] * 5, [factor * he_variance(WIDTH)] * 4, generator)
        inputs, back = torch.randn(2, 1, WIDTH, generator=generator, dtype=torch.float64)
        gradients = backward_pass(layers, forward_pass(layers, inputs), back)
        powers.append(torch.stack([one.weights.square().mean() for one in gradients]))
    assert torch.stack(powers).mean(0).tolist() == pytest.approx([factor**3] * 4, rel=0.15)


def test_expected_powers_at_hand_values():
    assert expected_powers([4, 2], [0.5, 3.0], power=1.0).tolist() == [2.0, 6.0]


def test_expected_powers_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match="`variances` must be 2 numbers, got 1"):
        expected_powers([1, 1], [1.0], power=1.0)
