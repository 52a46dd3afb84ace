from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from notes.site import claims, proofs, register, slips
from notes.site.card import card, minutes
from notes.site.fences import kept
from notes.site.proofs import ProofError
from notes.site.register import LedgerError
from notes.site.slips import SlipError

CHAPTER = """
# Losses

$$
\\label{eq:huber}
a = b
$$

$$
\\label{eq:square}
c = d
$$

```proof
notes.losses.proofs.branches_meet
```
"""
ROW = {"lemma": None, "number": 1, "folded": False}
PROOF = {
    "title": "The branches meet",
    "claims": [{"latex": "r^2 = r r", "sizes": ""}],
    "rows": [
        {"reason": "by definition", "latex": "r^2 = r r", "lemma": None, "number": 1, "folded": False},
        {
            "reason": "as $r > 0$",
            "latex": r"\log r \le r - 1",
            "lemma": "losses.log_bound",
            "number": 2,
            "folded": False,
        },
    ],
    "links": ["0a", "1b"],
    "trust": {
        "assumptions": ["r > 0", r"\delta > 0"],
        "lemmas": [["losses.log_bound", ["a = r"]], ["losses.gibbs_inequality", []]],
        "means": ["evaluation (1)", "linearity (1)"],
        "trusted": ["derivative under an integral: the integrands are bounded (Folland)"],
    },
    "trusted_here": ["derivative under an integral"],
    "kind": "instance",
    "ok": True,
    "steps": 2,
    "message": "",
}
SLIP = {
    "name": "notes.losses.errata.SWAPPED_SIGN",
    "section": "huber-loss",
    "source": r"It is $-\delta$.",
    "correction": r"It is $\delta$, as in $\eqref{eq:huber}$.",
    "why": "A *sign*.",
    "kind": "error",
    "checked": True,
    "holds": True,
}
COVERAGE = {
    "word": "part",
    "stated": ["a = b"],
    "named": [],
    "missing": [["c > d", "does not follow"]],
    "sizes": [],
    "notation": {"a": "x^2"},
}
ENTRY = {"id": "losses.branches_meet", "chapter": 3, "kind": "instance", "equations": ["eq:huber", "eq:square"]}
ENTRIES = [
    ENTRY | {"title": "The branches | meet", "target": "notes.losses.proofs.branches_meet"},
    ENTRY
    | {
        "id": "losses.huber",
        "kind": "check",
        "equations": ["eq:huber"],
        "title": "As in SciPy",
        "target": "notes.losses.checks.huber",
    },
    ENTRY | {"kind": "erratum", "equations": [], "title": "erratum", "target": "notes.losses.errata.SWAPPED_SIGN"},
    ENTRY | {"chapter": 4, "equations": ["eq:unwritten"], "title": "Later", "target": "notes.training.proofs.later"},
]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "03-losses.md").write_text(CHAPTER)
    return tmp_path


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Answers to all questions, instead of those of the package."""
    answers: dict[str, Any] = {
        "proof": PROOF,
        "erratum": SLIP,
        "errata": [SLIP["name"]],
        "entries": ENTRIES,
        "entry": PROOF,
        "coverage": COVERAGE,
    }
    for module in (claims, proofs, register, slips):
        monkeypatch.setattr(module, "answers", lambda asked: [answers[question.text.split()[0]] for question in asked])
    monkeypatch.setattr(slips, "exists", lambda name: ".losses" in name)
    monkeypatch.setattr(register, "modules", lambda name: (name,) if ".losses" in name else ())
    for module in (claims, proofs, register, slips):
        monkeypatch.setattr(module, "module_of", lambda name: name.rpartition(".")[0])
    return answers


def html(docs: Path, text: str) -> BeautifulSoup:
    fence = [{"name": n, "class": n, "format": kept} for n in ("proof", "erratum", "errata", "ledger", "card")]
    configs = {
        "pymdownx.arithmatex": {"generic": True},
        "pymdownx.superfences": {"custom_fences": fence},
        "notes.site.maths": {"docs": str(docs)},
        "notes.site.fences": {"docs": str(docs)},
    }
    blocks = [f"pymdownx.blocks.{kind}" for kind in ("admonition", "details", "html")]
    page = Markdown(extensions=[*configs, *blocks, "admonition", "attr_list", "tables"], extension_configs=configs)
    return BeautifulSoup(page.convert(text), "html.parser")


@pytest.mark.usefixtures("known")
def test_a_proof_is_folded_under_its_title_and_verdict(docs: Path):
    (fold,) = html(docs, "```proof\nnotes.losses.proofs.branches_meet\n```").select("details.proof")
    assert fold["id"] == "proof-branches_meet"
    assert "open" not in fold.attrs
    assert fold.summary.get_text() == "The branches meet exact for the stated sizes · 2 steps"


@pytest.mark.usefixtures("known")
def test_a_proof_shows_assumptions_claims_and_numbered_steps(docs: Path):
    (fold,) = html(docs, "```proof\nnotes.losses.proofs.branches_meet\n```").select("details.proof")
    assert [formula["alttext"] for formula in fold.select(".assumptions math")] == ["r > 0", r"\delta > 0"]
    assert [formula["alttext"] for formula in fold.select(":scope > .equation math")] == ["r^2 = r r"]
    first, second = fold.select("ol > li")
    assert first.p.get_text() == "by definition"
    assert first.select_one(".equation math")["alttext"] == "r^2 = r r"
    assert second.a.attrs == {"href": "03-losses.md#proof-log_bound"}
    assert second.p.get_text() == "as r>0, by log bound"


@pytest.mark.usefixtures("known")
def test_a_proof_says_which_steps_have_a_second_witness(docs: Path, monkeypatch: pytest.MonkeyPatch):
    kinds = {("losses.branches_meet", "0a"): "z3", ("losses.branches_meet", "1b"): "points"}
    monkeypatch.setattr("notes.witness.table.read", lambda: kinds)
    (fold,) = html(docs, "```proof\nnotes.losses.proofs.branches_meet\n```").select("details.proof")
    assert fold.select_one(".verdict").get_text() == "1 of 2 relations confirmed by a second solver: step 1 by z3."


@pytest.mark.usefixtures("known")
def test_a_proof_says_in_a_fold_of_its_own_what_it_rests_on(docs: Path):
    (fold,) = html(docs, "```proof\nnotes.losses.proofs.branches_meet\n```").select("details.proof > details.trust")
    assert [item.get_text() for item in fold.select("li")] == [
        "Assumptions and hypotheses: those above",
        "Means, and how often: evaluation (1), linearity (1)",
        "Lemmas: log bound at a=r; gibbs inequality",
        "Trusted steps: derivative under an integral: the integrands are bounded (Folland)",
    ]
    assert [link["href"].partition("#")[2] for link in fold.select("a")] == [
        "proof-log_bound",
        "proof-gibbs_inequality",
    ]


def test_of_several_sizes_one_is_shown_and_the_others_are_folded(docs: Path, known: dict[str, Any]):
    sizes = [ROW | {"reason": f"size {n}: count", "latex": f"{n} = n", "folded": n != 2} for n in (1, 2, 3)]
    rows = [*sizes, ROW | {"reason": "so", "latex": "a = b", "number": 2}]
    claims = [{"latex": "2 = n", "sizes": "size 2, and likewise 1, 3"}] * 2 + [{"latex": "a = b", "sizes": ""}]
    known["proof"] = PROOF | {"rows": rows, "claims": claims, "links": ["0", "1", "2", "3"]}
    (fold,) = html(docs, "```proof\nnotes.losses.proofs.branches_meet\n```").select("details.proof")
    assert [words.get_text() for words in fold.select(".claim")] == ["To show, size 2, and likewise 1, 3:", "To show:"]
    assert len(fold.select(":scope > .equation")) == 3
    first, second = fold.select(":scope > ol > li")
    assert [formula["alttext"] for formula in first.select(":scope > .equation math")] == ["2 = n"]
    assert [formula["alttext"] for formula in first.select(":scope > details.sizes math")] == ["1 = n", "3 = n"]
    assert [formula["alttext"] for formula in second.select("math")] == ["a = b"]


def test_a_proof_that_rests_on_nothing_says_so(docs: Path, known: dict[str, Any]):
    nothing = {"assumptions": [], "lemmas": [], "means": ["evaluation (2)"], "trusted": []}
    known["proof"] = PROOF | {"trust": nothing}
    page = html(docs, "```proof\nnotes.losses.proofs.branches_meet\n```")
    assert not page.select(".assumptions")
    assert [item.get_text().partition(": ")[2] for item in page.select(".trust li")] == [
        "none",
        "evaluation (2)",
        "none",
        "none",
    ]


def test_a_proof_that_fails_stops_the_page(docs: Path, known: dict[str, Any]):
    known["proof"] = PROOF | {"ok": False, "message": "step 2: 1 = 2 is false"}
    with pytest.raises(ProofError, match=r"branches_meet does not hold: step 2: 1 = 2 is false"):
        html(docs, "```proof\nnotes.losses.proofs.branches_meet\n```")


def test_a_proof_of_the_package_is_checked_and_printed(docs: Path):
    (fold,) = html(docs, "```proof\nnotes.losses.proofs.likelihood.optimal_variance\n```").select("details.proof")
    assert fold["id"] == "proof-optimal_variance"
    assert "proved" in fold.summary.get_text()
    assert len(fold.select("li .equation")) >= 3


@pytest.mark.usefixtures("known")
def test_fences_are_expanded_inside_other_blocks(docs: Path):
    page = html(docs, "1.  Item\n\n    ```erratum\n    notes.losses.errata.SWAPPED_SIGN\n    ```\n")
    assert page.select("li .erratum")


@pytest.mark.usefixtures("known")
def test_an_erratum_says_what_the_source_says_what_is_right_and_why(docs: Path):
    (box,) = html(docs, "```erratum\nnotes.losses.errata.SWAPPED_SIGN\n```").select("details.erratum")
    assert box["id"] == "erratum-losses-swapped_sign"
    assert not box.has_attr("open")
    assert box.summary.get_text() == "Swapped sign"
    source, correction, why, verdict = (part.get_text() for part in box.select("p"))
    assert (source, correction) == ("The source: It is −δ.", "Correct: It is δ, as in (3.1).")
    assert why == "Why: A sign."
    assert verdict.startswith("Error; machine-checked")


def test_an_erratum_that_no_machine_can_judge_says_so(docs: Path, known: dict[str, Any]):
    known["erratum"] = SLIP | {"checked": False, "kind": "copying slip"}
    page = html(docs, "```erratum\nnotes.losses.errata.SWAPPED_SIGN\n```")
    assert page.select_one(".verdict").get_text() == "Copying slip; not checkable by machine."


@pytest.mark.parametrize("fence", ["```erratum\nnotes.losses.errata.SWAPPED_SIGN\n```", "```errata\n```"])
def test_an_erratum_whose_check_fails_stops_the_page(docs: Path, known: dict[str, Any], fence: str):
    known["erratum"] = SLIP | {"holds": False}
    with pytest.raises(SlipError, match="SWAPPED_SIGN"):
        html(docs, fence)


@pytest.mark.usefixtures("known")
def test_errata_are_listed_by_chapter_with_counts(docs: Path):
    page = html(docs, "```errata\n```")
    assert page.h2.get_text() == "3. Training and loss functions"
    assert page.h2["id"] == "chapter-3"
    assert page.p.get_text() == "In all 1 error; 1 of 1 machine-checked."
    assert page.select_one(".admonition-title a")["href"] == "03-losses.md#huber-loss"


@pytest.mark.usefixtures("known")
def test_the_ledger_has_a_row_an_entry_of_the_written_chapters(docs: Path):
    page = html(docs, "```ledger\n```")
    rows = [[cell.get_text() for cell in row.select("td")] for row in page.select("h2 ~ table tbody tr")]
    assert rows[0][:2] == ["(3.1) part: 1 of 2, (3.2) part: 1 of 2", "The branches | meet losses.branches_meet"]
    assert rows[0][2:] == ["exact for the stated sizes", "holds", "2"]
    assert rows[1][:3] == ["(3.1)", "As in SciPy losses.huber", "check of the code"]
    assert rows[2][1:3] == ["Swapped sign", "erratum"]
    assert len(rows) == 3


@pytest.mark.usefixtures("known")
def test_the_ledger_links_equations_proofs_and_errata(docs: Path):
    page = html(docs, "```ledger\n```")
    assert [link["href"] for link in page.select("td a")] == [
        "03-losses.md#eq-huber",
        "03-losses.md#eq-square",
        "03-losses.md#proof-branches_meet",
        "03-losses.md#eq-huber",
        "errata.md#erratum-losses-swapped_sign",
    ]
    assert [link["id"] for link in page.select("td a[id]")] == ["eq-huber", "eq-square"]


@pytest.mark.usefixtures("known")
def test_the_ledger_counts_trusted_steps_of_a_chapter_and_of_the_course(docs: Path):
    first, of_chapter = html(docs, "```ledger\n```").select("p")
    told = "The proofs take 1 trusted step: derivative under an integral (1)."
    assert first.get_text().endswith(f"all others hold. {told}")
    assert of_chapter.get_text() == "Trusted steps: 1, derivative under an integral in The branches | meet."
    assert of_chapter.a["href"] == "03-losses.md#proof-branches_meet"


def test_the_ledger_says_where_no_step_is_trusted(docs: Path, known: dict[str, Any]):
    known["proof"] = PROOF | {"trusted_here": []}
    first, of_chapter = html(docs, "```ledger\n```").select("p")
    assert first.get_text().endswith("No proof takes a trusted step.")
    assert of_chapter.get_text() == "Trusted steps: 0."


@pytest.mark.usefixtures("known")
def test_the_ledger_counts_the_second_witness_by_chapter_and_solver(docs: Path, monkeypatch: pytest.MonkeyPatch):
    kinds = {("losses.branches_meet", "0a"): "z3", ("losses.branches_meet", "1b"): "points"}
    monkeypatch.setattr("notes.witness.table.read", lambda: kinds)
    head, chapter, total = html(docs, "```ledger\n```").table.select("tr")
    columns = ["Steps of proofs", "FLINT", "z3", "matrix words", "Arb", "at points only", "nobody", "confirmed"]
    assert [cell.get_text() for cell in head.select("th")] == columns
    counts = ["", "1", "", "", "1", "", "1 of 2"]
    assert [cell.get_text() for cell in chapter.select("td")] == ["Training and loss functions", *counts]
    assert [cell.get_text() for cell in total.select("td")] == ["In all", *counts]


@pytest.mark.usefixtures("known")
def test_the_ledger_tells_how_each_display_was_compared_with_its_proof(docs: Path):
    told = html(docs, "```ledger\n```").select("details li")
    assert [line.get_text() for line in told] == [
        f"({number}) part: 1 of 2; read with a for x^2; not covered: c > d: does not follow" for number in (3.1, 3.2)
    ]


def test_the_ledger_says_of_notation_that_nothing_holds(docs: Path, known: dict[str, Any]):
    known["entries"] = [ENTRIES[1] | {"kind": "notation"}]
    page = html(docs, "```ledger\n```")
    assert page.p.get_text().startswith("1 entries, of which 1 only say what a notation means")
    assert [cell.get_text() for cell in page.select("h2 ~ table tbody td")][2:4] == ["notation", ""]


def test_the_ledger_refuses_an_entry_that_does_not_hold(docs: Path, known: dict[str, Any]):
    known["entry"] = PROOF | {"ok": False, "message": "assertion failed"}
    with pytest.raises(LedgerError, match=r"notes\.losses\.checks\.huber does not hold: assertion failed"):
        html(docs, "```ledger\n```")


@pytest.mark.usefixtures("known")
def test_a_card_tells_place_needs_abilities_and_costs(docs: Path):
    body = "chapter: 3\nneeds: logarithms and $e$\nable: [derive a loss, choose one]\nseconds: 12"
    (box,) = html(docs, f"```card\n{body}\n```\n\n" + "word " * 300).select("div.card")
    assert box.select_one(".chapter-place").get_text() == "Chapter 3 of 15 ¶"
    assert box.select_one(".chapter-place")["style"] == "--share: 0.200"
    assert [item.get_text() for item in box.select("li")] == ["derive a loss", "choose one"]
    assert box.select_one(".facts").get_text() == "2 minutes to read · 12 seconds to run · 3 checks · notebook"
    assert box.select_one(".facts a")["href"] == "checks.md#chapter-3"


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(("seconds", "told"), [(1, "1 second to run"), (119, "119 seconds"), (300, "5 minutes to run")])
def test_a_card_tells_long_times_in_minutes(seconds: int, told: str):
    assert told in card(f"chapter: 3\nneeds: nothing\nable: []\nseconds: {seconds}", "", Path("docs"))


def test_a_card_needs_its_chapter():
    with pytest.raises(KeyError, match="chapter"):
        card("needs: nothing", "", Path("docs"))


def test_minutes_count_words_and_equations():
    assert minutes("word " * 400) == 2
    assert minutes("word " * 400 + "\n$$\na = b + c\n$$\n" * 4) == 3
