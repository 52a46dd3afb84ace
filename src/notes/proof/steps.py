r"""Steps beyond a chain: cases, instances, optima and changes of scale."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sympy import Derivative, Dummy, Expr, Matrix, Mul, S, Subs, Symbol, cancel, sympify, together

from notes.proof import exact
from notes.proof.relations import Chain, Lemma, Link, Optimum, Relation, SameOptimum, Statement, require_assumptions


@dataclass(frozen=True)
class Cases:
    """A statement about a real number, established for numbers above, at and below a threshold."""

    make: Callable[[Expr], Chain]
    variable: Symbol
    threshold: Expr
    kind: str = "proved"

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links of the three cases; a positive symbol measures the distance from the threshold."""
        distance = Dummy("t", positive=True)
        places = [("above", distance), ("at", S.Zero), ("below", -distance)]
        return tuple(
            replace(link, reason=f"{word} the threshold: {link.reason}", case=True)
            for word, offset in places
            for link in self.make(self.threshold + offset).links
        )

    @property
    def lemmas(self) -> tuple[Lemma, ...]:
        """The lemmas of its links."""
        return tuple(link.by for link in self.links if link.by is not None)

    @property
    def establishes(self) -> tuple[Statement, ...]:
        """The statement for the variable itself."""
        return self.make(self.variable).establishes


def cases(make: Callable[[Expr], Chain], variable: Symbol, threshold: Expr = S.Zero) -> Cases:
    """A statement `make(variable)` about a real `variable`, by cases above, at and below `threshold`."""
    if variable._assumptions_orig != {"real": True}:
        raise ValueError(f"`variable` must be real and nothing more, so that three cases cover it, got {variable}")
    return Cases(make, variable, threshold)


@dataclass(frozen=True)
class Instances:
    """A statement with a size in it, established exactly for each of the stated sizes and for no other."""

    make: Callable[[int], Chain]
    sizes: tuple[int, ...]
    kind: str = "instance"

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links of every size."""
        return tuple(
            replace(link, reason=f"size {size}: {link.reason}", case=True)
            for size in self.sizes
            for link in self.make(size).links
        )

    @property
    def lemmas(self) -> tuple[Lemma, ...]:
        """The lemmas of its links."""
        return tuple(link.by for link in self.links if link.by is not None)

    @property
    def establishes(self) -> tuple[Statement, ...]:
        """The statement at every size."""
        return tuple(statement for size in self.sizes for statement in self.make(size).establishes)


def instances(make: Callable[[int], Chain], sizes: Iterable[int]) -> Instances:
    """A statement `make(size)` for each of the `sizes`; the proof is then called an instance."""
    return Instances(make, tuple(sizes))


@dataclass(frozen=True)
class Extremum:
    """An optimum with both its halves: stationary there, and a global argument why nothing else is as good.

    The argument is convexity (a positive second derivative, or positive leading minors of the Hessian, on the whole
    domain) or, for one variable, the sign of the derivative on either side of the place.
    """

    value: Expr
    place: Mapping[Symbol, Expr]
    reason: str
    sense: str = "min"
    kind: str = "proved"

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Stationarity in every variable, then the second-order or the sign argument."""
        require_assumptions(self.place)
        words = f"{self.reason}: the derivative vanishes there"
        variables, places = tuple(self.place), tuple(self.place.values())
        first = tuple(Link(Subs(Derivative(self.value, v), variables, places), "=", S.Zero, words) for v in variables)
        return (*first, *self._global_argument())

    def _global_argument(self) -> tuple[Link, ...]:
        upward = self.value if self.sense == "min" else -self.value
        word = "convex" if self.sense == "min" else "concave"
        variables = tuple(self.place)
        hessian = Matrix([[exact.evaluated(Derivative(upward, u, v)) for v in variables] for u in variables])
        minors = [hessian[:k, :k].det() for k in range(1, len(variables) + 1)]
        if len(variables) == 1 and exact.positive(minors[0]) is None:
            return self._sign_argument()
        if len(variables) == 1:
            curvature = minors[0] if self.sense == "min" else -minors[0]
            return (
                Link(Derivative(self.value, variables[0], 2), "=", curvature, "the second derivative anywhere"),
                Link(
                    curvature,
                    ">" if self.sense == "min" else "<",
                    S.Zero,
                    f"strictly {word}, so no other point does as well",
                ),
            )
        return tuple(
            Link(minor, ">", S.Zero, f"leading minor {k} of the Hessian of a strictly {word} function")
            for k, minor in enumerate(minors, start=1)
        )

    def _sign_argument(self) -> tuple[Link, ...]:
        ((variable, place),) = self.place.items()
        slope = cancel(together(exact.evaluated(Derivative(self.value, variable))))
        factor = exact.factored(cancel(together(slope / (variable - place))))
        sign = ">" if self.sense == "min" else "<"
        words = (
            ("below it and positive above", "negative")
            if self.sense == "min"
            else ("below it and negative above", "positive")
        )
        return (
            Link(
                Derivative(self.value, variable),
                "=",
                Mul(variable - place, factor, evaluate=False),
                "the derivative factors",
            ),
            Link(factor, sign, S.Zero, f"so the derivative is {words[1]} {words[0]}, and the optimum is global"),
        )

    @property
    def lemmas(self) -> tuple[Lemma, ...]:
        """None: it rests on derivatives alone."""
        return ()

    @property
    def establishes(self) -> tuple[Statement, ...]:
        """That the place is the only optimum, and the inequality between the value anywhere and there."""
        there = self.value.subs(dict(self.place))
        bound = Relation(self.value, ">=" if self.sense == "min" else "<=", there)
        return (Optimum(self.value, tuple(self.place.items()), self.sense), bound)


