"""What the table of the second witness says on a page."""

import pytest

from notes.witness import table


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["FLINT"], "1 of 1 relations confirmed by a second solver: step 1 by FLINT."),
        (
            ["FLINT", "z3", "z3", "none", "FLINT", "FLINT", "FLINT", "points", "words"],
            "7 of 9 relations confirmed by a second solver: steps 1, 5\N{EN DASH}7 by FLINT; steps 2, 3 by z3; "
            "step 9 by matrix words.",
        ),
        (["none", "points"], "No relation is confirmed by a second solver."),
    ],
)
def test_a_sentence_says_which_steps_are_confirmed_by_whom(kinds, told, monkeypatch: pytest.MonkeyPatch):
    links = [str(place) for place in range(len(kinds))]
    known = {("a.b", link): kind for link, kind in zip(links, kinds, strict=True)}
    monkeypatch.setattr(table, "read", lambda: known)
    assert table.sentence("a.b", links, range(1, len(links) + 1)) == told


def test_links_that_a_page_shows_in_one_step_have_its_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table, "read", lambda: dict.fromkeys([("a.b", "0"), ("a.b", "1"), ("a.b", "2")], "FLINT"))
    told = "3 of 4 relations confirmed by a second solver: steps 1, 3 by FLINT."
    assert table.sentence("a.b", ["0", "1", "2", "3"], [1, 1, 3, 4]) == told
