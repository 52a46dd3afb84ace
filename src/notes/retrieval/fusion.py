r"""Several retrievers as one, by the places that they give: scores need no common unit then."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_not_negative, require_some


@jaxtyped(typechecker=beartype)
def reciprocal_rank_fusion(
    scores: Float[Tensor, "retrievers questions passages"], kappa: float = 60.0
) -> Float[Tensor, "questions passages"]:
    r"""Sum over retrievers of one over a constant plus the place that each gives to a passage.

    $$\operatorname{RRF}(x, z) = \sum_j \frac{1}{\kappa + r_j(x, z)}$$

    Args:
        scores: of each retriever, in any unit; larger is better. Of equals the first stands first.
        kappa: the constant $\kappa$, not negative: the larger, the less a first place counts more than a second.

    Returns:
        One fused score for every question and passage.

    Raises:
        ValueError: if a score is NaN or infinite, there is none, or `kappa` is negative.

    Example:
        ```python
        import torch
        from notes.retrieval.fusion import reciprocal_rank_fusion

        one, other = torch.tensor([[3.0, 2.0, 1.0]]), torch.tensor([[0.1, 0.3, 0.2]])
        fused = reciprocal_rank_fusion(torch.stack([one, other]))
        print([round(score, 5) for score in fused[0].tolist()])
        #> [0.03227, 0.03252, 0.032]
        ```

    Reference: G. V. Cormack, C. L. A. Clarke and S. Büttcher, Reciprocal Rank Fusion Outperforms Condorcet and
    Individual Rank Learning Methods, 2009.
    """
    require_some(scores=scores)
    require_finite(scores=scores)
    require_not_negative(kappa=kappa)
    best_first = scores.argsort(dim=-1, descending=True, stable=True)
    places = 1 + best_first.argsort(dim=-1)
    return (1 / (kappa + places)).sum(0)
