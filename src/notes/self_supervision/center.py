"""Centre loss: features are pulled to the moving centre of their class."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below, require_finite


@jaxtyped(typechecker=beartype)
def center_loss(
    features: Float[Tensor, "n d"], centers: Float[Tensor, "classes d"], labels: Int64[Tensor, "n"]
) -> Float[Tensor, "n"]:
    r"""Half the squared distance of each feature vector from the centre of its class.

    $$\ell = \tfrac12 \|z - c_y\|_2^2$$

    Args:
        features: one vector per example.
        centers: one vector per class; no gradient reaches them.
        labels: the class of each example.

    Returns:
        One loss per example, in squared units of the features.

    Raises:
        ValueError: if a label has no centre, or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.self_supervision.center import center_loss

        print(center_loss(torch.tensor([[3.0, 4.0]]), torch.zeros(1, 2), torch.tensor([0])).tolist())
        #> [12.5]
        ```

    Reference: Y. Wen et al., A Discriminative Feature Learning Approach for Deep Face Recognition, 2016, equation 2.
    """
    require_finite(features=features, centers=centers)
    require_below(len(centers), labels=labels)
    return (features - centers.detach()[labels]).square().sum(1) / 2


@jaxtyped(typechecker=beartype)
def moved_centers(
    centers: Float[Tensor, "classes d"],
    features: Float[Tensor, "n d"],
    labels: Int64[Tensor, "n"],
    *,
    rate: float = 0.5,
) -> Float[Tensor, "classes d"]:
    r"""Centres after one batch; a class that is not in the batch keeps its own.

    $$c_j \leftarrow c_j - \alpha \frac{\sum_i \mathbb{1}[y_i = j] (c_j - z_i)}{1 + \sum_i \mathbb{1}[y_i = j]}$$

    The one in the denominator keeps a class of few examples from jumping.

    Args:
        centers: centres before the batch.
        features: feature vectors of the batch; finite.
        labels: their classes.
        rate: the step $\alpha$, above 0 and at most 1.

    Returns:
        The new centres, without gradient.

    Raises:
        ValueError: if `rate` is out of its range, a feature is not finite, or a label has no centre.

    Reference: Y. Wen et al., A Discriminative Feature Learning Approach for Deep Face Recognition, 2016, equation 4.
    """
    require_finite(centers=centers)
    if not 0 < rate <= 1:
        raise ValueError(f"`rate` must be above 0 and at most 1, got {rate}")
    require_finite(features=features)
    require_below(len(centers), labels=labels)
    member = torch.nn.functional.one_hot(labels, len(centers)).to(features).T
    sizes = member.sum(1, keepdim=True)
    pull = sizes * centers.detach() - member @ features.detach()
    return centers.detach() - rate * pull / (1 + sizes)
