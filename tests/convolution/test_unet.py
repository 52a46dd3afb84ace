import pytest
import torch
from torch.nn.functional import cross_entropy

from notes.convolution.shapes import drawn_shapes, intersection_over_union
from notes.convolution.training import fitted
from notes.convolution.unet import SkiplessUNet, UNet, double_convolution


def test_unet_gives_logits_for_every_pixel(generator):
    assert UNet(generator, channels=(2, 3, 4), classes=5)(torch.rand(2, 1, 8, 12)).shape == (2, 5, 8, 12)


def test_double_convolution_keeps_the_size():
    assert double_convolution(2, 5)(torch.ones(2, 2, 7, 6)).shape == (2, 5, 7, 6)


def test_skips_carry_single_pixels_across():
    """Moving one pixel within a pooling cell is invisible below; only the skips can see it."""
    image = torch.zeros(1, 1, 8, 8)
    image[..., 2, 2] = 1
    for network, differs in ((UNet, True), (SkiplessUNet, False)):
        module = network(torch.Generator().manual_seed(0), channels=(2, 4)).eval()
        module.first = torch.nn.Conv2d(1, 2, 1, bias=False)
        torch.nn.init.ones_(module.first.weight)
        assert torch.equal(module(image), module(image.roll((1, 1), (-2, -1)))) != differs


def test_unet_refuses_a_single_level(generator):
    with pytest.raises(ValueError, match=r"^`channels` must name at least two levels, got \(8,\)$"):
        UNet(generator, channels=(8,))


def overlaps(network, seed):
    generator = torch.Generator().manual_seed(seed)
    data, (unseen, true) = drawn_shapes(200, generator), drawn_shapes(60, generator)
    found = fitted(network(generator), cross_entropy, data, generator, batch=12, steps=100, learning_rate=0.02)
    with torch.no_grad():
        predicted = found.network.eval()(unseen).argmax(1)
    return intersection_over_union(predicted, true, 3)


@pytest.mark.parametrize("seed", range(3))
def test_unet_segments_shapes_and_loses_them_without_its_skips(seed):
    with_skips, without = overlaps(UNet, seed), overlaps(SkiplessUNet, seed)
    assert with_skips.min() > 0.7
    assert without[1:].mean() < with_skips[1:].mean() - 0.1
