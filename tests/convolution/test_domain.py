"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import pytest
import torch

from notes.convolution.batch_normalization import batch_statistics
from notes.convolution.layer import conv_parameter_count, dense_parameter_count
from notes.convolution.padding import full_padding, padded, same_padding
from notes.convolution.training import fitted


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("kernel", lambda size: same_padding(size)),
        ("dilation", lambda size: same_padding(3, dilation=size)),
        ("kernel", lambda size: full_padding(size)),
        ("dilation", lambda size: full_padding(3, dilation=size)),
        ("inputs", lambda size: dense_parameter_count(size, 3)),
        ("outputs", lambda size: dense_parameter_count(3, size)),
        ("kernel", lambda size: conv_parameter_count(size, 1, 1)),
        ("inputs", lambda size: conv_parameter_count(3, size, 1)),
        ("outputs", lambda size: conv_parameter_count(3, 1, size, dimensions=1)),
    ],
)
def test_sizes_are_at_least_one(name: str, call):
    for size in (0, -1):
        with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got {size}$"):
            call(size)
    assert call(1) is not None


def test_padded_names_the_empty_signal():
    with pytest.raises(ValueError, match=r"^`x` must hold at least one entry, got shape \(0,\)$"):
        padded(torch.zeros(0), (1, 1))
    assert padded(torch.ones(1), (1, 1)).tolist() == [0.0, 1.0, 0.0]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_batch_statistics_refuse_what_is_not_finite(bad: float):
    with pytest.raises(ValueError, match=f"^`x` must be finite, got {bad}$"):
        batch_statistics(torch.tensor([[1.0], [bad]]))


def test_a_batch_may_be_one_example():
    examples = (torch.ones(3, 1), torch.ones(3, 1))
    history = fitted(torch.nn.Linear(1, 1), torch.nn.functional.mse_loss, examples, torch.Generator(), batch=1, steps=2)
    assert len(history.losses) == 2
