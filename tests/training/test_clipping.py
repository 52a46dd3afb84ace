"""Clipping against torch, which adds a millionth to the norm."""

import pytest
import torch

from notes.training.clipping import clipped_gradients

GENERATOR = torch.Generator().manual_seed(5)
GRADIENTS = [torch.randn(3, 2, generator=GENERATOR).double(), torch.randn(4, generator=GENERATOR).double()]


@pytest.mark.parametrize("largest", [0.01, 1.0, 100.0])
def test_clipped_gradients_equal_torch(largest):
    parameters = [torch.nn.Parameter(torch.zeros_like(gradient)) for gradient in GRADIENTS]
    for parameter, gradient in zip(parameters, GRADIENTS, strict=True):
        parameter.grad = gradient.clone()
    torch.nn.utils.clip_grad_norm_(parameters, largest)
    for ours, parameter in zip(clipped_gradients(GRADIENTS, largest), parameters, strict=True):
        torch.testing.assert_close(ours, parameter.grad, rtol=2e-6, atol=0)


def test_clipped_gradients_have_the_norm_that_was_asked_for_where_it_binds():
    norm = torch.cat([gradient.flatten() for gradient in GRADIENTS]).norm().item()
    for largest, expected in ((norm / 3, norm / 3), (norm, norm), (3 * norm, norm)):
        clipped = clipped_gradients(GRADIENTS, largest)
        assert torch.cat([one.flatten() for one in clipped]).norm().item() == pytest.approx(expected)


def test_clipped_gradients_of_zero_stay_zero():
    assert clipped_gradients([torch.zeros(2)], 1.0)[0].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("gradients", "largest", "message"),
    [
        (GRADIENTS, 0.0, "`largest` must be positive, got 0"),
        (GRADIENTS, float("nan"), "`largest` must be positive, got nan"),
        ([], 1.0, "`gradients` must hold at least one tensor, got none"),
        ([torch.tensor([torch.inf])], 1.0, "`gradients` must be finite"),
        ([torch.tensor([1e30])], 1.0, "`gradients` must be small enough"),
    ],
)
def test_clipped_gradients_refuse_what_is_out_of_range(gradients, largest, message):
    with pytest.raises(ValueError, match=message):
        clipped_gradients(gradients, largest)
