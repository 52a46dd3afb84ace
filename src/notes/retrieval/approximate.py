r"""Approximate search: nearest vectors by inverted lists and by a graph, and the number of distances that it takes."""

from heapq import heappop, heappush, heappushpop
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below, require_sizes, require_squares


class Found(NamedTuple):
    """What a search has found.

    Attributes:
        nearest: numbers of vectors, the nearest first.
        distances: how many distances were computed.
    """

    nearest: list[int]
    distances: int


class InvertedLists(NamedTuple):
    """A collection of vectors, divided among centres.

    Attributes:
        centres: one vector for each list.
        members: the numbers of the vectors that are nearest to each centre.
    """

    centres: Float[Tensor, "lists size"]
    members: list[list[int]]


@jaxtyped(typechecker=beartype)
def inverted_lists(
    index: Float[Tensor, "vectors size"], lists: int, generator: torch.Generator, *, rounds: int = 10
) -> InvertedLists:
    """Lists of vectors that lie together, by k-means.

    Args:
        index: the collection.
        lists: number of lists, at most that of the vectors.
        generator: source of the first centres, which are vectors of the collection.
        rounds: how often vectors are given to centres and centres moved to their means.

    Returns:
        The centres and their lists; every vector is in one.

    Raises:
        ValueError: if there are not so many vectors, an entry is NaN or infinite, or `rounds` is below 1.

    Example:
        ```python
        import torch
        from notes.retrieval.approximate import inverted_lists

        index = torch.tensor([[0.0], [0.1], [5.0], [5.1]])
        print(sorted(inverted_lists(index, 2, torch.Generator().manual_seed(0)).members))
        #> [[0, 1], [2, 3]]
        ```

    Reference: J. Sivic and A. Zisserman, Video Google: A Text Retrieval Approach to Object Matching in Videos, 2003.
    """
    require_squares(index=index)
    require_sizes(rounds=rounds)
    if not 0 < lists <= len(index):
        raise ValueError(f"`lists` must be a number from 1 to {len(index)}, got {lists}")
    centres = index[torch.randperm(len(index), generator=generator, device=generator.device)[:lists]]
    for _ in range(rounds):
        owner = (index[:, None] - centres).norm(dim=-1).argmin(1)
        mine = [index[owner == number] for number in range(lists)]
        centres = torch.stack([some.mean(0) if len(some) else old for some, old in zip(mine, centres, strict=True)])
    owner = (index[:, None] - centres).norm(dim=-1).argmin(1)
    return InvertedLists(centres, [(owner == number).nonzero()[:, 0].tolist() for number in range(lists)])


@jaxtyped(typechecker=beartype)
def probed(
    question: Float[Tensor, "size"], index: Float[Tensor, "vectors size"], lists: InvertedLists, probes: int, k: int
) -> Found:
    """The nearest vectors within the lists whose centres are nearest.

    Args:
        question: what is searched for.
        index: the collection.
        lists: how it is divided.
        probes: number of lists that are searched.
        k: number of vectors to find; fewer come if these lists hold fewer.

    Returns:
        The vectors found, and the distances to centres and members that were computed.

    Raises:
        ValueError: if there are not so many lists, a member is no vector, `k` is below 1, or squares of vectors have no
            finite sum.

    Example:
        ```python
        import torch
        from notes.retrieval.approximate import inverted_lists, probed

        index = torch.tensor([[0.0], [0.1], [5.0], [5.1]])
        lists = inverted_lists(index, 2, torch.Generator().manual_seed(0))
        print(probed(torch.tensor([4.8]), index, lists, probes=1, k=1))
        #> Found(nearest=[2], distances=4)
        ```

    Reference: H. Jégou, M. Douze and C. Schmid, Product Quantization for Nearest Neighbor Search, 2011.
    """
    require_squares(question=question, index=index)
    require_sizes(k=k)
    require_below(len(index), lists=torch.tensor([member for some in lists.members for member in some]))
    if not 0 < probes <= len(lists.centres):
        raise ValueError(f"`probes` must be from 1 to {len(lists.centres)}, got {probes}")
    opened = (lists.centres - question).norm(dim=1).argsort(stable=True)[:probes].tolist()
    members = sorted(member for number in opened for member in lists.members[number])
    order = (index[members] - question).norm(dim=1).argsort(stable=True)[:k].tolist()
    return Found([members[place] for place in order], len(lists.centres) + len(members))


