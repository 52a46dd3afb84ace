"""The table of measurements that is committed, and how its page shows it."""

import csv
import io
import platform
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch

from benchmarks.layers import layers
from benchmarks.losses import losses
from benchmarks.measurement import gradients, peak_bytes, seconds
from benchmarks.operators import operators
from benchmarks.pair import Pair
from notes.experiment.unchecked import without_checks_of_shapes

DOCS = Path(__file__).parents[1] / "docs"
FILE, PAGE = DOCS / "benchmarks.csv", DOCS / "benchmarks.md"
TABLE = re.compile(r"^Measured on .*?\|\n(?!\|)", re.DOTALL | re.MULTILINE)  # as the page has it
HEAD = ("function", "PyTorch's", "small", "small, unchecked", "large", "large, with gradients", "large, memory")


class Row(NamedTuple):
    """What was measured of one pair at one size: of the notes, and of PyTorch.

    Attributes:
        function: the name of the notes' function.
        reference: what PyTorch has for it.
        size: that of the inputs.
        forward: milliseconds of a call.
        unchecked: milliseconds of a call of the notes without checks of shapes.
        forward_of_torch: milliseconds of a call of PyTorch.
        both: milliseconds of a call and its gradients, or of a call again where there are none.
        both_of_torch: the same of PyTorch.
        memory: the most that is held meanwhile, in bytes.
        memory_of_torch: the same of PyTorch.
    """

    function: str
    reference: str
    size: int
    forward: float
    unchecked: float
    forward_of_torch: float
    both: float
    both_of_torch: float
    memory: float
    memory_of_torch: float

    @property
    def slowness(self) -> float:
        """How many times PyTorch's time a call and its gradients take."""
        return self.both / self.both_of_torch


def pairs() -> list[Pair]:
    """All that is compared."""
    return [*losses(), *layers(), *operators()]


def measured(pair: Pair, size: int) -> Row:
    """A pair at one size."""
    inputs = pair.inputs(size)
    ours, theirs = (partial(call, *inputs) for call in (pair.ours, pair.theirs))
    whole: list[Callable[[], object]] = [ours, theirs]
    if pair.learns:
        whole = [partial(gradients, call, inputs, pair.learns) for call in (pair.ours, pair.theirs)]
    with torch.set_grad_enabled(not pair.learns):  # a rule of descent asks for gradients by itself
        times = seconds([ours, partial(unchecked, ours), theirs])
    milliseconds = [1e3 * time for time in (*times, *seconds(whole))]
    return Row(pair.name, pair.reference, size, *milliseconds, *(float(peak_bytes(call)) for call in whole))


def unchecked(call: partial[torch.Tensor]) -> torch.Tensor:
    """A call without the checks of shapes."""
    with without_checks_of_shapes():
        return call()


def written(rows: Iterable[Row]) -> str:
    """The file: what measured it, the names of the columns, and a line for each row."""
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(Row._fields)
    lines.writerows([f"{one:.3g}" if isinstance(one, float) else one for one in row] for row in rows)
    return f"# {machine()}\n{file.getvalue()}"


def machine() -> str:
    """The processor, the number of threads and the version of PyTorch."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf8").splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{[*models, platform.processor()][0]}, one thread, torch {torch.__version__.partition('+')[0]}"


def read(file: Path = FILE) -> tuple[str, list[Row]]:
    """What measured a table, and its rows."""
    first, _, *lines = file.read_text("utf8").splitlines()
    found = [Row(name, of, int(size), *map(float, numbers)) for name, of, size, *numbers in csv.reader(lines)]
    return first.removeprefix("# "), found


def twos(rows: list[Row]) -> list[tuple[Row, Row]]:
    """The rows of each pair, that of the small size first."""
    return list(zip(rows[::2], rows[1::2], strict=True))


def shown(file: Path = FILE) -> str:
    """A table in Markdown: how many times PyTorch's time and memory the notes take."""
    told, rows = read(file)
    lines: list[tuple[str, ...]] = [HEAD, ("---", "---", *["---:"] * 5)]
    for small, large in twos(rows):
        ratios = (
            small.forward / small.forward_of_torch,
            small.unchecked / small.forward_of_torch,
            large.forward / large.forward_of_torch,
            large.slowness,
            large.memory / large.memory_of_torch,
        )
        link = f"[`{small.function.rpartition('.')[2]}`][notes.{small.function}]"
        lines.append((link, f"`{small.reference}`", *(f"{ratio:.1f}" for ratio in ratios)))
    return "\n".join([f"Measured on {told}.", "", *(f"| {' | '.join(line)} |" for line in lines)])
