"""What of each displayed equation its proof establishes: the page is compared with the claims."""

import importlib
import pkgutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from notes.chapters import CHAPTERS, Chapter
from notes.site.equations import displays
from notes.site.verdicts import Question, answers, exists, module_of

KINDS = ("proved", "instance")
TITLES = {
    "all": "Proved: all that is displayed",
    "part": "Proved: a part of what is displayed",
    "instance": "Proved: for the stated sizes only",
    "not compared": "A proof stands for it, but no relation of the display was matched with what it establishes",
}
"""What a reader is told who points at the number of an equation."""


def coverages(
    docs: Path, listed: Sequence[Mapping[str, Any]], labels: Collection[str] | None = None
) -> dict[str, dict[str, Any]]:
    """What of each display under `docs` the proofs among the entries of the ledger establish, by label, as data.

    Args:
        docs: folder of the chapter pages.
        listed: entries of the ledger, as data.
        labels: of which equations; of all where it is left out.
    """
    shown = {label: display for label, display in displays(docs).items() if labels is None or label in labels}
    asked = {
        label: _question(label, shown[label], entry["target"], CHAPTERS[entry["chapter"] - 1])
        for entry in listed
        if entry["kind"] in KINDS
        for label in entry["equations"]
        if label in shown
    }
    return dict(zip(asked, answers(list(asked.values())), strict=True))


def word(found: Mapping[str, Any]) -> str:
    """What is covered, in a word or two: `all`, `part: 1 of 2`, `instance: sizes 1, 2, 3`, `not compared`."""
    if found["word"] == "part":
        covered = len(found["stated"]) + len(found["named"])
        return f"part: {covered} of {covered + len(found['missing'])}"
    if found["word"] == "instance":
        return f"instance: sizes {_sizes(found)}"
    return str(found["word"])


def title(found: Mapping[str, Any]) -> str:
    """What the number of an equation with a proof tells who points at it."""
    counted = {"part", "instance"} & {found["word"]}
    return TITLES[found["word"]] + (f" ({word(found)})" if counted else "")


def details(found: Mapping[str, Mapping[str, Any]], numbers: Mapping[str, str]) -> str:
    """Markdown that says for each equation with a proof how it was compared, with which notation in LaTeX, folded."""
    plain = [label for label, one in found.items() if one["word"] == "all" and not one["notation"]]
    lines = [f"- {', '.join(numbers[label] for label in plain)} all, as written"] if plain else []
    for label, one in found.items():
        if label in plain:
            continue
        meanings = ", ".join(f"`{name}` for `{meaning}`" for name, meaning in one["notation"].items())
        reasons = "; ".join(f"`{piece}`: {reason}" for piece, reason in one["missing"])
        said = [word(one), f"read with {meanings}" if meanings else "", f"not covered: {reasons}" if reasons else ""]
        lines.append(f"- {numbers[label]} {'; '.join(filter(None, said))}")
    return "\n".join(["/// details | How the displays were compared", "    type: note", "", *lines, "///"])


def _sizes(found: Mapping[str, Any]) -> str:
    return ", ".join(map(str, dict.fromkeys(found["sizes"]))) or "that its title names"


def notation(package: str) -> dict[str, dict[str, str]]:
    """What the displays of a chapter write otherwise than their proofs, LaTeX for LaTeX, by label."""
    return {
        label: used
        for name in _notation_module(package)
        for label, used in importlib.import_module(name).NOTATION.items()
    }


def _notation_module(package: str) -> tuple[str, ...]:
    name = f"{package}.notation"
    return (name,) if exists(name) else ()


def _question(label: str, display: str, target: str, chapter: Chapter) -> Question:
    modules = (module_of(target), "notes.reading.comparison", *_notation_module(chapter.package))
    answer = partial(_covered, label, display, target, chapter.package)
    return Question(f"coverage {label} {target} {display}", modules, answer)


def _covered(label: str, display: str, target: str, package: str) -> dict[str, Any]:
    from notes.reading.comparison import coverage, used

    macros = notation(package).get(label, {})
    found = coverage(display, pkgutil.resolve_name(target)(), macros)
    return asdict(found) | {"notation": used(display, macros)}
