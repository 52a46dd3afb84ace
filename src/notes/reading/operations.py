"""Operations in an expression: fractions, derivatives, sums, integrals, functions, means, cases."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sympy import (
    And,
    Derivative,
    Expr,
    ImmutableMatrix,
    Indexed,
    Integral,
    KroneckerDelta,
    Max,
    Min,
    Piecewise,
    Product,
    S,
    Subs,
    Sum,
    Symbol,
    atan,
    binomial,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    log,
    sign,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
    true,
)
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne
from sympy.logic.boolalg import Boolean

from notes.proof.symbols import Expectation, count, index
from notes.reading import places
from notes.reading.displays import is_label
from notes.reading.names import Names, name_of, scripted
from notes.reading.naming import arguments
from notes.reading.tokens import ReadingError, Tree, rendered, split

if TYPE_CHECKING:
    from notes.reading.expressions import Reader

FUNCTIONS: dict[str, Callable[..., Expr]] = {
    r"\log": log,
    r"\exp": exp,
    r"\sin": sin,
    r"\cos": cos,
    r"\tan": tan,
    r"\arctan": atan,
    r"\tanh": tanh,
    r"\sinh": sinh,
    r"\cosh": cosh,
    r"\erf": erf,
    r"\erfc": erfc,
    r"\sign": sign,
    r"\max": Max,
    r"\min": Min,
}
EXTREMES = {r"\max": "max", r"\min": "min"}
COMPARISONS = {"<": Lt, ">": Gt, r"\le": Le, r"\ge": Ge, "=": Eq, r"\neq": Ne}


def fraction(reader: "Reader") -> Expr:
    """A quotient, or a derivative."""
    reader.take()
    above, below = reader.group(), reader.group()
    differential = above[:1] == (r"\partial",) or (above[:1] == ("d",) and "d" not in reader.names.symbols)
    if differential and below[:1] == above[:1]:
        return _derivative(reader, above[1:], below[1:])
    return reader.raised(reader.inside(above) / reader.inside(below))


def _derivative(reader: "Reader", above: Tree, below: Tree) -> Expr:
    order = 1
    if above[:1] == ("^",):
        order, above, below = int(reader.inside(_group(above[1]))), above[2:], below[:-2]
    variable = reader.inside(below)
    if not isinstance(variable, Symbol | Indexed):
        raise ReadingError(f"`{rendered(below)}` is not a variable")
    value = reader.inside(above) if above else reader.term()
    if getattr(value, "is_Matrix", False):
        raise ReadingError("only numbers are differentiated")
    return Derivative(value, variable, order)


def root(reader: "Reader") -> Expr:
    """A square root."""
    reader.take()
    return reader.raised(sqrt(reader.inside(reader.group())))


def choices(reader: "Reader") -> Expr:
    """A binomial coefficient."""
    reader.take()
    return reader.raised(binomial(reader.inside(reader.group()), reader.inside(reader.group())))


def braced(reader: "Reader") -> Expr:
    """What stands above a brace; a label below it says nothing, and anything else there would."""
    reader.take()
    value = reader.inside(reader.group())
    if not is_label(reader.below() or ()):
        raise ReadingError("below a brace only words are read")
    return value


def total(reader: "Reader") -> Expr:
    """A sum or a product, whose limits are the page's, or those of the proof where the page has none."""
    operator = {r"\sum": Sum, r"\prod": Product}[str(reader.take())]
    below, above = reader.scripts()
    if below is None:
        raise ReadingError("a sum must say over what")
    sides = split(below, {"="})
    if len(sides) == 2 and above is not None:
        first = reader.inside(sides[1][1])
        limits = [(_running(reader.names, sides[0][1], first), first, reader.inside(above))]
    elif above is not None:
        raise ReadingError("a sum must say where it begins if it says where it ends")
    else:
        limits = [_known_limit(reader.names, name) for _, part in split(below, {","}) for name in _names(part)]
    inner = reader.following(_with(reader.names, *(limit[0] for limit in limits)))
    body = -inner.term() if inner.minus() else inner.term()
    reader.position += inner.position
    for limit in reversed(limits):
        body = operator(body, limit)
    return body


def _running(names: Names, name: Tree, first: Expr) -> Symbol:
    """The running index: the proof's, or an index of the same name."""
    key = "".join(scripted(name, 0)[0])
    known = names.symbols.get(key)
    if isinstance(known, Symbol) and known.is_integer:
        return known
    return index(key) if first.is_positive else count(key)


def _known_limit(names: Names, name: str) -> tuple[Expr, ...]:
    if name not in names.limits or name not in names.symbols:
        raise ReadingError(f"the limits of {name} are not said")
    return (names.symbols[name], *names.limits[name])


def integral(reader: "Reader") -> Expr:
    """An integral, up to its differential."""
    reader.take()
    below, above = reader.scripts()
    rest = reader.items[reader.position :]
    place = _differential(rest)
    parts, _, length = scripted(rest, place + 1)
    variable = reader.names.symbols.get("".join(parts))
    if variable is None:
        raise ReadingError(f"`{''.join(parts)}` is not a name of the proof")
    value = reader.inside(rest[:place], _with(reader.names, variable)) if place else S.One
    reader.position += length
    if (below is None) != (above is None):
        raise ReadingError("an integral must have both ends or none")
    known = reader.names.limits.get("".join(parts), ())
    ends = known if below is None or above is None else (reader.inside(below), reader.inside(above))
    return Integral(value, (variable, *ends))


