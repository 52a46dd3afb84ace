"""The table of self-attention against PyTorch, and its symmetry."""

import torch
from torch.nn import functional

from notes.transformers.self_attention import SelfAttention, attention_table

F64 = torch.float64


def test_attention_table_ends_in_attention_in_values_and_gradients(generator: torch.Generator) -> None:
    shapes = ((3, 8), (3, 8), (3, 5))
    sources = [torch.randn(shape, dtype=F64, generator=generator, requires_grad=True) for shape in shapes]
    table, expected = attention_table(*sources), functional.scaled_dot_product_attention(*sources)
    torch.testing.assert_close(table.outputs, expected)
    torch.testing.assert_close(table.weights, table.scaled.softmax(dim=-1))
    torch.testing.assert_close(table.scores / 8**0.5, table.scaled)
    pull = torch.randn(3, 5, dtype=F64, generator=generator)
    torch.testing.assert_close(*(torch.autograd.grad((out * pull).sum(), sources) for out in (table.outputs, expected)))


def test_self_attention_follows_a_permutation_of_its_words(generator: torch.Generator) -> None:
    layer = SelfAttention(6, 4).double()
    words = torch.randn(7, 6, dtype=F64, generator=generator)
    order = torch.randperm(7, generator=generator)
    torch.testing.assert_close(layer(words[order]), layer(words)[order])
