"""Attention against PyTorch, with masks and gradients."""

import pytest
import torch
from torch.nn import functional

from notes.transformers.attention import MultiHeadAttention, attention_weights, scaled_dot_product_attention


@pytest.mark.parametrize("masked", [False, True])
def test_attention_equals_pytorch_in_values_and_gradients(masked: bool, generator: torch.Generator) -> None:
    shapes = ((2, 4, 8), (2, 5, 8), (2, 5, 3))
    sources = [torch.randn(shape, dtype=torch.float64, generator=generator, requires_grad=True) for shape in shapes]
    mask = torch.ones(4, 5, dtype=torch.bool).tril() if masked else None
    ours = scaled_dot_product_attention(*sources, None if mask is None else mask[None])
    theirs = functional.scaled_dot_product_attention(*sources, attn_mask=mask)
    torch.testing.assert_close(ours, theirs)
    pull = torch.randn(2, 4, 3, dtype=torch.float64, generator=generator)
    torch.testing.assert_close(*(torch.autograd.grad((found * pull).sum(), sources) for found in (ours, theirs)))


def test_attention_weights_refuse_a_query_that_may_look_nowhere() -> None:
    with pytest.raises(ValueError, match="`mask` must let every query look somewhere, got a row of false"):
        attention_weights(torch.ones(1, 2), torch.ones(3, 2), torch.zeros(1, 3, dtype=torch.bool))


def test_attention_weights_refuse_infinity() -> None:
    with pytest.raises(ValueError, match="`queries` must be finite"):
        attention_weights(torch.full((1, 2), torch.inf), torch.ones(3, 2))


@pytest.mark.parametrize("masked", [False, True])
def test_multi_head_attention_equals_pytorch_in_values_and_gradients(masked: bool, generator: torch.Generator) -> None:
    ours, theirs = MultiHeadAttention(8, 2).double(), torch.nn.MultiheadAttention(8, 2, batch_first=True).double()
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.cat([ours.query.weight, ours.key.weight, ours.value.weight]))
        theirs.in_proj_bias.copy_(torch.cat([ours.query.bias, ours.key.bias, ours.value.bias]))
        theirs.out_proj.load_state_dict(ours.output.state_dict())
    asking = torch.randn(3, 4, 8, dtype=torch.float64, generator=generator, requires_grad=True)
    held = torch.randn(3, 5, 8, dtype=torch.float64, generator=generator, requires_grad=True)
    mask = torch.ones(4, 5, dtype=torch.bool).tril() if masked else None
    found = ours(asking, held, None if mask is None else mask[None])
    expected, _ = theirs(asking, held, held, attn_mask=None if mask is None else ~mask)
    torch.testing.assert_close(found, expected)
    pull = torch.randn(3, 4, 8, dtype=torch.float64, generator=generator)
    torch.testing.assert_close(*(torch.autograd.grad((out * pull).sum(), (asking, held)) for out in (found, expected)))


def test_multi_head_attention_refuses_heads_that_do_not_divide() -> None:
    with pytest.raises(ValueError, match="`heads` must divide the width 8, got 3"):
        MultiHeadAttention(8, 3)
