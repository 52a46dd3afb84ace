import pytest
import torch
from torch import nn

from notes.self_supervision.linear_evaluation import frozen_features, labelled_subset, linear_accuracy


def two_heaps() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(200) % 2
    points = torch.randn(200, 3, generator=generator) * torch.tensor([1.0, 100.0, 1.0])
    points[:, 0] += 8.0 * labels
    return points, labels


def test_frozen_features_fix_the_batch_statistics_and_leave_the_mode() -> None:
    encoder = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)).train()
    images = torch.rand(10, 3, generator=torch.Generator().manual_seed(0))
    whole, part = frozen_features(encoder, images), frozen_features(encoder, images[:2])
    torch.testing.assert_close(whole[:2], part)
    assert encoder.training
    assert not whole.requires_grad


def test_labelled_subset_holds_as_many_of_each_class() -> None:
    labels = torch.randint(4, (100,), generator=torch.Generator().manual_seed(0))
    chosen = labelled_subset(labels, 5)
    assert labels[chosen].bincount().tolist() == [5] * 4
    assert len(chosen.unique()) == 20
    with pytest.raises(ValueError, match=r"`each` must be from 1 to .*, the size of the smallest class, got 100"):
        labelled_subset(labels, 100)


def test_linear_accuracy_separates_what_a_plane_separates_whatever_the_scale() -> None:
    points, labels = two_heaps()
    assert linear_accuracy(points[:100], labels[:100], points[100:], labels[100:]) > 0.97
    shuffled = labels[torch.randperm(100, generator=torch.Generator().manual_seed(1))]
    assert linear_accuracy(points[:100], shuffled, points[100:], labels[100:]) < 0.75


def test_linear_accuracy_leaves_a_constant_feature_alone() -> None:
    points, labels = two_heaps()
    wider = torch.cat([points, torch.ones(200, 1)], dim=1)
    same = [linear_accuracy(part[:100], labels[:100], part[100:], labels[100:]) for part in (points, wider)]
    assert same[0] == same[1]


def test_linear_accuracy_refuses() -> None:
    points, labels = two_heaps()
    with pytest.raises(ValueError, match="`strength` must be positive, got 0"):
        linear_accuracy(points, labels, points, labels, strength=0.0)
    with pytest.raises(ValueError, match=r"`labels` must be of two classes at least, got \[0, 0, "):
        linear_accuracy(points, 0 * labels, points, labels)
