import itertools
import math

import pytest
import torch
from sklearn.metrics import mutual_info_score
from torch.nn.functional import cosine_similarity, cross_entropy

from notes.self_supervision.contrastive import nt_xent
from notes.self_supervision.info_nce import enqueued, info_nce, information_bound, mutual_information


def drawn(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def counts() -> torch.Tensor:
    return torch.tensor([[5, 1, 2], [1, 6, 1]], dtype=torch.float64)


def test_info_nce_is_the_cross_entropy_of_the_own_key_first() -> None:
    queries, keys, others = drawn(3, 4, 5)
    queries, keys = queries.requires_grad_(), keys.clone().requires_grad_()
    candidates = [torch.stack([keys[i], *others]) for i in range(4)]
    logits = torch.stack([cosine_similarity(queries[i][None], candidates[i]) / 0.3 for i in range(4)])
    theirs = cross_entropy(logits, torch.zeros(4, dtype=torch.int64), reduction="none")
    ours = info_nce(queries, keys, others, temperature=0.3)
    torch.testing.assert_close(ours, theirs)
    for one, other in zip(*(torch.autograd.grad(loss.sum(), (queries, keys)) for loss in (ours, theirs)), strict=True):
        torch.testing.assert_close(one, other)


def test_info_nce_of_a_batch_is_nt_xent() -> None:
    first, second = drawn(2, 4, 3)
    for i in range(4):
        others = torch.cat([first, second])[[j for j in range(8) if j not in (i, i + 4)]]
        own = info_nce(first[i : i + 1], second[i : i + 1], others, temperature=0.5)
        torch.testing.assert_close(own[0], nt_xent(first, second, temperature=0.5)[i])


def test_info_nce_refuses_a_temperature_of_zero() -> None:
    with pytest.raises(ValueError, match=r"^`temperature` must be positive, got 0.0$"):
        info_nce(drawn(1, 2), drawn(1, 2), drawn(3, 2), temperature=0.0)


def test_info_nce_counts_the_own_key_among_the_negatives_twice() -> None:
    """What exercise 7.17 says: with its own key among the negatives a query pays log 2 at least."""
    key = drawn(1, 3)
    assert info_nce(key, key, torch.cat([key, -key]), temperature=0.01).item() >= math.log(2) - 1e-12


def test_enqueued_lets_in_no_more_than_the_queue_holds_and_no_gradient() -> None:
    queue, keys = drawn(3, 2), drawn(3, 2).requires_grad_()
    moved = enqueued(queue, keys)
    assert torch.equal(moved, keys.detach())
    assert not moved.requires_grad
    with pytest.raises(ValueError, match=r"^`keys` must be at most 3, got 4$"):
        enqueued(queue, drawn(4, 2))


def test_mutual_information_equals_that_of_scikit_learn() -> None:
    table = counts()
    theirs = mutual_info_score(None, None, contingency=table.numpy())
    assert mutual_information(table / table.sum()).item() == pytest.approx(theirs)
    assert mutual_information(torch.outer(table.sum(1), table.sum(0)) / 256).item() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("candidates", [1, 2, 4])
def test_information_bound_is_the_mean_over_all_draws(candidates: int) -> None:
    joint, scores = counts() / 16, drawn(2, 3)
    alone, total = joint.sum(0), 0.0
    for row, *columns in itertools.product(range(2), *[range(3)] * candidates):
        chance = joint[row, columns[0]] * math.prod(alone[column].item() for column in columns[1:])
        shares = scores[row, columns].softmax(0)
        total += (chance * (math.log(candidates) + shares[0].log())).item()
    bound = information_bound(joint, scores, candidates)
    assert bound.item() == pytest.approx(total)
    assert bound <= mutual_information(joint) + 1e-12
    assert bound <= math.log(candidates) + 1e-12


def test_information_bound_grows_towards_the_information_with_the_best_scores() -> None:
    joint = counts() / 16
    best = (joint / joint.sum(1, keepdim=True) / joint.sum(0)).log()
    bounds = [information_bound(joint, best, n).item() for n in (1, 2, 4, 8)]
    assert bounds == sorted(bounds)
    assert mutual_information(joint).item() - bounds[-1] < 0.05


def test_information_bound_refuses() -> None:
    joint = counts() / 16
    with pytest.raises(ValueError, match=r"^`candidates` must be at least 1, got 0$"):
        information_bound(joint, joint, 0)
    for measure in (mutual_information, lambda table: information_bound(table, table, 2)):
        with pytest.raises(ValueError, match=r"^`joint` must be non-negative and sum to one"):
            measure(joint * 1.01)
