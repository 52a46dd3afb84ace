"""Proofs: a claim, the hypotheses, and the steps whose last one concludes it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Eq

from notes.proof import kernel
from notes.proof.checking import RefusedError
from notes.proof.form import written_out
from notes.proof.relations import Lemma, Link, Relation, Statement
from notes.proof.sampling import forget
from notes.proof.trusted import Trusted

SECONDS_PER_LINK = 20.0


@dataclass(frozen=True)
class Verdict:
    """The outcome of checking a proof.

    Args:
        ok: whether every link stands and the claim follows.
        kind: `proved` or `instance`, the weaker of its steps and lemmas.
        status: `established`, `refuted`, `undecided`, `circular`, `not concluded` or `malformed`.
        seconds: how long the check took the processor.
        steps: number of links that were checked, those of lemmas not counted.
        message: what failed and where, empty if nothing did.
        means: the exact means by which each link was established.
        trusted: the names of the trusted steps that the proof and its lemmas take, each as often as it is taken.
        lemmas: the lemmas that it and its lemmas use, each as often as it is used.
    """

    ok: bool
    kind: str
    status: str
    seconds: float
    steps: int
    message: str = ""
    means: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    lemmas: tuple[Lemma, ...] = ()


@dataclass(frozen=True)
class Proof:
    """A claim and the steps that lead to it.

    Args:
        title: the claim in plain words.
        claim: the statement to be concluded, or several: steps without reasons, such as `equal(left, right)`.
        steps: the derivation; its last step must establish a claim, and every claim must be established by some step.
        given: hypotheses, as equations whose left side may be replaced by the right one, or trusted steps.
        equation: label of the displayed equation that the proof establishes, or several.
    """

    title: str
    claim: Any
    steps: Sequence[Any]
    given: tuple[Eq | Trusted, ...] = ()
    equation: str | tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("claim", "steps", "given"):
            part = getattr(self, name)
            object.__setattr__(self, name, tuple(part) if isinstance(part, Sequence) else part)
            if name != "claim" and not isinstance(part, Sequence):
                raise ValueError(f"`{name}` must be a list or a tuple, which can be read twice, got {part!r}")

    @property
    def claims(self) -> tuple[Statement, ...]:
        """Every statement that the proof has to conclude."""
        parts = self.claim if isinstance(self.claim, Sequence) else (self.claim,)
        return tuple(statement for part in parts for statement in kernel.rule(part).conclusions)

    @property
    def equations(self) -> tuple[str, ...]:
        """The labels of the displayed equations that the proof establishes."""
        return (self.equation,) if isinstance(self.equation, str) else self.equation

    @property
    def links(self) -> tuple[Link, ...]:
        """Every single relation of the derivation."""
        return tuple(obligation.link for step in self.steps for obligation in kernel.rule(step).obligations)

    @property
    def trusted(self) -> tuple[Trusted, ...]:
        """The trusted steps that the proof itself takes, those of lemmas not counted."""
        named = (*self.given, *(link.by for link in self.links))
        return tuple(dict.fromkeys(one for one in named if isinstance(one, Trusted)))

    @property
    def lemmas(self) -> tuple[Lemma, ...]:
        """The lemmas that the proof itself uses, each as often as it is used."""
        return tuple(link.by for link in self.links if isinstance(link.by, Lemma))

    @property
    def kind(self) -> str:
        """The weakest kind among the steps and the lemmas they rest on."""
        lemmas = (lemma.proof().kind for lemma in self.lemmas)
        claims = [claim for claim in self.claims if isinstance(claim, Relation)]
        own = "instance" if written_out(claims) else "proved"
        return max([own, *(kernel.rule(step).kind for step in self.steps), *lemmas], key=kernel.KINDS.index)

    def check(self, seconds: float = SECONDS_PER_LINK) -> Verdict:
        """Establish every link exactly, confirm it at random points, and see that the claim follows."""
        start = time.process_time()
        forget()
        found = kernel.Findings(seconds)
        status, message = "established", ""
        try:
            kernel.verify(self, found)
        except RefusedError as error:
            status, message = error.status, str(error)
        except ValueError as error:
            status, message = "malformed", str(error)
        except Exception as error:  # SymPy fails in many ways, none of which says anything
            status, message = "undecided", f"the check failed: {type(error).__name__}: {error}"
        ok, spent = status == "established", time.process_time() - start
        place = f"step {len(found.means) + 1}: " if message else ""
        trusted = tuple(one.name for one in found.trusted)
        kind = found.kind if ok else "proved"
        steps, means, lemmas = len(found.means), tuple(found.means), tuple(found.lemmas)
        return Verdict(ok, kind, status, spent, steps, place + message, means, trusted, lemmas)
