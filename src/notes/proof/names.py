r"""Names: a closed grammar, in which no name reads as a number, an operation or a function, and no two print alike.

A name is one letter, Latin or Greek, with an accent, primes, a subscript and a superscript that is no exponent:
`x`, `\hat\mu`, `x'`, `z^{+}_k`, `p_{\text{data}}`, and for what is no number `W^Q`, where no number is called Q. The
name of a number may also be that of a value, `p_\theta(x)`, stand between bars, `|g_t|`, or be squared, `\sigma^2`,
where the number is not negative.
"""

import re
from collections import defaultdict

from sympy import Basic, E, I, Indexed, IndexedBase, KroneckerDelta, Pow, Symbol, exp, pi
from sympy.core.function import AppliedUndef, Function
from sympy.matrices.expressions.matexpr import MatrixElement, MatrixSymbol

from notes.proof.notation import latex
from notes.proof.symbols import OnesColumn, UnitColumn

GREEK = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau"
    "|upsilon|phi|varphi|chi|psi|omega|ell|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega"
)
LETTER = rf"(?:[A-Za-z]|\\(?:{GREEK})(?![A-Za-z]))"
ACCENT = r"\\(?:bar|hat|tilde|mathcal)"
STEM = rf"(?:{LETTER}|{ACCENT} ?{LETTER}|{ACCENT}\{{{LETTER}\}})"
WORDS = r"\\text\{[a-z ]+\}|\\(?:min|max|star)(?![A-Za-z])"
LOWER = rf"_(?:{LETTER}|[0-9]|\\star|\{{(?:{STEM}|{WORDS}|[-+*,'0-9])+\}})"
UPPER = r"\^(?:[A-Z]|\*|\\star|\{[-+*]\})"
SCRIPTS = rf"(?:{LOWER})?(?:{UPPER})?(?:{LOWER})?"
PLAIN = rf"{STEM}'*{SCRIPTS}"
NAME = re.compile(PLAIN)
NUMBER = re.compile(rf"{PLAIN}|\|{PLAIN}\||({STEM}{SCRIPTS})\({PLAIN}(?:(?:, | \\mid ){PLAIN})*\)")
SQUARED = re.compile(rf"{STEM}'*(?:{LOWER})?\^2")
POWER = re.compile(r"\^([A-Z])")
CONSTANTS = {r"\pi": (pi,), "e": (E, exp), "i": (I,)}
KNOWN = (r"\Gamma", r"\zeta", r"\psi", r"\theta", r"\pi", "e", "i", "d")
"""Names of functions that have a meaning already."""

NAMED = Symbol | IndexedBase | MatrixSymbol | AppliedUndef


def require_names(nodes: set[Basic], bound: set[Basic]) -> None:
    """Refuse names outside of the grammar, and two things that print alike.

    Args:
        nodes: every part of what is written, but the labels of sequences.
        bound: the variables of sums, integrals and limits.

    Raises:
        ValueError: naming the name.
    """
    meanings: dict[str, set[object]] = defaultdict(set)
    for node in nodes:
        if isinstance(node, NAMED):
            _require_grammar(node)
            meanings[_heading(node)].add(node.func if isinstance(node, AppliedUndef) else node)
    for heading, owners in meanings.items():
        if len(owners) > 1:
            raise ValueError(f"one name must have one meaning, got {len(owners)} of {heading!r}")
    _require_no_powers(nodes)
    _require_no_constants(nodes, bound)
    _require_no_entries(nodes)
    _require_different_prints(nodes)


def _require_grammar(node: Basic) -> None:
    """Refuse a name that is none, or reads as a power, a derivative or a function that is known."""
    name = _name(node)
    if isinstance(node, Symbol):
        number = NUMBER.fullmatch(name)
        fits = number and number[1] not in KNOWN and not POWER.search(name)
        fits = fits or (SQUARED.fullmatch(name) and node.is_nonnegative and not node.is_integer)
        fits = fits and not (name.startswith("|") and not node.is_nonnegative)
    elif isinstance(node, AppliedUndef):
        fits = name == r"\Pr" or (NAME.fullmatch(name) and name not in KNOWN and "'" not in name)
    elif isinstance(node, OnesColumn):
        fits = name == r"\mathbf{1}" and node.cols == 1
    else:
        fits = NAME.fullmatch(name) and "^T" not in name
        fits = fits and not (isinstance(node, MatrixSymbol) and name in ("I", r"\pi"))
        fits = fits and not (isinstance(node, UnitColumn) and node.cols != 1)
    if not fits:
        raise ValueError(f"a name must be a letter with scripts that are no operation, got {name!r}")


