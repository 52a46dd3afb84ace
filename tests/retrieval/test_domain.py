"""What the functions of the chapter refuse, and the last thing that they take."""

import math
from pathlib import Path

import pytest
import torch

from notes.chapters import CHAPTERS
from notes.retrieval.ask import coverage
from notes.retrieval.comparison import standardised
from notes.retrieval.dense import DualEncoder, in_batch_loss, nearest, trained_dual_encoder
from notes.retrieval.knowledge import knowledge_base, question
from notes.retrieval.pages import sections
from notes.retrieval.questions import Asked, best_threshold
from notes.retrieval.rag import log_prior, sequence_log_likelihood
from notes.retrieval.ranking import mean_reciprocal_rank, ranks, recall_at
from notes.retrieval.reader import Reader, exact_matches, greedy_answers, token_log_probabilities, trained_reader
from notes.retrieval.sparse import bm25, document_frequencies, robertson_idf, tf_idf
from notes.retrieval.task import task
from notes.retrieval.vocabulary import words

ONE, FOLDER = torch.ones(1, 1), Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("words", lambda size: DualEncoder(size, 1, torch.Generator())),
        ("size", lambda size: DualEncoder(1, size, torch.Generator())),
        ("words", lambda size: Reader(size, torch.Generator())),
        ("hidden", lambda size: Reader(1, torch.Generator(), hidden=size)),
        ("tokens", lambda size: Reader(1, torch.Generator(), tokens=size)),
        (
            "batch",
            lambda size: trained_dual_encoder(
                DualEncoder(1, 1, torch.Generator()),
                ONE,
                ONE,
                torch.tensor([0]),
                torch.Generator(),
                steps=1,
                batch=size,
            ),
        ),
    ],
)
def test_sizes_begin_with_one(name: str, call):
    assert call(1) is not None
    for bad in (0, -1):
        with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got {bad}$"):
            call(bad)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("texts", lambda: tf_idf(1e20 * ONE, ONE)),
        ("documents", lambda: bm25(ONE, 1e20 * ONE)),
        ("scores", lambda: standardised(1e20 * torch.tensor([[1.0, -1.0]]))),
    ],
)
def test_what_is_squared_must_have_a_finite_sum_of_squares(name: str, call):
    with pytest.raises(ValueError, match=f"^`{name}` must be small enough for a finite sum of squares, got inf$"):
        call()


def test_nearest_takes_all_there_are_and_the_first_of_equals():
    index = torch.tensor([[1.0], [2.0], [1.0], [2.0]])
    assert nearest(ONE, index, 4).tolist() == [[1, 3, 0, 2]]
    with pytest.raises(ValueError, match="`k` must be a number from 1 to 4, got 0"):
        nearest(ONE, index, 0)


def test_log_prior_names_scores_that_are_none():
    with pytest.raises(ValueError, match=r"^`scores` must hold at least one entry, got shape \(2, 0\)$"):
        log_prior(torch.zeros(2, 0))
    assert log_prior(torch.zeros(2, 1)).tolist() == [[0.0], [0.0]]


def test_priors_may_miss_one_by_rounding_and_words_may_be_certain():
    certain = torch.zeros(1, 2)
    for sign in (-1, 1):
        prior = torch.tensor([1 + 0.9e-4 * sign]).log()
        assert sequence_log_likelihood(prior, certain).item() == prior.item()
        with pytest.raises(ValueError, match=r"^`prior` must be log probabilities that sum to one, got"):
            sequence_log_likelihood(torch.tensor([1 + 1.1e-4 * sign]).log(), certain)


def test_ranks_and_places_at_their_edges():
    assert ranks(torch.zeros(2, 3), torch.tensor([0, 2])).tolist() == [1, 3]
    assert recall_at(torch.tensor([1, 2]), 1).item() == 0.5
    assert mean_reciprocal_rank(torch.tensor([1])).item() == 1.0
    with pytest.raises(ValueError, match="`relevant` must be a passage from 0 to 2, got -1"):
        ranks(torch.zeros(1, 3), torch.tensor([-1]))


