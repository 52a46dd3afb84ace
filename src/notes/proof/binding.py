"""Names that operations bind, and names that are free: a free name has one value, a bound one takes many."""

from sympy import Basic, Derivative, IndexedBase, Integral, Limit, Product, Subs, Sum, Symbol, preorder_traversal

from notes.proof.symbols import Expectation

OVER_LIMITS = (Sum, Product, Integral)
RANGING = (*OVER_LIMITS, Limit, Expectation)
"""What takes all values of a variable; a held substitution, which binds one too, takes a single value of it."""


def binds(part: Basic) -> set[Symbol]:
    """The variables that an operation binds by itself, whatever is nested in it."""
    if isinstance(part, OVER_LIMITS):
        return {limit[0] for limit in part.limits}
    if isinstance(part, Limit | Expectation):
        return {part.args[1]}
    return set(part.variables) if isinstance(part, Subs) else set()


def varied(part: Basic) -> set[Symbol]:
    """The variables that an operation binds, or by which a derivative is taken."""
    return set(part.variables) if isinstance(part, Derivative) else binds(part)


def bound(*expressions: Basic) -> set[Symbol]:
    """The variables of all operations and held substitutions in expressions."""
    return _bound(expressions, (*RANGING, Subs))


def ranging(*expressions: Basic) -> set[Symbol]:
    """The variables that take many values in expressions: those of all operations, but not of held substitutions."""
    return _bound(expressions, RANGING)


def _bound(expressions: tuple[Basic, ...], kinds: tuple[type[Basic], ...]) -> set[Symbol]:
    parts = (part for one in expressions for part in preorder_traversal(one) if isinstance(part, kinds))
    return {variable for part in parts for variable in binds(part)}


def free(expression: Basic) -> set[Symbol]:
    """The symbols on whose value an expression depends; SymPy counts the variable of an integral without ends too."""
    if isinstance(expression, Symbol | IndexedBase):
        return {expression} if isinstance(expression, Symbol) else set()
    if isinstance(expression, OVER_LIMITS):
        names = free(expression.function)
        for variable, *ends in expression.limits:
            names = (names - {variable}).union(*map(free, ends))
        return names
    if isinstance(expression, Subs):
        return (free(expression.expr) - binds(expression)).union(*map(free, expression.point))
    if isinstance(expression, Limit):
        return (free(expression.args[0]) - binds(expression)) | free(expression.args[2])
    return set().union(*map(free, expression.args)) - binds(expression)
