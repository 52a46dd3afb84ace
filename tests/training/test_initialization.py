import pytest
import torch

from notes.training.backpropagation import random_layers
from notes.training.initialization import glorot_variance, he_variance, rectified_glorot_variance

INPUTS, OUTPUTS = 40, 100


def drawn(variance):
    return random_layers([INPUTS, OUTPUTS], [variance], torch.Generator().manual_seed(3))[0].weights


def torch_drawn(initialization, **options):
    weights = torch.empty(OUTPUTS, INPUTS, dtype=torch.float64)
    return initialization(weights, generator=torch.Generator().manual_seed(3), **options)


@pytest.mark.parametrize(
    ("variance", "initialization", "options"),
    [
        (he_variance(INPUTS), torch.nn.init.kaiming_normal_, {"nonlinearity": "relu"}),
        (he_variance(OUTPUTS), torch.nn.init.kaiming_normal_, {"mode": "fan_out", "nonlinearity": "relu"}),
        (glorot_variance(INPUTS, OUTPUTS), torch.nn.init.xavier_normal_, {}),
        (rectified_glorot_variance(INPUTS, OUTPUTS), torch.nn.init.xavier_normal_, {"gain": 2**0.5}),
    ],
)
def test_variances_equal_torch_draw_for_draw(variance, initialization, options):
    torch.testing.assert_close(drawn(variance), torch_drawn(initialization, **options), atol=1e-12, rtol=0)


def test_rectified_glorot_variance_lies_between_the_two_it_compromises():
    low, high = sorted([he_variance(INPUTS), he_variance(OUTPUTS)])
    assert low < rectified_glorot_variance(INPUTS, OUTPUTS) < high
    assert rectified_glorot_variance(50, 50) == pytest.approx(he_variance(50))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: he_variance(0), "width"),
        (lambda: glorot_variance(0, 1), "inputs"),
        (lambda: glorot_variance(1, 0), "outputs"),
        (lambda: rectified_glorot_variance(1, -1), "outputs"),
    ],
)
def test_variances_refuse_empty_layers(call, name):
    with pytest.raises(ValueError, match=f"`{name}` must be at least 1"):
        call()