def test_knowledge_and_tasks_at_their_edges():
    generator = torch.Generator().manual_seed(0)
    assert len(knowledge_base(generator, 1)) == len(knowledge_base(generator, 80)) / 80 == 8
    assert len(task(generator, 5).new) == 8
    for call, name, least in ((knowledge_base, "entities", 1), (task, "entities", 5)):
        for bad in (least - 1, 81):
            with pytest.raises(ValueError, match=f"^`{name}` must be a number from {least} to 80, got {bad}$"):
                call(generator, bad)
    with pytest.raises(ValueError, match="`wording` must be a number from 0 to 3, got -1"):
        question(knowledge_base(generator, 1)[0], -1)


def test_answers_name_words_and_readers_take_one_token_and_one_step():
    reader = Reader(3, torch.Generator().manual_seed(0), hidden=4)
    counts, none = torch.eye(3), torch.zeros(3, 1, 3)
    assert greedy_answers(reader, counts, none, torch.zeros(3, 1), tokens=1).shape == (3, 1)
    answers = torch.tensor([[0, 2], [1, 1], [2, 0]])
    assert trained_reader(reader, counts, none[:, 0], answers, steps=1, weight_decay=0.0) is not reader
    with pytest.raises(ValueError, match=r"^`weight_decay` must not be negative, got -1\.0$"):
        trained_reader(reader, counts, none[:, 0], answers, weight_decay=-1.0)
    for bad in (-1, 3):
        for call in (
            lambda wrong: token_log_probabilities(reader, counts, none, wrong),
            lambda wrong: trained_reader(reader, counts, none[:, 0], wrong),
            lambda wrong: exact_matches(reader, counts, none[:, 0], wrong),
        ):
            with pytest.raises(ValueError, match=f"^`answers` must be from 0 to 2, got {bad}$"):
                call(torch.where(answers == 2, bad, answers))


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


@pytest.mark.parametrize(
    "call",
    [
        lambda reader, asked, told, answers: token_log_probabilities(reader, asked, told[:, None], answers),
        lambda reader, asked, told, answers: greedy_answers(reader, asked, told[:, None], 0 * ONE, answers.shape[1]),
        exact_matches,
        lambda reader, asked, told, answers: trained_reader(reader, asked, told, answers, steps=1),
    ],
)
def test_readers_name_numbers_that_are_none(call):
    reader, answers = Reader(2, torch.Generator(), hidden=3), torch.tensor([[0, 1]])
    good, nan = torch.ones(1, 2), torch.full((1, 2), math.nan)
    for name, pair in (("questions", (nan, good)), ("passages", (good, nan))):
        with pytest.raises(ValueError, match=f"^`{name}` must be finite, got nan$"):
            call(reader, *pair, answers)


@pytest.mark.parametrize("function", [document_frequencies, robertson_idf, lambda documents: tf_idf(ONE, documents)])
def test_counts_of_documents_are_numbers_that_are_not_negative(function):
    for bad, rule in ((math.nan, "finite"), (math.inf, "finite"), (-1.0, "counts, not negative")):
        with pytest.raises(ValueError, match=f"^`documents` must be {rule}, got {bad}$"):
            function(torch.tensor([[bad]]))
    assert function(0 * ONE).isfinite().all()


def test_coverage_gives_no_gradient_and_takes_none():
    weights, present = torch.ones(2), torch.tensor([True, False])
    assert coverage(weights, present, 0, 1) == 0.5
    with pytest.raises(ValueError, match=r"^`weights` must ask for no gradient, since none comes back"):
        coverage(weights.requires_grad_(), present, 0, 1)
    with pytest.raises(ValueError, match=r"^`weights` must be finite, got nan$"):
        coverage(torch.full((2,), math.nan), present, 0, 1)
