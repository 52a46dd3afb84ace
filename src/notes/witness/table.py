"""What the second witness said of every link, in a small text file, so that a page shows it without any solver.

    proof,link,kind
    losses.gibbs_inequality,3b0c9d1f,z3
    ...

`python -m notes.witness` writes it. A line is one link: the id of its proof, and a fingerprint of the relation with its
hypotheses and all that is assumed of its names. So a link that changed has no line, and lines can be merged.
"""

import csv
import hashlib
import importlib
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from sympy import Basic, Eq, Indexed, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixSymbol

import notes
from notes.proof import Proof
from notes.proof.relations import Lemma, Link
from notes.proof.symbols import Bounded, SpecialMatrix
from notes.proof.trusted import Trusted

FILE = Path(notes.__path__[0]) / "docs" / "witness.csv"
SOLVERS = ("FLINT", "z3", "words", "Arb")
NAMES = {"words": "matrix words"}

Row = tuple[str, str, str]


def links(proof: Proof) -> list[str]:
    """The fingerprints of a proof's links, in their order."""
    return [fingerprint(link, proof.given) for link in proof.links]


def fingerprint(link: Link, given: tuple[Relational | Trusted, ...]) -> str:
    """Eight hexadecimal digits of a relation, its hypotheses, its lemma and what is assumed of its names."""
    relations = [hypothesis for hypothesis in given if isinstance(hypothesis, Relational)]
    sides = (link.left, link.right, *(side for hypothesis in relations for side in hypothesis.args))
    support = link.by.name if isinstance(link.by, Lemma | Trusted) else ""
    signs = [hypothesis.rel_op for hypothesis in relations if not isinstance(hypothesis, Eq)]
    told = [link.sign, support, *signs, *map(str, sides), *sorted(_assumed(sides))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]


def _assumed(sides: Iterable[Basic]) -> set[str]:
    names = {name for side in sides for name in side.atoms(Symbol, Indexed, AppliedUndef)}
    special = {matrix for side in sides for matrix in side.atoms(MatrixSymbol) if isinstance(matrix, SpecialMatrix)}
    return {
        f"{name} {name.is_positive} {name.is_nonnegative} {name.is_real} {name.is_integer}"
        + (f" {name.lower} {name.upper}" if isinstance(name, Bounded) else "")
        + (" nonzero" if name.is_nonzero and name.is_positive is None else "")
        for name in names
    } | {f"{matrix} {type(matrix).__name__}" for matrix in special}


def rows(id: str, proof: Proof) -> list[Row]:
    """The lines of a proof, found now: the solvers are needed."""
    from notes.witness.verdicts import verdict

    return [(id, fingerprint(link, proof.given), verdict(link, proof.given).kind) for link in proof.links]


def text(found: Iterable[Row]) -> str:
    """The file: one line a link, sorted, equal links of a proof once."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("proof", "link", "kind"))
    writer.writerows(sorted(set(found)))
    return file.getvalue()


@lru_cache(maxsize=2)
def read(file: Path = FILE) -> Mapping[tuple[str, str], str]:
    """The kind of witness of each link, by the id of the proof and the link's fingerprint."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {(row["proof"], row["link"]): row["kind"] for row in csv.DictReader(lines)}


def kinds(id: str, fingerprints: Sequence[str]) -> Counter[str]:
    """How many of a proof's links have each kind of witness."""
    return Counter(read().get((id, link), "none") for link in fingerprints)


def sentence(id: str, fingerprints: Sequence[str], numbers: Sequence[int]) -> str:
    """What a page says under a proof: how many of its relations a second solver confirms, and in which steps.

    Args:
        id: the proof.
        fingerprints: its links.
        numbers: for each link the number of the step in which the page shows it.
    """
    places: dict[str, list[int]] = {solver: [] for solver in SOLVERS}
    for number, link in zip(numbers, fingerprints, strict=True):
        places.get(read().get((id, link), "none"), []).append(number)
    confirmed = {NAMES.get(solver, solver): found for solver, found in places.items() if found}
    if not confirmed:
        return "No relation is confirmed by a second solver."
    by = "; ".join(f"{_steps(sorted(set(found)))} by {solver}" for solver, found in confirmed.items())
    return f"{sum(map(len, confirmed.values()))} of {len(fingerprints)} relations confirmed by a second solver: {by}."


def _steps(places: Sequence[int]) -> str:
    """Numbers of steps in words, those in a row as a range."""
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0])]
    told = [f"{run[0]}\N{EN DASH}{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return f"{'step' if len(places) == 1 else 'steps'} {', '.join(told)}"


def witnesses(proof: Proof) -> list[str] | str:
    """The kind of witness of each link, found now; `not installed` where the solvers are missing."""
    try:
        importlib.import_module("flint")
        importlib.import_module("z3")
    except ImportError:
        return "not installed"
    return [kind for _, _, kind in rows("", proof)]
