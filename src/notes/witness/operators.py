r"""The laws of sums, integrals and products: linearity, constants drawn out, terms at the end split off.

A bound variable is named by how deep the term is that it stands in, so that terms which differ only in this name are
equal. Linearity, and the order of two sums or integrals, suppose that every part converges absolutely; an integral
without limits is taken over the whole space of its variable.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from typing import TYPE_CHECKING, Any

from sympy import Add, Dummy, Expr, Integral, Mul, Product, S, Sum, Symbol, log, oo

from notes.witness.ring import UntranslatedError, factors, fraction, rational

if TYPE_CHECKING:
    from notes.witness.letters import Letters

Limit = tuple[Expr, ...]
Operator = Any  # one of SymPy's Sum, Product and Integral
LONGEST = 12


def linear(letters: Letters, term: Expr) -> Expr:
    """A sum or an integral over letters, term by term."""
    inner, limit = _innermost(term)
    variable, *ends = limit
    operator = type(term)
    if operator is Sum and len(ends) == 2 and (steps := _whole_steps(letters, ends)):
        rest, extra = steps
        split = [inner.subs(variable, rest[1] + k) for k in range(1, extra + 1)]
        start = S.Zero if rest[1] == rest[0] - 1 else operator(inner, (variable, *rest))
        return Add(*map(letters.plain, (start, *split)))
    if operator is Integral and len(ends) == 2 and ends[0] == ends[1]:
        return S.Zero
    here = Dummy("v", integer=True) if operator is Sum else Dummy("v", real=True)
    with letters.bound(here):
        _note_range(letters, here, ends)
        body = letters.plain(inner.subs(variable, here))
        sign = next((sign for sign in (">", ">=") if letters.proves(body, sign)), None)
        pieces = _pieces(letters, body, here)
    total = Add(*(outer * _drawn(letters, operator, rest, (here, *ends)) for outer, rest in pieces))
    if sign is not None and (len(pieces) > 1 or total.free_symbols):
        _note_sign(letters, total, sign, operator, ends)
    return total


def _innermost(term: Expr) -> tuple[Expr, Limit]:
    """A sum of several variables as the sum over the last of what the others give."""
    *inner, last = term.limits
    return (type(term)(term.function, *inner) if inner else term.function), tuple(last)


def _whole_steps(letters: Letters, ends: list[Expr]) -> tuple[list[Expr], int] | None:
    """A range without its last few terms, whose number is the positive constant in its end."""
    low, high = ends
    if high.is_Integer and low.is_Integer:
        return ([low, low - 1], int(high - low) + 1) if 0 <= high - low < LONGEST else None
    constant = high.as_coeff_Add()[0]
    if not (constant.is_Integer and 0 < constant <= LONGEST):
        return None
    letters.require(letters.plain(high - constant - low + 1), ">=", "a range")
    return [low, high - constant], int(constant)


def _note_range(letters: Letters, variable: Symbol, ends: list[Expr]) -> None:
    plain = letters.plain(variable)
    if len(ends) == 2 and ends[0] != -oo:
        letters.fact((plain - letters.plain(ends[0]), ">="))
    if len(ends) == 2 and ends[1] != oo:
        letters.fact((letters.plain(ends[1]) - plain, ">="))


def _pieces(letters: Letters, body: Expr, variable: Symbol) -> list[tuple[Expr, Expr]]:
    """A plain summand as products of a part without the bound variable, plain, and the meaning of one with it."""
    whole = fraction(body)
    constant, below = factors(whole.denominator, whole.letters)
    bottom = [(part, -times) for part, times in below]
    pieces = []
    for powers, coefficient in whole.numerator.terms():
        top = [(letter, int(p)) for letter, p in zip(whole.letters, powers, strict=True) if p]
        outer, inner = rational(coefficient) / constant, S.One
        for part, times in [*top, *bottom]:
            if variable in letters.meaning(part).free_symbols:
                inner *= part**times
            else:
                outer *= part**times
        pieces.append((outer, letters.meaning(inner)))
    return pieces


def _degree(body: Expr, variable: Expr) -> int:
    """Which natural power of a variable a factor is; -1 if it is none."""
    base, exponent = (variable, S.Zero) if body == 1 else body.as_base_exp()
    return int(exponent) if base == variable and exponent.is_Integer and exponent >= 0 else -1


def _drawn(letters: Letters, operator: Operator, body: Expr, limit: Limit) -> Expr:
    """The sum or integral of one term, every factor of which has the bound variable."""
    variable, *ends = limit
    if operator is Sum and body == 1 and len(ends) == 2:
        count = letters.plain(ends[1] - ends[0] + 1)
        letters.require(count, ">=", "a range")
        return count
    degree = _degree(body, variable)
    if operator is Integral and degree >= 0 and len(ends) == 2 and not {oo, -oo} & set(ends):
        low, high = map(letters.plain, ends)
        return (high ** (degree + 1) - low ** (degree + 1)) / (degree + 1)
    letter, new = letters.letter(_named(letters, operator, body, limit))
    if new:
        with letters.bound(variable):
            _note_range(letters, variable, ends)
            plain = letters.plain(body)
            sign = next((sign for sign in (">", ">=") if letters.proves(plain, sign)), None)
        if sign is not None:
            _note_sign(letters, letter, sign, operator, ends)
    return letter


def _note_sign(letters: Letters, total: Expr, sign: str, operator: Operator, ends: list[Expr]) -> None:
    """A sum is not negative if its terms are not, and positive if they are and there is one at least."""
    if operator is Integral and len(ends) == 2 and not {oo, -oo} & set(ends):
        if not letters.proves(letters.plain(ends[1] - ends[0]), ">="):
            return
        sign = ">" if sign == ">" and letters.proves(letters.plain(ends[1] - ends[0]), ">") else ">="
    if operator is Sum and len(ends) == 2 and not {oo, -oo} & set(ends):
        if not letters.proves(letters.plain(ends[1] - ends[0] + 1), ">="):
            return
        sign = ">" if sign == ">" and letters.proves(letters.plain(ends[1] - ends[0]), ">=") else ">="
    letters.fact((total, sign))


def _named(letters: Letters, operator: Operator, body: Expr, limit: Limit) -> Expr:
    """The meaning of a sum, with its bound variables renamed and put in order."""
    limits = [limit]
    while isinstance(body, operator):
        limits = [*map(tuple, body.limits), *limits]
        body = body.function
    limits = [
        (variable, *(end if end.is_infinite else letters.canonical(end) for end in ends)) for variable, *ends in limits
    ]
    variables = {limit[0] for limit in limits}
    free = not any(variables & end.free_symbols for limit in limits for end in limit[1:])
    height = 1 + max((int(s.name[1:]) for s in body.atoms(Bound)), default=0)
    orders = permutations(limits) if free and len(limits) < 4 else [limits]
    return min((_renamed(operator, body, order, height) for order in orders), key=str)


class Bound(Dummy):
    """The canonical name of a bound variable."""

    __slots__ = ()


def _renamed(operator: Operator, body: Expr, limits: Iterable[Limit], height: int) -> Expr:
    limits = list(limits)
    names = {limit[0]: _bound(height + k, limit[0]) for k, limit in enumerate(limits)}
    return operator(body.xreplace(names), *((names[v], *(end.xreplace(names) for end in ends)) for v, *ends in limits))


def _bound(depth: int, like: Symbol) -> Symbol:
    whole = bool(like.is_integer)
    return Bound(f"v{depth}", dummy_index=10**9 + 2 * depth + whole, **({"integer": True} if whole else {"real": True}))


def product(letters: Letters, term: Expr) -> Expr:
    """A product over letters, factor by factor: a constant is raised to the number of factors."""
    if len(term.limits) != 1:
        raise UntranslatedError("a product of several variables")
    variable, low, high = term.limits[0]
    if (steps := _whole_steps(letters, [low, high])) is not None:
        rest, extra = steps
        split = [term.function.subs(variable, rest[1] + k) for k in range(1, extra + 1)]
        start = S.One if rest[1] == low - 1 else Product(term.function, (variable, *rest))
        return Mul(*map(letters.plain, (start, *split)))
    here = Dummy("v", integer=True)
    with letters.bound(here):
        _note_range(letters, here, [low, high])
        body = letters.plain(term.function.subs(variable, here))
        positive = letters.proves(body, ">")
    whole = fraction(body)
    result: Expr = S.One
    for polynomial, direction in ((whole.numerator, 1), (whole.denominator, -1)):
        constant, parts = factors(polynomial, whole.letters)
        for part, times in [(constant, 1), *parts]:
            result *= _factor(letters, part, (here, low, high), positive) ** (direction * times)
    return result


def _factor(letters: Letters, part: Expr, limit: Limit, positive: bool) -> Expr:
    variable, low, high = limit
    meaning = letters.meaning(part) if part.free_symbols else part
    if variable not in meaning.free_symbols:
        return letters.plain(meaning ** (high - low + 1))
    if positive:
        return letters.plain(S.Exp1 ** Sum(log(meaning), limit))
    letter, _ = letters.letter(_named(letters, Product, meaning, limit))
    return letter
