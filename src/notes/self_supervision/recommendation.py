"""Neural collaborative filtering: which items would a user choose next, learnt from choices alone."""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require, require_shape, require_sizes, require_some
from notes.losses.training import trained


class Choices(NamedTuple):
    """What users chose among items, with the taste behind it, which only the seed knows.

    Attributes:
        chosen: whether a user has chosen an item, as far as a model may see.
        held_out: one further item of each user, chosen and not shown.
        affinity: the true scores from which the choices were drawn.
    """

    chosen: Bool[Tensor, "users items"]
    held_out: Int64[Tensor, "users"]
    affinity: Float[Tensor, "users items"]


@jaxtyped(typechecker=beartype)
def seeded_choices(users: int, items: int, generator: torch.Generator, *, factors: int = 4, each: int = 15) -> Choices:
    r"""Choices of users whose affinity to an item is the product of two hidden vectors, plus the item's popularity.

    $$a_{ui} = p_u^\top q_i + b_i$$

    Each user draws items without replacement with probabilities proportional to $\exp(2 a_{ui})$; the last is held out.

    Args:
        users: number of users.
        items: number of items; more than `each`.
        generator: source of tastes and choices.
        factors: entries of the hidden vectors.
        each: items that each user chooses, at least 2.

    Returns:
        The choices, and what they were drawn from.

    Raises:
        ValueError: if `each` is not from 2 to `items` - 1, or `factors` is below 1 or `users` is negative.
    """
    require_sizes(factors=factors)
    require_sizes(0, users=users)
    if not 2 <= each < items:
        raise ValueError(f"`each` must be from 2 to {items - 1}, got {each}")
    taste, kind = (torch.randn(count, factors, generator=generator) for count in (users, items))
    affinity = taste @ kind.T / factors**0.5 + 0.5 * torch.randn(items, generator=generator)
    drawn = torch.multinomial((2 * affinity).exp(), each, generator=generator)
    chosen = torch.zeros(users, items, dtype=torch.bool).scatter(1, drawn[:, :-1], value=True)
    return Choices(chosen, drawn[:, -1], affinity)


class GMF(nn.Module):
    r"""Generalised matrix factorisation: the product of a user's and an item's vector, entry by entry, and weighed.

    $$\hat y_{ui} = \sigma\bigl(h^\top (p_u \odot q_i)\bigr)$$

    With all weights $h$ equal to one this is matrix factorisation, seen through a sigmoid.

    Args:
        users: number of users.
        items: number of items.
        width: entries of each vector.
        generator: source of the first weights.

    Reference: X. He et al., Neural Collaborative Filtering, 2017, equation 9.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, users: int, items: int, width: int, generator: torch.Generator) -> None:
        require_sizes(users=users, items=items)
        require_sizes(0, width=width)
        super().__init__()
        self.users = _table(users, width, generator)
        self.items = _table(items, width, generator)
        self.weights = nn.Parameter(torch.ones(width))

    @jaxtyped(typechecker=beartype)
    def features(self, users: Int64[Tensor, "n"], items: Int64[Tensor, "n"]) -> Float[Tensor, "n width"]:
        """The products of the vectors of each user and item."""
        return self.users[users] * self.items[items]

    @jaxtyped(typechecker=beartype)
    def forward(self, users: Int64[Tensor, "n"], items: Int64[Tensor, "n"]) -> Float[Tensor, "n"]:
        """Logits of the probability that each user chooses the item beside."""
        return self.features(users, items) @ self.weights


class MLP(nn.Module):
    r"""A user's and an item's vector side by side, read by a network of two hidden layers.

    $$\hat y_{ui} = \sigma\bigl(h^\top \phi_2(\phi_1([p_u; q_i]))\bigr), \qquad \phi_l(z) = \max(0, W_l z + b_l)$$

    Args:
        users: number of users.
        items: number of items.
        width: entries of each vector.
        generator: source of the first weights.

    Reference: X. He et al., Neural Collaborative Filtering, 2017, equation 10.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, users: int, items: int, width: int, generator: torch.Generator) -> None:
        require_sizes(width=width)
        require_sizes(0, users=users, items=items)
        super().__init__()
        self.users, self.items = _table(users, width, generator), _table(items, width, generator)
        layers = (nn.Linear(2 * width, 2 * width), nn.ReLU(), nn.Linear(2 * width, width), nn.ReLU())
        self.layers = he_initialized(nn.Sequential(*layers), generator)
        self.weights = nn.Parameter(torch.randn(width, generator=generator) / width**0.5)

    @jaxtyped(typechecker=beartype)
    def features(self, users: Int64[Tensor, "n"], items: Int64[Tensor, "n"]) -> Float[Tensor, "n width"]:
        """What the hidden layers make of each user and item."""
        features: Tensor = self.layers(torch.cat([self.users[users], self.items[items]], dim=1))
        return features

    @jaxtyped(typechecker=beartype)
    def forward(self, users: Int64[Tensor, "n"], items: Int64[Tensor, "n"]) -> Float[Tensor, "n"]:
        """Logits of the probability that each user chooses the item beside."""
        return self.features(users, items) @ self.weights


