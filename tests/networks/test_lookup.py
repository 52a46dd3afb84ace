import pytest
import torch

from notes.networks.experiments import answers
from notes.networks.lookup import looked_up, strongest_inputs
from notes.networks.shallow import ShallowNetwork, random_shallow_network


def memory():
    network = random_shallow_network(3, 5, 2, torch.Generator().manual_seed(0))
    x = torch.randn(7, 3, generator=torch.Generator().manual_seed(1), dtype=torch.float64, requires_grad=True)
    return network, x


def test_looked_up_is_a_shallow_network_without_output_offsets_in_value_and_gradient():
    network, x = memory()
    ours = looked_up(x, network.theta, network.theta0, network.phi.T)
    theirs = network(x) - network.phi0
    torch.testing.assert_close(ours, theirs)
    tensors = [x, network.theta, network.theta0, network.phi]
    mine, reference = (torch.autograd.grad(one.square().sum(), tensors) for one in (ours, theirs))
    for one, other in zip(mine, reference, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("threshold", [0.5, 0.9])
def test_a_key_is_answered_with_its_value_alone_above_the_overlap_of_keys(threshold):
    angles = torch.tensor([0.0, 1.05, 2.1, 3.9], dtype=torch.float64)  # cosines of their differences are below 1/2
    keys = torch.stack([angles.cos(), angles.sin()], dim=1)
    assert ((keys @ keys.T).fill_diagonal_(-1) <= 0.5).all()
    values = torch.randn(4, 6, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    answer = looked_up(keys, keys, torch.full((4,), -threshold, dtype=torch.float64), values)
    torch.testing.assert_close(answer, (1 - threshold) * values)
    assert not torch.allclose(looked_up(keys, keys, torch.zeros(4).double(), values), values)


@pytest.mark.parametrize("name", ["x", "keys", "offsets", "values"])
def test_looked_up_refuses_what_is_not_finite(name):
    arguments = {"x": torch.ones(1, 2), "keys": torch.ones(3, 2), "offsets": torch.ones(3), "values": torch.ones(3, 1)}
    arguments[name].flatten()[-1] = torch.nan
    with pytest.raises(ValueError, match=f"`{name}` must be finite, got nan"):
        looked_up(**arguments)


def test_strongest_inputs_are_those_of_a_sorted_list():
    network, x = memory()
    found = strongest_inputs(network, x, 3)
    assert found.shape == (5, 3)
    hidden = network.hidden(x).T.tolist()
    for unit, places in zip(hidden, found.tolist(), strict=True):
        assert [unit[place] for place in places] == sorted(unit, reverse=True)[:3]


def test_strongest_inputs_refuses_counts_and_inputs():
    network, x = memory()
    assert strongest_inputs(network, x, 7).shape == (5, 7)
    assert strongest_inputs(network, x, 1).shape == (5, 1)
    with pytest.raises(ValueError, match="`count` must be at most 7, got 8"):
        strongest_inputs(network, x, 8)
    with pytest.raises(ValueError, match="`count` must be at least 1, got 0"):
        strongest_inputs(network, x, 0)
    with pytest.raises(ValueError, match="`x` must have 3 columns, got 2"):
        strongest_inputs(network, x[:, :2], 1)
    with pytest.raises(ValueError, match="`x` must be finite, got inf"):
        strongest_inputs(network, x.detach() + torch.inf, 1)


def test_answers_of_a_memory_that_is_perfect_and_of_one_that_confuses_two_classes():
    classes = torch.arange(3).repeat_interleave(10)
    x, keys = torch.nn.functional.one_hot(classes).float(), torch.eye(3)
    values = torch.zeros(10, 3)
    values[range(3), range(3)] = 1.0
    assert answers(ShallowNetwork(torch.zeros(3), keys, torch.zeros(10), values), x, classes) == (1.0, 1.0)
    swapped = values[:, [1, 0, 2]]
    assert answers(ShallowNetwork(torch.zeros(3), keys, torch.zeros(10), swapped), x, classes)[1] == pytest.approx(
        1 / 3
    )
    mixed = torch.where(torch.arange(30) % 2 == 0, 5, classes)
    share, _ = answers(ShallowNetwork(torch.zeros(3), keys, torch.zeros(10), values), x, mixed)
    assert share == 0.5
    asleep = ShallowNetwork(torch.tensor([0.0, 0.0, -2.0]), keys, torch.zeros(10), values)
    assert answers(asleep, x, classes) == (1.0, 1.0)
