"""Random worlds: every symbol, sequence, unnamed function and matrix of a statement gets a value its assumptions allow.

Every relation, and every claim, is evaluated in such worlds to fifty digits, so that an independent route catches a
slip of the exact means. Ten worlds are plain; the others are at the edges of the assumptions: zeros, equal numbers,
small and large ones, the ends of intervals. Each name draws its own value, whatever else is named. An unnamed function
becomes a concrete smooth one; an integral over it becomes a sum over three random points with random weights, the same
for the whole world, in which every statement that follows from linearity, pointwise identities and normalisation must
hold, as it does for any measure.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from sympy import (
    Add,
    Eq,
    Expr,
    Ge,
    I,
    ImmutableMatrix,
    Indexed,
    IndexedBase,
    Integral,
    Le,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    sign,
    sympify,
)
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixExpr, MatrixSymbol

from notes.proof.digits import DIGITS, Number, mp
from notes.proof.evaluation import UndefinedError, value
from notes.proof.symbols import Bounded, SpecialMatrix

PLAIN = 10
EDGES = ("zero", "zero", "equal", "equal", "small", "small", "low", "high", "large", "ends", "ends", "many", "many")
WORLDS = PLAIN + len(EDGES)
REDRAWN = 300
ENOUGH = 5
EXACT_DIGITS = 300
TOLERANCE = mp.mpf(10) ** -30


class UnsampledError(ValueError):
    """No world was found in which a hypothesis holds, so nothing can be confirmed."""


@dataclass
class World:
    """One assignment of values to everything that statements name, in which the hypotheses `given` hold.

    Args:
        seed: what the values are drawn from; from `PLAIN` on the world lies at an edge of the assumptions.
        given: the hypotheses.
        moved: symbols, sequences and functions that are drawn anew, the rest being as in the world of that seed.
        draw: which of the new draws it is.
    """

    seed: int
    given: tuple[Relational, ...] = ()
    moved: frozenset[object] = frozenset()
    draw: int = 0
    values: dict[object, Expr] = field(default_factory=dict)
    recursions: dict[IndexedBase, tuple[Symbol, int, Expr]] = field(default_factory=dict)
    scales: dict[IndexedBase, tuple[Expr, ...]] = field(default_factory=dict)
    functions: dict[UndefinedFunction, Callable[..., Number]] = field(default_factory=dict)
    known: dict[tuple[Expr, int, bool], Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        generator = self.drawn("support")
        places = generator.sample(range(1, 40), 3)
        self.support = [(mp.mpf(place) / 41, mp.mpf(generator.randint(1, 9)) / 4) for place in places]
        for hypothesis in sorted(self.given, key=_is_recursion):
            self._adopt(hypothesis)
            self.known.clear()
        for hypothesis in self.given:
            if not self._holds(hypothesis):
                raise UnsampledError(f"the hypothesis {hypothesis} could not be made true at random points")
        for name, number in self.values.items():
            if isinstance(name, Symbol) and not allowed(name, number):
                raise UnsampledError(f"the hypotheses make {name} {number}, which its assumptions exclude")

    @property
    def edge(self) -> str:
        """The edge of the assumptions at which the world lies, or nothing."""
        return EDGES[self.seed - PLAIN] if PLAIN <= self.seed < WORLDS else ""

    def drawn(self, name: object) -> random.Random:
        """The generator of the values of a name."""
        draw = f" draw {self.draw}" if name in self.moved else ""
        return random.Random(f"{self.seed} {'' if self.edge == 'equal' and not draw else name}{draw}")

    def _holds(self, hypothesis: Relational) -> bool:
        """Whether a hypothesis is true here: an equality to thirty digits, an inequality strictly."""
        left, right = (self.value(side) for side in hypothesis.args)
        close = [abs(a - b) <= TOLERANCE * (1 + abs(a)) for a, b in zip(left, right, strict=True)]
        if isinstance(hypothesis, Eq):
            return all(close)
        if any(close):
            return isinstance(hypothesis, Ge | Le)
        return all(bool(hypothesis.func(_exactly(a), _exactly(b))) for a, b in zip(left, right, strict=True))

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
            return tuple(value(entry, self) for entry in explicit)
        if expression.has(MatrixSymbol):
            expression = self._explicit(expression)
        return (value(expression, self),)

    def number(self, symbol: Symbol) -> Expr:
        """The rational value of a symbol."""
        if symbol not in self.values:
            self.values[symbol] = self._scalar(symbol)
        return self.values[symbol]

    def entry(self, base: IndexedBase, indices: tuple[int, ...]) -> Expr:
        """The rational value of `y[i]`, scaled where a hypothesis fixes the sum of the sequence."""
        if base in self.recursions and (base, indices) not in self.values:
            variable, ahead, right = self.recursions[base]
            if indices[0] - ahead >= (1 if variable.is_positive else 0):
                at = {variable: mp.mpf(indices[0] - ahead)}
                self.values[base, indices] = _exactly(value(right, self, at))
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

    def points(self, variable: Symbol, bounds: list[Number]) -> list[tuple[Number, Number]]:
        """The support of the world's measure with its weights, moved between bounds, and scaled by their distance.

        Where the bounds are infinite, or none are given, it lies where the variable may: on both sides of zero if the
        variable's assumptions allow it.
        """
        if isinstance(variable, Bounded) and not bounds:
            bounds = [mp.mpf(str(variable.lower)), mp.mpf(str(variable.upper))]
        if len(bounds) < 2 or not all(map(mp.isfinite, bounds)):
            spread = [(t / (1 - t), w) for t, w in self.support]
            if len(bounds) == 2 and mp.isfinite(bounds[0]):
                return [(bounds[0] + t, w) for t, w in spread]
            if len(bounds) == 2 and mp.isfinite(bounds[1]):
                return [(bounds[1] - t, w) for t, w in spread]
            both = not variable.is_nonnegative
            return [(-t if both and k == self.seed % 3 else t, w) for k, (t, w) in enumerate(spread)]
        width = bounds[1] - bounds[0]
        return [(bounds[0] + width * t, width * w) for t, w in self.support]

    def _adopt(self, hypothesis: Eq) -> None:
        """Make an equality true: normalise a function or a sequence, or define a symbol by the other side."""
        if not isinstance(hypothesis, Eq):
            return
        left, right = hypothesis.args
        if isinstance(left, Indexed):
            self._adopt_entry(left, right)
        elif isinstance(left, AppliedUndef) and right.atoms(Subs):
            self._adopt_remainder(left, right)
        elif isinstance(left, Sum) and isinstance(left.function, Indexed):
            (variable, first, last), entry = left.limits[0], left.function
            self.scales[entry.base] = (entry.indices.index(variable), first, last, right)
        elif isinstance(left, Integral) and isinstance(left.function, AppliedUndef):
            self._normalize(left, right)
        elif isinstance(left, Symbol):
            self.values[left] = self._rational(right)
        elif isinstance(right, Symbol):
            self.values[right] = self._rational(left)

    def _adopt_entry(self, entry: Indexed, right: Expr) -> None:
        """A first entry of a sequence, or its recursion."""
        if all(index.is_Integer for index in entry.indices):
            self.values[entry.base, tuple(map(int, entry.indices))] = self._rational(right)
            return
        ahead, variable = entry.indices[0].as_coeff_Add()
        if len(entry.indices) == 1 and isinstance(variable, Symbol) and ahead > 0:
            self.recursions[entry.base] = (variable, int(ahead), right)

    def _adopt_remainder(self, left: AppliedUndef, right: Expr) -> None:
        """Find the point of Taylor's remainder between the two points that the hypothesis is about."""
        (between,) = {held.point[0] for held in right.atoms(Subs)}
        (start,) = (term.args[0] for term in Add.make_args(right) if isinstance(term, AppliedUndef))
        (first,), (last,), (target,) = self.value(start), self.value(left.args[0]), self.value(left)

        def gap(point: Number) -> Number:
            return target - value(right, self, {between: point})

        places = [first + (last - first) * k / 64 for k in range(65)]
        gaps = [gap(place) for place in places]
        for k in range(64):
            if gaps[k] * gaps[k + 1] <= 0:
                found = mp.findroot(gap, (places[k], places[k + 1]), solver="anderson")
                self.values[between] = _exactly(found)
                return

    def _normalize(self, total: Integral, target: Expr) -> None:
        """Scale the unnamed function under an integral so that it integrates to the target."""
        summand, (variable, *bounds) = total.function, total.limits[0]
        raw, place = self._template(summand.func, len(summand.args)), summand.args.index(variable)
        limits = [mp.inf * int(sign(bound)) if bound.is_infinite else value(bound, self) for bound in bounds]
        points = self.points(variable, limits)
        if summand.is_positive and value(target, self) <= 0:
            raise UnsampledError(f"{total} is positive and cannot be {target}")

        def scaled(*arguments: Number) -> Number:
            mass = mp.fsum(w * raw(*arguments[:place], x, *arguments[place + 1 :]) for x, w in points)
            return value(target, self) * raw(*arguments) / mass

        self.functions[summand.func] = scaled

    def _rational(self, expression: Expr) -> Expr:
        """The value of an expression as an exact number, so that it can be a symbol's value."""
        if expression.is_Rational:
            return expression
        with mp.workdps(EXACT_DIGITS):
            (number,) = self.value(expression)
            return _exactly(number)

    def _scalar(self, symbol: Expr) -> Expr:
        generator = self.drawn(symbol.base if isinstance(symbol, Indexed) else symbol)
        if isinstance(symbol, Indexed):
            generator = random.Random(f"{generator.random()} {symbol.indices}")
        if isinstance(symbol, Bounded):
            share = Rational(generator.choice([1, 10**4 - 1]), 10**4) if self.edge == "ends" else None
            return symbol.lower + (symbol.upper - symbol.lower) * (share or Rational(generator.randint(1, 96), 97))
        if symbol.is_integer:
            return self._integer(symbol, generator)
        if symbol.is_extended_real is None:
            return self._real(symbol, generator) + I * self._real(symbol, generator)
        return self._real(symbol, generator)

    def _real(self, symbol: Expr, generator: random.Random) -> Expr:
        if self.edge == "zero" and not symbol.is_nonzero and generator.random() < 0.7:
            return S.Zero
        size = Rational(generator.randint(1, 60), generator.randint(11, 29))
        if self.edge == "small":
            size *= Rational(10) ** generator.randint(-5, -2)
        elif self.edge in ("low", "high", "large"):
            size = 52 + 48 * size / 6
        sides = {"low": [-1], "high": [1]}.get(self.edge, [-1, 1])
        return size * (1 if symbol.is_nonnegative else -1 if symbol.is_nonpositive else generator.choice(sides))

    def _integer(self, symbol: Expr, generator: random.Random) -> Expr:
        smallest = 1 if symbol.is_positive else 0
        if self.edge in ("zero", "ends"):
            return sympify(smallest)
        return sympify(generator.randint(6, 9) if self.edge == "many" else generator.randint(smallest, 4))

    def _raw_entry(self, base: IndexedBase, indices: tuple[int, ...]) -> Expr:
        if (base, indices) not in self.values:
            self.values[base, indices] = self._scalar(base[indices])
        return self.values[base, indices]

    def _template(self, name: UndefinedFunction, arity: int) -> Callable[..., Number]:
        generator = random.Random(f"{self.seed} {name.__name__}")
        offset, height, phase, *slopes = (mp.mpf(generator.randint(1, 30)) / 17 for _ in range(3 + arity))

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
        generator = random.Random(f"{self.seed} {symbol}")
        if isinstance(symbol, SpecialMatrix):
            return symbol.sample(int(symbol.rows), generator)
        entries = [Rational(generator.randint(-30, 30), 7) for _ in range(int(symbol.rows * symbol.cols))]
        return ImmutableMatrix(symbol.rows, symbol.cols, entries)


