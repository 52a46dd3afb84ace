"""The ledger on a page: every equation with what establishes it, a table a chapter."""

from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from notes.chapters import CHAPTERS
from notes.site.equations import Equation, EquationError, equations
from notes.site.proofs import KINDS, checked, duration
from notes.site.verdicts import exists, module_of, remembered

ENTRY_KINDS = KINDS | {
    "check": "check of the code",
    "definition": "definition",
    "erratum": "erratum",
}
_HEADER = "| Equation | What is established | How | Verdict | Steps | Time |\n|---|---|---|---|--:|--:|"


class LedgerError(ValueError):
    """An entry of the ledger that does not hold."""


def ledger(docs: Path) -> str:
    """Markdown of the whole ledger, every entry of which is run.

    Raises:
        LedgerError: if an entry does not hold.
    """
    known = equations(docs)
    rows = [_result(entry) | entry for entry in entries()]
    total = sum(row["seconds"] for row in rows)
    intro = f"{len(rows)} entries, all of which hold; running them takes {duration(total)}."
    seen: set[str] = set()
    sections = []
    for number, chapter_rows in groupby(sorted(rows, key=itemgetter("chapter")), itemgetter("chapter")):
        heading = f"## {number}. {CHAPTERS[number - 1].title} {{#chapter-{number}}}"
        lines = [_line(row, known, seen) for row in chapter_rows]
        sections.append("\n".join([heading, "", _HEADER, *lines]))
    return "\n\n".join([intro, *sections])


def entries() -> list[dict[str, Any]]:
    """Every entry of the ledger, as data, not run."""
    parts = [f"{chapter.package}.{part}" for chapter in CHAPTERS for part in ("proofs", "checks", "errata")]
    return remembered("entries", ("notes.ledger", *filter(exists, parts)), _listed)


def _listed() -> list[dict[str, Any]]:
    import notes.ledger

    fields = ("id", "chapter", "kind", "equations", "title", "target")
    return [{field: getattr(entry, field) for field in fields} for entry in notes.ledger.entries()]


def _result(entry: dict[str, Any]) -> dict[str, Any]:
    if entry["kind"] in KINDS:
        return checked(entry["target"])
    module = module_of(entry["target"])
    result: dict[str, Any] = remembered(f"entry {entry['id']}", (module,), lambda: _run(entry["id"]))
    if not result["ok"]:
        raise LedgerError(f"{entry['target']} does not hold: {result['message']}")
    return result


def _run(id: str) -> dict[str, Any]:
    import notes.ledger

    result = next(entry for entry in notes.ledger.entries() if entry.id == id).run()
    return {"ok": result.ok, "seconds": result.seconds, "steps": result.steps, "message": result.message}


def _line(row: dict[str, Any], known: dict[str, Equation], seen: set[str]) -> str:
    numbers = ", ".join(_number(label, known, seen) for label in row["equations"])
    title = row["title"].replace("|", r"\|")
    how = f"**{ENTRY_KINDS[row['kind']]}**{{.badge .badge-{row['kind']}}}"
    steps = row["steps"] or ""
    return f"| {numbers} | {title}<br>`{row['target']}` | {how} | holds | {steps} | {duration(row['seconds'])} |"


def _number(label: str, known: dict[str, Equation], seen: set[str]) -> str:
    """The number of an equation, linked to where it stands; its first mention is where its own link leads."""
    if label not in known:
        raise EquationError(f"the ledger names {label}, which no chapter shows")
    equation = known[label]
    here = "" if label in seen else f"{{#{equation.anchor}}}"
    seen.add(label)
    return f"[{equation.number}]({equation.chapter.page}#{equation.anchor}){here}"
