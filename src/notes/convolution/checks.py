"""What ties the displayed equations of chapter 6 that no proof establishes to the code that implements them."""

import math

import torch
from scipy.integrate import quad

from notes.convolution.batch_normalization import batch_statistics, normalized
from notes.convolution.densenet import DenseBlock
from notes.convolution.layer import conv1d, conv2d
from notes.convolution.layer_normalization import group_normalized, layer_normalized
from notes.convolution.mixing import Attending, Convolving
from notes.convolution.pooling import max_pooling, mean_pooling
from notes.convolution.receptive_field import Window, averaging_stack, gradient_footprint, receptive_field
from notes.convolution.residual import PlainBlock, PostActivationBlock, PreActivationBlock
from notes.convolution.separable import depthwise, pointwise
from notes.convolution.transposed import transposed_convolution
from notes.ledger import check

DEFINITIONS = {
    "eq:output-size": "notes.convolution.padding.output_size",
    "eq:circular-convolution": "notes.convolution.circular.circular_convolution",
    "eq:circulant": "notes.convolution.circulant.circulant_matrix",
    "eq:convolution-2d": "notes.convolution.planar.convolution_2d",
    "eq:cross-correlation-2d": "notes.convolution.planar.cross_correlation_2d",
    "eq:unet-overlap": "notes.convolution.shapes.intersection_over_union",
}


