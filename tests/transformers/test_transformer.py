"""The whole Transformer against one put together from PyTorch's layers, and its masks."""

import math

import pytest
import torch
from torch import nn

from notes.transformers.attention import MultiHeadAttention
from notes.transformers.positional import sinusoidal_encoding
from notes.transformers.tasks import reversals
from notes.transformers.transformer import (
    PreNormTransformer,
    Transformer,
    causal_mask,
    cross_attention,
    head_weights,
)

KINDS = pytest.mark.parametrize(("kind", "norm_first"), [(Transformer, False), (PreNormTransformer, True)])


def copied(source: MultiHeadAttention, target: nn.MultiheadAttention) -> None:
    projections = (source.query, source.key, source.value)
    with torch.no_grad():
        target.in_proj_weight.copy_(torch.cat([projection.weight for projection in projections]))
        target.in_proj_bias.copy_(torch.cat([projection.bias for projection in projections]))
    target.out_proj.load_state_dict(source.output.state_dict())


def stack(ours: Transformer, *, norm_first: bool) -> tuple[nn.TransformerEncoder, nn.TransformerDecoder]:
    """The stacks of PyTorch with the weights of ours; only the pre-norm one ends in a normalisation."""
    options = {"dropout": 0.0, "batch_first": True, "norm_first": norm_first}
    norms = [nn.LayerNorm(8) if norm_first else None for _ in range(2)]
    reads = nn.TransformerEncoder(
        nn.TransformerEncoderLayer(8, 2, 16, **options), 2, norms[0], enable_nested_tensor=False
    )
    writes = nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 16, **options), 2, norms[1])
    layers = zip([*ours.encoder, *ours.decoder], [*reads.layers, *writes.layers], strict=True)
    for mine, theirs in layers:
        copied(mine.attention if mine in ours.encoder else mine.own, theirs.self_attn)
        theirs.linear1.load_state_dict(mine.network[0].state_dict())
        theirs.linear2.load_state_dict(mine.network[2].state_dict())
    for mine, theirs in zip(ours.decoder, writes.layers, strict=True):
        copied(mine.cross, theirs.multihead_attn)
    return reads.double(), writes.double()


@KINDS
def test_transformer_equals_pytorch(kind: type[Transformer], norm_first: bool, generator: torch.Generator) -> None:
    ours = kind(5, 8, heads=2, hidden=16, depth=2).double()
    source, target = torch.randint(5, (3, 6), generator=generator), torch.randint(5, (3, 4), generator=generator)

    def embedded(words: torch.Tensor) -> torch.Tensor:
        return math.sqrt(8) * ours.embedding.weight[words] + sinusoidal_encoding(words.shape[1], 8)

    written = torch.cat([torch.full((3, 1), 5), target[:, :-1]], dim=1)
    encoder, decoder = stack(ours, norm_first=norm_first)
    mask = nn.Transformer.generate_square_subsequent_mask(4, dtype=torch.float64)
    expected = ours.output(decoder(embedded(written), encoder(embedded(source)), tgt_mask=mask))
    torch.testing.assert_close(ours(source, target), expected)


@pytest.mark.parametrize("kind", [Transformer, PreNormTransformer])
def test_transformer_does_not_look_ahead(kind: type[Transformer], generator: torch.Generator) -> None:
    model, (source, target) = kind(5, 8), reversals(3, 6, 5, generator)
    changed = target.clone()
    changed[:, 2:] = (changed[:, 2:] + 1) % 5
    first, other = model(source, target), model(source, changed)
    torch.testing.assert_close(first[:, :3], other[:, :3])
    assert not torch.allclose(first[:, 3:], other[:, 3:])


def test_written_words_are_the_likeliest_given_those_before(generator: torch.Generator) -> None:
    model, (source, _) = PreNormTransformer(5, 8), reversals(7, 6, 5, generator)
    written = model.written(source, 6)
    torch.testing.assert_close(model(source, written).argmax(dim=-1), written)


def test_causal_mask_is_the_lower_triangle() -> None:
    assert causal_mask(4).int().tolist() == [[int(j <= i) for j in range(4)] for i in range(4)]


def test_head_weights_are_those_of_pytorch(generator: torch.Generator) -> None:
    ours, theirs = MultiHeadAttention(8, 2), nn.MultiheadAttention(8, 2, batch_first=True)
    copied(ours, theirs)
    asking, held = (torch.randn(3, n, 8, generator=generator) for n in (4, 5))
    _, expected = theirs(asking, held, held, average_attn_weights=False)
    torch.testing.assert_close(head_weights(ours, asking, held), expected)


def test_cross_attention_looks_at_the_memory(generator: torch.Generator) -> None:
    model, (source, target) = PreNormTransformer(5, 8), reversals(3, 6, 5, generator)
    weights = cross_attention(model, source, target[:, :4])
    assert weights.shape == (3, 2, 4, 6)
    torch.testing.assert_close(weights.sum(dim=-1), torch.ones(3, 2, 4))
    assert not model.decoder[-1].cross._forward_pre_hooks
