r"""Named things that proofs speak of, each with its assumptions and with a LaTeX name that prints like a textbook.

Names are LaTeX: `positive(r"\sigma")`, `density(r"p_{\text{data}}")`. Assumptions are what makes a step true, so they
are shown with every proof: a logarithm of a symbol that is merely real is refused.
"""

import random
from collections.abc import Iterable

from sympy import (
    Basic,
    Expr,
    Function,
    Identity,
    ImmutableMatrix,
    IndexedBase,
    Integral,
    MatrixSymbol,
    Mul,
    Pow,
    Rational,
    Symbol,
    oo,
    sympify,
)
from sympy.core.function import UndefinedFunction


def real(name: str) -> Symbol:
    """A real number."""
    return Symbol(name, real=True)


def positive(name: str) -> Symbol:
    """A positive real number."""
    return Symbol(name, positive=True)


def nonnegative(name: str) -> Symbol:
    """A real number that is not negative."""
    return Symbol(name, nonnegative=True)


def natural(name: str) -> Symbol:
    """A positive integer: a number of samples, a dimension, a last index."""
    return Symbol(name, integer=True, positive=True)


def count(name: str) -> Symbol:
    """A non-negative integer: a number of events."""
    return Symbol(name, integer=True, nonnegative=True)


def index(name: str) -> Symbol:
    """The running index of a sum or a product."""
    return Symbol(name, integer=True, positive=True)


class Bounded(Symbol):
    """A real number strictly between two bounds; exact checks put `lower + (upper - lower) u / (1 + u)` for it."""

    __slots__ = ("lower", "upper")

    def __new__(cls, name: str, lower: Expr, upper: Expr) -> "Bounded":
        """A symbol between two numbers."""
        lower, upper = sympify(lower), sympify(upper)
        if not (lower < upper and lower.is_finite and upper.is_finite):
            raise ValueError(f"`lower` must be below `upper`, and both finite, got {lower} and {upper}")
        symbol = Symbol.__xnew__(cls, name, positive=True) if lower >= 0 else Symbol.__xnew__(cls, name, real=True)
        symbol.lower, symbol.upper = lower, upper
        return symbol

    def _hashable_content(self) -> tuple[object, ...]:
        return (*super()._hashable_content(), self.lower, self.upper)

    def parametrized(self) -> Expr:
        """The symbol as a function of one positive number, so that both bounds are visible to SymPy."""
        odds = Symbol(f"odds({self.name})", positive=True)
        return self.lower + (self.upper - self.lower) * odds / (1 + odds)


def bounded(name: str, lower: Expr, upper: Expr) -> Bounded:
    """A real number strictly between `lower` and `upper`, which must be numbers."""
    return Bounded(name, lower, upper)


def probability(name: str) -> Bounded:
    """A number strictly between 0 and 1."""
    return Bounded(name, 0, 1)


def density(name: str) -> UndefinedFunction:
    """An unnamed positive density or probability, printed with a bar after its first argument: `p(y, x)` as p(y | x).

    That it sums or integrates to one is a hypothesis of its own: `given=[Eq(Integral(p(x), x), 1)]`.
    """
    return Function(name, positive=True)


def function(name: str) -> UndefinedFunction:
    """An unnamed real-valued function, smooth enough for whatever derivative is taken of it."""
    return Function(name, real=True)


def indexed(name: str, **assumptions: bool) -> IndexedBase:
    """Numbers with an index, `y[i]`, real unless `assumptions` say more."""
    return IndexedBase(name, **(assumptions or {"real": True}))


def matrix(name: str, rows: Expr, columns: Expr) -> MatrixSymbol:
    """A real matrix whose sizes may be symbols."""
    return MatrixSymbol(name, rows, columns)


class ComplexMatrix(MatrixSymbol):
    """A matrix of complex numbers, which obeys the ring laws of real ones."""


def complex_matrix(name: str, rows: Expr, columns: Expr) -> ComplexMatrix:
    """A complex matrix whose sizes may be symbols."""
    return ComplexMatrix(name, rows, columns)


class OrthogonalMatrix(MatrixSymbol):
    """A square matrix whose transpose is its inverse."""

    @property
    def rules(self) -> dict[Expr, Expr]:
        """Both products with the transpose are the identity."""
        return {self.T * self: Identity(self.rows), self * self.T: Identity(self.rows)}

    def sample(self, size: int, generator: random.Random) -> ImmutableMatrix:
        """A product of rational reflections."""
        product = ImmutableMatrix.eye(size)
        for _ in range(size):
            normal = ImmutableMatrix(size, 1, [generator.randint(-3, 3) or 1 for _ in range(size)])
            product = product * (ImmutableMatrix.eye(size) - 2 * normal * normal.T / (normal.T * normal)[0])
        return product


