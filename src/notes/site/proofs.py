"""A proof on a page: the derivation printed from what was checked, folded, with the verdict."""

import pkgutil
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from notes.chapters import CHAPTERS
from notes.site.lines import fitted
from notes.site.verdicts import Question, answers, module_of, renewed
from notes.witness import table

KINDS = {
    "proved": "proved",
    "instance": "exact for the stated sizes",
}


class ProofError(ValueError):
    """A proof that does not hold."""


def proof(name: str) -> str:
    """Markdown of the proof with the dotted name `name`, a folded block headed by title and verdict.

    Raises:
        ProofError: if checking refutes a step or leaves it undecided.
    """
    (shown,) = checked([name])
    badge = f"{KINDS[shown['kind']]} · {counted(shown['steps'], 'step')}"
    head = [
        f"//// details | {shown['title']} **{badge}**{{.badge .badge-{shown['kind']}}}",
        "    type: proof",
        f"    attrs: {{id: {anchor(name)}}}",
        "",
    ]
    assumptions = [f"Given {_listed(given)}.\n{{.assumptions}}\n"] if (given := shown["trust"]["assumptions"]) else []
    number = itemgetter("number")
    claims = [_claims(sizes, list(same)) for sizes, same in groupby(shown["claims"], itemgetter("sizes"))]
    steps = [_step(list(rows)) for _, rows in groupby(sorted(shown["rows"], key=number), number)]
    told = f"{table.sentence(_id(name), shown['links'], [*map(number, shown['rows'])])}\n{{.verdict}}\n"
    return "\n".join([*head, *assumptions, *claims, *steps, told, *_trust(shown["trust"]), "////"])


def _listed(formulas: Sequence[str]) -> str:
    return ", ".join(f"${latex}$" for latex in formulas)


def _trust(trust: dict[str, Any]) -> list[str]:
    """What the proof rests on, folded and in words; the assumptions stand above it."""
    lemmas = [_borrowed(name, put_in) for name, put_in in trust["lemmas"]]
    return [
        "/// details | Rests on",
        "    type: trust",
        "",
        f"- Assumptions and hypotheses: {'those above' if trust['assumptions'] else 'none'}",
        f"- Means, and how often: {', '.join(trust['means'])}",
        f"- Lemmas: {'; '.join(lemmas) or 'none'}",
        f"- Trusted steps: {'; '.join(trust['trusted']) or 'none'}",
        "",
        "///",
    ]


def _borrowed(id: str, put_in: Sequence[str]) -> str:
    """A lemma, linked to its proof, with what was put in for its names."""
    return f"{_lemma(id)} at {_listed(put_in)}" if put_in else _lemma(id)


def _id(name: str) -> str:
    """The id in the ledger: `losses.log_bound` for `notes.losses.proofs.information.log_bound`."""
    parts = name.split(".")
    return f"{parts[1]}.{parts[-1]}"


def anchor(name: str) -> str:
    """Where a proof stands in its page: `proof-log_bound` for `notes.losses.proofs.log_bound` or `losses.log_bound`."""
    return f"proof-{name.rpartition('.')[2]}"


def counted(number: int, noun: str) -> str:
    """A number with its noun in the plural where it should be."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def checked(names: Sequence[str]) -> list[dict[str, Any]]:
    """The derivations and verdicts of proofs, by their dotted names, as data; unknown verdicts are found in parallel.

    Raises:
        ProofError: if checking refutes a step or leaves it undecided.
    """
    found = answers([_question(name) for name in names])
    for name, shown in zip(names, found, strict=True):
        if not shown["ok"]:
            raise ProofError(f"{name} does not hold: {shown['message']}")
    return found


def rechecked(name: str) -> dict[str, Any]:
    """Derivation and verdict of a proof, checked now; the pages show what was found here until the code changes."""
    return renewed(_question(name))


def _question(name: str) -> Question:
    return Question(
        f"proof {name}", (module_of(name), "notes.proof.trust", "notes.witness.table"), partial(_checked, name)
    )


def _checked(name: str) -> dict[str, Any]:
    from notes.proof.printing import derivation
    from notes.proof.trust import trust

    proof = pkgutil.resolve_name(name)()
    printed, verdict = derivation(proof), proof.check()
    return {
        "title": printed.title,
        "claims": [asdict(claim) for claim in printed.claims],
        "rows": [asdict(row) for row in printed.rows],
        "links": table.links(proof),
        "trust": asdict(trust(proof, verdict)),
        "trusted_here": [one.name for one in proof.trusted],
        "ok": verdict.ok,
        "kind": verdict.kind,
        "steps": verdict.steps,
        "message": verdict.message,
    }


def _display(latex: str) -> str:
    return f"$$\n{fitted(latex)}\n$$\n"


def _claims(sizes: str, claims: list[dict[str, Any]]) -> str:
    """What is to be shown, for which sizes if for several."""
    told = f"To show, {sizes}:" if sizes else "To show:"
    return "\n".join([f"{told}\n{{.claim}}\n", *(_display(claim["latex"]) for claim in claims)])


def _step(rows: list[dict[str, Any]]) -> str:
    """The line that is shown under a number, and in a fold the other sizes."""
    shown = next(row for row in rows if not row["folded"])
    others = "\n".join(f"-   {_indented(_line(row))}\n" for row in rows if row["folded"])
    fold = f"/// details | The other sizes\n    type: sizes\n\n{others}\n///\n" if others else ""
    return f"{shown['number']}.  {_indented(_line(shown) + fold)}\n"


def _line(row: dict[str, Any]) -> str:
    reason = row["reason"] if row["lemma"] is None else f"{row['reason']}, by {_lemma(row['lemma'])}"
    return f"{reason}\n\n{_display(row['latex'])}\n"


def _indented(text: str) -> str:
    """The text of an item of a list: all lines but the first stand four columns further right."""
    return text.strip().replace("\n", "\n    ").replace("\n    \n", "\n\n")


def _lemma(id: str) -> str:
    """The name of a proof in words, linked to where it stands."""
    slug, *_, function = id.split(".")
    page = next(chapter.page for chapter in CHAPTERS if chapter.slug == slug)
    return f"[{function.replace('_', ' ')}]({page}#{anchor(id)})"
