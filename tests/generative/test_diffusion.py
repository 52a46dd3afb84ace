"""Diffusion and flow matching against Gaussians, for which every answer is known."""

import math

import pytest
import torch
from sympy import Symbol

from notes.generative.diffusion import (
    TimedNetwork,
    cosine_signal,
    diffusion_loss,
    diffusion_samples,
    noised,
    posterior_mean_and_variance,
)
from notes.generative.flow_matching import flow_matching_loss, flow_matching_samples
from notes.generative.proofs import diffusion

F64 = torch.float64
CPU = torch.Generator()


def random() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def identity(points: torch.Tensor, _: torch.Tensor) -> torch.Tensor:
    return points


def test_many_steps_of_noise_are_one():
    signal, generator = cosine_signal(6).double(), random()
    alphas = signal / torch.cat([torch.ones(1, dtype=F64), signal[:-1]])
    points = torch.full((200_000, 1), 2.0, dtype=F64)
    for alpha in alphas:
        noise = torch.randn(points.shape, dtype=F64, generator=generator)
        points = alpha.sqrt() * points + (1 - alpha).sqrt() * noise
    once = noised(torch.full((1, 1), 2.0, dtype=F64), signal[-1:], torch.zeros(1, 1, dtype=F64))
    assert points.mean().item() == pytest.approx(once.item(), abs=0.01)
    assert points.var().item() == pytest.approx(1 - signal[-1].item(), rel=0.01)


def test_cosine_signal_falls_from_one_end_to_the_other():
    signal = cosine_signal(50)
    assert (signal.diff() < 0).all()
    assert 0.99 < signal[0] < 1
    assert 0 < signal[-1] < 0.01
    torch.testing.assert_close(signal + signal.flip(0), torch.ones(50))
    with pytest.raises(ValueError, match=r"^`steps` must be at least 1, got 0$"):
        cosine_signal(0)


@pytest.mark.parametrize(("signal", "before"), [(0.25, 0.5), (0.1, 0.9), (0.6, 1.0)])
def test_posterior_is_that_of_two_gaussians(signal: float, before: float):
    clean, noisy = torch.tensor([[2.0, -1.0]], dtype=F64), torch.tensor([[1.0, 0.5]], dtype=F64)
    mean, variance = posterior_mean_and_variance(noisy, clean, signal, before)
    alpha = signal / before
    if before == 1:
        torch.testing.assert_close(mean, clean)
        assert variance == 0
        return
    precision = alpha / (1 - alpha) + 1 / (1 - before)
    assert variance == pytest.approx(1 / precision)
    wanted = (alpha**0.5 * noisy / (1 - alpha) + before**0.5 * clean / (1 - before)) / precision
    torch.testing.assert_close(mean, wanted)


def test_weight_of_a_step_is_the_proved_one():
    noisy, signal, before = torch.zeros(1, 1, dtype=F64), 0.3, 0.7
    clean, guess = torch.tensor([[1.5]], dtype=F64), torch.tensor([[0.5]], dtype=F64)
    mean, variance = posterior_mean_and_variance(noisy, clean, signal, before)
    gap = (mean - posterior_mean_and_variance(noisy, guess, signal, before)[0]).square().item() / (2 * variance)
    values = {"x_0": 1.5, "f": 0.5, r"\alpha_t": signal / before, r"\bar\alpha_{t-1}": before}
    proved = diffusion.step_divergence().steps[0].last
    named = {symbol: values[symbol.name] for symbol in proved.atoms(Symbol)}
    assert gap == pytest.approx(float(proved.subs(named)))


def best(points: torch.Tensor, times: torch.Tensor, signal: torch.Tensor, variance: float) -> torch.Tensor:
    """The best denoiser of data N(3, variance)."""
    share = signal[(times * len(signal)).round().long() - 1][:, None]
    gain = share.sqrt() * variance / (share * variance + 1 - share)
    return 3 + gain * (points - 3 * share.sqrt())


def test_samples_of_the_best_denoiser_of_a_gaussian_are_that_gaussian():
    signal, generator = cosine_signal(300).double(), random()
    start = torch.randn(10_000, 1, dtype=F64, generator=generator)
    drawn = diffusion_samples(lambda x, t: best(x, t, signal, 0.25), signal, start, generator)
    assert drawn.mean().item() == pytest.approx(3, abs=0.02)
    assert drawn.var().item() == pytest.approx(0.25, rel=0.05)


def test_diffusion_loss_of_the_best_denoiser_is_the_mean_posterior_variance():
    signal = cosine_signal(5).double()
    clean = 3 + 0.5 * torch.randn(200_000, 1, dtype=F64, generator=torch.Generator().manual_seed(1))
    loss = diffusion_loss(lambda x, t: best(x, t, signal, 0.25), clean, signal, random())
    wanted = (0.25 * (1 - signal) / (0.25 * signal + 1 - signal)).mean()
    assert loss.item() == pytest.approx(wanted.item(), rel=0.02)


def test_diffusion_tells_the_denoiser_the_time_in_training_and_in_sampling():
    signal, told = cosine_signal(4), []
    watching = lambda x, t: told.append(t) or x  # noqa: E731
    diffusion_loss(watching, torch.zeros(500, 1), signal, random())
    assert told[0].unique().tolist() == [0.25, 0.5, 0.75, 1.0]
    diffusion_samples(watching, signal, torch.zeros(3, 1), random())
    assert [times.tolist() for times in told[1:]] == [[share] * 3 for share in (1.0, 0.75, 0.5, 0.25)]


