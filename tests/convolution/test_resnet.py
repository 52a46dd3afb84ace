import math

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from notes.convolution.residual import PlainBlock, PostActivationBlock, PreActivationBlock
from notes.convolution.resnet import StagedNetwork, gradient_norms, he_initialized

BLOCKS = [PlainBlock, PostActivationBlock, PreActivationBlock]


@pytest.fixture
def batch(generator):
    return torch.rand(16, 1, 8, 8, generator=generator), torch.randint(10, (16,), generator=generator)


@pytest.mark.parametrize("depth", [8, 20, 56])
def test_staged_network_has_as_many_layers_as_its_depth(depth, generator):
    network = StagedNetwork(PlainBlock, depth, generator, channels=2)
    assert sum(isinstance(m, nn.Conv2d | nn.Linear) for m in network.modules()) == depth


def test_shortcuts_add_no_parameters(generator):
    plain, residual = (StagedNetwork(block, 14, generator) for block in (PlainBlock, PostActivationBlock))
    counts = [sum(p.numel() for p in network.parameters()) for network in (plain, residual)]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("block", BLOCKS)
def test_staged_network_gives_logits_and_is_reproducible(block, batch):
    first, second = (StagedNetwork(block, 8, torch.Generator().manual_seed(1), classes=7) for _ in range(2))
    assert first(batch[0]).shape == (16, 7)
    assert torch.equal(first(batch[0]), second(batch[0]))


@pytest.mark.parametrize("depth", [2, 9])
def test_staged_network_refuses_other_depths(depth, generator):
    with pytest.raises(ValueError, match=f"^`depth` must be 6n \\+ 2 with a positive n, got {depth}$"):
        StagedNetwork(PlainBlock, depth, generator)


def test_he_initialized_has_the_variance_it_promises(generator):
    layer = he_initialized(nn.Conv2d(8, 64, 3), generator)
    assert layer.weight.var().item() == pytest.approx(2 / 72, rel=0.05)
    assert layer.weight.abs().max().item() <= math.sqrt(6 / 72)
    assert layer.bias.abs().max() == 0


def test_gradient_norms_are_those_of_backpropagation_and_leave_no_trace(batch, generator):
    network = StagedNetwork(PostActivationBlock, 8, generator)
    norms = gradient_norms(network, *batch)
    assert all(p.grad is None for p in network.parameters())
    cross_entropy(network(batch[0]), batch[1]).backward()
    weights = [m.weight for m in network.modules() if isinstance(m, nn.Conv2d)]
    expected = [(w.grad.norm() / w.norm()).item() for w in weights]
    assert norms.tolist() == pytest.approx(expected, rel=1e-4)


def test_staged_network_doubles_its_channels_and_halves_its_image_twice(generator):
    calls = []

    def block(inputs: int, outputs: int, stride: int) -> nn.Module:
        calls.append((inputs, outputs, stride))
        return PlainBlock(inputs, outputs, stride)

    network = StagedNetwork(block, 14, generator, channels=3)
    assert calls == [(3, 3, 1), (3, 3, 1), (3, 6, 2), (6, 6, 1), (6, 12, 2), (12, 12, 1)]
    assert network.readout.in_features == 12
