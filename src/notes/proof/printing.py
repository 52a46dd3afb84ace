r"""LaTeX printed from the checked objects, so that a page cannot say anything else than what was checked."""

from dataclasses import dataclass

from sympy import Add, Eq, Expr, Ge, Gt, IndexedBase, Integral, Le, Lt, Ne, Sum
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixSymbol

from notes.proof import exact, kernel
from notes.proof.convergence import is_supposed
from notes.proof.derivation import Proof
from notes.proof.notation import domain, function_domain, latex
from notes.proof.relations import Lemma, Link, Optimum, Relation, SameOptimum, Statement
from notes.proof.symbols import Expectation
from notes.proof.trusted import Trusted

RELATIONS = {Eq: "=", Ne: r"\ne", Gt: ">", Ge: r"\ge", Lt: "<", Le: r"\le"}
CONVERGENCE = r"\text{convergence of the integrals of unnamed functions}"
SIGNS = {"=": "=", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">"}


@dataclass(frozen=True)
class Row:
    """One line of a derivation: the reason in words, the LaTeX, and the id of the lemma it rests on, if any."""

    reason: str
    latex: str
    lemma: str | None = None


@dataclass(frozen=True)
class Derivation:
    """A proof as it is shown: the title, then assumptions, claims and rows in LaTeX."""

    title: str
    assumptions: tuple[str, ...]
    claims: tuple[str, ...]
    rows: tuple[Row, ...]


def derivation(proof: Proof) -> Derivation:
    """A proof as it is shown on a page."""
    rows = []
    for step in proof.steps:
        previous = None
        for link in (obligation.link for obligation in kernel.rule(step).obligations):
            rows.append(_row(link, continued=previous is not None and link.left == previous and not link.case))
            previous = link.right
    return Derivation(proof.title, assumptions(proof), tuple(map(statement, proof.claims)), tuple(rows))


def _row(link: Link, continued: bool) -> Row:
    right, lemma = f"{SIGNS[link.sign]} {latex(link.right)}", link.by.name if isinstance(link.by, Lemma) else None
    reason = f"{link.reason} (trusted: {link.by.name})" if isinstance(link.by, Trusted) else link.reason
    return Row(reason, right if continued else f"{latex(link.left)} {right}", lemma)


def statement(claim: Statement) -> str:
    """A claim as LaTeX."""
    if isinstance(claim, Relation):
        return f"{latex(claim.left)} {SIGNS[claim.sign]} {latex(claim.right)}"
    if isinstance(claim, Optimum):
        variables = ", ".join(latex(variable) for variable, _ in claim.place)
        places = ", ".join(latex(place) for _, place in claim.place)
        places = places if len(claim.place) == 1 else rf"\left({places}\right)"
        return f"{_optimiser(claim.sense, variables, claim.value)} = {places}"
    return _same_optimum(claim)


def _same_optimum(claim: SameOptimum) -> str:
    variables = ", ".join(map(latex, claim.variables))
    first = _optimiser(claim.sense, variables, claim.value)
    return f"{first} = {_optimiser(claim.other_sense, variables, claim.other)}"


def _optimiser(sense: str, variables: str, value: Expr) -> str:
    tex = latex(value)
    bracketed = rf"\left[ {tex} \right]" if isinstance(value, Add) or tex.startswith("-") else tex
    return rf"\operatorname*{{arg\,{sense}}}_{{{variables}}} \; {bracketed}"


def assumptions(proof: Proof) -> tuple[str, ...]:
    """What the proof supposes of its names, free and bound, and its hypotheses, as LaTeX."""
    expressions = kernel.sides(proof)
    free = {name for one in expressions for name in (*one.free_symbols, *one.atoms(MatrixSymbol))}
    labels = {base.label for one in expressions for base in one.atoms(IndexedBase)}
    bound = {name for name in exact.bound(*expressions) - free if not name.is_integer}
    functions = {applied.func for one in expressions for applied in one.atoms(AppliedUndef)}
    named = [domain(name) for name in sorted((free | bound) - labels, key=str)]
    named += [function_domain(name) for name in sorted(functions, key=str)]
    supposed = [CONVERGENCE] * any(map(is_supposed, {part for one in expressions for part in one.atoms(Sum, Integral)}))
    averaged = [CONVERGENCE] * any(one.has(Expectation) for one in expressions)
    return (*filter(None, dict.fromkeys(named)), *map(hypothesis, kernel.hypotheses(proof)), *(supposed or averaged))


def hypothesis(relation: Relational) -> str:
    """A hypothesis as LaTeX."""
    sign = next(sign for kind, sign in RELATIONS.items() if type(relation) is kind)
    return f"{latex(relation.lhs)} {sign} {latex(relation.rhs)}"
