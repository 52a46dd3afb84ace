"""The figures on BERT, the Vision Transformer and transfer draw what they are given, with labelled axes."""

import matplotlib.pyplot as plt
import pytest
import torch

from notes.plotting import require_labels
from notes.transformers.figures import class_token_looks, pretraining_course


@pytest.fixture(autouse=True)
def closed() -> None:
    yield
    plt.close("all")


def test_pretraining_course_draws_means_of_windows_and_references() -> None:
    words = torch.arange(20.0)
    figure = pretraining_course(words, words / 20, 3.0)
    require_labels(figure)
    course, reference = figure.axes[0].lines
    assert course.get_ydata().tolist() == [4.5, 14.5]
    assert list(reference.get_ydata()) == [3.0, 3.0]


def test_class_token_looks_draws_each_image_above_its_weights() -> None:
    figure = class_token_looks(torch.rand(2, 8, 8), torch.rand(2, 16), torch.tensor([3, 7]))
    assert [axis.get_title() for axis in figure.axes[:2]] == ["read as 3", "read as 7"]
    assert figure.axes[2].images[0].get_array().shape == (4, 4)
