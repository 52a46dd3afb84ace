"""How to call what chapter 14 teaches."""

import sys
from functools import cache
from unittest.mock import patch

import torch
from tests.inputs.case import case, given, on, ramp, seed, used
from torch import Tensor

from notes.retrieval import (
    approximate,
    ask,
    comparison,
    cross_encoder,
    dense,
    knowledge,
    late_interaction,
    learned_sparse,
    open_book,
    pages,
    prompts,
    questions,
    rankers,
    reader,
    system,
    task,
)
from notes.transformers import language_model

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
    return comparison.places_by_retriever(small_task(), whole_system().encoder)


def in_words(fact: int) -> None:
    open_book.answers_in_words(readers(), small_task(), fact)


def started(size: int) -> system.System:
    return system.warm_start(small_task(), seed(), size)


def whole_system() -> system.System:
    words = len(small_task().columns)
    one = system.System(dense.DualEncoder(words, 4, seed()), readers().by_book, torch.empty(0, 4))
    return system.reindexed(one, small_task())


def summed(model: dense.DualEncoder, asked: Tensor, candidates: Tensor) -> Tensor:
    return model.question_words.sum() * (len(asked) + len(candidates))


def divided() -> approximate.InvertedLists:
    return approximate.inverted_lists(ramp(4, 3)(), 2, seed())


def cross() -> cross_encoder.CrossEncoder:
    return cross_encoder.CrossEncoder(3, 2, seed(), 4)


def writer() -> language_model.LanguageModel:
    sizes = language_model.Sizes(prompts.TOKENS, width=4, layers=1, heads=1, groups=1, hidden=4)
    return language_model.new_language_model(sizes, seed())


def drawn() -> prompts.Draw:
    return prompts.drawn_questions(3, seed())


def world() -> Tensor:
    return prompts.drawn_answers(seed())


def as_it_was(model: object, *_: object, **__: object) -> object:
    return model


def trained_rankers(size: int) -> None:
    names = ("trained_cross_encoder", "trained_word_vectors", "trained_expansion", "trained_dual_encoder")
    made = {"dense_retriever": lambda task, _, size: dense.DualEncoder(len(task.columns), size, seed())}
    with patch.multiple(rankers, **dict.fromkeys(names, as_it_was), **made):
        rankers.trained_models(small_task(), seed(), size)


def small_models() -> rankers.Models:
    columns = len(small_task().columns)
    return rankers.Models(
        dense.DualEncoder(columns, 4, seed()),
        dense.DualEncoder(columns, 4, seed()),
        cross_encoder.CrossEncoder(columns, 4, seed(), 4),
        late_interaction.WordVectors(columns, 4, seed()),
        learned_sparse.Expansion(columns),
    )


def firsts() -> list[Tensor]:
    return list(rankers.found_first(small_models(), small_task(), [0, 2], [0]).values())


