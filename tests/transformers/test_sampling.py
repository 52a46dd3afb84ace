"""What the next token is drawn by: exact properties, ties, and the edges of k and p."""

import math

import pytest
import torch
from torch import Tensor

from notes.transformers.sampling import nucleus, renormalized, tempered, top_k

PROBABILITIES = torch.tensor([0.05, 0.4, 0.15, 0.3, 0.1], dtype=torch.float64)
TIED = torch.tensor([0.2, 0.3, 0.2, 0.3], dtype=torch.float64)


def shares(*weights: float) -> Tensor:
    return torch.tensor(weights, dtype=torch.float64) / sum(weights)


def test_tempered_is_softmax_at_one_and_a_power_elsewhere(generator: torch.Generator) -> None:
    scores = torch.randn(3, 6, dtype=torch.float64, generator=generator)
    torch.testing.assert_close(tempered(scores, 1.0), scores.softmax(dim=-1))
    powers = scores.softmax(dim=-1) ** (1 / 0.7)
    torch.testing.assert_close(tempered(scores, 0.7), powers / powers.sum(dim=-1, keepdim=True))


def test_tempered_goes_from_the_likeliest_to_all_alike() -> None:
    assert tempered(torch.tensor([1.0, 3.0, 2.0]), 1e-30).tolist() == [0, 1, 0]
    assert tempered(torch.tensor([3.0, 3.0, 2.0]), 1e-30).tolist() == [0.5, 0.5, 0]
    torch.testing.assert_close(tempered(torch.tensor([1.0, 3.0]), 1e30), torch.tensor([0.5, 0.5]))
    with pytest.raises(ValueError, match="`temperature` must be positive"):
        tempered(torch.ones(2), 0.0)


def test_top_k_keeps_the_likeliest_in_proportion() -> None:
    torch.testing.assert_close(top_k(PROBABILITIES, 2), shares(0, 4, 0, 3, 0))
    assert top_k(PROBABILITIES, 1).tolist() == [0, 1, 0, 0, 0]
    torch.testing.assert_close(top_k(torch.stack([PROBABILITIES, PROBABILITIES.flip(0)]), 3)[1], shares(0, 6, 3, 8, 0))


def test_top_k_keeps_ties_and_no_more_than_there_is() -> None:
    torch.testing.assert_close(top_k(TIED, 1), shares(0, 1, 0, 1))
    torch.testing.assert_close(top_k(TIED, 3), TIED)
    for k in (5, 6, 10**9):
        torch.testing.assert_close(top_k(PROBABILITIES, k), PROBABILITIES)
    with pytest.raises(ValueError, match="`k` must be at least 1, got 0"):
        top_k(TIED, 0)


@pytest.mark.parametrize(
    ("p", "kept"),
    [(1e-300, 1), (3 / 8, 1), (0.376, 2), (5 / 8, 2), (0.626, 3), (13 / 16, 3), (15 / 16, 4), (0.94, 5), (1.0, 5)],
)
def test_nucleus_keeps_the_fewest_that_have_p(p: float, kept: int) -> None:
    sixteenths = shares(1, 6, 3, 4, 2)  # exact in binary, and so are their sums
    torch.testing.assert_close(nucleus(sixteenths, p), top_k(sixteenths, kept))


def test_nucleus_keeps_ties_and_at_one_everything_that_can_happen() -> None:
    torch.testing.assert_close(nucleus(TIED, 0.2), shares(0, 1, 0, 1))
    tiny = torch.tensor([1.0, 1e-30, 0.0], dtype=torch.float64)
    assert nucleus(tiny, 1.0).tolist() == tiny.tolist()
    assert nucleus(tiny, 0.999).tolist() == [1, 0, 0]
    for p in (0.0, 1.01, math.nan):
        with pytest.raises(ValueError, match="`p` must be above 0 and at most 1"):
            nucleus(TIED, p)


def test_nucleus_does_not_ask_for_the_order(generator: torch.Generator) -> None:
    probabilities = torch.randn(50, dtype=torch.float64, generator=generator).softmax(dim=0)
    order = torch.randperm(50, generator=generator)
    torch.testing.assert_close(nucleus(probabilities, 0.6)[order], nucleus(probabilities[order], 0.6))
    kept = nucleus(probabilities, 0.6) > 0
    assert probabilities[kept].sum() >= 0.6 > probabilities[kept].sum() - probabilities[kept].min()


def test_renormalized_is_conditional_probability() -> None:
    kept = torch.tensor([True, False, True, False, False])
    torch.testing.assert_close(renormalized(PROBABILITIES, kept), shares(1, 0, 3, 0, 0))
    with pytest.raises(ValueError, match="`kept` must be positive"):
        renormalized(PROBABILITIES, torch.zeros(5, dtype=torch.bool))
    with pytest.raises(ValueError, match="`probabilities`"):
        renormalized(2 * PROBABILITIES, kept)
