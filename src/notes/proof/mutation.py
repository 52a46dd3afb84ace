"""Planted slips: each step of a proof is changed as a hurried hand would, and every false variant must be refused.

A variant counts as false if some random world refutes it. The exact means alone, without the help of those worlds, must
then fail to establish it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, islice, zip_longest

from sympy import Add, Basic, Derivative, Expr, Indexed, IndexedBase, Mul, Pow, Rational, Subs, Symbol
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixExpr, MatrixSymbol

from notes.proof.adoption import UnsampledError
from notes.proof.checking import TimeLimitError, counterexample, means, time_limit
from notes.proof.definedness import undefined
from notes.proof.derivation import Proof
from notes.proof.kernel import hypotheses
from notes.proof.relations import MIRRORED, Lemma, Link, Relation
from notes.proof.sampling import forget
from notes.proof.symbols import Expectation
from notes.proof.trusted import Trusted

SECONDS_PER_SLIP = 1.0


@dataclass(frozen=True)
class Slip:
    """A link with one slip in it, and the kind of the slip: sign, factor, plus one, number, exponent, names, turned."""

    kind: str
    link: Link


@dataclass
class Teeth:
    """What became of the slips planted into a proof.

    Args:
        refused: number of false variants that the exact means, in the time they had, did not establish.
        undecided: number of false variants over which that time ran out.
        harmless: number of variants that are true as well, such as a swap of two symbols in a symmetric expression.
        accepted: false variants that the exact means established; each is a defect of the engine.
    """

    refused: int = 0
    undecided: int = 0
    harmless: int = 0
    accepted: list[Link] = field(default_factory=list)


def teeth(proof: Proof, most: int | None = None, seed: int = 0) -> Teeth:
    """Plant slips into every link of a proof and count what becomes of them.

    Args:
        proof: the proof.
        most: how many slips a link gets, drawn with `seed` from all kinds alike; left out, it gets all.
        seed: draws the slips.
    """
    forget()
    found, given = Teeth(), hypotheses(proof)
    for position, link in enumerate(proof.links):
        for slip in _drawn(list(slips(link)), most, random.Random(f"{seed} {proof.title} {position}")):
            if not _is_false(slip.link, given):
                found.harmless += 1
                continue
            try:
                with time_limit(SECONDS_PER_SLIP):
                    established = _is_established(slip.link, given)
            except TimeLimitError:
                found.undecided += 1
                continue
            if established:
                found.accepted.append(slip.link)
            else:
                found.refused += 1
    return found


def _drawn(planted: list[Slip], most: int | None, generator: random.Random) -> list[Slip]:
    """As many slips as are wanted, their kinds in turn."""
    if most is None:
        return planted
    kinds = sorted({slip.kind for slip in planted})
    generator.shuffle(kinds)
    rows = [generator.sample(of_kind, len(of_kind)) for of_kind in ([s for s in planted if s.kind == k] for k in kinds)]
    in_turn = (slip for turn in zip_longest(*rows) for slip in turn if slip is not None)
    return list(islice(in_turn, most))


def _is_false(variant: Link, given: tuple[Relational, ...]) -> bool:
    """Whether a random world refutes a variant."""
    try:
        with time_limit(SECONDS_PER_SLIP):
            return counterexample(variant, given) is not None
    except (TimeLimitError, UnsampledError):
        return False


def _is_established(variant: Link, given: tuple[Relational, ...]) -> bool:
    """Whether the exact means, left to themselves, take a variant for true, and for defined."""
    try:
        known: tuple[Relation, ...] = ()
        if isinstance(variant.by, Trusted):
            known = (Relation(variant.by.relation().lhs, "=", variant.by.relation().rhs),)
        elif isinstance(variant.by, Lemma):
            known = variant.by.relations()
        defined = not any(undefined(side, given) for side in (variant.left, variant.right))
        return means(variant, given, known) is not None and defined
    except ValueError:
        return False


def slips(link: Link) -> Iterator[Slip]:
    """The link turned around, or with one slip in a side: factor, sign, exponent, swapped names."""
    if link.sign != "=":
        yield Slip("turned", replace(link, sign=MIRRORED[link.sign]))
    for kind, right in _slips(link.right):
        yield Slip(kind, replace(link, right=right))
    for kind, left in _slips(link.left):
        yield Slip(kind, replace(link, left=left))


def _slips(expression: Expr) -> Iterator[tuple[str, Expr]]:
    if expression != 0:
        yield "factor", 2 * expression
    elif not _is_matrix(expression):
        yield "plus one", expression + 1
    for swapped in _swaps(expression):
        yield "names", swapped
    if not _is_matrix(expression):
        yield from _inner_slips(expression)


def _inner_slips(expression: Expr) -> Iterator[tuple[str, Expr]]:
    """One slip at one place of the expression's tree."""
    if isinstance(expression, Add | Mul):
        for k, part in enumerate(expression.args):
            wrong = -part if isinstance(expression, Add) else _wrong_number(part)
            if wrong is not None:
                kind = "sign" if isinstance(expression, Add) else "number"
                yield kind, expression.func(*expression.args[:k], wrong, *expression.args[k + 1 :])
    if isinstance(expression, Pow):
        yield "exponent", expression.base ** (expression.exp + 1)
    for k in _mutable_places(expression):
        for kind, wrong in _inner_slips(expression.args[k]):
            try:
                made = expression.func(*expression.args[:k], wrong, *expression.args[k + 1 :])
            except ValueError:  # a maximum of what it takes for no real number, as with an unevaluated part
                continue
            yield kind, made


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