def _differential(rest: Tree) -> int:
    """Where the differential of an integral stands, behind those of integrals within it."""
    within = 0
    for place in range(len(rest) - 1):
        if rest[place] == r"\int":
            within += 1
        elif rest[place] == "d" and isinstance(rest[place + 1], str):
            if not within:
                return place
            within -= 1
    raise ReadingError("an integral must say over what")


def function(reader: "Reader") -> Expr:
    """A named function of what stands in brackets, or of the factors up to the next sign, quotient or function."""
    name = str(reader.take())
    if reader.next == "'":
        return _slope(reader, name)
    base, power = reader.scripts()
    if base is not None and name in EXTREMES:
        return places.extreme(reader, EXTREMES[name], base)
    if base is not None and name != r"\log":
        raise ReadingError(f"{name} over `{rendered(base)}` is not read")
    value = FUNCTIONS[name](*_places(reader))
    value = value / log(reader.inside(base)) if base is not None else value
    value = reader.raised(value) if name in EXTREMES else value
    if power is not None and power[0] == "-":
        raise ReadingError(f"{name} to a negative power may be an inverse function")
    return value if power is None else value ** reader.inside(power)


def _slope(reader: "Reader", name: str) -> Expr:
    reader.take()
    (place,), free = _places(reader), Symbol("u", real=True)
    return Subs(Derivative(FUNCTIONS[name](free), free), free, place)


def _places(reader: "Reader") -> list[Expr]:
    """What a function is applied to."""
    if reader.next in ("(", "["):
        return arguments(reader)
    found = reader.factor()
    stops = {"+", "-", "=", "<", ">", ",", ";", r"\le", r"\ge", r"\mid", "/", r"\cdot", *SPECIAL} - {r"\frac", r"\sqrt"}
    while reader.next is not None and reader.next not in stops and not reader.at_differential():
        found = found * reader.factor()
    return [found]


def mean(reader: "Reader") -> Expr:
    """An expectation; where the page does not say over what, it is over what the proof averages over."""
    reader.take()
    sides = split(reader.below() or (), {r"\sim"})
    variable, density = _law(reader.names, sides[0][1], sides[1][1] if len(sides) == 2 else None)
    inner = reader.following(_with(reader.names, variable))
    value = inner.inside(inner.bracket()) if inner.next in ("(", "[") else inner.factor()
    reader.position += inner.position
    return reader.raised(Expectation(value, variable, density))


def _law(names: Names, variable: Tree, law: Tree | None) -> tuple[Symbol, Expr]:
    """The variable that is averaged over, and its density."""
    key = rendered(variable)
    if law is None:
        found = names.laws.get(name_of(key) if key else "")
    else:
        symbol, density = names.symbols.get(name_of(key)), names.functions.get(name_of(rendered(law)))
        found = None if symbol is None or density is None else (symbol, density(symbol))
    if found is None:
        raise ReadingError(f"the law of a mean over {key or 'what is random'} is not said")
    return found


def cases(reader: "Reader") -> Expr:
    """A value by cases."""
    reader.take()
    rows = [split(row, {"&"}) for _, row in split(reader.group(), {r"\\"}) if row]
    if any(len(row) != 2 for row in rows):
        raise ReadingError("each case needs a value and a condition")
    return Piecewise(*((reader.inside(_plain(value)), _condition(reader, when)) for (_, value), (_, when) in rows))


def indicator(reader: "Reader") -> Expr:
    """One where two whole numbers are the same, and zero elsewhere."""
    reader.take()
    sides = split(reader.bracket(), {"="})
    if len(sides) != 2:
        raise ReadingError("an indicator must say which two numbers are the same")
    return reader.raised(KroneckerDelta(*(reader.inside(side) for _, side in sides)))


def entries(reader: "Reader") -> Expr:
    """A matrix by its entries."""
    reader.take()
    rows = [split(row, {"&"}) for _, row in split(reader.group(), {r"\\"}) if row]
    found = ImmutableMatrix([[reader.inside(entry) for _, entry in row] for row in rows])
    return reader.raised(found)


def _condition(reader: "Reader", items: Tree) -> Boolean:
    """When a case applies: a chain of comparisons, or words for all that is left."""
    if str(items[0]).startswith(r"\text"):
        return true
    sides = split(_plain(items), {*COMPARISONS})
    if len(sides) == 1:
        raise ReadingError(f"the condition `{rendered(items)}` is not read")
    pairs = pairwise(sides)
    return And(*(COMPARISONS[sign](reader.inside(left), reader.inside(right)) for (_, left), (sign, right) in pairs))


def _plain(items: Tree) -> Tree:
    """Tokens without the stop at their end."""
    return items[:-1] if items[-1:] in ((",",), (".",)) else items


def _group(item: "str | Tree") -> Tree:
    return item if isinstance(item, tuple) else (item,)


def _names(items: Tree) -> list[str]:
    """The names that stand side by side, such as i and j in `ij`."""
    found, position = [], 0
    while position < len(items):
        parts, _, position = scripted(items, position)
        found.append("".join(parts))
    return found


def _with(names: Names, *variables: Expr) -> Names:
    """The names with bound variables among them."""
    return replace(names, symbols=names.symbols | {name_of(str(one)): one for one in variables})


SPECIAL: dict[str, Callable[["Reader"], Expr]] = {
    r"\frac": fraction,
    r"\sqrt": root,
    r"\binom": choices,
    r"\underbrace": braced,
    r"\sum": total,
    r"\prod": total,
    r"\int": integral,
    r"\lim": places.limit,
    r"\mathbb{E}": mean,
    r"\mathbb{1}": indicator,
    r"\cases": cases,
    r"\pmatrix": entries,
    r"\bmatrix": entries,
} | dict.fromkeys(FUNCTIONS, function)
