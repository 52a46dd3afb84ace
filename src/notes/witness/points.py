"""Both sides of a relation at exact random points, as balls: where they lie apart the wrong way, the relation is false.

A contradiction found here is certain, for the balls contain the exact values. Agreement is none: it is noted apart, and
confirms nothing.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice

from flint import arb, ctx
from sympy import Expr, Indexed, Integer, Rational, Symbol

from notes.proof.relations import Relation
from notes.proof.symbols import Bounded
from notes.witness.balls import BITS, ball
from notes.witness.reading import Question, done
from notes.witness.ring import UntranslatedError

POINTS, DRAWS = 3, 30
CONTRADICTED: dict[str, Callable[[arb], bool]] = {
    "=": lambda gap: not gap.contains(0),
    "<=": lambda gap: bool(gap < 0),
    "<": lambda gap: bool(gap <= 0),
}


def contradiction(asked: Question, seed: int = 0) -> str | None:
    """A point at which a relation is false, in words, or None if it holds at every one that was tried.

    Raises:
        UntranslatedError: if a point cannot be drawn, or a side has no value as a ball.
    """
    if asked.conditions or any(not isinstance(e.lhs, Symbol) for e in asked.given):
        raise UntranslatedError("hypotheses that no point is drawn for")
    generator = random.Random(seed)
    before, ctx.prec = ctx.prec, BITS
    try:
        drawn_points = (_drawn(asked, generator) for _ in range(DRAWS))
        points = list(islice((point for point in drawn_points if point is not None), POINTS))
        if not points:
            raise UntranslatedError("hypotheses that no point which was drawn satisfies")
        for relation, words in points:
            gap = ball(relation.gap())
            if gap.is_finite() and CONTRADICTED[relation.oriented().sign](gap):
                return words
    finally:
        ctx.prec = before
    return None


def _drawn(asked: Question, generator: random.Random) -> tuple[Relation, str] | None:
    """A relation with numbers for its symbols and the entries of its sequences, and those numbers in words.

    None, if what a hypothesis makes of a symbol is not what is assumed of it.
    """
    relation = asked.relation
    for equation in asked.given:
        relation = _with(relation, {equation.lhs: equation.rhs})
    names = sorted(_symbols(relation), key=lambda s: (s.name, str(s.assumptions0)))
    values = {name: drawn(name, generator) for name in names}
    if not all(_keeps(equation.lhs, equation.rhs.subs(values)) for equation in asked.given):
        return None
    relation = _with(relation, values)
    numbers: dict[Expr, Expr] = {}

    def entry(term: Expr) -> Expr:
        return numbers.setdefault(term, drawn(term, generator))

    written = replace(relation, left=_written(relation.left), right=_written(relation.right))
    sides = [side.replace(lambda e: isinstance(e, Indexed), entry) for side in (written.left, written.right)]
    return Relation(sides[0], relation.sign, sides[1]), ", ".join(f"{k} = {v}" for k, v in (values | numbers).items())


def _keeps(symbol: Expr, number: Expr) -> bool:
    """Whether a number, if it is one, satisfies what is assumed of a symbol that stands for it."""
    if not number.is_Rational:
        return True
    if isinstance(symbol, Bounded):
        return bool(symbol.lower < number < symbol.upper)
    below = number < 0 or (number == 0 and symbol.is_positive)
    return not (symbol.is_nonnegative and below) and not (symbol.is_integer and not number.is_integer)


def _with(relation: Relation, values: Mapping[Expr, Expr]) -> Relation:
    return replace(relation, left=relation.left.subs(values), right=relation.right.subs(values))


def _symbols(relation: Relation) -> set[Symbol]:
    sides = (relation.left, relation.right)
    bases = {part for side in sides for entry in side.atoms(Indexed) for part in entry.base.free_symbols}
    return {s for side in sides for s in side.free_symbols if isinstance(s, Symbol)} - bases


def _written(expression: Expr) -> Expr:
    """An expression with its sums and products between numbers written out.

    Raises:
        UntranslatedError: if SymPy goes around in circles, as it may over a delta.
    """
    try:
        return done(expression.doit(integrals=False, deep=True)) if expression.has(Indexed) else expression
    except RecursionError:
        raise UntranslatedError("a sum that is not written out") from None


def drawn(term: Expr, generator: random.Random) -> Expr:
    """A rational number that satisfies what is assumed of a symbol or an entry.

    Raises:
        UntranslatedError: if it need not be real.
    """
    if isinstance(term, Bounded):
        return term.lower + (term.upper - term.lower) * Rational(generator.randint(1, 30), 31)
    if term.is_integer:
        return Integer(generator.randint(1, 4))
    if not term.is_extended_real:
        raise UntranslatedError(f"no point for {term}")
    size = Rational(generator.randint(1, 40), 13)
    return size if term.is_nonnegative else -size if term.is_nonpositive else generator.choice((-1, 1)) * size
