"""What was proved of attention and of errors is what is computed."""

import torch
from sympy import Indexed

from notes.transformers.attention import scaled_dot_product_attention
from notes.transformers.proofs.databases import attention_forgets_numbers, errors_add_up

F64 = torch.float64


def test_attention_over_repeated_facts_finds_the_same(generator):
    query, keys = torch.randn(1, 4, generator=generator, dtype=F64), torch.randn(3, 4, generator=generator, dtype=F64)
    values = torch.randn(3, 1, generator=generator, dtype=F64)
    once = scaled_dot_product_attention(query, keys, values)
    torch.testing.assert_close(once, scaled_dot_product_attention(query, keys.repeat(5, 1), values.repeat(5, 1)))
    proved = attention_forgets_numbers().steps[0].last
    (size,) = (symbol for symbol in proved.free_symbols if symbol.name == "n")
    scores = (query @ keys.T / 2).exp()[0]
    counted = proved.subs(size, 3).doit()
    found = {
        atom: float((scores if atom.base.label.name == "s" else values[:, 0])[int(atom.indices[0]) - 1])
        for atom in counted.atoms(Indexed)
    }
    torch.testing.assert_close(float(counted.subs(found)), once.item())


def test_chance_of_no_error_is_above_the_bound():
    for error in (0.001, 0.1, 0.5):
        for facts in range(20):
            assert (1 - error) ** facts >= 1 - facts * error - 1e-12
    (claim,) = errors_add_up().claims
    values = dict(zip(sorted(claim.left.free_symbols, key=str), (0.1, 5), strict=True))
    assert abs(float(claim.left.subs(values)) - 0.59049) < 1e-12
    assert abs(float(claim.right.subs(values)) - 0.5) < 1e-12
