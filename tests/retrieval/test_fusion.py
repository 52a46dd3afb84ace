"""Fusion by reciprocal ranks, against sums that are written out, and what it does not depend on."""

import pytest
import torch

from notes.retrieval.fusion import reciprocal_rank_fusion
from notes.retrieval.ranking import ranks

F64 = torch.float64


def test_fusion_is_a_sum_over_the_rank_of_every_passage(generator: torch.Generator):
    scores = torch.randn(3, 2, 5, generator=generator, dtype=F64)
    fused = reciprocal_rank_fusion(scores, 7.0)
    for question in range(2):
        for passage in range(5):
            places = [ranks(one[question][None], torch.tensor([passage])).item() for one in scores]
            assert fused[question, passage].item() == pytest.approx(sum(1 / (7 + place) for place in places))


def test_fusion_depends_on_places_alone(generator: torch.Generator):
    scores = torch.randn(2, 4, 6, generator=generator, dtype=F64)
    other = torch.stack([scores[0].exp() * 1000, scores[1] ** 3])
    assert torch.equal(reciprocal_rank_fusion(scores), reciprocal_rank_fusion(other))


def test_equals_stand_in_the_order_of_the_collection():
    fused = reciprocal_rank_fusion(torch.zeros(1, 1, 3), 0.0)
    torch.testing.assert_close(fused, torch.tensor([[1.0, 1 / 2, 1 / 3]]))


def test_fusion_refuses_what_is_outside_its_domain():
    with pytest.raises(ValueError, match=r"^`kappa` must be at least 0, got -0\.5$|^`kappa` must not be negative"):
        reciprocal_rank_fusion(torch.zeros(1, 1, 3), -0.5)
    with pytest.raises(ValueError, match=r"^`scores` must be finite, got nan$"):
        reciprocal_rank_fusion(torch.full((1, 1, 3), torch.nan))
    with pytest.raises(ValueError, match=r"^`scores` must hold at least one entry"):
        reciprocal_rank_fusion(torch.zeros(0, 1, 3))
