"""Optimal transport against POT, whose network simplex shares nothing with a general linear programme."""

import ot
import pytest
import torch
from torch import Tensor

from notes.generative.transport import earth_movers_distance, kantorovich_potential, optimal_transport


@pytest.fixture
def heaps(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    drawn = torch.rand(2, 12, generator=generator, dtype=torch.float64)
    first, second = drawn / drawn.sum(1, keepdim=True)
    return first, second


def on_a_line(places: int) -> Tensor:
    line = torch.arange(places, dtype=torch.float64)
    return (line[:, None] - line).abs()


@pytest.mark.filterwarnings("ignore:Sparse invariant checks:UserWarning")
def test_earth_movers_distance_on_a_line(heaps: tuple[Tensor, Tensor]) -> None:
    places = torch.arange(12, dtype=torch.float64)
    assert earth_movers_distance(*heaps).item() == pytest.approx(
        ot.emd2_1d(places, places, *heaps, metric="euclidean").item(), abs=1e-14
    )


def test_gradient_of_the_earth_movers_distance_is_their_dual(heaps: tuple[Tensor, Tensor]) -> None:
    """Up to a constant: a heap can only change at the cost of others."""

    def slope(distance: Tensor, heap: Tensor) -> Tensor:
        (found,) = torch.autograd.grad(distance, heap)
        return found - found.mean()

    first, second = heaps[0].requires_grad_(), heaps[1]
    theirs = ot.emd2(first, second, on_a_line(12))
    torch.testing.assert_close(
        slope(earth_movers_distance(first, second), first), slope(theirs, first), rtol=0, atol=1e-12
    )


def test_optimal_transport_costs_as_little_and_moves_all(heaps: tuple[Tensor, Tensor], normal) -> None:
    p, q = heaps[0], heaps[1][:7] / heaps[1][:7].sum()
    distances = normal(12, 7).abs()
    found = optimal_transport(p, q, distances)
    assert found.cost == pytest.approx(ot.emd2(p, q, distances).item(), abs=1e-13)
    torch.testing.assert_close(found.plan, ot.emd(p, q, distances), rtol=0, atol=1e-13)


def test_kantorovich_potential_gains_the_least_cost(heaps: tuple[Tensor, Tensor], normal) -> None:
    points = normal(12, 2)
    distances = torch.cdist(points, points)
    assert kantorovich_potential(*heaps, distances).gain == pytest.approx(ot.emd2(*heaps, distances).item(), abs=1e-13)
