"""What the pictures of the chapter show, read back from what they drew."""

import matplotlib.pyplot as plt
import pytest
import torch

from notes.diagrams import require_room
from notes.generative import schemes
from notes.generative.figures import digit_rows, samples_of_generators
from notes.generative.inference import divergence_to_mixture
from notes.generative.proofs import inference
from notes.plotting import require_labels

F64 = torch.float64


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("scheme", [schemes.gan_scheme, schemes.vae_scheme, schemes.diffusion_chain])
def test_scheme_has_room(scheme):
    require_room(scheme())


def test_samples_of_generators_stand_side_by_side_beside_the_modes():
    drawn = {name: torch.full((3, 2), float(place)) for place, name in enumerate(("flow", "diffusion"))}
    figure = samples_of_generators(drawn)
    assert [panel.get_title() for panel in figure.axes] == ["flow", "diffusion"]
    for place, panel in enumerate(figure.axes):
        modes, points = panel.lines
        assert len(modes.get_xdata()) == 8
        assert points.get_xdata().tolist() == [float(place)] * 3
    require_labels(figure)


def test_digit_rows_has_a_row_for_each_class():
    images = torch.arange(6.0)[:, None, None].expand(6, 8, 8).reshape(2, 3, 8, 8) / 3 - 1
    (axis,) = digit_rows(images).axes
    picture = torch.tensor(axis.images[0].get_array())
    assert picture.shape == (18, 27)
    for row in range(2):
        for column in range(3):
            assert (picture[9 * row : 9 * row + 8, 9 * column : 9 * column + 8] == images[row, column]).all()
    assert [label.get_text() for label in axis.get_yticklabels()] == ["0", "1"]


def test_divergence_to_one_mode_is_the_closed_form_and_to_two_far_ones_log_two_more():
    guess, modes = torch.tensor([0.5, -0.3], dtype=F64), torch.tensor([1.0], dtype=F64)
    proved = inference.gaussian_divergence().steps[-1].last
    named = {str(symbol).lstrip("\\"): symbol for symbol in proved.free_symbols}
    values = {"mu": 0.5, "v": torch.tensor(-0.3, dtype=F64).exp().item(), "nu": 1.0, "w": 0.5}
    wanted = float(proved.subs({named[name]: value for name, value in values.items()}))
    assert divergence_to_mixture(guess, modes, 0.5, 100_000).item() == pytest.approx(wanted, abs=1e-4)
    two = torch.tensor([1.0, 90.0], dtype=F64)
    apart = divergence_to_mixture(guess, two, 0.5, 1000) - divergence_to_mixture(guess, modes, 0.5, 1000)
    assert apart.item() == pytest.approx(0.6931472, abs=1e-6)


def test_divergence_to_a_mixture_refuses_no_modes_no_variance_and_no_points():
    guess, modes = torch.zeros(2), torch.zeros(1)
    with pytest.raises(ValueError, match=r"^`centres` must hold at least one entry, got shape \(0,\)$"):
        divergence_to_mixture(guess, modes[:0], 1.0)
    with pytest.raises(ValueError, match=r"^`variance` must be positive, got 0\.0$"):
        divergence_to_mixture(guess, modes, 0.0)
    with pytest.raises(ValueError, match=r"^`points` must be at least 1, got 0$"):
        divergence_to_mixture(guess, modes, 1.0, 0)
    with pytest.raises(ValueError, match=r"^`guess` must be finite, got nan$"):
        divergence_to_mixture(guess / 0, modes, 1.0)
    with pytest.raises(ValueError, match=r"^`guess` must be near enough to the modes for finite squares, got"):
        divergence_to_mixture(guess + 1e30, modes, 1.0)
    assert divergence_to_mixture(guess, modes, 1.0, 1).item() == 0


def test_numbers_of_the_worked_bound_are_those_of_the_proof():
    bound = inference.bound_of_a_gaussian_guess(inference.w)
    at = {inference.x: 1, inference.v: 1}
    prior, posterior = ({inference.mu: 0, inference.w: 1}, {inference.mu: 0.5, inference.w: 0.5})
    assert float(bound.subs(at | prior)) == pytest.approx(-1.919, abs=5e-4)
    assert float(bound.subs(at | posterior)) == pytest.approx(-1.516, abs=5e-4)
