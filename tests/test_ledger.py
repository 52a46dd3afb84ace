"""The ledger finds every entry, runs it, and agrees with the pages' equations in both directions."""

import re
from collections import Counter
from pathlib import Path

import pytest

from notes.chapters import CHAPTERS
from notes.ledger import Entry, chapter_entries, check, entries, entries_beside_proofs, resolved

DOCS = Path(__file__).parents[1] / "docs"
LABEL = re.compile(r"\\label\{(eq:[^}]+)\}")
DISPLAY = re.compile(r"\$\$.*?\$\$", re.DOTALL)
PAGES = [chapter for chapter in CHAPTERS if (DOCS / chapter.page).exists()]


def labels(chapter) -> list[str]:
    return LABEL.findall((DOCS / chapter.page).read_text(encoding="utf-8"))


def test_ids_are_unique():
    counts = Counter(entry.id for entry in entries())
    assert [id_ for id_, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("chapter", PAGES, ids=lambda c: c.slug)
def test_every_displayed_equation_has_a_label(chapter):
    prose = re.sub(r"```.*?```", "", (DOCS / chapter.page).read_text(encoding="utf-8"), flags=re.DOTALL)
    unlabelled = [display for display in DISPLAY.findall(prose) if not LABEL.search(display)]
    assert unlabelled == []


@pytest.mark.parametrize("chapter", PAGES, ids=lambda c: c.slug)
def test_equations_and_entries_correspond(chapter):
    on_page = labels(chapter)
    in_ledger = Counter(label for entry in chapter_entries(chapter) for label in entry.equations)
    assert sorted(set(on_page) - set(in_ledger)) == [], "equations without an entry"
    assert sorted(set(in_ledger) - set(on_page)) == [], "entries without an equation"
    assert [label for label, count in in_ledger.items() if count > 1] == [], "equations with two entries"


BESIDE_PROOFS = [entry for chapter in CHAPTERS for entry in entries_beside_proofs(chapter)]


@pytest.mark.parametrize(
    "entry", [e for e in BESIDE_PROOFS if e.kind in ("check", "definition", "notation", "erratum")], ids=lambda e: e.id
)
def test_entry_holds(entry: Entry):
    result = entry.run()
    assert result.ok, result.message


def test_a_failing_check_is_reported_and_not_raised(monkeypatch):
    def failing() -> None:
        assert 1 + 1 == 3

    monkeypatch.setattr("notes.losses.checks.failing", failing, raising=False)
    result = Entry("losses.failing", 3, "check", (), "a falsehood", "notes.losses.checks.failing").run()
    assert not result.ok
    assert "AssertionError" in result.message


def test_resolved_names_what_is_missing():
    with pytest.raises(
        ValueError, match=r"`target` must name something importable, got 'notes\.losses\.nothing\.here'"
    ):
        resolved("notes.losses.nothing.here")


def test_check_carries_its_equations():
    @check("eq:one", "eq:two")
    def tied() -> None: ...

    assert tied.equations == ("eq:one", "eq:two")
