r"""How good a ranking is: where in it the passage stands that was looked for."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite


@jaxtyped(typechecker=beartype)
def ranks(
    scores: Float[Tensor, "questions passages"], relevant: Int64[Tensor, "questions"]
) -> Int64[Tensor, "questions"]:
    r"""Place of the relevant passage among all, best first.

    $$r_i = 1 + \lvert \{ z : s(x_i, z) > s(x_i, z^+_i) \} \rvert + \text{equals that stand before it}$$

    Args:
        scores: one row per question; larger is better.
        relevant: number of the passage that answers each question, from 0.

    Returns:
        Places from 1. Of two passages with one score the first in the collection is taken first.

    Raises:
        ValueError: if a score is NaN or infinite, or `relevant` is no passage.

    Example:
        ```python
        import torch
        from notes.retrieval.ranking import ranks

        scores = torch.tensor([[0.1, 0.7, 0.2], [0.5, 0.5, 0.1]])
        print(ranks(scores, torch.tensor([2, 1])).tolist())
        #> [2, 2]
        ```
    """
    require_finite(scores=scores)
    count = scores.shape[-1]
    require((relevant >= 0) & (relevant < count), "relevant", f"a passage from 0 to {count - 1}", relevant)
    own = scores.take_along_dim(relevant[:, None], -1)
    before = torch.arange(count, device=scores.device) < relevant[:, None]
    return 1 + ((scores > own) | ((scores == own) & before)).sum(-1)


@jaxtyped(typechecker=beartype)
def recall_at(places: Int64[Tensor, "questions"], k: int) -> Float[Tensor, ""]:
    r"""Share of the questions whose passage is among the first k.

    $$\operatorname{recall@}k = \frac1n \sum_{i=1}^{n} \mathbb{1}[r_i \le k]$$

    Args:
        places: rank of the relevant passage for each question, from 1.
        k: number of passages that are looked at; positive.

    Returns:
        A number from 0 to 1.

    Raises:
        ValueError: if `k` or a rank is not positive, or there is no question.

    Example:
        ```python
        import torch
        from notes.retrieval.ranking import recall_at

        print(recall_at(torch.tensor([1, 2, 5, 40]), 5).item())
        #> 0.75
        ```
    """
    _require_places(places)
    if k < 1:
        raise ValueError(f"`k` must be positive, got {k}")
    return (places <= k).float().mean()


@jaxtyped(typechecker=beartype)
def mean_reciprocal_rank(places: Int64[Tensor, "questions"]) -> Float[Tensor, ""]:
    r"""Mean of one over the rank of the relevant passage.

    $$\operatorname{MRR} = \frac1n \sum_{i=1}^{n} \frac{1}{r_i}$$

    Args:
        places: rank of the relevant passage for each question, from 1.

    Returns:
        A number above 0, up to 1.

    Raises:
        ValueError: if a rank is not positive, or there is no question.

    Example:
        ```python
        import torch
        from notes.retrieval.ranking import mean_reciprocal_rank

        print(f"{mean_reciprocal_rank(torch.tensor([1, 2, 4])):.4f}")
        #> 0.5833
        ```

    Reference: E. M. Voorhees, The TREC-8 Question Answering Track Report, 1999.
    """
    _require_places(places)
    return (1 / places).mean()


def _require_places(places: Tensor) -> None:
    """Refuse ranks that are none, and a mean over nothing."""
    if not len(places):
        raise ValueError("`places` must hold at least one rank, got none")
    require(places >= 1, "places", "a rank from 1", places)
