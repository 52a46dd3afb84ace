"""What was proved is what is computed: recurrent networks, autoregressive models, attention and positions."""

import pytest
import torch
from sympy import Expr, Indexed, Symbol, lambdify

from notes.transformers.autoregressive import sequence_log_likelihoods
from notes.transformers.positional import shift_matrix, sinusoidal_encoding
from notes.transformers.proofs import attention, autoregressive, positional, recurrent
from notes.transformers.recurrent import recurrent_states
from notes.transformers.saturation import softmax_jacobian
from notes.transformers.self_attention import attention_table
from notes.transformers.through_time import jacobians_through_time

F64 = torch.float64


def evaluated(expression: Expr, **values: float) -> float:
    """The expression at the given values of its symbols, which are named without backslashes."""
    names = {symbol.name.lstrip("\\"): symbol for symbol in expression.free_symbols if isinstance(symbol, Symbol)}
    return float(lambdify([names[name] for name in values], expression, "math")(*values.values()))


def with_entries(expression: Expr, **bases: torch.Tensor) -> Expr:
    """The expression with numbers put in for the entries of its sequences."""
    entries = {}
    for entry in expression.atoms(Indexed):
        name = str(entry.base).lstrip("\\")
        if name in bases:
            entries[entry] = bases[name][tuple(int(place) for place in entry.indices)].item()
    return expression.xreplace(entries)


def padded(table: torch.Tensor) -> torch.Tensor:
    """The table with a row and a column in front, so that it is counted from one."""
    return torch.nn.functional.pad(table, (1, 0, 1, 0))


def test_softmax_jacobian_is_the_proved_one() -> None:
    (claim,) = attention.softmax_jacobian().claims
    scores = torch.tensor([0.3, -1.2, 0.7, 0.1], dtype=F64)
    found = softmax_jacobian(scores.softmax(dim=0))
    moved = {"s_j": scores[1].item(), "R": (scores.exp().sum() - scores[1].exp()).item()}
    own = evaluated(claim.right, **moved, delta=1.0, c=0.0)
    other = evaluated(claim.right, **moved, delta=0.0, c=scores[0].item())
    assert own == pytest.approx(found[1, 1].item(), rel=1e-12)
    assert other == pytest.approx(found[0, 1].item(), rel=1e-12)


def test_gradients_through_time_are_the_proved_products(generator: torch.Generator) -> None:
    weight, drives = torch.tensor([[0.8]], dtype=F64), torch.randn(4, dtype=F64, generator=generator)
    proved = recurrent.gradient_through_time().claims[1].right
    for steps in range(1, 5):
        states = recurrent_states(
            drives[:steps, None, None],
            torch.full((1, 1), 0.3, dtype=F64),
            torch.ones(1, 1, dtype=F64),
            weight,
            torch.zeros(1, dtype=F64),
        )
        found = jacobians_through_time(states[:, 0], weight)[-1].item()
        passed = torch.cat([torch.full((1,), 0.3, dtype=F64), states[:, 0, 0]])
        expected = with_entries(proved.subs(recurrent.T, steps).doit(), h=passed)
        assert evaluated(expected, w=0.8) == pytest.approx(found, rel=1e-12)


def test_gradients_at_rest_are_the_proved_powers() -> None:
    found = jacobians_through_time(torch.zeros(5, 1, dtype=F64), torch.tensor([[1.3]], dtype=F64)).flatten()
    proved = recurrent.gradient_at_rest().claims[0].right
    powers = [evaluated(proved.subs(recurrent.T, steps), w=1.3) for steps in range(1, 6)]
    torch.testing.assert_close(found, torch.tensor(powers, dtype=F64))


def test_sequence_likelihoods_are_the_proved_products() -> None:
    counts = torch.tensor([[1.0, 3.0], [2.0, 2.0], [4.0, 1.0]])

    def model(prefixes: torch.Tensor) -> torch.Tensor:
        rows = torch.zeros(len(prefixes)).long() if prefixes.shape[1] == 0 else 1 + prefixes[:, 0]
        return (counts[rows] / counts[rows].sum(dim=1, keepdim=True)).log()

    found = sequence_log_likelihoods(model, torch.tensor([[1, 0]])).exp().item()
    first = with_entries(autoregressive.next_word(1, 2).subs(autoregressive.V, 2).doit(), u=padded(counts))
    then = with_entries(autoregressive.next_word(3, 1).subs(autoregressive.V, 2).doit(), u=padded(counts))
    assert float(first * then) == pytest.approx(found, rel=1e-6)


def test_shift_matrix_is_the_proved_rotation() -> None:
    encoding, moved = sinusoidal_encoding(9, 2), shift_matrix(3, 2)
    for row, step in enumerate(positional.shift_is_a_rotation().steps[:2]):
        for side in (step.first, step.last):
            value = evaluated(side, omega=1.0, t=5.0, k=3.0)
            assert value == pytest.approx(encoding[8, row].item(), rel=1e-12)
            assert value == pytest.approx((moved @ encoding[5])[row].item(), rel=1e-12)


def test_similarity_is_the_proved_sum_of_cosines() -> None:
    encoding = sinusoidal_encoding(9, 6)
    (claim,) = positional.similarity_depends_on_distance().claims
    frequencies = torch.tensor([10_000 ** (-2 * i / 6) for i in range(3)], dtype=F64)
    for side in (claim.left, claim.right):
        written_out = with_entries(side.subs(Symbol("n", integer=True, nonnegative=True), 2).doit(), omega=frequencies)
        total = evaluated(written_out, k=4.0, **({"t": 3.0} if side is claim.left else {}))
        assert total == pytest.approx((encoding[3] @ encoding[7]).item(), rel=1e-12)


def test_self_attention_of_two_swapped_words_is_the_proved_quotient(generator: torch.Generator) -> None:
    queries, keys, values = torch.randn(3, 4, 4, dtype=F64, generator=generator)
    order = torch.tensor([2, 1, 0, 3])
    found = attention_table(queries, keys[order], values[order]).outputs
    scores = attention_table(queries, keys, values).scaled
    (claim,) = attention.permutation_equivariance().claims
    sizes = {
        symbol: {"k": 0, "d": 2, "r": 1}[symbol.name] for symbol in claim.left.free_symbols if symbol.name in "kdr"
    }
    for side in (claim.left, claim.right):
        written_out = side.subs(sizes).doit()
        for query in range(4):
            value = float(with_entries(written_out, s=scores[query], v=values[:, 0]))
            assert value == pytest.approx(found[query, 0].item(), rel=1e-12)


def test_heads_side_by_side_are_the_proved_sum(generator: torch.Generator) -> None:
    joined, projection = torch.randn(2, 6, dtype=F64, generator=generator)
    (claim,) = attention.heads_add_up().claims
    sizes = {symbol: {"h": 3, "w": 2}[symbol.name] for symbol in claim.left.free_symbols if symbol.name in "hw"}
    first = torch.zeros(1, dtype=F64)
    entries = {"H": torch.cat([first, joined]), "W": torch.cat([first, projection])}
    value = float(with_entries(claim.left.subs(sizes).doit(), **entries))
    assert float(with_entries(claim.right.subs(sizes).doit(), **entries)) == pytest.approx(value, rel=1e-12)
    blocks = [joined[i : i + 2] @ projection[i : i + 2] for i in range(0, 6, 2)]
    assert value == pytest.approx(sum(blocks).item(), rel=1e-12)
