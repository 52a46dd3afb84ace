"""The card that opens a chapter: what it needs, what it teaches, what it costs in time."""

import math
import re
from pathlib import Path

import yaml

from notes.chapters import CHAPTERS
from notes.site.chapter_links import top
from notes.site.letters import anchor, letters
from notes.site.proofs import counted
from notes.site.register import entries

WORDS_A_MINUTE = 200
MINUTES_AN_EQUATION = 0.25
_DISPLAY = re.compile(r"\$\$.*?\$\$", re.DOTALL)


def card(body: str, prose: str, docs: Path) -> str:
    """Markdown of a chapter's card.

    Args:
        body: YAML with `chapter` (number), `needs` (text), `able` (list of texts) and `seconds` (to run all blocks).
        prose: Markdown of the page without its fences, of which the reading time is computed.
        docs: folder of the pages, with the lists of their letters.

    Returns:
        A block of the class `card`.
    """
    told = yaml.safe_load(body)
    number = told["chapter"]
    chapter = CHAPTERS[number - 1]
    needs = told["needs"] if isinstance(told["needs"], str) else "; ".join(told["needs"])
    abilities = "\n".join(f"- {ability}" for ability in told["able"])
    checks = sum(entry["chapter"] == number for entry in entries())
    linked = f"[{counted(checks, 'check')}](checks.md#chapter-{number})" if checks else "no checks yet"
    file = f"{chapter.page.removesuffix('.md')}.ipynb"
    notebook = f"[notebook](notebooks/{file}){{download={file}}}"
    facts = [f"{minutes(prose)} minutes to read", f"{_running(told['seconds'])} to run", linked, notebook]
    if letters(docs, chapter):
        facts.append(f"[letters](notation.md#{anchor(chapter)}){{.letters}}")
    place = f"""/// html | p.chapter-place
    attrs: {{style: "--share: {number / len(CHAPTERS):.3f}"}}

Chapter {number} of {len(CHAPTERS)} [¶](#{top(number)}){{#{top(number)} .headerlink}}
///"""
    parts = [place, f"**You need** {needs}", "**You will be able to**", abilities, " · ".join(facts) + "\n{.facts}"]
    return "\n\n".join(["/// html | div.card", *parts, "///"])


def minutes(prose: str) -> int:
    """Minutes to read a page: its words at 200 a minute and a quarter of a minute for each equation on display."""
    displayed = _DISPLAY.findall(prose)
    words = _DISPLAY.sub(" ", prose).split()
    return math.ceil(len(words) / WORDS_A_MINUTE + MINUTES_AN_EQUATION * len(displayed))


def _running(seconds: int) -> str:
    return counted(seconds, "second") if seconds < 120 else f"{round(seconds / 60)} minutes"
