import pytest
import torch
from torch.optim.lr_scheduler import ConstantLR, CosineAnnealingLR, ExponentialLR, LinearLR, StepLR

from notes.training.schedules import (
    constant_rate,
    cosine_annealing,
    exponential_decay,
    step_decay,
    warmed_up,
    warmup_stable_decay,
)


def torch_rates(scheduler, steps, rate=0.3, **options):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    schedule, rates = scheduler(optimizer, **options), []
    for _ in range(steps):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return torch.tensor(rates, dtype=torch.float64)


CASES = [
    (lambda: constant_rate(0.3, 40), ConstantLR, {"factor": 1.0}),
    (lambda: step_decay(0.3, 40, every=7, factor=0.4), StepLR, {"step_size": 7, "gamma": 0.4}),
    (lambda: exponential_decay(0.3, 40, factor=0.93), ExponentialLR, {"gamma": 0.93}),
    (lambda: cosine_annealing(0.3, 40), CosineAnnealingLR, {"T_max": 40}),
    (lambda: cosine_annealing(0.3, 40, final=0.05), CosineAnnealingLR, {"T_max": 40, "eta_min": 0.05}),
    # LinearLR rises from its start factor over total_iters steps: from 1/w to 1 in w - 1 steps
    (lambda: warmed_up(constant_rate(0.3, 40), warmup=10), LinearLR, {"start_factor": 0.1, "total_iters": 9}),
]


@pytest.mark.parametrize(("rates", "scheduler", "options"), CASES)
def test_schedules_equal_torch(rates, scheduler, options):
    torch.testing.assert_close(rates(), torch_rates(scheduler, 40, **options), atol=1e-12, rtol=1e-12)


def test_warmed_up_leaves_the_rest_of_the_schedule_alone():
    rates = cosine_annealing(1.0, 30)
    torch.testing.assert_close(warmed_up(rates, warmup=5)[4:], rates[4:])


def test_exponential_decay_is_step_decay_at_every_step():
    assert exponential_decay(1.0, 4, 0.5).tolist() == [1.0, 0.5, 0.25, 0.125]


@pytest.mark.parametrize(("steps", "warmup", "decay"), [(20, 4, 6), (10, 4, 6), (7, 1, 1)])
def test_warmup_stable_decay_equals_the_ramps_of_torch(steps, warmup, decay):
    up = torch_rates(LinearLR, steps - decay, rate=0.7, start_factor=1 / warmup, total_iters=max(1, warmup - 1))
    down = torch_rates(LinearLR, decay, rate=0.7, start_factor=1.0, end_factor=1 / decay, total_iters=max(1, decay - 1))
    torch.testing.assert_close(warmup_stable_decay(0.7, steps, warmup, decay), torch.cat([up, down]))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: constant_rate(0.0, 3), "`rate` must be positive"),
        (lambda: constant_rate(float("nan"), 3), "`rate` must be positive"),
        (lambda: constant_rate(0.1, 0), "`steps` must be at least 1"),
        (lambda: step_decay(0.1, 3, every=0, factor=0.5), "`every` must be at least 1"),
        (lambda: step_decay(0.1, 3, every=1, factor=1.5), r"`factor` must lie in \(0, 1\]"),
        (lambda: exponential_decay(0.1, 3, factor=0.0), r"`factor` must lie in \(0, 1\]"),
        (lambda: cosine_annealing(0.1, 3, final=0.2), "`final` must lie between 0 and `rate`"),
        (lambda: warmup_stable_decay(0.1, 6, 0, 2), "`warmup` must be at least 1, got 0"),
        (lambda: warmup_stable_decay(0.1, 6, 2, 0), "`decay` must be at least 1, got 0"),
        (lambda: warmup_stable_decay(0.1, 6, 4, 3), "`decay` must leave room for `warmup` in 6, got 3"),
        (lambda: warmup_stable_decay(0.1, 0, 1, 1), "`steps` must be at least 1"),
        (lambda: warmed_up(constant_rate(0.1, 3), warmup=4), r"`warmup` must lie in \[1, 3\], got 4"),
    ],
)
def test_schedules_refuse_what_is_out_of_range(call, message):
    with pytest.raises(ValueError, match=message):
        call()
