r"""Trusted steps: what no exact means here establishes, from a closed list, shown on the page and counted.

Each entry of `TRUSTED` makes the relation that it yields from its arguments, and says in words under which hypotheses
it is true. An author chooses an entry and its arguments, never the relation.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Add, Derivative, Eq, Expr, Integral, S, Subs, Sum, Symbol, factorial, oo, sympify
from sympy.core.function import AppliedUndef

from notes.proof.binding import free, require_uncaptured
from notes.proof.linearity import outermost


@dataclass(frozen=True)
class Entry:
    """What a trusted step yields, the hypotheses in words, and where it is proved."""

    relation: Callable[..., Eq]
    hypotheses: str
    source: str


@dataclass(frozen=True)
class Trusted:
    """One use of a trusted step: a name of `TRUSTED` and its arguments."""

    name: str
    arguments: tuple[Expr, ...]

    def relation(self) -> Eq:
        """The equation that the step yields.

        Raises:
            ValueError: if the name is not on the list, or the arguments are not of the form that the step is about.
        """
        return self.entry.relation(*self.arguments)

    @property
    def written(self) -> tuple[Expr, ...]:
        """Both sides of the equation."""
        return self.relation().args

    @property
    def entry(self) -> Entry:
        """The entry of the closed list."""
        if self.name not in TRUSTED:
            raise ValueError(f"`name` must be one of the trusted steps {sorted(TRUSTED)}, got {self.name!r}")
        return TRUSTED[self.name]


def trusted(name: str, *arguments: Expr) -> Trusted:
    """A trusted step of the closed list, to be used as `by=` in a link."""
    return Trusted(name, tuple(map(sympify, arguments)))


def _derivative_under_an_integral(integral: Expr, variable: Symbol) -> Eq:
    _require(
        isinstance(integral, Integral | Sum) and variable not in integral.variables, "an integral or sum", integral
    )
    inner = integral.func(Derivative(integral.function, variable), *integral.limits)
    if not _bounds(integral, variable):
        return Eq(Derivative(integral, variable), inner, evaluate=False)
    _require(isinstance(integral, Integral) and len(integral.limits) == 1, "one integral, if its ends move", integral)
    ((over, lower, upper),) = integral.limits
    ends = (
        side * _at(integral.function, over, end) * Derivative(end, variable).doit()
        for side, end in ((1, upper), (-1, lower))
    )
    return Eq(Derivative(integral, variable), Add(inner, *ends), evaluate=False)


def _at(function: Expr, variable: Symbol, end: Expr) -> Expr:
    require_uncaptured(function, {variable} | free(end))
    return function.subs(variable, end)


def _exchange(whole: Expr) -> Eq:
    form = "a sum or integral of a sum or integral with limits that do not depend on each other"
    _require(isinstance(whole, Integral | Sum), form, whole)
    inner, limit = outermost(whole)
    _require(isinstance(inner, Integral | Sum), form, whole)
    apart = not any(_bounds(inner, part) for part in limit[:1]) and not any(
        _bounds(whole.func(S.One, limit), within[0]) for within in inner.limits
    )
    _require(apart, form, whole)
    return Eq(whole, inner.func(whole.func(inner.function, limit), *inner.limits), evaluate=False)


def _taylor(value: AppliedUndef, step: Expr, order: Expr, between: Symbol) -> Eq:
    _require(isinstance(value, AppliedUndef) and len(value.args) == 1, "an unnamed function of one argument", value)
    _require(order.is_Integer and order >= 1, "a positive order", order)
    _require(between.is_Symbol and between not in free(value) | free(step), "a point of its own between", between)
    (at,), name, x = value.args, value.func, Symbol("x", real=True)
    known = [Subs(Derivative(name(x), (x, k)), x, at).doit() * step**k / factorial(k) for k in range(1, order)]
    remainder = Subs(Derivative(name(x), (x, order)), x, between) * step**order / factorial(order)
    return Eq(name(at + step), Add(value, *known, remainder), evaluate=False)


def _fundamental_theorem(function: Expr, variable: Symbol, lower: Expr, upper: Expr) -> Eq:
    fits = variable in free(function) - free(lower) - free(upper) and not {oo, -oo} & {lower, upper}
    _require(fits, "a function of a variable between two finite ends without it", function)
    change = _at(function, variable, upper) - _at(function, variable, lower)
    return Eq(Integral(Derivative(function, variable), (variable, lower, upper)), change, evaluate=False)


def _substitution(integral: Expr, place: Expr, variable: Symbol) -> Eq:
    _require(isinstance(integral, Integral) and len(integral.limits[0]) == 3, "an integral between two ends", integral)
    (over, *ends), slope = integral.limits[-1], place.diff(variable)
    fits = len(integral.limits) == 1 and slope.is_Rational and slope != 0 and variable not in free(integral)
    _require(fits, "a line of rational slope, in a variable of its own", place)
    moved = [(end - _at(place, variable, S.Zero)) / slope for end in ends]
    inner = abs(slope) * _at(integral.function, over, place)
    return Eq(integral, Integral(inner, (variable, *(moved if slope > 0 else moved[::-1]))), evaluate=False)


def _bounds(operation: Expr, variable: Expr) -> bool:
    """Whether a variable is bound by an operation, or occurs in its limits."""
    return any(variable == limit[0] or any(part.has(variable) for part in limit[1:]) for limit in operation.limits)


def _require(holds: bool, form: str, got: Expr) -> None:
    if not holds:
        raise ValueError(f"this trusted step is about {form}, got {got}")


TRUSTED = {
    "derivative under an integral": Entry(
        _derivative_under_an_integral,
        "near each value of the parameter the derivative of the integrand is bounded by an integrable function "
        "that does not depend on the parameter; at an end that moves the integrand is continuous",
        "Folland, Real Analysis, Theorem 2.27",
    ),
    "exchange of sums and integrals": Entry(
        _exchange,
        "the terms are absolutely summable and integrable together",
        "Fubini and Tonelli; Folland, Real Analysis, Theorem 2.37",
    ),
    "fundamental theorem of calculus": Entry(
        _fundamental_theorem,
        "the function is continuous from end to end, and its derivative between them is integrable",
        "Rudin, Principles of Mathematical Analysis, Theorem 6.21",
    ),
    "substitution": Entry(
        _substitution,
        "the integrand is integrable between the ends",
        "Rudin, Principles of Mathematical Analysis, Theorem 6.19",
    ),
    "Taylor with remainder": Entry(
        _taylor,
        "the function has as many continuous derivatives as the order says; the point of the remainder lies between",
        "Taylor's theorem with Lagrange's remainder; Rudin, Principles of Mathematical Analysis, Theorem 5.15",
    ),
}
"""The closed list, by name."""
