"""Structured pruning against PyTorch's, and against networks in which units do nothing."""

import pytest
import torch
from torch.nn.functional import conv2d
from torch.nn.utils import prune

from notes.compression.structure import most_salient, multiplications, narrowed, narrowed_channels, unit_saliency
from notes.networks.mlp import MultilayerPerceptron, random_mlp


def test_unit_saliency_ranks_like_pytorch_where_units_send_alike(generator: torch.Generator):
    first = torch.nn.Linear(7, 6)
    first.weight.data = torch.randn(6, 7, generator=generator)
    saliency = unit_saliency(first.weight.detach(), torch.ones(3, 6))
    mask = prune.ln_structured(first, "weight", amount=2, n=2, dim=0).weight_mask
    assert most_salient(saliency, 4).tolist() == mask[:, 0].nonzero()[:, 0].tolist()


def test_unit_saliency_does_not_see_a_rescaling(generator: torch.Generator):
    first, second = torch.randn(6, 7, generator=generator), torch.randn(3, 6, generator=generator)
    factors = torch.rand(6, generator=generator) + 0.5
    torch.testing.assert_close(unit_saliency(factors[:, None] * first, second / factors), unit_saliency(first, second))


def test_narrowed_is_the_same_function_without_units_that_send_nothing(generator: torch.Generator):
    network = random_mlp((4, 6, 5, 2), generator)
    network.weights[1].data[:, [1, 4]] = 0
    network.weights[2].data[:, [0]] = 0
    inputs = torch.randn(9, 4, generator=generator, dtype=torch.float64)
    smaller = narrowed(network, (4, 4))
    assert [tuple(weight.shape) for weight in smaller.weights] == [(4, 4), (4, 4), (2, 4)]
    torch.testing.assert_close(smaller(inputs), network(inputs))


def test_narrowed_leaves_the_network_as_it_is(generator: torch.Generator):
    network = random_mlp((4, 6, 2), generator)
    narrowed(network, (1,)).weights[0].data.zero_()
    assert network.weights[0].shape == (6, 4)
    assert network.weights[0].any()


def test_narrowed_channels_keep_the_output_where_channels_are_silent(generator: torch.Generator):
    first, second = torch.randn(6, 2, 3, 3, generator=generator), torch.randn(3, 6, 3, 3, generator=generator)
    bias = torch.randn(6, generator=generator)
    second[:, [0, 5]] = 0
    image = torch.randn(1, 2, 9, 9, generator=generator)
    before = conv2d(conv2d(image, first, bias).relu(), second)
    less, lesser_bias, reading = narrowed_channels(first, bias, second, 4)
    torch.testing.assert_close(conv2d(conv2d(image, less, lesser_bias).relu(), reading), before)


def test_multiplications_are_the_weights_of_the_network(generator: torch.Generator):
    widths = (5, 7, 3, 2)
    assert multiplications(widths) == sum(weight.numel() for weight in random_mlp(widths, generator).weights)


@pytest.mark.parametrize("number", [0, 4])
def test_most_salient_refuses_a_number_out_of_range(number: int):
    with pytest.raises(ValueError, match=f"^`number` must be from 1 to 3, got {number}$"):
        most_salient(torch.ones(3), number)


def test_narrowed_refuses_another_number_of_layers():
    network = MultilayerPerceptron([torch.ones(2, 1), torch.ones(1, 2)], [torch.zeros(2), torch.zeros(1)])
    with pytest.raises(ValueError, match=r"^`widths` must hold 1 values, got 2$"):
        narrowed(network, (1, 1))
