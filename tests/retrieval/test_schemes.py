"""The diagrams of chapter 14: nothing runs into anything, and what they say of the code is so."""

import matplotlib.pyplot as plt
import pytest

from notes.diagrams import require_room
from notes.retrieval import schemes


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("scheme", [schemes.two_stages, schemes.one_vector_or_many])
def test_schemes_have_room_for_all_that_they_say(scheme):
    require_room(scheme())