def _name(node: Basic) -> str:
    """The name as it was given."""
    if isinstance(node, AppliedUndef):
        return str(node.func.__name__)
    return str(node.label.name if isinstance(node, IndexedBase) else node.name)


def _heading(node: Basic) -> str:
    """What is printed of a name, up to the order of its scripts, with a mark for sequences, matrices and functions."""
    marks = {IndexedBase: "[]", MatrixSymbol: " bold"}
    return _scripts(_name(node)) + next((mark for kind, mark in marks.items() if isinstance(node, kind)), "")


def _scripts(printed: str) -> str:
    """A printed name without braces and blanks, its lower script before the upper one."""
    bare = re.sub(r"\{\\text|\\text|\\boldsymbol|\\left|\\right|[{}\s]", "", printed)
    return re.sub(rf"(\^(?:\\star|{LETTER}|[-+*\d]))(_.*)$", r"\2\1", bare)


def _require_no_powers(nodes: set[Basic]) -> None:
    """Refuse functions, sequences and matrices whose upper script is a number that occurs, as in `f^N`."""
    numbers = {node.name for node in nodes if isinstance(node, Symbol)}
    for name in (_name(node) for node in nodes if isinstance(node, NAMED) and not isinstance(node, Symbol)):
        if (upper := POWER.search(name)) and upper[1] in numbers:
            raise ValueError(f"a name must not read as a power by {upper[1]!r}, which occurs, got {name!r}")


def _require_no_constants(nodes: set[Basic], bound: set[Basic]) -> None:
    """Refuse numbers called as a constant is, but for whole numbers that count where the constant does not occur."""
    indices = {
        symbol
        for node in nodes
        if isinstance(node, Indexed)
        for index in node.indices
        for symbol in index.atoms(Symbol)
    }
    for symbol in (node for node in nodes if isinstance(node, Symbol) and node.name in CONSTANTS):
        constants = CONSTANTS[symbol.name]
        counts = symbol.is_integer and (symbol.name == "i" or (symbol.name == "e" and symbol in bound | indices))
        if not counts or any(node in constants or type(node) in constants for node in nodes):
            raise ValueError(f"a name must not be that of a constant, got {symbol.name!r}")


def _require_no_entries(nodes: set[Basic]) -> None:
    """Refuse numbers whose name reads as an entry of a sequence that occurs: `y_1` or `y_i` beside `y[i]`."""
    stems = {_scripts(_name(node)) for node in nodes if isinstance(node, IndexedBase)}
    whole = {node.name for node in nodes if isinstance(node, Symbol) and node.is_integer}
    for symbol in (node for node in nodes if isinstance(node, Symbol)):
        stem, _, script = _scripts(symbol.name).rpartition("_")
        if stem in stems and (re.search(r"\d", script) or script in whole):
            raise ValueError(f"a name must not read as an entry of {stem!r}, got {symbol.name!r}")


def _require_different_prints(nodes: set[Basic]) -> None:
    """Refuse a name that prints as something else does: an entry, a power, a value, a product with brackets."""
    printed: dict[str, set[Basic]] = defaultdict(set)
    for node in nodes:
        if isinstance(node, Symbol | Indexed | AppliedUndef | Function | Pow | KroneckerDelta | MatrixElement):
            printed[_scripts(latex(node))].add(node)
    for tex, owners in printed.items():
        if len(owners) > 1 and any(isinstance(one, Symbol | Indexed | AppliedUndef) for one in owners):
            raise ValueError(f"two things must not print alike, got {tex!r} for {len(owners)} of them")
    numbers = {_scripts(node.name) for node in nodes if isinstance(node, Symbol)}
    functions = {_scripts(_name(node)) for node in nodes if isinstance(node, AppliedUndef)}
    if both := numbers & functions:
        raise ValueError(f"a number and a function must not have one name, got {sorted(both)}")
    arities = {(_scripts(_name(node)), len(node.args)) for node in nodes if isinstance(node, AppliedUndef)}
    for name, _, arguments in (number.partition("(") for number in numbers):
        if arguments and (name, 1 + arguments.count(",") + arguments.count(r"\mid")) in arities:
            raise ValueError(f"a name must not read as the value of a function that occurs, got {name}({arguments}")
