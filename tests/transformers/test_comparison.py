"""The three classifiers of digits: sizes, training on the images given, and accuracy by a count of its own."""

import pytest
import torch

from notes.data import Dataset, digits, split
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
