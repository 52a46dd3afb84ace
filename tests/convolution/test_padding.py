from itertools import product

import pytest
import torch
from torch.nn.functional import conv1d, pad

from notes.convolution.padding import full_padding, output_size, padded, same_padding, window_indices

TORCH_MODES = {"zeros": "constant", "reflect": "reflect", "circular": "circular"}


def test_output_size_counts_the_places_for_all_small_cases():
    cases = 0
    for size, kernel, padding, stride, dilation in product(
        range(1, 11), range(1, 6), range(4), range(1, 5), range(1, 4)
    ):
        last = size + 2 * padding - (dilation * (kernel - 1) + 1)
        if last >= 0:
            places = len(range(0, last + 1, stride))
            assert output_size(size, kernel, padding=padding, stride=stride, dilation=dilation) == places
            cases += 1
    assert cases > 1500


@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 4])
def test_output_size_equals_pytorch(padding, stride, dilation):
    for size, kernel in product(range(7, 12), range(1, 4)):
        torchs = conv1d(
            torch.ones(1, 1, size), torch.ones(1, 1, kernel), stride=stride, padding=padding, dilation=dilation
        )
        assert output_size(size, kernel, padding=padding, stride=stride, dilation=dilation) == torchs.shape[-1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kernel": 0}, "`kernel` must be at least 1, got 0"),
        ({"stride": 0}, "`stride` must be at least 1, got 0"),
        ({"dilation": -1}, "`dilation` must be at least 1, got -1"),
        ({"padding": -1}, "`padding` must not be negative, got -1"),
        ({"kernel": 7}, "`size` must hold the window, which is 2 too long, got 5"),
    ],
)
def test_output_size_refuses(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        output_size(5, **({"kernel": 3} | arguments))


def test_window_indices_by_hand():
    assert window_indices(8, 3, stride=2, dilation=2).tolist() == [[0, 2, 4], [2, 4, 6]]


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
@pytest.mark.parametrize("kernel", range(1, 7))
@pytest.mark.parametrize("dilation", [1, 2, 3])
def test_same_padding_keeps_and_full_padding_lengthens(kernel, dilation):
    x = torch.arange(1.0, 13.0)
    reach = dilation * (kernel - 1)
    kept = padded(x, same_padding(kernel, dilation=dilation))
    assert output_size(len(kept), kernel, dilation=dilation) == len(x)
    longer = padded(x, full_padding(kernel, dilation=dilation))
    assert output_size(len(longer), kernel, dilation=dilation) == len(x) + reach
    torchs = conv1d(x[None, None], torch.ones(1, 1, kernel), padding="same", dilation=dilation)
    ours = kept[window_indices(len(kept), kernel, dilation=dilation)].sum(-1)
    torch.testing.assert_close(ours, torchs[0, 0])


@pytest.mark.parametrize("mode", TORCH_MODES)
@pytest.mark.parametrize("amounts", [(0, 0), (1, 3), (4, 2)])
def test_padded_equals_pytorch_in_values_and_gradients(generator, mode, amounts):
    x = torch.rand(2, 3, 5, generator=generator, dtype=torch.float64).requires_grad_()
    torch.testing.assert_close(padded(x, amounts, mode), pad(x, amounts, mode=TORCH_MODES[mode]))
    assert torch.autograd.gradcheck(lambda t: padded(t, amounts, mode), x)


def test_padded_along_another_axis():
    x = torch.arange(6.0).reshape(2, 3)
    assert torch.equal(padded(x, (1, 0), "circular", axis=0), torch.cat([x[1:], x]))


@pytest.mark.parametrize(
    ("mode", "amounts", "most"), [("reflect", (3, 0), 2), ("circular", (0, 4), 3), ("zeros", (-1, 1), 1)]
)
def test_padded_refuses(mode, amounts, most):
    message = rf"^`amounts` must be between 0 and {most} for {mode}, got \({amounts[0]}, {amounts[1]}\)$"
    with pytest.raises(ValueError, match=message):
        padded(torch.ones(3), amounts, mode)
