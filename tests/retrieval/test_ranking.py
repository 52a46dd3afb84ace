"""Ranks and measures against scikit-learn and plain sorting."""

import pytest
import torch
from sklearn.metrics import label_ranking_average_precision_score, top_k_accuracy_score

from notes.retrieval.ranking import mean_reciprocal_rank, ranks, recall_at


def drawn(generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.rand(20, 7, generator=generator), torch.randint(7, (20,), generator=generator)


def test_ranks_are_places_in_a_stable_sort(generator: torch.Generator):
    scores, relevant = drawn(generator)
    scores = (scores * 3).round()  # with ties
    order = scores.argsort(dim=-1, descending=True, stable=True)
    expected = [int((order[i] == relevant[i]).nonzero()) + 1 for i in range(20)]
    assert ranks(scores, relevant).tolist() == expected


def test_recall_is_scikit_learns_top_k_accuracy(generator: torch.Generator):
    scores, relevant = drawn(generator)
    for k in (1, 3, 6):
        expected = top_k_accuracy_score(relevant, scores, k=k, labels=range(7))
        assert recall_at(ranks(scores, relevant), k).item() == pytest.approx(expected)


def test_reciprocal_rank_is_scikit_learns_average_precision_with_one_right(generator: torch.Generator):
    scores, relevant = drawn(generator)
    truth = torch.nn.functional.one_hot(relevant, 7)
    expected = label_ranking_average_precision_score(truth, scores)
    assert mean_reciprocal_rank(ranks(scores, relevant)).item() == pytest.approx(expected, rel=1e-5)


def test_reciprocal_rank_is_bounded_by_recalls(generator: torch.Generator):
    places = ranks(*drawn(generator))
    mrr, first = mean_reciprocal_rank(places), recall_at(places, 1)
    assert first <= mrr <= (1 + first) / 2
    assert all(mrr >= recall_at(places, k) / k for k in range(1, 8))


def test_ranking_refuses_what_is_outside_its_domain():
    with pytest.raises(ValueError, match="`relevant` must be a passage from 0 to 1, got 2"):
        ranks(torch.zeros(1, 2), torch.tensor([2]))
    with pytest.raises(ValueError, match="`scores` must be finite"):
        ranks(torch.tensor([[torch.nan]]), torch.tensor([0]))
    with pytest.raises(ValueError, match="`k` must be positive, got 0"):
        recall_at(torch.tensor([1]), 0)
    with pytest.raises(ValueError, match="`places` must be a rank from 1, got 0"):
        mean_reciprocal_rank(torch.tensor([1, 0]))
    with pytest.raises(ValueError, match="`places` must hold at least one rank, got none"):
        recall_at(torch.tensor([], dtype=torch.int64), 1)
