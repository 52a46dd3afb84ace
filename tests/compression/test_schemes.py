"""The diagrams of chapter 12: nothing runs into anything, and what they say of the code is so."""

import matplotlib.pyplot as plt
import pytest

from notes.compression import schemes
from notes.diagrams import require_room


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize(
    "scheme", [schemes.teacher_and_student, schemes.straight_through_view, schemes.adapter_beside_four_bits]
)
def test_schemes_have_room_for_all_that_they_say(scheme):
    require_room(scheme())
