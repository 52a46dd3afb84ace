"""The diagrams of chapter 15: nothing runs into anything, and what they say of the code is so."""

import matplotlib.pyplot as plt
import pytest

from notes.diagrams import require_room
from notes.noisy_labels import schemes


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("scheme", [schemes.corrections, schemes.crossed_selections, schemes.learning_to_reweight])
def test_schemes_have_room_for_all_that_they_say(scheme):
    require_room(scheme())
