"""Write the table of the second witness: `python -m notes.witness`."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from notes.chapters import CHAPTERS
from notes.ledger import proof_functions
from notes.witness.table import FILE, Row, rows, text


def chapter_rows(number: int) -> list[Row]:
    """The lines of a chapter's proofs, found now."""
    chapter = CHAPTERS[number]
    return [row for name, function in proof_functions(chapter) for row in rows(f"{chapter.slug}.{name}", function())]


def main() -> None:
    """Ask the solvers about every link, write the table, and print how many each confirms in each chapter."""
    with ProcessPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(chapter_rows, range(len(CHAPTERS))))
    FILE.write_text(text(row for chapter in found for row in chapter), encoding="utf-8")
    for chapter, lines in zip(CHAPTERS, found, strict=True):
        kinds = Counter(kind for *_, kind in lines)
        print(f"{chapter.number:2} {chapter.slug:18}", ", ".join(f"{kinds[kind]} {kind}" for kind in sorted(kinds)))


if __name__ == "__main__":
    main()
