"""The attentive encoder-decoder step by step, and its alignment on reversal over three seeds."""

import pytest
import torch
from torch.nn import functional

from notes.transformers.encoder_decoder import AttentiveEncoderDecoder
from notes.transformers.initialization import initialized
from notes.transformers.tasks import reversals
from notes.transformers.translation import trained_translator


def test_translation_follows_the_equations(generator: torch.Generator) -> None:
    model = initialized(AttentiveEncoderDecoder(3, 4).double(), generator)
    source, target = torch.tensor([[0, 2, 1]]), torch.tensor([[1, 2]])
    annotations = model.encoder(functional.one_hot(source, 3).double())[0]
    state, word = torch.zeros(4, dtype=torch.float64), 3
    translation = model.translation(source, target)
    for t in range(2):
        pairs = [torch.tanh(model.ask(state) + model.hold(annotation)) for annotation in annotations]
        weights = torch.stack([model.weigh(pair)[0] for pair in pairs]).softmax(dim=0)
        context = sum(weight * annotation for weight, annotation in zip(weights, annotations, strict=True))
        read = torch.cat([torch.eye(4, dtype=torch.float64)[word], context])
        state = torch.tanh(model.decoder.read(read) + model.decoder.remember(state))
        torch.testing.assert_close(translation.alignment[0, t], weights)
        torch.testing.assert_close(translation.scores[0, t], model.output(state))
        word = int(target[0, t])


def test_translation_does_not_see_the_word_it_is_to_write(generator: torch.Generator) -> None:
    model, (source, target) = AttentiveEncoderDecoder(5, 8), reversals(4, 6, 5, generator)
    changed = target.clone()
    changed[:, 3:] = (changed[:, 3:] + 1) % 5
    first, other = model(source, target), model(source, changed)
    torch.testing.assert_close(first[:, :4], other[:, :4])
    assert not torch.allclose(first[:, 4:], other[:, 4:])


@pytest.mark.parametrize("seed", range(3))
def test_alignment_on_reversal_is_the_anti_diagonal(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    model = initialized(AttentiveEncoderDecoder(12, 64), generator)
    model = trained_translator(model, lambda: reversals(32, 6, 12, generator), learning_rate=0.015)
    source, target = reversals(500, 6, 12, generator)
    with torch.no_grad():
        scores, alignment = model.translation(source, target)
    assert (scores.argmax(dim=-1) == target).float().mean() > 0.98
    mean = alignment.mean(dim=0)
    assert mean.argmax(dim=1).tolist() == [5, 4, 3, 2, 1, 0]
    assert mean.flip(1).diagonal().mean() > 0.5