class OnesColumn(MatrixSymbol):
    """A column of ones: a product with it sums every row."""

    @property
    def rules(self) -> dict[Expr, Expr]:
        """Nothing by itself; what a permutation does to it is a rule of the permutation."""
        return {}

    def sample(self, size: int, generator: random.Random) -> ImmutableMatrix:  # noqa: ARG002
        """The ones."""
        return ImmutableMatrix.ones(size, 1)


class UnitColumn(MatrixSymbol):
    """A column with a single one, and zeros elsewhere."""

    @property
    def rules(self) -> dict[Expr, Expr]:
        """Its length is one."""
        return {self.T * self: Identity(1)}

    def sample(self, size: int, generator: random.Random) -> ImmutableMatrix:
        """A random column of the identity."""
        return ImmutableMatrix.eye(size)[:, generator.randrange(size)]


class PermutationMatrix(OrthogonalMatrix):
    """A square matrix of zeros and ones with a single one in each row and column."""

    @property
    def rules(self) -> dict[Expr, Expr]:
        """Beside those of every orthogonal matrix: ones in another order are ones."""
        column = ones(self.rows)
        sums = {self * column: column, self.T * column: column}
        return super().rules | sums | {column.T * self: column.T, column.T * self.T: column.T}

    def sample(self, size: int, generator: random.Random) -> ImmutableMatrix:
        """The rows of the identity in random order."""
        order = generator.sample(range(size), size)
        return ImmutableMatrix(size, size, lambda i, j: int(order[i] == j))


class SymmetricMatrix(MatrixSymbol):
    """A square matrix that equals its transpose."""

    @property
    def rules(self) -> dict[Expr, Expr]:
        """The transpose is the matrix itself."""
        return {self.T: self}

    def sample(self, size: int, generator: random.Random) -> ImmutableMatrix:
        """A random rational matrix plus its transpose."""
        half = ImmutableMatrix(size, size, [Rational(generator.randint(-9, 9), 4) for _ in range(size * size)])
        return half + half.T


SpecialMatrix = OrthogonalMatrix | SymmetricMatrix | OnesColumn | UnitColumn
"""Matrices that know `rules`, what their products with their transpose reduce to, and how to `sample` one."""


def orthogonal(name: str, size: Expr) -> OrthogonalMatrix:
    """An orthogonal matrix, such as a rotation."""
    return OrthogonalMatrix(name, size, size)


def permutation(name: str, size: Expr) -> PermutationMatrix:
    """A permutation matrix."""
    return PermutationMatrix(name, size, size)


def ones(size: Expr) -> OnesColumn:
    """A column of ones."""
    return OnesColumn(r"\mathbf{1}", size, 1)


def unit(name: str, size: Expr) -> UnitColumn:
    """A column of the identity."""
    return UnitColumn(name, size, 1)


def symmetric(name: str, size: Expr) -> SymmetricMatrix:
    """A symmetric matrix, such as a covariance or a Hessian."""
    return SymmetricMatrix(name, size, size)


class Expectation(Expr):
    r"""The expectation of `value` over a variable of the given density, printed $\mathbb{E}_{x \sim p}[f(x)]$.

    It stands for `Integral(density * value, variable)`, which `doit` returns.
    """

    def __new__(cls, value: Expr, variable: Symbol, density: Expr) -> "Expectation":
        """The expectation of a value over a variable."""
        return Expr.__new__(cls, sympify(value), variable, sympify(density))

    is_commutative = True

    @property
    def bound_symbols(self) -> list[Symbol]:
        """The variable that is averaged over."""
        return [self.args[1]]

    @property
    def free_symbols(self) -> set[Symbol]:
        """Every symbol but the one averaged over."""
        return (self.args[0].free_symbols | self.args[2].free_symbols) - {self.args[1]}

    def _eval_derivative(self, symbol: Symbol) -> Expr:
        return self.doit().diff(symbol)

    def doit(self, **hints: bool) -> Expr:
        """The expectation as an integral."""
        value, variable, density = self.args
        return Integral(density * value, variable).doit(**hints)


def unused(name: str, expressions: Iterable[Basic], **assumptions: bool) -> Symbol:
    """A symbol whose name, but for primes, is `name`, and which none of the expressions has."""
    taken = {symbol.name for expression in expressions for symbol in expression.atoms(Symbol)}
    while name in taken:
        name += "'"
    return Symbol(name, **assumptions)


def root(expression: Expr) -> Expr:
    """A square root that is not split into the roots of its factors, so that it prints as it was written."""
    return Pow(sympify(expression), Rational(1, 2), evaluate=False)


def ratio(numerator: Expr, denominator: Expr) -> Expr:
    """A fraction whose parts are not multiplied out, so that it prints as it was written."""
    return Mul(sympify(numerator), Pow(sympify(denominator), -1, evaluate=False), evaluate=False)


def whole_line(variable: Symbol) -> tuple[Symbol, Expr, Expr]:
    """The limits of an integral over all real numbers."""
    return (variable, -oo, oo)
