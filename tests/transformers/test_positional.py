"""The sinusoidal encoding against its formula and its rotation."""

import math

import pytest
import torch

from notes.transformers.positional import shift_matrix, sinusoidal_encoding


def test_sinusoidal_encoding_equals_the_formula_entry_by_entry() -> None:
    encoding = sinusoidal_encoding(5, 6)
    for t in range(5):
        for i in range(3):
            angle = t / 10_000 ** (2 * i / 6)
            assert encoding[t, 2 * i].item() == pytest.approx(math.sin(angle), abs=1e-12)
            assert encoding[t, 2 * i + 1].item() == pytest.approx(math.cos(angle), abs=1e-12)


def test_sinusoidal_encoding_shifted_is_rotated_by_one_matrix() -> None:
    encoding, shift = sinusoidal_encoding(50, 8), 7
    turns = [shift / 10_000 ** (2 * i / 8) for i in range(4)]
    blocks = [
        torch.tensor([[math.cos(a), math.sin(a)], [-math.sin(a), math.cos(a)]], dtype=torch.float64) for a in turns
    ]
    torch.testing.assert_close(encoding[:-shift] @ torch.block_diag(*blocks).T, encoding[shift:])


@pytest.mark.parametrize(
    ("length", "width", "base", "message"),
    [
        (0, 4, 10.0, "`length` must be at least 1, got 0"),
        (3, 5, 10.0, "`width` must be even and positive, got 5"),
        (3, 4, 1.0, "`base` must be above 1, got 1.0"),
    ],
)
def test_sinusoidal_encoding_refuses(length: int, width: int, base: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        sinusoidal_encoding(length, width, base=base)


@pytest.mark.parametrize("steps", [0, 1, 5, -3])
def test_shift_matrix_is_a_rotation_that_moves_every_position_alike(steps: int) -> None:
    moved, positions = shift_matrix(steps, 8), sinusoidal_encoding(20, 8)
    first = positions[-steps:] if steps < 0 else positions[: 20 - steps]
    last = positions[: 20 + steps] if steps < 0 else positions[steps:]
    torch.testing.assert_close(first @ moved.T, last)
    torch.testing.assert_close(moved @ moved.T, torch.eye(8, dtype=torch.float64))
    assert torch.linalg.det(moved).item() == pytest.approx(1.0)


def test_shift_matrices_compose() -> None:
    torch.testing.assert_close(shift_matrix(2, 6) @ shift_matrix(3, 6), shift_matrix(5, 6))
