"""Whether what was read is what a proof establishes: the same, or weaker, up to expanding."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from sympy import Expr, N, Rational, S
from sympy.matrices.expressions.matexpr import MatrixExpr
from sympy.matrices.matrixbase import MatrixBase

from notes.proof import kernel, matrices
from notes.proof.derivation import Proof
from notes.proof.relations import Chain, Optimum, Relation, SameOptimum, Statement
from notes.proof.rules import ends, follows
from notes.reading.tokens import ReadingError

DIGITS = 30


def conclusions(proof: Proof) -> Iterator[Statement]:
    """What a proof establishes: its claims, what its steps conclude, how any two places of a calculation compare."""
    yield from proof.claims
    for step in proof.steps:
        yield from kernel.rule(step).conclusions
        if type(step) is Chain:
            for start in range(len(step.links)):
                for end in range(start + 1, len(step.links) + 1):
                    yield ends(Chain(step.links[start].left, step.links[start:end]))
    shared = [claim for claim in proof.claims if isinstance(claim, SameOptimum)]
    for one, next_one in itertools.pairwise(shared):
        if (one.other, one.other_sense, one.variables) == (next_one.value, next_one.sense, next_one.variables):
            yield replace(one, other=next_one.other, other_sense=next_one.other_sense)


def agrees(read: Statement, established: Statement) -> bool:
    """Whether what was read follows from what is established."""
    if isinstance(read, Relation) and isinstance(established, Relation):
        matrix = any(isinstance(side, MatrixExpr) for side in (read.left, established.left))
        return _same_matrices(read, established) if matrix else any(follows(one, established) for one in _signed(read))
    if isinstance(read, Optimum) and isinstance(established, Optimum):
        return _same_optimum(read, established)
    if isinstance(read, SameOptimum) and isinstance(established, SameOptimum):
        return _same_optima(read, established)
    return False


def _signed(read: Relation) -> tuple[Relation, ...]:
    """A relation and, for an equality, the one with both signs turned."""
    return (read, Relation(-read.left, "=", -read.right)) if read.sign == "=" else (read,)


def same(first: Expr, second: Expr) -> bool:
    """Whether two numbers are the same but for expanding."""
    return follows(Relation(first, "=", S.Zero), Relation(second, "=", S.Zero))


def by_entries(read: Statement) -> Iterator[Statement]:
    """The relation of each pair of entries of two matrices that are written out; any other statement as it is."""
    if isinstance(read, Relation) and all(isinstance(side, MatrixBase) for side in (read.left, read.right)):
        if read.left.shape != read.right.shape or read.sign != "=":
            raise ReadingError("matrices must be equal and of one shape")
        for left, right in zip(read.left.flat(), read.right.flat(), strict=True):
            yield Relation(left, "=", right)
    else:
        yield read


def is_true_by_expanding(read: Relation) -> bool:
    """Whether an equality needs no more than expanding."""
    return read.sign == "=" and agrees(Relation(read.left, "=", read.right), Relation(read.right, "=", read.right))


def is_arithmetic(read: Relation) -> bool:
    """Whether a relation is between numbers, so that the machine can compute both sides."""
    return all(isinstance(side, Expr) and side.is_number for side in (read.left, read.right))


def holds(read: Relation) -> bool:
    """Whether a relation between numbers is true."""
    gap = read.left - read.right
    signs = {"=": gap.is_zero, "<=": gap.is_nonpositive, ">=": gap.is_nonnegative, "<": gap.is_negative}
    return bool(signs.get(read.sign, gap.is_positive))


def is_rounded(read: Relation, decimals: int) -> bool:
    """Whether the right side is the left one, rounded to so many decimals."""
    return bool(abs(N(read.left - read.right, DIGITS)) <= Rational(1, 2 * 10**decimals))


def _same_optimum(read: Optimum, established: Optimum) -> bool:
    if read.sense != established.sense or len(read.place) != 1 or len(established.place) != 1:
        return False
    ((variable, place),), ((other, other_place),) = read.place, established.place
    return bool(variable == other and same(read.value, established.value) and same(place, other_place))


def _same_optima(read: SameOptimum, established: SameOptimum) -> bool:
    if set(read.variables) != set(established.variables):
        return False
    wanted = [(read.value, read.sense), (read.other, read.other_sense)]
    pair = [(established.value, established.sense), (established.other, established.other_sense)]
    return any(
        all(one[1] == other[1] and same(one[0], other[0]) for one, other in zip(wanted, found, strict=True))
        for found in (pair, pair[::-1])
    )


def _same_matrices(read: Relation, established: Relation) -> bool:
    if read.sign != "=" or established.sign != "=":
        return False
    orders = [(established.left, established.right), (established.right, established.left)]
    return any(_same_matrix(read.left, left) and _same_matrix(read.right, right) for left, right in orders)


def _same_matrix(first: Expr, second: Expr) -> bool:
    """Whether two matrices are the same by the laws of matrices; one number is its own transpose."""
    if first == second:
        return True
    if not isinstance(first, MatrixExpr) or not isinstance(second, MatrixExpr) or first.shape != second.shape:
        return False
    difference = first - second
    return matrices.vanishes(difference + difference.T if first.shape == (1, 1) else difference)
