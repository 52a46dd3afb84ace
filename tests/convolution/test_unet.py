import pytest
import torch

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
        moved = image.roll((1, 1), (-2, -1))
        assert not torch.allclose(module(image), module(moved), atol=0.01), "3 by 3 lets some of it through"
        module.first = torch.nn.Conv2d(1, 2, 1, bias=False)
        torch.nn.init.ones_(module.first.weight)
        assert torch.equal(module(image), module(moved)) != differs


def test_unet_refuses_a_single_level(generator):
    with pytest.raises(ValueError, match=r"^`channels` must hold at least 2 sizes, each at least 1, got \[8\]$"):
        UNet(generator, channels=(8,))
