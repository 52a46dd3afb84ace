"""Losses and miners of embeddings against pytorch-metric-learning, which takes labels where the notes take pairs."""

import math

import pytest
import torch
from pytorch_metric_learning import losses, miners
from pytorch_metric_learning.distances import LpDistance
from pytorch_metric_learning.utils.accuracy_calculator import AccuracyCalculator
from pytorch_metric_learning.utils.inference import CustomKNN
from torch import Tensor
from torch.func import functional_call

from notes.self_supervision.angular import arcface_loss, sphereface_loss
from notes.self_supervision.contrastive import contrastive_loss, nt_xent, triplet_loss
from notes.self_supervision.metric import recall_at_k
from notes.self_supervision.mining import batch_hard, semi_hard

LABELS = torch.arange(16) % 4


def squared() -> LpDistance:
    return LpDistance(power=2, normalize_embeddings=False)


def test_nt_xent(agree, normal) -> None:
    reference = losses.NTXentLoss(temperature=0.5)
    names = torch.arange(8).repeat(2)
    agree(
        lambda first, second: nt_xent(first, second, temperature=0.5).mean(),
        lambda first, second: reference(torch.cat([first, second]), names),
        *normal(2, 8, 5),
    )


def test_triplet_loss(agree, normal) -> None:
    reference = losses.TripletMarginLoss(margin=1.0, distance=squared())
    reference.reducer.collect_stats = False
    places = torch.arange(24).chunk(3)

    def theirs(anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
        active = triplet_loss(anchor, positive, negative, margin=1.0) > 0  # they average over the active ones
        names = torch.zeros(24, dtype=torch.int64)
        return reference(torch.cat([anchor, positive, negative]), names, places) * active.sum() / 8

    agree(lambda *triplets: triplet_loss(*triplets, margin=1.0).mean(), theirs, *normal(3, 8, 5))


def test_contrastive_loss(agree, normal) -> None:
    """Theirs is not squared, and means are over its kind of pairs; distances get 1e-6 added in every coordinate."""
    reference = losses.ContrastiveLoss(neg_margin=9.0, distance=LpDistance(normalize_embeddings=False))
    same, pairs, none = torch.arange(8) < 4, torch.arange(8), torch.tensor([], dtype=torch.int64)

    def theirs(left: Tensor, right: Tensor) -> Tensor:
        every, names = torch.cat([left, right]), torch.zeros(16, dtype=torch.int64)
        near = (pairs[same], pairs[same] + 8, none, none)
        far = (none, none, pairs[~same], pairs[~same] + 8)
        return torch.stack([reference(every, names, near), reference(every, names, far)])

    def ours(left: Tensor, right: Tensor) -> Tensor:
        roots = contrastive_loss(left, right, same, margin=9.0).sqrt()
        return torch.stack([roots[same].mean(), roots[~same].mean()])

    agree(ours, theirs, *normal(2, 8, 5), rounding=1e-6)


@pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning")
@pytest.mark.parametrize("multiplier", [1, 2, 4])
def test_sphereface_loss(multiplier: int, agree, normal) -> None:
    reference = losses.SphereFaceLoss(4, 5, margin=multiplier, scale=1).double()
    agree(
        lambda features, weights: sphereface_loss(features, weights, LABELS, multiplier=multiplier).mean(),
        lambda features, weights: functional_call(reference, {"W": weights.T}, (features, LABELS)),
        normal(16, 5),
        normal(4, 5),
    )


def test_arcface_loss(agree, normal) -> None:
    """Theirs takes the margin in degrees."""
    reference = losses.ArcFaceLoss(4, 5, margin=math.degrees(0.4), scale=8).double()
    agree(
        lambda features, weights: arcface_loss(features, weights, LABELS, margin=0.4, scale=8.0).mean(),
        lambda features, weights: functional_call(reference, {"W": weights.T}, (features, LABELS)),
        normal(16, 5),
        normal(4, 5),
    )


def test_batch_hard(normal) -> None:
    embeddings = normal(16, 5)
    _, positive, negative = miners.BatchHardMiner(distance=LpDistance(normalize_embeddings=False))(embeddings, LABELS)
    farthest, nearest = batch_hard(embeddings, LABELS)
    assert torch.equal(farthest, positive)
    assert torch.equal(nearest, negative)


def test_semi_hard_triplets_are_the_nearest_of_theirs(normal) -> None:
    """They keep every semi-hard negative of a pair, the notes the nearest."""
    embeddings = normal(16, 5)
    miner = miners.TripletMarginMiner(margin=2.0, type_of_triplets="semihard", distance=squared())
    theirs = torch.stack(miner(embeddings, LABELS), dim=1)
    gaps = (embeddings[theirs[:, 0]] - embeddings[theirs[:, 2]]).square().sum(1)
    nearest: dict[tuple[int, int], tuple[float, int]] = {}
    for (anchor, positive, negative), gap in zip(theirs.tolist(), gaps.tolist(), strict=True):
        nearest[anchor, positive] = min(nearest.get((anchor, positive), (gap, negative)), (gap, negative))
    expected = sorted([*pair, negative] for pair, (_, negative) in nearest.items())
    assert expected
    assert sorted(semi_hard(embeddings, LABELS, margin=2.0).tolist()) == expected


def test_recall_at_one_is_their_precision(normal) -> None:
    embeddings = normal(16, 5)
    calculator = AccuracyCalculator(
        include=("precision_at_1",), k=1, knn_func=CustomKNN(LpDistance(normalize_embeddings=False))
    )
    expected = calculator.get_accuracy(embeddings, LABELS)["precision_at_1"]
    assert 0 < expected < 1
    assert recall_at_k(embeddings, LABELS, 1) == pytest.approx(expected)
