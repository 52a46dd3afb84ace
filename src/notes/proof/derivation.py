"""Proofs: a claim, the hypotheses, and the steps whose last one concludes it."""

import time
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from sympy import Eq, Expr, expand

from notes.proof import exact
from notes.proof.checking import CircularError, NotConcludedError, RefusedError, UndecidedError, establish
from notes.proof.relations import Link, Relation, Statement, Step

KINDS = ("proved", "instance", "numeric")
SECONDS_PER_LINK = 20.0

_under_way: ContextVar[tuple[str, ...]] = ContextVar("_under_way", default=())


@dataclass(frozen=True)
class Verdict:
    """The outcome of checking a proof.

    Args:
        ok: whether every link stands and the claim follows.
        kind: `proved`, `instance` or `numeric`, the weakest of its steps and lemmas.
        status: `established`, `refuted`, `undecided`, `circular`, `not concluded` or `malformed`.
        seconds: how long the check took the processor.
        steps: number of links that were checked.
        message: what failed and where, empty if nothing did.
        means: the exact means by which each link was established.
    """

    ok: bool
    kind: str
    status: str
    seconds: float
    steps: int
    message: str = ""
    means: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """A claim and the steps that lead to it.

    Args:
        title: the claim in plain words.
        claim: the statement to be concluded, or several: steps without reasons, such as `equal(left, right)`.
        steps: the derivation; its last step must establish a claim, and every claim must be established by some step.
        given: hypotheses, as equations whose left side may be replaced by the right one.
        equation: label of the displayed equation that the proof establishes, or several.
    """

    title: str
    claim: Step | Sequence[Step]
    steps: Sequence[Step]
    given: tuple[Eq, ...] = ()
    equation: str | tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[Statement, ...]:
        """Every statement that the proof has to conclude."""
        parts = self.claim if isinstance(self.claim, Sequence) else (self.claim,)
        return tuple(statement for part in parts for statement in part.establishes)

    @property
    def equations(self) -> tuple[str, ...]:
        """The labels of the displayed equations that the proof establishes."""
        return (self.equation,) if isinstance(self.equation, str) else self.equation

    @property
    def links(self) -> tuple[Link, ...]:
        """Every single relation of the derivation."""
        return tuple(link for step in self.steps for link in step.links)

    @property
    def kind(self) -> str:
        """The weakest kind among the steps and the lemmas they rest on."""
        lemmas = (lemma.proof().kind for step in self.steps for lemma in step.lemmas)
        return max([*(step.kind for step in self.steps), *lemmas], key=KINDS.index)

    def check(self, seconds: float = SECONDS_PER_LINK) -> Verdict:
        """Establish every link exactly, confirm it at random points, and see that the claim follows."""
        start = time.process_time()
        found: list[str] = []
        try:
            self._check_links(found, seconds)
            self._check_conclusion()
            outcome = (True, self.kind, "established")
            message = ""
        except RefusedError as error:
            status = _STATUS.get(type(error).__name__, "refused")
            outcome, message = (False, "proved", status), f"step {len(found) + 1}: {error}"
        except ValueError as error:
            outcome, message = (False, "proved", "malformed"), f"step {len(found) + 1}: {error}"
        return Verdict(*outcome, time.process_time() - start, len(found), message, tuple(found))

    def _check_links(self, found: list[str], seconds: float) -> None:
        for step in self.steps:
            seen = []
            for link in step.links:
                if link.right in seen and not link.case:
                    raise CircularError(f"the chain comes back to {link.right}")
                seen.append(link.left)
                _check_lemma(link, seconds)
                found.append(establish(link, self.given, seconds, exactly=step.kind != "numeric"))

    def _check_conclusion(self) -> None:
        if not self.steps:
            raise NotConcludedError("a proof needs at least one step")
        established = [statement for step in self.steps for statement in step.establishes]
        for claim in self.claims:
            if not any(follows(claim, statement) for statement in established):
                raise NotConcludedError(f"no step establishes the claim {_shown(claim)}")
        last = self.steps[-1].establishes
        if not any(follows(claim, statement) for claim in self.claims for statement in last):
            raise NotConcludedError("the last step establishes no part of the claim")


_STATUS = {
    "RefutedError": "refuted",
    "UndecidedError": "undecided",
    "CircularError": "circular",
    "NotConcludedError": "not concluded",
}


def _check_lemma(link: Link, seconds: float) -> None:
    """Check the proof that a link rests on, refusing a proof that rests on itself."""
    if link.by is None:
        return
    if link.by.name in _under_way.get():
        raise CircularError(f"the lemma {link.by.name} rests on itself")
    token = _under_way.set((*_under_way.get(), link.by.name))
    try:
        verdict = link.by.proof().check(seconds)
    finally:
        _under_way.reset(token)
    if not verdict.ok:
        error = CircularError if verdict.status == "circular" else UndecidedError
        raise error(f"the lemma {link.by.name} does not stand: {verdict.message}")


def follows(claim: Statement, established: Statement) -> bool:
    """Whether a claim is what was established: the same statement, up to expanding its sides."""
    if not isinstance(claim, Relation) or not isinstance(established, Relation):
        return claim == established
    claim, established = claim.oriented(), established.oriented()
    weaker = {"<": ("<", "<="), "=": ("=",), "<=": ("<=",)}[established.sign]
    if claim.sign not in weaker:
        return False
    orders = [(established.left, established.right)]
    if claim.sign == "=":
        orders.append((established.right, established.left))
    if (claim.left, claim.right) in orders:
        return True
    if any(getattr(side, "is_Matrix", False) for side in (claim.left, established.left)):
        return False
    if claim.sign == "=":
        return any(_same(claim.left, left) and _same(claim.right, right) for left, right in orders)
    return _same(claim.gap(), established.gap())


def _same(first: Expr, second: Expr) -> bool:
    """Whether two expressions are the same but for expanding."""
    return expand(exact.linear(expand(exact.released(first - second)))) == 0


def _shown(claim: Statement) -> str:
    return f"{claim.left} {claim.sign} {claim.right}" if isinstance(claim, Relation) else str(claim)
