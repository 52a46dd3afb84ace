import pytest
import torch

from notes.convolution.lenet import LeNet
from notes.convolution.receptive_field import Window, averaging_stack, gradient_footprint, receptive_field

STACKS = [
    [Window(3)],
    [Window(3)] * 5,
    [Window(3, dilation=d) for d in (1, 2, 4)],
    [Window(5), Window(2, stride=2), Window(5), Window(2, stride=2)],
    [Window(3, stride=2), Window(4, stride=3, dilation=2), Window(1)],
]


@pytest.mark.parametrize("windows", STACKS)
def test_receptive_field_is_what_the_gradient_reaches(windows):
    size, jump = receptive_field(windows)
    network = averaging_stack(windows).double()
    footprint = gradient_footprint(network, torch.zeros(1, size + 4 * jump, dtype=torch.float64))
    reached = footprint.nonzero().flatten()
    assert int(reached[-1] - reached[0]) + 1 == size


@pytest.mark.parametrize("windows", STACKS)
def test_jump_is_the_distance_between_neighbouring_outputs(windows):
    size, jump = receptive_field(windows)
    x = torch.zeros(1, 1, size + jump, dtype=torch.float64, requires_grad=True)
    y = averaging_stack(windows).double()(x)[0, 0]
    first, second = (torch.autograd.grad(out, x, retain_graph=True)[0].flatten().nonzero()[0] for out in y[:2])
    assert int(second - first) == jump


def test_footprint_of_averages_is_the_convolution_of_boxes():
    footprint = gradient_footprint(averaging_stack([Window(2)] * 4).double(), torch.zeros(1, 9, dtype=torch.float64))
    assert (16 * footprint[footprint > 0]).tolist() == pytest.approx([1, 4, 6, 4, 1])


def test_footprint_of_lenet_lies_inside_the_receptive_field(generator):
    features = LeNet(generator).features
    size, _ = receptive_field([Window(5), Window(2, 2), Window(5), Window(2, 2)])
    assert size == 16
    rows = gradient_footprint(features, torch.rand(1, 28, 28, generator=generator)).sum(1).nonzero().flatten()
    assert int(rows[-1] - rows[0]) + 1 <= size


@pytest.mark.parametrize("name", ["kernel", "stride", "dilation"])
def test_window_refuses_numbers_below_one(name):
    with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got 0$"):
        Window(**({"kernel": 3} | {name: 0}))
