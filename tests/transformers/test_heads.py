"""The heads of BERT: tied words, shapes and sizes, and the best span against brute force."""

from itertools import product

import pytest
import torch

from notes.transformers.bert import Bert, Sizes
from notes.transformers.heads import SequenceClassifier, SpanFinder, TokenClassifier, WordHead, best_span
from notes.transformers.initialization import normally_initialized
from notes.transformers.packing import packed

TINY = Sizes(words=30, width=8, layers=1, heads=2, hidden=16, positions=12)


@pytest.fixture
def bert(generator: torch.Generator) -> Bert:
    network = Bert(TINY)
    normally_initialized(network, generator, deviation=0.5)
    return network


def test_word_head_scores_by_the_embeddings_it_shares(bert: Bert, generator: torch.Generator) -> None:
    head = WordHead(bert.embeddings.word)
    vectors = torch.randn(2, 3, 8, generator=generator)
    logits = head(vectors)
    changed = head.transform(vectors)
    for word in (0, 17, 29):
        torch.testing.assert_close(logits[..., word], (changed * bert.embeddings.word.weight[word]).sum(-1))
    logits.sum().backward()
    assert bert.embeddings.word.weight.grad is not None


def test_word_head_adds_few_parameters_of_its_own(bert: Bert) -> None:
    shared = {id(parameter) for parameter in bert.parameters()}
    own = [p for p in WordHead(bert.embeddings.word).parameters() if id(p) not in shared]
    assert sum(parameter.numel() for parameter in own) == 8**2 + 3 * 8 + 30


def test_heads_give_logits_for_a_sequence_for_tokens_and_for_both_ends(bert: Bert) -> None:
    batch = packed([[5, 6], [7, 8, 9]], [[10], [11]])
    sequence, token, span = SequenceClassifier(bert, 3), TokenClassifier(bert, 4), SpanFinder(bert)
    vectors = bert(*batch)
    torch.testing.assert_close(sequence(*batch), bert.pooled(vectors) @ sequence.head.weight.T + sequence.head.bias)
    torch.testing.assert_close(token(*batch), vectors @ token.head.weight.T + token.head.bias)
    assert span(*batch).shape == (2, 7, 2)
    assert sum(parameter.numel() for parameter in span.head.parameters()) == 2 * 8 + 2


@pytest.mark.parametrize("longest", [1, 3, 30])
def test_best_span_equals_brute_force(longest: int, generator: torch.Generator) -> None:
    start, end = torch.randn(2, 40, 9, generator=generator)
    allowed = torch.rand(40, 9, generator=generator) < 0.6
    allowed[:, 4] = True
    found = best_span(start, end, allowed, longest=longest)
    for row in range(40):
        spans = [
            (i, j)
            for i, j in product(range(9), repeat=2)
            if i <= j < i + longest and allowed[row, i] and allowed[row, j]
        ]
        i, j = max(spans, key=lambda span: start[row, span[0]] + end[row, span[1]])
        assert (int(found.start[row]), int(found.end[row])) == (i, j)
        torch.testing.assert_close(found.score[row], start[row, i] + end[row, j])


def test_best_span_refuses_what_leaves_no_answer() -> None:
    scores = torch.zeros(1, 3)
    with pytest.raises(ValueError, match="`longest` must be positive, got 0"):
        best_span(scores, scores, scores == 0, longest=0)
    with pytest.raises(ValueError, match="`allowed` must hold a position of each sequence"):
        best_span(scores, scores, scores == 1)
