import pytest
import torch
from torch.autograd import gradcheck

from notes.training.descent import gradient_of
from notes.training.gabor import gabor, gabor_data, gabor_gradient, gabor_loss


def data(samples=28):
    return gabor_data(samples, noise=0.1, generator=torch.Generator().manual_seed(4))


def test_gabor_at_a_hand_value():
    # x = 5, phi = (0, 10): u = 3, sin 3 exp(-9/32)
    value = gabor(torch.tensor([0.0, 10.0], dtype=torch.float64), torch.tensor([5.0], dtype=torch.float64))
    assert value.item() == pytest.approx(0.1411200081 * 0.7548396019891, abs=1e-9)


def test_gabor_is_odd_when_not_shifted():
    inputs, parameters = torch.linspace(0, 15, 50), torch.tensor([0.0, 16.6])
    torch.testing.assert_close(gabor(parameters, -inputs), -gabor(parameters, inputs))


def test_gabor_gradient_equals_autograd():
    parameters = torch.tensor([[-3.0, 12.0], [0.0, 16.6], [7.0, 3.0]], dtype=torch.float64)
    exact = gradient_of(lambda phi: gabor_loss(phi, *data()))(parameters)
    torch.testing.assert_close(gabor_gradient(parameters, *data()), exact, atol=1e-13, rtol=1e-12)


def test_gabor_loss_gradient_survives_gradcheck():
    parameters = torch.tensor([-3.0, 12.0], dtype=torch.float64, requires_grad=True)
    assert gradcheck(lambda phi: gabor_loss(phi, *data()), parameters)


def test_gabor_gradient_takes_another_batch_for_every_run():
    inputs, targets = data(30)
    parameters = torch.tensor([[-3.0, 12.0], [1.0, 5.0]], dtype=torch.float64)
    together = gabor_gradient(parameters, inputs.view(2, 15), targets.view(2, 15))
    torch.testing.assert_close(together[1], gabor_gradient(parameters[1], inputs[15:], targets[15:]))


def test_gabor_data_scatters_about_the_truth_by_the_noise():
    inputs, targets = data(20_000)
    assert inputs.min() >= -15
    assert inputs.max() < 15
    residuals = targets - gabor(torch.tensor([0.0, 16.6], dtype=torch.float64), inputs)
    assert residuals.std().item() == pytest.approx(0.1, rel=0.03)


def test_gabor_data_adds_the_draws_of_its_generator():
    inputs, targets = data(5)
    generator = torch.Generator().manual_seed(4)
    torch.testing.assert_close(inputs, 30 * torch.rand(5, generator=generator, dtype=torch.float64) - 15)
    clean = gabor(torch.tensor([0.0, 16.6], dtype=torch.float64), inputs)
    torch.testing.assert_close(targets, clean + 0.1 * torch.randn(5, generator=generator, dtype=torch.float64))


def test_gabor_data_repeats():
    torch.testing.assert_close(data().targets, data().targets, atol=0, rtol=0)


def test_gabor_refuses_bad_arguments():
    with pytest.raises(ValueError, match="`samples` must be at least 1, got 0"):
        gabor_data(0, 0.1, torch.Generator())
    with pytest.raises(ValueError, match=r"`noise` must be non-negative and finite, got -1\.0"):
        gabor_data(1, -1.0, torch.Generator())
    with pytest.raises(ValueError, match="`targets` must be finite"):
        gabor_loss(torch.zeros(2), torch.zeros(1), torch.tensor([float("nan")]))
