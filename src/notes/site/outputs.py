"""The `#>` lines of the blocks: what each top-level statement printed, written under it, refreshed and checked.

    python -m notes.site.outputs docs src/notes          write them, and the seconds in the pages' cards
    python -m notes.site.outputs --check docs            say which differ, and change nothing

Text and whole numbers have to be the same; a decimal may differ by one unit of its last printed digit, and one printed
in full by a millionth of itself. Lines that hold by this measure stay, so that no two machines undo each other.
"""

import argparse
import ast
import io
import math
import os
import re
import sys
import tokenize
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from rich.progress import track

from notes.site.blocks import Block, BlockError, blocks, files
from notes.site.execution import Run, Statement, runs

DECIMAL = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?\d+[eE][-+]?\d+")
RELATIVE = Decimal("1e-6")
CARD_SECONDS = re.compile(r"(^```card\n(?:(?!```).*\n)*?seconds:[ ]*)(\d+)", re.MULTILINE)
DURATIONS = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
DRIFT = 1.5


def fault(block: Block, run: Run) -> str | None:
    """What is wrong with a block that ran, with its place; None if nothing is.

    Under `NOTES_SEED_SHIFT` it draws other numbers and words, and only what it prints as true or false is compared.

    Raises:
        BlockError: if a `#>` line does not follow a statement.
    """
    same = agree_in_truth if os.environ.get("NOTES_SEED_SHIFT") else agree
    if run.error is not None:
        return f"{block}: {run.error}"
    if len(run.figures) != (block.figure is not None):
        rule = 'one figure open if its fence says figure="...", and none if not'
        return f"{block}: a block leaves {rule}, got {len(run.figures)} with {block.figure!r}"
    written = written_outputs(block)
    for statement in run.statements:
        expected, printed = written.get(statement.last, []), printed_lines(statement)
        if not same(expected, printed):
            line = block.line + statement.last
            said, got = (
                "\n".join(f"    #> {text}" for text in lines) or "    nothing" for lines in (expected, printed)
            )
            return f"{block.page}:{line}: the page says\n{said}\nbut the block printed\n{got}\n`make outputs` writes it"
    return None


