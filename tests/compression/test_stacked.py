"""Stacked networks against networks of PyTorch, one at a time."""

import pytest
import torch

from notes.compression.stacked import (
    Networks,
    accuracies,
    chosen,
    cross_entropies,
    joined,
    logits,
    random_networks,
    repeated,
    trained_networks,
)
from notes.data import Dataset


def data(generator: torch.Generator) -> Dataset:
    inputs = torch.randn(60, 5, generator=generator)
    return Dataset(inputs, (inputs[:, 0] > 0).long())


def module(networks: Networks, index: int) -> torch.nn.Sequential:
    """One network of the stack, made of PyTorch's layers."""
    layers: list[torch.nn.Module] = []
    for weight, bias in zip(*networks, strict=True):
        linear = torch.nn.Linear(weight.shape[2], weight.shape[1])
        linear.weight.data, linear.bias.data = weight[index].clone(), bias[index].clone()
        layers += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def test_random_networks_have_the_variance_of_he(generator: torch.Generator):
    networks = random_networks((400, 300, 10), 2, generator)
    assert networks.weights[0].var().item() == pytest.approx(2 / 400, rel=0.02)
    assert all(not bias.any() for bias in networks.biases)


def test_logits_are_those_of_each_network_alone(generator: torch.Generator):
    networks = random_networks((5, 7, 6, 2), 3, generator)
    inputs = data(generator).inputs
    for index in range(3):
        torch.testing.assert_close(logits(networks, inputs)[index], module(networks, index)(inputs))


def test_accuracies_count_right_answers():
    networks = Networks((torch.tensor([[[-1.0], [1.0]], [[1.0], [-1.0]]]),), (torch.zeros(2, 2),))
    examples = Dataset(torch.tensor([[1.0], [2.0], [-1.0], [3.0]]), torch.tensor([1, 1, 1, 1]))
    assert accuracies(networks, examples).tolist() == [0.75, 0.25]


def test_cross_entropies_are_those_of_pytorch(generator: torch.Generator):
    networks, examples, rows = random_networks((5, 4, 2), 3, generator), data(generator), torch.tensor([3, 7, 7])
    found = cross_entropies(examples)(networks, rows)
    expected = [
        torch.nn.functional.cross_entropy(module(networks, k)(examples.inputs[rows]), examples.targets[rows])
        for k in range(3)
    ]
    torch.testing.assert_close(found, torch.stack(expected))


def test_trained_networks_follow_adam_of_pytorch(generator: torch.Generator):
    networks, examples = random_networks((5, 4, 2), 2, generator), data(generator)
    loss = cross_entropies(examples)
    trained = trained_networks(networks, loss, 60, torch.Generator().manual_seed(1), steps=7, batch=10)
    alone = module(networks, 1)
    optimiser = torch.optim.Adam(alone.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 7)
    for rows in torch.randint(60, (7, 10), generator=torch.Generator().manual_seed(1)):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(alone(examples.inputs[rows]), examples.targets[rows]).backward()
        optimiser.step()
        schedule.step()
    torch.testing.assert_close(trained.weights[0][1], alone[0].weight.data, atol=1e-5, rtol=1e-4)


def test_trained_networks_leave_the_given_ones_as_they_are(generator: torch.Generator):
    networks, examples = random_networks((5, 4, 2), 2, generator), data(generator)
    before = networks.weights[0].clone()
    trained = trained_networks(networks, cross_entropies(examples), 60, generator, steps=2)
    assert torch.equal(networks.weights[0], before)
    assert not torch.equal(trained.weights[0], before)


def test_trained_networks_refuse_a_loss_that_is_not_finite(generator: torch.Generator):
    networks = random_networks((5, 4, 2), 1, generator)
    with pytest.raises(ValueError, match=r"^`loss` must be finite at every step, got nan$"):
        trained_networks(networks, lambda n, _: n.weights[0].sum((1, 2)) * torch.nan, 9, generator, steps=1)


@pytest.mark.parametrize("steps", [0, -1])
def test_trained_networks_refuse_no_steps(steps: int, generator: torch.Generator):
    networks = random_networks((5, 4, 2), 1, generator)
    with pytest.raises(ValueError, match=f"^`steps` must be at least 1, got {steps}$"):
        trained_networks(networks, lambda n, _: n.weights[0].sum((1, 2)), 9, generator, steps=steps)


def test_random_networks_refuse_none(generator: torch.Generator):
    with pytest.raises(ValueError, match=r"^`count` must be at least 1, got 0$"):
        random_networks((5, 2), 0, generator)


def test_repeated_and_chosen_undo_each_other(generator: torch.Generator):
    networks = random_networks((5, 4, 2), 2, generator)
    third = chosen(repeated(networks, 3), torch.tensor([4, 5]))
    assert torch.equal(third.weights[1], networks.weights[1])
    with pytest.raises(ValueError, match=r"^`times` must be at least 1, got 0$"):
        repeated(networks, 0)


def test_joined_keeps_the_order(generator: torch.Generator):
    first, second = random_networks((5, 2), 1, generator), random_networks((5, 2), 2, generator)
    assert torch.equal(joined([first, second]).weights[0][1:], second.weights[0])
