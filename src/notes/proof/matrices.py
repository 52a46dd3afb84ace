"""Ring identities of matrices of symbolic size, decided as polynomials in letters that do not commute."""

from collections.abc import Iterable

from sympy import Add, Eq, Expr, Identity, MatAdd, MatMul, MatPow, Mul, S, Symbol, ZeroMatrix, expand
from sympy.matrices.expressions.inverse import Inverse
from sympy.matrices.expressions.matexpr import MatrixExpr, MatrixSymbol
from sympy.matrices.expressions.transpose import Transpose

from notes.proof.symbols import SpecialMatrix


def vanishes(expression: MatrixExpr, given: Iterable[Eq] = ()) -> bool:
    """Whether a matrix expression is zero by the ring laws, the hypotheses and the rules of its special matrices."""
    special = (m for m in expression.atoms(MatrixSymbol) if isinstance(m, SpecialMatrix))
    rules = {left: right for m in special for left, right in m.rules.items()}
    rules |= {hypothesis.lhs: hypothesis.rhs for hypothesis in given if isinstance(hypothesis, Eq)}
    words = [(word(left), word(right)) for left, right in rules.items()]
    inverses = {one: word(one.arg) for one in expression.atoms(Inverse)}
    words += [pair for one, of in inverses.items() for pair in ((word(one) * of, S.One), (of * word(one), S.One))]
    polynomial, reduced = None, expand(word(expression.doit()))
    while polynomial != reduced:
        polynomial = reduced
        for left, right in words:
            reduced = expand(reduced.subs(left, right))
    return polynomial == 0


def word(expression: Expr) -> Expr:
    """A matrix expression as a polynomial in non-commuting letters, with the identity as 1 and the zero matrix as 0."""
    if isinstance(expression, ZeroMatrix):
        return S.Zero
    if isinstance(expression, Identity):
        return S.One
    if isinstance(expression, MatAdd | MatMul):
        return (Add if isinstance(expression, MatAdd) else Mul)(*map(word, expression.args))
    if isinstance(expression, MatPow) and expression.exp.is_Integer and expression.exp > 0:
        return word(expression.base) ** expression.exp
    if isinstance(expression, Transpose) and isinstance(expression.arg, MatrixSymbol):
        return Symbol(f"{expression.arg.name}.T", commutative=False)
    if isinstance(expression, MatrixExpr):
        return Symbol(str(expression), commutative=False)
    return expression
