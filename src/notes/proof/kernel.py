r"""The kernel: it alone says what a proof establishes.

A proof is a list of steps. Steps are a closed set of kinds, told apart by their exact types, and each kind has one rule
(`notes.proof.rules`, `notes.proof.optima`): from the data of a step it makes the obligations, single relations that
have to be checked, and the conclusions that follow from them. Nothing that an author hands over says what it proves.
The kernel has every obligation established (`notes.proof.checking`) under the hypotheses of the proof and, where a link
names them, under a lemma whose own proof and hypotheses it has checked, a trusted step, or the hypothesis of an
induction. At last each claim must be a conclusion, and hold in random worlds.

So a proof rests on more than this module: on the rules, on what may be written and supposed (`form`, `names`,
`functions`, `binding`, `recursions`, `trusted`), on the decisions of single relations (`exact`, `linearity`, `limits`,
`matrices`, `signs`) and of what has a value (`definedness`, `convergence`), and on SymPy. The random worlds are
there to catch the errors of all these: every link is evaluated after it was decided, and every claim that is no link
after it was concluded. So a false proof passes only where one of them errs and no world shows it, or this module or
SymPy errs. What else there is in the package writes proofs down and prints them, and could be wrong without that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, product
from typing import TYPE_CHECKING, Any

from sympy import Basic, Eq, Expr, Ge, Gt, Le, Lt, Ne, Symbol, preorder_traversal
from sympy.core.relational import Relational

from notes.proof import binding, exact, optima, rules, signs
from notes.proof.checking import CircularError, NotConcludedError, UndecidedError, confirm, establish, require_values
from notes.proof.form import HYPOTHESES, require_form, require_hypotheses, require_kind, says_nothing, written_out
from notes.proof.recursions import recursion, require_recursions
from notes.proof.relations import (
    Assumed,
    Carrier,
    Chain,
    Lemma,
    Link,
    Relation,
    Statement,
    put_in,
    require_assumptions,
)
from notes.proof.rules import Obligation, Rule, follows, shown
from notes.proof.steps import Cases, Extremum, Induction, Instances, Rescaling, Squeeze
from notes.proof.trusted import Trusted

if TYPE_CHECKING:
    from notes.proof.derivation import Proof

KINDS = ("proved", "instance")
DEEPEST = 20

RULES: dict[type, Callable[[Any], Rule]] = {
    Chain: rules.of_chain,
    Cases: rules.of_cases,
    Instances: rules.of_instances,
    Induction: rules.of_induction,
    Squeeze: rules.of_squeeze,
    Extremum: optima.of_extremum,
    Rescaling: optima.of_rescaling,
}
"""The closed set of steps."""

SUPPORTS = (Link, Lemma, Trusted, Assumed, Carrier)
"""What a step may be made of, beside expressions and plain data."""


def rule(step: Any) -> Rule:
    """The rule of a step.

    Raises:
        ValueError: if it is not a step of the closed set, or its parts do not fit together.
    """
    if type(step) not in RULES:
        raise ValueError(f"a step must be one of {sorted(kind.__name__ for kind in RULES)}, got {type(step).__name__}")
    _require_data(step)
    return RULES[type(step)](step)


def _require_data(part: Any) -> None:
    """Refuse a part of a step that is not plain data, and so might not stay what it was when it was looked at."""
    if isinstance(part, Basic):
        for node in preorder_traversal(part):
            require_kind(node)
    elif type(part) in (*RULES, *SUPPORTS):
        for name in part.__dataclass_fields__:
            if name != "proof":
                _require_data(getattr(part, name))
    elif type(part) in (tuple, dict):
        for inner in (*part, *(part.values() if type(part) is dict else ())):
            _require_data(inner)
    elif type(part) not in (str, int, bool, type(None)):
        raise ValueError(f"a step must be made of plain data, got {type(part).__name__}")


@dataclass
class Findings:
    """What a check has found so far: the means of each link, the trusted steps, the lemmas, the weakest kind."""

    seconds: float
    means: list[str] = field(default_factory=list)
    trusted: list[Trusted] = field(default_factory=list)
    lemmas: list[Lemma] = field(default_factory=list)
    kind: str = "proved"


@dataclass(frozen=True)
class Standing:
    """What there is to use of a lemma whose proof stands: what it claims and supposes, and what it rests on itself."""

    claims: tuple[Relation, ...]
    given: tuple[Relational, ...]
    found: Findings


STANDING: dict[Callable[[], "Proof"], Standing] = {}
"""The lemmas that stand. Each is checked once, and what it claimed then is used, whatever becomes of its proof."""


def verify(proof: "Proof", found: Findings, below: tuple[Any, ...] = ()) -> None:
    """Check all that a proof obliges to, note it in `found`, and see that the claims follow.

    Args:
        proof: the proof.
        found: where the findings go; its `seconds` limit each link.
        below: the proofs that rest on this one.

    Raises:
        RefusedError: if a relation does not stand, or a claim does not follow.
        ValueError: if a part of the proof is malformed.
    """
    from notes.proof.derivation import Proof

    if type(proof) is not Proof:
        raise ValueError(f"a proof must be a Proof and nothing else, got {type(proof)}")
    given, claims = hypotheses(proof), proof.claims
    related = [claim for claim in claims if isinstance(claim, Relation)]
    checked_by = [rule(step) for step in proof.steps]
    links, compared = [obligation.link for one in checked_by for obligation in one.obligations], sides(proof)
    written = (*compared, *(one for link in links for one in link.written))
    require_form(written)
    require_hypotheses(given, related)
    require_values(compared, given, found.seconds)
    _require_fitting_hypotheses(proof, given, binding.ranging(*written).union(*(one.fresh for one in checked_by)))
    found.trusted.extend(one for one in proof.given if isinstance(one, Trusted))
    found.kind = max(found.kind, "instance" if written_out(related) else "proved", key=KINDS.index)
    for one in checked_by:
        found.kind = max(found.kind, one.kind, key=KINDS.index)
        _check_obligations(one, given, found, below)
    _conclude(claims, [one.conclusions for one in checked_by])
    checked = {(link.left, link.sign, link.right) for link in links}
    for claim in claims:
        if not isinstance(claim, Relation) or (claim.left, claim.sign, claim.right) not in checked:
            confirm(claim, given, found.seconds)


def _require_fitting_hypotheses(proof: "Proof", given: tuple[Relational, ...], ranging: set[Symbol]) -> None:
    """Refuse hypotheses about what takes many values, or about what is varied in an optimum, that do not fit."""
    counted = {step.variable for step in proof.steps if type(step) is Induction}
    require_recursions(given, ranging | counted)
    for step in proof.steps:
        if type(step) in (Extremum, Rescaling):
            optima.require_independence(step, given)


def _check_obligations(one: Rule, given: tuple[Relational, ...], found: Findings, below: tuple[Any, ...]) -> None:
    """Have every obligation of a step established, and refuse one that says nothing or goes back."""
    seen: list[Expr] = []
    for obligation in one.obligations:
        link = obligation.link
        if says_nothing(link) or (link.right in seen and not link.case):
            raise CircularError(f"the step to {link.right} says nothing, or goes back; leave its left side unevaluated")
        seen.append(link.left)
        sources = _sources(obligation, given, found, below)
        require_values(_used(link, sources), given, found.seconds)
        found.means.append(establish(link, given, found.seconds, sources))


def hypotheses(proof: "Proof") -> tuple[Relational, ...]:
    """The hypotheses of a proof as relations, those of trusted steps among them.

    Raises:
        ValueError: if one is no relation, such as one that is always true.
    """
    found = tuple(one.relation() if isinstance(one, Trusted) else one for one in proof.given)
    if any(type(one) not in HYPOTHESES for one in found):
        raise ValueError(f"a hypothesis must be a relation that may be true or false, got {found}")
    return found


def _conclude(claims: tuple[Statement, ...], conclusions: list[tuple[Statement, ...]]) -> None:
    """See that every claim follows from some step, and some claim from the last one."""
    if not conclusions or not claims:
        raise NotConcludedError("a proof needs at least one step and one claim")
    for claim in claims:
        if not _is_one_concluded((claim,), tuple(chain(*conclusions))):
            raise NotConcludedError(f"no step establishes the claim {shown(claim)}")
    if not _is_one_concluded(claims, conclusions[-1]):
        raise NotConcludedError("the last step establishes no part of the claim")


def _is_one_concluded(claims: tuple[Statement, ...], conclusions: tuple[Statement, ...]) -> bool:
    """Whether some claim follows from some conclusion; those that are literally the same are compared first."""
    pairs = sorted(product(claims, conclusions), key=lambda pair: pair[0] != pair[1])
    return any(follows(*pair) for pair in pairs)


def _sources(
    obligation: Obligation, given: tuple[Relational, ...], found: Findings, below: tuple[Any, ...]
) -> tuple[Relation, ...]:
    """The relations that a link may use beside the hypotheses: of its lemma, its trusted step, or its induction."""
    by, equalities = obligation.link.by, tuple(one for one in obligation.assumed if one.sign == "=")
    if by is None:
        return equalities
    if type(by) is Trusted:
        found.trusted.append(by)
        relation = by.relation()
        return (*equalities, Relation(relation.lhs, "=", relation.rhs))
    if type(by) is Assumed and by.back in range(len(obligation.assumed)):
        return (*equalities, obligation.assumed[by.back])
    if type(by) is Lemma:
        return (*equalities, *_discharged(by, given, found, below))
    raise ValueError(f"a link must rest on a lemma, a trusted step or the hypothesis of its induction, got {by}")


def _used(link: Link, sources: tuple[Relation, ...]) -> tuple[Expr, ...]:
    """The expressions in what a link rests on: of an inequality that is carried, what it becomes."""
    carrier = getattr(link.by, "carrier", None)
    if carrier is None:
        return tuple(side for one in sources for side in (one.left, one.right))
    return tuple(one.gap() if one.sign == "=" else carrier.of(one.gap()) for one in sources)


def _discharged(
    lemma: Lemma, given: tuple[Relational, ...], found: Findings, below: tuple[Any, ...]
) -> tuple[Relation, ...]:
    """The claims of a lemma for what is put in, once its proof stands and its hypotheses hold here."""
    if lemma.proof not in STANDING:
        STANDING[lemma.proof] = _standing(lemma, found.seconds, below)
    standing = STANDING[lemma.proof]
    require_assumptions(lemma.at)
    _require_names(lemma, standing)
    for hypothesis in standing.given:
        _require_hypothesis(hypothesis, lemma, given)
    found.kind = max(found.kind, standing.found.kind, key=KINDS.index)
    found.trusted += standing.found.trusted
    found.lemmas += [*standing.found.lemmas, lemma]
    return tuple(claim.subs(lemma.at) for claim in standing.claims)


def _standing(lemma: Lemma, seconds: float, below: tuple[Any, ...]) -> Standing:
    """What a lemma gives, once its proof stands and does not rest on itself."""
    if lemma.proof in below or len(below) > DEEPEST:
        raise CircularError(f"the lemma {lemma.name} rests on itself")
    proof, found = lemma.proof(), Findings(seconds)
    try:
        verify(proof, found, (*below, lemma.proof))
    except CircularError:
        raise
    except Exception as error:
        raise UndecidedError(f"the lemma {lemma.name} does not stand: {error}") from None
    return Standing(tuple(one for one in proof.claims if isinstance(one, Relation)), hypotheses(proof), found)


def _require_names(lemma: Lemma, standing: Standing) -> None:
    """Refuse a lemma with something put in for a name that is in nothing it claims or supposes."""
    written = (*(side for claim in standing.claims for side in (claim.left, claim.right)), *standing.given)
    if unknown := set(lemma.at).difference(*(side.atoms(Symbol) for side in written)):
        raise ValueError(f"`at` of the lemma {lemma.name} must have names of it only, got {sorted(map(str, unknown))}")


def _require_hypothesis(hypothesis: Relational, lemma: Lemma, given: tuple[Relational, ...]) -> None:
    """Refuse a lemma whose hypothesis is not known here; a recursion, which is for every number, must be literal."""
    every = recursion(hypothesis)
    kept = binding.bound(hypothesis) - binding.free(hypothesis) | ({every.variable} if every else set())
    at = {name: value for name, value in lemma.at.items() if name not in kept}
    here = put_in(hypothesis, at)
    if every is not None:
        known = here in given and not any(every.variable in binding.free(value) for value in at.values())
    else:
        decide = {Eq: exact.zero, Ne: signs.nonzero, Gt: signs.positive, Lt: signs.positive}
        gap = here.gts - here.lts if isinstance(here, Gt | Ge | Lt | Le) else here.lhs - here.rhs
        known = here in given or decide.get(type(here), signs.nonnegative)(gap, given) is not None
    if not known:
        raise UndecidedError(f"the lemma {lemma.name} supposes {hypothesis}, which is not known here")


def sides(proof: "Proof") -> tuple[Basic, ...]:
    """Every side of every relation of a proof, and what its claims call optimal."""
    claims = (claim for claim in proof.claims if isinstance(claim, Relation))
    optima = (side for claim in proof.claims if not isinstance(claim, Relation) for side in claim.written)
    equations = (side for hypothesis in hypotheses(proof) for side in hypothesis.args)
    compared = (side for one in (*proof.links, *claims) for side in (one.left, one.right))
    return tuple(dict.fromkeys((*compared, *optima, *equations)))
