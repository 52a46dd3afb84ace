"""Errors of the source on the pages: each in its section, and all of them on one list."""

import pkgutil
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from notes.chapters import CHAPTERS, Chapter
from notes.errata import Erratum
from notes.site.verdicts import Question, answers, exists, module_of, modules

CHECKED = "machine-checked: the source's form is refuted, the corrected one confirmed"
UNCHECKED = "not checkable by machine"
NAMES = "Barlow BERT BYOL CBOW CLS DPR ELMo Gabor He IDBS Kipf Lipschitz MixUp Nash ReLU SimCLR SphereFace"
_SPELT = {word.lower(): word for word in NAMES.split()}
_PLURALS = {"error": "errors", "copying slip": "copying slips", "missing hypothesis": "missing hypotheses"}


class SlipError(ValueError):
    """An erratum whose check does not refute the source and confirm the correction."""


def erratum(name: str) -> str:
    """Markdown of the erratum with the dotted name `name`, folded under its title in its section."""
    (slip,) = answers([Question(f"erratum {name}", (module_of(name),), partial(_judged, name))])
    _require_holds(name, slip)
    head = [f"/// details | {title(name)}", "    type: erratum", f"    attrs: {{id: {anchor(name)}}}", ""]
    return "\n".join([*head, _told(slip), "///"])


def title(name: str) -> str:
    """What an erratum is about, by its name: `Update called backpropagation` for `...UPDATE_CALLED_BACKPROPAGATION`."""
    words = name.rpartition(".")[2].capitalize().split("_")
    return " ".join(_SPELT.get(word.lower(), word) for word in words)


def errata(docs: Path) -> str:
    """Markdown of the list of the errata of the chapters that have a page under `docs`, with counts by kind."""
    written = [chapter for chapter in CHAPTERS if (docs / chapter.page).exists()]
    found = [(chapter, _slips(chapter)) for chapter in written if exists(f"{chapter.package}.errata")]
    everything = [slip for _, slips in found for slip in slips]
    sections = [_section(chapter, slips) for chapter, slips in found if slips]
    return "\n\n".join([f"In all {_counts(everything)}.", *sections])


def _slips(chapter: Chapter) -> list[dict[str, Any]]:
    parts = modules(f"{chapter.package}.errata")
    (names,) = answers([Question(f"errata {parts[0]}", parts, partial(_names, parts))])
    slips = answers([Question(f"erratum {name}", (module_of(name),), partial(_judged, name)) for name in names])
    for name, slip in zip(names, slips, strict=True):
        _require_holds(name, slip)
    return slips


def _names(parts: tuple[str, ...]) -> list[str]:
    constants = [(part, *constant) for part in parts for constant in vars(pkgutil.resolve_name(part)).items()]
    return [f"{part}.{name}" for part, name, value in constants if isinstance(value, Erratum)]


def _judged(name: str) -> dict[str, Any]:
    slip: Erratum = pkgutil.resolve_name(name)
    texts = {
        "source": slip.source,
        "correction": slip.correction,
        "why": slip.why,
        "section": slip.section,
        "name": name,
    }
    return {**texts, "kind": slip.slip.value, "checked": slip.check is not None, "holds": slip.holds()}


def _require_holds(name: str, slip: dict[str, Any]) -> None:
    if not slip["holds"]:
        raise SlipError(f"{name}: the check does not refute the source's form and confirm the corrected one")


def _told(slip: dict[str, Any]) -> str:
    verdict = CHECKED if slip["checked"] else UNCHECKED
    parts = [
        f"**The source:** {slip['source']}",
        f"**Correct:** {slip['correction']}",
        f"**Why:** {slip['why']}",
        f"{slip['kind'].capitalize()}; {verdict}.\n{{.verdict}}",
    ]
    return "\n\n".join(parts) + "\n"


def _section(chapter: Chapter, slips: list[dict[str, Any]]) -> str:
    heading = f"## {chapter.number}. {chapter.title} {{#chapter-{chapter.number}}}"
    entries = [_entry(chapter, slip) for slip in slips]
    return "\n\n".join([heading, f"{_counts(slips).capitalize()}.", *entries])


def _entry(chapter: Chapter, slip: dict[str, Any]) -> str:
    linked = f"[{title(slip['name'])}]({chapter.page}#{slip['section']})"
    head = [f"/// admonition | {linked}", "    type: erratum"]
    return "\n".join([*head, f"    attrs: {{id: {anchor(slip['name'])}}}", "", _told(slip), "///"])


def _counts(slips: list[dict[str, Any]]) -> str:
    kinds = Counter(slip["kind"] for slip in slips)
    checked = sum(slip["checked"] for slip in slips)
    told = [f"{number} {_PLURALS[kind] if number > 1 else kind}" for kind, number in kinds.items()]
    return f"{', '.join(told)}; {checked} of {len(slips)} machine-checked"


def anchor(name: str) -> str:
    """Where an erratum stands: `erratum-losses-swapped_sign` for `notes.losses.errata.SWAPPED_SIGN`."""
    _, slug, *_, constant = name.split(".")
    return f"erratum-{slug}-{constant.lower()}"
