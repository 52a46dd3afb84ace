"""Distillation against PyTorch's divergence, its limits, and a class that no label names."""

import pytest
import torch
from torch.nn.functional import cross_entropy, kl_div, log_softmax, softmax

from notes.compression import study as chapter
from notes.compression.distillation import distillation, distillation_loss, soft_loss, soft_targets
from notes.compression.stacked import logits, random_networks

F64 = torch.float64


def pair(generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    z, v = torch.randn(2, 6, 5, generator=generator, dtype=F64)
    return z.requires_grad_(), 3 * v


@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0])
def test_soft_loss_has_values_and_gradients_of_pytorchs_divergence(temperature: float, generator: torch.Generator):
    z, v = pair(generator)
    q = softmax(v / temperature, -1)
    entropy = -(q * q.log()).sum()
    library = temperature**2 * (kl_div(log_softmax(z / temperature, -1), q, reduction="sum") + entropy)
    ours = soft_loss(z, v, temperature).sum()
    torch.testing.assert_close(ours, library)
    torch.testing.assert_close(torch.autograd.grad(ours, z), torch.autograd.grad(library, z))


def test_soft_targets_are_probabilities_between_the_best_and_the_even(generator: torch.Generator):
    _, v = pair(generator)
    torch.testing.assert_close(soft_targets(v, 1.0), v.softmax(-1))
    torch.testing.assert_close(soft_targets(v, 1e6), torch.full((6, 5), 0.2, dtype=F64), atol=1e-5, rtol=0)
    assert soft_targets(v, 1e-3).amax(-1).min() > 0.99


def test_soft_loss_matches_centred_logits_at_high_temperature(generator: torch.Generator):
    z, v = pair(generator)
    (slope,) = torch.autograd.grad(soft_loss(z, v, 1e5).sum(), z)
    difference = (z - v).detach()
    torch.testing.assert_close(slope, (difference - difference.mean(-1, keepdim=True)) / 5, atol=1e-3, rtol=0)


def test_distillation_loss_mixes_both_losses(generator: torch.Generator):
    z, v = pair(generator)
    labels = torch.arange(6) % 5
    hard, soft = cross_entropy(z, labels, reduction="none"), soft_loss(z, v, 2.0)
    torch.testing.assert_close(distillation_loss(z, v, labels, 2.0, 1.0), hard)
    torch.testing.assert_close(distillation_loss(z, v, labels, 2.0, 0.25), 0.25 * hard + 0.75 * soft)


def test_distillation_is_the_mean_over_the_rows(task: chapter.Study, generator: torch.Generator):
    networks, rows = random_networks((64, 5, 10), 2, generator), torch.tensor([4, 9])
    teacher = logits(task.dense, task.train.inputs).mean(0, keepdim=True)
    found = distillation(task.train, teacher, 3.0)(networks, rows)
    scores = logits(networks, task.train.inputs[rows])
    torch.testing.assert_close(found[1], soft_loss(scores[1], teacher[0, rows], 3.0).mean())


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan")])
def test_soft_targets_refuse_a_temperature_that_is_not_positive(bad: float):
    with pytest.raises(ValueError, match=f"^`temperature` must be positive, got {bad}$"):
        soft_targets(torch.zeros(2), bad)


def test_distillation_loss_refuses_a_share_out_of_range():
    with pytest.raises(ValueError, match=r"^`hard_share` must be from 0 to 1, got 1.5$"):
        distillation_loss(torch.zeros(2), torch.zeros(2), torch.tensor(0), 1.0, 1.5)
