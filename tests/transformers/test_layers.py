"""The encoder layers against PyTorch's with the same weights, with masks and gradients."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from notes.transformers.layers import EncoderLayer, PreNormEncoderLayer


def reference(ours: EncoderLayer, *, norm_first: bool) -> nn.TransformerEncoderLayer:
    theirs = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True, norm_first=norm_first).double()
    attention = ours.attention
    projections = (attention.query, attention.key, attention.value)
    with torch.no_grad():
        theirs.self_attn.in_proj_weight.copy_(torch.cat([projection.weight for projection in projections]))
        theirs.self_attn.in_proj_bias.copy_(torch.cat([projection.bias for projection in projections]))
    pairs = (
        (theirs.self_attn.out_proj, attention.output),
        (theirs.linear1, ours.network[0]),
        (theirs.linear2, ours.network[2]),
        (theirs.norm1, ours.norms[0]),
        (theirs.norm2, ours.norms[1]),
    )
    for target, source in pairs:
        target.load_state_dict(source.state_dict())
    return theirs


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("layer", "norm_first"), [(EncoderLayer, False), (PreNormEncoderLayer, True)])
def test_encoder_layers_equal_pytorch_in_values_and_gradients(
    layer: type[EncoderLayer], norm_first: bool, masked: bool, generator: torch.Generator
) -> None:
    ours = layer(8, 2, 16).double()
    with torch.no_grad():
        for norm in ours.norms:
            norm.weight.copy_(torch.randn(8, dtype=torch.float64, generator=generator))
            norm.bias.copy_(torch.randn(8, dtype=torch.float64, generator=generator))
    theirs = reference(ours, norm_first=norm_first)
    vectors = torch.randn(3, 5, 8, dtype=torch.float64, generator=generator, requires_grad=True)
    mask = torch.ones(5, 5, dtype=torch.bool).tril() if masked else None
    results = (
        ours(vectors, None if mask is None else mask[None]),
        theirs(vectors, src_mask=None if mask is None else ~mask),
    )
    torch.testing.assert_close(*results)
    pull = torch.randn(3, 5, 8, dtype=torch.float64, generator=generator)
    torch.testing.assert_close(*(torch.autograd.grad((result * pull).sum(), vectors) for result in results))


@pytest.mark.parametrize(("words", "width", "hidden"), [(6, 16, 64), (9, 8, 64), (60, 16, 64)])
def test_an_encoder_layer_multiplies_as_the_page_counts(words: int, width: int, hidden: int) -> None:
    with FlopCounterMode(display=False) as counter:
        EncoderLayer(width, 2, hidden)(torch.zeros(1, words, width))
    maps = 4 * words * width**2 + 2 * words * width * hidden
    assert counter.get_total_flops() == 2 * (maps + 2 * words**2 * width)
    if hidden == 4 * width:
        assert maps == 12 * words * width**2
