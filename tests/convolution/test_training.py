import pytest
import torch
from torch import nn

from notes.convolution.training import fitted


def test_fitted_finds_a_line_and_writes_down_every_loss(generator):
    x = torch.linspace(-1, 1, 40)[:, None]
    network = nn.Linear(1, 1)
    start = network.weight.item()
    found = fitted(network, nn.functional.mse_loss, (x, 3 * x + 1), generator, steps=200, learning_rate=0.1)
    assert found.losses.shape == (200,)
    assert found.losses[-1] < 1e-3 < found.losses[0]
    assert found.network.weight.item() == pytest.approx(3, abs=0.05)
    assert network.weight.item() == start


def test_fitted_is_reproducible():
    x = torch.linspace(-1, 1, 10)[:, None]
    network = nn.Linear(1, 1)
    runs = [
        fitted(network, nn.functional.mse_loss, (x, x), torch.Generator().manual_seed(0), batch=3, steps=5).losses
        for _ in range(2)
    ]
    assert torch.equal(*runs)


def test_fitted_refuses_an_empty_batch(generator):
    with pytest.raises(ValueError, match=r"^`batch` must be at least 1, got 0$"):
        fitted(nn.Linear(1, 1), nn.functional.mse_loss, (torch.ones(2, 1), torch.ones(2, 1)), generator, batch=0)
