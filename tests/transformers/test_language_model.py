"""The parts of a language model against PyTorch's, its cache, its training and its perplexity."""

import math
from pydoc_data.topics import topics as shipped

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from notes.transformers.attention import MultiHeadAttention
from notes.transformers.corpus import help_texts
from notes.transformers.grouped_queries import Cache, GroupedQueryAttention, cached_numbers
from notes.transformers.language_model import (
    Block,
    LanguageModel,
    Sizes,
    continued,
    new_language_model,
    perplexity,
    token_losses,
    trained_on_text,
)
from notes.transformers.rms_norm import rms_normalized
from notes.transformers.rotary import rotated

SIZES = Sizes(tokens=11, width=16, layers=2, heads=4, groups=2, hidden=12)


def doubles(*shape: int, generator: torch.Generator) -> Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=generator, requires_grad=True)


@pytest.fixture
def model(generator: torch.Generator) -> LanguageModel:
    return new_language_model(SIZES, generator).double()


def test_rms_normalized_equals_pytorch_in_values_and_gradients(generator: torch.Generator) -> None:
    vectors, gains = doubles(3, 5, 8, generator=generator), doubles(8, generator=generator)
    results = rms_normalized(vectors, gains, epsilon=1e-3), functional.rms_norm(vectors, (8,), gains, eps=1e-3)
    torch.testing.assert_close(*results)
    pulls = [torch.autograd.grad(result.pow(3).sum(), (vectors, gains)) for result in results]
    torch.testing.assert_close(*pulls)


@pytest.mark.parametrize("factor", [1e-3, 7.0, 1e5])
def test_rms_normalized_does_not_see_a_positive_factor(factor: float, generator: torch.Generator) -> None:
    vectors, gains = doubles(4, 6, generator=generator), doubles(6, generator=generator)
    scaled = rms_normalized(factor * vectors, gains, epsilon=0.0)
    torch.testing.assert_close(scaled, rms_normalized(vectors, gains, epsilon=0.0))


def test_rms_normalized_refuses_a_negative_epsilon() -> None:
    with pytest.raises(ValueError, match="`epsilon` must not be negative"):
        rms_normalized(torch.ones(2), torch.ones(2), epsilon=-1e-9)


def test_rotated_is_a_product_of_complex_numbers(generator: torch.Generator) -> None:
    vectors = doubles(2, 5, 8, generator=generator)
    turned = torch.view_as_complex(rotated(vectors, 3, base=100.0).unflatten(-1, (4, 2)))
    angles = torch.arange(3, 8)[:, None] * 100.0 ** -(torch.arange(4, dtype=torch.float64) / 4)
    expected = torch.view_as_complex(vectors.unflatten(-1, (4, 2))) * torch.polar(torch.ones_like(angles), angles)
    torch.testing.assert_close(turned, expected)
    torch.testing.assert_close(rotated(vectors).norm(dim=-1), vectors.norm(dim=-1))


def test_rotated_products_depend_on_the_distance_alone(generator: torch.Generator) -> None:
    query, key = doubles(1, 6, generator=generator), doubles(1, 6, generator=generator)
    products = [(rotated(query, m) @ rotated(key, n).mT).item() for m, n in ((5, 2), (90, 87), (3, 0))]
    assert max(products) - min(products) < 1e-12
    other = (rotated(query, 5) @ rotated(key, 3).mT).item()
    assert abs(other - products[0]) > 1e-3


def test_rotated_is_refused_before_the_first_place() -> None:
    assert rotated(torch.ones(1, 2), 0).tolist() == [[1.0, 1.0]]
    with pytest.raises(ValueError, match="`start` must be at least 0, got -1"):
        rotated(torch.ones(1, 2), -1)


