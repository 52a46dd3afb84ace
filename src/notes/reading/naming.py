"""Names in an expression: symbols, entries of sequences, values of functions, constants."""

from typing import TYPE_CHECKING

from sympy import Derivative, E, Expr, I, Identity, IndexedBase, Subs, Symbol, oo, pi

from notes.reading.names import scripted
from notes.reading.tokens import ReadingError, Tree, closing, rendered, split

if TYPE_CHECKING:
    from notes.reading.expressions import Reader

CONSTANTS = {r"\pi": pi, "e": E, r"\infty": oo, "i": I}


def name(reader: "Reader") -> Expr:
    """What the name that comes next stands for: of several ways to read its scripts, the longest name is taken.

    Raises:
        ReadingError: if it is not a name of the proof.
    """
    item = str(reader.next)
    if not (item.isalpha() or (item.startswith("\\") and item[1:2].isalpha())):
        reader.refuse()
    (base, primes, lower, upper), (below, above), reader.position = scripted(reader.items, reader.position)
    ways: tuple[tuple[str, Tree | None, Tree | None], ...] = (
        (base + primes + lower + upper, None, None),
        (base + primes + lower, None, above),
        (base + primes + upper, below, None),
        (base + primes, below, above),
    )
    for key, under, over in ways:
        found = _known(reader, key, under)
        if found is not None:
            return reader.raised(found) if over is None else reader.power(found, over)
    return _unknown(reader, base, primes, lower, above)


def _known(reader: "Reader", key: str, below: Tree | None) -> Expr | None:
    """The value of a name with a subscript that is no part of it, or None if the proof has no such name."""
    names = reader.names
    if below is not None:
        return _entry(reader, *names.sequences[key], below) if key in names.sequences else None
    if reader.next in ("(", "["):
        end = closing(reader.items, reader.position) + 1
        whole = key + rendered(reader.items[reader.position : end])
        if whole in names.symbols:
            reader.position = end
            return names.symbols[whole]
    if key in names.functions and reader.next in ("(", "["):
        return names.functions[key](*arguments(reader))
    return names.symbols.get(key)


def arguments(reader: "Reader") -> list[Expr]:
    """What stands in the brackets that come next, between commas or bars."""
    return [reader.inside(part) for _, part in split(reader.bracket(), {",", ";", r"\mid", r"\lvert", r"\rvert"})]


def _entry(reader: "Reader", base: IndexedBase, indices: int, script: Tree) -> Expr:
    parts = [part for _, part in split(script, {","})]
    if len(parts) == 1 and indices > 1:
        parts = [(item,) for item in parts[0]]
    if len(parts) != indices or (indices == 1 and _are_letters(parts[0])):
        raise ReadingError(f"`{base}` has {indices} indices, not `{rendered(script)}`")
    return base[tuple(reader.inside(part) for part in parts)]


def _are_letters(items: Tree) -> bool:
    """Whether several names stand side by side, which would be several indices."""
    return len(items) > 1 and all(isinstance(item, str) and item[-1:].isalpha() for item in items)


def _unknown(reader: "Reader", base: str, primes: str, lower: str, above: Tree | None) -> Expr:
    """A constant, the identity, or a derivative of a function."""
    if primes and not lower and base in reader.names.functions:
        return _slope(reader, base, len(primes))
    if not primes and not lower and base in CONSTANTS:
        value = CONSTANTS[base]
    elif base + primes + lower == "I" and len(reader.names.sizes) == 1:
        value = Identity(reader.names.sizes[0])
    else:
        raise ReadingError(f"`{base}{primes}{lower}` is not a name of the proof")
    return value if above is None else reader.power(value, above)


def _slope(reader: "Reader", base: str, order: int) -> Expr:
    (place,), function = arguments(reader), reader.names.functions[base]
    if isinstance(place, Symbol):
        return reader.raised(Derivative(function(place), place, order))
    free = Symbol("u", real=True)
    return reader.raised(Subs(Derivative(function(free), free, order), free, place))
