"""The attentive encoder-decoder step by step, and what it cannot see."""

import torch
from torch.nn import functional

from notes.transformers.encoder_decoder import AttentiveEncoderDecoder
from notes.transformers.initialization import initialized
from notes.transformers.tasks import reversals


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
