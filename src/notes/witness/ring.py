"""Fractions of polynomials with rational coefficients, by FLINT: expressions in sums, products and whole powers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from flint import fmpq, fmpq_mpoly, fmpq_mpoly_ctx
from sympy import Add, Expr, Mul, Pow, Rational, Symbol

MOST_TERMS = 4000


class UntranslatedError(Exception):
    """A relation that cannot be put to a solver, with the reason."""


@dataclass(frozen=True)
class Fraction:
    """A numerator over a denominator without common factor, in the given letters.

    Args:
        numerator: a polynomial of FLINT.
        denominator: another one, in the same ring.
        letters: the symbols that its generators stand for.
    """

    numerator: fmpq_mpoly
    denominator: fmpq_mpoly
    letters: tuple[Symbol, ...]

    def expression(self) -> Expr:
        """The fraction as an expression, the same for equal fractions."""
        return written(self.numerator, self.letters) / written(self.denominator, self.letters)


def fraction(expression: Expr) -> Fraction:
    """An expression made of rational numbers, symbols, sums, products and whole powers as one fraction.

    Args:
        expression: such an expression; its symbols, the last named first, are the letters of the ring.

    Returns:
        The fraction in lowest terms, its denominator with leading coefficient one.

    Raises:
        UntranslatedError: if there is something else in it, or a denominator is zero, or it grows too long.
    """
    letters = tuple(sorted(expression.free_symbols, key=lambda s: (len(s.name), s.name), reverse=True))
    ring = fmpq_mpoly_ctx.get([f"x{k}" for k in range(len(letters))], "lex")
    generators = dict(zip(letters, ring.gens(), strict=True))
    numerator, denominator = _pair(expression, generators, ring.constant(1))
    lead = denominator.leading_coefficient()
    return Fraction(numerator / lead, denominator / lead, letters)


Pair = tuple[fmpq_mpoly, fmpq_mpoly]


def _pair(expression: Expr, generators: dict[Symbol, fmpq_mpoly], one: fmpq_mpoly) -> Pair:
    if isinstance(expression, Rational):
        return one * fmpq(int(expression.p), int(expression.q)), one
    if expression in generators:
        return generators[expression], one
    if isinstance(expression, Add | Mul):
        pairs = [_pair(part, generators, one) for part in expression.args]
        return reduce(_sum if isinstance(expression, Add) else _product, pairs)
    if isinstance(expression, Pow) and expression.exp.is_Integer and abs(expression.exp) < 50:
        top, bottom = _pair(expression.base, generators, one)
        if expression.exp < 0:
            top, bottom = bottom, top
        return _lowest(top ** abs(int(expression.exp)), bottom ** abs(int(expression.exp)))
    raise UntranslatedError(f"no polynomial: {type(expression).__name__}")


def _sum(first: Pair, second: Pair) -> Pair:
    if first[1] == second[1]:
        return _lowest(first[0] + second[0], first[1])
    return _lowest(first[0] * second[1] + second[0] * first[1], first[1] * second[1])


def _product(first: Pair, second: Pair) -> Pair:
    return _lowest(first[0] * second[0], first[1] * second[1])


def _lowest(top: fmpq_mpoly, bottom: fmpq_mpoly) -> Pair:
    if bottom.is_zero():
        raise UntranslatedError("a denominator is zero")
    if len(top) > MOST_TERMS or len(bottom) > MOST_TERMS:
        raise UntranslatedError("too many terms")
    if bottom.is_constant():
        return top / bottom.leading_coefficient(), bottom / bottom.leading_coefficient()
    common = top.gcd(bottom)
    return top / common, bottom / common


def written(polynomial: fmpq_mpoly, letters: tuple[Symbol, ...]) -> Expr:
    """A polynomial as an expanded expression in its letters."""
    return Add(*(rational(c) * monomial(powers, letters) for powers, c in polynomial.terms()))


def monomial(powers: Iterable[int], letters: tuple[Symbol, ...]) -> Expr:
    """A product of powers of the letters."""
    return Mul(*(letter ** int(power) for letter, power in zip(letters, powers, strict=True) if power))


def rational(coefficient: fmpq) -> Rational:
    """A rational number of FLINT as one of SymPy."""
    return Rational(int(coefficient.p), int(coefficient.q))


def factors(polynomial: fmpq_mpoly, letters: tuple[Symbol, ...]) -> tuple[Rational, list[tuple[Expr, int]]]:
    """The constant of a polynomial and its irreducible factors, with their multiplicities."""
    if polynomial.is_zero():
        return Rational(0), []
    constant, found = polynomial.factor()
    return rational(constant), [(written(factor, letters), int(power)) for factor, power in found]


def vanishes(expression: Expr, rules: Iterable[tuple[Symbol, int, Expr]]) -> bool:
    """Whether an expression is zero as a fraction, once each rule `letter**power = value` has been applied.

    Args:
        expression: an expression as `fraction` takes it.
        rules: applied one after the other, the last first; values are polynomials without the rule's letter.
    """
    top = written((whole := fraction(expression)).numerator, whole.letters)
    for letter, power, value in reversed(tuple(rules)):
        if letter in top.free_symbols:
            top = _reduced(top, letter, power, value)
    return bool(top == 0)


def _reduced(expression: Expr, letter: Symbol, power: int, value: Expr) -> Expr:
    """The numerator of a polynomial in which `value` stands for `letter**power`."""
    whole = fraction(expression)
    place = whole.letters.index(letter)
    parts = []
    for powers, coefficient in whole.numerator.terms():
        times, left = divmod(int(powers[place]), power)
        rest = [left if k == place else int(p) for k, p in enumerate(powers)]
        parts.append(rational(coefficient) * monomial(rest, whole.letters) * value**times)
    reduced = fraction(Add(*parts))
    return written(reduced.numerator, reduced.letters)
