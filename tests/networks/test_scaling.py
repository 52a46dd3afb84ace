import itertools

import pytest

from notes.networks.mlp import parameter_count
from notes.networks.scaling import affordable_width


@pytest.mark.parametrize(("layers", "inputs", "outputs"), [*itertools.product([1, 2, 3, 8], [1, 7], [1, 4])])
def test_affordable_width_is_the_largest_within_the_budget(layers, inputs, outputs):
    least = parameter_count([inputs, *[1] * layers, outputs])
    for budget in [*range(least, least + 60), 1000, 123_456]:
        width = affordable_width(layers, inputs, outputs, budget)
        assert parameter_count([inputs, *[width] * layers, outputs]) <= budget
        assert parameter_count([inputs, *[width + 1] * layers, outputs]) > budget


def test_affordable_width_is_exact_where_floats_are_not():
    budget = parameter_count([1, 10**9, 10**9, 1])
    assert affordable_width(2, 1, 1, budget) == 10**9
    assert affordable_width(2, 1, 1, budget - 1) == 10**9 - 1


def test_affordable_width_refuses_sizes_and_budgets_that_are_too_small():
    assert affordable_width(1, 1, 1, 4) == 1
    with pytest.raises(ValueError, match="`budget` must be at least 4, got 3"):
        affordable_width(1, 1, 1, 3)
    assert affordable_width(3, 1, 1, 8) == 1
    with pytest.raises(ValueError, match="`budget` must be at least 8, got 7"):
        affordable_width(3, 1, 1, 7)
    for name in ("hidden_layers", "inputs", "outputs"):
        with pytest.raises(ValueError, match=f"`{name}` must be at least 1, got 0"):
            affordable_width(**{"hidden_layers": 1, "inputs": 1, "outputs": 1, "budget": 100, name: 0})
