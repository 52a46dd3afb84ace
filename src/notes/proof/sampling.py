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

from sympy import Eq, Expr, Ge, ImmutableMatrix, Indexed, IndexedBase, Integral, Le, Limit, Symbol, sympify
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixExpr, MatrixSymbol
from sympy.matrices.expressions.special import Identity, OneMatrix, ZeroMatrix

from notes.proof.adoption import EXACT_DIGITS, UnsampledError, adopt, exactly, rational
from notes.proof.digits import DIGITS, Number, UndefinedError, mp
from notes.proof.drawing import EDGES, FAR, allowed, matrix, scalar, template
from notes.proof.evaluation import value
from notes.proof.linearity import linear
from notes.proof.recursions import Recursion, recursion
from notes.proof.symbols import Bounded

PLAIN = 10
WORLDS = PLAIN + len(EDGES)
REDRAWN = 300
ENOUGH = 5
SPARED = 20
"""What equalities may miss of the digits in use."""
TOLERANCE = mp.mpf(10) ** (SPARED - DIGITS)
ROUGH = (AppliedUndef, Indexed, Integral, Limit, MatrixSymbol)
"""What has no value to many digits."""


@dataclass
class World:
    """One assignment of values to everything that statements name, in which the hypotheses `given` hold.

    Args:
        seed: what the values are drawn from; from `PLAIN` on the world lies at an edge of the assumptions.
        given: the hypotheses.
        moved: symbols, sequences and functions that are drawn anew, the rest being as in the world of that seed.
        draw: which of the new draws it is.
        placed: symbols with the numbers that they are to be.
    """

    seed: int
    given: tuple[Relational, ...] = ()
    moved: frozenset[object] = frozenset()
    draw: int = 0
    placed: tuple[tuple[Symbol, Expr], ...] = ()
    values: dict[object, Expr] = field(default_factory=dict)
    recursions: dict[IndexedBase, Recursion] = field(default_factory=dict)
    scales: dict[IndexedBase, tuple[Expr, ...]] = field(default_factory=dict)
    shares: dict[tuple[object, ...], Expr] = field(default_factory=dict)
    draws: dict[IndexedBase, float] = field(default_factory=dict)
    functions: dict[UndefinedFunction, Callable[..., Number]] = field(default_factory=dict)
    known: dict[tuple[Expr, int, bool], Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        generator = self.drawn("support")
        places = generator.sample(range(1, 40), 3)
        self.support = [(mp.mpf(place) / 41, mp.mpf(generator.randint(1, 9)) / 4) for place in places]
        self.values |= dict(self.placed)
        for hypothesis in sorted(self.given, key=lambda one: recursion(one) is not None):
            adopt(self, hypothesis)
            self.known.clear()
            self.shares.clear()
        for hypothesis in self.given:
            if not self._holds(hypothesis):
                raise UnsampledError(f"the hypothesis {hypothesis} could not be made true at random points")
        for name, number in self.values.items():
            symbol = name[0].label if isinstance(name, tuple) and isinstance(name[0], IndexedBase) else name
            if isinstance(symbol, Symbol) and not allowed(symbol, number):
                raise UnsampledError(f"the hypotheses make {symbol} {number}, which its assumptions exclude")

    @property
    def edge(self) -> str:
        """The edge of the assumptions at which the world lies, or nothing."""
        return EDGES[self.seed - PLAIN] if PLAIN <= self.seed < WORLDS else ""

    def drawn(self, name: object) -> random.Random:
        """The generator of the values of a name."""
        draw = f" draw {self.draw}" if name in self.moved else ""
        return random.Random(f"{self.seed} {'' if self.edge == 'equal' and not draw else name}{draw}")

    def _holds(self, hypothesis: Relational) -> bool:
        """Whether a hypothesis is true here: an equality but for twenty digits of those in use, an inequality strictly.

        A recursion has to give every entry that has a value. What is about numbers alone is evaluated to more digits.
        """
        every = recursion(hypothesis)
        if every is not None:
            places = [name[1][0] for name in self.values if isinstance(name, tuple) and name[0] == every.base]
            return all(self._gives(every, place) for place in places if place >= every.first)
        with mp.workdps(DIGITS if hypothesis.has(*ROUGH) else EXACT_DIGITS):
            left, right = (self.value(side) for side in hypothesis.args)
            close = _close(left, right)
        if isinstance(hypothesis, Eq) or any(close):
            return all(close) if isinstance(hypothesis, Eq) else isinstance(hypothesis, Ge | Le)
        return all(bool(hypothesis.func(exactly(a), exactly(b))) for a, b in zip(left, right, strict=True))

    def _gives(self, every: Recursion, place: int) -> bool:
        """Whether a recursion gives the entry at a place that it has."""
        found = value(every.right, self, {every.variable: mp.mpf(place - every.ahead)})
        return all(_close((value(every.base[place], self),), (found,)))

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
            self.values[symbol] = scalar(symbol, self.edge, self.drawn(symbol))
        return self.values[symbol]

    def entry(self, base: IndexedBase, indices: tuple[int, ...]) -> Expr:
        """The rational value of `y[i]`, scaled where a hypothesis fixes the sum of the sequence."""
        if base in self.recursions and (base, indices) not in self.values:
            self._unroll(self.recursions[base], indices[0])
        if base not in self.scales:
            return self._raw_entry(base, indices)
        return self._share(base, indices) * self._raw_entry(base, indices)

    def _share(self, base: IndexedBase, indices: tuple[int, ...]) -> Expr:
        """What the entries of a row are multiplied by so that they sum to what a hypothesis says."""
        place, *parts = self.scales[base]
        before, after = indices[:place], indices[place + 1 :]
        if (base, before, after) not in self.shares:
            first, last, target = (rational(self, part) for part in parts)
            row = [self._raw_entry(base, (*before, k, *after)) for k in range(int(first), int(last) + 1)]
            self.shares[base, before, after] = target / sum(row)
        return self.shares[base, before, after]

    def _unroll(self, every: Recursion, last: int) -> None:
        """Give the entries up to a place their values, the first ones first."""
        for place in range(every.first, last + 1):
            if (every.base, (place,)) not in self.values:
                at = {every.variable: mp.mpf(place - every.ahead)}
                self.values[every.base, (place,)] = exactly(value(every.right, self, at))

    def unknown(self, limit: Limit) -> Number:
        """A number for a limit of which nothing is known."""
        return mp.mpf(self.drawn(str(linear(limit))).randint(-(10**6), 10**6)) / 10**5

    def function(self, name: UndefinedFunction, arity: int) -> Callable[..., Number]:
        """A concrete smooth function with random coefficients, positive where the unnamed one is."""
        if name not in self.functions:
            self.functions[name] = self.template(name, arity)
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

    def _raw_entry(self, base: IndexedBase, indices: tuple[int, ...]) -> Expr:
        if (base, indices) not in self.values:
            if base not in self.draws:
                self.draws[base] = self.drawn(base).random()
            generator = random.Random(f"{self.draws[base]} {indices}")
            self.values[base, indices] = scalar(base, self.edge, generator)
        return self.values[base, indices]

    def template(self, name: UndefinedFunction, arity: int) -> Callable[..., Number]:
        """The function of a name before a hypothesis scales it."""
        return template(name, arity, random.Random(f"{self.seed} {name.__name__}"))

    def _explicit(self, expression: Expr) -> Expr:
        """The expression with its matrices written out as rational numbers."""
        matrices = expression.atoms(MatrixSymbol)
        sizes = set().union(*(size.free_symbols for m in matrices for size in m.shape))
        sized = expression.xreplace({size: self.number(size) for size in sorted(sizes, key=str)})
        numbers = {m: self._matrix(m) for m in sorted(sized.atoms(MatrixSymbol), key=str)}
        known = {m: m.as_explicit() for m in sized.atoms(Identity, OneMatrix, ZeroMatrix)}
        written = sized.xreplace(numbers | known).doit()
        return ImmutableMatrix(written.as_explicit()) if isinstance(written, MatrixExpr) else written

    def _matrix(self, symbol: MatrixSymbol) -> ImmutableMatrix:
        key = (symbol.name, symbol.shape)
        if key not in self.values:
            self.values[key] = matrix(symbol, random.Random(f"{self.seed} {symbol}"))
        return self.values[key]


def _close(left: tuple[Number, ...], right: tuple[Number, ...]) -> list[bool]:
    """Which of some numbers are equal but for the last twenty digits of those in use."""
    return [abs(a - b) <= mp.mpf(10) ** (SPARED - mp.dps) * (1 + abs(a)) for a, b in zip(left, right, strict=True)]


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
    if PLAIN <= seed < WORLDS and EDGES[seed - PLAIN] in FAR and any(one.has(MatrixSymbol) for one in given):
        return "the matrices of the hypotheses would be large"
    try:
        return World(seed, given)
    except (UnsampledError, UndefinedError) as error:
        return str(error)


def forget() -> None:
    """Give up the worlds of the last proof, with all that was evaluated in them."""
    _world.cache_clear()
