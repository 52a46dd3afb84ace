"""Plant faults in the code of the chapters and see whether their tests notice: `python -m mutants [chapter ...]`."""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from mutants.run import run
from notes.chapters import CHAPTERS


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for: by default all chapters, and faults that are the same in every run."""
    chapters = [chapter.slug for chapter in CHAPTERS]
    parser = argparse.ArgumentParser(prog="python -m mutants", description=__doc__)
    parser.add_argument("chapters", nargs="*", metavar="chapter", help="by default all")
    parser.add_argument("--seed", type=int, default=1, help="draws the faults; by default 1")
    parser.add_argument("--number", type=int, default=60, help="faults of each chapter at most; by default 60")
    parser.add_argument("--workers", type=int, default=2, help="chapters at a time; by default 2")
    asked = parser.parse_args(words)
    if unknown := [name for name in asked.chapters if name not in chapters]:
        parser.error(f"chapters are {', '.join(chapters)}, got {unknown[0]}")
    asked.chapters = asked.chapters or chapters
    return asked


def main() -> int:
    """Try the faults of each chapter in a process of its own; 1 where one is unnoticed and unlisted, or both."""
    asked = arguments()
    print(f"seed {asked.seed} (--seed {asked.seed} repeats this run)", flush=True)
    good = True
    with ProcessPoolExecutor(asked.workers, get_context("spawn"), max_tasks_per_child=1) as pool:
        for found in pool.map(partial(run, number=asked.number, seed=asked.seed), asked.chapters):
            print(found, flush=True)
            good &= not (found.unlisted or found.noticed)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