@check("eq:continuous-convolution")
def convolution_integral() -> None:
    """The integral of two Gaussian densities is the density of their sum, at several places."""

    def density(x: float, mean: float, variance: float) -> float:
        return math.exp(-((x - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)

    for x in (-1.0, 0.3, 2.0):
        value, _ = quad(lambda t, x=x: density(t, 0.5, 0.4) * density(x - t, -1.0, 0.9), -math.inf, math.inf)
        assert abs(value - density(x, -0.5, 1.3)) < 1e-8


@check("eq:convolutional-layer")
def layer_of_three_weights() -> None:
    """A unit of a layer is the bias plus three weights times its neighbourhood, rectified."""
    x, w, beta = torch.tensor([[[2.0, -1.0, 3.0, 5.0]]]), torch.tensor([[[0.5, -2.0, 1.0]]]), torch.tensor([0.25])
    units = conv1d(x, w, beta).relu()[0, 0]
    for i, unit in zip((1, 2), units, strict=True):
        total = beta[0] + sum(w[0, 0, j - 1] * x[0, 0, i + j - 2] for j in (1, 2, 3))
        assert unit == total.relu()


@check("eq:layer-as-matrix")
def layer_is_a_matrix_product() -> None:
    """Windows as columns, kernels as rows: the product is PyTorch's layer."""
    x, w, b = torch.rand(1, 2, 5, 5), torch.rand(3, 2, 3, 3), torch.rand(3)
    columns = torch.nn.functional.unfold(x, 3)[0]
    product = (w.flatten(1) @ columns + b[:, None]).reshape(1, 3, 3, 3)
    assert torch.allclose(product, conv2d(x, w, b), atol=1e-5)
    assert torch.allclose(product, torch.nn.functional.conv2d(x, w, b), atol=1e-5)


@check("eq:pointwise-depthwise")
def either_half_of_a_layer() -> None:
    """The two sums, written out for one entry, are what the functions give."""
    x, w, kernels = torch.rand(1, 3, 4, 5), torch.rand(2, 3), torch.rand(3, 2, 2)
    o, c, m, n = 1, 2, 2, 1
    joined = torch.stack([w[o, i] * x[0, i, m, n] for i in range(3)]).sum()
    assert torch.allclose(pointwise(x, w)[0, o, m, n], joined)
    around = torch.stack([kernels[c, k, j] * x[0, c, m + k, n + j] for k in range(2) for j in range(2)]).sum()
    assert torch.allclose(depthwise(x, kernels)[0, c, m, n], around)


@check("eq:pooling")
def pooling_is_of_windows() -> None:
    """The largest and the mean of a window, written out, are what the functions give."""
    x, (m, n), (size, stride) = torch.rand(7, 8), (1, 2), (3, 2)
    window = torch.stack([x[stride * m + k, stride * n + j] for k in range(size) for j in range(size)])
    assert max_pooling(x, size, stride)[m, n] == window.max()
    assert torch.allclose(mean_pooling(x, size, stride)[m, n], window.mean())


@check("eq:transposed")
def transposed_convolution_is_a_sum_of_copies() -> None:
    """Every output is the sum over inputs of the weight that lies there, or none."""
    x, w, stride = torch.rand(4), torch.rand(3), 2
    for j, y in enumerate(transposed_convolution(x, w, stride)):
        total = sum(x[i] * w[j - stride * i] for i in range(4) if 0 <= j - stride * i < 3)
        assert torch.allclose(y, torch.as_tensor(total))


@check("eq:mixers")
def mixers_are_weighted_sums_over_places() -> None:
    """A convolution and attention, written out for one place of a square of nine."""
    x, convolving, attending = torch.rand(1, 9, 2), Convolving(2), Attending(2, 5)
    i, kernel = 4, convolving.layer.weight.flatten(2)
    total = torch.stack([kernel[..., j] @ x[0, j] for j in range(9)]).sum(0)
    assert torch.allclose(convolving(x)[0, i], total, atol=1e-6)
    query, keys, values = attending.query(x)[0, i], attending.key(x)[0], attending.value(x)[0]
    weights = (keys @ query / math.sqrt(5)).softmax(0)
    assert torch.allclose(attending(x)[0, i], attending.output(weights @ values), atol=1e-6)


@check("eq:receptive-field")
def receptive_field_is_what_the_gradient_reaches() -> None:
    """The recursion counts the inputs that the gradient of one output reaches."""
    for windows in ([Window(3)] * 3, [Window(3, stride=2), Window(5, dilation=2)], [Window(2, stride=2)] * 3):
        size, _ = receptive_field(windows)
        reached = gradient_footprint(averaging_stack(windows), torch.zeros(1, 3 * size)).nonzero().flatten()
        assert int(reached[-1] - reached[0]) + 1 == size


@check("eq:batch-statistics", "eq:batch-norm")
def batch_normalization_is_pytorchs() -> None:
    """Mean, variance and normalised activations are those of PyTorch's function."""
    h = torch.rand(6, 3, dtype=torch.float64)
    mean, variance = batch_statistics(h)
    assert torch.allclose(mean, h.mean(0))
    assert torch.allclose(variance, h.var(0, correction=0))
    assert torch.allclose(normalized(h, mean, variance), torch.nn.functional.batch_norm(h, None, None, training=True))


@check("eq:batch-norm-backward")
def normalisation_takes_two_directions_out_of_gradients() -> None:
    """Autograd through mean and variance gives the gradient less its mean and less its part along the activations."""
    h = torch.rand(6, 3, dtype=torch.float64, requires_grad=True)
    y = normalized(h, *batch_statistics(h), 0.0)
    (direct,) = torch.autograd.grad(y.pow(3).sum(), y, retain_graph=True)
    (found,) = torch.autograd.grad(y.pow(3).sum(), h)
    expected = (direct - direct.mean(0) - y * (direct * y).mean(0)) / batch_statistics(h)[1].sqrt()
    assert torch.allclose(found, expected)


@check("eq:set-norm")
def every_kind_of_normalisation_is_pytorchs() -> None:
    """The formula, over one channel, one place, one group and one channel of an example, is PyTorch's function."""
    maps = torch.rand(3, 4, 5, dtype=torch.float64)
    kinds = {
        (0, 2): torch.nn.functional.batch_norm(maps, None, None, training=True),
        (1,): torch.nn.functional.layer_norm(maps.transpose(1, 2), (4,)).transpose(1, 2),
        (1, 2): torch.nn.functional.group_norm(maps, 1),
        (2,): torch.nn.functional.instance_norm(maps),
    }
    for axes, expected in kinds.items():
        centred = maps - maps.mean(axes, keepdim=True)
        found = centred / (centred.square().mean(axes, keepdim=True) + 1e-5).sqrt()
        assert torch.allclose(found, expected)
    assert torch.allclose(layer_normalized(maps.transpose(1, 2)).transpose(1, 2), kinds[(1,)])
    assert torch.allclose(group_normalized(maps, 1), kinds[(1, 2)])


@check("eq:residual-block", "eq:pre-activation")
def residual_blocks_add_their_input() -> None:
    """A block minus its transformation is its input, before the activation or without one."""
    x = torch.rand(2, 3, 4, 4)
    plain, post, pre = PlainBlock(3, 3), PostActivationBlock(3, 3), PreActivationBlock(3, 3)
    post.load_state_dict(plain.state_dict())
    assert torch.allclose(post(x), (x + plain.transformation(x)).relu(), atol=1e-6)
    assert torch.allclose(pre(x) - pre.transformation(x), x, atol=1e-5)


@check("eq:dense-block")
def dense_block_keeps_what_it_was_given() -> None:
    """The first channels of a dense block's output are its input, the next what the first layer made of it."""
    x, block = torch.rand(2, 3, 4, 4), DenseBlock(3, 2, 2)
    first = block.layers[0](x)
    output = block(x)
    assert torch.equal(output[:, :3], x)
    assert torch.allclose(output[:, 3:5], first)
