"""The command line of `make experiments`: bring every table up to date, with progress and the time left."""

import argparse
import os
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from notes.experiment import table
from notes.experiment.catalogue import experiments
from notes.experiment.instructions import INSTRUCTIONS, REQUIRED
from notes.experiment.making import cluster, jobs, results
from notes.experiment.table import Run
from notes.experiment.trial import Experiment

COLUMNS = (
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
    "left",
    TimeRemainingColumn(),
    TextColumn("{task.description}"),
)


def chosen(names: list[str]) -> list[Experiment]:
    """The experiments with these ids, or of these chapters; all of them if none is named.

    Raises:
        ValueError: if a name stands for nothing.
    """
    for name in names:
        if not any(name in (one.id, one.id.split(".")[0]) for one in experiments()):
            raise ValueError(f"`names` must be chapters or experiments, such as convolution.depth, got {name!r}")
    return [one for one in experiments() if not names or {one.id, one.id.split(".")[0]} & set(names)]


def renew(wanted: list[Experiment], workers: int, console: Console) -> int:
    """Run what the tables of these experiments lack; the number of runs that failed."""
    known = {one.target: one for one in wanted}
    todo = [job for one in wanted for job in jobs(one, table.started(one))]
    failed = 0
    with Progress(*COLUMNS, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(todo))
        for job, outcome in results(todo, workers) if todo else ():
            progress.update(
                task, advance=1, description=f"{job.target.rpartition('.')[2]} {job.instructions} {job.seed}"
            )
            if isinstance(outcome, Run):
                table.append(known[job.target], outcome)
            else:
                failed += 1
                console.print(outcome, markup=False, highlight=False)
    for one in wanted:
        table.write(one, table.table(one))
    console.print(f"{len(todo) - failed} runs made, {failed} failed")
    return failed


def report(wanted: list[Experiment], console: Console) -> None:
    """Print what each table says of each claim."""
    for one in wanted:
        found = table.table(one)
        console.print(f"\n{one.id}: {one.title}", style="bold", highlight=False)
        for claim in one.claims if found.runs else ():
            mark = "holds" if claim.holds(found.numbers()) else "FAILS"
            parts = [f"{name} {claim.brief(found.numbers(name))}" for name in found.sets]
            console.print(
                f"  {mark}  {claim.statement}: {claim.told(found.numbers())}  [{'; '.join(parts)}]", markup=False
            )


def main(arguments: list[str] | None = None) -> int:
    """Renew the tables; non-zero if a run fails or the seeds are moved."""
    parser = argparse.ArgumentParser(prog="python -m notes.experiment", description="Renew the tables of experiments.")
    parser.add_argument("names", nargs="*", help="chapters (convolution) or experiments (convolution.depth)")
    parser.add_argument("--scheduler", help="address of a Dask scheduler, such as tcp://10.0.0.1:8786")
    parser.add_argument("--workers", type=int, default=-1, help="processes on this machine (default: one a core)")
    options = parser.parse_args(arguments)
    if os.environ.get("NOTES_SEED_SHIFT"):
        parser.error("tables are made with the seeds as they are: unset NOTES_SEED_SHIFT")
    console = Console(soft_wrap=True)
    try:
        wanted = chosen(options.names)
    except ValueError as error:
        parser.error(str(error))
    for name, one in INSTRUCTIONS.items():
        if not one.available():
            left = "must come from another machine" if name in REQUIRED else "are left out"
            console.print(f"This machine has no {name}: its runs {left}")
    with cluster(options.scheduler):
        failed = renew(wanted, options.workers, console)
    report(wanted, console)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
