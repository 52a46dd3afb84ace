"""BERT: its layer against PyTorch's with copied weights, its size on the meta device, and what padding may change."""

import pytest
import torch
from torch import nn

from notes.transformers.bert import (
    BASE,
    LARGE,
    Bert,
    BertLayer,
    Embeddings,
    Sizes,
    gelu_feed_forward,
)
from notes.transformers.counts import bert_parameters
from notes.transformers.initialization import normally_initialized
from notes.transformers.packing import packed

TINY = Sizes(words=30, width=8, layers=3, heads=2, hidden=16, positions=12)


def tiny(generator: torch.Generator) -> Bert:
    network = Bert(TINY).double()
    normally_initialized(network, generator, deviation=0.5)
    return network


def theirs(ours: BertLayer) -> nn.TransformerEncoderLayer:
    layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, activation="gelu", batch_first=True).double()
    projections = (ours.attention.query, ours.attention.key, ours.attention.value)
    with torch.no_grad():
        layer.self_attn.in_proj_weight.copy_(torch.cat([projection.weight for projection in projections]))
        layer.self_attn.in_proj_bias.copy_(torch.cat([projection.bias for projection in projections]))
    pairs = (
        (layer.self_attn.out_proj, ours.attention.output),
        (layer.linear1, ours.network[0]),
        (layer.linear2, ours.network[2]),
        (layer.norm1, ours.norms[0]),
        (layer.norm2, ours.norms[1]),
    )
    for target, source in pairs:
        target.load_state_dict(source.state_dict())
    return layer


def test_bert_layer_equals_pytorch_in_values_and_gradients_where_tokens_are_present(generator: torch.Generator) -> None:
    ours = BertLayer(8, 2, 16).double()
    with torch.no_grad():
        for parameter in ours.parameters():
            parameter.copy_(torch.randn(parameter.shape, dtype=torch.float64, generator=generator))
    vectors = torch.randn(3, 5, 8, dtype=torch.float64, generator=generator, requires_grad=True)
    present = torch.tensor([[True] * 5, [True] * 3 + [False] * 2, [True] * 4 + [False]])
    mine = ours(vectors, present[:, None].expand(-1, 5, -1))
    other = theirs(ours)(vectors, src_key_padding_mask=~present)
    torch.testing.assert_close(mine[present], other[present])
    pull = torch.randn(3, 5, 8, dtype=torch.float64, generator=generator) * present[..., None]
    torch.testing.assert_close(*(torch.autograd.grad((result * pull).sum(), vectors) for result in (mine, other)))


def test_gelu_feed_forward_is_the_product_with_the_normal_distribution(generator: torch.Generator) -> None:
    network = gelu_feed_forward(3, 4).double()
    x = torch.randn(5, 3, dtype=torch.float64, generator=generator)
    inner = x @ network[0].weight.T + network[0].bias
    outer = inner * torch.distributions.Normal(0.0, 1.0).cdf(inner)
    torch.testing.assert_close(network(x), outer @ network[2].weight.T + network[2].bias)


@pytest.mark.parametrize(("sizes", "known"), [(BASE, 109_482_240), (LARGE, 335_141_888)])
def test_bert_has_the_parameters_of_the_formula_on_the_meta_device(sizes: Sizes, known: int) -> None:
    with torch.device("meta"):
        network = Bert(sizes)
    assert sum(parameter.numel() for parameter in network.parameters()) == known
    assert bert_parameters(sizes.width, sizes.layers) == known


@pytest.mark.parametrize("heads", [1, 2, 4])
def test_bert_has_as_many_parameters_with_any_number_of_heads(heads: int) -> None:
    with torch.device("meta"):
        network = Bert(TINY._replace(heads=heads, hidden=32))
    expected = bert_parameters(8, 3, words=30, positions=12)
    assert sum(parameter.numel() for parameter in network.parameters()) == expected


def test_embeddings_are_the_normalised_sum_of_three(generator: torch.Generator) -> None:
    embeddings = normally_initialized(Embeddings(TINY).double(), generator, deviation=1.0)
    tokens, segments = torch.tensor([[1, 7, 2]]), torch.tensor([[0, 0, 1]])
    rows = [
        embeddings.word.weight[token] + embeddings.position.weight[place] + embeddings.segment.weight[segment]
        for place, (token, segment) in enumerate(zip(tokens[0], segments[0], strict=True))
    ]
    summed = torch.stack(rows)
    spread = (summed.var(-1, correction=0, keepdim=True) + 1e-5).sqrt()
    torch.testing.assert_close(embeddings(tokens, segments)[0], (summed - summed.mean(-1, keepdim=True)) / spread)


def test_bert_gives_a_sequence_the_same_vectors_beside_a_longer_one(generator: torch.Generator) -> None:
    network = tiny(generator)
    short, longer = [5, 6, 7], [8, 9, 10, 11, 12, 13]
    alone, together = packed([short]), packed([short, longer])
    torch.testing.assert_close(network(*together)[0, : alone.tokens.shape[1]], network(*alone)[0])
    unmasked = network(together.tokens, together.segments, torch.ones_like(together.present))
    assert not torch.allclose(unmasked[0, : alone.tokens.shape[1]], network(*alone)[0])


def test_bert_looks_in_both_directions(generator: torch.Generator) -> None:
    network, batch = tiny(generator), packed([[5, 6, 7]])
    vectors = network.embeddings(batch.tokens, batch.segments).detach().requires_grad_()
    state = vectors
    for layer in network.layers:
        state = layer(state)
    gradient = torch.autograd.grad(state[0, 2].square().sum(), vectors)[0]
    assert bool((gradient[0].abs().sum(-1) > 0).all())


def test_hidden_states_are_the_embeddings_and_one_state_per_layer(generator: torch.Generator) -> None:
    network, batch = tiny(generator), packed([[5, 6], [7]])
    states = network.hidden_states(*batch)
    assert states.shape == (4, 2, 4, 8)
    torch.testing.assert_close(states[0], network.embeddings(batch.tokens, batch.segments))
    torch.testing.assert_close(states[-1], network(*batch))


def test_pooled_reads_the_first_vector_only(generator: torch.Generator) -> None:
    network = tiny(generator)
    vectors = torch.randn(2, 4, 8, dtype=torch.float64, generator=generator)
    expected = torch.tanh(vectors[:, 0] @ network.pooler.weight.T + network.pooler.bias)
    torch.testing.assert_close(network.pooled(vectors), expected)


def test_bert_refuses_a_sequence_longer_than_its_positions(generator: torch.Generator) -> None:
    with pytest.raises(ValueError, match="`tokens` must have at most 12 positions, got 13"):
        tiny(generator)(*packed([[5] * 11]))


def test_normally_initialized_draws_weights_of_the_deviation_from_its_generator() -> None:
    network = normally_initialized(Bert(TINY._replace(words=2000)), torch.Generator().manual_seed(1), deviation=0.3)
    again = normally_initialized(Bert(TINY._replace(words=2000)), torch.Generator().manual_seed(1), deviation=0.3)
    for mine, other in zip(network.parameters(), again.parameters(), strict=True):
        assert torch.equal(mine, other)
    assert network.embeddings.word.weight.std().item() == pytest.approx(0.3, rel=0.03)
    assert not network.pooler.bias.any()
    with pytest.raises(ValueError, match="`deviation` must be positive, got 0"):
        normally_initialized(network, torch.Generator(), deviation=0.0)
