"""Ensembles: one prediction from several networks, by vote or by average."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype


@jaxtyped(typechecker=beartype)
def averaged_prediction(probabilities: Float[Tensor, "members *batch classes"]) -> Int64[Tensor, "*batch"]:
    r"""Class of the greatest mean probability.

    $$\hat y = \arg\max_k \frac1M \sum_{a=1}^{M} p^{(a)}_k$$

    Args:
        probabilities: predictions of each member.

    Returns:
        One class per example.

    Raises:
        ValueError: if there is no member.

    Example:
        ```python
        import torch
        from notes.noisy_labels.voting import averaged_prediction

        members = torch.tensor([[[0.9, 0.1]], [[0.4, 0.6]], [[0.4, 0.6]]])
        print(averaged_prediction(members).tolist())
        #> [0]
        ```

    Reference: B. Lakshminarayanan, A. Pritzel and C. Blundell, Simple and Scalable Predictive Uncertainty Estimation
    using Deep Ensembles, 2017.
    """
    _require_members(probabilities)
    return probabilities.mean(0).argmax(-1)


@jaxtyped(typechecker=beartype)
def majority_vote(probabilities: Float[Tensor, "members *batch classes"]) -> Int64[Tensor, "*batch"]:
    r"""Class that most members hold most probable; of equally many votes, the class with the smaller number.

    $$\hat y = \arg\max_k \sum_{a=1}^{M} \mathbb{1}\left[ \arg\max_j p^{(a)}_j = k \right]$$

    Args:
        probabilities: predictions of each member.

    Returns:
        One class per example.

    Raises:
        ValueError: if there is no member.

    Example:
        ```python
        import torch
        from notes.noisy_labels.voting import majority_vote

        members = torch.tensor([[[0.9, 0.1]], [[0.4, 0.6]], [[0.4, 0.6]]])
        print(majority_vote(members).tolist())
        #> [1]
        ```

    Reference: L. K. Hansen and P. Salamon, Neural Network Ensembles, 1990.
    """
    _require_members(probabilities)
    votes = torch.nn.functional.one_hot(probabilities.argmax(-1), probabilities.shape[-1])
    return votes.sum(0).argmax(-1)


def _require_members(probabilities: Tensor) -> None:
    if not len(probabilities):
        raise ValueError("`probabilities` must hold at least one member, got 0")
