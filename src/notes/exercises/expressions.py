"""Judges of what is derived: an expression in a closed grammar, equal to the right one wherever its symbols may be.

An expression is a string such as "(z - y) * x" or a SymPy object, which is read as it prints. Nothing is executed:
there are numbers, symbols that the exercise names, `pi`, `e`, the four operations, powers, a closed list of functions,
and cases by comparison. Values are compared in floating point at random places, so two forms of one function agree.
"""

import ast
import math
import operator
import random
import re
import reprlib
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from notes.exercises.answers import Judge, number

LONGEST = 500
PLACES = 40
TOLERANCE = 1e-8

Values = Mapping[str, float]
Domain = tuple[float, float] | range

CONSTANTS = {"pi": math.pi, "e": math.e, "E": math.e, "True": True}
FUNCTIONS: dict[str, Callable[..., float]] = {
    **{name: getattr(math, name) for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: getattr(math, name) for name in ("acos", "asin", "atan", "erf", "cbrt")},
    **{"ln": math.log, "abs": abs, "Abs": abs, "max": max, "Max": max, "min": min, "Min": min},
    "Heaviside": lambda x: float(x > 0),
    "sign": lambda x: (x > 0) - (x < 0),
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "relu": lambda x: max(x, 0.0),
}
OPERATIONS: dict[type[ast.AST], Callable[..., Any]] = {
    **{ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv},
    **{ast.Pow: operator.pow, ast.USub: operator.neg, ast.UAdd: operator.pos},
    **{ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge},
}
GRAMMAR = (
    *(ast.Constant, ast.Name, ast.UnaryOp, ast.BinOp, ast.Compare, ast.IfExp, ast.Call, ast.Tuple, ast.Load),
    *OPERATIONS,
)
SIGNS = {"^": "**", "\N{MINUS SIGN}": "-", "\N{MIDDLE DOT}": "*", "\N{MULTIPLICATION SIGN}": "*", "\\": "", "\n": " "}


def expression(expected: str, **domains: Domain) -> Judge:
    """Whether an expression has the expected one's values at random places.

    Args:
        expected: the right expression.
        **domains: for each symbol, the interval inside of which it may lie, or the range of its whole numbers.

    Returns:
        The judge of an answer.
    """

    def accepts(answer: Any) -> bool:
        given, right = parsed(answer, domains), parsed(expected, domains)
        source = random.Random(expected)
        places = ({name: _drawn(domain, source) for name, domain in domains.items()} for _ in range(PLACES))
        return all(_close(_value(given, place), evaluated(right, place)) for place in places)

    return accepts


def parsed(answer: Any, symbols: Mapping[str, Domain]) -> ast.expr:
    """An expression as a tree in which nothing is outside of the grammar.

    Args:
        answer: a string, a number, or a SymPy object.
        symbols: the names that it may use.

    Returns:
        The tree.

    Raises:
        ValueError: if it is none, or uses something else.
    """
    text = _text(answer)
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueError(f"it asks for an expression, with * for every product, got {reprlib.repr(answer)}") from None
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if not isinstance(node, GRAMMAR):
            raise ValueError(f"it asks for an expression, and this one has a part of the kind {type(node).__name__}")
        known = FUNCTIONS.keys() | {"Piecewise"} if id(node) in called else symbols.keys() | CONSTANTS.keys()
        if isinstance(node, ast.Name) and node.id not in known:
            raise ValueError(f"it asks for an expression in {', '.join(symbols)}, and this one uses {node.id!r}")
    return tree


def _text(answer: Any) -> str:
    """An answer as a line of Python: signs and Greek letters spelled out, and the letter lambda, which is a keyword."""
    text = (
        answer if isinstance(answer, str) else str(answer) if hasattr(answer, "free_symbols") else repr(number(answer))
    )
    if len(text) > LONGEST:
        raise ValueError(f"it asks for an expression of at most {LONGEST} signs, got {len(text)}")
    for sign, plain in SIGNS.items():
        text = text.replace(sign, plain)
    greek = (unicodedata.name(letter, "").partition("GREEK SMALL LETTER ")[2].lower() or letter for letter in text)
    return re.sub(r"\blamb?da\b", "lam", "".join(greek)).strip()


def evaluated(node: ast.AST, place: Values) -> float:
    """The value at a place of an expression, or of a part of it; for a comparison whether it holds."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name(id=name):
            return place[name] if name in place else CONSTANTS[name]
        case ast.UnaryOp(op=op, operand=operand):
            return OPERATIONS[type(op)](evaluated(operand, place))
        case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
            return OPERATIONS[type(op)](evaluated(left, place), evaluated(right, place))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return evaluated(body if evaluated(test, place) else orelse, place)
        case ast.Call(func=ast.Name(id="Piecewise"), args=cases, keywords=[]):
            return _first(cases, place)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return FUNCTIONS[name](*(evaluated(argument, place) for argument in arguments))
    raise TypeError(f"a {type(node).__name__} has no value")


def _first(cases: list[ast.expr], place: Values) -> float:
    """The value of the first case of SymPy's `Piecewise` whose condition holds."""
    for case in cases:
        match case:
            case ast.Tuple(elts=[value, condition]) if evaluated(condition, place):
                return evaluated(value, place)
    raise TypeError("none of the cases holds")


def _value(tree: ast.expr, place: Values) -> float:
    """The value of an answer, or NaN where it has none."""
    try:
        return number(evaluated(tree, place))
    except (ArithmeticError, RecursionError, TypeError, ValueError):
        return math.nan


def _close(found: float, right: float) -> bool:
    return math.isclose(found, right, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def _drawn(domain: Domain, source: random.Random) -> float:
    return float(source.choice(domain)) if isinstance(domain, range) else source.uniform(*domain)
