"""What the table of the second witness says on a page."""

import pytest

from notes.witness import table


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["FLINT"], "1 of 1 steps confirmed by a second solver: step 1 by FLINT."),
        (
            ["FLINT", "z3", "none", "FLINT", "FLINT", "points", "words"],
            "5 of 7 steps confirmed by a second solver: steps 1, 4\N{EN DASH}5 by FLINT; step 2 by z3; "
            "step 7 by matrix words.",
        ),
        (["none", "points"], "No step is confirmed by a second solver."),
    ],
)
def test_a_sentence_says_which_steps_are_confirmed_by_whom(kinds, told, monkeypatch: pytest.MonkeyPatch):
    links = [str(place) for place in range(len(kinds))]
    known = {("a.b", link): kind for link, kind in zip(links, kinds, strict=True)}
    monkeypatch.setattr(table, "read", lambda: known)
    assert table.sentence("a.b", links) == told
