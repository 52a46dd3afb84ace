"""Layer-wise surgery against constrained minimisation and against inverses that are made anew for each column."""

import pytest
import torch

from notes.compression.curvature import surgeon_removals
from notes.compression.layerwise import gptq, inverse_factor, output_hessian, settled
from notes.compression.quantization import Grid, rounded, symmetric_grid

F64 = torch.float64


def problem(generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights of three outputs and coupled inputs."""
    mixing = torch.randn(6, 6, generator=generator, dtype=F64)
    inputs = torch.randn(40, 6, generator=generator, dtype=F64) @ mixing
    return torch.randn(3, 6, generator=generator, dtype=F64), inputs


def constrained(weights: torch.Tensor, hessian: torch.Tensor, fixed: dict[int, torch.Tensor]) -> torch.Tensor:
    """All rows' weights of least quadratic cost with some columns at given values, by the equations of the others."""
    free = [column for column in range(len(hessian)) if column not in fixed]
    held = list(fixed)
    change = torch.zeros_like(weights)
    for column, values in fixed.items():
        change[:, column] = values - weights[:, column]
    pull = change[:, held] @ hessian[held][:, free]
    change[:, free] = -torch.linalg.solve(hessian[free][:, free], pull.T).T
    return weights + change


def test_output_hessian_is_that_of_the_squared_outputs(generator: torch.Generator):
    weights, inputs = problem(generator)

    def error(row: torch.Tensor) -> torch.Tensor:
        return (inputs @ (row - weights[0])).square().sum()

    found = torch.autograd.functional.hessian(error, weights[0] + 1)
    torch.testing.assert_close(output_hessian(inputs, 0.0), found)
    torch.testing.assert_close(output_hessian(inputs), output_hessian(inputs, 0.01), rtol=0, atol=0)
    damped = output_hessian(inputs, 0.5) - found
    torch.testing.assert_close(damped, 0.5 * found.diagonal().mean() * torch.eye(6, dtype=F64))


def test_inverse_factor_has_the_inverse_of_each_rest(generator: torch.Generator):
    _, inputs = problem(generator)
    hessian = output_hessian(inputs)
    factor = inverse_factor(hessian)
    assert torch.equal(factor, factor.triu())
    for first in range(6):
        rest = torch.linalg.inv(hessian[first:, first:])
        torch.testing.assert_close(factor[first, first] * factor[first, first:], rest[0])


def test_settled_columns_leave_the_others_at_the_constrained_minimum(generator: torch.Generator):
    weights, inputs = problem(generator)
    hessian = output_hessian(inputs)
    factor, fixed, found = inverse_factor(hessian), {}, weights
    for column in range(4):
        fixed[column] = torch.randn(3, generator=generator, dtype=F64)
        found = settled(found, column, fixed[column], factor)
        torch.testing.assert_close(found, constrained(weights, hessian, fixed))


def test_gptq_is_the_surgeon_column_by_column(generator: torch.Generator):
    weights, inputs = problem(generator)
    hessian, grid = output_hessian(inputs), symmetric_grid(weights, 3, per_channel=True)
    fixed, expected = {}, weights
    for column in range(6):
        fixed[column] = rounded(expected[:, [column]], grid)[:, 0]
        expected = constrained(weights, hessian, fixed)
    torch.testing.assert_close(gptq(weights, hessian, grid), expected)


def test_gptq_rounds_to_the_nearest_where_inputs_are_not_coupled(generator: torch.Generator):
    weights, _ = problem(generator)
    grid = symmetric_grid(weights, 3)
    hessian = torch.diag(torch.arange(1.0, 7.0, dtype=F64))
    torch.testing.assert_close(gptq(weights, hessian, grid), rounded(weights, grid))


def test_gptq_changes_the_outputs_less_than_rounding_to_the_nearest(generator: torch.Generator):
    weights, inputs = problem(generator)
    grid = symmetric_grid(weights, 3, per_channel=True)
    found = gptq(weights, output_hessian(inputs), grid)
    errors = [(inputs @ (weights - one).T).square().sum() for one in (found, rounded(weights, grid))]
    assert errors[0] < 0.9 * errors[1]
    torch.testing.assert_close(rounded(found, grid), found)


def test_surgeon_removals_end_at_the_constrained_minimum(generator: torch.Generator):
    weights, inputs = problem(generator)
    hessian = output_hessian(inputs)
    for number in range(7):
        found = surgeon_removals(weights[0], hessian, number)
        gone = {column: torch.zeros(1, dtype=F64) for column in range(6) if found[column] == 0}
        assert len(gone) == number
        torch.testing.assert_close(found, constrained(weights[:1], hessian, gone)[0])


def test_surgeon_removals_take_the_cheapest_each_time(generator: torch.Generator):
    weights, inputs = problem(generator)
    hessian = output_hessian(inputs)

    def cost(columns: set[int]) -> float:
        change = constrained(weights[:1], hessian, dict.fromkeys(columns, torch.zeros(1, dtype=F64)))[0] - weights[0]
        return float(change @ hessian @ change / 2)

    gone = set[int]()
    for number in range(1, 5):
        gone |= {min(set(range(6)) - gone, key=lambda column: cost(gone | {column}))}
        assert {column for column in range(6) if surgeon_removals(weights[0], hessian, number)[column] == 0} == gone


@pytest.mark.parametrize("number", [-1, 3])
def test_surgeon_removals_refuse_a_number_out_of_range(number: int):
    with pytest.raises(ValueError, match=f"^`number` must be from 0 to 2, got {number}$"):
        surgeon_removals(torch.ones(2), torch.eye(2), number)


def test_surgeon_removals_and_factor_refuse_a_saddle():
    saddle = torch.diag(torch.tensor([1.0, 0.0]))
    for refusing in (lambda: surgeon_removals(torch.ones(2), saddle, 1), lambda: inverse_factor(saddle)):
        with pytest.raises(
            ValueError, match=r"^`hessian` must be positive definite, all eigenvalues above 0, got 0.0$"
        ):
            refusing()


@pytest.mark.parametrize("column", [-1, 2])
def test_settled_refuses_a_column_that_is_not_there(column: int):
    with pytest.raises(ValueError, match=f"^`column` must be from 0 to 1, got {column}$"):
        settled(torch.ones(1, 2), column, torch.ones(1), torch.eye(2))


def test_settled_refuses_a_factor_without_a_diagonal():
    with pytest.raises(ValueError, match=r"^`factor` must be positive on its diagonal, got 0.0$"):
        settled(torch.ones(1, 2), 0, torch.ones(1), torch.zeros(2, 2))


def test_gptq_keeps_to_the_ends_of_the_grid():
    grid = Grid(torch.tensor(1.0), torch.tensor(0, dtype=torch.int32), -1, 1)
    assert gptq(torch.tensor([[5.0, -5.0]]), torch.eye(2), grid).tolist() == [[1.0, -1.0]]
