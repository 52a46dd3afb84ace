"""What a proof rests on: assumptions, hypotheses, lemmas with what was put in, means, and trusted steps."""

from dataclasses import dataclass

from notes.proof import kernel
from notes.proof.derivation import SECONDS_PER_LINK, Proof
from notes.proof.notation import latex
from notes.proof.printing import assumptions


@dataclass(frozen=True)
class Trust:
    """What a proof rests on, each entry in words or LaTeX.

    Args:
        assumptions: what is supposed of the names, and the hypotheses.
        lemmas: the proofs it rests on, with what was put in for their symbols.
        means: the exact means that established its links, each with how often.
        trusted: the steps that are trusted, with their hypotheses and where they are proved.
    """

    assumptions: tuple[str, ...]
    lemmas: tuple[str, ...]
    means: tuple[str, ...]
    trusted: tuple[str, ...]


def trust(proof: Proof, seconds: float = SECONDS_PER_LINK) -> Trust:
    """Check a proof and say what it rests on.

    Raises:
        RefusedError: if the proof does not stand.
        ValueError: if it is malformed.
    """
    found = kernel.Findings(seconds)
    kernel.verify(proof, found)
    lemmas = []
    for one in found.lemmas:
        put_in = ", ".join(f"{latex(symbol)} = {latex(value)}" for symbol, value in one.at.items())
        lemmas.append(f"{one.name} at {put_in}" if put_in else one.name)
    counted = {name: found.means.count(name) for name in found.means}
    trusted = (f"{one.name}: {one.entry.hypotheses} ({one.entry.source})" for one in found.trusted)
    return Trust(
        assumptions(proof),
        tuple(dict.fromkeys(lemmas)),
        tuple(f"{name} ({times})" for name, times in counted.items()),
        tuple(dict.fromkeys(trusted)),
    )
