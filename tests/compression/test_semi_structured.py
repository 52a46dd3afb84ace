"""Two of four: against all patterns there are, and the surgeon's choice against constrained minima."""

from itertools import combinations, product

import pytest
import torch
from tests.compression.test_layerwise import constrained, problem

from notes.compression.layerwise import output_hessian
from notes.compression.semi_structured import surgeon_two_of_four, two_of_four

F64 = torch.float64


def patterns() -> list[list[int]]:
    """All masks of eight with two ones in each half."""
    halves = [[int(place in pair) for place in range(4)] for pair in combinations(range(4), 2)]
    return [first + second for first, second in product(halves, halves)]


def test_two_of_four_by_magnitude_is_the_nearest_pattern(generator: torch.Generator):
    weights = torch.randn(5, 8, generator=generator, dtype=F64)
    found = two_of_four(weights.abs())
    losses = [(weights * (1 - torch.tensor(one))).square().sum(1) for one in patterns()]
    torch.testing.assert_close((weights * ~found).square().sum(1), torch.stack(losses).amin(0))
    assert (found.unflatten(1, (2, 4)).sum(-1) == 2).all()


def test_two_of_four_keeps_the_later_of_equals():
    assert two_of_four(torch.ones(1, 4)).tolist() == [[False, False, True, True]]


def test_surgeon_two_of_four_ends_at_the_constrained_minimum(generator: torch.Generator):
    weights, inputs = problem(generator)
    weights, inputs = weights[:, :4], inputs[:, :4]
    hessian = output_hessian(inputs)
    found = surgeon_two_of_four(weights, hessian)
    rests = [torch.linalg.inv(hessian[first:, first:])[0, 0] for first in range(4)]
    keep = two_of_four(weights.square() / torch.stack(rests))
    fixed, expected = dict[int, torch.Tensor](), weights
    for column in range(4):
        fixed[column] = expected[:, column] * keep[:, column]
        expected = constrained(weights, hessian, fixed)
    torch.testing.assert_close(found, expected)
    assert torch.equal(found != 0, keep)


def test_surgeon_two_of_four_is_magnitude_where_inputs_are_alike_and_not_coupled(generator: torch.Generator):
    weights = torch.randn(3, 8, generator=generator, dtype=F64)
    found = surgeon_two_of_four(weights, 2 * torch.eye(8, dtype=F64))
    torch.testing.assert_close(found, weights * two_of_four(weights.abs()))


def test_surgeon_two_of_four_spares_what_meets_large_inputs():
    hessian = torch.diag(torch.tensor([100.0, 1.0, 1.0, 1.0]))
    found = surgeon_two_of_four(torch.tensor([[0.5, 1.0, 2.0, 3.0]]), hessian)
    torch.testing.assert_close(found, torch.tensor([[0.5, 0.0, 0.0, 3.0]]))


def test_a_number_of_columns_that_four_does_not_divide_is_refused():
    with pytest.raises(ValueError, match=r"^`saliency` must be of a multiple of four columns, got 6$"):
        two_of_four(torch.ones(1, 6))
    with pytest.raises(ValueError, match=r"^`weights` must be of a multiple of four columns, got 6$"):
        surgeon_two_of_four(torch.ones(1, 6), torch.eye(6))


def test_two_of_four_refuses_nan():
    with pytest.raises(ValueError, match=r"^`saliency` must be numbers, got nan$"):
        two_of_four(torch.tensor([[1.0, torch.nan, 1.0, 1.0]]))