def minimum(value: Expr, place: Mapping[Symbol, Expr], reason: str = "") -> Extremum:
    """The step or claim that `value` is smallest exactly at `place`, a map from variables to expressions."""
    return Extremum(value, _sympified(place), reason)


def maximum(value: Expr, place: Mapping[Symbol, Expr], reason: str = "") -> Extremum:
    """The step or claim that `value` is largest exactly at `place`, a map from variables to expressions."""
    return Extremum(value, _sympified(place), reason, sense="max")


def _sympified(place: Mapping[Symbol, Expr]) -> dict[Symbol, Expr]:
    return {symbol: sympify(value) for symbol, value in place.items()}


@dataclass(frozen=True)
class Rescaling:
    """Two criteria with one optimum, because the second is a strictly monotone function of the first."""

    value: Expr
    other: Expr
    scale: Callable[[Expr], Expr]
    variables: tuple[Expr, ...]
    reason: str
    sense: str
    other_sense: str
    kind: str = "proved"

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The second criterion as a function of the first, and the sign of that function's slope."""
        level = Dummy("t", positive=True) if exact.positive(self.value) else Dummy("t", real=True)
        sign, word = (">", "rises") if self.sense == self.other_sense else ("<", "falls")
        scaled = self.scale(self.value)
        same = () if self.other == scaled else (Link(self.other, "=", scaled, self.reason),)
        slope = Link(
            Derivative(self.scale(level), level), sign, S.Zero, f"this strictly {word}, so the optimum stays in place"
        )
        return (*same, slope)

    @property
    def lemmas(self) -> tuple[Lemma, ...]:
        """None: it rests on derivatives alone."""
        return ()

    @property
    def establishes(self) -> tuple[Statement, ...]:
        """That the two criteria have their optima in the same places."""
        return (SameOptimum(self.value, self.sense, self.other, self.other_sense, self.variables),)


Scale = Callable[[Expr], Expr]


def same_minimum(value: Expr, other: Expr, scale: Scale, over: Iterable[Expr], reason: str = "") -> Rescaling:
    """The step or claim that `other`, which is `scale(value)`, is smallest where `value` is smallest."""
    return Rescaling(value, other, scale, tuple(over), reason, "min", "min")


def same_maximum(value: Expr, other: Expr, scale: Scale, over: Iterable[Expr], reason: str = "") -> Rescaling:
    """The step or claim that `other`, which is `scale(value)`, is largest where `value` is largest."""
    return Rescaling(value, other, scale, tuple(over), reason, "max", "max")


def maximum_as_minimum(value: Expr, other: Expr, scale: Scale, over: Iterable[Expr], reason: str = "") -> Rescaling:
    """The step or claim that `other`, which is `scale(value)`, is smallest where `value` is largest."""
    return Rescaling(value, other, scale, tuple(over), reason, "max", "min")
