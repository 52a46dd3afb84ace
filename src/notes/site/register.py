"""The ledger on a page: every equation with what establishes it, a table a chapter."""

from collections import Counter
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from notes.chapters import CHAPTERS, Chapter
from notes.site import claims, slips
from notes.site.equations import Equation, EquationError, equations
from notes.site.experiments import anchor as experiment_anchor
from notes.site.experiments import tables
from notes.site.proofs import KINDS, anchor, checked, counted
from notes.site.verdicts import Question, answers, module_of, modules
from notes.witness import table

ENTRY_KINDS = KINDS | {
    "experiment": "experiment",
    "check": "check of the code",
    "definition": "compared with the code",
    "notation": "notation",
    "erratum": "erratum",
}
PARTS = ("proofs", "checks", "formulas", "experiments", "errata")
_HEADER = "| Equation, how much | What is established | How | Verdict | Steps |\n|---|---|---|---|--:|"


class LedgerError(ValueError):
    """An entry of the ledger that does not hold."""


def ledger(docs: Path) -> str:
    """Markdown of the ledger of the chapters that have a page under `docs`; every entry is run.

    Raises:
        LedgerError: if an entry does not hold.
    """
    listed = [entry for entry in entries() if (docs / CHAPTERS[entry["chapter"] - 1].page).exists()]
    rows = [result | entry for result, entry in zip(_results(listed), listed, strict=True)]
    compared = claims.coverages(docs, listed)
    notation = sum(row["kind"] == "notation" for row in rows)
    chapters = {CHAPTERS[number - 1]: list(group) for number, group in groupby(rows, itemgetter("chapter"))}
    return "\n\n".join(
        [
            f"{len(rows)} entries, of which {notation} only say what a notation means; all others hold. "
            f"{_trusted_in_all(rows)}",
            _witness(chapters),
            *(_section(chapter, of_chapter, docs, compared) for chapter, of_chapter in chapters.items()),
        ]
    )


def _proofs(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["kind"] in KINDS]


def _trusted_in_all(rows: list[dict[str, Any]]) -> str:
    """How many trusted steps the proofs of the course take, by name."""
    times = Counter(name for row in _proofs(rows) for name in row["trusted_here"])
    if not times:
        return "No proof takes a trusted step."
    named = ", ".join(f"*{name}* ({number})" for name, number in sorted(times.items()))
    return f"The proofs take {counted(times.total(), 'trusted step')}: {named}."


def _trusted(rows: list[dict[str, Any]], chapter: Chapter, page: list[str]) -> str:
    """How many trusted steps the proofs of a chapter take, by name, each name with the proofs that take it."""
    takers: dict[str, list[str]] = {}
    for row in _proofs(rows):
        for name in row["trusted_here"]:
            takers.setdefault(name, []).append(_linked(row, chapter, page))
    number = sum(map(len, takers.values()))
    named = "; ".join(f"*{name}* in {', '.join(dict.fromkeys(found))}" for name, found in sorted(takers.items()))
    return f"Trusted steps: {number}{', ' if named else ''}{named}."


def _witness(chapters: dict[Chapter, list[dict[str, Any]]]) -> str:
    """How many steps each of the other solvers confirms, a row a chapter."""
    found = {
        chapter.title: sum((table.kinds(row["id"], row["links"]) for row in _proofs(rows)), Counter[str]())
        for chapter, rows in chapters.items()
    }
    solvers = [table.NAMES.get(solver, solver) for solver in table.SOLVERS]
    lines = [
        f"| Steps of proofs | {' | '.join(solvers)} | at points only | nobody | confirmed |",
        f"|---|{'--:|' * (len(solvers) + 3)}",
    ]
    for title, kinds in [*found.items(), ("In all", sum(found.values(), Counter[str]()))]:
        numbers = [kinds[solver] for solver in table.SOLVERS]
        shares = f"{sum(numbers)} of {kinds.total()}"
        cells = [title, *(str(number or "") for number in (*numbers, kinds["points"], kinds["none"])), shares]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


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
    return {"ok": result.ok, "steps": result.steps, "message": result.message}


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
        how = f"{ENTRY_KINDS[row['kind']]} {{.badge .badge-{row['kind']}}}"
        claim = _claim(row, chapter, page).replace("|", r"\|")
        cells = (numbers, claim, how, _verdict(row), str(row["steps"] or ""))
        lines.append(f"| {' | '.join(cells)} |")
    heading = f"## {chapter.number}. {chapter.title} {{#chapter-{chapter.number}}}"
    here = {label: compared[label] for label in known if label in compared and known[label].chapter == chapter}
    told = claims.details(here, {label: known[label].number for label in here}) if here else ""
    return "\n".join([heading, "", _trusted(rows, chapter, page), "", _HEADER, *lines, "", told])


def _verdict(row: dict[str, Any]) -> str:
    """What running an entry found; of notation there is nothing to be found."""
    return "" if row["kind"] == "notation" else "holds"


def _place(labels: list[str], known: dict[str, Equation]) -> int:
    """Rank of an entry among those of its chapter: by its first equation, after all others if it has none."""
    return min((known[label].position for label in labels if label in known), default=len(known) + 1)


def _claim(row: dict[str, Any], chapter: Chapter, page: list[str]) -> str:
    """The claim in words, linked to where the page shows it, and the name by which `notes check` knows it."""
    target = row["target"]
    if row["kind"] == "erratum":
        return f"[{slips.title(target)}](errata.md#{slips.anchor(target)})"
    if row["kind"] in ("definition", "notation"):
        return str(row["title"])
    return f"{_linked(row, chapter, page)} `{row['id']}`"


def _linked(row: dict[str, Any], chapter: Chapter, page: list[str]) -> str:
    """The title of an entry, linked to where the page of the chapter shows it, if it does."""
    place = experiment_anchor(row["target"]) if row["kind"] == "experiment" else anchor(row["target"])
    return f"[{row['title']}]({chapter.page}#{place})" if row["target"] in page else str(row["title"])


def _number(label: str, known: dict[str, Equation], first: bool) -> str:
    """The number of an equation, linked to where it stands; its first mention is where its own link leads."""
    if label not in known:
        raise EquationError(f"the ledger names {label}, which no chapter shows")
    equation = known[label]
    here = f"{{#{equation.anchor}}}" if first else ""
    return f"[{equation.number}]({equation.chapter.page}#{equation.anchor}){here}"
