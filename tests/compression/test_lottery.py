"""Tickets: masks, rounds and controls, on a training that is known."""

from itertools import pairwise

import pytest
import torch

from notes.compression.lottery import full_masks, iterative_masks, one_shot_masks, round_sparsities, shuffled_masks
from notes.compression.pruning import Masks, global_masks, magnitude_saliency, masked, sparsities
from notes.compression.stacked import Networks, random_networks
from notes.compression.study import Study, masked_training


def growing(networks: Networks, masks: Masks) -> Networks:
    """A training in which every weight grows by its place in the layer."""
    places = [torch.arange(float(weight[0].numel())).view_as(weight[0]) for weight in networks.weights]
    grown = tuple(weight + place for weight, place in zip(networks.weights, places, strict=True))
    return masked(Networks(grown, networks.biases), masks)


def test_one_shot_masks_keep_what_is_large_after_training(generator: torch.Generator):
    start = random_networks((4, 5), 2, generator)
    (mask,) = one_shot_masks(start, growing, 0.5)
    trained = growing(start, full_masks(start)).weights[0].flatten(1).abs()
    for network in range(2):
        kept_sizes = trained[network][mask[network].flatten()]
        assert kept_sizes.min() >= trained[network][~mask[network].flatten()].max()


def test_iterative_masks_of_one_round_are_one_shot(generator: torch.Generator):
    start = random_networks((4, 5, 3), 2, generator)
    (once,) = iterative_masks(start, growing, 0.6, 1)
    assert all(torch.equal(a, b) for a, b in zip(once, one_shot_masks(start, growing, 0.6), strict=True))


def test_iterative_masks_are_nested_and_reach_each_sparsity(generator: torch.Generator):
    start = random_networks((10, 10), 3, generator)
    found = iterative_masks(start, growing, 0.9, 4)
    for share, masks in zip(round_sparsities(0.9, 4), found, strict=True):
        assert sparsities(masks).tolist() == pytest.approx([share] * 3, abs=0.006)
    for before, after in pairwise(found):
        assert not (after[0] & ~before[0]).any()


def test_iterative_masks_train_from_the_start_in_every_round(generator: torch.Generator):
    start, seen = random_networks((4, 5), 1, generator), []

    def recording(networks: Networks, masks: Masks) -> Networks:
        seen.append(networks.weights[0])
        return growing(networks, masks)

    iterative_masks(start, recording, 0.8, 3)
    assert len(seen) == 3
    assert all(torch.equal(weights, start.weights[0]) for weights in seen)


def test_shuffled_masks_keep_as_many_in_every_layer(generator: torch.Generator):
    networks = random_networks((12, 11, 10), 3, generator)
    masks = global_masks(magnitude_saliency(networks), 0.7)
    others = shuffled_masks(masks, generator)
    for mask, other in zip(masks, others, strict=True):
        assert torch.equal(mask.flatten(1).sum(1), other.flatten(1).sum(1))
        assert not torch.equal(mask, other)


def test_round_sparsities_keep_equal_shares():
    left = [1.0, *(1 - share for share in round_sparsities(0.97, 5))]
    quotients = [after / before for before, after in pairwise(left)]
    assert quotients == pytest.approx([0.03**0.2] * 5)


def test_a_stop_gives_a_point_of_the_same_run(task: Study):
    def run(stop: int | None) -> Networks:
        training = masked_training(task.train, torch.Generator().manual_seed(1), steps=6, stop=stop)
        return training(task.start, full_masks(task.start))

    assert torch.equal(run(6).weights[0], run(None).weights[0])
    assert not torch.equal(run(3).weights[0], run(None).weights[0])


@pytest.mark.parametrize("share", [-0.5, 1.0])
def test_round_sparsities_refuse_a_share_out_of_range(share: float):
    with pytest.raises(ValueError, match=f"^`sparsity` must be at least 0 and less than 1, got {share}$"):
        round_sparsities(share, 3)


def test_round_sparsities_refuse_no_rounds():
    with pytest.raises(ValueError, match=r"^`rounds` must be at least 1, got 0$"):
        round_sparsities(0.5, 0)
