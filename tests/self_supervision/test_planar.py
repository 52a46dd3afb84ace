import pytest
import torch

from notes.self_supervision.planar import own_angles, planar_classifier, scatter_ratio, softmax_and_center_loss


def test_own_angles_of_hand_values() -> None:
    features, weights = torch.tensor([[2.0, 0.0], [0.0, 3.0]]), torch.tensor([[1.0, 1.0], [0.0, -1.0]])
    torch.testing.assert_close(own_angles(features, weights, torch.tensor([0, 1])), torch.tensor([45.0, 180.0]))


def test_scatter_ratio_of_hand_values() -> None:
    points = torch.tensor([[-1.0, 0.0], [1.0, 0.0], [-1.0, 4.0], [1.0, 4.0]])
    assert scatter_ratio(points, torch.tensor([0, 0, 1, 1])) == pytest.approx(1 / 4)
    assert scatter_ratio(7 * points, torch.tensor([0, 0, 1, 1])) == pytest.approx(1 / 4)
    with pytest.raises(ValueError, match="`labels` must hold two classes at least"):
        scatter_ratio(points, torch.zeros(4, dtype=torch.int64))


def test_planar_classifier_gives_planar_features_and_moves_its_centres() -> None:
    images, labels = torch.rand(30, 1, 14, 14, generator=torch.Generator().manual_seed(0)), torch.arange(30) % 3
    model = planar_classifier(softmax_and_center_loss, images, labels, torch.Generator().manual_seed(0), steps=2)
    assert model(images).shape == (30, 2)
    assert model.centers.any(1).all()
