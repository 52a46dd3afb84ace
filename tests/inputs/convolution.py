"""How to call what chapter 6 teaches."""

from collections.abc import Callable

import torch
from tests.inputs.case import case, given, on, ramp, seed, used
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from notes.convolution import (
    batch_normalization,
    densenet,
    highway,
    inverted_bottleneck,
    lenet,
    mixing,
    receptive_field,
    residual,
    resnet,
    shattering,
    training,
    unet,
)

SIGNAL = given([[[0.5, 2.0, 1.5, 4.0, 1.0], [1.0, 3.0, 2.5, 7.0, 0.25]]])
SQUARE = ramp(2, 2, 5, 5)
IMAGE = ramp(2, 1, 8, 8)
DIGITS = ramp(2, 1, 28, 28)
ROWS = given([[0.5, 1.0, -1.0], [2.0, 0.25, 3.0]])
POINTS = given([[0.5], [1.0], [-1.0]])
KERNEL = ramp(3, 2, 3)
BIAS = given([0.5, -1.0, 0.25])
LABELS = given([0, 1, 2, 0])
WINDOWS = given((receptive_field.Window(3, 2), receptive_field.Window(2, 1, 2)))
THREE_CHANNELS = ramp(2, 3, 4, 4)


def layers() -> list[nn.Module]:
    return [highway.plain_layer(3, seed())]


def curve() -> nn.Module:
    return resnet.he_initialized(nn.Sequential(nn.Linear(1, 3), nn.Tanh(), nn.Linear(3, 1)), seed())


def fitted_line(loss: Callable[..., Tensor], batch: int, steps: int, learning_rate: float) -> Tensor:
    generator = seed()
    line = resnet.he_initialized(nn.Linear(1, 1), generator)
    settings = {"batch": batch, "steps": steps, "learning_rate": learning_rate}
    return training.fitted(line, loss, (POINTS(), POINTS()), generator, **settings).losses


OVERFLOW = "of 1e38 a network gives infinity in single precision"
NETWORK = "what a network takes is for the network to say"
GIVEN = {"windows": WINDOWS}
STEP = case(
    layer=lambda: resnet.he_initialized(nn.Linear(3, 3), seed()), hidden=ROWS, known={"hidden: wrong size": NETWORK}
)
CASES = {
    "batch_normalization.BatchNormalization": case(
        call=used(batch_normalization.BatchNormalization, lambda layer: layer.eval()(torch.ones(2, len(layer.gamma))))
    ),
    "circular.embedded": case(length=given(5)),
    "densenet.DenseNet": case(call=used(densenet.DenseNet, on(IMAGE)), growth=given(2), layers=given(2)),
    "highway.deep_classifier": case(layers=layers, width=given(3)),
    "layer.conv1d": case(x=SIGNAL, weight=KERNEL, bias=BIAS),
    "layer.conv2d": case(x=SQUARE, weight=ramp(3, 2, 3, 2), bias=BIAS),
    "inverted_bottleneck.ConvNeXtBlock": case(call=used(inverted_bottleneck.ConvNeXtBlock, on(THREE_CHANNELS))),
    "inverted_bottleneck.InvertedBottleneck": case(
        call=used(inverted_bottleneck.InvertedBottleneck, on(THREE_CHANNELS))
    ),
    "layer_normalization.group_normalized": case(x=ramp(2, 4, 5), groups=given(2)),
    "lenet.LeNet": case(call=used(lenet.LeNet, on(DIGITS))),
    "lenet.activation_shapes": case(network=lambda: lenet.LeNet(seed())),
    "mixing.Attending": case(call=used(mixing.Attending, on(ramp(2, 4, 3))), channels=given(3)),
    "mixing.Convolving": case(call=used(mixing.Convolving, on(ramp(2, 4, 3))), channels=given(3)),
    "mixing.MixingNetwork": case(
        call=used(mixing.MixingNetwork, on(ramp(2, 1, 4, 4))),
        mixer=given(mixing.Convolving),
        order=given([2, 0, 3, 1]),
        channels=given(3),
    ),
    "padding.padded": case(x=SIGNAL, amounts=given((1, 2))),
    "padding.output_size": case(size=given(7)),
    "padding.window_indices": case(size=given(7)),
    "photographs.photograph": case(name=given("china")),
    "pooling.max_pooling": case(size=given(2), stride=given(2)),
    "pooling.mean_pooling": case(size=given(2), stride=given(2)),
    "pooling.windows": case(size=given(2), stride=given(2)),
    "receptive_field.averaging_stack": case(
        call=used(receptive_field.averaging_stack, lambda stack: stack(torch.ones(1, 1, 9)))
    ),
    "receptive_field.gradient_footprint": case(
        network=lambda: receptive_field.averaging_stack(WINDOWS()),
        inputs=ramp(1, 9),
        known={"inputs: wrong rank": NETWORK},
    ),
    "residual.Shortcut": case(call=used(residual.Shortcut, on(THREE_CHANNELS))),
    "resnet.he_initialized": case(network=lambda: nn.Linear(2, 3)),
    "resnet.StagedNetwork": case(
        call=used(resnet.StagedNetwork, on(IMAGE)), block=given(residual.PlainBlock), depth=given(8), channels=given(2)
    ),
    "resnet.gradient_norms": case(
        network=lambda: resnet.StagedNetwork(residual.PlainBlock, 8, seed(), channels=2),
        images=IMAGE,
        targets=given([1, 7]),
        known={"targets: large": NETWORK, "images: large": OVERFLOW},
    ),
    "shapes.drawn_shapes": case(size=given(16)),
    "shapes.intersection_over_union": case(predicted=LABELS, true=given([0, 1, 1, 2])),
    "shattering.DenseStack": case(
        call=used(shattering.DenseStack, on(POINTS)), step=given(shattering.residual_step), width=given(4)
    ),
    "shattering.plain_step": STEP,
    "shattering.residual_step": STEP,
    "shattering.input_gradients": case(network=curve, inputs=given([0.5, -1.0, 2.0])),
    "shattering.autocorrelation": case(lags=given(2)),
    "separable.depthwise": case(x=THREE_CHANNELS, weight=ramp(3, 2, 2)),
    **dict.fromkeys(["spectral.fft_multiplications", "spectral.spectral_multiplications"], case(size=given(8))),
    "spectral.spatial_multiplications": case(size=given(8)),
    "training.fitted": case(
        call=fitted_line, loss=given(mse_loss), batch=given(2), steps=given(2), learning_rate=given(0.25)
    ),
    "unet.UNet": case(call=used(unet.UNet, on(IMAGE)), channels=given((2, 4))),
    "unet.SkiplessUNet": case(call=used(unet.SkiplessUNet, on(IMAGE)), channels=given((2, 4))),
}