def test_timed_network_takes_what_else_is_known():
    model = TimedNetwork(3, random(), 5, known=2)
    points, times, known = torch.ones(4, 3), torch.linspace(0, 1, 4), torch.eye(2).repeat(2, 1)
    wanted = model.network(torch.cat([points, times[:, None], known], 1))
    torch.testing.assert_close(model(points, times, known), wanted)
    with pytest.raises(ValueError, match=r"^`coordinates` must be at least 1, got 0$"):
        TimedNetwork(0, CPU)
    with pytest.raises(ValueError, match=r"^`known` must be at least 0, got -1$"):
        TimedNetwork(1, CPU, known=-1)
    assert TimedNetwork(1, CPU, known=0)(torch.ones(1, 1), torch.ones(1)).shape == (1, 1)


def steered(points: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
    """The mean velocity from noise to data N(3, 0.25): for Gaussians it is a line."""
    t = times[:, None]
    variance = (1 - t) ** 2 + 0.25 * t**2
    return 3 + (0.25 * t - (1 - t)) / variance * (points - 3 * t)


def test_the_best_velocity_carries_noise_to_the_gaussian():
    start = torch.special.ndtri((torch.arange(2000, dtype=F64) + 0.5) / 2000)[:, None]
    drawn = flow_matching_samples(steered, start, 400)
    torch.testing.assert_close(drawn, 3 + 0.5 * start, atol=0.01, rtol=0)


def test_flow_matching_loss_is_least_at_the_mean_velocity():
    data = 3 + 0.5 * torch.randn(200_000, 1, dtype=F64, generator=torch.Generator().manual_seed(1))
    least = flow_matching_loss(steered, data, random()).item()
    times = (torch.arange(1000, dtype=F64) + 0.5) / 1000
    variance = (1 - times) ** 2 + 0.25 * times**2
    wanted = 1.25 - ((0.25 * times - (1 - times)) ** 2 / variance).mean().item()
    assert least == pytest.approx(wanted, rel=0.02)
    assert flow_matching_loss(lambda x, t: steered(x, t) + 0.1, data, random()).item() > least


def test_diffusion_refuses_signals_and_points_that_are_none():
    signal, point = cosine_signal(3), torch.zeros(1, 1)
    for bad in (0.0, 1.0, math.nan):
        with pytest.raises(ValueError, match=f"^`signal` must be between 0 and 1, got {bad}$"):
            noised(point, torch.tensor([bad]), point)
        with pytest.raises(ValueError, match=f"^`signal` must be between 0 and 1, got {bad}$"):
            diffusion_samples(identity, torch.tensor([bad]), point, CPU)
        with pytest.raises(ValueError, match=f"^`signal` must be between 0 and 1, got {bad}$"):
            posterior_mean_and_variance(point, point, bad, 0.5)
    for bad in (0.25, 1.01):
        with pytest.raises(ValueError, match=f"^`before` must be above `signal` and at most 1, got {bad}$"):
            posterior_mean_and_variance(point, point, 0.25, bad)
    with pytest.raises(ValueError, match=r"^`clean` must hold at least one entry, got shape \(0, 1\)$"):
        diffusion_loss(identity, point[:0], signal, CPU)
    with pytest.raises(ValueError, match=r"^`signal` must hold at least one entry, got shape \(0,\)$"):
        diffusion_loss(identity, point, signal[:0], CPU)
    nan = torch.full((1, 1), math.nan)
    for name, call in (
        ("clean", lambda: noised(nan, signal[:1], point)),
        ("noise", lambda: noised(point, signal[:1], nan)),
        ("clean", lambda: diffusion_loss(identity, nan, signal, CPU)),
        ("noisy", lambda: posterior_mean_and_variance(nan, point, 0.25, 0.5)),
        ("clean", lambda: posterior_mean_and_variance(point, nan, 0.25, 0.5)),
        ("start", lambda: diffusion_samples(identity, signal, nan, CPU)),
        ("data", lambda: flow_matching_loss(identity, nan, CPU)),
        ("start", lambda: flow_matching_samples(identity, nan, 1)),
    ):
        with pytest.raises(ValueError, match=f"^`{name}` must be finite, got nan$"):
            call()


def test_flow_matching_refuses_no_data_and_no_steps():
    with pytest.raises(ValueError, match=r"^`data` must hold at least one entry, got shape \(0, 1\)$"):
        flow_matching_loss(identity, torch.zeros(0, 1), CPU)
    with pytest.raises(ValueError, match=r"^`steps` must be at least 1, got 0$"):
        flow_matching_samples(identity, torch.zeros(1, 1), 0)
    assert flow_matching_samples(identity, torch.ones(1, 1), 1).tolist() == [[2.0]]


def test_samples_carry_no_gradient():
    model = TimedNetwork(1, random(), 3)
    assert not diffusion_samples(model, cosine_signal(2), torch.zeros(2, 1), random()).requires_grad
    assert not flow_matching_samples(model, torch.zeros(2, 1), 2).requires_grad
