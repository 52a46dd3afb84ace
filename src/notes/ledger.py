"""The ledger: every claim of the course, with what establishes it, and a way to run it.

Entries come from the chapters' sub-packages: each function of `proofs` that returns a proof, each function of `checks`
marked with `check`, each line of its `DEFINITIONS`, each experiment of `experiments`, and each erratum of `errata`.
"""

import functools
import importlib
import importlib.util
import inspect
import pkgutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from notes.chapters import CHAPTERS, Chapter
from notes.errata import Erratum
from notes.experiment import table
from notes.experiment.catalogue import chapter_experiments
from notes.experiment.trial import Experiment
from notes.proof import Proof
from notes.reading.formula import RUNS


@dataclass(frozen=True)
class Result:
    """The outcome of running an entry: `seconds` of processor time, `steps` the number of relations or assertions."""

    id: str
    chapter: int
    kind: str
    ok: bool
    seconds: float
    steps: int
    message: str = ""


@dataclass(frozen=True)
class Entry:
    """A claim of a chapter and what establishes it.

    Args:
        id: chapter slug and name, such as `losses.optimal_variance`.
        chapter: number of the chapter.
        kind: `proved`, `instance`, `check`, `definition`, `notation`, `experiment` or `erratum`.
        equations: labels of the displayed equations that the entry stands for.
        title: the claim in plain words.
        target: dotted name of the proof, the check, the implementing function or the erratum.
    """

    id: str
    chapter: int
    kind: str
    equations: tuple[str, ...]
    title: str
    target: str

    def run(self) -> Result:
        """Establish the claim now; nothing is established where Python leaves assertions out."""
        start = time.process_time()
        try:
            require_assertions()
            ok, steps, message = _RUNNERS.get(self.kind, _run_proof)(resolved(self.target))
        except Exception as error:
            ok, steps, message = False, 0, f"{type(error).__name__}: {error}"
        return Result(self.id, self.chapter, self.kind, ok, time.process_time() - start, steps, message)


def require_assertions() -> None:
    """Refuse to run where assertions are switched off, since a check would then look at nothing.

    Raises:
        RuntimeError: saying how assertions are switched on.
    """
    if not __debug__:
        raise RuntimeError("assertions are switched off: run without -O and without PYTHONOPTIMIZE")


def resolved(target: str) -> Any:
    """The object of a dotted name, such as `notes.losses.gaussian.gaussian_nll`.

    Raises:
        ValueError: if there is no such module or no such name in it.
    """
    module, _, name = target.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"`target` must name something importable, got {target!r}: {error}") from None


