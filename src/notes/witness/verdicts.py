"""Who confirms a link, who contradicts it, and why nobody does."""

from dataclasses import dataclass

from sympy import S
from sympy.core.relational import Relational

from notes.proof.relations import Link
from notes.proof.trusted import Trusted
from notes.witness import ring, solver, words
from notes.witness.points import contradiction
from notes.witness.reading import Question, Reading, question, reading
from notes.witness.ring import UntranslatedError
from notes.witness.table import SOLVERS


@dataclass(frozen=True)
class Verdict:
    """What the second witness says of a link.

    Args:
        kind: `FLINT`, `z3`, `words` or `Arb`, which confirms it; `contradicted`; `points`, where nobody confirms it but
            both sides agree at some exact points; or `none`.
        reason: what contradicts it, or why no solver confirms it.
    """

    kind: str
    reason: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether a solver confirms the link."""
        return self.kind in SOLVERS


def verdict(link: Link, given: tuple[Relational | Trusted, ...] = ()) -> Verdict:
    """What the second witness says of a link under hypotheses."""
    try:
        asked = question(link, given)
        if any(getattr(side, "is_Matrix", False) for side in (asked.relation.left, asked.relation.right)):
            return (
                Verdict("words")
                if words.confirms(asked.relation, asked.given)
                else Verdict("none", "matrices that differ")
            )
    except UntranslatedError as error:
        return Verdict("none", str(error))
    found = _proved(asked)
    return _at_points(asked, found.reason) if found.kind == "none" else found


def _proved(asked: Question) -> Verdict:
    try:
        read = reading(asked)
        if asked.given and solver.follows(read.letters.about(*read.letters.meanings), (S.One, "<")):
            return Verdict("contradicted", "the hypotheses contradict each other")
        return _of_letters(read)
    except UntranslatedError as error:
        return Verdict("none", str(error))


def _of_letters(read: Reading) -> Verdict:
    expression, sign = read.goal
    if sign == "=" and ring.vanishes(expression, read.letters.rules):
        return Verdict("FLINT")
    if read.letters.proves(expression, sign, solver.STEPS):
        return Verdict("Arb" if read.letters.meaning(expression).is_number else "z3")
    return Verdict("none", "undecided")


def _at_points(asked: Question, reason: str) -> Verdict:
    """What exact points say of a relation that no solver confirms."""
    try:
        apart = contradiction(asked)
    except UntranslatedError:
        return Verdict("none", reason)
    return Verdict("points", reason) if apart is None else Verdict("contradicted", apart)
