"""Checkpointed gradients against those of the pass that keeps everything, and against torch."""

import pytest
import torch
from torch.utils.checkpoint import checkpoint_sequential

from notes.training.backpropagation import Layer, backward_pass, forward_pass, random_layers
from notes.training.checkpointing import checkpointed_backward_pass, checkpoints

GENERATOR = torch.Generator().manual_seed(3)
WIDTHS = [3, 5, 4, 6, 5, 2]
LAYERS = random_layers(WIDTHS, [0.7] * 5, GENERATOR)
INPUTS = torch.randn(7, 3, generator=GENERATOR, dtype=torch.float64)
BACK = torch.randn(7, 2, generator=GENERATOR, dtype=torch.float64)


@pytest.mark.parametrize("segment", [1, 2, 3, 5, 9])
def test_checkpointed_gradients_are_those_of_the_full_pass(segment):
    full = backward_pass(LAYERS, forward_pass(LAYERS, INPUTS), BACK)
    ours = checkpointed_backward_pass(LAYERS, INPUTS, BACK, segment)
    for one, other in zip(ours, full, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-13)


def test_checkpointed_gradients_are_those_of_torch():
    class Step(torch.nn.Module):
        def __init__(self, layer: Layer, last: bool):
            super().__init__()
            self.weights, self.biases, self.last = *map(torch.nn.Parameter, layer), last

        def forward(self, inputs):
            output = inputs @ self.weights.T + self.biases
            return output if self.last else output.relu()

    steps = torch.nn.Sequential(*(Step(layer, layer is LAYERS[-1]) for layer in LAYERS))
    checkpoint_sequential(steps, 2, INPUTS, use_reentrant=False).backward(BACK)
    for ours, step in zip(checkpointed_backward_pass(LAYERS, INPUTS, BACK, 2), steps, strict=True):
        torch.testing.assert_close(ours.weights, step.weights.grad)
        torch.testing.assert_close(ours.biases, step.biases.grad)


@pytest.mark.parametrize(("segment", "places"), [(1, [0, 1, 2, 3, 4]), (2, [0, 2, 4]), (4, [0, 4]), (5, [0]), (7, [0])])
def test_checkpoints_are_the_inputs_of_the_segments(segment, places):
    everything = forward_pass(LAYERS, INPUTS).activations
    kept = checkpoints(LAYERS, INPUTS, segment)
    assert len(kept) == len(places)
    for one, place in zip(kept, places, strict=True):
        torch.testing.assert_close(one, everything[place])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: checkpoints(LAYERS, INPUTS, 0), "`segment` must be at least 1, got 0"),
        (lambda: checkpoints(LAYERS, INPUTS * torch.nan, 1), "`inputs` must be finite"),
        (lambda: checkpointed_backward_pass(LAYERS, INPUTS, BACK[:, :1], 2), "`output_gradient` must be of shape"),
        (lambda: checkpointed_backward_pass(LAYERS, INPUTS, BACK * torch.inf, 2), "`output_gradient` must be finite"),
    ],
)
def test_checkpointing_refuses_what_is_out_of_range(call, message):
    with pytest.raises(ValueError, match=message):
        call()
