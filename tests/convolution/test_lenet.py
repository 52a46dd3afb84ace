import torch

from notes.convolution.layer import conv2d, conv_parameter_count, dense_parameter_count
from notes.convolution.lenet import LeNet, activation_shapes


def test_activation_shapes_by_hand(generator):
    rows = activation_shapes(LeNet(generator))
    shapes = [shape for name, shape, _ in rows if name in ("Conv2d", "MaxPool2d", "Linear")]
    assert shapes == [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,), (10,)]
    counts = [count for *_, count in rows if count]
    assert counts == [
        conv_parameter_count(5, 1, 6),
        conv_parameter_count(5, 6, 16),
        dense_parameter_count(400, 120),
        dense_parameter_count(120, 84),
        dense_parameter_count(84, 10),
    ]


def test_lenet_is_the_chain_of_our_layers(generator):
    network = LeNet(generator)
    x = torch.rand(2, 1, 28, 28, generator=generator)
    first, second = network.features[0], network.features[3]
    hidden = torch.nn.functional.max_pool2d(conv2d(x, first.weight, first.bias, padding=2).relu(), 2)
    hidden = torch.nn.functional.max_pool2d(conv2d(hidden, second.weight, second.bias).relu(), 2)
    torch.testing.assert_close(network.classifier(hidden), network(x))
