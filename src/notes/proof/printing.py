r"""LaTeX printed from the checked objects, so that a page cannot say anything else than what was checked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sympy import Add, Eq, Expr, Ge, Gt, IndexedBase, Integral, Le, Lt, Ne, Sum
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.matrices.expressions.matexpr import MatrixSymbol

from notes.proof import binding, kernel
from notes.proof.convergence import is_supposed
from notes.proof.derivation import Proof
from notes.proof.notation import domain, function_domain, latex
from notes.proof.relations import Lemma, Link, Optimum, Relation, SameOptimum, Statement
from notes.proof.steps import Instances, Step
from notes.proof.symbols import Expectation
from notes.proof.trusted import Trusted

RELATIONS = {Eq: "=", Ne: r"\ne", Gt: ">", Ge: r"\ge", Lt: "<", Le: r"\le"}
CONVERGENCE = r"\text{convergence of the integrals of unnamed functions}"
TOGETHER = 8
SIGNS = {"=": "=", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">"}


@dataclass(frozen=True)
class Row:
    """One line of a derivation.

    Args:
        reason: why it holds, in words.
        latex: the relation.
        lemma: the id of the lemma it rests on, if any.
        number: the number under which it is shown.
        folded: whether it is one of several sizes, and another one is shown.
    """

    reason: str
    latex: str
    lemma: str | None = None
    number: int = 1
    folded: bool = False


@dataclass(frozen=True)
class Claim:
    """A claim of a proof in LaTeX, and for which sizes in words, if it is made for several and shown for one."""

    latex: str
    sizes: str = ""


@dataclass(frozen=True)
class Derivation:
    """A proof as it is shown: the title, assumptions in LaTeX, claims and rows, a row a link."""

    title: str
    assumptions: tuple[str, ...]
    claims: tuple[Claim, ...]
    rows: tuple[Row, ...]


def derivation(proof: Proof) -> Derivation:
    """A proof as it is shown on a page."""
    rows: list[Row] = []
    for step in proof.steps:
        rows += _rows(step, 1 + max((row.number for row in rows), default=0))
    parts = proof.claim if isinstance(proof.claim, Sequence) else (proof.claim,)
    claims = (claim for part in parts for claim in _claims(part))
    return Derivation(proof.title, assumptions(proof), tuple(claims), tuple(rows))


def _rows(step: Step, first: int) -> Iterator[Row]:
    """The lines of a step, numbered from `first`; sizes that are folded have the number of the last line shown."""
    previous, number = None, first
    folded = _folded(step)
    last = first + folded.count(False) - 1
    for link, fold in zip((one.link for one in kernel.rule(step).obligations), folded, strict=True):
        continued = previous is not None and link.left == previous and not link.case
        yield replace(_row(link, continued), number=last if fold else number, folded=fold)
        previous, number = link.right, number + (not fold)


def _folded(step: Step) -> list[bool]:
    """For each link of a step whether it is folded: of several sizes all but the one in the middle."""
    if not isinstance(step, Instances):
        return [False for _ in kernel.rule(step).obligations]
    shown = step.statements[len(step.sizes) // 2]
    return [one is not shown for one in step.statements for _ in one.links]


def _claims(part: Step) -> Iterator[Claim]:
    """What a part of the claim says; of several sizes the one in the middle."""
    conclusions = kernel.rule(part).conclusions
    if not isinstance(part, Instances):
        yield from (Claim(statement(one)) for one in conclusions)
        return
    middle = len(part.sizes) // 2
    others = ", ".join(str(size) for size in part.sizes if size != part.sizes[middle])
    yield Claim(statement(conclusions[middle]), f"size {part.sizes[middle]}, and likewise {others}" if others else "")


def _row(link: Link, continued: bool) -> Row:
    right, lemma = f"{SIGNS[link.sign]} {latex(link.right)}", link.by.name if isinstance(link.by, Lemma) else None
    reason = link.reason.removesuffix(": ")  # a case of which the author says nothing
    reason = f"{reason} (trusted: {link.by.name})" if isinstance(link.by, Trusted) else reason
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
    bound = {name for name in binding.bound(*expressions) - free if not name.is_integer}
    functions = {applied.func for one in expressions for applied in one.atoms(AppliedUndef)}
    named = [(latex(name), domain(name)) for name in sorted((free | bound) - labels, key=str)]
    named += [(name.__name__, function_domain(name)) for name in sorted(functions, key=str)]
    supposed = any(map(is_supposed, {part for one in expressions for part in one.atoms(Sum, Integral)}))
    averaged = any(one.has(Expectation) for one in expressions)
    convergence = [CONVERGENCE] * (supposed or averaged)
    return (*_together(named), *map(hypothesis, kernel.hypotheses(proof)), *convergence)


def _together(named: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names of one domain together, few enough for a line, where the domain is said."""
    ranges: dict[str, list[str]] = {}
    for name, said in dict.fromkeys(named):
        if said:
            ranges.setdefault(said.removeprefix(name), []).append(name)
    for said, names in ranges.items():
        for start in range(0, len(names), TOGETHER):
            yield ", ".join(names[start : start + TOGETHER]) + said


def hypothesis(relation: Relational) -> str:
    """A hypothesis as LaTeX."""
    sign = next(sign for kind, sign in RELATIONS.items() if type(relation) is kind)
    return f"{latex(relation.lhs)} {sign} {latex(relation.rhs)}"
