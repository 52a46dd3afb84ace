"""A relation of a display as a statement, such as proofs claim."""

from collections.abc import Mapping

from sympy import Expr

from notes.proof.relations import Optimum, Relation, SameOptimum, Statement
from notes.reading.displays import Part
from notes.reading.expressions import Reader
from notes.reading.names import Names
from notes.reading.places import Optimiser, optimiser
from notes.reading.tokens import ReadingError, Tree, expanded


def statement(part: Part, known: Names, macros: Mapping[str, str]) -> Statement:
    """A relation of a display, read with the names of a proof.

    Raises:
        ReadingError: if it is not read.
    """
    try:
        left, right = (_side(expanded(side, macros), known) for side in (part.left, part.right))
    except (TypeError, AttributeError) as error:
        raise ReadingError(f"its parts do not fit together: {error}") from None
    if isinstance(left, Optimiser) and part.sign == "=":
        if isinstance(right, Optimiser):
            return SameOptimum(left.value, left.sense, right.value, right.sense, left.variables)
        if len(left.variables) == 1:
            return Optimum(left.value, ((left.variables[0], right),), left.sense)
    if isinstance(left, Optimiser) or isinstance(right, Optimiser):
        raise ReadingError("an optimum must equal a place or another one")
    return Relation(left, part.sign, right)


def _side(items: Tree, known: Names) -> "Expr | Optimiser":
    while len(items) == 1 and isinstance(items[0], tuple):
        items = items[0]
    reader = Reader(items, known)
    return optimiser(reader, items) or reader.whole()
