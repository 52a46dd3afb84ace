"""Values drawn for names: what their assumptions allow, in the middle or at an edge of it."""

import random
from collections.abc import Callable

from sympy import Expr, I, ImmutableMatrix, Rational, S, Symbol, sympify
from sympy.core.function import UndefinedFunction
from sympy.matrices.expressions.matexpr import MatrixSymbol

from notes.proof.digits import Number, mp
from notes.proof.symbols import Bounded, ComplexMatrix, SpecialMatrix

EDGES = (
    *("zero", "zero", "equal", "equal", "small", "small", "low", "high", "large", "ends", "ends"),
    *("many", "many", "tens", "hundred"),
)
"""The edges of the assumptions, a world for each time that one is named."""
WHOLE = {"many": (6, 9), "tens": (10, 21), "hundred": (100, 100)}
"""Between which numbers a whole one lies at an edge; elsewhere it is small."""
FAR = ("tens", "hundred")
"""The edges at which there would be too many terms in sums of sums, and too many entries in matrices."""


def scalar(symbol: Expr, edge: str, generator: random.Random) -> Expr:
    """A rational value for a symbol, or for the entries of a sequence with its assumptions."""
    if isinstance(symbol, Bounded):
        share = Rational(generator.choice([1, 10**4 - 1]), 10**4) if edge == "ends" else None
        return symbol.lower + (symbol.upper - symbol.lower) * (share or Rational(generator.randint(1, 96), 97))
    if symbol.is_integer:
        return _whole(symbol, edge, generator)
    if symbol.is_extended_real is None:
        return _real(symbol, edge, generator) + I * _real(symbol, edge, generator)
    return _real(symbol, edge, generator)


def _real(symbol: Expr, edge: str, generator: random.Random) -> Expr:
    if edge == "zero" and not symbol.is_nonzero and generator.random() < 0.7:
        return S.Zero
    size = Rational(generator.randint(1, 60), generator.randint(11, 29))
    if edge == "small":
        size *= Rational(10) ** generator.randint(-5, -2)
    elif edge in ("low", "high", "large"):
        size = 52 + 48 * size / 6
    sides = {"low": [-1], "high": [1]}.get(edge, [-1, 1])
    return size * (1 if symbol.is_nonnegative else -1 if symbol.is_nonpositive else generator.choice(sides))


def _whole(symbol: Expr, edge: str, generator: random.Random) -> Expr:
    smallest = 1 if symbol.is_positive else 0
    if edge in ("zero", "ends"):
        return sympify(smallest)
    return sympify(generator.randint(*WHOLE[edge]) if edge in WHOLE else generator.randint(smallest, 4))


def template(name: UndefinedFunction, arity: int, generator: random.Random) -> Callable[..., Number]:
    """A concrete smooth function with random coefficients, positive where the unnamed one is."""
    offset, height, phase, *slopes = (mp.mpf(generator.randint(1, 30)) / 17 for _ in range(3 + arity))

    def wave(*arguments: Number) -> Number:
        inner = offset + height * mp.sin(phase + mp.fdot(slopes, arguments))
        return mp.exp(inner) if name._kwargs.get("positive") else inner

    return wave


def matrix(symbol: MatrixSymbol, generator: random.Random) -> ImmutableMatrix:
    """A rational matrix of the kind and size of a symbol."""
    if isinstance(symbol, SpecialMatrix):
        return symbol.sample(int(symbol.rows), generator)
    count = int(symbol.rows * symbol.cols)
    entries = [Rational(generator.randint(-30, 30), 7) for _ in range(count)]
    if isinstance(symbol, ComplexMatrix):
        entries = [entry + I * Rational(generator.randint(-30, 30), 7) for entry in entries]
    return ImmutableMatrix(symbol.rows, symbol.cols, entries)


def allowed(symbol: Symbol, number: Expr) -> bool:
    """Whether the assumptions of a symbol allow a number."""
    if isinstance(symbol, Bounded):
        return bool(symbol.lower < number < symbol.upper)
    facts = symbol._assumptions_orig.items()
    return all(getattr(number, f"is_{fact}") is not (not wanted) for fact, wanted in facts if fact != "integer")
