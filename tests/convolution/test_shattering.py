import numpy as np
import pytest
import torch

from notes.convolution.shattering import DenseStack, autocorrelation, input_gradients, plain_step, residual_step


def test_autocorrelation_equals_numpy(generator):
    series = torch.rand(30, generator=generator, dtype=torch.float64)
    centred = (series - series.mean()).numpy()
    full = np.correlate(centred, centred, mode="full")[29:]
    np.testing.assert_allclose(autocorrelation(series, 10), full[:10] / full[0], rtol=1e-10)


def test_autocorrelation_refuses():
    with pytest.raises(ValueError, match=r"^`lags` must be between 1 and the length of the series, 3, got 4$"):
        autocorrelation(torch.arange(3.0), 4)
    with pytest.raises(ValueError, match=r"^`series` must be other than constant, got 1.0$"):
        autocorrelation(torch.ones(3), 2)


def test_input_gradients_equal_difference_quotients(generator):
    network = DenseStack(plain_step, 2, generator, width=10).double()
    x, h = torch.tensor([-0.53, 0.11, 0.72], dtype=torch.float64), 1e-6
    moved = h * torch.eye(3, dtype=torch.float64)
    sums = [[network((x + sign * row)[:, None]).sum() for sign in (1, -1)] for row in moved]
    quotients = torch.stack([(up - down) / (2 * h) for up, down in sums])
    torch.testing.assert_close(input_gradients(network, x), quotients.detach(), rtol=1e-4, atol=1e-7)


def test_steps_by_hand(generator):
    layer, hidden = torch.nn.Linear(3, 3), torch.rand(5, 3, generator=generator)
    norm = torch.nn.BatchNorm1d(3)
    torch.testing.assert_close(plain_step(layer, hidden), norm(layer(hidden)).relu())
    torch.testing.assert_close(residual_step(layer, hidden), hidden + layer(norm(hidden).relu()) / 10)
