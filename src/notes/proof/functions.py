"""The functions that may occur in a proof, by what their arguments must be and where they are smooth, and the kinds
of expressions beside them: closed lists, so that what nobody thought about is refused by its name.
"""

from collections.abc import Callable, Iterator

from sympy import (
    Abs,
    Add,
    And,
    Basic,
    Derivative,
    Determinant,
    Dummy,
    Eq,
    Expr,
    Float,
    Ge,
    Gt,
    Heaviside,
    Identity,
    ImmutableMatrix,
    Indexed,
    IndexedBase,
    Integral,
    Inverse,
    KroneckerDelta,
    Le,
    Limit,
    Lt,
    MatAdd,
    MatMul,
    MatPow,
    MatrixSymbol,
    Max,
    Min,
    Mul,
    Ne,
    Not,
    Or,
    Piecewise,
    Pow,
    Product,
    Subs,
    Sum,
    Symbol,
    Trace,
    Transpose,
    Tuple,
    UnevaluatedExpr,
    ZeroMatrix,
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atanh,
    binomial,
    ceiling,
    conjugate,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    factorial,
    floor,
    log,
    loggamma,
    pi,
    sign,
    sin,
    sinh,
    tan,
    tanh,
)
from sympy.core.numbers import (
    Exp1,
    Half,
    ImaginaryUnit,
    Infinity,
    Integer,
    NegativeInfinity,
    NegativeOne,
    One,
    Pi,
    Rational,
    Zero,
)
from sympy.core.relational import Relational
from sympy.core.symbol import Str
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import BooleanFalse, BooleanTrue
from sympy.matrices.expressions.matexpr import MatrixElement

from notes.proof.symbols import (
    Bounded,
    ComplexMatrix,
    Expectation,
    OnesColumn,
    OrthogonalMatrix,
    PermutationMatrix,
    SymmetricMatrix,
    UnitColumn,
)

SMOOTH = (exp, log, sin, cos, tan, sinh, cosh, tanh, erf, erfc, atan, asinh, atanh, loggamma)
"""What has every derivative wherever it has a value."""

KINKED = (Abs, Max, Min, Piecewise, Heaviside, sign, floor, ceiling)
"""What has none at some places."""


def gaps(kink: Expr) -> Iterator[Expr]:
    """The expressions whose zeros are the kinks of a function."""
    if isinstance(kink, Abs | sign | Heaviside):
        yield kink.args[0]
    elif isinstance(kink, Max | Min):
        yield from (a - b for k, a in enumerate(kink.args) for b in kink.args[:k])
    elif isinstance(kink, Piecewise):
        relations = (one for _, condition in kink.args for one in condition.atoms(Relational))
        yield from (one.lhs - one.rhs for one in relations)
    elif isinstance(kink, floor | ceiling):
        yield sin(pi * kink.args[0])


NEEDED: dict[type[Basic], Callable[[Expr], tuple[tuple[str, Expr], ...]]] = {
    log: lambda e: (("positive", e.args[0]),),
    loggamma: lambda e: (("positive", e.args[0]),),
    factorial: lambda e: (("non-negative", e.args[0]), ("whole", e.args[0])),
    binomial: lambda e: (("non-negative", e.args[0]), ("whole", e.args[0]), ("whole", e.args[1])),
    tan: lambda e: (("not zero", cos(e.args[0])),),
    atanh: lambda e: (("positive", 1 - e.args[0] ** 2),),
    asin: lambda e: (("non-negative", 1 - e.args[0] ** 2),),
    acos: lambda e: (("non-negative", 1 - e.args[0] ** 2),),
    acosh: lambda e: (("non-negative", e.args[0] - 1),),
    Inverse: lambda e: (("not zero", Determinant(e.arg)),),
    MatPow: lambda e: (("whole", e.exp), *(() if e.exp.is_nonnegative else (("not zero", Determinant(e.base)),))),
    Indexed: lambda e: tuple(("whole", index) for index in e.indices),
    KroneckerDelta: lambda e: tuple(("whole", index) for index in e.args[:2]),
}
"""What the arguments of a function must be for the function to have a real value."""

FUNCTIONS = {*SMOOTH, *KINKED, *NEEDED, conjugate}
NUMBERS = {Exp1, Float, Half, ImaginaryUnit, Infinity, Integer, NegativeInfinity, NegativeOne, One, Pi, Rational, Zero}
OPERATIONS = {Add, Derivative, Expectation, Integral, Limit, Mul, Pow, Product, Subs, Sum, UnevaluatedExpr}
MATRICES = {
    *(Identity, ImmutableMatrix, MatAdd, MatMul, MatrixElement, MatrixSymbol, Trace, Transpose, ZeroMatrix),
    *(ComplexMatrix, Determinant, OnesColumn, OrthogonalMatrix, PermutationMatrix, SymmetricMatrix, UnitColumn),
}
CONDITIONS = {And, BooleanFalse, BooleanTrue, Eq, ExprCondPair, Ge, Gt, Le, Lt, Ne, Not, Or}
NAMES = {Bounded, Dummy, IndexedBase, Str, Symbol, Tuple}
KINDS = FUNCTIONS | NUMBERS | OPERATIONS | MATRICES | CONDITIONS | NAMES
"""The kinds of expressions that may occur, unnamed functions apart."""
