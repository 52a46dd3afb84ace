"""Masks against PyTorch's pruning, and saliencies against brute force."""

import itertools

import pytest
import torch
from torch.nn.utils import prune

from notes.compression.pruning import (
    global_masks,
    gradient_saliency,
    kept,
    layerwise_masks,
    magnitude_saliency,
    masked,
    random_saliency,
    sparsities,
)
from notes.compression.stacked import Networks, cross_entropies, logits, random_networks
from notes.data import Dataset


def modules(networks: Networks) -> list[torch.nn.Linear]:
    found = []
    for weight in networks.weights:
        linear = torch.nn.Linear(weight.shape[2], weight.shape[1], bias=False)
        linear.weight.data = weight[0].clone()
        found.append(linear)
    return found


@pytest.mark.parametrize("share", [0.0, 0.3, 0.75])
def test_global_masks_are_those_of_pytorch(share: float, generator: torch.Generator):
    networks = random_networks((6, 5, 4), 1, generator)
    layers = modules(networks)
    prune.global_unstructured([(layer, "weight") for layer in layers], prune.L1Unstructured, amount=share)
    for ours, layer in zip(global_masks(magnitude_saliency(networks), share), layers, strict=True):
        assert torch.equal(ours[0], layer.weight_mask.bool())


def test_layerwise_masks_are_those_of_pytorch(generator: torch.Generator):
    networks = random_networks((6, 5, 4), 1, generator)
    for ours, layer in zip(layerwise_masks(magnitude_saliency(networks), 0.6), modules(networks), strict=True):
        assert torch.equal(ours[0], prune.l1_unstructured(layer, "weight", amount=0.6).weight_mask.bool())


def test_magnitude_masks_have_the_least_error_of_all_masks(generator: torch.Generator):
    weights = torch.randn(1, 8, generator=generator)
    error = weights.square()[~kept(weights.abs(), 5 / 8)].sum()
    others = [
        weights.square().sum() - weights[0, list(stay)].square().sum() for stay in itertools.combinations(range(8), 3)
    ]
    torch.testing.assert_close(error, min(others))


def test_gradient_saliency_is_the_slope_by_the_mask(generator: torch.Generator):
    networks, rows = random_networks((4, 3, 2), 2, generator), torch.arange(9)
    examples = Dataset(torch.randn(9, 4, generator=generator), torch.arange(9) % 2)
    masks = tuple(torch.ones_like(weight, requires_grad=True) for weight in networks.weights)
    loss = cross_entropies(examples)
    slopes = torch.autograd.grad(loss(masked(networks, masks), rows).sum(), masks)
    for ours, slope in zip(gradient_saliency(networks, loss, rows), slopes, strict=True):
        torch.testing.assert_close(ours, slope.abs())


def test_random_saliency_prunes_every_weight_alike(generator: torch.Generator):
    networks = random_networks((10, 10), 400, generator)
    (mask,) = global_masks(random_saliency(networks, generator), 0.7)
    assert (mask.float().mean(0) - 0.3).abs().max() < 0.12


def test_masked_networks_do_not_read_what_is_removed(generator: torch.Generator):
    networks = random_networks((4, 3), 2, generator)
    mask = torch.ones(2, 3, 4, dtype=torch.bool)
    mask[:, :, 1] = False
    inputs = torch.randn(5, 4, generator=generator)
    changed = inputs.clone()
    changed[:, 1] += 100
    pruned = masked(networks, (mask,))
    torch.testing.assert_close(logits(pruned, inputs), logits(pruned, changed))


def test_sparsities_are_exact_for_each_network(generator: torch.Generator):
    masks = global_masks(magnitude_saliency(random_networks((10, 9, 1), 3, generator)), 0.37)
    assert sparsities(masks).tolist() == pytest.approx([37 / 99] * 3, abs=1e-6)


def test_kept_prefers_later_ones_of_equal_saliency():
    assert kept(torch.ones(1, 4), 0.5).tolist() == [[False, False, True, True]]


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_kept_refuses_a_share_out_of_range(share: float):
    with pytest.raises(ValueError, match=f"^`sparsity` must be at least 0 and less than 1, got {share}$"):
        kept(torch.ones(1, 4), share)
