"""Recursions of sequences: the hypotheses that are read as "for every number", whatever else a proof says of it."""

from dataclasses import dataclass

from sympy import Eq, Expr, Indexed, IndexedBase, Symbol
from sympy.core.relational import Relational

from notes.proof.binding import free
from notes.proof.relations import require_assumptions


@dataclass(frozen=True)
class Recursion:
    """A hypothesis `base[variable + ahead] = right`; sequences can be chosen so, term by term."""

    base: IndexedBase
    variable: Symbol
    ahead: int
    right: Expr

    @property
    def first(self) -> int:
        """The place of the first entry that it gives."""
        return (1 if self.variable.is_positive else 0) + self.ahead


def recursion(hypothesis: Relational) -> Recursion | None:
    """A hypothesis as a recursion, if it has the form of one."""
    entry = hypothesis.lhs
    if type(hypothesis) is not Eq or not isinstance(entry, Indexed) or len(entry.indices) != 1:
        return None
    ahead, variable = entry.indices[0].as_coeff_Add()
    counted = type(variable) is Symbol and variable.is_integer and variable.is_nonnegative
    if not counted or not ahead.is_Integer or ahead <= 0:
        return None
    return Recursion(entry.base, variable, int(ahead), hypothesis.rhs)


def require_recursions(given: tuple[Relational, ...], many: set[Symbol]) -> None:
    """Refuse recursions that no sequences satisfy, and other hypotheses about what takes many values.

    Args:
        given: the hypotheses.
        many: the numbers of inductions, the variables of sums, integrals, limits and expectations, and fresh names.

    Raises:
        ValueError: naming the hypothesis.
    """
    found = {hypothesis: recursion(hypothesis) for hypothesis in given}
    known = [one for one in found.values() if one is not None]
    bases = {one.base for one in known}
    if len(bases) < len(known):
        raise ValueError(f"a sequence must have one recursion, got {given}")
    for one in known:
        if one.base.label._assumptions_orig != {"real": True}:
            require_assumptions({one.base.label: one.right})
        entries = (entry for entry in one.right.atoms(Indexed) if entry.base in bases)
        if any(_ahead(entry, one.variable) >= one.ahead for entry in entries):
            raise ValueError(f"a recursion must give an entry by earlier ones, got {one.base} by {one.right}")
    for hypothesis, every in found.items():
        if about := (free(hypothesis) & many) - ({every.variable} if every else set()):
            raise ValueError(f"a hypothesis about {about}, of many values, must be a recursion, got {hypothesis}")


def _ahead(entry: Indexed, variable: Symbol) -> Expr:
    """How many places the only index of an entry is ahead of a variable.

    Raises:
        ValueError: if it is not a fixed number of places.
    """
    ahead = entry.indices[0] - variable
    if len(entry.indices) > 1 or not ahead.is_Integer:
        raise ValueError(f"{entry} must lie a fixed number of places from {variable}")
    return ahead
