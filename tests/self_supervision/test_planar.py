import pytest
import torch

from notes.self_supervision.linear_evaluation import frozen_features
from notes.self_supervision.planar import (
    angular_margin_loss,
    modified_softmax_loss,
    own_angles,
    planar_classifier,
    scatter_ratio,
    softmax_and_center_loss,
    softmax_loss,
)
from notes.self_supervision.study import small_digits


def test_own_angles_of_hand_values() -> None:
    features, weights = torch.tensor([[2.0, 0.0], [0.0, 3.0]]), torch.tensor([[1.0, 1.0], [0.0, -1.0]])
    torch.testing.assert_close(own_angles(features, weights, torch.tensor([0, 1])), torch.tensor([45.0, 180.0]))


def test_scatter_ratio_of_hand_values() -> None:
    points = torch.tensor([[-1.0, 0.0], [1.0, 0.0], [-1.0, 4.0], [1.0, 4.0]])
    assert scatter_ratio(points, torch.tensor([0, 0, 1, 1])) == pytest.approx(1 / 4)
    assert scatter_ratio(7 * points, torch.tensor([0, 0, 1, 1])) == pytest.approx(1 / 4)
    with pytest.raises(ValueError, match="`labels` must hold two classes at least"):
        scatter_ratio(points, torch.zeros(4, dtype=torch.int64))


@pytest.mark.parametrize("seed", range(3))
def test_center_loss_draws_classes_together_and_the_margin_narrows_angles(seed: int) -> None:
    digits = small_digits(torch.Generator().manual_seed(seed))
    known, asked = digits.labels < 6, digits.test_labels < 6
    labels = digits.test_labels[asked]
    scatter, angle = {}, {}
    for loss in (softmax_loss, softmax_and_center_loss, modified_softmax_loss, angular_margin_loss):
        generator = torch.Generator().manual_seed(seed)
        model = planar_classifier(loss, digits.images[known], digits.labels[known], generator, steps=200)
        features = frozen_features(model, digits.test_images[asked])
        scatter[loss] = scatter_ratio(features, labels)
        angle[loss] = own_angles(features, model.weights.detach(), labels).mean().item()
    assert scatter[softmax_and_center_loss] < 0.65 * scatter[softmax_loss]
    assert angle[angular_margin_loss] < 0.8 * angle[modified_softmax_loss]
