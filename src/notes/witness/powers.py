r"""The laws of powers, logarithms and angles: $b^{c+d} = b^c b^d$, $\log ab = \log a + \log b$, sines of sums.

An exponent is written as a sum of rational multiples of monomials; each base and monomial has one letter, the power by
a unit fraction of the monomial, and other powers are whole powers of this letter.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from sympy import (
    Add,
    Expr,
    I,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
    Symbol,
    cos,
    cosh,
    exp,
    factorrat,
    log,
    pi,
    sin,
    sinh,
    tan,
)

from notes.witness.ring import UntranslatedError, factors, fraction, monomial, rational, written

if TYPE_CHECKING:
    from notes.witness.letters import Letters

EULER = (Rational(271828, 100000), Rational(271829, 100000))


class RefinedError(Exception):
    """An exponent with a finer fraction than before: the reading starts again, with the finer unit."""


def power(letters: Letters, term: Expr) -> Expr:
    """A power over letters: whole ones stay, others of a positive base split by factors and terms of the exponent."""
    base, exponent = (S.Exp1, term.args[0]) if isinstance(term, exp) else term.as_base_exp()
    if term == S.Exp1 or base == S.Exp1:
        return _raised(letters, S.Exp1, S.One if term == S.Exp1 else exponent)
    plain = letters.plain(base)
    if exponent.is_Integer:
        if exponent < 0:
            letters.require(plain, "!=", "a denominator")
        return plain**exponent
    if letters.proves(plain, ">"):
        parts = _positive_factors(letters, plain)
        return Mul(*[_raised_factor(letters, part, Integer(times) * exponent) for part, times in parts])
    if exponent.is_Rational and exponent.q == 2:
        letters.require(plain, ">=" if exponent > 0 else ">", "a root" if exponent > 0 else "a root in a denominator")
        return _root(letters, plain) ** exponent.p
    return _whole_power(letters, plain, exponent)


def _positive_factors(letters: Letters, plain: Expr) -> list[tuple[Expr, int]]:
    """Positive factors of a positive expression with multiplicities; the expression itself if not all are known."""
    whole = fraction(plain)
    above, below = factors(whole.numerator, whole.letters), factors(whole.denominator, whole.letters)
    constant = above[0] / below[0]
    found = [*above[1], *((part, -times) for part, times in below[1])]
    oriented = []
    for part, times in found:
        sign = 1 if letters.proves(part, ">") else -1
        if sign < 0 and not letters.proves(-part, ">"):
            return [(whole.expression(), 1)]
        oriented.append((sign * part, times))
        constant *= Integer(sign) ** times
    primes = [(Integer(p), times) for p, times in factorrat(constant).items()]
    return [*primes, *oriented]


def _raised_factor(letters: Letters, part: Expr, exponent: Expr) -> Expr:
    """A positive irreducible factor to a power; a letter that is a power already has the exponents multiplied."""
    if part in letters.powers:
        base, inner = letters.powers[part]
        return _raised(letters, base, inner * exponent)
    return _raised(letters, letters.meaning(part), exponent)


def _raised(letters: Letters, base: Expr, exponent: Expr) -> Expr:
    """A positive base, given by its meaning, to a power."""
    return Mul(*[_unit_power(letters, base, inner, share) for inner, share in _shares(letters, exponent)])


def _shares(letters: Letters, exponent: Expr) -> list[tuple[Expr, Rational]]:
    """An exponent as monomials, by their meaning, with rational coefficients."""
    whole = fraction(letters.plain(exponent))
    below = letters.meaning(written(whole.denominator, whole.letters))
    terms = whole.numerator.terms()
    return [(letters.meaning(monomial(powers, whole.letters)) / below, rational(c)) for powers, c in terms]


def _unit_power(letters: Letters, base: Expr, inner: Expr, share: Rational) -> Expr:
    """`base ** (share * inner)` as a whole power of the letter of `base ** (inner / unit)`."""
    unit = letters.units.setdefault((base, inner), int(share.q))
    if unit % share.q:
        letters.units[base, inner] = lcm(unit, int(share.q))
        raise RefinedError
    times = int(share * unit)
    if inner == 1 and base != S.Exp1:
        return _numeric_power(letters, base, unit, times)
    letter, new = letters.letter(Pow(base, inner / unit, evaluate=False))
    if new:
        letters.powers[letter] = (base, inner / unit)
        _note_power(letters, letter, base, inner / unit)
    return letter**times


def _numeric_power(letters: Letters, base: Expr, unit: int, times: int) -> Expr:
    """`base ** (times / unit)`: a whole power and what is left of a root."""
    plain = letters.plain(base)
    whole, left = divmod(times, unit)
    if not left:
        return plain**whole
    letter, new = letters.letter(Pow(base, Rational(1, unit), evaluate=False))
    if new:
        letters.powers[letter] = (base, Rational(1, unit))
        letters.fact((letter, ">"))
        letters.rules.append((letter, unit, plain))
        letters.fact((letter**unit - plain, "="))
    return plain**whole * letter**left


def _note_power(letters: Letters, letter: Symbol, base: Expr, exponent: Expr) -> None:
    """A power is positive, and that of Euler's number lies above the tangent in 0: e^x >= 1 + x, e^-x >= 1 - x.

    One of a base below (above) one with a positive exponent is below (above) one. A power with the imaginary unit in
    the exponent is not real, but not zero; its square is one where the angle is a whole multiple of pi.
    """
    plain = letters.plain(exponent)
    if letters.complex & plain.free_symbols:
        letters.complex.add(letter)
        letters.fact((letter, "!="))
        if (exponent / (pi * I)).is_integer:
            letters.rules.append((letter, 2, S.One))
        return
    letters.fact((letter, ">"))
    if base != S.Exp1 and letters.proves(plain, ">"):
        gap = letters.plain(base) - 1
        for sign in ("<", ">"):
            if letters.proves(gap, sign):
                letters.fact((letter - 1, sign))
    if base == S.Exp1:
        letters.fact((letter - 1 - plain, ">="))
        letters.fact((1 - letter * (1 - plain), ">="))
        if exponent == 1:
            letters.fact((letter - EULER[0], ">"))
            letters.fact((EULER[1] - letter, ">"))


def _root(letters: Letters, plain: Expr) -> Expr:
    """The square root of what may be zero."""
    inner = fraction(plain).expression()
    letter, new = letters.letter(Pow(letters.meaning(inner), Rational(1, 2), evaluate=False))
    if new:
        letters.fact((letter, ">="))
        letters.fact((letter**2 - inner, "="))
        letters.rules.append((letter, 2, inner))
    return letter


def _whole_power(letters: Letters, plain: Expr, exponent: Expr) -> Expr:
    """A base of any sign to a whole symbolic power that is not negative."""
    shares = _shares(letters, exponent)
    if not exponent.is_integer or not all(share.is_Integer and inner.is_integer for inner, share in shares):
        raise UntranslatedError(f"a power whose base may be negative: {letters.meaning(plain)}")
    letters.require(letters.plain(exponent), ">=", "a power of what may be zero")
    base = letters.meaning(fraction(plain).expression())
    result: Expr = S.One
    for inner, share in shares:
        if inner != 1:
            letters.require(letters.plain(inner), ">=", "a power of what may be zero")
        if share < 0:
            letters.require(plain, "!=", "a power of what may be zero")
        result *= plain**share if inner == 1 else _whole_letter(letters, base, inner) ** share
    return result


def _whole_letter(letters: Letters, base: Expr, exponent: Expr) -> Symbol:
    letter, new = letters.letter(Pow(base, exponent, evaluate=False))
    if new and base == -1:
        letters.fact((letter**2 - 1, "="))
        letters.rules.append((letter, 2, S.One))
    return letter


def logarithm(letters: Letters, term: Expr) -> Expr:
    """A logarithm over letters: split by the positive factors of its argument, with exponents drawn out.

    It lies below its tangent in 1, and so does that of the inverse: 1 - 1/x <= log x <= x - 1.
    """
    plain = letters.plain(term.args[0])
    letters.require(plain, ">", "a logarithm")
    result = Add(*(times * _logarithm(letters, part) for part, times in _positive_factors(letters, plain)))
    letters.fact((plain - 1 - result, ">="))
    letters.fact((result * plain - plain + 1, ">="))
    return result


def _logarithm(letters: Letters, part: Expr) -> Expr:
    if part in letters.powers:
        base, exponent = letters.powers[part]
        return letters.plain(exponent) * (1 if base == S.Exp1 else letters.plain(log(base)))
    if part == 1:
        return S.Zero
    letter, new = letters.letter(log(letters.meaning(part), evaluate=False))
    if new:
        letters.fact((part - 1 - letter, ">="))
        letters.fact((letter * part - part + 1, ">="))
    return letter


def trigonometric(letters: Letters, term: Expr) -> Expr:
    """A sine or cosine over letters, those of a sum by the addition theorems; a tangent as their quotient."""
    cosine, sine = S.One, S.Zero
    for inner, share in _shares(letters, term.args[0]):
        c, s = _angle(letters, inner, share)
        cosine, sine = cosine * c - sine * s, sine * c + cosine * s
    if isinstance(term, tan):
        letters.require(cosine, "!=", "a tangent")
        return sine / cosine
    return cosine if isinstance(term, cos) else sine


def _angle(letters: Letters, inner: Expr, share: Rational) -> tuple[Expr, Expr]:
    """Cosine and sine of `share * inner`, by the multiple of a unit angle."""
    unit = letters.units.setdefault((pi, inner), int(share.q))
    if unit % share.q:
        letters.units[pi, inner] = lcm(unit, int(share.q))
        raise RefinedError
    c, s = _unit_angle(letters, inner / unit)
    cosine, sine = S.One, S.Zero
    for _ in range(abs(int(share * unit))):
        cosine, sine = cosine * c - sine * s, sine * c + cosine * s
    return cosine, sine if share > 0 else -sine


def _unit_angle(letters: Letters, inner: Expr) -> tuple[Expr, Expr]:
    if letters.complex & letters.plain(inner).free_symbols:
        raise UntranslatedError("an angle that is not real")
    c, new = letters.letter(cos(inner, evaluate=False))
    s, _ = letters.letter(sin(inner, evaluate=False))
    if new and (inner / pi).is_integer:
        letters.rules += [(s, 1, S.Zero), (c, 2, S.One)]
        letters.fact((s, "="))
    elif new:
        letters.rules.append((s, 2, 1 - c**2))
    if new:
        letters.fact((s**2 + c**2 - 1, "="))
    return c, s


def hyperbolic(letters: Letters, term: Expr) -> Expr:
    """A hyperbolic function by exponentials."""
    argument = term.args[0]
    up, down = power(letters, exp(argument, evaluate=False)), power(letters, exp(-argument, evaluate=False))
    if isinstance(term, cosh):
        return (up + down) / 2
    if isinstance(term, sinh):
        return (up - down) / 2
    if term.func.__name__ != "tanh":
        raise UntranslatedError(f"no law for {term.func.__name__}")
    return (up - down) / (up + down)
