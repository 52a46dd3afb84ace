"""Networks trained side by side against networks of torch trained one by one."""

import numpy as np
import pytest
import torch
from torch import nn

from notes.generalization.ensembles import ShallowEnsemble, ensemble_cross_entropy, ensemble_error, trained_ensemble

MEMBERS, SAMPLES, INPUTS, HIDDEN, CLASSES = 3, 12, 5, 4, 3


def task(generator: torch.Generator) -> tuple[ShallowEnsemble, torch.Tensor, torch.Tensor]:
    networks = ShallowEnsemble(MEMBERS, INPUTS, HIDDEN, CLASSES, generator)
    inputs = torch.rand(MEMBERS, SAMPLES, INPUTS, generator=generator)
    return networks, inputs, torch.randint(CLASSES, (MEMBERS, SAMPLES), generator=generator)


def member(networks: ShallowEnsemble, index: int) -> nn.Sequential:
    alone = nn.Sequential(nn.Linear(INPUTS, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES))
    with torch.no_grad():
        alone[0].weight.copy_(networks.inner[index].T)
        alone[0].bias.copy_(networks.inner_bias[index, 0])
        alone[2].weight.copy_(networks.outer[index].T)
        alone[2].bias.copy_(networks.outer_bias[index, 0])
    return alone


def test_shallow_ensemble_equals_its_members(generator: torch.Generator):
    networks, inputs, _ = task(generator)
    together = networks(inputs)
    for index in range(MEMBERS):
        torch.testing.assert_close(together[index], member(networks, index)(inputs[index]))


def test_shallow_ensemble_counts_the_parameters_of_one_member(generator: torch.Generator):
    networks, _, _ = task(generator)
    assert networks.parameters_each == sum(parameter.numel() for parameter in member(networks, 0).parameters())


def test_shallow_ensemble_starts_with_hes_variance(generator: torch.Generator):
    networks = ShallowEnsemble(2, 50, 400, 10, generator)
    assert networks.inner.var().item() == pytest.approx(2 / 50, rel=0.05)
    assert networks.outer.var().item() == pytest.approx(2 / 400, rel=0.05)
    assert networks.inner_bias.abs().max() == 0


def test_ensemble_cross_entropy_and_error_are_those_of_each_member(generator: torch.Generator):
    networks, inputs, labels = task(generator)
    logits = networks(inputs)
    losses, errors = ensemble_cross_entropy(logits, labels), ensemble_error(logits, labels)
    for index in range(MEMBERS):
        torch.testing.assert_close(losses[index], nn.functional.cross_entropy(logits[index], labels[index]))
        predicted = logits[index].argmax(1)
        assert errors[index].item() == pytest.approx(np.mean((predicted != labels[index]).numpy()))


def test_trained_ensemble_equals_members_trained_alone(generator: torch.Generator):
    networks, inputs, labels = task(generator)
    alone = member(networks, 1)
    trained_ensemble(networks, lambda net: ensemble_cross_entropy(net(inputs), labels), 30, decay=0.5)
    optimizer = torch.optim.AdamW(alone.parameters(), lr=0.01, weight_decay=0.5)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 30)
    for _ in range(30):
        optimizer.zero_grad()
        nn.functional.cross_entropy(alone(inputs[1]), labels[1]).backward()
        optimizer.step()
        schedule.step()
    torch.testing.assert_close(networks(inputs)[1], alone(inputs[1]), rtol=1e-3, atol=1e-4)


def test_trained_ensemble_refuses_no_steps(generator: torch.Generator):
    networks, inputs, labels = task(generator)
    with pytest.raises(ValueError, match="`steps` must be positive, got 0"):
        trained_ensemble(networks, lambda net: ensemble_cross_entropy(net(inputs), labels), 0)
