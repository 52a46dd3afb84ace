"""The smallest game, against the matrices of its steps and the forms that its proofs name."""

import pytest
import torch

from notes.generative.dynamics import alternating_play, simultaneous_play


@pytest.mark.parametrize(("rate", "penalty"), [(0.4, 0.0), (0.4, 1.0), (0.1, 0.5)])
def test_simultaneous_play_is_a_power_of_its_matrix(rate: float, penalty: float):
    step = torch.tensor([[1.0, -rate], [rate, 1 - rate * penalty]], dtype=torch.float64)
    wanted = torch.stack([torch.linalg.matrix_power(step, n)[:, 0] for n in range(13)])
    torch.testing.assert_close(simultaneous_play(rate, 12, penalty).double(), wanted)


def test_alternating_play_keeps_the_form_of_the_proof():
    u, v = alternating_play(0.4, 50).T
    torch.testing.assert_close(u**2 + v**2 - 0.4 * u * v, torch.ones(51))
    assert u.min() < -0.9  # it goes round


def test_a_penalty_above_the_rate_leads_to_the_equilibrium_and_none_away_from_it():
    far, near = (simultaneous_play(0.2, 200, penalty)[-1].norm() for penalty in (0.0, 1.0))
    assert far > 40
    assert near < 1e-3


@pytest.mark.parametrize("play", [simultaneous_play, alternating_play])
def test_play_refuses_what_is_no_rate_or_number_of_steps(play):
    with pytest.raises(ValueError, match=r"^`rate` must be positive, got 0\.0$"):
        play(0.0, 1)
    with pytest.raises(ValueError, match=r"^`steps` must be at least 0, got -1$"):
        play(0.1, -1)
    assert play(1e-3, 0).tolist() == [[1.0, 0.0]]


def test_simultaneous_play_refuses_a_penalty_below_zero():
    with pytest.raises(ValueError, match=r"^`penalty` must not be negative, got -0\.1$"):
        simultaneous_play(0.1, 1, -0.1)
    assert simultaneous_play(0.1, 1, 0.0).shape == (2, 2)
