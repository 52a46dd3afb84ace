r"""Steps beyond a chain: cases, instances, optima, changes of scale, induction and limits.

Everything here is data. A Python function that an author hands over is applied once, and what it returned is the step.
What a step obliges one to check, and what it establishes, are rules of `notes.proof.kernel`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sympy import Dummy, Expr, Limit, Poly, S, Symbol, sympify

from notes.proof import signs
from notes.proof.relations import Chain, Link
from notes.proof.symbols import unused


class Linked:
    """A step whose links the kernel makes."""

    @property
    def links(self) -> tuple[Link, ...]:
        """The relations that the step obliges one to check."""
        from notes.proof.kernel import rule

        return tuple(obligation.link for obligation in rule(self).obligations)


@dataclass(frozen=True)
class Cases(Linked):
    """A statement about a real number, established for numbers above, at and below a threshold."""

    statement: Chain
    variable: Symbol
    threshold: Expr


@dataclass(frozen=True)
class Instances(Linked):
    """A statement with a size in it, established exactly for each of the stated sizes and for no other."""

    statements: tuple[Chain, ...]
    sizes: tuple[int, ...]

    def make(self, size: int) -> Chain:
        """The statement at one of the sizes."""
        return self.statements[self.sizes.index(size)]


@dataclass(frozen=True)
class Extremum(Linked):
    """An optimum with both its halves: stationary there, and a global argument why nothing else is as good.

    The argument is convexity (a positive second derivative, or positive leading minors of the Hessian, on the whole
    domain) or, for one variable, the sign of the derivative on either side of the place.
    """

    value: Expr
    place: Mapping[Symbol, Expr]
    reason: str = ""
    sense: str = "min"


@dataclass(frozen=True)
class Rescaling(Linked):
    """Two criteria with one optimum, because the second is a strictly monotone function of the first.

    `scaled` is that function of the symbol `level`.
    """

    value: Expr
    other: Expr
    level: Symbol
    scaled: Expr
    variables: tuple[Expr, ...]
    reason: str
    sense: str
    other_sense: str


@dataclass(frozen=True)
class Induction(Linked):
    """A statement for every natural number: the first cases, and the step from those before to the next one."""

    statement: Chain
    variable: Symbol
    first: tuple[Chain, ...]
    step: Chain


@dataclass(frozen=True)
class Squeeze(Linked):
    """The limit of an expression that lies between two others, or equals one, with the same known limit."""

    limit: Limit
    value: Expr
    lower: Chain
    upper: Chain
    reason: str


Step = Chain | Cases | Instances | Extremum | Rescaling | Induction | Squeeze
"""What a proof is made of."""


def cases(make: Callable[[Expr], Chain], variable: Symbol, threshold: Expr = S.Zero) -> Cases:
    """A statement `make(variable)` about a real `variable`, by cases above, at and below `threshold`."""
    if variable._assumptions_orig != {"real": True}:
        raise ValueError(f"`variable` must be real and nothing more, so that three cases cover it, got {variable}")
    return Cases(make(variable), variable, sympify(threshold))


def instances(make: Callable[[int], Chain], sizes: Iterable[int]) -> Instances:
    """A statement `make(size)` for each of the `sizes`; the proof is then called an instance."""
    listed = tuple(sizes)
    return Instances(tuple(map(make, listed)), listed)


def minimum(value: Expr, place: Mapping[Symbol, Expr], reason: str = "") -> Extremum:
    """The step or claim that `value` is smallest exactly at `place`, a map from variables to expressions."""
    return Extremum(value, _sympified(place), reason)


def maximum(value: Expr, place: Mapping[Symbol, Expr], reason: str = "") -> Extremum:
    """The step or claim that `value` is largest exactly at `place`, a map from variables to expressions."""
    return Extremum(value, _sympified(place), reason, sense="max")


def _sympified(place: Mapping[Symbol, Expr]) -> dict[Symbol, Expr]:
    return {symbol: sympify(value) for symbol, value in place.items()}


Scale = Callable[[Expr], Expr]


def same_minimum(value: Expr, other: Expr, scale: Scale, over: Iterable[Expr], reason: str = "") -> Rescaling:
    """The step or claim that `other`, which is `scale(value)`, is smallest where `value` is smallest."""
    return _rescaling(value, other, scale, over, reason=reason, senses=("min", "min"))


def same_maximum(value: Expr, other: Expr, scale: Scale, over: Iterable[Expr], reason: str = "") -> Rescaling:
    """The step or claim that `other`, which is `scale(value)`, is largest where `value` is largest."""
    return _rescaling(value, other, scale, over, reason=reason, senses=("max", "max"))


def maximum_as_minimum(value: Expr, other: Expr, scale: Scale, over: Iterable[Expr], reason: str = "") -> Rescaling:
    """The step or claim that `other`, which is `scale(value)`, is smallest where `value` is largest."""
    return _rescaling(value, other, scale, over, reason=reason, senses=("max", "min"))


def _rescaling(
    value: Expr, other: Expr, scale: Scale, over: Iterable[Expr], *, reason: str, senses: tuple[str, str]
) -> Rescaling:
    hole = Dummy("t", real=True)
    scaled, variables = sympify(scale(hole)), tuple(over)
    if not _is_affine(scaled, hole) and signs.positive(value):
        hole = Dummy("t", positive=True)
        scaled = sympify(scale(hole))
    name, taken = r"\vartheta" if hole.is_positive else r"\vartheta'", (value, sympify(other), scaled, *variables)
    level = unused(name, taken, **hole._assumptions_orig)
    return Rescaling(value, sympify(other), level, scaled.xreplace({hole: level}), variables, reason, *senses)


def _is_affine(scaled: Expr, hole: Symbol) -> bool:
    """Whether a scale is a line, which needs no sign of what it is a scale of."""
    return bool(scaled.is_polynomial(hole)) and Poly(scaled, hole).degree() <= 1


def induction(statement: Chain, over: Symbol, step: Chain, first: Chain | Sequence[Chain] | None = None) -> Induction:
    """A statement for every natural number `over`, by induction.

    Args:
        statement: what is to be shown, such as `equal(left, right)` with `over` in both sides.
        over: a `natural` number, which starts at 1, or a `count`, which starts at 0.
        step: the calculation for `over + 1` in the place of `over`; an equality for `over` may be used as a
            hypothesis, an inequality in a link with `by=assumed()`.
        first: the calculation for the first number, or for the first two or more: the step then goes from as many
            to the next. Left out, the first case is checked as it stands.
    """
    start = S.One if over.is_positive else S.Zero
    given = (statement.subs({over: start}),) if first is None else first
    return Induction(statement, over, (given,) if isinstance(given, Chain) else tuple(given), step)


def squeeze(limit: Limit, value: Expr, lower: Chain, upper: Chain | None = None, reason: str = "") -> Squeeze:
    """The limit of an expression between two others with the same limit.

    Args:
        limit: such as `Limit(expression, n, oo)`.
        value: where the bounds go, and the expression with them.
        lower: a calculation that shows the expression to be at least the lower bound, or equal to another one.
        upper: a calculation that shows it to be at most the upper bound; left out, `lower` shows an equality.
        reason: why the bounds go there.
    """
    return Squeeze(limit, sympify(value), lower, lower if upper is None else upper, reason)
