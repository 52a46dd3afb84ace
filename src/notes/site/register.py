"""The ledger on a page: every equation with what establishes it, a table a chapter."""

from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from notes.chapters import CHAPTERS
from notes.site.equations import Equation, EquationError, equations
from notes.site.proofs import KINDS, checked, duration
from notes.site.verdicts import Question, answers, exists, module_of

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
    listed = entries()
    rows = [result | entry for result, entry in zip(_results(listed), listed, strict=True)]
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
    (listed,) = answers([Question("entries", ("notes.ledger", *filter(exists, parts)), _listed)])
    return listed  # type: ignore[no-any-return]


def _listed() -> list[dict[str, Any]]:
    import notes.ledger

    fields = ("id", "chapter", "kind", "equations", "title", "target")
    return [{field: getattr(entry, field) for field in fields} for entry in notes.ledger.entries()]


def _results(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outcome of each entry, in their order; a proof is not checked again if its page has shown it."""
    proofs = iter(checked([entry["target"] for entry in listed if entry["kind"] in KINDS]))
    others = [entry for entry in listed if entry["kind"] not in KINDS]
    asked = [Question(f"entry {e['id']} {e['kind']}", (module_of(e["target"]),), partial(_run, e)) for e in others]
    results = iter(answers(asked))
    found = [next(proofs) if entry["kind"] in KINDS else next(results) for entry in listed]
    for entry, result in zip(listed, found, strict=True):
        if not result["ok"]:
            raise LedgerError(f"{entry['target']} does not hold: {result['message']}")
    return found


def _run(entry: dict[str, Any]) -> dict[str, Any]:
    from notes.ledger import Entry

    result = Entry(**entry).run()
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
