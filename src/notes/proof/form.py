r"""The form of a proof: what may be written in it at all, and what may be supposed."""

import re
from collections import Counter
from collections.abc import Iterable

from sympy import (
    Basic,
    Dummy,
    Eq,
    Float,
    Ge,
    Gt,
    IndexedBase,
    Integral,
    Le,
    Limit,
    Lt,
    MatMul,
    Ne,
    Subs,
    Symbol,
    Tuple,
    expand,
    srepr,
)
from sympy.core.function import AppliedUndef, Function, UndefinedFunction
from sympy.core.relational import Relational

from notes.proof import binding, exact
from notes.proof.functions import KINDS, SMOOTH
from notes.proof.linearity import named
from notes.proof.names import require_names
from notes.proof.notation import latex
from notes.proof.relations import Link, Relation

HYPOTHESES = {Eq: "=", Ne: "!=", Gt: ">", Ge: ">=", Lt: "<", Le: "<="}
"""What may be supposed, with the sign of it."""
SIZES = 3
NATURES = [
    dict.fromkeys(facts.split(), True)
    for facts in (
        *("complex", "real", "nonzero", "positive", "nonnegative", "negative", "nonpositive"),
        *("integer positive", "integer nonnegative"),
    )
]
"""What may be supposed of a symbol or a sequence: what is printed, and no more."""
VALUES = tuple(dict(Function("f", **{fact: True}).default_assumptions) for fact in ("real", "positive"))
"""What may be supposed of an unnamed function."""
PLAIN = {name for fact in ("real", "positive") for name in vars(Function("f", **{fact: True}))}
"""What the class of an unnamed function has by itself."""


def require_form(sides: Iterable[Basic]) -> None:
    """Refuse what cannot be checked or read: floats, foreign kinds of expressions, dummies, and confusing names.

    Raises:
        ValueError: naming what must not be there.
    """
    written = tuple(sides)
    nodes = {node for side in written for node in _nodes(side)}
    for node in nodes:
        _require_nature(node)
        if isinstance(node, Float | Dummy):
            raise ValueError(f"floats and dummies have no place in a proof, got {node!r}")
        require_kind(node)
        if isinstance(node, Subs):
            binding.require_uncaptured(node.expr, binding.free(Tuple(*node.point)))
    require_names(nodes, binding.bound(*written))


def require_kind(node: Basic) -> None:
    """Refuse a part of an expression whose class is on no list: it could do anything.

    Raises:
        ValueError: naming the class.
    """
    kind = type(node)
    if isinstance(kind, UndefinedFunction):
        answers = {name[3:]: answer for name, answer in vars(kind).items() if name.startswith("is_")}
        plain = type(kind) is UndefinedFunction and kind.__bases__ == (AppliedUndef,) and not set(vars(kind)) - PLAIN
        known = plain and answers == dict(kind.default_assumptions)
    else:
        known = kind in KINDS
    if not known:
        raise ValueError(f"an expression must be made of the kinds that are known here, got {kind.__name__}")


def _require_nature(node: Basic) -> None:
    """Refuse a name of which something is supposed that is not printed."""
    symbol = node.label if isinstance(node, IndexedBase) else node
    if isinstance(symbol, Symbol) and symbol._assumptions_orig not in NATURES:
        raise ValueError(f"{symbol} must be supposed to be what is printed, got {symbol._assumptions_orig}")
    if isinstance(node, AppliedUndef) and dict(node.func.default_assumptions) not in VALUES:
        raise ValueError(f"an unnamed function must be real or positive and nothing more, got {node}")
    if isinstance(node, MatMul) and node.has(Integral):
        raise ValueError(f"SymPy integrates what a matrix is multiplied by; put an entry in its place, got {node}")


def _nodes(side: Basic) -> Iterable[Basic]:
    """Every part of an expression but the labels of its sequences, whose names may be those of numbers too."""
    labels = {base.label for base in side.atoms(IndexedBase)}
    free = {
        label for label in labels if any(label in one.args for one in _walk(side) if not isinstance(one, IndexedBase))
    }
    return (node for node in _walk(side) if node not in labels - free)


def _walk(side: Basic) -> Iterable[Basic]:
    """Every part of an expression; the direction of a limit, which SymPy keeps as a symbol, is none."""
    yield side
    for part in side.args[:3] if isinstance(side, Limit) else side.args:
        if isinstance(part, Basic):
            yield from _walk(part)


def require_hypotheses(given: tuple[Relational, ...], claims: Iterable[Relation]) -> None:
    """Refuse hypotheses that are no relations, that say nothing, or that are what is to be shown.

    Raises:
        ValueError: naming the hypothesis.
    """
    for hypothesis in given:
        gap = expand(exact.released(hypothesis.lhs - hypothesis.rhs)) if not is_matrix(hypothesis.lhs) else None
        if gap is not None and not gap.free_symbols and not gap.atoms(AppliedUndef):
            raise ValueError(f"a hypothesis must be a relation that may be true or false, got {hypothesis}")
        supposed = Relation(hypothesis.lhs, HYPOTHESES[type(hypothesis)], hypothesis.rhs)
        if any(_repeats(claim, supposed) for claim in claims):
            raise ValueError(f"a hypothesis must not be the claim, got {hypothesis}")


def _repeats(claim: Relation, supposed: Relation) -> bool:
    """Whether a claim says no more than what is supposed, up to expanding."""
    claim, supposed = claim.oriented(), supposed.oriented()
    if claim.sign == supposed.sign == "=":
        orders = [(claim.left, claim.right), (claim.right, claim.left)]
        return any(_is_same(left, supposed.left) and _is_same(right, supposed.right) for left, right in orders)
    weaker = {"<": ("<", "<="), "<=": ("<=",)}.get(supposed.sign, ())
    return claim.sign in weaker and _is_same(claim.gap(), supposed.gap())


def _is_same(first: Basic, second: Basic) -> bool:
    """Whether two sides are the same but for expanding."""
    if is_matrix(first) or is_matrix(second):
        return bool(first == second)
    return bool(expand(exact.released(first - second)) == 0)


def is_matrix(side: Basic) -> bool:
    """Whether a side of a relation is a matrix."""
    return bool(getattr(side, "is_Matrix", False))


def says_nothing(link: Link) -> bool:
    """Whether the two sides of a link are, or print as, the same."""
    return not link.case and (link.left == link.right or latex(link.left) == latex(link.right))


def written_out(claims: Iterable[Relation]) -> bool:
    """Whether three claims or more differ in whole numbers and names only: they are instances, whatever the title says.

    What says the same of other names, with the same numbers, is no instance.
    """
    written = {_renamed(srepr(Tuple(named(claim.left), named(claim.right)))) for claim in claims}
    forms = Counter(re.sub(r"Integer\(-?\d+\)", "Integer", one) for one in written)
    return any(times >= SIZES for times in forms.values())


def _renamed(written: str) -> str:
    """An expression in SymPy's words, with its symbols numbered as they occur."""
    numbers: dict[str, int] = {}
    return re.sub(r"Symbol\('[^']*'", lambda found: f"Symbol({numbers.setdefault(found[0], len(numbers))}", written)


def require_smooth(value: Basic, variables: set[Symbol]) -> None:
    """Refuse an expression that may have a kink, or no derivative that is known, in some variables.

    Raises:
        ValueError: naming the part.
    """
    for part in value.atoms(Function):
        if part.free_symbols & variables and not isinstance(part, SMOOTH):
            raise ValueError(f"an optimum is shown of smooth expressions, got {part}")
