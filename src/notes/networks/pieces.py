"""The linear pieces of a ReLU network with one input and one output, found exactly: a float is a fraction."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from torch import Tensor

from notes.domain import beartype
from notes.networks.activation import relu
from notes.networks.mlp import MultilayerPerceptron
from notes.networks.shallow import ShallowNetwork

Bound = Fraction | float
Affine = tuple[Fraction, Fraction]
"""Slope and intercept."""


@dataclass(frozen=True)
class Piece:
    r"""An interval on which the network is one affine function, slope times input plus intercept.

    Args:
        lower: left end; minus infinity if there is none.
        upper: right end; infinity if there is none.
        slope: slope of the function.
        intercept: its value at input 0, were the piece to reach so far.
    """

    lower: Bound
    upper: Bound
    slope: Fraction
    intercept: Fraction


Rows = list[tuple[list[Fraction], Fraction]]
"""Weights and offset of each unit of a layer."""

IDENTITY, IDLE = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(0))


class Interval(NamedTuple):
    """An interval on which every unit of a layer is affine, with those functions."""

    lower: Bound
    upper: Bound
    units: list[Affine]

    def cut(self, rows: Rows) -> Iterator["Interval"]:
        """The parts into which the next layer cuts the interval, with its units on each part."""
        images = _images(self.units, rows)
        zeros = {-intercept / slope for slope, intercept in images if slope != 0}
        inside = sorted(zero for zero in zeros if self.lower < zero < self.upper)
        for left, right in pairwise([self.lower, *inside, self.upper]):
            place = _inner_point(left, right)
            units = [(m, c) if m * place + c > 0 else IDLE for m, c in images]
            yield Interval(left, right, units)


@beartype
def linear_pieces(
    network: ShallowNetwork | MultilayerPerceptron, lower: float = -math.inf, upper: float = math.inf
) -> tuple[Piece, ...]:
    r"""Every piece of a network from left to right, as long as neighbours differ.

    Layer by layer: on an interval where every unit of the layer before is affine, a unit's pre-activation is affine
    too, so it cuts the interval at its zero, if that lies inside.

    Args:
        network: a ReLU network with one input and one output.
        lower: left end of the interval looked at.
        upper: its right end.

    Returns:
        The pieces; their number is the number of linear regions.

    Raises:
        ValueError: if the interval is empty, the activation is not ReLU, or there are several inputs or outputs.

    Example:
        ```python
        import torch
        from notes.networks.pieces import linear_pieces
        from notes.networks.shallow import ShallowNetwork

        absolute = ShallowNetwork(torch.zeros(2), torch.tensor([[1.0], [-1.0]]), torch.zeros(1), torch.ones(1, 2))
        print([(piece.lower, piece.upper, float(piece.slope)) for piece in linear_pieces(absolute, -1.0, 1.0)])
        #> [(Fraction(-1, 1), Fraction(0, 1), -1.0), (Fraction(0, 1), Fraction(1, 1), 1.0)]
        ```

    Reference: B. Hanin and D. Rolnick, Complexity of Linear Regions in Deep Networks, 2019.
    """
    _require_one_input_and_output(network, lower, upper)
    *hidden, last = map(_exact, network.layers)
    intervals = [Interval(_bound(lower), _bound(upper), [IDENTITY])]
    for rows in hidden:
        intervals = [part for whole in intervals for part in whole.cut(rows)]
    outputs = [_images(part.units, last)[0] for part in intervals]
    return _merged([Piece(part.lower, part.upper, *line) for part, line in zip(intervals, outputs, strict=True)])


def _require_one_input_and_output(network: ShallowNetwork | MultilayerPerceptron, lower: float, upper: float) -> None:
    if not lower < upper:
        raise ValueError(f"`lower` must be below `upper`, got {lower} and {upper}")
    if network.activation is not relu:
        raise ValueError(f"`network` must have the activation relu, got {network.activation}")
    ends = network.layers[0][0].shape[1], len(network.layers[-1][1])
    if ends != (1, 1):
        raise ValueError(f"`network` must have one input and one output, got {ends}")


def _exact(layer: tuple[Tensor, Tensor]) -> Rows:
    """Weights and offset of each unit as fractions."""
    weight, bias = layer
    return [([Fraction(w) for w in row], Fraction(b)) for row, b in zip(weight.tolist(), bias.tolist(), strict=True)]


def _images(units: Sequence[Affine], rows: Rows) -> list[Affine]:
    """The affine functions that a layer makes of affine functions, before any activation."""
    return [
        (
            sum((w * slope for w, (slope, _) in zip(weights, units, strict=True)), Fraction(0)),
            sum((w * intercept for w, (_, intercept) in zip(weights, units, strict=True)), offset),
        )
        for weights, offset in rows
    ]


def _bound(end: float) -> Bound:
    return Fraction(end) if math.isfinite(end) else end


def _inner_point(lower: Bound, upper: Bound) -> Fraction:
    """Some point strictly inside an interval, which may be unbounded."""
    if isinstance(lower, Fraction) and isinstance(upper, Fraction):
        return (lower + upper) / 2
    if isinstance(lower, Fraction):
        return lower + 1
    return upper - 1 if isinstance(upper, Fraction) else Fraction(0)


def _merged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbours of the same slope joined; the function is continuous, so their intercepts agree."""
    merged = [pieces[0]]
    for piece in pieces[1:]:
        if piece.slope == merged[-1].slope:
            merged[-1] = Piece(merged[-1].lower, piece.upper, piece.slope, piece.intercept)
        else:
            merged.append(piece)
    return tuple(merged)
