"""The rules of optima and of changes of scale: what they oblige to check, and what follows."""

from sympy import Basic, Derivative, Indexed, IndexedBase, Matrix, Mul, S, Subs, Symbol, cancel, together
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from notes.proof import binding, exact, signs
from notes.proof.form import require_smooth
from notes.proof.relations import Link, Optimum, Relation, SameOptimum, put_in, require_assumptions
from notes.proof.rules import Obligation, Rule
from notes.proof.steps import Extremum, Rescaling


def of_extremum(step: Extremum) -> Rule:
    """An optimum: stationary at its place, and a global argument why nothing else is as good."""
    require_assumptions(step.place)
    _require_senses(step.sense)
    if any(not _is_interval(one) for one in step.place) or any(
        set(step.place) & p.free_symbols for p in step.place.values()
    ):
        raise ValueError(f"an optimum must be over intervals, at a place that does not depend on it, got {step.place}")
    require_smooth(step.value, set(step.place))
    variables, places = tuple(step.place), tuple(step.place.values())
    words = f"{step.reason}: the derivative vanishes there"
    first = (Link(Subs(Derivative(step.value, v), variables, places), "=", S.Zero, words) for v in variables)
    bound = Relation(step.value, ">=" if step.sense == "min" else "<=", put_in(step.value, step.place))
    optimum = Optimum(step.value, tuple(step.place.items()), step.sense)
    return Rule(tuple(map(Obligation, (*first, *_global_argument(step)))), (optimum, bound))


def _require_senses(*senses: str) -> None:
    if not set(senses) <= {"min", "max"}:
        raise ValueError(f"an optimum must be a `min` or a `max`, got {senses}")


def _is_interval(variable: Symbol) -> bool:
    """Whether what a symbol's assumptions allow is an interval."""
    known = set(getattr(variable, "_assumptions_orig", {}))
    return isinstance(variable, Symbol) and known <= {"real", "positive", "nonnegative", "negative", "nonpositive"}


def _global_argument(step: Extremum) -> tuple[Link, ...]:
    """Convexity on the whole domain, or the sign of the derivative on either side of the place."""
    upward = step.value if step.sense == "min" else -step.value
    word = "convex" if step.sense == "min" else "concave"
    variables = tuple(step.place)
    hessian = Matrix([[exact.evaluated(Derivative(upward, u, v)) for v in variables] for u in variables])
    if any(map(exact.holds_back, hessian)):
        raise ValueError(f"no derivative is taken under an integral in passing, got {step.value}")
    minors = [hessian[:k, :k].det() for k in range(1, len(variables) + 1)]
    if len(variables) == 1 and signs.positive(minors[0]) is None:
        return _sign_argument(step)
    if len(variables) == 1:
        curvature, sign = (minors[0], ">") if step.sense == "min" else (-minors[0], "<")
        return (
            Link(Derivative(step.value, variables[0], 2), "=", curvature, "the second derivative anywhere"),
            Link(curvature, sign, S.Zero, f"strictly {word}, so no other point does as well"),
        )
    return tuple(
        Link(minor, ">", S.Zero, f"leading minor {k} of the Hessian of a strictly {word} function")
        for k, minor in enumerate(minors, start=1)
    )


def _sign_argument(step: Extremum) -> tuple[Link, ...]:
    ((variable, place),) = step.place.items()
    slope = cancel(together(exact.evaluated(Derivative(step.value, variable))))
    factor = exact.factored(cancel(together(slope / (variable - place))))
    below, above, sign = ("negative", "positive", ">") if step.sense == "min" else ("positive", "negative", "<")
    product = Mul(variable - place, factor, evaluate=False)
    words = f"so the derivative is {below} below it and {above} above, and the optimum is global"
    return (
        Link(Derivative(step.value, variable), "=", product, "the derivative factors"),
        Link(factor, sign, S.Zero, words),
    )


def of_rescaling(step: Rescaling) -> Rule:
    """Two criteria with one optimum: the second is a strictly monotone function of the first."""
    _require_senses(step.sense, step.other_sense)
    if any(not step.value.has(one.base if isinstance(one, Indexed) else one) for one in step.variables):
        raise ValueError(f"{step.variables} must occur in {step.value}")
    if step.scaled.has(*(one.base if isinstance(one, Indexed) else one for one in step.variables)):
        raise ValueError(f"the scale must not contain {step.variables}, got {step.scaled}")
    if type(step.level) is not Symbol or step.level._assumptions_orig not in ({"real": True}, {"positive": True}):
        raise ValueError(f"a scale must be of real or of positive numbers, got {step.level}")
    if step.level.is_positive and signs.positive(step.value) is None:
        raise ValueError(f"{step.value} must be positive for a scale of positive numbers")
    require_smooth(step.scaled, {step.level})
    sign, word = (">", "rises") if step.sense == step.other_sense else ("<", "falls")
    scaled = put_in(step.scaled, {step.level: step.value})
    same = () if step.other == scaled else (Link(step.other, "=", scaled, step.reason),)
    words = f"this strictly {word}, so the optimum stays in place"
    slope = Link(Derivative(step.scaled, step.level), sign, S.Zero, words)
    claim = SameOptimum(step.value, step.sense, step.other, step.other_sense, step.variables)
    return Rule(tuple(map(Obligation, (*same, slope))), (claim,), fresh=frozenset({step.level}))


def require_independence(step: Extremum | Rescaling, given: tuple[Relational, ...]) -> None:
    """Refuse an optimum on less than what the assumptions allow, and a scale that a hypothesis ties to what is varied.

    The argument for an optimum goes along the interval between two points, which a hypothesis might break.
    """
    if isinstance(step, Extremum):
        if any(set(step.place) & _names(one) for one in given):
            raise ValueError(f"nothing must be supposed of what an optimum is over, {set(step.place)}, got {given}")
        return
    varied = {symbol for one in step.variables for symbol in _names(one)}
    fixed = _names(step.scaled) - {step.level}
    for _ in given:
        for one in given:
            if varied & _names(one):
                varied |= _names(one) - binding.bound(one)
    if varied & fixed:
        raise ValueError(f"what is varied, or tied to it by a hypothesis, must not be held fixed: {varied & fixed}")


def _names(expression: Basic) -> set[Basic]:
    """The symbols, sequences and unnamed functions in an expression."""
    functions = {applied.func for applied in expression.atoms(AppliedUndef)}
    bases = expression.atoms(IndexedBase)
    return (expression.free_symbols - expression.atoms(Indexed) - {base.label for base in bases}) | bases | functions