def allowed(symbol: Symbol, number: Expr) -> bool:
    """Whether the assumptions of a symbol allow a number."""
    if isinstance(symbol, Bounded):
        return bool(symbol.lower < number < symbol.upper)
    facts = symbol._assumptions_orig.items()
    return all(getattr(number, f"is_{fact}") is not (not wanted) for fact, wanted in facts if fact != "integer")


def worlds(given: tuple[Relational, ...] = ()) -> Iterator[World]:
    """The worlds in which the hypotheses can be made true; where many cannot, others are drawn in their place.

    Raises:
        UnsampledError: if there are hardly any.
    """
    found, failure = 0, ""
    for seed in range(WORLDS + REDRAWN):
        if seed >= WORLDS and found >= ENOUGH:
            return
        world = _world(seed, given)
        if isinstance(world, str):
            failure = world
            continue
        found += 1
        yield world
    if found < ENOUGH:
        raise UnsampledError(failure)


@lru_cache(maxsize=4 * WORLDS)
def _world(seed: int, given: tuple[Relational, ...]) -> World | str:
    """The world of a seed, or why the hypotheses cannot be made true there; one for all links of a proof."""
    try:
        return World(seed, given)
    except (UnsampledError, UndefinedError) as error:
        return str(error)


def forget() -> None:
    """Give up the worlds of the last proof, with all that was evaluated in them."""
    _world.cache_clear()


def _is_recursion(hypothesis: Eq) -> bool:
    return isinstance(hypothesis.lhs, Indexed) and not all(index.is_Integer for index in hypothesis.lhs.indices)


def _exactly(number: Number) -> Expr:
    """A number as an exact one, so that it can be a symbol's value."""
    if isinstance(number, mp.mpc):
        return _exactly(number.real) + I * _exactly(number.imag)
    return Rational(mp.nstr(number, max(mp.dps, DIGITS), strip_zeros=False))
