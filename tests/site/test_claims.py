"""What the pages display is compared with what the proofs establish, and the pages say how much of it is covered."""

import pkgutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from notes.chapters import CHAPTERS, Chapter
from notes.reading.comparison import Comparison, coverage
from notes.reading.displays import parts
from notes.reading.tokens import ReadingError, tree
from notes.site import claims, numbers, register
from notes.site.equations import displays
from notes.site.mathml import mathml

DOCS = Path(__file__).parents[2] / "docs"
UNCOVERED = Path(__file__).parent / "uncovered.txt"
PAGE = "$$\n\\label{eq:huber}\na = b\n$$\n\n$$\n\\label{eq:square}\nc = d\n$$\n"
FOUND: dict[str, Any] = {"word": "part", "stated": ["a"], "named": [], "missing": [["b", ""]], "sizes": []}


@pytest.fixture(scope="module")
def covered() -> dict[str, dict[str, Any]]:
    return claims.coverages(DOCS, register.entries())


@pytest.mark.xdist_group("coverages")
@pytest.mark.feeds_the_site
def test_the_equations_that_are_not_covered_in_full_are_those_of_the_list(covered: dict[str, dict[str, Any]]):
    uncovered = [f"{label} {claims.word(one)}" for label, one in covered.items() if one["word"] != "all"]
    assert sorted(uncovered) == UNCOVERED.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_notation_can_be_set(chapter: Chapter):
    for meanings in claims.notation(chapter.package).values():
        for latex in (*meanings, *meanings.values()):
            assert mathml(latex.replace("#1", r"\cdot")) is not None


@pytest.mark.xdist_group("coverages")
@pytest.mark.feeds_the_site
def test_notation_is_said_of_equations_with_a_proof_only(covered: dict[str, dict[str, Any]]):
    for chapter in CHAPTERS:
        said = set(claims.notation(chapter.package))
        assert said <= {label for label, one in covered.items() if one["notation"]}


COVERED = [
    ("introduction", "eq:bce-gradient", "cross_entropy.cross_entropy_gradient"),
    ("losses", "eq:least-squares", "likelihood.least_squares_from_gaussian"),
    ("training", "eq:nesterov-torch", "momentum.nesterov_of_torch"),
    ("generalization", "eq:variance-apart", "decomposition.variance_apart"),
    ("self_supervision", "eq:barlow-invariance", "agreeing.invariance_is_distance"),
    ("transformers", "eq:positional-shift", "positional.shift_is_a_rotation"),
    ("graphs", "eq:graph-equivariance", "layers.equivariant_layer"),
    ("retrieval", "eq:bm25-idf", "sparse.rarity_is_positive"),
]


@pytest.mark.parametrize(("chapter", "label", "proof"), COVERED, ids=[label for _, label, _ in COVERED])
def test_a_display_that_is_altered_is_no_longer_covered(chapter: str, label: str, proof: str):
    stated = pkgutil.resolve_name(f"notes.{chapter}.proofs.{proof}")()
    comparison = Comparison(stated, claims.notation(f"notes.{chapter}").get(label, {}))
    display = displays(DOCS)[label]
    assert coverage(display, stated, comparison.macros).word == "all"
    for part in parts(tree(display)):
        for altered in (replace(part, right=("1", "+", part.right)), replace(part, left=("2", part.left))):
            try:
                assert comparison.fault(altered)
            except ReadingError:
                continue


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (FOUND | {"word": "all"}, "all"),
        (FOUND, "part: 1 of 2"),
        (FOUND | {"named": ["c"]}, "part: 2 of 3"),
        (FOUND | {"word": "instance", "sizes": [1, 2, 1]}, "instance: sizes 1, 2"),
        (FOUND | {"word": "instance"}, "instance: sizes that its title names"),
        (FOUND | {"word": "not compared"}, "not compared"),
    ],
)
def test_what_is_covered_is_told_in_a_word_or_two(found: dict[str, Any], words: str):
    assert claims.word(found) == words


def test_the_number_of_an_equation_tells_how_it_is_established(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "03-losses.md").write_text(PAGE)
    listed = [
        {"kind": "proved", "chapter": 3, "equations": ["eq:huber"], "target": "notes.losses.proofs.huber"},
        {"kind": "notation", "chapter": 3, "equations": ["eq:square"], "target": "notes.losses.square"},
    ]
    monkeypatch.setattr(register, "entries", lambda: listed)
    monkeypatch.setattr(claims, "answers", lambda asked: [FOUND for _ in asked])
    monkeypatch.setattr(claims, "module_of", lambda name: name)
    extensions = ["pymdownx.arithmatex", "notes.site.maths", "notes.site.numbers"]
    here = {"docs": str(tmp_path)}
    configs = {"pymdownx.arithmatex": {"generic": True}, "notes.site.maths": here, "notes.site.numbers": here}
    html = Markdown(extensions=extensions, extension_configs=configs).convert(PAGE)
    assert 'title="Proved: a part of what is displayed (part: 1 of 2)"' in html
    assert f'title="{numbers.OTHERS["notation"]}"' in html
