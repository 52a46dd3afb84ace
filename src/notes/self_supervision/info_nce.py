"""InfoNCE: find the key of a query among keys of others, and what that says of mutual information."""

import math

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor
from torch.nn.functional import normalize

from notes.domain import (
    beartype,
    require,
    require_distributions,
    require_finite,
    require_positive,
    require_sizes,
    require_squares,
)


@jaxtyped(typechecker=beartype)
def info_nce(
    queries: Float[Tensor, "n d"],
    keys: Float[Tensor, "n d"],
    negatives: Float[Tensor, "queue d"],
    *,
    temperature: float,
) -> Float[Tensor, " n"]:
    r"""Cross entropy of finding a query's own key among keys of others, by cosines.

    $$\ell = -\log \frac{\exp(\cos(q, k^+) / \tau)}{\exp(\cos(q, k^+) / \tau) + \sum_j \exp(\cos(q, k_j) / \tau)}$$

    Args:
        queries: one vector per example.
        keys: the key of each, in the same order.
        negatives: keys of others, the same for all queries.
        temperature: what the cosines are divided by; positive.

    Returns:
        One loss per query, in nats.

    Raises:
        ValueError: if `temperature` is not positive, or an argument has no finite sum of squares.

    Reference: A. van den Oord, Y. Li and O. Vinyals, Representation Learning with Contrastive Predictive Coding, 2018.
    """
    require_squares(queries=queries, keys=keys, negatives=negatives)
    require_positive(temperature=temperature)
    q, k = normalize(queries, dim=1), normalize(keys, dim=1)
    own = (q * k).sum(1, keepdim=True) / temperature
    others = q @ normalize(negatives, dim=1).T / temperature
    logits = torch.cat([own, others], dim=1)
    return torch.logsumexp(logits, dim=1) - logits[:, 0]


@jaxtyped(typechecker=beartype)
def enqueued(queue: Float[Tensor, "queue d"], keys: Float[Tensor, "n d"]) -> Float[Tensor, "queue d"]:
    """A queue after the keys of a batch have joined it, and as many of the oldest have left.

    Args:
        queue: the oldest first.
        keys: what joins; at most as many as the queue holds.

    Returns:
        A queue of the same length, without gradient.

    Raises:
        ValueError: if there are more keys than the queue holds, or a key is not finite.

    Example:
        ```python
        import torch
        from notes.self_supervision.info_nce import enqueued

        print(enqueued(torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[4.0], [5.0]])).flatten().tolist())
        #> [3.0, 4.0, 5.0]
        ```

    Reference: K. He et al., Momentum Contrast for Unsupervised Visual Representation Learning, 2020.
    """
    require_finite(queue=queue, keys=keys)
    require(len(keys) <= len(queue), "keys", f"at most {len(queue)}", len(keys))
    return torch.cat([queue[len(keys) :], keys.detach()])


@jaxtyped(typechecker=beartype)
def mutual_information(joint: Float[Tensor, "rows columns"]) -> Float[Tensor, ""]:
    r"""How much two discrete variables say of each other.

    $$I = \sum_{x, y} p(x, y) \log \frac{p(x, y)}{p(x)\, p(y)}$$

    Args:
        joint: probabilities of all pairs; not negative, with sum 1.

    Returns:
        In nats; zero if the variables are independent.

    Raises:
        ValueError: if an entry is negative or the sum is not 1.
    """
    require_distributions(joint=joint.flatten())
    apart = joint.sum(1, keepdim=True) * joint.sum(0)
    return torch.special.entr(apart).sum() - torch.special.entr(joint).sum()


@jaxtyped(typechecker=beartype)
def information_bound(
    joint: Float[Tensor, "rows columns"], scores: Float[Tensor, "rows columns"], candidates: int
) -> Float[Tensor, ""]:
    r"""What InfoNCE says of the mutual information: the logarithm of the number of candidates less the mean loss.

    $$\log n - \mathbb{E}[\ell], \qquad \ell = -\log \frac{e^{f(x, y_1)}}{\sum_{j=1}^{n} e^{f(x, y_j)}}$$

    The mean is exact, over all candidates that can be drawn: $y_1$ with $x$, the others each alone.

    Args:
        joint: probabilities of all pairs; not negative, with sum 1.
        scores: f of each pair, at most 80 in size.
        candidates: n, at least 1; all draws are listed, columns to the power of n - 1.

    Returns:
        In nats; at most the mutual information, and at most $\log n$.

    Raises:
        ValueError: if an entry of `joint` is negative or their sum is not 1, a score is NaN or larger than 80 in
            size, or there is no candidate.

    Reference: B. Poole et al., On Variational Bounds of Mutual Information, 2019.
    """
    require_distributions(joint=joint.flatten())
    require(scores.abs() <= 80, "scores", "at most 80 in size, so that their exponentials can be added", scores)
    require_sizes(candidates=candidates)
    marginal, weights = joint.sum(0), scores.exp()
    total = weights[:, :, None]
    chances = torch.ones(1, dtype=joint.dtype, device=joint.device)
    for _ in range(candidates - 1):
        total = (total[..., None] + weights[:, None, None]).flatten(2)
        chances = (chances[:, None] * marginal).flatten()
    losses = (total.log() * chances).sum(2) - scores
    return math.log(candidates) - (joint * losses).sum()
