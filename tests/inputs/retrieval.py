"""How to call what chapter 14 teaches."""

import sys
from functools import cache
from unittest.mock import patch

import torch
from tests.inputs.case import case, given, ramp, seed, used
from torch import Tensor

from notes.retrieval import ask, comparison, dense, knowledge, open_book, pages, questions, reader, regimes, task

PAGE = "## First {#one}\n\nAdam is a rule. It averages.\n\n## Second {#two}\n\nDropout drops units at random.\n"
COUNTS = given([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0], [3.0, 1.0, 0.0]])
TOKENS = given([[-0.5, -1.0], [-2.0, -0.25], [-1.0, -1.5]])
QUESTIONS = given(
    (questions.Asked("What is Adam?", ("one",)), questions.Asked("Who won?"), questions.Asked("What drops?"))
)
COVERED = given([0.75, 0.25, 0.5])


def notes() -> ask.Notes:
    return ask.Notes(pages.page_sections(PAGE, "01.md"))


def scores(notes: ask.Notes) -> Tensor:
    return notes.scores("What is Adam?")


def main() -> None:
    with patch.object(sys, "argv", ["ask", "What is momentum?"]):
        ask.main()


@cache
def small_task() -> task.Task:
    return task.task(seed(), 5)


def asked() -> task.Questions:
    return task.asked(small_task(), small_task().trained[:6], [0])


def encoder() -> dense.DualEncoder:
    return dense.DualEncoder(3, 2, seed())


def readers() -> open_book.Readers:
    words = len(small_task().columns)
    return open_book.Readers(reader.Reader(words, seed(), 4), reader.Reader(words, seed(), 4))


def found_densely(size: int) -> dense.DualEncoder:
    return comparison.dense_retriever(small_task(), seed(), size)


def places() -> dict[str, dict[str, Tensor]]:
    return comparison.places_by_retriever(small_task(), system().encoder)


def in_words(fact: int) -> None:
    open_book.answers_in_words(readers(), small_task(), fact)


def started(size: int) -> regimes.System:
    return regimes.warm_start(small_task(), seed(), size)


def system() -> regimes.System:
    words = len(small_task().columns)
    one = regimes.System(dense.DualEncoder(words, 4, seed()), readers().by_book, torch.empty(0, 4))
    return regimes.reindexed(one, small_task())


FACT = knowledge.Fact("bador", "pet", "red", "cat", "")
GIVEN = {
    "task": small_task,
    "questions": COUNTS,
    "passages": COUNTS,
    "pair": readers,
    "system": system,
    "notes": notes,
    "question": given("What is Adam?"),
    "fact": given(FACT),
    "facts": lambda: small_task().trained[:3],
    "prior": lambda: torch.tensor([0.5, 0.25, 0.25]).log(),
    "tokens": TOKENS,
    "places": given([1, 3, 2]),
}
LIKELIHOODS = ["sequence_log_likelihood", "token_log_likelihood", "document_posterior", "score_gradient"]
NEARLY = dict.fromkeys(["half", "bfloat16"], "logarithms of half precision give shares that sum to one nearly")
UNFIT = {"answers: wrong size": "how many words a reader can write is for the reader to say"}
IN_TASK = {"questions": asked}
READ = {"questions": ramp(2, 3), "passages": ramp(2, 3, 3), "reader": lambda: reader.Reader(3, seed(), 4)}
CASES = {
    "ask.stems": case(text=given("Adam averages gradients")),
    "ask.Notes": case(
        call=used(ask.Notes, lambda notes: notes.scores("What is Adam?")),
        found=lambda: pages.page_sections(PAGE, "01.md"),
    ),
    "ask.coverage": case(weights=COVERED, present=given([True, False, True]), unknown=given(1), documents=given(3)),
    "ask.main": case(call=main),
    "comparison.dense_retriever": case(call=found_densely, size=given(4)),
    "comparison.places_by_retriever": case(call=places),
    "comparison.standardised": case(known={"scores: offset": "of 1e5 and a number single precision keeps two digits"}),
    "dense.word_affinities": case(encoder=encoder),
    "dense.nearest": case(index=ramp(4, 3), k=given(2)),
    "dense.trained_dual_encoder": case(encoder=encoder, relevant=given([0, 2, 1]), steps=given(1), batch=given(2)),
    "knowledge.question": case(wording=given(1)),
    "open_book.readers": case(call=lambda: open_book.readers(small_task(), seed())),
    "open_book.shares_right": case(call=lambda: open_book.shares_right(readers(), small_task(), [0, 2])),
    "open_book.answers_in_words": case(call=in_words, fact=given(2)),
    "open_book.best_passages": case(questions=lambda: asked().counts),
    "pages.sections": case(chapters=given((1,))),
    "pages.page_sections": case(text=given(PAGE), page=given("01.md")),
    "questions.coverages": case(questions=QUESTIONS),
    "questions.balanced_accuracy": case(covered=COVERED, questions=QUESTIONS, threshold=given(0.5)),
    "questions.best_threshold": case(covered=COVERED, questions=QUESTIONS),
    **dict.fromkeys([f"rag.{name}" for name in LIKELIHOODS], case(known=NEARLY)),
    "sparse.tf_idf": case(known={"texts: small": "squares of numbers as small as 1e-38 are zero in single precision"}),
    "ranking.ranks": case(scores=ramp(3, 4), relevant=given([0, 3, 1])),
    "ranking.recall_at": case(k=given(2)),
    "reader.Reader": case(words=given(3), tokens=given(2)),
    "reader.token_log_probabilities": case(**READ, answers=given([[0, 1], [2, 1]]), known=UNFIT),
    "reader.greedy_answers": case(**READ, log_prior=ramp(2, 3), tokens=given(2)),
    "reader.trained_reader": case(
        reader=lambda: reader.Reader(3, seed(), 4), answers=given([[0, 1], [2, 1], [1, 1]]), known=UNFIT, steps=given(1)
    ),
    "reader.exact_matches": case(
        reader=lambda: reader.Reader(3, seed(), 4), answers=given([[0, 1], [2, 1], [1, 1]]), known=UNFIT
    ),
    "regimes.warm_start": case(call=started, size=given(4)),
    "regimes.trained_as_dpr": case(**IN_TASK, steps=given(1)),
    "regimes.retrieved": case(**IN_TASK, k=given(2)),
    "regimes.marginal_loss": case(**IN_TASK, places=given([[0, 1]] * 6), documents=ramp(6, 2, 4)),
    "regimes.trained_as_rag": case(**IN_TASK, steps=given(1)),
    "regimes.trained_as_realm": case(**IN_TASK, steps=given(2)),
    "regimes.index_agreement": case(**IN_TASK, k=given(2)),
    "regimes.scores": case(**IN_TASK, k=given(2)),
    "regimes.shares": case(**IN_TASK, systems=lambda: {"one": system()}),
    "task.task": case(entities=given(5)),
    "task.asked": case(
        wordings=given((0, 1)),
        known={"wordings: negative": "what is said once is read once, by `question`, which says `wording`"},
    ),
    "vocabulary.words": case(text=given("Adam averages")),
    "vocabulary.vocabulary": case(texts=given(("Adam averages", "Adam"))),
    "vocabulary.word_counts": case(texts=given(("adam averages", "adam")), columns=given({"adam": 0, "averages": 1})),
}
