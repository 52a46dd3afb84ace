"""The command line: `notes check [chapter | id]` runs the ledger's entries, `notes list` shows them, `notes trust <id>`
tells what a proof rests on.
"""

import argparse
import dataclasses
import difflib
import io
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from notes.chapters import CHAPTERS
from notes.ledger import Entry, Result, chapter_entries, entries, require_assertions, resolved
from notes.proof.checking import RefusedError
from notes.proof.kernel import KINDS
from notes.proof.trust import trust
from notes.witness.table import witnesses


def selected(name: str | None) -> tuple[Entry, ...]:
    """The entries that a name stands for: a chapter's number or slug, an entry's id, an equation's label, or all.

    Raises:
        ValueError: if the name stands for nothing; the message has the nearest match.
    """
    chapters = {word: chapter for chapter in CHAPTERS for word in (str(chapter.number), chapter.slug)}
    if name in chapters:
        found = chapter_entries(chapters[name])
        if not found:
            raise ValueError(f"chapter {name} has no entries yet")
        return found
    within = chapters.get((name or "").partition(".")[0])
    if within and (chosen := tuple(entry for entry in chapter_entries(within) if entry.id == name)):
        return chosen
    known = entries()
    if name is None:
        return known
    chosen = tuple(entry for entry in known if name == entry.id or name in entry.equations)
    if chosen:
        return chosen
    candidates = [*chapters, *(entry.id for entry in known), *(label for entry in known for label in entry.equations)]
    nearest = difflib.get_close_matches(name, candidates, n=1, cutoff=0.0)
    raise ValueError(f"no chapter, entry or equation is called {name!r}; the nearest match is {nearest[0]!r}")


def run(chosen: Sequence[Entry], workers: int) -> list[Result]:
    """Run entries in parallel, with a progress bar on standard error."""
    columns = (
        TextColumn("checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress, _pool(workers) as pool:
        task = progress.add_task("", total=len(chosen))
        results = []
        for result in pool.map(Entry.run, chosen):
            results.append(result)
            progress.update(task, advance=1, description=result.id)
    return results


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=workers)


def show_results(results: Sequence[Result]) -> None:
    """Print a table of results and a closing line."""
    table = Table("id", "kind", "verdict", "steps", "seconds", "message")
    for result in results:
        verdict = "[green]holds[/]" if result.ok else "[red]FAILS[/]"
        table.add_row(result.id, result.kind, verdict, str(result.steps), f"{result.seconds:.2f}", result.message)
    console = Console()
    console.print(table)
    failed = sum(not result.ok for result in results)
    console.print(f"{len(results) - failed} hold, {failed} fail, {sum(r.seconds for r in results):.1f} s of checking")


def show_entries(chosen: Sequence[Entry]) -> None:
    """Print a table of entries without running them."""
    table = Table("id", "kind", "equations", "claim")
    for entry in chosen:
        table.add_row(entry.id, entry.kind, ", ".join(entry.equations), entry.title)
    Console().print(table)


def show_trust(entry: Entry, as_json: bool) -> None:
    """Print what a proof rests on: assumptions and hypotheses, lemmas, means, and trusted steps.

    Raises:
        ValueError: if the entry is no proof.
        RefusedError: if it does not stand.
    """
    if entry.kind not in KINDS:
        raise ValueError(f"`id` must name a proof, got {entry.id!r}, which is of kind {entry.kind!r}")
    proof = resolved(entry.target)()
    verdict = proof.check()
    if not verdict.ok:
        raise RefusedError(f"{entry.id} does not stand: {verdict.message}")
    found = trust(proof, verdict)
    if as_json:
        print(json.dumps({"id": entry.id, **dataclasses.asdict(found)}))
        return
    print(f"{entry.id}: {entry.title}")
    lemmas = [f"{name} at {', '.join(put_in)}" if put_in else name for name, put_in in found.lemmas]
    for heading, lines in (dataclasses.asdict(found) | {"lemmas": lemmas}).items():
        print(f"{heading}:" if lines else f"{heading}: none", *lines, sep="\n  ")


def show_json(rows: Sequence[Entry]) -> None:
    """Print JSON Lines, an object for each row."""
    for row in rows:
        print(json.dumps(dataclasses.asdict(row)))


def show_json_results(results: Sequence[Result], chosen: Sequence[Entry]) -> None:
    """Print JSON Lines, an object for each result, with the second witness of each step of a proof."""
    for result, entry in zip(results, chosen, strict=True):
        witnessed = {"witness": witnesses(resolved(entry.target)())} if entry.kind in KINDS else {}
        print(json.dumps(dataclasses.asdict(result) | witnessed))


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    main = argparse.ArgumentParser(prog="notes", description="Run or list the checks behind the lecture notes.")
    commands = main.add_subparsers(dest="command", required=True)
    for name, words in {"check": "run checks; exit with 1 if any fails", "list": "list checks without running"}.items():
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument(
            "name", nargs="?", help="a chapter (3 or losses), an id (losses.gibbs) or a label (eq:gibbs)"
        )
        command.add_argument("--json", action="store_true", help="print JSON Lines: one object for each check")
    words = "tell what a proof rests on: assumptions, hypotheses, lemmas, means, trusted steps"
    command = commands.add_parser("trust", help=words, description=words)
    command.add_argument("name", help="the id of a proof (losses.gibbs), or the label of an equation (eq:gibbs)")
    command.add_argument("--json", action="store_true", help="print JSON Lines: one object for each proof")
    commands.choices["check"].add_argument("--workers", type=int, default=2, help="processes to use (default: 2)")
    return main


def trust_of(chosen: Sequence[Entry], as_json: bool) -> int:
    """Show what the proofs among some entries rest on, and return the exit status."""
    try:
        for entry in chosen:
            show_trust(entry, as_json)
    except ValueError as error:
        print(f"notes: {error}", file=sys.stderr)
        return 2
    except RefusedError as error:
        print(f"notes: {error}", file=sys.stderr)
        return 1
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; what the terminal has no character for is told by its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        if options.command == "check":
            require_assertions()
        chosen = selected(options.name)
    except (RuntimeError, ValueError) as error:
        print(f"notes: {error}", file=sys.stderr)
        return 2
    if options.command == "trust":
        return trust_of(chosen, options.json)
    if options.command == "list":
        (show_json if options.json else show_entries)(chosen)
        return 0
    results = run(chosen, options.workers)
    if options.json:
        show_json_results(results, chosen)
    else:
        show_results(results)
    return int(not all(result.ok for result in results))


if __name__ == "__main__":
    sys.exit(main())
