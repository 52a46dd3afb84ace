r"""Expressions at a place: held at values of their variables, where something is least or largest, and in a limit."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sympy import Expr, Limit, Subs

from notes.reading.agreement import same
from notes.reading.tokens import ReadingError, Tree, split

if TYPE_CHECKING:
    from notes.reading.expressions import Reader

SENSES = {r"\argmin": "min", r"\argmax": "max"}


@dataclass(frozen=True)
class Optimiser:
    """Where something is smallest or largest."""

    sense: str
    variables: tuple[Expr, ...]
    value: Expr


def optimiser(reader: "Reader", items: Tree) -> Optimiser | None:
    """What the tokens of `arg min` or `arg max` say; None if they do not begin with it.

    Raises:
        ReadingError: if it is not said over what.
    """
    sense = SENSES.get(str(items[0])) if items else None
    if sense is None:
        return None
    if items[1:2] != ("_",) or not isinstance(items[2], tuple):
        raise ReadingError("an optimum must say over what")
    variables = tuple(reader.inside(part) for _, part in split(items[2], {","}))
    return Optimiser(sense, variables, reader.inside(items[3:]))


def held(reader: "Reader", content: Tree) -> Expr:
    r"""An expression at a place, as in `\left. x^2 \right|_{x = 1}`, whose bar has been read.

    The place may be one of least or largest value, `\left. x^2 \right|_{\arg\min_x f(x)}`, that the proof establishes.
    """
    below = reader.below()
    best = optimiser(reader, below or ())
    variables, places = _named_places(reader, below or ()) if best is None else _optimum(reader, best)
    return Subs(reader.inside(content), variables, places)


def _named_places(reader: "Reader", below: Tree) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
    pairs = [split(part, {"="}) for _, part in split(below, {","})]
    if any(len(pair) != 2 for pair in pairs):
        raise ReadingError("a place must say of which variable")
    variables, places = zip(*((reader.inside(a), reader.inside(b)) for (_, a), (_, b) in pairs), strict=True)
    return variables, places


def _optimum(reader: "Reader", wanted: Optimiser) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
    """The variables and the place of an optimum that the proof establishes."""
    for one in reader.names.optima:
        variables, places = zip(*one.place, strict=True)
        if one.sense == wanted.sense and set(variables) == set(wanted.variables) and same(one.value, wanted.value):
            return variables, places
    raise ReadingError("no such optimum is established")


def extreme(reader: "Reader", sense: str, below: Tree) -> Expr:
    """The least or the largest value of the expression that follows, by the place that the proof establishes."""
    variables = tuple(reader.inside(part) for _, part in split(below, {","}))
    value = reader.term()
    return Subs(value, *_optimum(reader, Optimiser(sense, variables, value)))


def limit(reader: "Reader") -> Expr:
    r"""A limit, as in `\lim_{n \to \infty} a_n`."""
    reader.take()
    below = reader.below()
    sides = split(below or (), {r"\to"})
    if len(sides) != 2:
        raise ReadingError("a limit must say of what and where")
    (_, variable), (_, point) = sides
    return Limit(reader.term(), reader.inside(variable), reader.inside(point))
