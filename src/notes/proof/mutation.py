"""Planted slips: each step of a proof is changed as a hurried hand would, and every false variant must be refused.

A variant counts as false if some random world refutes it. The exact means alone, without the help of those worlds, must
then fail to establish it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from sympy import Add, Basic, Derivative, Eq, Expr, Indexed, IndexedBase, Mul, Pow, Rational, Subs, Symbol
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.matexpr import MatrixExpr, MatrixSymbol

from notes.proof.checking import TimeLimitError, counterexample, means, time_limit
from notes.proof.derivation import Proof
from notes.proof.relations import MIRRORED, Link
from notes.proof.symbols import Expectation

SECONDS_PER_SLIP = 1.0


@dataclass
class Teeth:
    """What became of the slips planted into a proof.

    Args:
        refused: number of false variants that the engine refused; each link has one at least.
        harmless: number of variants that are true as well, such as a swap of two symbols in a symmetric expression.
        accepted: false variants that the exact means established; each is a defect of the engine.
    """

    refused: int = 0
    harmless: int = 0
    accepted: list[Link] = field(default_factory=list)


def teeth(proof: Proof, most: int | None = None) -> Teeth:
    """Plant slips into every link of a proof, at most `most` of them a link, and count what becomes of them."""
    found = Teeth()
    for link in proof.links:
        planted = list(slips(link))
        stride = 1 if most is None else -(-len(planted) // most)
        for variant in planted[::stride]:
            if not _is_false(variant, proof.given):
                found.harmless += 1
            elif _is_established(variant, proof.given):
                found.accepted.append(variant)
            else:
                found.refused += 1
    return found


def _is_false(variant: Link, given: tuple[Eq, ...]) -> bool:
    """Whether a random world refutes a variant."""
    try:
        with time_limit(SECONDS_PER_SLIP):
            return counterexample(variant, given) is not None
    except TimeLimitError:
        return False


def _is_established(variant: Link, given: tuple[Eq, ...]) -> bool:
    """Whether the exact means, left to themselves, take a variant for true."""
    try:
        with time_limit(SECONDS_PER_SLIP):
            return means(variant, given) is not None
    except (TimeLimitError, ValueError):
        return False


def slips(link: Link) -> Iterator[Link]:
    """The link turned around, or with one slip in a side: factor, sign, exponent, swapped names."""
    if link.sign != "=":
        yield replace(link, sign=MIRRORED[link.sign])
    for right in _slips(link.right):
        yield replace(link, right=right)
    for left in _slips(link.left):
        yield replace(link, left=left)


def _slips(expression: Expr) -> Iterator[Expr]:
    yield 2 * expression if expression != 0 else (expression + 1 if not _is_matrix(expression) else expression)
    yield from _swaps(expression)
    if not _is_matrix(expression):
        yield from _inner_slips(expression)


def _inner_slips(expression: Expr) -> Iterator[Expr]:
    """One slip at one place of the expression's tree."""
    if isinstance(expression, Add | Mul):
        for k, part in enumerate(expression.args):
            wrong = -part if isinstance(expression, Add) else _wrong_number(part)
            if wrong is not None:
                yield expression.func(*expression.args[:k], wrong, *expression.args[k + 1 :])
    if isinstance(expression, Pow):
        yield expression.base ** (expression.exp + 1)
    for k in _mutable_places(expression):
        for wrong in _inner_slips(expression.args[k]):
            yield expression.func(*expression.args[:k], wrong, *expression.args[k + 1 :])


def _wrong_number(factor: Expr) -> Expr | None:
    return factor + 1 if isinstance(factor, Rational) and factor not in (-1, -2) else None


def _mutable_places(expression: Basic) -> range:
    """The arguments in which a slip may be planted: not the variables of an integral, nor an index."""
    if isinstance(expression, ExprWithLimits | Derivative | Subs | Expectation):
        return range(1)
    if isinstance(expression, MatrixExpr) or not expression.args or isinstance(expression, Indexed):
        return range(0)
    return range(len(expression.args)) if isinstance(expression, Expr) else range(0)


def _swaps(expression: Expr) -> Iterator[Expr]:
    """Two names of the same nature exchanged: numbers, sequences, unnamed functions or matrices."""
    natures = (
        sorted((s for s in expression.free_symbols if isinstance(s, Symbol) and not s.is_integer), key=str),
        sorted(expression.atoms(IndexedBase), key=str),
        sorted({f.func for f in expression.atoms(AppliedUndef)}, key=str),
        sorted(expression.atoms(MatrixSymbol), key=str),
    )
    for names in natures:
        for first, second in combinations(names, 2):
            swapped = _swapped(expression, first, second)
            if swapped is not None and swapped != expression:
                yield swapped


def _swapped(expression: Expr, first: Basic, second: Basic) -> Expr | None:
    if isinstance(first, MatrixSymbol) and first.shape != second.shape:
        return None
    if isinstance(first, type) and not _same_arity(expression, first, second):
        return None
    if isinstance(first, type):
        names = {first: second, second: first}
        return expression.replace(
            lambda e: isinstance(e, AppliedUndef) and e.func in names, lambda e: names[e.func](*e.args)
        )
    return expression.xreplace({first: second, second: first})


def _same_arity(expression: Expr, first: type, second: type) -> bool:
    arities = {
        name: {len(e.args) for e in expression.atoms(AppliedUndef) if e.func == name} for name in (first, second)
    }
    return arities[first] == arities[second]


def _is_matrix(expression: Expr) -> bool:
    return bool(getattr(expression, "is_Matrix", False))
