from itertools import combinations

import pytest
import torch

from notes.convolution.residual import (
    PlainBlock,
    PostActivationBlock,
    PreActivationBlock,
    Shortcut,
    convolution_3x3,
    path_expansion,
)
from notes.convolution.resnet import he_initialized

RESIDUAL = [PostActivationBlock, PreActivationBlock]


@pytest.fixture
def image(generator):
    return torch.rand(4, 3, 6, 6, generator=generator, dtype=torch.float64)


@pytest.mark.parametrize("block", [PlainBlock, *RESIDUAL])
def test_blocks_halve_the_image_and_widen_the_channels(block, image):
    assert block(3, 5, 2).double()(image).shape == (4, 5, 3, 3)


@pytest.mark.parametrize("block", RESIDUAL)
def test_residual_block_without_its_transformation_is_the_identity(block, image):
    module = block(3, 3).double()
    for parameter in module.transformation.parameters():
        torch.nn.init.zeros_(parameter)
    torch.testing.assert_close(module(image), image)


def test_plain_block_without_its_weights_loses_the_image(image):
    module = PlainBlock(3, 3).double()
    for parameter in module.parameters():
        torch.nn.init.zeros_(parameter)
    assert module(image).abs().max() == 0


def test_post_activation_block_is_the_plain_block_around_a_shortcut(image, generator):
    residual, plain = PostActivationBlock(3, 3).double(), PlainBlock(3, 3).double()
    he_initialized(residual, generator)
    plain.load_state_dict(residual.state_dict())
    expected = (image + plain.transformation(image)).relu()
    torch.testing.assert_close(residual(image), expected)


def test_pre_activation_block_adds_what_comes_after_normalisation(image, generator):
    module = he_initialized(PreActivationBlock(3, 3).double(), generator)
    first, _, conv1, second, _, conv2 = module.transformation
    expected = image + conv2(second(conv1(first(image).relu())).relu())
    torch.testing.assert_close(module(image), expected)


def test_shortcut_subsamples_and_adds_channels_of_zeros(image):
    short = Shortcut(3, 5, 2)(image)
    assert torch.equal(short[:, :3], image[..., ::2, ::2])
    assert short[:, 3:].abs().max() == 0
    with pytest.raises(ValueError, match=r"^`outputs` must be at least `inputs`, 3, got 2$"):
        Shortcut(3, 2)


def test_convolution_3x3_has_nine_weights_per_pair_of_channels():
    assert sum(p.numel() for p in convolution_3x3(2, 5).parameters()) == 9 * 2 * 5


def test_path_expansion_lists_every_product_and_sums_to_the_slope(generator):
    slopes = torch.rand(5, generator=generator, dtype=torch.float64)
    paths = path_expansion(slopes)
    subsets = [
        torch.stack(c).prod() if c else torch.tensor(1.0).double() for k in range(6) for c in combinations(slopes, k)
    ]
    torch.testing.assert_close(paths.sort().values, torch.stack(subsets).sort().values)
    torch.testing.assert_close(paths.sum(), (1 + slopes).prod())
