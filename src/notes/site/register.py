"""The ledger on a page: every equation with what establishes it, a table a chapter."""

from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from notes.chapters import CHAPTERS, Chapter
from notes.site import claims
from notes.site.equations import Equation, EquationError, equations
from notes.site.experiments import anchor as experiment_anchor
from notes.site.experiments import tables
from notes.site.proofs import KINDS, anchor, checked, duration
from notes.site.slips import anchor as slip_anchor
from notes.site.verdicts import Question, answers, module_of, modules

ENTRY_KINDS = KINDS | {
    "experiment": "experiment",
    "check": "check of the code",
    "definition": "compared with the code",
    "notation": "notation",
    "erratum": "erratum",
}
PARTS = ("proofs", "checks", "formulas", "experiments", "errata")
_HEADER = "| Equation, how much | What is established | How | Verdict | Steps | Time |\n|---|---|---|---|--:|--:|"


class LedgerError(ValueError):
    """An entry of the ledger that does not hold."""


def ledger(docs: Path) -> str:
    """Markdown of the ledger of the chapters that have a page under `docs`; every entry is run.

    Raises:
        LedgerError: if an entry does not hold.
    """
    listed = [entry for entry in entries() if (docs / CHAPTERS[entry["chapter"] - 1].page).exists()]
    rows = [result | entry for result, entry in zip(_results(listed), listed, strict=True)]
    total = duration(sum(row["seconds"] for row in rows))
    compared = claims.coverages(docs, listed)
    notation = sum(row["kind"] == "notation" for row in rows)
    sections = [
        f"{len(rows)} entries, of which {notation} only say what a notation means; all others hold, and running them "
        f"takes {total}."
    ]
    for number, of_chapter in groupby(rows, itemgetter("chapter")):
        sections.append(_section(CHAPTERS[number - 1], list(of_chapter), docs, compared))
    return "\n\n".join(sections)


def entries() -> list[dict[str, Any]]:
    """Every entry of the ledger, as data, not run."""
    names = [f"{chapter.package}.{part}" for chapter in CHAPTERS for part in PARTS]
    parts = [part for name in names for part in modules(name)]
    (listed,) = answers([Question("entries", ("notes.ledger", *parts), _listed)])
    return listed


def _listed() -> list[dict[str, Any]]:
    import notes.ledger

    fields = ("id", "chapter", "kind", "equations", "title", "target")
    return [{field: getattr(entry, field) for field in fields} for entry in notes.ledger.entries()]


def _results(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outcome of each entry, in their order; a proof is not checked again if its page has shown it."""
    proofs = iter(checked([entry["target"] for entry in listed if entry["kind"] in KINDS]))
    others = [entry for entry in listed if entry["kind"] not in KINDS]
    asked = [Question(_asked(e), (module_of(e["target"]),), partial(_run, e)) for e in others]
    results = iter(answers(asked))
    found = [next(proofs) if entry["kind"] in KINDS else next(results) for entry in listed]
    for entry, result in zip(listed, found, strict=True):
        if not result["ok"]:
            raise LedgerError(f"{entry['target']} does not hold: {result['message']}")
    return found


def _asked(entry: dict[str, Any]) -> str:
    """What is asked of an entry: of an experiment, under the tables as they are."""
    return f"entry {entry['id']} {entry['kind']} {tables(entry['target'])}"


def _run(entry: dict[str, Any]) -> dict[str, Any]:
    from notes.ledger import Entry

    result = Entry(**entry).run()
    return {"ok": result.ok, "seconds": result.seconds, "steps": result.steps, "message": result.message}


def _section(chapter: Chapter, rows: list[dict[str, Any]], docs: Path, compared: dict[str, dict[str, Any]]) -> str:
    known = equations(docs)
    page = (docs / chapter.page).read_text(encoding="utf-8").splitlines()
    lines, mentioned = [], set[str]()
    for row in sorted(rows, key=lambda row: _place(row["equations"], known)):
        numbers = ", ".join(
            _number(label, known, label not in mentioned)
            + (f" {claims.word(compared[label])}" if row["kind"] in KINDS else "")
            for label in row["equations"]
        )
        mentioned.update(row["equations"])
        how = f"**{ENTRY_KINDS[row['kind']]}**{{.badge .badge-{row['kind']}}}"
        claim = _claim(row, chapter, shown=row["target"] in page).replace("|", r"\|")
        cells = (numbers, claim, how, _verdict(row), str(row["steps"] or ""), duration(row["seconds"]))
        lines.append(f"| {' | '.join(cells)} |")
    heading = f"## {chapter.number}. {chapter.title} {{#chapter-{chapter.number}}}"
    here = {label: compared[label] for label in known if label in compared and known[label].chapter == chapter}
    told = claims.details(here, {label: known[label].number for label in here}) if here else ""
    return "\n".join([heading, "", _HEADER, *lines, "", told])


def _verdict(row: dict[str, Any]) -> str:
    """What running an entry found; of notation there is nothing to be found."""
    return "" if row["kind"] == "notation" else "holds"


def _place(labels: list[str], known: dict[str, Equation]) -> int:
    """Rank of an entry among those of its chapter: by its first equation, after all others if it has none."""
    return min((known[label].position for label in labels if label in known), default=len(known) + 1)


def _claim(row: dict[str, Any], chapter: Chapter, *, shown: bool) -> str:
    """The claim in words, linked to where the page shows it, and the name by which `notes check` knows it."""
    target = row["target"]
    if row["kind"] == "erratum":
        words = target.rpartition(".")[2].replace("_", " ").capitalize()
        return f"[{words}](errata.md#{slip_anchor(target)})"
    if row["kind"] in ("definition", "notation"):
        return str(row["title"])
    name = f"<br>`{row['id']}`"
    place = experiment_anchor(target) if row["kind"] == "experiment" else anchor(target)
    return (f"[{row['title']}]({chapter.page}#{place})" if shown else row["title"]) + name


def _number(label: str, known: dict[str, Equation], first: bool) -> str:
    """The number of an equation, linked to where it stands; its first mention is where its own link leads."""
    if label not in known:
        raise EquationError(f"the ledger names {label}, which no chapter shows")
    equation = known[label]
    here = f"{{#{equation.anchor}}}" if first else ""
    return f"[{equation.number}]({equation.chapter.page}#{equation.anchor}){here}"
