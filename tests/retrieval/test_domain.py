"""What the functions of the chapter refuse, and the last thing that they take."""

import math
from pathlib import Path

import pytest
import torch

from notes.chapters import CHAPTERS
from notes.retrieval.dense import in_batch_loss
from notes.retrieval.pages import sections
from notes.retrieval.questions import Asked, best_threshold
from notes.retrieval.sparse import bm25
from notes.retrieval.vocabulary import words

FOLDER = Path(__file__).parents[2] / "docs"


def test_words_are_those_of_any_script():
    assert words("Fréchet, naïve, Müller, λ") == ["fréchet", "naïve", "müller", "λ"]
    assert words("STRASSE Straße x_1 3D") == ["strasse", "strasse", "x", "1", "3d"]


@pytest.mark.parametrize("bad", [math.nan, -1.0, math.inf])
def test_bm25_refuses_what_is_no_count(bad: float):
    counts, wrong = torch.tensor([[1.0, 1.0], [2.0, 0.0]]), torch.tensor([[bad, 1.0]])
    rule = "counts, not negative" if bad == -1 else "finite"
    with pytest.raises(ValueError, match=f"^`questions` must be {rule}, got {bad}$"):
        bm25(wrong, counts)
    with pytest.raises(ValueError, match=f"^`documents` must be {rule}, got {bad}$"):
        bm25(counts, wrong)


def test_bm25_names_the_empty_document_and_takes_the_shortest():
    question = torch.tensor([[1.0, 0.0]])
    with pytest.raises(ValueError, match=r"^`documents` must be without an empty one, got \[0\.0, 0\.0\]$"):
        bm25(question, torch.tensor([[1.0, 1.0], [0.0, 0.0]]))
    assert bm25(question, torch.tensor([[1.0, 0.0]])).item() > 0
    assert bm25(0 * question, torch.tensor([[1.0, 0.0]])).item() == 0


def test_in_batch_loss_names_its_own_arguments():
    one, lost = torch.ones(1, 2), torch.full((1, 2), math.nan)
    with pytest.raises(ValueError, match=r"^`questions` must be finite, got nan$"):
        in_batch_loss(lost, one)
    with pytest.raises(ValueError, match=r"^`passages` must be finite, got nan$"):
        in_batch_loss(one, lost)
    with pytest.raises(ValueError, match=r"^`questions` must hold at least one entry, got shape \(0, 2\)$"):
        in_batch_loss(torch.ones(0, 2), one)
    assert in_batch_loss(one, one).item() == 0


def test_sections_are_those_of_every_page():
    pages = {chapter.page for chapter in CHAPTERS if (FOLDER / chapter.page).exists()}
    assert {section.page for section in sections()} == pages


def test_best_threshold_lies_in_the_widest_of_equally_good_gaps():
    asked = [Asked("a", ("a",)), Asked("b"), Asked("c", ("c",)), Asked("d")]
    # Below 0.2 all are answered, above 0.3 one of each kind is refused, and so on: two gaps part the kinds alike.
    covered = torch.tensor([0.95, 0.2, 0.6, 0.7])
    assert best_threshold(covered, asked) == pytest.approx(0.4)
