import pytest
import torch

from notes.convolution.densenet import DenseBlock, DenseNet, Transition


@pytest.fixture
def image(generator):
    return torch.rand(2, 5, 6, 6, generator=generator)


def test_dense_block_concatenates_what_each_layer_adds(image):
    block = DenseBlock(5, 3, 4)
    first = block.layers[0](image)
    second = block.layers[1](torch.cat([image, first], 1))
    output = block(image)
    assert output.shape == (2, block.outputs, 6, 6) == (2, 17, 6, 6)
    assert torch.equal(output[:, :5], image)
    torch.testing.assert_close(output[:, 5:8], first)
    torch.testing.assert_close(output[:, 8:11], second)


def test_dense_block_has_a_path_from_every_layer_to_every_later_one():
    seen = [layer[2].in_channels for layer in DenseBlock(5, 3, 4).layers]
    assert seen == [5, 8, 11, 14]


def test_transition_halves_channels_and_size(image):
    transition = Transition(5, 0.6)
    assert transition(image).shape == (2, transition.outputs, 3, 3) == (2, 3, 3, 3)
    norm, activation, mix, _ = transition.layers
    mixed = mix(activation(norm(image)))
    pooled = sum(mixed[..., i::2, j::2] for i in (0, 1) for j in (0, 1)) / 4
    torch.testing.assert_close(transition(image), pooled)


def test_dense_net_gives_logits(generator):
    assert DenseNet(generator)(torch.rand(3, 1, 8, 8, generator=generator)).shape == (3, 10)


def test_refusals():
    with pytest.raises(ValueError, match=r"^`growth` must be at least 1, got 0$"):
        DenseBlock(3, 0, 2)
    with pytest.raises(ValueError, match=r"^`compression` must be above 0 and at most 1, got 1.5$"):
        Transition(4, 1.5)


def test_dense_net_halves_its_channels_between_blocks_and_has_no_bias_before_a_normalisation(generator):
    shapes = [tuple(m.weight.shape) for m in DenseNet(generator, growth=4, layers=2).modules() if hasattr(m, "weight")]
    convolutions = [shape for shape in shapes if len(shape) == 4]
    assert convolutions == [(8, 1, 3, 3), (4, 8, 3, 3), (4, 12, 3, 3), (8, 16, 1, 1), (4, 8, 3, 3), (4, 12, 3, 3)]
    assert shapes[-2:] == [(16,), (10, 16)]
    layers = [m for m in DenseNet(generator).modules() if isinstance(m, torch.nn.Conv2d)]
    assert [layer.bias for layer in layers] == [None] * len(layers)
    assert {layer.padding[0] for layer in layers if layer.kernel_size == (3, 3)} == {1}
