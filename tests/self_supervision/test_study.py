"""The studies of the chapter: what they measure, and how large their steps are."""

import pytest
import torch

from notes.convolution.resnet import he_initialized
from notes.self_supervision import study
from notes.self_supervision.linear_evaluation import frozen_features, labelled_subset, linear_accuracy
from notes.self_supervision.methods import SimCLR
from notes.self_supervision.study import Digits, accuracies, frozen_projections, pretrained, supervised_accuracy


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def few() -> Digits:
    images = torch.rand(60, 1, 14, 14, generator=generator())
    return Digits(images, torch.arange(60) % 10, images.flip(0), (torch.arange(60) % 10).flip(0))


def test_accuracies_are_those_of_a_linear_reading_of_some_or_of_all(few: Digits) -> None:
    encoder = SimCLR(generator()).encoder
    features, test = (frozen_features(encoder, images) for images in (few.images, few.test_images))
    chosen = labelled_subset(few.labels, 2)
    some = linear_accuracy(features[chosen], few.labels[chosen], test, few.test_labels)
    every = linear_accuracy(features, few.labels, test, few.test_labels)
    assert accuracies(encoder, few, (2, 0)).tolist() == pytest.approx([some, every])
    assert some < every


def test_pretrained_takes_two_images_and_a_step_of_its_rate(few: Digits) -> None:
    before = SimCLR(generator())
    after = pretrained(before, few.images, generator(), steps=1, batch=2)
    moved = (after.network.projector[-1].weight - before.projector[-1].weight).abs()
    torch.testing.assert_close(moved.median(), torch.tensor(0.01), rtol=1e-3, atol=0)
    assert not after.losses.requires_grad


@pytest.mark.parametrize("each", [0, 2])
def test_supervised_accuracy_is_that_of_what_was_trained_at_its_rate(
    few: Digits, each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, encoder = {}, SimCLR(generator()).encoder

    def untrained(model: torch.nn.Module, loss, **settings: float) -> torch.nn.Module:
        seen.update(settings, loss=loss(model).item())
        return model

    monkeypatch.setattr(study, "trained", untrained)
    found = supervised_accuracy(encoder, few, each, generator(), steps=7)
    head = he_initialized(torch.nn.Linear(64, 10), generator())
    features = frozen_features(encoder, few.test_images)
    assert (seen["steps"], seen["learning_rate"]) == (7, 0.01)
    assert 1 < seen["loss"] < 10
    assert found == pytest.approx((head(features.relu()).argmax(1) == few.test_labels).float().mean().item())


def test_frozen_projections_are_those_of_encoder_and_projector_at_rest(few: Digits) -> None:
    method = SimCLR(generator())
    found = frozen_projections(method, few.images[:3])
    torch.testing.assert_close(found, method.eval().projector(method.encoder(few.images[:3])))
    assert not found.requires_grad
