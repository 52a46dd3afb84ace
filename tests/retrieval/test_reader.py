"""The generator is a distribution over words, its network is PyTorch's, and it learns to read or to remember."""

import itertools

import pytest
import torch

from notes.retrieval import open_book
from notes.retrieval.open_book import best_passages
from notes.retrieval.reader import Reader, exact_matches, greedy_answers, token_log_probabilities, trained_reader
from notes.retrieval.task import Task, asked

WORDS = 5


def example(generator: torch.Generator) -> tuple[Reader, torch.Tensor, torch.Tensor]:
    questions = torch.rand(2, WORDS, generator=generator).round()
    return Reader(WORDS, generator, hidden=7), questions, torch.rand(2, 3, WORDS, generator=generator).round()


def test_answers_of_two_words_sum_to_one(generator: torch.Generator):
    reader, x, z = example(generator)
    pairs = itertools.product(range(WORDS), repeat=2)
    total = sum(token_log_probabilities(reader, x, z, torch.tensor([pair, pair])).sum(-1).exp() for pair in pairs)
    torch.testing.assert_close(total, torch.ones(2, 3))


def test_reader_is_one_hidden_layer_on_all_inputs_side_by_side(generator: torch.Generator):
    reader, x, z = example(generator)
    stacked = torch.cat([reader.question, reader.passage, reader.previous, reader.place])
    previous = torch.nn.functional.one_hot(torch.tensor([4, 1]), WORDS).float()
    for d in range(3):
        inputs = torch.cat([x, z[:, d], previous, torch.tensor([[0.0, 1.0]] * 2)], -1)
        expected = (torch.relu(inputs @ stacked) @ reader.output).log_softmax(-1)
        torch.testing.assert_close(reader(x, z, torch.tensor([[4], [1]]))[:, d], expected)


def test_greedy_answers_take_the_likeliest_word_of_the_mixture(generator: torch.Generator):
    reader, x, z = example(generator)
    prior = torch.rand(2, 3, generator=generator).log_softmax(-1)
    first = (prior.exp()[..., None] * reader(x, z, torch.zeros(2, 0, dtype=torch.int64)).exp()).sum(1).argmax(-1)
    second = (prior.exp()[..., None] * reader(x, z, first[:, None]).exp()).sum(1).argmax(-1)
    assert greedy_answers(reader, x, z, prior).tolist() == torch.stack([first, second], -1).tolist()


def test_exact_matches_need_both_words(generator: torch.Generator):
    reader, x, z = example(generator)
    right = greedy_answers(reader, x, z[:, :1], torch.zeros(2, 1))
    wrong = right.clone()
    wrong[0, 1] = (wrong[0, 1] + 1) % WORDS
    assert exact_matches(reader, x, z[:, 0], right) == 1
    assert exact_matches(reader, x, z[:, 0], wrong) == 0.5


def test_reader_refuses_what_is_outside_its_domain(generator: torch.Generator):
    reader, x, z = example(generator)
    with pytest.raises(ValueError, match="`tokens` must be positive, got 0"):
        greedy_answers(reader, x, z, torch.zeros(2, 3), tokens=0)
    with pytest.raises(ValueError, match="`steps` must be positive, got 0"):
        trained_reader(reader, x, z[:, 0], torch.zeros(2, 2, dtype=torch.int64), steps=0)


def test_best_passages_answer_questions_in_their_own_words(drawn: Task):
    questions = asked(drawn, drawn.held, [0])
    assert torch.equal(best_passages(questions.counts, drawn), drawn.passages[questions.relevant])


def test_readers_start_with_one_over_the_root_of_the_hidden_units(generator: torch.Generator):
    for parameter in Reader(60, generator, hidden=100).parameters():
        assert parameter.std().item() == pytest.approx(0.1, rel=0.15)


def test_a_step_of_training_is_one_of_adam_after_decay(generator: torch.Generator):
    reader, x, z = example(generator)
    after = trained_reader(reader, x, z[:, 0], torch.tensor([[0, 1], [2, 3]]), steps=1, weight_decay=3.0)
    moved = (after.output - reader.output * (1 - 0.01 * 3.0)).abs()
    torch.testing.assert_close(moved.median(), torch.tensor(0.01), rtol=1e-3, atol=0)
    assert moved.max() < 0.0101


def test_readers_learn_by_heart_without_a_passage_and_by_book_with_the_right_one(
    drawn: Task, generator: torch.Generator, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(open_book, "trained_reader", lambda _, *arguments, **settings: (arguments, settings))
    (by_heart, steps), (by_book, none) = open_book.readers(drawn, generator)
    known = asked(drawn, drawn.trained, [0])
    for arguments, passages in ((by_heart, 0 * known.counts), (by_book, drawn.passages[known.relevant])):
        for found, expected in zip(arguments, (known.counts, passages, known.answers), strict=True):
            assert torch.equal(found, expected)
    assert (steps, none) == ({"steps": 200, "weight_decay": 0.0}, {})


def test_both_readers_answer_the_question_in_its_own_words(drawn: Task, generator: torch.Generator):
    pair = open_book.Readers(*(Reader(len(drawn.columns), generator) for _ in range(2)))
    facts, names = drawn.held[:6], list(drawn.columns)
    questions = asked(drawn, facts, [0])
    zero, book = torch.zeros(6, 1, len(names)), best_passages(questions.counts, drawn)
    heart = greedy_answers(pair.by_heart, questions.counts, zero, torch.zeros(6, 1))
    read = greedy_answers(pair.by_book, questions.counts, book[:, None], torch.zeros(6, 1))
    for row, fact in enumerate(facts):
        told = [" ".join(names[i] for i in found[row].tolist()) for found in (heart, read)]
        assert list(open_book.answers_in_words(pair, drawn, fact)) == told
    for found, answers in ((0, heart), (1, read)):
        right = (answers == questions.answers).all(1).float().mean().item()
        assert open_book.shares_right(pair, drawn, facts)[found] == pytest.approx(right)


def test_an_answer_matches_only_with_all_its_words(monkeypatch):
    monkeypatch.setattr("notes.retrieval.reader.greedy_answers", lambda *_: torch.tensor([[0, 1], [0, 1]]))
    reader, none = Reader(7, torch.Generator().manual_seed(0)), torch.zeros(2, 7)
    assert exact_matches(reader, none, none, torch.tensor([[0, 2], [0, 3]])) == 0.0
    assert exact_matches(reader, none, none, torch.tensor([[0, 1], [0, 3]])) == 0.5
