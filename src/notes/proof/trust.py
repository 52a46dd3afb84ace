"""What a proof rests on: assumptions, hypotheses, lemmas with what was put in, means, and trusted steps."""

from collections import Counter
from dataclasses import dataclass

from notes.proof.derivation import Proof, Verdict
from notes.proof.notation import latex
from notes.proof.printing import assumptions
from notes.proof.relations import Lemma
from notes.proof.trusted import TRUSTED


@dataclass(frozen=True)
class Trust:
    """What a proof rests on.

    Args:
        assumptions: what is supposed of the names, and the hypotheses, in LaTeX.
        lemmas: the ids of the proofs it rests on, each with what was put in for its names, in LaTeX.
        means: the exact means that established its links, each with how often.
        trusted: the steps that are trusted, here and in lemmas, with their hypotheses and where they are proved.
    """

    assumptions: tuple[str, ...]
    lemmas: tuple[tuple[str, tuple[str, ...]], ...]
    means: tuple[str, ...]
    trusted: tuple[str, ...]


def trust(proof: Proof, verdict: Verdict) -> Trust:
    """What a proof rests on, by the verdict of its check."""
    lemmas = ((one.name, values(one)) for one in verdict.lemmas)
    entries = ((name, TRUSTED[name]) for name in dict.fromkeys(verdict.trusted))
    return Trust(
        assumptions(proof),
        tuple(dict.fromkeys(lemmas)),
        tuple(f"{name} ({times})" for name, times in Counter(verdict.means).items()),
        tuple(f"{name}: {entry.hypotheses} ({entry.source})" for name, entry in entries),
    )


def values(lemma: Lemma) -> tuple[str, ...]:
    """What is put in for the names of a lemma, in LaTeX."""
    return tuple(f"{latex(symbol)} = {latex(value)}" for symbol, value in lemma.at.items())
