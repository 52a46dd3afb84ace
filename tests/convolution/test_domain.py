"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import pytest
import torch

from notes.convolution.batch_normalization import BatchNormalization, batch_statistics, normalized
from notes.convolution.circular import embedded, linear_convolution
from notes.convolution.densenet import DenseBlock, DenseNet, Transition
from notes.convolution.highway import HighwayLayer, deep_classifier, plain_layer
from notes.convolution.layer import conv1d, conv2d, conv_parameter_count, dense_parameter_count
from notes.convolution.lenet import LeNet
from notes.convolution.padding import full_padding, padded, same_padding
from notes.convolution.planar import cross_correlation_2d
from notes.convolution.residual import PlainBlock, PostActivationBlock, PreActivationBlock, Shortcut, convolution_3x3
from notes.convolution.resnet import StagedNetwork
from notes.convolution.shattering import DenseStack, autocorrelation, plain_step, residual_step
from notes.convolution.spectral import (
    cost_crossover,
    fft_multiplications,
    spatial_multiplications,
    spectral_multiplications,
)
from notes.convolution.training import fitted
from notes.convolution.unet import UNet, double_convolution


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


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
        ("inputs", lambda size: DenseBlock(size, 1, 1)),
        ("growth", lambda size: DenseBlock(1, size, 1)),
        ("layers", lambda size: DenseBlock(1, 1, size)),
        ("inputs", lambda size: Transition(size, 1.0)),
        ("growth", lambda size: DenseNet(generator(), growth=size, layers=2)),
        ("layers", lambda size: DenseNet(generator(), growth=1, layers=size)),
        ("classes", lambda size: DenseNet(generator(), growth=1, layers=1, classes=size)),
        ("width", lambda size: HighwayLayer(size, generator())),
        ("width", lambda size: plain_layer(size, generator())),
        ("width", lambda size: deep_classifier([], size, generator())),
        ("inputs", lambda size: deep_classifier([], 1, generator(), inputs=size)),
        ("classes", lambda size: deep_classifier([], 1, generator(), classes=size)),
        ("classes", lambda size: LeNet(generator(), size)),
        ("inputs", lambda size: convolution_3x3(size, 1)),
        ("outputs", lambda size: convolution_3x3(1, size)),
        *(
            (name, lambda size, of=of, name=name: of(**({"inputs": 1, "outputs": 1} | {name: size})))
            for of in (PlainBlock, PostActivationBlock)
            for name in ("inputs", "outputs", "stride")
        ),
        ("inputs", lambda size: PreActivationBlock(size, 1)),
        ("stride", lambda size: PreActivationBlock(1, 1, size)),
        ("stride", lambda size: Shortcut(1, 1, size)),
        ("channels", lambda size: StagedNetwork(PlainBlock, 8, generator(), channels=size)),
        ("classes", lambda size: StagedNetwork(PlainBlock, 8, generator(), channels=1, classes=size)),
        ("width", lambda size: DenseStack(plain_step, 1, generator(), width=size)),
        ("inputs", lambda size: double_convolution(size, 1)),
        ("outputs", lambda size: double_convolution(1, size)),
        ("classes", lambda size: UNet(generator(), channels=(1, 1), classes=size)),
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


def test_batch_normalization_takes_a_momentum_from_above_zero_to_one():
    for bad in (0.0, 1.5, math.nan):
        with pytest.raises(ValueError, match=f"^`momentum` must be above 0 and at most 1, got {bad}$"):
            BatchNormalization(1, momentum=bad)
    x, layer = torch.tensor([[1.0], [3.0]]), BatchNormalization(1, momentum=1.0)
    layer(x)
    assert (layer.running_mean.item(), layer.running_variance.item()) == (2.0, 2.0)
    with pytest.raises(ValueError, match=r"^`channels` must be at least 0, got -1$"):
        BatchNormalization(-1)


def test_normalized_takes_no_variance_where_epsilon_is_positive():
    x, zero = torch.tensor([[1.0]]), torch.zeros(1)
    assert normalized(x, zero, zero, 0.25).item() == 2.0
    with pytest.raises(ValueError, match=r"^`variance` must be positive where `epsilon` is 0, got 0\.0$"):
        normalized(x, zero, zero, 0.0)
    with pytest.raises(ValueError, match=r"^`variance` must not be negative, got -0\.5$"):
        normalized(x, zero, zero - 0.5, 1.0)


def test_a_signal_of_one_entry_is_one():
    one, none = torch.ones(1), torch.zeros(0)
    assert linear_convolution(one, one).tolist() == embedded(one, 1).tolist() == [1.0]
    for x, w in ((none, one), (one, none)):
        with pytest.raises(ValueError, match=r"^`x` and `w` must not be empty, got lengths"):
            linear_convolution(x, w)


