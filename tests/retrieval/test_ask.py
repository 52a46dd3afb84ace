"""Sections of pages, answers with a citation, and questions that are refused."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from notes.retrieval.ask import THRESHOLD, Notes, answer, coverage, stems, told
from notes.retrieval.pages import PACKAGE, Section, page_sections, sections
from notes.retrieval.questions import (
    CALIBRATION,
    FURTHER,
    TEST,
    Asked,
    balanced_accuracy,
    best_threshold,
    coverages,
    rightly_cited,
)
from notes.retrieval.sparse import bm25
from notes.retrieval.vocabulary import word_counts

PAGE = """# Title

Before any section.

## Rain {#rain}

It falls on
the [plain](x.md). It stops.

```python
print("code")
```

$$
x = y
$$

!!! exercise "Exercise 1.1"
    Indented.

### Drizzle

Less of it.

### Snow {#snow}

- White and cold.
- Deep.

## Summary

Not this.
"""


def test_page_sections_hold_prose_only_under_their_anchors():
    found = page_sections(PAGE, "01-x.md")
    assert [section.citation for section in found] == ["01-x.md#rain", "01-x.md#snow"]
    assert found[0].sentences == ("It falls on the plain.", "It stops.", "Less of it.")
    assert found[1].sentences == ("White and cold.", "Deep.")
    assert [section.title for section in found] == ["Rain", "Snow"]


def test_every_citation_is_an_anchor_of_its_page():
    found = sections()
    assert len(found) > 50
    for section in found:
        text = (PACKAGE / "docs" / section.page).read_text(encoding="utf-8")
        assert f"{{#{section.anchor}}}" in text
    assert len({section.citation for section in found}) == len(found)


def test_sections_refuse_a_folder_without_pages(tmp_path: Path):
    with pytest.raises(ValueError, match=r"`folder` must hold the pages of the notes, such as 03-losses\.md, got"):
        sections(folder=tmp_path)
    (tmp_path / "03-losses.md").write_text(PAGE)
    assert [section.anchor for section in sections(folder=tmp_path)] == ["rain", "snow"]


def test_stems_join_forms_and_spellings():
    assert stems("normalised, normalizing") == ["normalis", "normalis"]
    assert stems("networks' network") == ["network", "network"]
    assert stems("what is the of a") == []
    assert stems("x ox axe") == ["ox", "axe"]
    assert stems("the wing's wings") == ["wing", "wing"]


def test_answer_quotes_the_section_word_for_word(notes: Notes):
    for asked in TEST:
        found = answer(asked.question, notes)
        if found is not None:
            page = (PACKAGE / "docs" / found.section.page).read_text(encoding="utf-8")
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(page.split()))
            assert all(sentence in plain for sentence in found.sentences)
            assert 0 < len(found.sentences) <= 2


def test_answers_come_from_the_right_section_and_others_are_refused(notes: Notes):
    assert answer("What is the curse of dimensionality?", notes).section.anchor == "curse-of-dimensionality"
    assert answer("Who painted the Mona Lisa?", notes) is None
    right = [a for a in TEST if a.anchors and (f := answer(a.question, notes)) and f.section.anchor in a.anchors]
    assert len(right) >= 15


def test_threshold_is_calibrated_and_holds_on_other_questions(notes: Notes):
    covered = coverages(CALIBRATION, notes)
    best = balanced_accuracy(covered, CALIBRATION, best_threshold(covered, CALIBRATION))
    assert best - balanced_accuracy(covered, CALIBRATION, THRESHOLD) < 0.05
    assert balanced_accuracy(coverages(CALIBRATION, notes), CALIBRATION, THRESHOLD) >= 0.85
    assert balanced_accuracy(coverages(TEST, notes), TEST, THRESHOLD) >= 0.85
    assert not {a.question for a in CALIBRATION} & {a.question for a in TEST}


def test_nearly_all_test_questions_lie_on_their_side_of_the_threshold(notes: Notes):
    for answerable in (False, True):
        covered = coverages([a for a in TEST if bool(a.anchors) is answerable], notes)
        assert len(covered) == 20
        assert ((covered >= 0.5) == answerable).sum() >= 18


def test_expected_sections_exist(notes: Notes):
    known = {section.anchor for section in notes.sections}
    assert {anchor for asked in (*CALIBRATION, *TEST) for anchor in asked.anchors} <= known
    assert {anchor for asked in FURTHER for anchor in asked.anchors} <= {section.anchor for section in sections()}


def test_the_threshold_holds_over_all_chapters_and_most_answers_come_from_the_right_section():
    """Every chapter is asked about; none of these questions had a part in the choice of the threshold."""
    notes = Notes(sections())
    pages = {section.anchor: section.page for section in notes.sections}
    asked_about = {pages[anchor] for asked in (*CALIBRATION, *TEST, *FURTHER) for anchor in asked.anchors}
    assert asked_about == {section.page for section in notes.sections}
    assert balanced_accuracy(coverages(FURTHER, notes), FURTHER, THRESHOLD) >= 0.85
    assert balanced_accuracy(coverages(TEST, notes), TEST, THRESHOLD) >= 0.85
    assert rightly_cited(FURTHER, notes) > 2 / 3


def test_rightly_cited_counts_what_is_answered_from_a_section_that_answers():
    notes = Notes([HILLS, SEAS])
    asked = [Asked("Do cows rest?", ("hills",)), Asked("Do boats drift?", ("hills",)), Asked("Who won?", ("seas",))]
    assert rightly_cited([*asked, Asked("Who won?")], notes) == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match=r"^`questions` must have an answer, got 1 without$"):
        rightly_cited([Asked("Who won?")], notes)


def test_best_threshold_is_the_best_of_a_fine_grid(generator: torch.Generator):
    asked = [Asked(str(i), ("a",) if i < 15 else ()) for i in range(30)]
    covered = (torch.rand(30, generator=generator) + torch.tensor([0.4] * 15 + [0.0] * 15)) / 1.4
    best = balanced_accuracy(covered, asked, best_threshold(covered, asked))
    assert best == pytest.approx(max(balanced_accuracy(covered, asked, i / 1000) for i in range(1001)))


def test_coverage_is_a_share_by_hand_and_falls_with_unknown_words():
    weights, present = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([True, False, True])
    shares = [coverage(weights, present, unknown, 10) for unknown in range(3)]
    unknown = torch.tensor(1 + 10.5 / 0.5).log().item()
    assert shares == pytest.approx([4 / 6, 4 / (6 + unknown), 4 / (6 + 2 * unknown)])
    assert coverage(torch.zeros(0), torch.zeros(0, dtype=torch.bool), 0, 3) == 0


def test_ask_refuses_what_is_outside_its_domain(notes: Notes):
    with pytest.raises(ValueError, match="`threshold` must be a number from 0 to 1, got 2"):
        answer("x", notes, threshold=2)
    with pytest.raises(ValueError, match="`sentences` must be positive, got 0"):
        answer("x", notes, sentences=0)
    with pytest.raises(ValueError, match="`unknown` must not be negative, got -1"):
        coverage(torch.ones(1), torch.ones(1, dtype=torch.bool), -1, 3)
    with pytest.raises(ValueError, match="`documents` must be positive, got 0"):
        coverage(torch.ones(1), torch.ones(1, dtype=torch.bool), 0, 0)
    with pytest.raises(ValueError, match="`questions` must be of both kinds, got 1 of 1 answerable"):
        balanced_accuracy(torch.ones(1), [Asked("x", ("a",))], 0.5)


def test_a_question_without_meaning_is_not_answered(notes: Notes):
    assert answer("what is it?", notes, threshold=0.0) is None
    assert answer("", notes, threshold=0.0) is None


def test_told_cites_or_says_that_there_is_nothing():
    notes = Notes([Section("01-x.md", "rain", "Rain", ("Rain falls.", "Snow lies."))])
    assert told("When does rain fall?", notes).endswith("[01-x.md#rain]")
    assert told("How old is the moon?", notes) == "Not in the notes."


def test_the_command_answers_from_a_folder(tmp_path: Path):
    (tmp_path / "03-losses.md").write_text(PAGE)
    command = [sys.executable, "-m", "notes.retrieval.ask", "is snow white and cold?", "--docs", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.stdout.endswith("[03-losses.md#snow]\n"), ran.stderr


HILLS = Section(
    "01-x.md", "hills", "Hills", ("Sheep graze.", "Goats climb rocks over every valley and stream.", "Cows rest.")
)
SEAS = Section("01-x.md", "seas", "Seas", ("no whole sentence about boats", "boats drift", "sheep swim"))


def test_names_are_the_title_and_what_is_bold():
    section = Section(
        "01-x.md", "x", "Rain", ("A **cold front** and a **cloud**.", "Its ** is open.", "**Hail** falls.")
    )
    assert section.names == ("Rain", "cold front", "cloud", "Hail")


def test_a_section_that_names_a_thing_is_before_one_that_speaks_of_it_often():
    named = Section("01-x.md", "a", "Weather", ("Water that falls is **rain**, and we say more of other weather.",))
    often = Section("01-x.md", "b", "Cellars", ("Rain is bad, rain is wet.",))
    titled = Section("01-x.md", "c", "Rain", ("Water that falls, of which we say more elsewhere.",))
    plain = named._replace(sentences=("Water that falls is rain, and we say more of other weather.",))
    assert answer("What is rain?", Notes([plain, often])).section == often
    assert answer("What is rain?", Notes([named, often])).section == named
    assert answer("What is rain?", Notes([titled, often])).section == titled


def test_scores_are_those_of_all_words_and_of_the_names():
    notes = Notes([HILLS, SEAS, HILLS._replace(title="Cows")])
    asked = word_counts(["cows"], notes.columns)
    everything, names = bm25(asked, notes.counts)[0], bm25(asked, notes.names)[0]
    torch.testing.assert_close(notes.scores("Where are cows?"), everything + names)
    assert names.tolist() == [0, 0, names.max()]


def test_answers_are_the_sentences_that_share_most_with_the_question_in_their_order():
    notes = Notes([HILLS, SEAS])
    assert answer("Which cows rest on hills?", notes, sentences=1).sentences == ("Cows rest.",)
    assert answer("Which cows rest, which sheep graze on hills?", notes).sentences == ("Sheep graze.", "Cows rest.")
    parts = ("no whole sentence about boats", "boats drift")
    assert answer("Where do boats drift over seas?", notes).sentences == parts


def test_an_answer_may_cover_the_question_just_enough():
    notes = Notes([HILLS, SEAS])
    asked = "Do cows climb?"
    known = notes.rarity[[notes.columns["cows"], notes.columns["climb"]]].sum().item()
    assert answer(asked, notes, threshold=1.0).coverage == 1.0
    partly = answer("Do cows climb mountains?", notes, threshold=0.0)
    unknown = torch.tensor(1 + 2.5 / 0.5).log().item()
    assert partly.coverage == pytest.approx(known / (known + unknown))
    assert answer("Do cows climb mountains?", notes, threshold=partly.coverage) == partly
    assert answer("Do cows climb mountains?", notes, threshold=partly.coverage + 1e-6) is None
    with pytest.raises(ValueError, match=r"^`threshold` must be a number from 0 to 1, got -0\.5$"):
        answer(asked, notes, threshold=-0.5)


def test_best_threshold_looks_no_further_than_one():
    """Below both and above both half is right; the lower gap is the wider one."""
    assert best_threshold(torch.tensor([0.2, 0.9]), [Asked("a", ("a",)), Asked("b")]) == pytest.approx(0.1)


def test_balanced_accuracy_counts_what_reaches_the_threshold_as_answered():
    asked, covered = [Asked("a", ("a",)), Asked("b", ("b",)), Asked("c")], torch.tensor([0.25, 0.5, 0.5])
    found = [balanced_accuracy(covered, asked, threshold) for threshold in (0.25, 0.5, 0.75)]
    assert found == [0.5, 0.25, 0.5]
    with pytest.raises(ValueError, match="`questions` must be of both kinds, got 0 of 1 answerable"):
        balanced_accuracy(torch.ones(1), [Asked("x")], 0.5)