class NeuMF(nn.Module):
    r"""GMF and MLP with vectors of their own, whose last features are put side by side and weighed together.

    $$\hat y_{ui} = \sigma\bigl(h^\top [p_u \odot q_i;\ \phi_2(\phi_1([p'_u; q'_i]))]\bigr)$$

    Args:
        users: number of users.
        items: number of items.
        width: entries of each vector.
        generator: source of the first weights.

    Reference: X. He et al., Neural Collaborative Filtering, 2017, equation 12.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, users: int, items: int, width: int, generator: torch.Generator) -> None:
        require_sizes(width=width)
        require_sizes(0, users=users, items=items)
        super().__init__()
        self.linear = GMF(users, items, width, generator)
        self.deep = MLP(users, items, width, generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, users: Int64[Tensor, "n"], items: Int64[Tensor, "n"]) -> Float[Tensor, "n"]:
        """Logits of the probability that each user chooses the item beside: the weighed features of both parts."""
        logits: Tensor = self.linear(users, items) + self.deep(users, items)
        return logits


@jaxtyped(typechecker=beartype)
def recommender(
    model: nn.Module,
    chosen: Bool[Tensor, "users items"],
    generator: torch.Generator,
    *,
    negatives: int = 4,
    steps: int = 250,
) -> nn.Module:
    """A model trained to tell the items that a user chose from items drawn at random among the others.

    Args:
        model: gives logits for users and items; it stays as it is.
        chosen: the choices.
        generator: source of the batches of 512 choices and their negatives.
        negatives: items not chosen that are shown with each choice, drawn afresh in every batch.
        steps: number of batches.

    Returns:
        The trained copy.

    Raises:
        ValueError: if `negatives` is below 1 or `chosen` is empty, or nothing is chosen, or a user has chosen
            everything.
    """
    require_some(chosen=chosen)
    require(chosen.any(), "chosen", "true somewhere", chosen.sum())
    require(~chosen.all(1), "chosen", "false somewhere for each user", chosen)
    if negatives < 1:
        raise ValueError(f"`negatives` must be at least 1, got {negatives}")
    pairs, others = chosen.nonzero(), (~chosen).float()

    def loss(scores: nn.Module) -> Tensor:
        batch = torch.randint(len(pairs), (512,), generator=generator, device=generator.device)
        users, positive = pairs[batch].T
        negative = torch.multinomial(others[users], negatives, generator=generator)
        asked = torch.cat([positive[:, None], negative], dim=1)
        logits = scores(users.repeat_interleave(1 + negatives), asked.flatten())
        targets = (torch.arange(asked.numel(), device=asked.device) % (1 + negatives) == 0).float()
        return binary_cross_entropy_with_logits(logits, targets)

    return trained(model, loss, steps=steps, learning_rate=0.02)


@jaxtyped(typechecker=beartype)
def all_scores(model: nn.Module, users: int, items: int) -> Float[Tensor, "users items"]:
    """The score of every user and item.

    Args:
        model: gives logits for users and items.
        users: number of users.
        items: number of items.

    Returns:
        Logits, without gradient.

    Raises:
        ValueError: if `users` or `items` is negative.
    """
    require_sizes(0, users=users, items=items)
    with torch.no_grad():
        scores: Tensor = model(torch.arange(users).repeat_interleave(items), torch.arange(items).repeat(users))
    return scores.view(users, items)


@jaxtyped(typechecker=beartype)
def held_out_ranks(scores: Float[Tensor, "users items"], choices: Choices) -> Int64[Tensor, "users"]:
    """Rank of each user's held-out item among all the items that the user has not been seen to choose.

    Args:
        scores: the higher, the earlier in the list; of equal ones the held-out item comes last.
        choices: what was seen and what was held out.

    Returns:
        Ranks from 1.

    Raises:
        ValueError: if `scores` is not one number for each user and item.
    """
    require_shape(choices.chosen.shape, scores=scores)
    own = scores.gather(1, choices.held_out[:, None])
    ahead = (scores >= own) & ~choices.chosen
    return ahead.sum(1)


@jaxtyped(typechecker=beartype)
def hit_rate(ranks: Int64[Tensor, "users"], k: int) -> float:
    r"""HR@k: share of users whose held-out item is among the first k.

    $$\mathrm{HR}@k = \frac1n \sum_u \mathbb{1}[r_u \le k]$$

    Args:
        ranks: rank of each user's item, from 1.
        k: length of the list; at least 1.

    Returns:
        Between 0 and 1.

    Raises:
        ValueError: if `k` is below 1, or there are no ranks, or one is below 1.

    Example:
        ```python
        import torch
        from notes.self_supervision.recommendation import hit_rate, ndcg

        ranks = torch.tensor([1, 3, 12])
        print(f"{hit_rate(ranks, 10):.4f} {ndcg(ranks, 10):.4f}")
        #> 0.6667 0.5000
        ```
    """
    require_sizes(k=k)
    require_some(ranks=ranks)
    require(ranks >= 1, "ranks", "at least 1", ranks)
    return float((ranks <= k).float().mean())


@jaxtyped(typechecker=beartype)
def ndcg(ranks: Int64[Tensor, "users"], k: int) -> float:
    r"""NDCG@k with one relevant item a user: a hit counts the less, the later in the list.

    $$\mathrm{NDCG}@k = \frac1n \sum_u \frac{\mathbb{1}[r_u \le k]}{\log_2(1 + r_u)}$$

    Args:
        ranks: rank of each user's item, from 1.
        k: length of the list; at least 1.

    Returns:
        Between 0 and 1; 1 if every item comes first.

    Raises:
        ValueError: if `k` is below 1, or there are no ranks, or one is below 1.

    Reference: K. Järvelin and J. Kekäläinen, Cumulated Gain-Based Evaluation of IR Techniques, 2002.
    """
    require_sizes(k=k)
    require_some(ranks=ranks)
    require(ranks >= 1, "ranks", "at least 1", ranks)
    gains = (ranks <= k) / torch.log2(1 + ranks.double())
    return float(gains.mean())


def _table(rows: int, width: int, generator: torch.Generator) -> nn.Parameter:
    """One small random vector a row."""
    return nn.Parameter(0.3 * torch.randn(rows, width, generator=generator))
