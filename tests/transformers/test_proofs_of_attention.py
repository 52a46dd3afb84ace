"""What was proved is what is computed: recurrent networks, autoregressive models, attention and positions."""

import pytest
import torch
from sympy import Expr, ImmutableMatrix, Indexed, MatrixSymbol, Symbol, lambdify

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


def with_matrices(expression: Expr, numbers: dict[str, torch.Tensor]) -> torch.Tensor:
    """The value of a matrix expression of four words with numbers for its matrices."""
    sized = expression.subs({size: 4 for size in expression.free_symbols if not size.is_Matrix})
    written = {one: ImmutableMatrix(numbers[one.name].tolist()) for one in sized.atoms(MatrixSymbol)}
    return torch.tensor(sized.xreplace(written).doit().tolist(), dtype=F64)


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


def test_outputs_of_permuted_words_are_the_proved_ones(generator: torch.Generator) -> None:
    words, value = torch.randn(2, 4, 4, dtype=F64, generator=generator)
    queries, keys = torch.randn(2, 4, 4, dtype=F64, generator=generator)
    order = torch.tensor([2, 0, 3, 1])
    table = attention_table(words @ queries, words @ keys, words @ value)
    moved = attention_table(words[order] @ queries, words[order] @ keys, words[order] @ value)
    exponentials = table.scaled.exp()
    numbers = {
        **{"E": exponentials, "R": exponentials.sum(1).diag(), "P": torch.eye(4, dtype=F64)[order]},
        **{"X": words, "W^V": value, r"\mathbf{1}": torch.ones(4, 1, dtype=F64)},
    }
    sums, outputs = attention.permutation_equivariance().claims
    torch.testing.assert_close(with_matrices(sums.left, numbers), torch.zeros(4, 1, dtype=F64))
    for side in (outputs.left, outputs.right):
        torch.testing.assert_close(with_matrices(side, numbers), moved.outputs)


def test_heads_side_by_side_are_the_proved_sum(generator: torch.Generator) -> None:
    joined, projection = torch.randn(2, 6, dtype=F64, generator=generator)
    (claim,) = attention.heads_add_up().claims
    sizes = {
        symbol: {"h": 3, "d_v": 2}[symbol.name] for symbol in claim.left.free_symbols if symbol.name in ("h", "d_v")
    }
    first = torch.zeros(1, dtype=F64)
    entries = {"H": torch.cat([first, joined]), "W": torch.cat([first, projection])}
    value = float(with_entries(claim.left.subs(sizes).doit(), **entries))
    assert float(with_entries(claim.right.subs(sizes).doit(), **entries)) == pytest.approx(value, rel=1e-12)
    blocks = [joined[i : i + 2] @ projection[i : i + 2] for i in range(0, 6, 2)]
    assert value == pytest.approx(sum(blocks).item(), rel=1e-12)
