"""A letter has one meaning within a chapter: what is the size of something in one proof is no quantity in another."""

from collections.abc import Iterable

import pytest
from sympy import Basic, IndexedBase, Product, Sum, Symbol
from sympy.matrices.expressions.matexpr import MatrixSymbol

from notes.chapters import CHAPTERS, Chapter
from notes.ledger import proof_functions
from notes.proof import Proof, equal, index, indexed, kernel, matrix, natural, positive

HELD = [chapter for chapter in CHAPTERS if chapter.number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15)]
"""The chapters whose letters have been told apart."""


def sizes(part: Basic) -> set[str]:
    """The names of what sums go up to and of the sides of matrices."""
    ends = [last for total in part.atoms(Sum, Product) for _, _, last in total.limits]
    sides = [side for one in part.atoms(MatrixSymbol) for side in one.shape]
    free = part.free_symbols | {symbol for side in sides for symbol in side.free_symbols}
    return {symbol.name for size in (*ends, *sides) for symbol in size.free_symbols & free if symbol.is_integer}


def quantities(part: Basic) -> set[str]:
    """The names of numbers that do not count; a sequence may count what a number of its name counts in all."""
    labels = {base.label for base in part.atoms(IndexedBase)}
    return {one.name for one in part.free_symbols - labels if isinstance(one, Symbol) and not one.is_integer}


def two_meanings(proofs: Iterable[Proof]) -> set[str]:
    """The names that are those of a size and of a quantity."""
    parts = [part for proof in proofs for part in kernel.sides(proof)]
    return set().union(*map(sizes, parts)) & set().union(*map(quantities, parts))


@pytest.mark.parametrize("chapter", HELD, ids=lambda chapter: chapter.slug)
def test_no_letter_is_a_size_and_a_quantity(chapter: Chapter):
    assert two_meanings(function() for _, function in proof_functions(chapter)) == set()


def _of(step: object) -> Proof:
    return Proof("Made up", step, [step])


def test_a_size_that_is_a_quantity_elsewhere_is_noticed():
    i, n, x = index("i"), natural("n"), indexed("x")
    summed = _of(equal(Sum(2 * x[i], (i, 1, n)), 2 * Sum(x[i], (i, 1, n))))
    long, short = matrix("X", n, 1), positive("n")
    tall = _of(equal(long + long, 2 * long))
    number = _of(equal(short + short, 2 * short))
    assert two_meanings([summed, tall]) == set()
    assert two_meanings([summed, number]) == two_meanings([tall, number]) == {"n"}
    assert two_meanings([summed, _of(equal(indexed("n")[i] * 2, 2 * indexed("n")[i]))]) == set()
