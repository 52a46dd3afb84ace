"""Write the table of the second witness: `python -m notes.witness`, followed by ids of proofs, if not all are meant."""

import sys
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from notes.chapters import CHAPTERS
from notes.ledger import proof_functions
from notes.proof import Proof
from notes.witness.table import FILE, Row, read, rows, text


def proofs() -> dict[str, Callable[[], Proof]]:
    """Every proof of the course by its id, in the order of the chapters."""
    return {f"{one.slug}.{name}": function for one in CHAPTERS for name, function in proof_functions(one)}


def chapter_rows(slug: str, asked: Collection[str]) -> list[Row]:
    """The lines of a chapter's proofs: found now for those that are asked about, from the table for the others."""
    known = [(*key, kind) for key, kind in read().items()] if FILE.exists() else []
    mine = [id for id in proofs() if id.startswith(f"{slug}.")]
    found = [row for id in mine if id in asked for row in rows(id, proofs()[id]())]
    return [*found, *(row for row in known if row[0] in mine and row[0] not in asked)]


def main(ids: Collection[str]) -> None:
    """Ask the solvers about every link of some proofs, or of all, and write the table.

    Prints how many links each solver confirms in each chapter.

    Raises:
        ValueError: if there is no proof with one of the ids.
    """
    if unknown := set(ids) - set(proofs()):
        raise ValueError(f"no proof has the ids {sorted(unknown)}")
    slugs = [chapter.slug for chapter in CHAPTERS]
    with ProcessPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(partial(chapter_rows, asked=ids or tuple(proofs())), slugs))
    FILE.write_text(text(row for chapter in found for row in chapter), encoding="utf-8")
    for chapter, lines in zip(CHAPTERS, found, strict=True):
        kinds = Counter(kind for *_, kind in lines)
        print(f"{chapter.number:2} {chapter.slug:18}", ", ".join(f"{kinds[kind]} {kind}" for kind in sorted(kinds)))


if __name__ == "__main__":
    main(sys.argv[1:])
