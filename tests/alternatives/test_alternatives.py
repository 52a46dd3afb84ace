"""What the alternative texts of figures say, phrase by phrase, is true of what the figures show.

A chapter's list `TEXTS` has each text in phrases, and for each phrase what must hold of the figure's panels.
"""

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.alternatives.panels import Panel

from notes.chapters import CHAPTERS
from notes.site.blocks import Block
from notes.site.collection import collected_blocks
from notes.site.figures import kept, key, redrawn
from notes.site.fingerprint import present

DOCS = Path(__file__).parents[2] / "docs"
Phrases = list[tuple[str, Callable[..., Any]]]
TOLD = {
    chapter: import_module(f"tests.alternatives.chapter_{chapter.number}").TEXTS
    for chapter in CHAPTERS
    if (Path(__file__).parent / f"chapter_{chapter.number}.py").exists()
}
FIGURES = [
    pytest.param(block, chapter, id=f"{chapter.number}-{(block.figure or '')[:40]}")
    for chapter in TOLD
    for block in collected_blocks(DOCS / chapter.page).values()
    if block.figure
]


def shown(block: Block, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the block's figure shows, which is drawn at most once for the site and for tests."""
    monkeypatch.delenv("NOTES_SEED_SHIFT", raising=False)
    path = kept(DOCS / "figures", key(block, present()))[-1]
    assert path.exists() or redrawn(block) is None
    return json.loads(path.read_text(encoding="utf-8"))


def others(panels: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Figures that show something else: turned over, or with a panel, a line, words or shapes gone."""
    for axis in "xy":
        yield [
            panel | {"lines": [line | {axis: [-value for value in line[axis]]} for line in panel["lines"]]}
            for panel in panels
        ]
    yield panels[:-1]
    for part in ("lines", "collections", "patches", "images", "texts", "arrows"):
        for some in (slice(0, -1), slice(1, None), slice(0, 0)):
            yield [panel | {part: panel[part][some]} for panel in panels]
    yield [panel | {"labels": ["", ""], "scales": ["linear", "linear"], "title": ""} for panel in panels]


def holds(phrase: Callable[..., Any], panels: list[Panel]) -> bool:
    """Whether a phrase is true of a figure; it is not if it speaks of what is not there."""
    try:
        return bool(phrase(*panels))
    except (IndexError, StopIteration, TypeError, ValueError, KeyError, ZeroDivisionError, Warning):
        return False


@pytest.mark.parametrize(("block", "chapter"), FIGURES)
def test_each_phrase_is_true_of_the_figure_and_false_of_another(block, chapter, monkeypatch):
    texts: list[Phrases] = TOLD[chapter]
    found = [phrases for phrases in texts if " ".join(words for words, _ in phrases) == block.figure]
    assert found, f"no list of phrases makes up: {block.figure}"
    panels = shown(block, monkeypatch)
    this, wrong = [*map(Panel, panels)], [[*map(Panel, other)] for other in others(panels)]
    for words, phrase in found[0]:
        assert phrase(*this), words
        assert not all(holds(phrase, other) for other in wrong), f"whatever is shown: {words}"


@pytest.mark.parametrize("chapter", TOLD, ids=lambda chapter: str(chapter.number))
def test_no_list_is_of_a_figure_that_is_gone(chapter):
    figures = [block.figure for block in page_blocks(DOCS / chapter.page) if block.figure]
    assert [" ".join(words for words, _ in phrases) for phrases in TOLD[chapter]] == figures
