"""Random worlds: every symbol, sequence, unnamed function and matrix of a statement gets a value its assumptions allow.

After an exact check every relation is evaluated in twenty such worlds to fifty digits, so that an independent route
catches a slip of the exact means. An unnamed function becomes a concrete smooth one; an integral over it becomes a sum
over three random points with random weights, the same for the whole world, in which every statement that follows from
linearity, pointwise identities and normalisation must hold, as it does for any measure.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from sympy import Eq, Expr, ImmutableMatrix, Indexed, IndexedBase, Integral, Rational, Sum, Symbol, sympify
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.matrices.expressions.matexpr import MatrixExpr, MatrixSymbol

from notes.proof.evaluation import DIGITS, Number, mp, value
from notes.proof.exact import evaluated
from notes.proof.symbols import Bounded, SpecialMatrix

WORLDS = 20
LARGEST_NATURAL = 4
TOLERANCE = mp.mpf(10) ** -30


class UnsampledError(ValueError):
    """No world was found in which a hypothesis holds, so nothing can be confirmed."""


@dataclass
class World:
    """One assignment of values to everything that statements name, in which the hypotheses `given` hold."""

    seed: int
    given: tuple[Eq, ...] = ()
    values: dict[object, Expr] = field(default_factory=dict)
    scales: dict[IndexedBase, tuple[Expr, ...]] = field(default_factory=dict)
    functions: dict[UndefinedFunction, Callable[..., Number]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.generator = random.Random(self.seed)
        places = self.generator.sample(range(1, 40), 3)
        self.support = [(mp.mpf(place) / 41, mp.mpf(self.generator.randint(1, 9)) / 4) for place in places]
        for hypothesis in self.given:
            self._adopt(hypothesis)

    def __str__(self) -> str:
        shown = [f"{key} = {value}" for key, value in self.values.items() if isinstance(key, Symbol)]
        return ", ".join(shown) or "the assumptions hold"

    def value(self, expression: Expr) -> tuple[Number, ...]:
        """The entries of the expression in this world: one number for a scalar, several for a matrix.

        Raises:
            UndefinedError: if a part is not finite, or not real although nothing in it names the imaginary unit.
        """
        expression = sympify(expression)
        if getattr(expression, "is_Matrix", False):
            explicit = self._explicit(expression) if isinstance(expression, MatrixExpr) else expression
            return tuple(value(evaluated(entry), self) for entry in explicit)
        if expression.has(MatrixSymbol):
            expression = self._explicit(expression)
        return (value(evaluated(expression), self),)

    def number(self, symbol: Symbol) -> Expr:
        """The rational value of a symbol."""
        if symbol not in self.values:
            self.values[symbol] = self._scalar(symbol)
        return self.values[symbol]

    def entry(self, base: IndexedBase, indices: tuple[int, ...]) -> Expr:
        """The rational value of `y[i]`, scaled where a hypothesis fixes the sum of the sequence."""
        if base not in self.scales:
            return self._raw_entry(base, indices)
        place, first, last, target = self.scales[base]
        first, last, target = (self._rational(part) for part in (first, last, target))
        row = [(*indices[:place], k, *indices[place + 1 :]) for k in range(int(first), int(last) + 1)]
        return target * self._raw_entry(base, indices) / sum(self._raw_entry(base, at) for at in row)

    def function(self, name: UndefinedFunction, arity: int) -> Callable[..., Number]:
        """A concrete smooth function with random coefficients, positive where the unnamed one is."""
        if name not in self.functions:
            self.functions[name] = self._template(name, arity)
        return self.functions[name]

    def points(self, bounds: list[Number]) -> list[tuple[Number, Number]]:
        """The support of the world's measure with its weights, moved between bounds, and scaled by their distance."""
        if len(bounds) < 2 or not all(map(mp.isfinite, bounds)):
            return [(t / (1 - t), w) for t, w in self.support]
        width = bounds[1] - bounds[0]
        return [(bounds[0] + width * t, width * w) for t, w in self.support]

    def _adopt(self, hypothesis: Eq) -> None:
        """Make a hypothesis true: normalise a function or a sequence, or define a symbol by the other side."""
        left, right = hypothesis.args
        if isinstance(left, Sum) and isinstance(left.function, Indexed):
            (variable, first, last), entry = left.limits[0], left.function
            self.scales[entry.base] = (entry.indices.index(variable), first, last, right)
        elif isinstance(left, Integral) and isinstance(left.function, AppliedUndef):
            self._normalize(left, right)
        elif isinstance(left, Symbol):
            self.values[left] = self._rational(right)
        elif isinstance(right, Symbol):
            self.values[right] = self._rational(left)
        if any(abs(a - b) > TOLERANCE for a, b in zip(self.value(left), self.value(right), strict=True)):
            raise UnsampledError(f"the hypothesis {hypothesis} could not be made true at random points")

    def _normalize(self, total: Integral, target: Expr) -> None:
        """Scale the unnamed function under an integral so that it integrates to the target."""
        summand, (variable, *bounds) = total.function, total.limits[0]
        raw, place = self._template(summand.func, len(summand.args)), summand.args.index(variable)
        points = self.points([mp.inf if bound.is_infinite else value(bound, self) for bound in bounds])

        def scaled(*arguments: Number) -> Number:
            mass = mp.fsum(w * raw(*arguments[:place], x, *arguments[place + 1 :]) for x, w in points)
            return value(target, self) * raw(*arguments) / mass

        self.functions[summand.func] = scaled

    def _rational(self, expression: Expr) -> Expr:
        """The value of an expression as an exact number, so that it can be a symbol's value."""
        if expression.is_Rational:
            return expression
        (number,) = self.value(expression)
        return Rational(mp.nstr(number, DIGITS, strip_zeros=False))

    def _scalar(self, symbol: Expr) -> Expr:
        if isinstance(symbol, Bounded):
            return symbol.lower + (symbol.upper - symbol.lower) * Rational(self.generator.randint(1, 96), 97)
        if symbol.is_integer:
            return sympify(self.generator.randint(1 if symbol.is_positive else 0, LARGEST_NATURAL))
        size = Rational(self.generator.randint(1, 60), self.generator.randint(11, 29))
        return (
            size if symbol.is_nonnegative else -size if symbol.is_nonpositive else size * self.generator.choice([-1, 1])
        )

    def _raw_entry(self, base: IndexedBase, indices: tuple[int, ...]) -> Expr:
        if (base, indices) not in self.values:
            self.values[base, indices] = self._scalar(base[indices])
        return self.values[base, indices]

    def _template(self, name: UndefinedFunction, arity: int) -> Callable[..., Number]:
        offset, height, phase, *slopes = (mp.mpf(self.generator.randint(1, 30)) / 17 for _ in range(3 + arity))

        def wave(*arguments: Number) -> Number:
            inner = offset + height * mp.sin(phase + mp.fdot(slopes, arguments))
            return mp.exp(inner) if name._kwargs.get("positive") else inner

        return wave

    def _explicit(self, expression: Expr) -> Expr:
        """The expression with its matrices written out as rational numbers."""
        matrices = expression.atoms(MatrixSymbol)
        sizes = set().union(*(size.free_symbols for m in matrices for size in m.shape))
        sized = expression.subs({size: self.number(size) for size in sorted(sizes, key=str)})
        numbers = {m: self._matrix(m) for m in sorted(sized.atoms(MatrixSymbol), key=str)}
        written = sized.subs(numbers).doit()
        return ImmutableMatrix(written.as_explicit()) if isinstance(written, MatrixExpr) else written

    def _matrix(self, symbol: MatrixSymbol) -> ImmutableMatrix:
        key = (symbol.name, symbol.shape)
        if key not in self.values:
            self.values[key] = self._drawn_matrix(symbol)
        return self.values[key]

    def _drawn_matrix(self, symbol: MatrixSymbol) -> ImmutableMatrix:
        if isinstance(symbol, SpecialMatrix):
            return symbol.sample(int(symbol.rows), self.generator)
        entries = [Rational(self.generator.randint(-30, 30), 7) for _ in range(int(symbol.rows * symbol.cols))]
        return ImmutableMatrix(symbol.rows, symbol.cols, entries)
