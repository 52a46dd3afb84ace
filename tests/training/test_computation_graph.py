import pytest
import sympy
import torch

from notes.training.computation_graph import (
    INPUT,
    TARGET,
    chain_loss,
    chain_parameters,
    direct_derivatives,
    operations,
    reverse_mode_program,
)
from notes.training.toy import toy_gradients


def substituted(depth):
    """The program's derivatives with every intermediate name replaced by what it stands for."""
    meanings = {}
    for name, expression in reverse_mode_program(depth):
        meanings[name] = expression.xreplace(meanings)
    return [meanings[sympy.Symbol(f"d_{parameter.name}", real=True)] for parameter in chain_parameters(depth)]


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
def test_reverse_mode_program_equals_direct_derivatives(depth):
    for shared, direct in zip(substituted(depth), direct_derivatives(depth), strict=True):
        assert sympy.expand(shared - direct) == 0


def test_reverse_mode_program_of_depth_three_is_the_toy_model():
    values = [0.4, -0.7, 0.2, 0.9, -0.3, 0.8, 1.1, -1.4]
    symbols = (*chain_parameters(3), INPUT, TARGET)
    point = dict(zip(symbols, [*values, 0.5, 0.3], strict=True))
    ours = [float(expression.subs(point)) for expression in substituted(3)]
    expected = toy_gradients(*(torch.tensor(numbers, dtype=torch.float64) for numbers in (values, [0.5], [0.3])))
    assert ours == pytest.approx(expected[0].tolist(), rel=1e-12)


def test_operations_count_a_hand_example():
    x, y = sympy.symbols("x y")
    assert operations([x + y, sympy.sin(x) * y]) == 3


def test_operations_of_the_toy_model():
    assert operations(direct_derivatives(3)) == 242
    assert operations(expression for _, expression in reverse_mode_program(3)) == 27


def test_operations_of_reverse_mode_grow_linearly_and_direct_ones_nearly_cubically():
    reverse = [operations(expression for _, expression in reverse_mode_program(depth)) for depth in (3, 6, 9, 12)]
    assert len(set(torch.tensor(reverse).diff().tolist())) == 1
    direct = [operations(direct_derivatives(depth)) for depth in (6, 12)]
    assert 2.3 < torch.tensor(direct[1] / direct[0]).log2().item() < 3


@pytest.mark.parametrize("function", [chain_loss, chain_parameters, direct_derivatives, reverse_mode_program])
def test_chains_refuse_no_depth(function):
    with pytest.raises(ValueError, match="`depth` must be at least 1, got 0"):
        function(0)
