"""What the diagrams of chapter 6 show, read back from what they drew."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from notes.convolution import schemes
from notes.convolution.layer import conv_parameter_count, dense_parameter_count
from notes.convolution.lenet import LeNet
from notes.diagrams import parts, require_room
from notes.plotting import ORANGE


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def test_channels_are_added_up_and_are_one_matrix_product():
    x = torch.tensor([[[1.0, 0, 2], [0, 1, 0], [2, 0, 1]], [[0, 1, 0], [1, 2, 1], [0, 1, 0]]])
    w = torch.tensor([[[1.0, 0], [0, 1]], [[0, 1], [1, -1]]])
    figure = schemes.channels(x, w)
    require_room(figure)
    numbers, marked = zip(*parts(figure), strict=True)
    numbers = [float(number) for number in numbers]
    assert numbers[:9] + numbers[13:22] == x.flatten().tolist()
    assert numbers[9:13] + numbers[22:26] == numbers[30:38] == w.flatten().tolist()
    row, columns, output = np.array(numbers[30:38]), np.array(numbers[38:70]).reshape(8, 4), numbers[70:]
    assert (row @ columns).tolist() == output == numbers[26:30] == [2, 1, 1, 4]
    assert marked.count(ORANGE) == 4 * 4 + 1 + 8 + 8 + 1


def test_landmarks_have_the_numbers_of_layers_and_parameters():
    figure = schemes.landmarks()
    require_room(figure)
    told = [text.get_text().split("\n") for text in figure.axes[0].texts]
    widths = [3, 64, 64, 128, 128, *[256] * 3, *[512] * 6]
    dense = [7 * 7 * 512, 4096, 4096, 1000]
    layers = [conv_parameter_count(3, *pair) for pair in pairwise(widths)]
    layers += [dense_parameter_count(*pair) for pair in pairwise(dense)]
    assert told[2][2:4] == [f"{len(layers)} layers", f"{sum(layers) / 1e6:.0f} million"]
    ours = sum(p.numel() for p in LeNet(torch.Generator().manual_seed(0)).parameters())
    assert told[0][3] == f"{round(ours, -4) // 1000} thousand"
