"""The Vision Transformer: its patches against a convolution, its size, its blindness to order, and what it learns."""

import pytest
import torch
from torch import nn
from torch.nn.functional import unfold

from notes.transformers.counts import vision_parameters
from notes.transformers.initialization import normally_initialized
from notes.transformers.vision_transformer import (
    VIT_BASE,
    VIT_DIGITS,
    PreNormGeluLayer,
    VisionTransformer,
    class_token_attention,
    patches,
)


@pytest.fixture
def network(generator: torch.Generator) -> VisionTransformer:
    result = VisionTransformer(VIT_DIGITS)
    normally_initialized(result, generator, deviation=0.3)
    return result


def test_patches_equal_unfold(generator: torch.Generator) -> None:
    images = torch.randn(2, 3, 8, 12, generator=generator)
    assert torch.equal(patches(images, 4), unfold(images, 4, stride=4).mT)


@pytest.mark.parametrize("side", [0, 3])
def test_patches_refuse_a_side_that_does_not_divide(side: int) -> None:
    with pytest.raises(ValueError, match=f"`side` must divide 8 and 8, got {side}"):
        patches(torch.zeros(1, 1, 8, 8), side)


def test_projected_patches_equal_a_strided_convolution_in_values_and_gradients(generator: torch.Generator) -> None:
    images = torch.randn(2, 3, 8, 8, dtype=torch.float64, generator=generator, requires_grad=True)
    convolution = nn.Conv2d(3, 5, 4, stride=4).double()
    theirs = convolution(images).flatten(start_dim=2).mT
    ours = patches(images, 4) @ convolution.weight.flatten(start_dim=1).T + convolution.bias
    torch.testing.assert_close(ours, theirs)
    pull = torch.randn(2, 4, 5, dtype=torch.float64, generator=generator)
    sources = (images, convolution.weight)
    for mine, other in zip(
        torch.autograd.grad((ours * pull).sum(), sources),
        torch.autograd.grad((theirs * pull).sum(), sources),
        strict=True,
    ):
        torch.testing.assert_close(mine, other)


def test_layer_equals_pytorch_in_values_and_gradients(generator: torch.Generator) -> None:
    ours = PreNormGeluLayer(8, 2, 16).double()
    theirs = nn.TransformerEncoderLayer(8, 2, 16, 0.0, "gelu", batch_first=True, norm_first=True).double()
    projections = (ours.attention.query, ours.attention.key, ours.attention.value)
    with torch.no_grad():
        theirs.self_attn.in_proj_weight.copy_(torch.cat([projection.weight for projection in projections]))
        theirs.self_attn.in_proj_bias.copy_(torch.cat([projection.bias for projection in projections]))
    theirs.self_attn.out_proj.load_state_dict(ours.attention.output.state_dict())
    theirs.linear1.load_state_dict(ours.network[0].state_dict())
    theirs.linear2.load_state_dict(ours.network[2].state_dict())
    vectors = torch.randn(3, 5, 8, dtype=torch.float64, generator=generator, requires_grad=True)
    torch.testing.assert_close(ours(vectors), theirs(vectors))
    pull = torch.randn(3, 5, 8, dtype=torch.float64, generator=generator)
    torch.testing.assert_close(
        *(torch.autograd.grad((layer(vectors) * pull).sum(), vectors) for layer in (ours, theirs))
    )


@pytest.mark.parametrize(("sizes", "known"), [(VIT_BASE, 86_567_656), (VIT_DIGITS, 18_218)])
def test_parameters_are_those_published_and_those_of_the_formula(sizes, known: int) -> None:
    with torch.device("meta"):
        network = VisionTransformer(sizes)
    assert sum(parameter.numel() for parameter in network.parameters()) == known
    if sizes.hidden == 4 * sizes.width:
        counted = vision_parameters(
            sizes.width, sizes.layers, pixels=sizes.patch**2 * sizes.channels, patches=sizes.patches, classes=1000
        )
        assert counted == known


def test_vision_parameters_refuse_sizes_out_of_range() -> None:
    with pytest.raises(ValueError, match="`layers` must not be negative, got -1"):
        vision_parameters(768, -1, pixels=768, patches=196, classes=1000)
    with pytest.raises(ValueError, match="`pixels` must be at least 1, got 0"):
        vision_parameters(768, 12, pixels=0, patches=196, classes=1000)


def test_embedded_adds_positions_to_the_class_token_and_the_patches(network: VisionTransformer) -> None:
    images = torch.rand(2, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    vectors = network.embedded(images)
    assert vectors.shape == (2, 17, 32)
    torch.testing.assert_close(vectors[1, 0], network.token.weight[0] + network.position.weight[0])
    corner = images[1, 0, 6:, 6:].flatten()
    expected = network.projection.weight @ corner + network.projection.bias + network.position.weight[16]
    torch.testing.assert_close(vectors[1, 16], expected)


def test_without_positions_the_order_of_the_patches_does_not_matter(network: VisionTransformer) -> None:
    images = torch.rand(2, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    turned = images.flip(2).unflatten(2, (4, 2)).flip(3).flatten(2, 3)  # rows of patches in reverse order
    assert not torch.allclose(network(turned), network(images), atol=1e-3)
    with torch.no_grad():
        network.position.weight.zero_()
    torch.testing.assert_close(network(turned), network(images))


def test_class_token_attention_equals_pytorchs_weights(network: VisionTransformer) -> None:
    images = torch.rand(2, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    found = class_token_attention(network, images)
    assert found.shape == (2, 2, 4, 16)
    first = network.layers[0]
    theirs = nn.MultiheadAttention(32, 4, batch_first=True)
    with torch.no_grad():
        parts = (first.attention.query, first.attention.key, first.attention.value)
        theirs.in_proj_weight.copy_(torch.cat([part.weight for part in parts]))
        theirs.in_proj_bias.copy_(torch.cat([part.bias for part in parts]))
    normed = first.norms[0](network.embedded(images))
    weights = theirs(normed, normed, normed, average_attn_weights=False)[1]
    torch.testing.assert_close(found[0], weights[:, :, 0, 1:])
    assert bool((found.sum(-1) < 1).all())
