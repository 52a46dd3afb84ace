"""Matrices of any size as polynomials in letters that do not commute: products of matrix symbols and transposed ones.

A polynomial is a map from words to coefficients, a word a tuple of letters. The transpose of a word is the word of the
transposed letters backwards. What is known of a special matrix is a rule that shortens words.
"""

from collections import defaultdict
from collections.abc import Iterable

from sympy import Add, Eq, Expr, Identity, MatAdd, MatMul, MatPow, Mul, Rational, ZeroMatrix, expand
from sympy.matrices.expressions.inverse import Inverse
from sympy.matrices.expressions.matexpr import MatrixExpr, MatrixSymbol
from sympy.matrices.expressions.transpose import Transpose

from notes.proof.relations import Relation
from notes.proof.symbols import OnesColumn, OrthogonalMatrix, PermutationMatrix, SymmetricMatrix, UnitColumn
from notes.witness.letters import Letters
from notes.witness.ring import UntranslatedError, vanishes

Letter = tuple[MatrixSymbol, str]
Word = tuple[Letter, ...]
Polynomial = dict[Word, Expr]

TRANSPOSED = {"": "T", "T": "", "I": "TI", "TI": "I"}
INVERTED = {"": "I", "I": "", "T": "TI", "TI": "T"}


def confirms(relation: Relation, given: Iterable[Eq] = ()) -> bool:
    """Whether two matrix expressions are equal by the laws of rings, of transposes and of special matrices.

    Args:
        relation: an equation between matrix expressions; scalars in it commute with everything.
        given: equations that may be used, those that define a scalar.

    Raises:
        UntranslatedError: if a part is no polynomial in matrices, or the relation no equation.
    """
    if relation.sign != "=" or not all(isinstance(side, MatrixExpr) for side in (relation.left, relation.right)):
        raise UntranslatedError("matrices that are no expressions of whole ones")
    values = {e.lhs: e.rhs for e in given if getattr(e.lhs, "is_Symbol", False)}
    difference = _sum([polynomial(relation.left), _scaled(polynomial(relation.right), Rational(-1))])
    letters = Letters()
    plain = [letters.plain(coefficient.subs(values)) for coefficient in difference.values()]
    return all(vanishes(coefficient, letters.rules) for coefficient in plain)


def polynomial(expression: Expr) -> Polynomial:
    """A matrix expression as coefficients of reduced words.

    Raises:
        UntranslatedError: if a part is no polynomial in matrices.
    """
    if isinstance(expression, ZeroMatrix):
        return {}
    if isinstance(expression, Identity):
        return {(): Rational(1)}
    if isinstance(expression, MatrixSymbol):
        return {((expression, ""),): Rational(1)}
    if isinstance(expression, MatAdd | Add):
        return _sum(map(polynomial, expression.args))
    if isinstance(expression, MatMul | Mul):
        return _product([_factor(part) for part in expression.args])
    if isinstance(expression, Inverse):
        return _inverse(polynomial(expression.arg))
    if isinstance(expression, MatPow) and expression.exp.is_Integer and expression.exp > 0:
        return _product([polynomial(expression.base)] * int(expression.exp))
    if isinstance(expression, Transpose):
        return {_reduced(_transposed(word)): c for word, c in polynomial(expression.arg).items()}
    raise UntranslatedError(f"no polynomial in matrices: {type(expression).__name__}")


def _factor(part: Expr) -> Polynomial:
    return polynomial(part) if getattr(part, "is_Matrix", False) else {(): part}


def _sum(parts: Iterable[Polynomial]) -> Polynomial:
    total: Polynomial = defaultdict(lambda: Rational(0))
    for part in parts:
        for word, coefficient in part.items():
            total[word] = expand(total[word] + coefficient)
    return {word: coefficient for word, coefficient in total.items() if coefficient != 0}


def _scaled(part: Polynomial, scale: Expr) -> Polynomial:
    return {word: scale * coefficient for word, coefficient in part.items()}


def _product(parts: list[Polynomial]) -> Polynomial:
    total: Polynomial = {(): Rational(1)}
    for part in parts:
        terms = [{_reduced(left + right): a * b} for left, a in total.items() for right, b in part.items()]
        total = _sum(terms)
    return total


def _inverse(part: Polynomial) -> Polynomial:
    """The inverse of a single word; that of a sum is refused."""
    ((word, coefficient),) = part.items() if len(part) == 1 else (((), Rational(0)),)
    if coefficient == 0 or any(letter.rows != letter.cols for letter, _ in word):
        raise UntranslatedError("the inverse of a sum of matrices")
    return {_reduced(tuple((m, INVERTED[mark]) for m, mark in reversed(word))): 1 / coefficient}


def _transposed(word: Word) -> Word:
    return tuple((m, TRANSPOSED[mark]) for m, mark in reversed(word))


def _reduced(word: Word) -> Word:
    """A word with neighbours cancelled that are inverse to each other, and permutations of ones left out."""
    kept: list[Letter] = []
    for letter in map(_plain_letter, word):
        if kept and (kept[-1] == (letter[0], INVERTED[letter[1]]) or _is_length(kept[-1], letter)):
            kept.pop()
        elif not (kept and _reorders(letter, kept[-1])):
            while kept and _reorders(kept[-1], letter):
                kept.pop()
            kept.append(letter)
    return tuple(kept)


def _is_length(letter: Letter, neighbour: Letter) -> bool:
    """Whether two letters are a column of the identity, lying and standing: their product is one."""
    return isinstance(letter[0], UnitColumn) and letter[0] == neighbour[0] and (letter[1], neighbour[1]) == ("T", "")


def _reorders(letter: Letter, neighbour: Letter) -> bool:
    """Whether a letter is a permutation that meets a neighbour all of whose entries are one."""
    return isinstance(letter[0], PermutationMatrix) and isinstance(neighbour[0], OnesColumn)


def _plain_letter(letter: Letter) -> Letter:
    """A letter with the shortest mark: a symmetric matrix is its transpose, an orthogonal one's is its inverse."""
    matrix, mark = letter
    if isinstance(matrix, SymmetricMatrix):
        return matrix, mark.replace("T", "")
    if isinstance(matrix, OrthogonalMatrix):
        return matrix, {"T": "I", "TI": ""}.get(mark, mark)
    return letter