NUMBERS = given([[0, 1, 2], [2, 1, -1], [0, 2, 1]])
CANDIDATES = given([[[0, 1, 2], [2, 1, -1]], [[2, 1, -1], [0, 2, 1]], [[0, 2, 1], [1, 1, -1]]])
TEXTS = {"questions": NUMBERS, "passages": NUMBERS}
FACT = knowledge.Fact("bador", "pet", "red", "cat", "")
GIVEN = {
    "task": small_task,
    "questions": COUNTS,
    "passages": COUNTS,
    "pair": readers,
    "system": whole_system,
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
SAID_ONCE = {"wordings: negative": "what is said once is read once, by `question`, which says `wording`"}
TINY = "squares of numbers as small as 1e-38 are zero in single precision"
IN_TASK = {"questions": asked}
READ = {"questions": ramp(2, 3), "passages": ramp(2, 3, 3), "reader": lambda: reader.Reader(3, seed(), 4)}
CASES = {
    "approximate.inverted_lists": case(index=ramp(4, 3), lists=given(2), rounds=given(2)),
    "approximate.probed": case(
        question=given([0.5, -0.5, 0.25]), index=ramp(4, 3), lists=divided, probes=given(1), k=given(2)
    ),
    "approximate.neighbour_graph": case(index=ramp(4, 3), degree=given(2), known={"index: small": TINY}),
    "approximate.walked": case(
        question=given([0.5, -0.5, 0.25]),
        index=ramp(4, 3),
        graph=lambda: approximate.neighbour_graph(ramp(4, 3)(), 1),
        width=given(2),
        k=given(1),
    ),
    "chunking.chunks": case(words=given(("a", "red", "cat", "sat")), length=given(3), overlap=given(1)),
    "chunking.passages_in_context": case(window=given(20), question=given(5), answer=given(2), length=given(4)),
    "evaluation.agreement": case(one=given([1, 2, 3]), other=given([1, 2, 0])),
    "evaluation.faithfulness": case(answers=given([1, 2, 3]), stated=given([1, 2, 0])),
    "nearest_neighbour_lm.context_vectors": case(model=writer, tokens=given([[1, 2], [3, 4]])),
    "nearest_neighbour_lm.neighbours_distribution": case(
        vectors=ramp(2, 3), keys=ramp(4, 3), values=given([0, 1, 2, 1]), tokens=given(3)
    ),
    "nearest_neighbour_lm.mixed": case(
        by_model=given([[0.5, 0.25, 0.25]]), by_neighbours=given([[0.0, 0.5, 0.5]]), weight=given(0.25)
    ),
    "prompts.prompts": case(
        world=world, entities=given([0, 3]), relations=given([[1, 0], [5, 7]]), asked=given([1, 5])
    ),
    "prompts.drawn_questions": case(count=given(3), passages=given(2)),
    "prompts.next_scores": case(model=writer, tokens=given([[1, 2], [3, 4]])),
    "prompts.copying_model": case(steps=given(1)),
    "prompts.answering_model": case(model=writer, world=world, told=given(world), steps=given(1)),
    "prompts.answers_read": case(model=writer, told=world, draw=drawn),
    "rankers.trained_models": case(call=trained_rankers, size=given(4)),
    "rankers.found_first": case(call=firsts),
    "rankers.asked_words": case(wordings=given((0, 1)), known=SAID_ONCE),
    "contrastive.trained_contrastively": case(
        model=encoder, loss=given(summed), relevant=given([0, 2, 1]), steps=given(1), batch=given(2)
    ),
    "mining.hard_negatives": case(scores=ramp(3, 4), relevant=given([0, 3, 1]), count=given(2)),
    "fusion.reciprocal_rank_fusion": case(scores=ramp(2, 3, 4)),
    "late_interaction.sum_of_maxima": case(
        questions=ramp(2, 3, 2), passages=ramp(3, 2, 2), present=given([[True, False], [True, True], [False, True]])
    ),
    "late_interaction.WordVectors": case(
        call=used(late_interaction.WordVectors, on(given([[0, -1]]))), words=given(3), size=given(2)
    ),
    "late_interaction.trained_word_vectors": case(
        vectors=lambda: late_interaction.WordVectors(3, 2, seed()), **TEXTS, relevant=given([0, 2, 1]), steps=given(1)
    ),
    "learned_sparse.Expansion": case(call=used(learned_sparse.Expansion, on(given([[0, -1]]))), words=given(3)),
    "learned_sparse.expected_products": case(weights=COUNTS),
    "learned_sparse.inverted_index": case(weights=COUNTS),
    "learned_sparse.looked_up": case(
        question=given([0.5, 0.0, 2.0]), index=lambda: learned_sparse.inverted_index(COUNTS())
    ),
    "learned_sparse.trained_expansion": case(
        expansion=lambda: learned_sparse.Expansion(3), **TEXTS, relevant=given([0, 2, 1]), steps=given(1)
    ),
    "cross_encoder.CrossEncoder": case(
        call=used(cross_encoder.CrossEncoder, on(given([[0, -1]]), given([[[0, 0], [0, -1]]]))),
        words=given(3),
        size=given(2),
        hidden=given(4),
    ),
    "cross_encoder.reranked": case(model=cross, **TEXTS, candidates=given([[0, 1], [2, 1], [1, 0]])),
    "cross_encoder.trained_cross_encoder": case(model=cross, questions=NUMBERS, passages=CANDIDATES, steps=given(1)),
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
    "questions.rightly_cited": case(questions=QUESTIONS),
    "questions.balanced_accuracy": case(covered=COVERED, questions=QUESTIONS, threshold=given(0.5)),
    "questions.best_threshold": case(covered=COVERED, questions=QUESTIONS),
    **dict.fromkeys([f"rag.{name}" for name in LIKELIHOODS], case(known=NEARLY)),
    "sparse.tf_idf": case(known={"texts: small": TINY}),
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
    "system.warm_start": case(call=started, size=given(4)),
    "regimes.trained_as_dpr": case(**IN_TASK, steps=given(1)),
    "system.retrieved": case(**IN_TASK, k=given(2)),
    "system.marginal_loss": case(**IN_TASK, places=given([[0, 1]] * 6), documents=ramp(6, 2, 4)),
    "regimes.trained_as_rag": case(**IN_TASK, steps=given(1)),
    "regimes.trained_as_realm": case(**IN_TASK, steps=given(2)),
    "regimes.index_agreement": case(**IN_TASK, k=given(2)),
    "system.scores": case(**IN_TASK, k=given(2)),
    "system.shares": case(**IN_TASK, systems=lambda: {"one": whole_system()}),
    "task.task": case(entities=given(5)),
    "task.asked": case(
        wordings=given((0, 1)),
        known=SAID_ONCE,
    ),
    "vocabulary.words": case(text=given("Adam averages")),
    "vocabulary.vocabulary": case(texts=given(("Adam averages", "Adam"))),
    "vocabulary.word_numbers": case(texts=given(("adam averages", "adam")), columns=given({"adam": 0, "averages": 1})),
    "vocabulary.word_counts": case(texts=given(("adam averages", "adam")), columns=given({"adam": 0, "averages": 1})),
}
