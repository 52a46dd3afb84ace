"""Approximate search against exact search, and the number of distances that it takes."""

import pytest
import torch
from sklearn.cluster import KMeans

from notes.retrieval.approximate import InvertedLists, inverted_lists, neighbour_graph, probed, walked

F64 = torch.float64


@pytest.fixture
def index(generator: torch.Generator) -> torch.Tensor:
    return torch.rand(120, 4, generator=generator, dtype=F64)


@pytest.fixture
def question(generator: torch.Generator) -> torch.Tensor:
    return torch.rand(4, generator=generator, dtype=F64)


def exact(question: torch.Tensor, index: torch.Tensor, k: int) -> list[int]:
    return (index - question).norm(dim=1).argsort()[:k].tolist()


def test_lists_are_those_of_k_means(index: torch.Tensor):
    ours = inverted_lists(index, 5, torch.Generator().manual_seed(1), rounds=50)
    first = index[torch.randperm(120, generator=torch.Generator().manual_seed(1))[:5]]
    reference = KMeans(5, init=first.numpy(), n_init=1, max_iter=50, tol=0).fit(index.numpy())
    torch.testing.assert_close(ours.centres, torch.tensor(reference.cluster_centers_))
    assert ours.members == [(reference.labels_ == place).nonzero()[0].tolist() for place in range(5)]


def test_all_lists_together_find_what_exact_search_finds(
    index: torch.Tensor, question: torch.Tensor, generator: torch.Generator
):
    lists = inverted_lists(index, 8, generator)
    assert sorted(member for some in lists.members for member in some) == list(range(120))
    assert probed(question, index, lists, 8, 7) == (exact(question, index, 7), 8 + 120)
    one = probed(question, index, lists, 1, 3)
    nearest = exact(question, lists.centres, 1)[0]
    inside = [place for place in exact(question, index, 120) if place in lists.members[nearest]]
    assert one == (inside[:3], 8 + len(lists.members[nearest]))


def test_a_list_that_loses_all_its_members_keeps_its_centre():
    index = torch.tensor([[0.0], [0.0], [9.0]])
    lists = inverted_lists(index, 3, torch.Generator().manual_seed(0), rounds=2)
    assert sorted(map(len, lists.members)) == [0, 1, 2]


def test_each_vector_is_linked_to_the_nearest_before_it(index: torch.Tensor):
    graph = neighbour_graph(index, 3)
    for place in range(120):
        before = exact(index[place], index[:place], 3) if place else []
        assert graph[place][: len(before)] == before
        assert all(place in graph[other] for other in graph[place])


def test_a_wide_walk_finds_what_exact_search_finds(index: torch.Tensor, question: torch.Tensor):
    graph = neighbour_graph(index, 3)
    assert walked(question, index, graph, 120, 7) == (exact(question, index, 7), 120)
    narrow, wide = (walked(question, index, graph, width, 5) for width in (5, 30))
    assert narrow.distances < wide.distances < 120
    assert set(exact(question, index, 5)) & set(narrow.nearest)


def test_a_walk_ends_where_no_neighbour_is_nearer():
    """On a line with links to the next one only, a walk of width one goes straight and looks one step beyond."""
    index, graph = torch.arange(6.0)[:, None], [[1], [0, 2], [1, 3], [2, 4], [3, 5], [4]]
    assert walked(torch.tensor([2.1]), index, graph, 1, 1) == ([2], 4)


def test_approximate_search_refuses_what_is_outside_its_domain(index: torch.Tensor, question: torch.Tensor):
    lists = InvertedLists(index[:2], [[0, 1], [2]])
    for bad in (0, 3):
        with pytest.raises(ValueError, match=f"^`probes` must be from 1 to 2, got {bad}$"):
            probed(question, index, lists, bad, 1)
    with pytest.raises(ValueError, match=r"^`lists` must be from 0 to 1, got 2$"):
        probed(question, index[:2], lists, 1, 1)
    for bad in (0, 121):
        with pytest.raises(ValueError, match=f"^`lists` must be a number from 1 to 120, got {bad}$"):
            inverted_lists(index, bad, torch.Generator())
    with pytest.raises(ValueError, match=r"^`graph` must have 120 lists, got 1$"):
        walked(question, index, [[]], 2, 1)
    for bad in (0, 3):
        with pytest.raises(ValueError, match=f"^`k` must be a number from 1 to 2, got {bad}$"):
            walked(question, index, [[]] * 120, 2, bad)


def test_centres_are_moved_at_least_once():
    index = torch.tensor([[0.0], [0.1], [5.0], [5.1]])
    with pytest.raises(ValueError, match=r"^`rounds` must be"):
        inverted_lists(index, 2, torch.Generator().manual_seed(0), rounds=0)
    assert sum(map(len, inverted_lists(index, 2, torch.Generator().manual_seed(0), rounds=1).members)) == 4
