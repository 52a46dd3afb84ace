import pytest
import torch

from notes.self_supervision.angular import sphereface_loss
from notes.self_supervision.center import center_loss, moved_centers
from notes.self_supervision.planar import (
    PlanarClassifier,
    angular_margin_loss,
    modified_softmax_loss,
    own_angles,
    planar_classifier,
    scatter_ratio,
    softmax_and_center_loss,
    softmax_loss,
)


def test_own_angles_of_hand_values() -> None:
    features, weights = torch.tensor([[2.0, 0.0], [0.0, 3.0]]), torch.tensor([[1.0, 1.0], [0.0, -1.0]])
    torch.testing.assert_close(own_angles(features, weights, torch.tensor([0, 1])), torch.tensor([45.0, 180.0]))


def test_own_angles_do_not_depend_on_the_other_examples() -> None:
    features, weights = torch.tensor([[1.0, 2.0], [3.0, -1.0], [-2.0, 5.0]]), torch.tensor([[1.0, 0.5], [0.0, -1.0]])
    labels = torch.tensor([0, 1, 0])
    alone = [own_angles(features[[k]], weights, labels[[k]]) for k in range(3)]
    torch.testing.assert_close(own_angles(features, weights, labels), torch.cat(alone))


def test_losses_of_planar_features_are_means_over_the_batch_of_what_they_are_made_of() -> None:
    model = PlanarClassifier(3, torch.Generator().manual_seed(0))
    images, labels = torch.rand(6, 1, 14, 14, generator=torch.Generator().manual_seed(1)), torch.arange(6) % 3
    features, centers = model(images), model.centers
    entropy = torch.nn.functional.cross_entropy(features @ model.weights.T, labels)
    near = center_loss(features, moved_centers(centers, features, labels), labels).mean()
    assert near > 0
    torch.testing.assert_close(softmax_loss(model, images, labels), entropy)
    torch.testing.assert_close(softmax_and_center_loss(model, images, labels), entropy + near / 2)
    for loss, multiplier in ((modified_softmax_loss, 1), (angular_margin_loss, 3)):
        expected = sphereface_loss(features, model.weights, labels, multiplier=multiplier).mean()
        torch.testing.assert_close(loss(model, images, labels), expected)


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


def test_own_angles_of_vectors_along_their_weights_are_numbers() -> None:
    weights = torch.randn(500, 3, generator=torch.Generator().manual_seed(0))
    for features, angle in ((weights, 0.0), (-weights, 180.0)):
        torch.testing.assert_close(
            own_angles(3 * features, weights, torch.arange(500)), torch.full((500,), angle), atol=0.1, rtol=0
        )


def test_planar_classifier_steps_by_its_rate_on_batches_of_128() -> None:
    images, labels = torch.rand(30, 1, 14, 14, generator=torch.Generator().manual_seed(0)), torch.arange(30) % 3
    sizes = []

    def loss(model: PlanarClassifier, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        sizes.append((len(images), len(labels)))
        return softmax_loss(model, images, labels)

    start = PlanarClassifier(3, torch.Generator().manual_seed(0))
    model = planar_classifier(loss, images, labels, torch.Generator().manual_seed(0), steps=1)
    assert sizes == [(128, 128)]
    assert not model.training
    assert model.centers.shape == model.weights.shape == (3, 2)
    torch.testing.assert_close((model.weights - start.weights).abs(), torch.full((3, 2), 0.005))


def test_planar_classifier_starts_with_centres_at_zero_and_refuses_a_negative_number_of_classes() -> None:
    assert not PlanarClassifier(2, torch.Generator()).centers.any()
    with pytest.raises(ValueError, match=r"^`classes` must be at least 0, got -1$"):
        PlanarClassifier(-1, torch.Generator())


def test_scatter_ratio_refuses_classes_at_one_place() -> None:
    with pytest.raises(ValueError, match=r"^`features` must be different between classes, got 0\.0$"):
        scatter_ratio(torch.tensor([[1.0], [-1.0], [1.0], [-1.0]]), torch.tensor([0, 0, 1, 1]))
