"""Three ways to the earth mover's distance, against SciPy's."""

import pytest
import torch
from scipy.stats import wasserstein_distance

from notes.generative.transport import earth_movers_distance, kantorovich_potential, optimal_transport

F64 = torch.float64
PLACES = torch.arange(7, dtype=F64)
DISTANCES = (PLACES[:, None] - PLACES).abs()


def heaps(seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    drawn = torch.rand(2, 7, generator=torch.Generator().manual_seed(seed), dtype=F64)
    return drawn[0] / drawn[0].sum(), drawn[1] / drawn[1].sum()


@pytest.mark.parametrize("seed", range(3))
def test_three_ways_agree_with_scipy(seed):
    p, q = heaps(seed)
    oracle = wasserstein_distance(PLACES, PLACES, p, q)
    assert earth_movers_distance(p, q).item() == pytest.approx(oracle)
    assert optimal_transport(p, q, DISTANCES).cost == pytest.approx(oracle)
    assert kantorovich_potential(p, q, DISTANCES).gain == pytest.approx(oracle)


def test_optimal_transport_plan_has_the_wanted_marginals():
    p, q = heaps(3)
    plan = optimal_transport(p, q, DISTANCES).plan
    torch.testing.assert_close(plan.sum(1), p)
    torch.testing.assert_close(plan.sum(0), q)


def test_kantorovich_potential_is_nowhere_steeper_than_distance():
    heights = kantorovich_potential(*heaps(4), DISTANCES).heights
    assert bool((heights[:, None] - heights <= DISTANCES + 1e-9).all())


def test_earth_movers_distance_gradient_is_that_of_differences():
    p, q = heaps(5)
    assert torch.autograd.gradcheck(lambda m: earth_movers_distance(m / m.sum(), q), p.requires_grad_())


@pytest.mark.parametrize(
    ("p", "q", "message"),
    [
        ([1.0, -1.0], [0.0, 0.0], "`p` must be non-negative, got -1.0"),
        ([1.0, 1.0], [1.0, 0.0], "`q` must have the mass of `p`, 2, got 1"),
    ],
)
def test_earth_movers_distance_refuses(p, q, message):
    with pytest.raises(ValueError, match=message):
        earth_movers_distance(torch.tensor(p), torch.tensor(q))


def test_earth_that_moves_both_ways_is_work_both_ways():
    p, q = torch.tensor([0.5, 0.0, 0.5]), torch.tensor([0.0, 1.0, 0.0])
    assert earth_movers_distance(p, q).item() == 1.0


def test_kantorovich_potential_is_zero_at_the_last_place():
    for seed in range(3):
        assert kantorovich_potential(*heaps(seed), DISTANCES).heights[-1].item() == 0.0


def test_transport_refuses_heaps_of_different_mass():
    for q in ([0.5, 0.4], [1.0, 1.0, 0.0]):
        with pytest.raises(ValueError, match=r"^`q` must have the mass of `p`, 1, got"):
            optimal_transport(torch.tensor([0.5, 0.5]), torch.tensor(q), torch.ones(2, len(q)))
    with pytest.raises(ValueError, match=r"^`q` must be non-negative, got -1\.0$"):
        earth_movers_distance(torch.tensor([0.0, 1.0]), torch.tensor([2.0, -1.0]))
