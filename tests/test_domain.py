"""The messages by which an argument outside its domain is refused."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch

from notes.domain import (
    beartype,
    require,
    require_alike,
    require_below,
    require_finite,
    require_increasing,
    require_invertible,
    require_length,
    require_no_gradient,
    require_not_negative,
    require_positive,
    require_real,
    require_shape,
    require_share,
    require_sizes,
    require_squares,
    require_widths,
)
from notes.losses.categorical import categorical_nll
from notes.transformers.attention import MultiHeadAttention


def test_require_accepts_values_that_keep_the_rule():
    values = torch.tensor([1.0, 2.0])
    require(values > 0, "values", "positive", values)


def test_require_shows_the_first_value_that_breaks_the_rule():
    rates = torch.tensor([1.0, -0.5, -2.0])
    with pytest.raises(ValueError, match=r"^`rates` must be positive, got -0\.5$"):
        require(rates > 0, "rates", "positive", rates)


def test_require_shows_a_whole_vector_when_the_rule_is_about_vectors():
    points = torch.tensor([[0.5, 0.5], [0.5, 0.25]])
    with pytest.raises(ValueError, match=r"got \[0\.5, 0\.25\]$"):
        require(points.sum(-1) == 1, "points", "probabilities", points)


def test_require_refuses_nan_in_a_comparison():
    scale = torch.tensor(float("nan"))
    with pytest.raises(ValueError, match="`scale` must be positive, got nan"):
        require(scale > 0, "scale", "positive", scale)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_require_finite_names_the_argument(bad: float):
    with pytest.raises(ValueError, match=f"^`targets` must be finite, got {bad}$"):
        require_finite(mean=torch.zeros(2), targets=torch.tensor([0.0, bad]))


def test_require_finite_accepts_integers():
    require_finite(labels=torch.tensor([0, 1]))


@pytest.mark.parametrize("bad", [0, 0.0, -1, float("nan"), torch.tensor([1.0, 0.0])])
def test_require_positive_refuses_what_is_not(bad: float | torch.Tensor):
    with pytest.raises(ValueError, match=r"^`rate` must be positive, got"):
        require_positive(scale=1.0, rate=bad)


@pytest.mark.parametrize("bad", [-1, -1e-300, float("nan"), torch.tensor([0.0, -1.0])])
def test_require_not_negative_refuses_what_is_not(bad: float | torch.Tensor):
    with pytest.raises(ValueError, match=r"^`noise` must not be negative, got"):
        require_not_negative(noise=bad)


@pytest.mark.parametrize("guard", [require_positive, require_not_negative])
def test_guards_of_signs_refuse_infinity_and_take_any_number_above_zero(guard: Callable[..., None]):
    guard(rate=1e-300, steps=1, values=torch.tensor([1e-38, 1e38]))
    for bad in (math.inf, torch.tensor(math.inf)):
        with pytest.raises(ValueError, match=r"^`rate` must be finite, got inf$"):
            guard(rate=bad)


def test_require_not_negative_takes_zero():
    require_not_negative(noise=0.0, values=torch.zeros(2))


def test_require_share_takes_both_ends_and_nothing_beyond():
    require_share(rate=0, rates=torch.tensor([0.0, 1.0]))
    for bad in (-1e-9, 1 + 1e-9, math.nan):
        with pytest.raises(ValueError, match=r"^`rate` must be from 0 to 1, got "):
            require_share(rate=bad)


def test_require_sizes_takes_the_least():
    require_sizes(width=1)
    require_sizes(2, width=2)
    with pytest.raises(ValueError, match=r"^`width` must be at least 2, got 1$"):
        require_sizes(2, width=1)


def test_require_widths_takes_the_least():
    require_widths(2, widths=[1, 1])
    for bad in ([1], [1, 0]):
        with pytest.raises(ValueError, match=r"^`widths` must hold at least 2 sizes, each at least 1, got "):
            require_widths(2, widths=bad)


def test_guards_take_numbers_in_lists_and_arrays():
    for good in ([0.5, 1], np.array([0.5, 1.0]), [torch.ones(2), torch.ones(1)], []):
        require_finite(rates=good)
        require_positive(rates=good)
    for bad in ([0.5, -1], np.array([0.5, -1.0]), [torch.ones(2), -torch.ones(1)]):
        with pytest.raises(ValueError, match=r"^`rates` must be positive, got -1\.0$"):
            require_positive(rates=bad)


def test_require_length_takes_no_more_and_no_fewer():
    require_length(2, start=[1, 2])
    for bad in ([1], [1, 2, 3]):
        with pytest.raises(ValueError, match=rf"^`start` must hold 2 values, got {len(bad)}$"):
            require_length(2, start=bad)


def test_require_shape_takes_that_shape_alone():
    require_shape((2, 1), output=torch.ones(2, 1))
    for bad in (torch.ones(2), torch.ones(1, 2)):
        with pytest.raises(ValueError, match=r"^`output` must be of shape \(2, 1\), got \("):
            require_shape((2, 1), output=bad)


def test_require_squares_takes_what_can_be_squared_and_summed():
    require_squares(x=torch.tensor([1e19, -1e18]), empty=torch.zeros(0))
    for bad in (2e19, math.nan, math.inf):
        with pytest.raises(ValueError, match=r"^`x` must be "):
            require_squares(x=torch.tensor([bad, 1.0]))


def test_require_invertible_refuses_a_singular_matrix():
    require_invertible(torch.eye(2), features=torch.ones(2))
    with pytest.raises(ValueError, match=r"^`features` must make an invertible matrix, got one that is singular$"):
        require_invertible(torch.ones(2, 2), features=torch.ones(2))


def test_require_no_gradient_takes_what_is_detached():
    weights = torch.ones(1, requires_grad=True)
    require_no_gradient(weights=weights.detach())
    with pytest.raises(
        ValueError, match=r"^`weights` must ask for no gradient, since none comes back, got one that does"
    ):
        require_no_gradient(weights=weights)


def test_require_alike_refuses_none_and_several_kinds():
    require_alike(patches=[torch.ones(2)], filters=[torch.ones(2, 1), torch.zeros(2, 1)])
    for bad in ([], [torch.ones(2), torch.ones(1)], [torch.ones(2), torch.ones(2).long()]):
        with pytest.raises(ValueError, match=r"^`filters` must hold tensors of one shape and type, got shapes \["):
            require_alike(filters=bad)


def test_require_increasing_takes_neighbours_and_no_equals():
    require_increasing(lower=0, middle=1e-300, upper=1.0)
    with pytest.raises(ValueError, match=r"^`lower` must be below `upper`, got 1 and 1$"):
        require_increasing(lower=1, upper=1)
    with pytest.raises(ValueError, match=r"^`upper` must be finite, got inf$"):
        require_increasing(lower=1, upper=math.inf)


def test_require_real_names_the_type():
    require_real(weights=[torch.ones(1)])
    with pytest.raises(ValueError, match=r"^`weights` must hold real numbers, got torch.int64$"):
        require_real(weights=[torch.ones(1), torch.ones(1).long()])


def test_an_int_is_a_float_for_the_checker_of_types_and_a_float_no_int():
    @beartype
    def double(x: float) -> float:
        return 2 * x

    @beartype
    def half(x: int) -> float:
        return x / 2

    assert double(1) == 2
    with pytest.raises(Exception, match="x"):
        half(1.0)


def test_guards_hold_under_vmap_and_name_the_value():
    def root(x: torch.Tensor) -> torch.Tensor:
        require(x >= 0, "x", "not negative", x)
        return x.sqrt()

    assert torch.func.vmap(torch.func.grad(root))(torch.tensor([1.0, 4.0])).tolist() == [0.5, 0.25]
    with pytest.raises(ValueError, match=r"^`x` must be not negative, got -1\.0$"):
        torch.func.vmap(torch.func.grad(root))(torch.tensor([1.0, -1.0]))


def test_losses_and_layers_can_be_transformed_and_compiled():
    weights, inputs, labels = torch.randn(3, 4), torch.randn(5, 4), torch.randint(3, (5,))

    def loss(w: torch.Tensor, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return categorical_nll(x @ w.T, y).mean()

    per_example = torch.func.vmap(torch.func.grad(loss), (None, 0, 0))(weights, inputs, labels)
    assert torch.allclose(per_example.mean(0), torch.func.grad(loss)(weights, inputs, labels), atol=1e-6)
    compiled = torch.compile(loss, backend="eager", fullgraph=True)
    assert torch.allclose(compiled(weights, inputs, labels), loss(weights, inputs, labels))
    layer = MultiHeadAttention(4, 2)
    exported = torch.export.export(layer, (inputs[None], inputs[None])).module()
    assert torch.allclose(exported(inputs[None], inputs[None]), layer(inputs[None], inputs[None]))


def test_guards_pass_tensors_without_values():
    nothing = torch.ones(2, device="meta")
    require_finite(mean=nothing)
    require_positive(scale=nothing)


@pytest.mark.parametrize("dtype", [torch.half, torch.bfloat16, torch.float64, torch.int64, torch.bool])
def test_require_finite_accepts_every_type_of_entry_and_none(dtype: torch.dtype):
    require_finite(mean=torch.ones(3, dtype=dtype), scale=torch.ones(0, dtype=dtype))


def test_require_finite_leaves_scalars_with_gradients_alone():
    require_finite(mean=torch.tensor(1.0, requires_grad=True))


def test_numbers_may_begin_below_zero_where_one_says_that_there_is_none():
    require_below(3, -1, places=torch.tensor([-1, 0, 2]))
    for bad in (-2, 3):
        with pytest.raises(ValueError, match=rf"^`places` must be from -1 to 2, got {bad}$"):
            require_below(3, -1, places=torch.tensor([bad]))
