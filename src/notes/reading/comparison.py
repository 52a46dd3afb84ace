"""What of a displayed equation its proof establishes: the page's LaTeX is read and compared with the claims."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sympy import Basic, Eq, Indexed, Symbol

from notes.proof import kernel
from notes.proof.checking import TimeLimitError, time_limit
from notes.proof.derivation import Proof
from notes.proof.relations import Optimum, Relation, Statement
from notes.proof.steps import Instances
from notes.reading.agreement import (
    agrees,
    by_entries,
    conclusions,
    holds,
    is_arithmetic,
    is_rounded,
    is_true_by_expanding,
)
from notes.reading.displays import Part, has_words, is_name, parts
from notes.reading.expressions import Reader
from notes.reading.names import names, scripted
from notes.reading.statements import statement
from notes.reading.tokens import ReadingError, Tree, expanded, rendered, tree

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
        if signs := [pattern for pattern in macros if not re.search("[A-Za-z]", pattern)]:
            raise ValueError(f"`macros` must be of names, and not of signs or numbers, got {signs}")
        self.macros = macros
        self.established = tuple(conclusions(proof))
        optima = tuple(one for one in self.established if isinstance(one, Optimum))
        self.known = replace(names(kernel.sides(proof)), optima=optima)
        hypotheses = (one for one in kernel.hypotheses(proof) if isinstance(one, Eq))
        self.explained = tuple(filter(None, map(_explanation, hypotheses)))

    def fault(self, part: Part) -> str:
        """Why a relation of the display is not covered; empty if it follows from the proof.

        Raises:
            ReadingError: if it is not read, or not compared in time.
        """
        if part.reason or part.left == part.right:
            raise ReadingError(part.reason or "says nothing")
        if any(has_words(expanded(side, self.macros)) for side in (part.left, part.right)):
            raise ReadingError("words")
        read = statement(part, self.known, self.macros)
        faults = [self._fault(one, part) for one in by_entries(read)]
        return next(filter(None, faults), "")

    def _fault(self, read: Statement, part: Part) -> str:
        try:
            with time_limit(SECONDS):
                if self._names_only(part, read):
                    return NAMES
                if isinstance(read, Relation) and part.sign == "~":
                    return "" if _is_rounded(read, part) else FAILS
                computed = isinstance(read, Relation) and is_arithmetic(read) and holds(read)
                return "" if computed or self._follows(read) else FAILS
        except TimeLimitError:
            raise ReadingError(f"not compared within {SECONDS:g} s") from None

    def _names_only(self, part: Part, read: Statement) -> bool:
        """Whether a relation says nothing once its notation is explained, or is how a hypothesis explains a name."""
        if not isinstance(read, Relation) or read.sign != "=":
            return False
        named = self._is_name(part.left) or self._is_name(part.right)
        return (named and read.left == read.right) or any(agrees(read, one) for one in self.explained)

    def _is_name(self, side: Tree) -> bool:
        """Whether a side is a single name that the relation may only explain, with what it is a function of."""
        if not is_name(side):
            return False
        if any(side == tree(pattern) for pattern in self.macros):
            return True
        _, _, end = scripted(side, 0)
        try:
            Reader(side if end == len(side) else expanded(side[:end], self.macros), self.known).whole()
        except ReadingError:
            return True
        return False

    def _follows(self, read: Statement) -> bool:
        """Whether a relation follows from the proof, also once names are explained, or is true by expanding alone."""
        alike = sorted(self.established, key=lambda one: _symbols(one) != _symbols(read))  # soon found, if it is there
        if any(agrees(read, one) for one in alike):
            return True
        if not isinstance(read, Relation):
            return False
        if is_true_by_expanding(read):
            return True
        return bool(self.explained) and any(
            agrees(self._explain(read), self._explain(one)) for one in alike if isinstance(one, Relation)
        )

    def _explain(self, relation: Relation) -> Relation:
        """A relation with what the hypotheses say of single names put in for them."""
        for one in self.explained:
            sides = (side.subs(one.left, one.right) for side in (relation.left, relation.right))
            relation = Relation(next(sides), relation.sign, next(sides))
        return relation


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


def _symbols(statement: Statement) -> frozenset[Basic]:
    """The symbols that the sides of a relation name; none of an optimum, which there are few of."""
    if not isinstance(statement, Relation):
        return frozenset()
    return frozenset(statement.left.free_symbols | statement.right.free_symbols)


def _is_rounded(read: Relation, part: Part) -> bool:
    """Whether the right side is the left one, rounded to as many decimals as it has."""
    if not is_arithmetic(read):
        raise ReadingError("what is rounded is not a number")
    return is_rounded(read, len(rendered(part.right).partition(".")[2]))


def used(display: str, macros: Mapping[str, str]) -> dict[str, str]:
    """The macros that change a display, in their order."""
    items, found = tree(display), dict[str, str]()
    for pattern, meaning in macros.items():
        changed = expanded(items, {pattern: meaning})
        if changed != items:
            items, found[pattern] = changed, meaning
    return found


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


def _explanation(hypothesis: Eq) -> Relation | None:
    """A hypothesis that says what a single name is, with the name on the left; None if it does not."""
    for name, meaning in (hypothesis.args, hypothesis.args[::-1]):
        if isinstance(name, Symbol | Indexed) and not meaning.has(name):
            return Relation(name, "=", meaning)
    return None
