"""Training lowers the loss; exact match asks for every word."""

import torch

from notes.transformers.encoder_decoder import AttentiveEncoderDecoder
from notes.transformers.initialization import initialized
from notes.transformers.tasks import reversals
from notes.transformers.translation import exact_match, trained_translator


def test_exact_match_asks_for_every_word() -> None:
    written = torch.tensor([[1, 2, 3], [1, 2, 3], [1, 2, 3], [3, 2, 1]])
    target = torch.tensor([[1, 2, 3], [1, 2, 0], [0, 2, 3], [3, 2, 1]])
    assert exact_match(written, target).item() == 0.5


def test_trained_translator_leaves_the_model_and_learns(generator: torch.Generator) -> None:
    model = initialized(AttentiveEncoderDecoder(3, 12), generator)
    before = model.output.weight.clone()
    trained = trained_translator(model, lambda: reversals(16, 2, 3, generator), steps=60, learning_rate=0.02)
    source, target = reversals(100, 2, 3, generator)
    torch.testing.assert_close(model.output.weight, before)
    assert (trained(source, target).argmax(-1) == target).float().mean() > 0.9
    assert (model(source, target).argmax(-1) == target).float().mean() < 0.6
