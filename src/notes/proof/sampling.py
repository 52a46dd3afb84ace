"""Random worlds: every symbol, sequence, unnamed function and matrix of a statement gets a value that its assumptions allow.

After an exact check every relation is evaluated in twenty such worlds to fifty digits, so that a slip of the exact means
is caught by an independent route. An unnamed function becomes a concrete smooth one; an integral over it becomes a sum
over three random points with random weights, the same for the whole world, in which every statement that follows from
linearity, pointwise identities and normalisation must hold, as it does for any measure.
"""

import random
from dataclasses import dataclass, field

from sympy import (
    Eq,
    Expr,
    I,
    ImmutableMatrix,
    Indexed,
    Integral,
    Product,
    Rational,
    Sum,
    Symbol,
    exp,
    oo,
    sin,
    sympify,
)
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.matrices.expressions.matexpr import MatrixSymbol

from notes.proof.exact import evaluated
from notes.proof.symbols import Bounded, Expectation, SpecialMatrix

DIGITS = 50
WORLDS = 20
LARGEST_NATURAL = 4


class UndefinedError(ValueError):
    """A statement has no finite real value in a world that its assumptions allow."""


class UnsampledError(ValueError):
    """No world was found in which a hypothesis holds, so nothing can be confirmed."""


@dataclass
class World:
    """One assignment of values to everything that statements name, in which the hypotheses `given` hold."""

    seed: int
    given: tuple[Eq, ...] = ()
    values: dict[Expr, Expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.generator = random.Random(self.seed)
        places = self.generator.sample(range(1, 40), 3)
        self.support = [(Rational(place, 41), Rational(self.generator.randint(1, 9), 4)) for place in places]
        for hypothesis in self.given:
            self._adopt(hypothesis)

    def value(self, expression: Expr) -> Expr:
        """The expression as a number, or a matrix of numbers, in this world.

        Raises:
            UndefinedError: if it is not finite, or not real although nothing in it names the imaginary unit.
        """
        number = self._number(sympify(expression))
        for entry in number if getattr(number, "is_Matrix", False) else [number]:
            proper = entry.is_number and entry.is_finite is not False and not entry.has(oo)
            if not proper or not (entry.is_real or expression.has(I)):
                raise UndefinedError(f"{expression} has no finite real value where {self}")
        return number

    def __str__(self) -> str:
        shown = [f"{key} = {value}" for key, value in self.values.items() if isinstance(key, Symbol)]
        return ", ".join(shown) or "the assumptions hold"

    def _adopt(self, hypothesis: Eq) -> None:
        """Make a hypothesis true: normalise a function or a sequence, or define a symbol by the other side."""
        left, right = hypothesis.args
        if isinstance(left, Integral | Sum) and isinstance(left.function, AppliedUndef | Indexed):
            self._normalize(left, right)
        elif isinstance(left, Symbol):
            self.values[left] = self._number(right)
        elif isinstance(right, Symbol):
            self.values[right] = self._number(left)
        if not isinstance(left, Integral | Sum) or not left.free_symbols - right.free_symbols:
            self._require_true(hypothesis)

    def _require_true(self, hypothesis: Eq) -> None:
        gap = self._number(hypothesis.lhs - hypothesis.rhs)
        entries = gap if getattr(gap, "is_Matrix", False) else [gap]
        if any(abs(entry) > Rational(1, 10**30) for entry in entries):
            raise UnsampledError(f"the hypothesis {hypothesis} could not be made true at random points")

    def _normalize(self, total: Expr, target: Expr) -> None:
        """Scale the summand of `total`, a function or a sequence, so that it sums to `target`."""
        summand, (variable, *bounds) = total.function, total.limits[0]
        if isinstance(summand, Indexed):
            place = summand.indices.index(variable)
            self.values[("scale", summand.base)] = (place, *bounds, target)
            return
        template = self._template(summand.func, len(summand.args))
        place = summand.args.index(variable)
        self.values[summand.func] = lambda *arguments: (
            target * template(*arguments)
            / sum(w * template(*arguments[:place], t, *arguments[place + 1 :]) for t, w in self._points(bounds))
        )

    def _points(self, bounds: list[Expr]) -> list[tuple[Expr, Expr]]:
        """The support of the world's measure, moved between finite bounds where there are any."""
        if not bounds or oo in bounds or -oo in bounds:
            return [(t / (1 - t), w) for t, w in self.support]
        return [(bounds[0] + (bounds[1] - bounds[0]) * t, w) for t, w in self.support]

    def _number(self, expression: Expr) -> Expr:
        concrete = evaluated(self._concrete(expression))
        concrete = self._substituted(concrete, lambda s: isinstance(s, Symbol) and s.is_integer)
        concrete = concrete.replace(lambda e: isinstance(e, Sum | Product) and not e.has(oo), lambda e: e.doit())
        concrete = concrete.replace(lambda e: isinstance(e, Indexed), self._entry)
        concrete = self._substituted(concrete, lambda s: isinstance(s, Symbol))
        concrete = self._substituted(concrete, lambda s: isinstance(s, MatrixSymbol))
        if getattr(concrete, "is_Matrix", False):
            return ImmutableMatrix(concrete.doit().as_explicit()).evalf(DIGITS, chop=True)
        return concrete.doit().evalf(DIGITS, chop=True)

    def _substituted(self, expression: Expr, chosen) -> Expr:
        matrices = expression.atoms(MatrixSymbol)
        atoms = matrices.union(expression.free_symbols, *(size.free_symbols for m in matrices for size in m.shape))
        return expression.subs({atom: self._drawn(atom) for atom in sorted(filter(chosen, atoms), key=str)})

    def _drawn(self, symbol: Expr) -> Expr:
        if symbol not in self.values:
            self.values[symbol] = self._matrix(symbol) if isinstance(symbol, MatrixSymbol) else self._scalar(symbol)
        return self.values[symbol]

    def _scalar(self, symbol: Symbol) -> Expr:
        if isinstance(symbol, Bounded):
            return symbol.lower + (symbol.upper - symbol.lower) * Rational(self.generator.randint(1, 96), 97)
        if symbol.is_integer:
            return sympify(self.generator.randint(1 if symbol.is_positive else 0, LARGEST_NATURAL))
        size = Rational(self.generator.randint(1, 60), self.generator.randint(11, 29))
        return size if symbol.is_nonnegative else -size if symbol.is_nonpositive else size * self.generator.choice([-1, 1])

    def _matrix(self, symbol: MatrixSymbol) -> ImmutableMatrix:
        if isinstance(symbol, SpecialMatrix):
            return symbol.sample(int(symbol.rows), self.generator)
        entries = [Rational(self.generator.randint(-30, 30), 7) for _ in range(int(symbol.rows * symbol.cols))]
        return ImmutableMatrix(symbol.rows, symbol.cols, entries)

    def _entry(self, entry: Indexed) -> Expr:
        """The value of `y[i]`, one for each index, scaled where a hypothesis fixes the sum of the sequence."""
        scale = self.values.get(("scale", entry.base))
        if scale is None:
            return self._raw_entry(entry)
        place, first, last, target = scale
        last = self._number(last)
        row = [entry.base[(*entry.indices[:place], k, *entry.indices[place + 1 :])] for k in range(first, int(last) + 1)]
        return target * self._raw_entry(entry) / sum(map(self._raw_entry, row))

    def _raw_entry(self, entry: Indexed) -> Expr:
        if entry not in self.values:
            self.values[entry] = self._scalar(entry)
        return self.values[entry]

    def _concrete(self, expression: Expr) -> Expr:
        """The expression with unnamed functions made concrete and integrals over them made sums over the support."""
        if isinstance(expression, Expectation):
            return self._concrete(expression.doit(integrals=False))
        if not expression.args or isinstance(expression, MatrixSymbol | Indexed):
            return expression
        if isinstance(expression, Integral) and (expression.has(AppliedUndef) or len(expression.limits[0]) == 1):
            return self._summed(expression)
        arguments = [self._concrete(argument) for argument in expression.args]
        if isinstance(expression, AppliedUndef):
            if expression.func not in self.values:
                self.values[expression.func] = self._template(expression.func, len(arguments))
            return self.values[expression.func](*arguments)
        return expression.func(*arguments)

    def _summed(self, integral: Integral) -> Expr:
        body = evaluated(self._concrete(integral.function))
        for variable, *bounds in integral.limits:
            body = sum(weight * body.subs(variable, place) for place, weight in self._points(bounds))
        return body

    def _template(self, name: UndefinedFunction, arity: int):
        """A concrete smooth function with random coefficients, positive where the unnamed one is."""
        offset, height, phase, *slopes = (Rational(self.generator.randint(1, 30), 17) for _ in range(3 + arity))

        def wave(*arguments: Expr) -> Expr:
            inner = offset + height * sin(phase + sum(s * a for s, a in zip(slopes, arguments, strict=True)))
            return exp(inner) if name._kwargs.get("positive") else inner

        return wave
