"""Errata refute the source and confirm the correction, and stand where the pages show them."""

import re
from pathlib import Path

import pytest

from notes.chapters import CHAPTERS
from notes.errata import Erratum, Slip
from notes.ledger import entries_beside_proofs, resolved
from notes.site.slips import NAMES, title

DOCS = Path(__file__).parents[1] / "docs"
ENTRIES = [entry for chapter in CHAPTERS for entry in entries_beside_proofs(chapter)]
ERRATA = [pytest.param(resolved(e.target), e.target, id=e.id) for e in ENTRIES if e.kind == "erratum"]


@pytest.mark.parametrize(("erratum", "target"), ERRATA)
def test_erratum_tells_the_two_forms_apart(erratum: Erratum, target: str):  # noqa: ARG001
    assert erratum.holds()


@pytest.mark.parametrize(("erratum", "target"), ERRATA)
def test_erratum_is_shown_in_its_section(erratum: Erratum, target: str):
    page = DOCS / CHAPTERS[erratum.chapter - 1].page
    if not page.exists():
        pytest.fail(f"{target} belongs to a page that does not exist: {page.name}")
    text = page.read_text(encoding="utf-8")
    assert f"```erratum\n{target}\n```" in text, "not shown on the page"
    before = text[: text.index(target)]
    assert f"{{#{erratum.section}}}" in before, "shown before its section begins"
    anchors = re.findall(r"^#{2,4} .*\{#([\w-]+)\}", before, flags=re.MULTILINE)
    assert erratum.section in anchors[-3:], f"shown under {anchors[-1]}"


def example(check):
    return Erratum(3, "somewhere", "a", "b", "c", Slip.ERROR, check=check, written=1, corrected=2)


def test_a_check_must_refute_the_source_and_confirm_the_correction():
    assert example(lambda form: form == 2).holds()
    assert not example(lambda form: form == 1).holds()
    assert not example(lambda form: True).holds()  # noqa: ARG005
    assert not example(lambda form: form - 1).holds(), "truthy is not True"


def test_names_are_spelt_in_titles():
    """Each name that has capitals is in some title, so that none is kept for a title that is gone."""
    titles = " ".join(title(target) for _, target in (param.values for param in ERRATA))
    assert set(NAMES.split()) <= set(titles.split())