@jaxtyped(typechecker=beartype)
def neighbour_graph(index: Float[Tensor, "vectors size"], degree: int) -> list[list[int]]:
    """A graph to walk in: each vector in turn is linked, both ways, to the nearest of those before it.

    The first ones have only far ones to link to: these are the long ways.

    Args:
        index: the collection, in an order that has nothing to do with where its vectors lie.
        degree: number of links that each vector brings.

    Returns:
        For each vector the numbers of those that it is linked to.

    Raises:
        ValueError: if `degree` is below 1, there is no vector, or an entry is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.approximate import neighbour_graph

        print(neighbour_graph(torch.tensor([[0.0], [4.0], [1.0], [5.0]]), degree=1))
        #> [[1, 2], [0, 3], [0], [1]]
        ```

    Reference: Y. Malkov, A. Ponomarenko, A. Logvinov and V. Krylov, Approximate Nearest Neighbor Algorithm Based on
    Navigable Small World Graphs, 2014.
    """
    require_squares(index=index)
    require_sizes(degree=degree, index=len(index))
    graph: list[list[int]] = [[]]
    for new in range(1, len(index)):
        graph.append((index[:new] - index[new]).norm(dim=1).argsort(stable=True)[:degree].tolist())
        for old in graph[new]:
            graph[old].append(new)
    return graph


@jaxtyped(typechecker=beartype)
def walked(
    question: Float[Tensor, "size"], index: Float[Tensor, "vectors size"], graph: list[list[int]], width: int, k: int
) -> Found:
    """The nearest vectors that a walk through the graph comes by, which goes on from the nearest one not yet left.

    Args:
        question: what is searched for.
        index: the collection.
        graph: links between its vectors; the walk begins at vector 0.
        width: how many of the best vectors are kept; the walk ends when none of them is left to go on from.
        k: number of vectors to find, at most `width`.

    Returns:
        The vectors found, and the distances that were computed.

    Raises:
        ValueError: if `k` is not from 1 to `width`, the graph has not one list for each vector, or squares have no
            finite sum.

    Example:
        ```python
        import torch
        from notes.retrieval.approximate import neighbour_graph, walked

        index = torch.tensor([[0.0], [4.0], [1.0], [5.0]])
        print(walked(torch.tensor([4.9]), index, neighbour_graph(index, degree=1), width=1, k=1))
        #> Found(nearest=[3], distances=4)
        ```

    Reference: Y. A. Malkov and D. A. Yashunin, Efficient and Robust Approximate Nearest Neighbor Search Using
    Hierarchical Navigable Small World Graphs, 2020, algorithm 2.
    """
    require_squares(question=question, index=index)
    if not 0 < k <= width:
        raise ValueError(f"`k` must be a number from 1 to {width}, got {k}")
    if len(graph) != len(index):
        raise ValueError(f"`graph` must have {len(index)} lists, got {len(graph)}")
    seen, waiting, best = {0}, list[tuple[float, int]](), list[tuple[float, int]]()
    new = [0]
    while True:
        for number, distance in zip(new, (index[new] - question).norm(dim=1).tolist(), strict=True):
            heappush(waiting, (distance, number))
            (heappush if len(best) < width else heappushpop)(best, (-distance, number))
        if not waiting or waiting[0][0] > -best[0][0]:
            return Found([number for _, number in sorted(best, reverse=True)[:k]], len(seen))
        new = [number for number in graph[heappop(waiting)[1]] if number not in seen]
        seen.update(new)
