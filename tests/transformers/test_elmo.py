"""ELMo against PyTorch's bidirectional LSTM, against loops, and in what it can and cannot see."""

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from notes.transformers.elmo import (
    BidirectionalLanguageModel,
    language_loss,
    layer_mixture,
    trained_language_model,
)
from notes.transformers.senses import WORDS, sentences

F64 = torch.float64


@pytest.fixture
def model(generator):
    made = BidirectionalLanguageModel(7, 3).double()
    with torch.no_grad():
        for weights in made.parameters():
            weights.copy_(torch.randn(weights.shape, generator=generator, dtype=F64))
    return made


@pytest.fixture
def words(generator):
    return torch.randint(7, (4, 5), generator=generator)


def test_layers_begin_with_the_words_own_vector_twice(model, words):
    own = model.embedding(words)
    assert torch.equal(model(words)[0], torch.cat([own, own], dim=-1))


def test_first_layer_is_pytorchs_bidirectional_lstm(model, words):
    both = nn.LSTM(3, 3, batch_first=True, bidirectional=True).double()
    for name, weights in model.forwards[0].named_parameters():
        getattr(both, name).data.copy_(weights)
        getattr(both, f"{name}_reverse").data.copy_(model.backwards[0].get_parameter(name))
    torch.testing.assert_close(model(words)[1], both(model.embedding(words))[0])


def test_each_direction_sees_its_own_side_only(model, words):
    changed = words.clone()
    changed[:, 2] = (changed[:, 2] + 1) % 7
    ahead, back = (part.abs().amax(dim=(1, 3)) for part in (model(changed) - model(words)).chunk(2, dim=-1))
    assert torch.equal(ahead[1:, :2], torch.zeros(2, 2, dtype=F64))
    assert torch.equal(back[1:, 3:], torch.zeros(2, 2, dtype=F64))
    assert (ahead[1:, 2:] > 0).all()
    assert (back[1:, :3] > 0).all()


def test_language_loss_is_the_sum_over_words_of_a_loop(model, words):
    ahead, back = model(words)[-1].chunk(2, dim=-1)
    losses = [cross_entropy(model.prediction(ahead[:, t - 1]), words[:, t]) for t in range(1, 5)]
    losses += [cross_entropy(model.prediction(back[:, t + 1]), words[:, t]) for t in range(4)]
    torch.testing.assert_close(language_loss(model, words), torch.stack(losses).sum() / 4)


def test_language_loss_refuses_single_words(model):
    with pytest.raises(ValueError, match="`words` must hold sentences of two words at least, got 1"):
        language_loss(model, torch.zeros(2, 1, dtype=torch.int64))


def test_layer_mixture_is_a_weighted_sum_and_its_limits_are_single_layers(generator):
    layers, logits = (
        torch.randn(3, 4, 2, generator=generator, dtype=F64),
        torch.randn(3, generator=generator, dtype=F64),
    )
    weights = logits.exp() / logits.exp().sum()
    expected = 1.5 * sum(weight * layer for weight, layer in zip(weights, layers, strict=True))
    torch.testing.assert_close(layer_mixture(layers, logits, torch.tensor(1.5, dtype=F64)), expected)
    only = torch.tensor([0.0, 60.0, 0.0], dtype=F64)
    torch.testing.assert_close(layer_mixture(layers, only, torch.ones((), dtype=F64)), layers[1])
    one = torch.ones((), dtype=F64)
    torch.testing.assert_close(layer_mixture(layers, logits + 5, one), layer_mixture(layers, logits, one))


def test_layer_mixture_gradients_are_right(generator):
    inputs = [torch.randn(shape, generator=generator, dtype=F64).requires_grad_() for shape in ((3, 2), (3,), ())]
    assert torch.autograd.gradcheck(layer_mixture, inputs)


def test_layer_mixture_refuses_logits_that_are_not_finite():
    with pytest.raises(ValueError, match="`logits` must be finite, got inf"):
        layer_mixture(torch.ones(2, 1), torch.tensor([0.0, torch.inf]), torch.tensor(1.0))


def test_trained_language_model_lowers_its_loss_and_is_done_with_training(generator):
    words = sentences(40, generator).words
    start, after = (trained_language_model(words, len(WORDS), 6, steps, generator) for steps in (0, 25))
    assert language_loss(after, words) < language_loss(start, words)
    assert not any(weights.requires_grad for weights in after.parameters())


def test_trained_language_model_starts_within_one_over_the_root_of_its_width_and_steps_by_its_rate():
    words = torch.randint(7, (4, 5), generator=torch.Generator().manual_seed(1))
    start, after = (trained_language_model(words, 7, 25, steps, torch.Generator().manual_seed(0)) for steps in (0, 1))
    for weights in start.parameters():
        assert weights.abs().max() <= 0.2
    assert start.forwards[0].weight_ih_l0.max() > 0.19
    assert start.forwards[0].weight_ih_l0.min() < -0.19
    moved = (after.prediction.bias - start.prediction.bias).abs()
    torch.testing.assert_close(moved, torch.full((7,), 0.02), rtol=1e-3, atol=0)


def test_language_models_refuse_no_word_and_words_that_do_not_exist(model):
    with pytest.raises(ValueError, match=r"^`words` must hold at least one entry, got shape \(0, 3\)$"):
        language_loss(model, torch.zeros(0, 3, dtype=torch.int64))
    for bad in (-1, 7):
        for call in (
            lambda words: language_loss(model, words),
            lambda words: trained_language_model(words, 7, 2, 1, torch.Generator()),
        ):
            with pytest.raises(ValueError, match=f"^`words` must be from 0 to 6, got {bad}$"):
                call(torch.tensor([[0, bad]]))
    assert language_loss(model, torch.tensor([[0, 6]])).isfinite()
