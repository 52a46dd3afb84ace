"""The decoder layers against PyTorch's with the same weights, with a causal mask and gradients."""

import pytest
import torch
from torch import nn

from notes.transformers.attention import MultiHeadAttention
from notes.transformers.decoder import DecoderLayer, PreNormDecoderLayer


def copy_attention(source: MultiHeadAttention, target: nn.MultiheadAttention) -> None:
    projections = (source.query, source.key, source.value)
    with torch.no_grad():
        target.in_proj_weight.copy_(torch.cat([projection.weight for projection in projections]))
        target.in_proj_bias.copy_(torch.cat([projection.bias for projection in projections]))
    target.out_proj.load_state_dict(source.output.state_dict())


def reference(ours: DecoderLayer, *, norm_first: bool) -> nn.TransformerDecoderLayer:
    theirs = nn.TransformerDecoderLayer(8, 2, 16, dropout=0.0, batch_first=True, norm_first=norm_first).double()
    copy_attention(ours.own, theirs.self_attn)
    copy_attention(ours.cross, theirs.multihead_attn)
    targets = (theirs.linear1, theirs.linear2, theirs.norm1, theirs.norm2, theirs.norm3)
    for target, source in zip(targets, (ours.network[0], ours.network[2], *ours.norms), strict=True):
        target.load_state_dict(source.state_dict())
    return theirs


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("layer", "norm_first"), [(DecoderLayer, False), (PreNormDecoderLayer, True)])
def test_decoder_layers_equal_pytorch_in_values_and_gradients(
    layer: type[DecoderLayer], norm_first: bool, masked: bool, generator: torch.Generator
) -> None:
    ours = layer(8, 2, 16).double()
    with torch.no_grad():
        for norm in ours.norms:
            norm.weight.copy_(torch.randn(8, dtype=torch.float64, generator=generator))
            norm.bias.copy_(torch.randn(8, dtype=torch.float64, generator=generator))
    theirs = reference(ours, norm_first=norm_first)
    vectors = torch.randn(3, 5, 8, dtype=torch.float64, generator=generator, requires_grad=True)
    memory = torch.randn(3, 4, 8, dtype=torch.float64, generator=generator, requires_grad=True)
    mask = torch.ones(5, 5, dtype=torch.bool).tril() if masked else None
    results = (
        ours(vectors, memory, None if mask is None else mask[None]),
        theirs(vectors, memory, tgt_mask=None if mask is None else ~mask),
    )
    torch.testing.assert_close(*results)
    pull = torch.randn(3, 5, 8, dtype=torch.float64, generator=generator)
    sources = (vectors, memory)
    torch.testing.assert_close(*(torch.autograd.grad((result * pull).sum(), sources) for result in results))
