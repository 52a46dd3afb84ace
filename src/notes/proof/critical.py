"""Critical worlds: random ones in which something of a statement jumps or bends, and those just beside them.

Values drawn at random never meet the zeros of an argument of a sign, and seldom the size from which a binomial
coefficient is not zero. So one name at a time is given a value where such a gap closes: exactly, where it is a
polynomial in that name, and to hundreds of digits elsewhere.
"""

from collections.abc import Iterator
from itertools import islice, pairwise

from sympy import (
    Add,
    Basic,
    Expr,
    Indexed,
    Integral,
    KroneckerDelta,
    Limit,
    Mul,
    Poly,
    Product,
    Rational,
    Sum,
    Symbol,
    binomial,
    ceiling,
    collect,
    expand,
    factor,
    floor,
    preorder_traversal,
    together,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixSymbol
from sympy.polys.polyerrors import BasePolynomialError

from notes.proof.adoption import EXACT_DIGITS, UnsampledError
from notes.proof.binding import bound
from notes.proof.digits import Number, UndefinedError, mp
from notes.proof.evaluation import value
from notes.proof.functions import KINKED, gaps
from notes.proof.sampling import World, worlds

MOST = 40
"""How many worlds a statement gets beside the others."""
REACH = 20
UNPLACED = (Indexed, AppliedUndef, Sum, Product, Integral, Limit, MatrixSymbol)
"""What no name can be placed in."""


def critical_worlds(sides: tuple[Expr, ...], given: tuple[Relational, ...]) -> Iterator[World]:
    """Worlds in which the gaps within expressions close, one after the other, for each name in them."""
    found = dict.fromkeys(gap for side in sides for gap in _gaps(side) if not gap.has(*UNPLACED))
    names = {gap: sorted(gap.free_symbols - bound(*sides), key=str) for gap in found}
    if any(names.values()):
        base = next(worlds(given))
        yield from islice(_placed(base, [(gap, name) for gap in found for name in names[gap]]), MOST)


def _placed(base: World, pairs: list[tuple[Expr, Symbol]]) -> Iterator[World]:
    for gap, name in pairs:
        for place in _places(gap, name, base):
            try:
                yield World(base.seed, base.given, placed=((name, place),))
            except (UnsampledError, UndefinedError):  # the hypotheses do not allow it
                continue


def _gaps(expression: Expr) -> Iterator[Expr]:
    """The expressions within another one at whose zeros it may jump or bend."""
    for part in preorder_traversal(expression):
        if isinstance(part, floor | ceiling):
            yield from (part.args[0] - whole for whole in (-1, 0, 1))
        elif isinstance(part, KINKED):
            yield from gaps(part)
        elif isinstance(part, binomial | KroneckerDelta):
            yield part.args[0] - part.args[1]
        elif isinstance(part, Limit):
            yield from _coefficients(*part.args[:2])
        elif isinstance(part, Integral) and not part.has(AppliedUndef):
            yield from _frequencies(part)


def _coefficients(body: Expr, variable: Symbol) -> Iterator[Expr]:
    """The coefficients of a variable, any of which may decide where a limit goes, or which formula an integral has."""
    for part in preorder_traversal(body):
        parts: list[Basic] = []
        if isinstance(part, Add):
            parts = list(collect(expand(part), variable, evaluate=False).values())
        elif isinstance(part, Mul):
            parts = [part.as_independent(variable, as_Add=False)[0]]
        yield from (one for one in parts if one.free_symbols and not one.has(variable))


def _frequencies(area: Integral) -> Iterator[Expr]:
    """The coefficients in an integral that may be zero for a whole number: it need not be continuous in such a one."""
    for variable in area.variables:
        for one in _coefficients(area.function, variable):
            if any(part.is_Add for part in Mul.make_args(one)) and any(name.is_integer for name in one.free_symbols):
                yield one


def _places(gap: Expr, name: Symbol, world: World) -> Iterator[Expr]:
    """Where a gap closes, all other names being as they are in a world, and one to either side of it."""
    others = {other: world.number(other) for other in gap.free_symbols - {name}}
    for root in dict.fromkeys(_roots(gap.subs(others), name)):
        if name.is_integer:
            yield from (floor(root) + step for step in (-1, 0, 1, 2))
        else:
            yield from (root + step for step in (0, -1, 1))


def _roots(gap: Expr, name: Symbol) -> Iterator[Expr]:
    for factor_ in Mul.make_args(factor(together(gap).as_numer_denom()[0])):
        base = factor_.as_base_exp()[0]
        if base.has(name):
            try:
                yield from Poly(base, name, domain="QQ").real_roots()
            except (BasePolynomialError, NotImplementedError):
                yield from _crossings(base, name)


def _crossings(expression: Expr, name: Symbol) -> Iterator[Expr]:
    """Where an expression of one name crosses zero within reach, to hundreds of digits."""
    world = World(0)

    def height(place: Number) -> Number:
        try:
            return value(expression, world, {name: place})
        except UndefinedError:
            return mp.nan

    steps = [mp.mpf(k) / 2 + mp.mpf(1) / 97 for k in range(-2 * REACH, 2 * REACH)]
    for (left, below), (right, above) in pairwise((place, height(place)) for place in steps):
        if below * above < 0:
            with mp.workdps(EXACT_DIGITS):
                found = mp.findroot(height, (left, right), solver="anderson", verify=False)
                yield Rational(mp.nstr(found, EXACT_DIGITS, strip_zeros=False))