def test_transition_keeps_one_channel_at_least():
    assert Transition(5, 0.2).outputs == 1
    assert Transition(3, 1.0).outputs == 3
    with pytest.raises(ValueError, match=r"^`compression` must be enough to keep one of 5 channels, got 0\.19$"):
        Transition(5, 0.19)
    with pytest.raises(ValueError, match=r"^`compression` must be above 0 and at most 1, got 0\.0$"):
        Transition(5, 0.0)


def test_highway_layer_refuses_a_bias_that_is_none():
    with pytest.raises(ValueError, match=r"^`gate_bias` must be finite, got nan$"):
        HighwayLayer(1, generator(), gate_bias=math.nan)


def test_layers_refuse_a_padding_below_zero():
    one, bias = torch.ones(1, 1, 5), torch.zeros(1)
    with pytest.raises(ValueError, match=r"^`padding` must be at least 0, got -1$"):
        conv1d(one, one[..., :3], bias, padding=-1)
    for padding in (-1, (-1, 0), (0, -1)):
        with pytest.raises(ValueError, match=r"^`padding` must be at least 0, got -1$"):
            conv2d(one[None], one[None, ..., :3], bias, padding=padding)


def test_a_dilated_window_may_be_as_long_as_the_signal():
    signal, weight, bias = torch.ones(1, 1, 5), torch.ones(1, 1, 3), torch.zeros(1)
    assert conv1d(signal, weight, bias, dilation=2).tolist() == [[[3.0]]]
    with pytest.raises(ValueError, match=r"^`weight` must span at most \(4,\) places, got \(5,\)$"):
        conv1d(signal[..., :4], weight, bias, dilation=2)
    with pytest.raises(ValueError, match=r"^`weight` must span at most \(1, 4\) places, got \(1, 5\)$"):
        conv2d(signal[None, ..., :4], weight[None], bias, dilation=2)
    with pytest.raises(ValueError, match=r"^`weight` must span at most \(4, 1\) places, got \(5, 1\)$"):
        conv2d(signal[None, ..., :4].mT, weight[None].mT, bias, dilation=2)


def test_padded_refuses_what_is_not_finite():
    with pytest.raises(ValueError, match=r"^`x` must be finite, got nan$"):
        padded(torch.tensor([1.0, math.nan]), (0, 0))


def test_a_kernel_may_be_as_large_as_the_image():
    image = torch.arange(6.0).reshape(2, 3)
    assert cross_correlation_2d(image, image).tolist() == [[55.0]]
    for large in (torch.ones(3, 3), torch.ones(2, 4)):
        with pytest.raises(ValueError, match=r"^`kernel` must fit \(2, 3\), got"):
            cross_correlation_2d(image, large)


@pytest.mark.parametrize("step", [plain_step, residual_step])
def test_steps_take_two_examples_and_refuse_one(step):
    layer = torch.nn.Linear(2, 2)
    assert step(layer, torch.tensor([[0.0, 1.0], [1.0, 3.0]])).shape == (2, 2)
    with pytest.raises(ValueError, match=r"^`hidden` must hold at least two examples, got 1$"):
        step(layer, torch.ones(1, 2))


def test_autocorrelation_takes_as_many_lags_as_places():
    assert autocorrelation(torch.tensor([0.0, 2.0]), 2).tolist() == [1.0, -0.5]
    assert autocorrelation(torch.tensor([0.0, 2.0]), 1).tolist() == [1.0]
    with pytest.raises(ValueError, match=r"^`lags` must be between 1 and the length of the series, 2, got 0$"):
        autocorrelation(torch.tensor([0.0, 2.0]), 0)


def test_costs_at_the_edges_of_what_they_count():
    assert (fft_multiplications(1), spatial_multiplications(8, 1), spatial_multiplications(1, 1)) == (0, 8, 1)
    for bad in (0, -2):
        with pytest.raises(ValueError, match=f"^`size` must be a power of two, got {bad}$"):
            fft_multiplications(bad)
    with pytest.raises(ValueError, match=r"^`kernel` must be between 1 and the size of the signal, 8, got 0$"):
        spatial_multiplications(8, 0)
    assert cost_crossover(0.1) == 1024
    assert spatial_multiplications(64, 40) == spectral_multiplications(64)
    assert cost_crossover(40 / 64) == 128
    with pytest.raises(ValueError, match=r"^`kernel_share` must be above 0 and at most 1, got 1\.5$"):
        cost_crossover(1.5)
