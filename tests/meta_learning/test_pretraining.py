"""The baseline without tasks, and the labels of support sets."""

import pytest
import torch
from torch import nn

from notes.meta_learning import comparison, episodes, pretraining
from notes.meta_learning.glyphs import glyphs


def seed(number: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(number)


def test_nearest_mean_takes_cosines_with_class_means():
    torch.manual_seed(0)
    model, batch = pretraining.NearestMean(), episodes.episodes(glyphs(), seed(), tasks=2, shots=3)
    known = comparison.embedded(model.network, batch.support).mean(2)
    asked = comparison.embedded(model.network, batch.query).flatten(1, 2)
    expected = nn.functional.normalize(asked, dim=-1) @ nn.functional.normalize(known, dim=-1).mT
    torch.testing.assert_close(model(*batch), expected)


def test_pretrained_takes_steps_of_adam_on_the_cross_entropy_of_all_classes():
    images = glyphs()[:7]
    torch.manual_seed(0)
    model = pretraining.NearestMean()
    before = [weight.detach().clone() for weight in model.parameters()]
    pretraining.pretrained(model, images, seed(), steps=1, batch=20)
    steps = torch.cat([(a - b).abs().flatten() for a, b in zip(model.parameters(), before, strict=True)])
    assert steps[steps > 0].median().item() == pytest.approx(3e-3, rel=1e-2)


def test_pretrained_learns_the_known_classes():
    torch.manual_seed(0)
    images = glyphs()[:4]
    model = pretraining.pretrained(pretraining.NearestMean(), images, seed(), steps=30)
    batch = episodes.episodes(images, seed(1), tasks=20, ways=4)
    assert episodes.accuracy(model, batch).mean > episodes.accuracy(pretraining.NearestMean(), batch).mean > 0.5


def test_pretrained_refuses_no_steps_and_no_images():
    model, images = pretraining.NearestMean(), glyphs()[:2]
    with pytest.raises(ValueError, match=r"^`steps` must be at least 1, got 0$"):
        pretraining.pretrained(model, images, seed(), steps=0)
    with pytest.raises(ValueError, match=r"^`batch` must be at least 1, got 0$"):
        pretraining.pretrained(model, images, seed(), steps=1, batch=0)
    assert pretraining.pretrained(model, images, seed(), steps=1, batch=1) is model


def test_support_labels_follow_the_examples():
    found = episodes.support_labels(torch.zeros(2, 3, 2, 1, 1))
    assert found.shape == (2, 6, 3)
    assert found.argmax(-1).tolist() == [[0, 0, 1, 1, 2, 2]] * 2
    assert found.sum(-1).equal(torch.ones(2, 6))