def check(*equations: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Mark a function of a chapter's `checks` that ties displayed equations to their implementation by assertions.

    Args:
        equations: labels of the equations, such as `"eq:gaussian-nll"`; none for a claim made in words.
    """

    def marked(function: Callable[[], None]) -> Callable[[], None]:
        function.equations = equations  # type: ignore[attr-defined]
        return function

    return marked


@functools.cache
def entries() -> tuple[Entry, ...]:
    """Every entry of every chapter, in the order of the chapters."""
    return tuple(entry for chapter in CHAPTERS for entry in chapter_entries(chapter))


@functools.cache
def chapter_entries(chapter: Chapter) -> tuple[Entry, ...]:
    """The entries of one chapter: proofs, checks, definitions, errata."""
    return (*_proof_entries(chapter), *entries_beside_proofs(chapter))


def _proof_entries(chapter: Chapter) -> Iterator[Entry]:
    for name, function in proof_functions(chapter):
        proof = function()
        target = f"{function.__module__}.{name}"
        yield Entry(f"{chapter.slug}.{name}", chapter.number, proof.kind, proof.equations, proof.title, target)


def entries_beside_proofs(chapter: Chapter) -> Iterator[Entry]:
    """The entries of one chapter that come without building its proofs, which takes seconds."""
    checks = _module(chapter, "checks")
    for name, function in _functions(checks):
        if hasattr(function, "equations"):
            target, title = f"{function.__module__}.{name}", _first_line(function)
            yield Entry(f"{chapter.slug}.{name}", chapter.number, "check", function.equations, title, target)
    yield from chapter_definitions(chapter)
    for one in chapter_experiments(chapter):
        yield Entry(one.id, chapter.number, "experiment", (), one.title, one.target)
    for module in _parts(chapter, "errata"):
        for name, erratum in vars(module).items():
            if isinstance(erratum, Erratum):
                title, target = f"erratum: {erratum.correction}", f"{module.__name__}.{name}"
                yield Entry(f"{chapter.slug}.{name}", chapter.number, "erratum", (), title, target)


def chapter_definitions(chapter: Chapter) -> Iterator[Entry]:
    """What the displays define: compared with the code that implements it where a formula of numbers allows it."""
    compared = {function.equations[0]: function for _, function in _functions(_module(chapter, "formulas"))}  # type: ignore[attr-defined]
    for label, target in getattr(_module(chapter, "checks"), "DEFINITIONS", {}).items():
        name, code = f"{chapter.slug}.{label.removeprefix('eq:')}", f"`{target.removeprefix('notes.')}`"
        if label in compared:
            function = compared[label]
            title = f"a formula of it is what {code} returns: {_first_line(function)}"
            yield Entry(
                name, chapter.number, "definition", (label,), title, f"{function.__module__}.{function.__name__}"
            )
        else:
            title = f"what is written so is {code} in code; the two are not compared"
            yield Entry(name, chapter.number, "notation", (label,), title, target)


def proof_functions(chapter: Chapter) -> list[tuple[str, Callable[[], Proof]]]:
    """The functions of a chapter's `proofs` (a module, or a package of modules) that return a proof."""
    found = [pair for module in _parts(chapter, "proofs") for pair in _functions(module)]
    return [(name, f) for name, f in found if inspect.signature(f).return_annotation is Proof]


def _parts(chapter: Chapter, name: str) -> list[ModuleType]:
    """A module of the chapter and, if it is a package, the modules in it."""
    top = _module(chapter, name)
    inner = pkgutil.iter_modules(getattr(top, "__path__", []))
    return [top, *(importlib.import_module(f"{top.__name__}.{module.name}") for module in inner)]


def _module(chapter: Chapter, name: str) -> ModuleType:
    """A module of the chapter, or an empty one where the chapter has none of that name."""
    full = f"{chapter.package}.{name}"
    exists = importlib.util.find_spec(chapter.package) and importlib.util.find_spec(full)
    return importlib.import_module(full) if exists else ModuleType(full)


def _functions(module: ModuleType) -> list[tuple[str, Callable[[], Any]]]:
    """The public functions defined in the module itself, in the order in which they stand."""
    found = [
        (name, value)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]
    return sorted(found, key=lambda pair: inspect.unwrap(pair[1]).__code__.co_firstlineno)


def _first_line(function: Callable[[], Any]) -> str:
    return (inspect.getdoc(function) or "").splitlines()[0].rstrip(".")


def _run_proof(function: Callable[[], Proof]) -> tuple[bool, int, str]:
    verdict = Proof.check(function())
    return verdict.ok, verdict.steps, verdict.message


def _run_check(function: Callable[[], None]) -> tuple[bool, int, str]:
    function()
    return True, inspect.getsource(function).count("assert"), ""


def _run_definition(function: Callable[[], None]) -> tuple[bool, int, str]:
    """A formula and the code are compared on random inputs, which are counted."""
    function()
    return True, RUNS, ""


def _run_notation(function: Any) -> tuple[bool, int, str]:
    """Nothing is established but that the code has what the entry names."""
    return callable(function), 0, "" if callable(function) else "what the entry names cannot be called"


def _run_erratum(erratum: Erratum) -> tuple[bool, int, str]:
    message = "" if erratum.holds() else "the check does not tell the source's form from the corrected one"
    return erratum.holds(), 0 if erratum.check is None else 2, message


def _run_experiment(experiment: Experiment) -> tuple[bool, int, str]:
    """Judge the claims by the table, which must have been made by the present code and lack no run."""
    found = table.table(experiment)
    faults = [
        f"in the table it is not so: {claim.words}" for claim in experiment.claims if not claim.holds(found.numbers())
    ]
    if found.code != table.current_code(experiment):
        faults.insert(0, "the table was made by other code: run `make experiments`")
    if found.lacking:
        faults.insert(0, f"the table lacks {len(found.lacking)} runs: run `make experiments`")
    return not faults, len(experiment.claims), "; ".join(faults)


_RUNNERS: dict[str, Callable[[Any], tuple[bool, int, str]]] = {
    "check": _run_check,
    "definition": _run_definition,
    "notation": _run_notation,
    "experiment": _run_experiment,
    "erratum": _run_erratum,
}
