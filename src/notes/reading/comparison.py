"""What of a displayed equation its proof establishes: the page's LaTeX is read and compared with the claims."""

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Eq, Indexed, Symbol

from notes.proof import kernel
from notes.proof.checking import TimeLimitError, time_limit
from notes.proof.derivation import Proof
from notes.proof.relations import Relation, Statement
from notes.proof.steps import Instances
from notes.reading.agreement import agrees, conclusions
from notes.reading.displays import Part, parts
from notes.reading.names import Names, names
from notes.reading.statements import statement
from notes.reading.tokens import ReadingError, expanded, tree

SECONDS = 5.0
NAMES, FAILS = "only gives a name", "does not follow"


@dataclass(frozen=True)
class Coverage:
    """What of a display was compared with the claims of its proof.

    Args:
        word: `all`, `part`, `instance` or `not compared`.
        stated: the relations that follow from the claims, as LaTeX.
        named: those that only give a name to something.
        missing: what was not read, or does not follow, with the reason.
        sizes: of an instance, the sizes it is shown for.
    """

    word: str
    stated: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    sizes: tuple[int, ...] = ()


class Comparison:
    """A proof with which a display is compared.

    Args:
        proof: the proof.
        macros: what the notation of the page stands for, LaTeX for LaTeX.
    """

    def __init__(self, proof: Proof, macros: Mapping[str, str]) -> None:
        self.macros = macros
        self.known: Names = names(kernel.sides(proof))
        self.established = tuple(conclusions(proof))
        hypotheses = (one for one in kernel.hypotheses(proof) if isinstance(one, Eq))
        self.explained = tuple(Relation(one.lhs, "=", one.rhs) for one in hypotheses if _explains_a_name(one))

    def fault(self, part: Part) -> str:
        """Why a relation of the display is not covered; empty if it follows from the proof.

        Raises:
            ReadingError: if it is not read, or not compared in time.
        """
        if part.reason:
            raise ReadingError(part.reason)
        read = statement(part, self.known, self.macros)
        try:
            with time_limit(SECONDS):
                if self._names_only(part, read):
                    return NAMES
                return "" if any(agrees(read, one) for one in self.established) else FAILS
        except TimeLimitError:
            raise ReadingError(f"not compared within {SECONDS:g} s") from None

    def _names_only(self, part: Part, read: Statement) -> bool:
        """Whether a relation says nothing once its notation is explained, or is how a hypothesis explains a name."""
        if not isinstance(read, Relation) or read.sign != "=":
            return False
        renamed = any(expanded(side, self.macros) != side for side in (part.left, part.right))
        if read.left == read.right and not renamed:
            raise ReadingError("says nothing")
        return read.left == read.right or any(agrees(read, one) for one in self.explained)


def coverage(display: str, proof: Proof, macros: Mapping[str, str]) -> Coverage:
    """What of a display a proof establishes.

    Args:
        display: the LaTeX of the page.
        proof: the proof of the equation.
        macros: what the notation of the page stands for, LaTeX for LaTeX.
    """
    comparison = Comparison(proof, macros)
    stated: list[str] = []
    named: list[str] = []
    missing: list[tuple[str, str]] = []
    head = False
    for part in _parts(display):
        try:
            fault = comparison.fault(part)
        except ReadingError as error:
            missing.append((part.shown(), str(error)))
            head = part.heads
            continue
        if not fault and head:
            named.append(missing.pop()[0])
        head = False
        if fault == FAILS:
            missing.append((part.shown(), fault))
        else:
            (named if fault else stated).append(part.shown())
    sizes = tuple(size for step in proof.steps if isinstance(step, Instances) for size in step.sizes)
    return Coverage(_word(proof, stated, missing), tuple(stated), tuple(named), tuple(missing), sizes)


def _parts(display: str) -> list[Part]:
    """The relations of a display; the whole of it as one that is not read where its brackets do not match."""
    try:
        return parts(tree(display))
    except ReadingError as error:
        return [Part(tuple(display.split()), reason=str(error))]


def _word(proof: Proof, stated: list[str], missing: list[tuple[str, str]]) -> str:
    if proof.kind == "instance":
        return "instance"
    return "not compared" if not stated else "part" if missing else "all"


def _explains_a_name(hypothesis: Eq) -> bool:
    return any(isinstance(side, Symbol | Indexed) for side in hypothesis.args)