def multi_head(ours: GroupedQueryAttention, shared: int) -> MultiHeadAttention:
    """Attention of as many keys as heads, those of a group repeated."""
    width = ours.query.in_features
    heads = width // ours.depth
    full = MultiHeadAttention(width, heads).double()
    with torch.no_grad():
        for part in (full.query, full.key, full.value, full.output):
            part.bias.zero_()
        full.query.weight.copy_(ours.query.weight)
        full.output.weight.copy_(ours.output.weight)
        for target, source in ((full.key, ours.key), (full.value, ours.value)):
            blocks = source.weight.unflatten(0, (-1, ours.depth))
            target.weight.copy_(blocks.repeat_interleave(shared, dim=0).flatten(end_dim=1))
    return full


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_grouped_queries_equal_multi_head_attention_with_repeated_keys_and_values(
    groups: int, generator: torch.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notes.transformers.grouped_queries.rotated", lambda vectors, _: vectors)
    ours = GroupedQueryAttention(16, 4, groups).double()
    vectors, mask = doubles(2, 5, 16, generator=generator), torch.ones(1, 5, 5, dtype=torch.bool).tril()
    results = ours(vectors)[0], multi_head(ours, 4 // groups)(vectors, vectors, mask)
    torch.testing.assert_close(*results)
    torch.testing.assert_close(*(torch.autograd.grad(result.pow(2).sum(), vectors) for result in results))


def test_grouped_queries_equal_pytorch_with_its_own_grouping(generator: torch.Generator) -> None:
    ours = GroupedQueryAttention(16, 4, 2).double()
    vectors = doubles(2, 5, 16, generator=generator)
    queries, keys, values = (
        part(vectors).unflatten(-1, (-1, 4)).transpose(1, 2) for part in (ours.query, ours.key, ours.value)
    )
    theirs = functional.scaled_dot_product_attention(
        rotated(queries), rotated(keys), values, is_causal=True, enable_gqa=True
    )
    torch.testing.assert_close(ours(vectors)[0], ours.output(theirs.transpose(1, 2).flatten(2)))


def test_grouped_queries_refuse_what_does_not_divide() -> None:
    with pytest.raises(ValueError, match="`heads` must cut the width 12 into parts of even width, got 4"):
        GroupedQueryAttention(12, 4, 2)
    with pytest.raises(ValueError, match="`groups` must divide the number of heads 4, got 3"):
        GroupedQueryAttention(16, 4, 3)
    assert GroupedQueryAttention(16, 4, 4).key.out_features == 16
    assert GroupedQueryAttention(16, 4, 1).key.out_features == 4


def test_a_block_equals_its_formula(generator: torch.Generator) -> None:
    block = Block(SIZES).double()
    vectors = doubles(2, 3, 16, generator=generator)
    middle = vectors + block.attention(functional.rms_norm(vectors, (16,)))[0]
    normed = functional.rms_norm(middle, (16,))
    units = functional.silu(block.gates(normed)) * block.values(normed)
    torch.testing.assert_close(block(vectors)[0], middle + block.output(units))


def test_a_language_model_does_not_look_ahead(model: LanguageModel, generator: torch.Generator) -> None:
    tokens = torch.randint(11, (2, 7), generator=generator)
    changed = torch.cat([tokens[:, :4], (tokens[:, 4:] + 1) % 11], dim=1)
    (before, _), (after, _) = model(tokens), model(changed)
    assert torch.equal(before[:, :4], after[:, :4])
    assert not torch.allclose(before[:, 4], after[:, 4])


@pytest.mark.parametrize("parts", [(1,) * 9, (4, 5), (8, 1), (2, 3, 4)])
def test_the_cache_gives_what_the_full_pass_gives(
    parts: tuple[int, ...], model: LanguageModel, generator: torch.Generator
) -> None:
    tokens = torch.randint(11, (2, 9), generator=generator)
    whole, kept = model(tokens)
    caches, pieces = None, []
    for part in tokens.split(parts, dim=1):
        scores, caches = model(part, caches)
        pieces.append(scores)
    torch.testing.assert_close(torch.cat(pieces, dim=1), whole)
    for ours, theirs in zip(caches, kept, strict=True):
        torch.testing.assert_close(ours, theirs)


def test_the_cache_holds_as_many_numbers_as_are_counted(model: LanguageModel) -> None:
    _, caches = model(torch.zeros(1, 6, dtype=torch.int64))
    held = sum(cache.keys.numel() + cache.values.numel() for cache in caches)
    assert held == cached_numbers(6, layers=2, groups=2, depth=4)
    assert cached_numbers(0, layers=1, groups=1, depth=1) == 0
    with pytest.raises(ValueError, match="`length` must be at least 0, got -1"):
        cached_numbers(-1, layers=1, groups=1, depth=1)
    with pytest.raises(ValueError, match="`groups` must be at least 1, got 0"):
        cached_numbers(1, layers=1, groups=0, depth=1)


def test_a_language_model_has_the_parameters_of_its_formula(model: LanguageModel) -> None:
    tokens, width, layers, heads, groups, hidden = SIZES
    attention = 2 * width**2 + 2 * width * groups * (width // heads)
    expected = 2 * tokens * width + layers * (attention + 3 * width * hidden + 2 * width) + width
    assert sum(parameter.numel() for parameter in model.parameters()) == expected


def test_new_language_models_have_small_maps_and_large_vectors(generator: torch.Generator) -> None:
    model = new_language_model(Sizes(400, width=64), generator)
    assert model.embedding.weight.std().item() == pytest.approx(1, abs=0.02)
    assert model.output.weight.std().item() == pytest.approx(0.05, abs=0.001)
    assert model.blocks[1].attention.key.weight.std().item() == pytest.approx(0.05, abs=0.003)
    with pytest.raises(ValueError, match="`hidden` must be at least 1, got 0"):
        new_language_model(Sizes(4, hidden=0), generator)


def test_token_losses_are_the_cross_entropy_of_the_next_token(model: LanguageModel) -> None:
    passages = torch.tensor([[1, 5, 2, 10]])
    scores, _ = model(passages)
    expected = -scores.log_softmax(dim=-1)[0, [0, 1, 2], [5, 2, 10]]
    torch.testing.assert_close(token_losses(model, passages)[0], expected)
    with pytest.raises(ValueError, match="`passages` must be at least 2, got 1"):
        token_losses(model, passages[:, :1])
    with pytest.raises(ValueError, match="`passages` must be from 0 to 10, got 11"):
        token_losses(model, torch.tensor([[1, 11]]))


def test_training_on_a_text_learns_it_and_leaves_the_model(generator: torch.Generator) -> None:
    text = torch.arange(60) % 5
    start = new_language_model(Sizes(5, 16, 1, 2, 1, 8), generator)
    before = [parameter.clone() for parameter in start.parameters()]
    model = trained_on_text(start, text, generator, time=6, steps=40)
    assert token_losses(start, text[None]).mean() > 1
    assert token_losses(model, text[None, :7]).mean() < 0.3
    assert all(map(torch.equal, before, start.parameters()))
    with pytest.raises(ValueError, match="`text` must be at least 7, got 6"):
        trained_on_text(start, text[:6], generator, time=6, steps=1)
    trained_on_text(start, text[:7], generator, time=6, steps=1)
    with pytest.raises(ValueError, match="`time` must be at least 1, got 0"):
        trained_on_text(start, text, generator, time=0, steps=1)


def test_perplexity_of_equal_choices_is_their_number() -> None:
    losses = torch.full((2, 4), math.log(9))
    assert perplexity(losses, 8) == pytest.approx(9)
    assert perplexity(losses, 16) == pytest.approx(3)
    assert perplexity(torch.zeros(3), 1) == 1
    with pytest.raises(ValueError, match="`losses` must not be negative"):
        perplexity(torch.tensor([-0.1]), 1)
    with pytest.raises(ValueError, match="`units` must be at least 1, got 0"):
        perplexity(losses, 0)


def test_continued_texts_are_those_without_a_cache(model: LanguageModel, generator: torch.Generator) -> None:
    start = torch.randint(11, (3, 4), generator=generator)
    greedy = continued(model, start, 5, lambda scores: functional.one_hot(scores.argmax(-1), 11).double(), generator)
    expected = start
    for _ in range(5):
        expected = torch.cat([expected, model(expected)[0][:, -1:].argmax(-1)], dim=1)
    assert torch.equal(greedy, expected)
    assert torch.equal(continued(model, start, 0, torch.softmax, generator), start)


def test_continued_texts_read_each_token_once(
    model: LanguageModel, generator: torch.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, forward = [], LanguageModel.forward

    def watched(self: LanguageModel, tokens: Tensor, caches: list[Cache] | None) -> tuple[Tensor, list[Cache]]:
        read.append(tokens.shape[1])
        return forward(self, tokens, caches)

    monkeypatch.setattr(LanguageModel, "forward", watched)
    continued(model, torch.zeros(1, 4, dtype=torch.int64), 3, lambda scores: scores.softmax(-1), generator)
    assert read == [4, 1, 1]


def test_continued_texts_are_refused_where_there_is_nothing_to_continue(
    model: LanguageModel, generator: torch.Generator
) -> None:
    with pytest.raises(ValueError, match="`tokens` must hold at least one entry"):
        continued(model, torch.zeros(1, 0, dtype=torch.int64), 1, torch.softmax, generator)
    with pytest.raises(ValueError, match="`length` must be at least 0, got -1"):
        continued(model, torch.zeros(1, 1, dtype=torch.int64), -1, torch.softmax, generator)
    with pytest.raises(ValueError, match="`tokens` must be from 0 to 10, got 11"):
        continued(model, torch.full((1, 1), 11), 1, torch.softmax, generator)


def test_help_texts_share_no_topic() -> None:
    train, test = help_texts()
    assert len(train) > 9 * len(test)
    assert test[:300] not in train
    assert len(train) + len(test) == sum(map(len, shipped.values()))
