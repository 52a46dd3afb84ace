"""What the names of a proof are, so that a page's LaTeX is read with the very symbols of the proof."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sympy import Basic, Expr, Identity, Indexed, IndexedBase, Integral, Product, Sum, Symbol
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.matrices.expressions.matexpr import MatrixSymbol

from notes.proof import binding
from notes.proof.relations import Optimum
from notes.proof.symbols import Expectation
from notes.reading.tokens import Tree, rendered, tree


@dataclass(frozen=True)
class Names:
    """The names of a proof, each in one way of writing it.

    Args:
        symbols: numbers and matrices.
        sequences: numbers with indices, with how many they have.
        functions: unnamed functions and densities.
        limits: between which limits a variable runs in every sum, product or integral over it.
        laws: the variable and the density of an expectation, by the variable's name and by the density's.
        sizes: of identity matrices.
        optima: places of least or largest value that the proof establishes.
    """

    symbols: dict[str, Expr] = field(default_factory=dict)
    sequences: dict[str, tuple[IndexedBase, int]] = field(default_factory=dict)
    functions: dict[str, UndefinedFunction] = field(default_factory=dict)
    limits: dict[str, tuple[Expr, ...]] = field(default_factory=dict)
    laws: dict[str, tuple[Symbol, Expr]] = field(default_factory=dict)
    sizes: tuple[Expr, ...] = ()
    optima: tuple[Optimum, ...] = ()


def scripted(items: Tree, start: int) -> tuple[tuple[str, str, str, str], tuple[Tree | None, Tree | None], int]:
    """A name with its primes, sub- and superscript, in one way of writing them; the scripts; and where it ends."""
    base, position, primes = str(items[start]), start + 1, ""
    below: Tree | None = None
    above: Tree | None = None
    while position < len(items):
        item = items[position]
        if item == "'":
            primes, position = f"{primes}'", position + 1
        elif item in ("_", "^") and position + 1 < len(items):
            script = items[position + 1]
            script = script if isinstance(script, tuple) else (script,)
            if item == "_" and below is None:
                below = script
            elif item == "^" and above is None:
                above = script
            else:
                break
            position += 2
        else:
            break
    lower = "" if below is None else f"_{{{rendered(below)}}}"
    upper = "" if above is None else f"^{{{rendered(above)}}}"
    return (base, primes, lower, upper), (below, above), position


def name_of(latex: str) -> str:
    """A name in one way of writing it: `\\hat\\phi_0` and `\\hat{\\phi}_{0}` are one."""
    items = tree(latex)
    while len(items) == 1 and isinstance(items[0], tuple):
        items = items[0]
    if items and isinstance(items[0], str):
        parts, _, end = scripted(items, 0)
        if end == len(items):
            return "".join(parts)
    return rendered(items)


def _bold(latex: str) -> str:
    """The name of a matrix in bold type, in one way of writing it."""
    (base, *scripts), _, _ = scripted(tree(latex), 0)
    return "".join((rf"\boldsymbol{{{base}}}", *scripts))


def names(expressions: Iterable[Basic]) -> Names:
    """The names in some expressions."""
    every = tuple(expressions)
    symbols, sequences = dict[str, Expr](), dict[str, tuple[IndexedBase, int]]()
    functions: dict[str, UndefinedFunction] = {}
    for one in every:
        labels = {base.label for base in one.atoms(IndexedBase)}
        named = (one.atoms(Symbol) - labels) | binding.bound(one) | one.atoms(MatrixSymbol)
        symbols |= {name_of(symbol.name): symbol for symbol in named}
        symbols |= {_bold(symbol.name): symbol for symbol in one.atoms(MatrixSymbol)}
        sequences |= {name_of(str(entry.base.label)): (entry.base, len(entry.indices)) for entry in one.atoms(Indexed)}
        functions |= {name_of(applied.func.__name__): applied.func for applied in one.atoms(AppliedUndef)}
    sizes = dict.fromkeys(identity.rows for one in every for identity in one.atoms(Identity))
    return Names(symbols, sequences, functions, _limits(every), _laws(every), tuple(sizes))


def _limits(expressions: tuple[Basic, ...]) -> dict[str, tuple[Expr, ...]]:
    """Between which limits each variable runs, if they are always the same."""
    found: dict[str, set[tuple[Expr, ...]]] = {}
    for one in expressions:
        for operation in one.atoms(Sum, Product, Integral):
            for variable, *ends in operation.limits:
                found.setdefault(name_of(variable.name), set()).add(tuple(ends))
    return {name: next(iter(ends)) for name, ends in found.items() if len(ends) == 1}


def _laws(expressions: tuple[Basic, ...]) -> dict[str, tuple[Symbol, Expr]]:
    """The variable and density of a mean, by the name of either, and by none where all means are over one."""
    found: dict[str, set[tuple[Symbol, Expr]]] = {}
    for one in expressions:
        for mean in one.atoms(Expectation):
            _, variable, density = mean.args
            law = name_of(density.func.__name__) if isinstance(density, AppliedUndef) else str(density)
            for key in ("", name_of(variable.name), law):
                found.setdefault(key, set()).add((variable, density))
    return {name: next(iter(pairs)) for name, pairs in found.items() if len(pairs) == 1}
