"""Approximate search against Faiss: the same answers from the same lists, as good ones from a graph, and the time."""

import time
from collections.abc import Callable

import faiss
import numpy as np
import pytest
import torch

from notes.retrieval.approximate import inverted_lists, neighbour_graph, probed, walked
from notes.retrieval.dense import nearest

SIZE, LISTS, DEGREE = 16, 32, 8


@pytest.fixture
def index(generator: torch.Generator) -> torch.Tensor:
    return torch.rand(1000, SIZE, generator=generator)


@pytest.fixture
def questions(generator: torch.Generator) -> torch.Tensor:
    return torch.rand(50, SIZE, generator=generator)


def recall(found: list[list[int]], exact: np.ndarray) -> float:
    """The share of the nearest that were found."""
    shares = [len({*some} & {*best}) / len(best) for some, best in zip(found, exact.tolist(), strict=True)]
    return float(np.mean(shares))


def seconds(search: Callable[[], object]) -> float:
    """The least time of the processor for a search, of three."""
    took = []
    for _ in range(3):
        start = time.process_time()
        search()
        took.append(time.process_time() - start)
    return min(took)


def test_exact_search_is_that_by_inner_products(index: torch.Tensor, questions: torch.Tensor) -> None:
    flat = faiss.IndexFlatIP(SIZE)
    flat.add(index.numpy())
    assert flat.search(questions.numpy(), 10)[1].tolist() == nearest(questions, index, 10).tolist()


@pytest.mark.parametrize("probes", [1, 2, 4, 8, 16, LISTS])
def test_the_same_lists_give_the_same_vectors_for_as_many_distances(
    probes: int, index: torch.Tensor, questions: torch.Tensor, generator: torch.Generator
) -> None:
    lists = inverted_lists(index, LISTS, generator)
    coarse = faiss.IndexFlatL2(SIZE)
    coarse.add(lists.centres.numpy())
    theirs = faiss.IndexIVFFlat(coarse, SIZE, LISTS)
    theirs.add(index.numpy())
    theirs.nprobe = probes
    faiss.cvar.indexIVF_stats.reset()
    found = theirs.search(questions.numpy(), 10)[1].tolist()
    ours = [probed(question, index, lists, probes, 10) for question in questions]
    assert [one.nearest for one in ours] == [[place for place in row if place >= 0] for row in found]
    assert sum(one.distances - LISTS for one in ours) == faiss.cvar.indexIVF_stats.ndis


@pytest.mark.parametrize("width", [10, 20, 40, 80])
def test_a_graph_of_one_layer_finds_as_much_as_theirs_of_several(
    width: int, index: torch.Tensor, questions: torch.Tensor
) -> None:
    flat, theirs = faiss.IndexFlatL2(SIZE), faiss.IndexHNSWFlat(SIZE, DEGREE)
    theirs.hnsw.efSearch = width
    for one in (flat, theirs):
        one.add(index.numpy())
    exact, found = (one.search(questions.numpy(), 10)[1] for one in (flat, theirs))
    graph = neighbour_graph(index, DEGREE)
    ours = [walked(question, index, graph, width, 10).nearest for question in questions]
    assert recall(ours, exact) == pytest.approx(recall(found.tolist(), exact), abs=0.06)
    assert recall(ours, exact) > 0.75


def test_lists_save_time_among_many_vectors() -> None:
    """Of 100 000 they find most of the nearest in less than half of the time of comparing all."""
    draws = np.random.default_rng(0)
    vectors, asked = (draws.random((count, SIZE), dtype=np.float32) for count in (100_000, 50))
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexFlatL2(SIZE)
    theirs = faiss.IndexIVFFlat(faiss.IndexFlatL2(SIZE), SIZE, 1024)
    theirs.train(vectors)
    theirs.nprobe = 32
    for one in (flat, theirs):
        one.add(vectors)
    exact, found = ([one.search(row[None], 10)[1][0].tolist() for row in asked] for one in (flat, theirs))
    assert recall(found, np.array(exact)) > 0.8
    all_, some = (seconds(lambda one=one: [one.search(row[None], 10) for row in asked]) for one in (flat, theirs))
    assert some < all_ / 2
