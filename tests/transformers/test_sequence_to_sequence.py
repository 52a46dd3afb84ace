"""The three shapes against nn.RNN with the same weights, in values and gradients."""

import pytest
import torch
from torch import nn

from notes.transformers.sequence_to_sequence import EncoderDecoder, ManyToMany, ManyToOne, OneToMany, RecurrentLayer

F64 = torch.float64


def reference(layer: RecurrentLayer) -> nn.RNN:
    hidden, inputs = layer.read.weight.shape
    theirs = nn.RNN(inputs, hidden, batch_first=True).double()
    with torch.no_grad():
        theirs.weight_ih_l0.copy_(layer.read.weight)
        theirs.weight_hh_l0.copy_(layer.remember.weight)
        theirs.bias_ih_l0.copy_(layer.read.bias)
        theirs.bias_hh_l0.zero_()
    return theirs


@pytest.mark.parametrize("shape", [ManyToOne, ManyToMany])
def test_many_to_one_and_many_to_many_equal_pytorch(shape: type[ManyToOne], generator: torch.Generator) -> None:
    ours = shape(3, 4, 2).double()
    readings = torch.randn(5, 6, 3, dtype=F64, generator=generator, requires_grad=True)
    states, last = reference(ours.layer)(readings)
    expected = ours.output(states if shape is ManyToMany else last[0])
    found = ours(readings)
    torch.testing.assert_close(found, expected)
    pull = torch.randn(found.shape, dtype=F64, generator=generator)
    torch.testing.assert_close(*(torch.autograd.grad((out * pull).sum(), readings)[0] for out in (found, expected)))


def test_one_to_many_equals_pytorch_fed_with_its_own_outputs(generator: torch.Generator) -> None:
    ours = OneToMany(3, 4, 2).double()
    given = torch.randn(5, 3, dtype=F64, generator=generator)
    found = ours(given, 4)
    fed = torch.cat([torch.zeros(5, 1, 2, dtype=F64), found[:, :-1]], dim=1)
    states, _ = reference(ours.layer)(fed, ours.start(given)[None])
    torch.testing.assert_close(found, ours.output(states))


def test_recurrent_layer_step_is_one_step_of_the_layer(generator: torch.Generator) -> None:
    layer = RecurrentLayer(3, 4).double()
    readings = torch.randn(2, 2, 3, dtype=F64, generator=generator)
    states = layer(readings)
    torch.testing.assert_close(layer.step(readings[:, 1], states[:, 0]), states[:, 1])


def test_encoder_decoder_passes_all_through_one_vector(generator: torch.Generator) -> None:
    model = EncoderDecoder(3, 4, 2).double()
    readings = torch.randn(5, 6, 3, dtype=F64, generator=generator)
    found = model(readings, 7)
    code = model.encoder.output(reference(model.encoder.layer)(readings)[1][0])
    torch.testing.assert_close(found, model.decoder(code, 7))
    with torch.no_grad():
        model.encoder.output.weight.zero_()
    blind = model(readings, 7)
    torch.testing.assert_close(blind, blind[:1].expand_as(blind))
