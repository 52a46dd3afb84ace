r"""What the letters of a chapter stand for: a list beside its page, for the page of the notation and clicks on letters.

`docs/letters/04-training.txt` lists the letters of chapter 4, a line for each meaning, and its symbols before it:

    \alpha: the learning rate
    X ; \boldsymbol{X}: the design matrix, a row for each example

A letter is what a formula shows of it: the character with its font, and its accent. A symbol may have scripts, where
these tell it from another of the same letter: `D_i` and `D_o`. The file is also a hook of MkDocs, which writes the
lists as scripts: a browser loads one of these when a reader first clicks on a letter, from a disk too.
"""

import html
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from mkdocs.config.defaults import MkDocsConfig

from notes.chapters import CHAPTERS, Chapter
from notes.site.mathml import mathml

FOLDER = "letters"
_LETTER = re.compile(
    r"<mi(?P<roman> [^>]*\bnormal\b[^>]*)?>(?P<letter>[^\W\d_])</mi>"
    r"(?:<mo[^>]*>(?P<accent>[^<])</mo></mover>)?"
)


class LetterError(ValueError):
    """A list of letters that is none."""


@dataclass(frozen=True)
class Letter:
    """Symbols that stand for one thing in a chapter.

    Args:
        symbols: LaTeX.
        means: words, with formulas between dollars.
    """

    symbols: tuple[str, ...]
    means: str


def letters(docs: Path, chapter: Chapter) -> tuple[Letter, ...]:
    """The letters of a chapter, in the order of its list; none where it has no list.

    Raises:
        LetterError: if a line is not symbols and what they stand for, or if a symbol is listed twice.
    """
    file = docs / FOLDER / Path(chapter.page).with_suffix(".txt").name
    return _letters(file.read_text("utf8"), file.name) if file.exists() else ()


@lru_cache(maxsize=64)
def _letters(text: str, name: str) -> tuple[Letter, ...]:
    found, seen = [], set[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        before, _, means = line.partition(": ")
        symbols = tuple(before.split(" ; "))
        if not means.strip() or not all(shown(markup(symbol)) for symbol in symbols):
            rule = "a line must be symbols with a letter, and what they mean"
            raise LetterError(f"{name}:{number}: {rule}, got {line!r}")
        for symbol in symbols:
            if symbol in seen:
                raise LetterError(f"{name}:{number}: a symbol must have one meaning, got {symbol} again")
            seen.add(symbol)
        found.append(Letter(symbols, means))
    return tuple(found)


@lru_cache(maxsize=4096)
def markup(latex: str) -> str:
    """The MathML of a formula as text."""
    return ElementTree.tostring(mathml(latex), encoding="unicode")


def shown(markup: str) -> list[str]:
    """The letters in MathML, in their order: each with what it is beside an italic one, and with its accent."""
    return [
        ("roman " if one["roman"] else "") + one["letter"] + (one["accent"] or "") for one in _LETTER.finditer(markup)
    ]


def told(listed: tuple[Letter, ...]) -> dict[str, list[tuple[str, str]]]:
    """By letter the symbols that tell what it stands for, each with its meaning.

    A symbol tells it of its first letter, and of those in its scripts that no other symbol begins with: `D_o` of the o.
    """
    symbols = [(symbol, one.means, shown(markup(symbol))) for one in listed for symbol in one.symbols]
    first = {letters[0] for _, _, letters in symbols}
    found = defaultdict[str, list[tuple[str, str]]](list)
    for symbol, means, letters in symbols:
        for letter in dict.fromkeys([letters[0], *(one for one in letters if one not in first)]):
            found[letter].append((symbol, means))
    return dict(found)


def anchor(chapter: Chapter) -> str:
    """Where the letters of a chapter stand on the page of the notation."""
    return f"letters-{chapter.number:02d}"


def tables(docs: Path) -> str:
    """Markdown of the letters of every chapter that has a list, in a box that the search leaves out."""
    lists = [_table(chapter, listed) for chapter in CHAPTERS if (listed := letters(docs, chapter))]
    return "\n\n".join(["/// html | div.letter-lists", *lists, "///"])


def _table(chapter: Chapter, listed: tuple[Letter, ...]) -> str:
    rows = [f"| {', '.join(f'${symbol}$' for symbol in one.symbols)} | {one.means} |" for one in listed]
    heading = f"### [{chapter.number}. {chapter.title}]({chapter.page}) {{#{anchor(chapter)}}}"
    return "\n".join([heading, "", "| Symbol | Meaning |", "|---|---|", *rows])


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Write the letters of each chapter as a script."""
    folder = Path(config.site_dir) / FOLDER
    folder.mkdir(exist_ok=True)
    for chapter in CHAPTERS:
        if listed := letters(Path(config.docs_dir), chapter):
            found = {key: [(markup(one), _html(means)) for one, means in two] for key, two in told(listed).items()}
            data = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
            (folder / f"{chapter.number:02d}.js").write_text(f"self.letters = {data}", "utf8")


def _html(means: str) -> str:
    """A meaning with its formulas set."""
    texts = means.split("$")
    return "".join(markup(text) if place % 2 else html.escape(text) for place, text in enumerate(texts))
