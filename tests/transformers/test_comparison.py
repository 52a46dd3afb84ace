"""The three classifiers of digits: sizes, training on the images given, and accuracy by a count of its own."""

import pytest
import torch

from notes.convolution.training import History
from notes.data import Dataset, digits, split
from notes.transformers import comparison
from notes.transformers.comparison import digit_classifiers


def test_digit_classifiers_learn_and_are_judged_on_the_test_images(generator: torch.Generator) -> None:
    train, test = split(digits(), 0.75, generator)
    test = Dataset(test.inputs[:60], test.targets[:60])
    found = digit_classifiers(train, test, generator, steps=10)
    sizes = [sum(parameter.numel() for parameter in network.parameters()) for network, _ in found.values()]
    assert sizes == [18_218, 19_138, 650]
    for network, accuracy in found.values():
        answers = [int(network(image[None, None]).argmax()) for image in test.inputs]
        counted = sum(answer == int(label) for answer, label in zip(answers, test.targets, strict=True)) / 60
        assert accuracy == pytest.approx(counted, abs=0.02)


def test_digit_classifiers_start_and_learn_as_their_recipes_say(
    generator: torch.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each starts from weights of its own spread; none is trained here, and what training is given is noted."""
    given = []

    def untrained(network: torch.nn.Module, _loss, examples, _: torch.Generator, **settings: float) -> History:
        given.append((examples[0].shape, *settings.values()))
        return History(network, torch.zeros(1))

    monkeypatch.setattr(comparison, "fitted", untrained)
    few = Dataset(digits().inputs[:20], digits().targets[:20])
    found = digit_classifiers(few, few, generator, steps=10, batch=7)
    assert given == [((20, 1, 8, 8), 7, steps, rate) for steps, rate in ((10, 0.003), (6, 0.01), (12, 0.05))]
    assert found["Vision Transformer"].network.projection.weight.std().item() == pytest.approx(0.2, rel=0.2)
    assert found["linear"].network[1].weight.std().item() == pytest.approx(0.1, rel=0.1)
    assert not any(network.training for network, _ in found.values())
