"""Polynomial relations between real letters under facts, put to z3: a counterexample is asked for.

A fact is a clause: at least one of its literals holds; a literal says how an expression compares with zero. Whole
letters are taken for real ones, which allows more: what is confirmed for these holds for those. The effort is counted
in z3's own steps and not in seconds, so that the outcome is the same on every machine.
"""

import operator
from collections.abc import Iterable
from functools import reduce

import z3
from sympy import Expr, Symbol

from notes.witness.ring import factors, fraction

Literal = tuple[Expr, str]
Clause = tuple[Literal, ...]

OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
COMPARISONS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
STEPS = 400_000


def follows(facts: Iterable[Clause], literal: Literal, steps: int = STEPS) -> bool:
    """Whether a literal holds wherever the facts do.

    Args:
        facts: the clauses that may be used.
        literal: what is to be shown; no denominator in it or in the facts is ever zero.
        steps: the effort after which z3 gives up.

    Returns:
        True if z3 found that no real numbers satisfy the facts and the literal's opposite, False otherwise.
    """
    expression, sign = literal
    return answer([*facts, ((expression, OPPOSITE[sign]),)], steps) == z3.unsat


def answer(clauses: Iterable[Clause], steps: int = STEPS) -> z3.CheckSatResult:
    """What z3 says of some clauses together: satisfiable, not satisfiable, or unknown."""
    solver = z3.SolverFor("QF_NRA")
    solver.set("rlimit", steps)
    solver.add([_disjunction(clause) for clause in clauses])
    return solver.check()


def _disjunction(clause: Clause) -> z3.BoolRef:
    return z3.Or([_comparison(*literal) for literal in clause]) if len(clause) > 1 else _comparison(*clause[0])


def _comparison(expression: Expr, sign: str) -> z3.BoolRef:
    """A literal without division: the numerator is compared, times the denominator where the sign matters."""
    whole = fraction(expression)
    constant, parts = factors(whole.numerator, whole.letters)
    below = [] if sign in ("=", "!=") else factors(whole.denominator, whole.letters)[1]
    terms = [_power(_polynomial(part), power) for part, power in parts]
    terms += [_polynomial(part) for part, power in below if power % 2]
    return COMPARISONS[sign](reduce(operator.mul, terms, _number(constant)), 0)


def _polynomial(expression: Expr) -> z3.ArithRef:
    if expression.is_Rational:
        return _number(expression)
    if isinstance(expression, Symbol):
        return z3.Real(expression.name)
    if expression.is_Pow:
        return _power(_polynomial(expression.base), int(expression.exp))
    return reduce(operator.add if expression.is_Add else operator.mul, map(_polynomial, expression.args))


def _power(base: z3.ArithRef, exponent: int) -> z3.ArithRef:
    return reduce(operator.mul, [base] * exponent)


def _number(value: Expr) -> z3.RatNumRef:
    return z3.RealVal(f"{value.p}/{value.q}")
