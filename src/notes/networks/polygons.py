"""The regions of a ReLU network with two inputs inside a rectangle, cut out exactly as convex polygons."""

from collections.abc import Sequence
from fractions import Fraction

from torch import Tensor

from notes.domain import beartype, require_increasing
from notes.networks.activation import relu
from notes.networks.mlp import MultilayerPerceptron
from notes.networks.shallow import ShallowNetwork

Point = tuple[Fraction, Fraction]
Polygon = tuple[Point, ...]
Affine = tuple[Fraction, Fraction, Fraction]
"""Weights of the two inputs, then the constant."""


@beartype
def activation_polygons(network: ShallowNetwork | MultilayerPerceptron, lower: float, upper: float) -> list[Polygon]:
    r"""The convex polygons of a square in each of which no hidden unit switches.

    On each of them the network is affine. Two neighbours may carry the same affine function, for instance when the
    unit between them has output weight 0; they are told apart all the same.

    Args:
        network: a ReLU network with two inputs.
        lower: left and bottom edge of the square.
        upper: right and top edge of the square.

    Returns:
        One polygon per region, as its corners in order.

    Raises:
        ValueError: if the square is empty or endless, the activation is not ReLU, or there are not two inputs.

    Example:
        ```python
        import torch
        from notes.networks.polygons import activation_polygons
        from notes.networks.shallow import ShallowNetwork

        lines = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
        network = ShallowNetwork(torch.tensor([0.0, 0.0, -0.5]), lines, torch.zeros(1), torch.ones(1, 3))
        print(len(activation_polygons(network, -1.0, 1.0)))
        #> 7
        ```

    Reference: M. Raghu et al., On the Expressive Power of Deep Neural Networks, 2017.
    """
    require_increasing(lower=lower, upper=upper)
    if network.activation is not relu:
        raise ValueError(f"`network` must have the activation relu, got {network.activation}")
    *hidden, _ = network.layers
    if hidden[0][0].shape[1] != 2:
        raise ValueError(f"`network` must have two inputs, got {hidden[0][0].shape[1]}")
    low, high, one, nought = Fraction(lower), Fraction(upper), Fraction(1), Fraction(0)
    square: Polygon = ((low, low), (high, low), (high, high), (low, high))
    regions = [(square, [(one, nought, nought), (nought, one, nought)])]
    for layer in hidden:
        regions = [part for polygon, units in regions for part in _through_layer(polygon, _images(units, layer))]
    return [polygon for polygon, _ in regions]


def _images(units: Sequence[Affine], layer: tuple[Tensor, Tensor]) -> list[Affine]:
    """The affine functions that a layer makes of affine functions, before any activation."""
    weight, bias = layer
    images = []
    for row, offset in zip(weight.tolist(), bias.tolist(), strict=True):
        a, b, c = (
            sum((Fraction(w) * unit[i] for w, unit in zip(row, units, strict=True)), Fraction(0)) for i in range(3)
        )
        images.append((a, b, c + Fraction(offset)))
    return images


def _through_layer(polygon: Polygon, images: Sequence[Affine]) -> list[tuple[Polygon, list[Affine]]]:
    """The parts into which a hidden layer cuts a polygon, with its units on each part."""
    polygons = [polygon]
    for image in images:
        polygons = [part for whole in polygons for part in _halves(whole, image)]
    off = (Fraction(0),) * 3
    parts = []
    for part in polygons:
        centre = tuple(sum((corner[i] for corner in part), Fraction(0)) / len(part) for i in range(2))
        parts.append((part, [image if _value(image, centre) > 0 else off for image in images]))
    return parts


def _value(affine: Affine, point: Sequence[Fraction]) -> Fraction:
    return affine[0] * point[0] + affine[1] * point[1] + affine[2]


def _halves(polygon: Polygon, line: Affine) -> list[Polygon]:
    """The polygon cut along a line, or the polygon alone if the line does not pass through its inside."""
    values = [_value(line, corner) for corner in polygon]
    if min(values) >= 0 or max(values) <= 0:
        return [polygon]
    halves: tuple[list[Point], list[Point]] = ([], [])
    for i, (corner, value) in enumerate(zip(polygon, values, strict=True)):
        before, value_before = polygon[i - 1], values[i - 1]
        if value * value_before < 0:
            share = value_before / (value_before - value)
            crossing = (before[0] + share * (corner[0] - before[0]), before[1] + share * (corner[1] - before[1]))
            halves[0].append(crossing)
            halves[1].append(crossing)
        if value >= 0:
            halves[0].append(corner)
        if value <= 0:
            halves[1].append(corner)
    return [tuple(half) for half in halves]
