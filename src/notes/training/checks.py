"""What ties the displayed equations of chapter 4 that no proof establishes to the code that implements them."""

import torch

from notes.ledger import check
from notes.training.adam import Adam
from notes.training.backpropagation import Layer, backward_pass, forward_pass, random_layers
from notes.training.descent import optimizer_path, torch_path
from notes.training.gabor import gabor_data, gabor_gradient, gabor_loss
from notes.training.mixed_precision import half_precision_gradients
from notes.training.momentum import Momentum
from notes.training.muon import newton_schulz
from notes.training.schedules import constant_rate

DEFINITIONS = {
    "eq:descent-step": "notes.training.descent.GradientDescent",
    "eq:gabor-model": "notes.training.gabor.gabor",
    "eq:gabor-loss": "notes.training.gabor.gabor_loss",
    "eq:minibatch-gradient": "notes.training.minibatch.stochastic_gradient",
    "eq:step-decay": "notes.training.schedules.step_decay",
    "eq:warm-up": "notes.training.schedules.warmed_up",
    "eq:momentum": "notes.training.momentum.Momentum",
    "eq:nesterov": "notes.training.momentum.NesterovMomentum",
    "eq:normalized-step": "notes.training.adam.NormalizedGradient",
    "eq:adagrad": "notes.training.adaptive.AdaGrad",
    "eq:rmsprop": "notes.training.adaptive.RMSProp",
    "eq:clipping": "notes.training.clipping.clipped_gradients",
    "eq:warmup-stable-decay": "notes.training.schedules.warmup_stable_decay",
    "eq:adamw": "notes.training.adam.AdamW",
    "eq:lion": "notes.training.lion.Lion",
    "eq:muon": "notes.training.muon.Muon",
    "eq:adam-moments": "notes.training.adam.Adam",
    "eq:adam-update": "notes.training.adam.Adam",
    "eq:forward-pass": "notes.training.backpropagation.forward_pass",
    "eq:toy-model": "notes.training.toy.toy_forward",
    "eq:adjoint": "notes.training.autograd.Tape",
}


@check("eq:backward-recursion")
def backward_recursion_is_autograd() -> None:
    """The hand-written backward pass returns what automatic differentiation does, for every weight and bias."""
    generator = torch.Generator().manual_seed(0)
    layers = random_layers([3, 5, 4, 2], [0.5] * 3, generator)
    inputs = torch.rand(7, 3, generator=generator, dtype=torch.float64)
    tracked = [Layer(weights.clone().requires_grad_(), biases.clone().requires_grad_()) for weights, biases in layers]
    forward_pass(tracked, inputs).output.square().sum().backward()
    forward = forward_pass(layers, inputs)
    for ours, theirs in zip(backward_pass(layers, forward, 2 * forward.output), tracked, strict=True):
        torch.testing.assert_close(ours.weights, theirs.weights.grad)
        torch.testing.assert_close(ours.biases, theirs.biases.grad)


@check()
def optimisers_agree_with_torch() -> None:
    """Momentum and Adam take torch's steps on the Gabor loss, a hundred of them, to a millionth."""
    data = gabor_data(28, 0.1, torch.Generator().manual_seed(4))
    start, rates = torch.tensor([3.0, 21.0], dtype=torch.float64), constant_rate(0.1, 100)
    for rule, reference, scale in (
        (Momentum(0.9), lambda p: torch.optim.SGD(p, momentum=0.9), 0.1),
        (Adam(), lambda p: torch.optim.Adam(p), 1.0),
    ):
        ours = optimizer_path(rule, lambda phi: gabor_gradient(phi, *data), start, rates)
        theirs = torch_path(reference, lambda phi: gabor_loss(phi, *data), start, scale * rates)
        assert (ours - theirs).abs().max() < 1e-6


@check("eq:loss-scaling")
def a_scale_of_two_to_a_power_is_exact() -> None:
    """Every number of half precision comes back from every power of two that keeps it normal, and so do gradients."""
    halves = torch.arange(2**15, dtype=torch.int32).to(torch.int16).view(torch.float16)
    halves = halves[halves.isfinite() & (halves >= 2**-14)]
    for power in range(-29, 30):
        scaled = halves.double() * 2.0**power
        kept = (scaled >= 2**-14) & (scaled < 2**16)
        there = (halves[kept] * torch.tensor(2.0**power, dtype=torch.float64)).half()
        assert (there.double() == scaled[kept]).all()
        assert (there.double() / 2.0**power == halves[kept].double()).all()
    generator = torch.Generator().manual_seed(0)
    layers = random_layers([3, 4, 2], [0.5] * 2, generator)
    inputs, slope = (torch.rand(5, width, generator=generator, dtype=torch.float64) for width in (3, 2))
    one, other = (half_precision_gradients(layers, inputs, slope, scale) for scale in (1.0, 64.0))
    for first, second in zip(one, other, strict=True):
        torch.testing.assert_close(first.weights, second.weights, rtol=2e-3, atol=2e-3)


@check()
def five_rounds_take_singular_values_near_one() -> None:
    """Muon's coefficients take a fine grid of singular values, from 0.01 to 1, between 0.68 and 1.14."""
    values = torch.linspace(0.01, 1, 20_001, dtype=torch.float64)
    matrices = torch.stack([values, (1 - values.square()).clamp(min=0).sqrt()], -1).diag_embed()  # of norm one
    flat = newton_schulz(matrices)[:, 0, 0]
    assert flat.min() > 0.68
    assert flat.max() < 1.14
