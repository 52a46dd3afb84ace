"""What the scheme of chapter 4 shows, read back from what it drew."""

import matplotlib.pyplot as plt
import pytest

from notes.diagrams import links, parts, require_room
from notes.plotting import BLUE, ORANGE
from notes.training.autograd import Tape
from notes.training.figures import tape_graph
from notes.training.toy import toy_loss_on_tape


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def test_tape_graph_draws_every_record_and_every_use():
    tape = Tape()
    toy_loss_on_tape(tape, [0.4, -0.7, 0.2, 0.9, -0.3, 0.8, 1.1, -1.4], x=0.5, y=0.3)
    figure = tape_graph(tape)
    require_room(figure)
    drawn = parts(figure)
    assert [colour for _, colour in drawn] == [BLUE if record.operands else ORANGE for record in tape.records]
    assert len([colour for _, colour in drawn if colour == BLUE]) == 13
    names = [name for name, _ in drawn]
    assert links(figure) == [
        f"{names[operand]} → {names[index]}" for index, record in enumerate(tape.records) for operand in record.operands
    ]
