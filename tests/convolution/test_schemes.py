"""What the diagrams of chapter 6 show, read back from what they drew."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch import nn

from notes.convolution import schemes
from notes.convolution.layer import conv_parameter_count, dense_parameter_count
from notes.convolution.lenet import LeNet, activation_shapes
from notes.convolution.residual import PostActivationBlock, PreActivationBlock
from notes.convolution.resnet import StagedNetwork
from notes.convolution.unet import UNet
from notes.diagrams import links, parts, require_room
from notes.plotting import BLUE, ORANGE


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


@pytest.mark.parametrize("columns", [schemes.AFTER_AND_BEFORE, schemes.NEWER])
def test_residual_blocks_have_room_and_a_shortcut_each(columns):
    figure = schemes.residual_blocks(columns)
    require_room(figure)
    assert links(figure).count("$x$ → +") == len(columns)


@pytest.mark.parametrize(
    ("title", "block"), [("activation after the sum", PostActivationBlock), ("activation before", PreActivationBlock)]
)
def test_residual_blocks_have_the_layers_of_the_code_in_their_order(title, block):
    names = {nn.Conv2d: "3 by 3", nn.BatchNorm2d: "normalise", nn.ReLU: "rectify"}
    layers = schemes.AFTER_AND_BEFORE[title]
    branch = layers[: layers.index("+")]
    assert [names[type(layer)] for layer in block(2, 2).transformation] == [*branch]


def test_lenet_in_a_row_has_the_sizes_of_the_code():
    figure = schemes.in_a_row(schemes.LENET)
    require_room(figure)
    sizes = [
        shape
        for name, shape, _ in activation_shapes(LeNet(torch.Generator().manual_seed(0)))
        if name in ("Conv2d", "MaxPool2d")
    ]
    assert [shape for _, shape in schemes.LENET[1:-1]] == [f"{c}, {h} by {w}" for c, h, w in sizes]
    assert LeNet(torch.Generator()).classifier[-1].out_features == int(schemes.LENET[-1][1])


def test_resnet_in_a_row_has_the_sizes_of_the_code():
    require_room(schemes.in_a_row(schemes.RESNET))
    network = StagedNetwork(PreActivationBlock, 14, torch.Generator().manual_seed(0), channels=3)
    x, sizes = network.stem(torch.zeros(1, 1, 8, 8)), []
    for number, one in enumerate((nn.Identity(), *network.blocks)):
        x = one(x)
        sizes += [x.shape[1:]] * (number % 2 == 0)
    named = [f"{'' if c == 3 else c // 3}c, {h} by {w}" for c, h, w in sizes]
    assert [shape for _, shape in schemes.RESNET[1:-1]] == named


def test_u_shape_has_the_channels_of_the_code():
    require_room(schemes.u_shape())
    network, found = UNet(torch.Generator().manual_seed(0)), []
    for level in (network.first, *network.down, *network.up):
        level.register_forward_hook(lambda _, __, out: found.append(f"{out.shape[1]} channels"))
    network(torch.zeros(1, 1, 8, 8))
    assert [name for name, colour in parts(schemes.u_shape()) if colour == BLUE] == found


@pytest.mark.parametrize("layers", [1, 3])
def test_dense_block_lets_each_layer_read_all_before_it(layers):
    figure = schemes.dense_block(layers)
    require_room(figure)
    read = [sum(f"$x_{k}$" == name for name, _ in parts(figure)) for k in range(layers + 1)]
    assert read == [*range(layers + 1, 0, -1)]
    assert links(figure).count("all channels so far → $H_1$") == 1


def test_two_gates_share_the_input_with_what_is_made_of_it():
    figure = schemes.two_gates()
    require_room(figure)
    assert links(figure).count(r"$\odot$ → +") == 2
    assert {r"$f(x)$ → $\odot$", r"$x$ → $\odot$", r"$T(x)$ → $\odot$"} <= {*links(figure)}
