"""The generator is a distribution over words, its network is PyTorch's, and it learns to read or to remember."""

import itertools

import pytest
import torch

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