def agree_in_truth(written: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether two outputs say the same to be true or false, in their order."""
    said, found = (re.findall(r"\b(?:True|False)\b", " ".join(lines)) for lines in (written, printed))
    return said == found


def written_outputs(block: Block) -> dict[int, list[str]]:
    """The outputs that a block's `#>` lines show, by the last line of the statement that they follow.

    Raises:
        BlockError: if a `#>` line does not follow a top-level statement, or two statements share a line.
    """
    ends = [node.end_lineno or 0 for node in ast.parse(block.source).body]
    starts = [node.lineno for node in ast.parse(block.source).body]
    for end, start in zip(ends, starts[1:], strict=False):
        if start == end:
            raise BlockError(block.line + end - 1, "one statement a line: outputs belong to a line", block.page)
    written: dict[int, list[str]] = {end: [] for end in ends}
    for line, column, text in output_comments(block.source):
        owner = max((end for end in ends if end < line), default=0)
        if column or not owner or owner + len(written[owner]) + 1 != line:
            raise BlockError(block.line + line - 1, "`#>` lines follow a top-level statement directly", block.page)
        written[owner].append(text)
    return written


def output_comments(source: str) -> list[tuple[int, int, str]]:
    """Line, column and text of each comment that shows an output."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    shown = [token for token in tokens if token.type == tokenize.COMMENT and token.string.startswith("#>")]
    return [(*token.start, token.string.removeprefix("#>").removeprefix(" ")) for token in shown]


def printed_lines(statement: Statement) -> list[str]:
    """What a statement printed, line by line, as far as it can be seen: without spaces at the ends."""
    return [line.rstrip() for line in statement.output.splitlines()]


def agree(expected: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether two outputs have the same words and whole numbers and, to their last digit, the same decimals."""
    before, after = "\n".join(expected), "\n".join(printed)
    if len(expected) != len(printed) or DECIMAL.split(before) != DECIMAL.split(after):
        return False
    pairs = zip(DECIMAL.findall(before), DECIMAL.findall(after), strict=True)
    return all(close(Decimal(one), Decimal(other)) for one, other in pairs)


def close(one: Decimal, other: Decimal) -> bool:
    """Whether two decimals differ by at most one unit of the last digit of the longer, or by a millionth."""
    last = min(int(number.as_tuple().exponent) for number in (one, other))
    return abs(one - other) <= max(Decimal(1).scaleb(last), RELATIVE * abs(one))


def refreshed(block: Block, run: Run) -> list[str]:
    """The lines of a block with what it printed under each statement; what still holds stays as it is."""
    written, lines = written_outputs(block), block.source.splitlines()
    outputs = {line for line, _, _ in output_comments(block.source)}
    printed = {statement.last: printed_lines(statement) for statement in run.statements}
    new = []
    for number, line in enumerate(lines, start=1):
        if number not in outputs:
            new.append(line)
        if number in printed:
            texts = written[number] if agree(written[number], printed[number]) else printed[number]
            new += [f"#> {text}".rstrip() for text in texts]
    return new


def rewritten(text: str, found: Sequence[tuple[Block, Run]]) -> str:
    """A page's text with the outputs of its blocks, and the seconds that they took in its card."""
    lines = text.split("\n")
    for block, run in reversed(found):
        indent = re.sub(r"[^>\s]", " ", lines[block.line - 2].partition("`")[0])
        old = slice(block.line - 1, block.line - 1 + len(block.source.splitlines()))
        lines[old] = [(indent + line).rstrip() for line in refreshed(block, run)]
    seconds = sum(run.seconds for _, run in found)
    return CARD_SECONDS.sub(lambda card: card[1] + str(shown_seconds(int(card[2]), seconds)), "\n".join(lines))


def shown_seconds(shown: int, measured: float) -> int:
    """The seconds for a card: those it shows, unless they are off by half, and else the next round number."""
    measured = max(measured, 1.0)
    if shown and 1 / DRIFT <= measured / shown <= DRIFT:
        return shown
    return next((duration for duration in DURATIONS if duration >= measured), math.ceil(measured))


def executed_pages(pages: Sequence[Path]) -> dict[Path, list[tuple[Block, Run]]]:
    """The blocks of the pages with their runs, under a progress bar."""
    found = [block for page in pages for block in blocks(page)]
    progress = track(
        runs(found, "notes.plotting.require_labels"), "Running the blocks", total=len(found), transient=True
    )
    executed: dict[Path, list[tuple[Block, Run]]] = {page: [] for page in pages}
    for block, run in zip(found, progress, strict=True):
        executed[block.page].append((block, run))
    return executed


def main() -> int:
    """Refresh or check the outputs of the pages and modules at the paths given."""
    arguments = argparse.ArgumentParser(prog="python -m notes.site.outputs", description=main.__doc__)
    arguments.add_argument("paths", nargs="+", type=Path, help="pages, modules, or directories of them")
    arguments.add_argument("--check", action="store_true", help="change nothing, and fail if an output differs")
    given = arguments.parse_args()
    if os.environ.get("NOTES_SEED_SHIFT") and not given.check:
        arguments.error("pages show the seeds as they are: unset NOTES_SEED_SHIFT")
    failed = False
    for page, found in executed_pages(files(given.paths)).items():
        broken = [f"{block}: {run.error}" for block, run in found if run.error is not None]
        if not given.check and not broken:
            old = page.read_text("utf8")
            if (new := rewritten(old, found)) != old:
                page.write_text(new, "utf8")
                print(f"{page}: rewritten")
        faults = [text for block, run in found if (text := fault(block, run))] if given.check else broken
        print(*faults, sep="\n", end="\n" * bool(faults), file=sys.stderr)
        failed = failed or bool(faults)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
