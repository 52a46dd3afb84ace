"""A relation of a display as a statement, such as proofs claim."""

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Expr

from notes.proof.relations import Optimum, Relation, SameOptimum, Statement
from notes.reading.displays import Part
from notes.reading.expressions import Reader
from notes.reading.names import Names
from notes.reading.tokens import ReadingError, Tree, expanded, split

SENSES = {r"\argmin": "min", r"\argmax": "max"}


@dataclass(frozen=True)
class _Optimiser:
    """Where something is smallest or largest."""

    sense: str
    variables: tuple[Expr, ...]
    value: Expr


def statement(part: Part, known: Names, macros: Mapping[str, str]) -> Statement:
    """A relation of a display, read with the names of a proof.

    Raises:
        ReadingError: if it is not read.
    """
    try:
        left, right = (_side(expanded(side, macros), known) for side in (part.left, part.right))
    except (TypeError, AttributeError) as error:
        raise ReadingError(f"its parts do not fit together: {error}") from None
    if isinstance(left, _Optimiser) and part.sign == "=":
        if isinstance(right, _Optimiser):
            return SameOptimum(left.value, left.sense, right.value, right.sense, left.variables)
        if len(left.variables) == 1:
            return Optimum(left.value, ((left.variables[0], right),), left.sense)
    if isinstance(left, _Optimiser) or isinstance(right, _Optimiser):
        raise ReadingError("an optimum must equal a place or another one")
    return Relation(left, part.sign, right)


def _side(items: Tree, known: Names) -> "Expr | _Optimiser":
    while len(items) == 1 and isinstance(items[0], tuple):
        items = items[0]
    sense = SENSES.get(str(items[0])) if items else None
    if sense is None:
        return Reader(items, known).whole()
    if items[1:2] != ("_",) or not isinstance(items[2], tuple):
        raise ReadingError("an optimum must say over what")
    variables = tuple(Reader(part, known).whole() for _, part in split(items[2], {","}))
    return _Optimiser(sense, variables, Reader(items[3:], known).whole())
