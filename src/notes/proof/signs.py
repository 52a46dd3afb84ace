"""Exact decisions of signs: is an expression positive, not negative, not zero, for all that the assumptions allow?

An answer is the name of the means that established it, or None, as in `notes.proof.exact`.
"""

from sympy import (
    Dummy,
    Expr,
    GreaterThan,
    Integral,
    LessThan,
    Mul,
    Ne,
    Pow,
    Product,
    StrictGreaterThan,
    StrictLessThan,
    Sum,
    Symbol,
    binomial,
    cancel,
    expand,
    expand_log,
    factor,
    oo,
    simplify,
    together,
)

from notes.proof.exact import (
    Hypotheses,
    attempted,
    factored,
    factored_logarithms,
    inert,
    released,
    replaced,
    rewritten,
)


def nonnegative(expression: Expr, given: Hypotheses = ()) -> str | None:
    """The means by which `expression` is at least zero under the hypotheses, or None."""
    return _signed(expression, given, "is_nonnegative")


def positive(expression: Expr, given: Hypotheses = ()) -> str | None:
    """The means by which `expression` is greater than zero under the hypotheses, or None."""
    return _signed(expression, given, "is_positive")


def nonzero(expression: Expr, given: Hypotheses = ()) -> str | None:
    """The means by which `expression` is not zero under the hypotheses, or None: each factor is, by its sign."""
    given = tuple(given)
    prepared = rewritten(released(expression), given)
    if _is_nonzero(prepared, given):
        return "sign"
    shown = attempted(factored, prepared) or prepared
    factors = [factor.base if factor.is_Pow else factor for factor in Mul.make_args(shown)]
    return "sign of each factor" if all(_is_nonzero(factor, given) for factor in factors) else None


def _is_nonzero(expression: Expr, given: Hypotheses) -> bool:
    if expression.is_nonzero or (expression.is_number and expression.is_zero is False):
        return True
    unequal = (hypothesis.lhs - hypothesis.rhs for hypothesis in given if isinstance(hypothesis, Ne))
    known = [side * inert(released(gap)) for gap in unequal for side in (1, -1)]
    if any(attempted(lambda e: cancel(together(e)), expression - gap) == 0 for gap in known):
        return True
    return positive(expression, given) is not None or positive(-expression, given) is not None


def _signed(expression: Expr, given: Hypotheses, query: str) -> str | None:
    given = tuple(given)
    prepared = rewritten(released(expression), given)
    forms = [
        ("sign", lambda e: e),
        ("factorisation", factor),
        ("expansion", expand),
        ("common denominator", lambda e: factor(together(e))),
        ("logarithms", lambda e: factor(expand_log(factored_logarithms(e)))),
        ("simplification", simplify),
        ("factorised simplification", lambda e: factor(simplify(e))),
        ("naturals from one on", lambda e: expand(e.subs({one: less + 1 for one, less in _from_one(e).items()}))),
        ("powers of numbers below one", lambda e: factor(together(_with_small_powers(e)))),
    ]
    for name, form in forms:
        shown = attempted(form, prepared)
        if shown is not None and getattr(_with_signed_parts(_with_facts(shown, given)), query):
            return name
    return None


def _from_one(expression: Expr) -> dict[Symbol, Symbol]:
    """For each natural number in an expression a count that is one less."""
    naturals = (symbol for symbol in expression.free_symbols if symbol.is_integer and symbol.is_positive)
    return {symbol: Dummy(symbol.name, integer=True, nonnegative=True) for symbol in naturals if symbol.is_Symbol}


def _with_small_powers(expression: Expr) -> Expr:
    """The expression with positive powers of numbers between 0 and 1 as fractions that SymPy sees to be so."""
    small: dict[Expr, Expr] = {}
    for power in expression.atoms(Pow):
        below_one = power.base.is_positive and not power.exp.is_number and power.exp.is_positive
        if below_one and cancel(together(1 - power.base)).is_positive:
            small[power] = 1 / (1 + Dummy(positive=True))
    return expression.xreplace(small)


def _with_facts(expression: Expr, given: Hypotheses) -> Expr:
    """The expression with what hypotheses call positive or not negative as symbols of that sign."""
    for hypothesis in given:
        if isinstance(hypothesis, StrictGreaterThan | GreaterThan | StrictLessThan | LessThan):
            gap = inert(released(hypothesis.gts - hypothesis.lts))
            strict = isinstance(hypothesis, StrictGreaterThan | StrictLessThan)
            signed = Dummy(positive=True) if strict else Dummy(nonnegative=True)
            if expand(expression - gap) == 0:
                return signed
            for form in dict.fromkeys([gap, factored(gap)]):
                expression = replaced(replaced(expression, {form: signed}), {-form: -signed})
    return expression


def _is_filled(operation: Expr, limit: tuple[Expr, ...]) -> bool:
    """Whether a sum has a term, or an integral an interval, between two limits."""
    if len(limit) == 1 or limit[2] is oo or limit[1] is -oo:
        return True
    width = limit[2] - limit[1]
    return bool(width.is_positive if isinstance(operation, Integral) else width.is_nonnegative)


def _with_signed_parts(expression: Expr) -> Expr:
    """Sums, integrals and products whose sign follows from their parts become symbols, so that SymPy sees the sign.

    A sum of positive terms that has one at least is positive, and so is an integral over more than a point; a common
    space of unnamed functions is supposed to be more than that.
    Binomial coefficients of a number and a smaller one are positive.
    """
    return expression.replace(lambda e: isinstance(e, Sum | Integral | Product | binomial), _signed_part)


def _signed_part(operation: Expr) -> Expr:
    if isinstance(operation, binomial):
        whole, part = operation.args
        counted = part.is_integer and part.is_nonnegative and (whole - part).is_integer
        return Dummy(positive=True, integer=True) if counted and (whole - part).is_nonnegative else operation
    if not all(_is_ordered(operation, limit, 1) for limit in operation.limits):
        return operation
    filled = all(_is_filled(operation, limit) for limit in operation.limits)
    if filled and _signed(operation.function, (), "is_positive"):
        return Dummy(positive=True)
    if _signed(operation.function, (), "is_nonnegative"):
        return Dummy(nonnegative=True)
    return operation


def _is_ordered(operation: Expr, limit: tuple[Expr, ...], slack: int) -> bool:
    """Whether the upper limit is not below the lower one; for a sum, by no more than `slack`."""
    if len(limit) == 1:
        return True
    _, lower, upper = limit
    if upper is oo or lower is -oo:
        return True
    return bool((upper - lower + (0 if isinstance(operation, Integral) else slack)).is_nonnegative)
