import math

import pytest
import torch

from notes.exercises import check, exercises
from notes.networks.composition import composition
from notes.networks.lookup import looked_up
from notes.networks.mlp import parameter_count
from notes.networks.pieces import linear_pieces
from notes.networks.region_bounds import shallow_region_bound
from notes.networks.sawtooth import zigzag
from notes.networks.shallow import ShallowNetwork, joints

THETA = torch.tensor([[1.0, -2.0], [-3.0, 1.5], [0.5, 1.0]])
FOLDED = composition(zigzag(3), composition(zigzag(5), zigzag(4)))
FULL = zigzag(3)
HALF = ShallowNetwork(FULL.theta0, FULL.theta, FULL.phi0, FULL.phi / 2)
KEYS = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.8, 0.6]])

RIGHT = {
    "2.1": joints(ShallowNetwork(THETA[:, 0], THETA[:, 1:], torch.zeros(1), torch.ones(1, 3))).tolist(),
    "2.2": next(units for units in range(100) if shallow_region_bound(units, 5) >= 10**6),
    "2.4": 10 * parameter_count([1, 100, 1]) - parameter_count([1, 100, 10]),
    "2.7": math.ceil(2 * math.pi / math.sqrt(8 * 1e-4)),
    "2.9": lambda x: 1 / (1 + abs(x)) ** 2,
    "2.12": [len(linear_pieces(FOLDED, 0.0, 1.0)), sum(p.numel() for p in FOLDED.parameters())],
    "2.16": next(depth for depth in range(1, 50) if 2**depth > 2 * depth + 1),
    "2.17": parameter_count([784, 300, 100, 10]),
    "2.13": len(linear_pieces(composition(zigzag(2), HALF), 0.0, 1.0)),
    "2.21": [
        looked_up(KEYS[:1], KEYS, torch.zeros(3), torch.tensor([[1.0], [10.0], [100.0]])).item(),
        float((KEYS @ KEYS.T).fill_diagonal_(-1).max()),
    ],
}
WRONG = {
    "2.1": [0.5, -0.5, -2.0],
    "2.2": 42,
    "2.4": 0,
    "2.7": 222,
    "2.9": lambda x: 1 / (1 + abs(x)),
    "2.12": [12, 55],
    "2.16": 2,
    "2.17": 266_200,
    "2.13": 6,
    "2.21": [1, 0.6],
}


def test_every_exercise_that_asks_for_a_number_is_answered_here():
    numbers = {one.id for one in exercises().values() if one.id.startswith("2.") and one.kind == "answer"}
    assert numbers <= RIGHT.keys() == WRONG.keys()


@pytest.mark.parametrize("id", RIGHT)
def test_exercise_tells_right_from_wrong(id):
    assert check(id, RIGHT[id])
    assert not check(id, WRONG[id])
    assert not check(id, "no idea")
