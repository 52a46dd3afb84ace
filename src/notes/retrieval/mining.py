r"""Hard negatives: the wrong passages that a retriever likes best."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below, require_finite


@jaxtyped(typechecker=beartype)
def hard_negatives(
    scores: Float[Tensor, "questions passages"], relevant: Int64[Tensor, "questions"], count: int
) -> Int64[Tensor, "questions count"]:
    r"""The passages with the largest scores among those that do not answer the question.

    $$\operatorname{top}_m \{ s(x, z) : z \ne z^+ \}$$

    Args:
        scores: of a retriever that is at hand already, such as BM25.
        relevant: number of the passage that answers each question.
        count: number $m$ of negatives for each question, less than there are passages.

    Returns:
        Numbers of passages, the hardest first. Of two with one score the first is taken.

    Raises:
        ValueError: if there are not so many wrong passages, `relevant` is no passage, or a score is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.mining import hard_negatives

        scores = torch.tensor([[3.0, 2.0, 0.0, 1.0]])
        print(hard_negatives(scores, torch.tensor([0]), 2).tolist())
        #> [[1, 3]]
        ```

    Reference: V. Karpukhin et al., Dense Passage Retrieval for Open-Domain Question Answering, 2020, section 3.2.
    """
    require_finite(scores=scores)
    require_below(scores.shape[1], relevant=relevant)
    if not 0 < count < scores.shape[1]:
        raise ValueError(f"`count` must be from 1 to {scores.shape[1] - 1}, got {count}")
    wrong = scores.scatter(1, relevant[:, None], -torch.inf)
    return wrong.argsort(dim=1, descending=True, stable=True)[:, :count]
