"""Estimating the transition matrix from the predictions of a classifier that was trained on the noisy labels."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_share


@jaxtyped(typechecker=beartype)
def anchor_point_estimate(
    probabilities: Float[Tensor, "examples classes"], quantile: float = 0.97
) -> Float[Tensor, "classes classes"]:
    r"""Rows read off at anchor points, the examples that surely belong to a class.

    $$\hat T_{ij} = \hat p(\tilde y = j \mid \bar x^{i}), \qquad
    \bar x^{i} = \arg\max_x \hat p(\tilde y = i \mid x)$$

    The very largest probability is often an outlier, so the anchor is the example at a high quantile instead.

    Args:
        probabilities: predicted probabilities of the noisy label.
        quantile: place of the anchor among the examples, ordered by the probability of its class; 1 for the largest.

    Returns:
        The estimate, a row for each class.

    Raises:
        ValueError: if `quantile` is no share or there is no example, or `probabilities` is NaN or infinite, or a
            probability is not from 0 to 1.

    Example:
        ```python
        import torch
        from notes.noisy_labels.estimation import anchor_point_estimate

        probabilities = torch.tensor([[0.8, 0.2], [0.5, 0.5], [0.3, 0.7]])
        print([[round(t, 2) for t in row] for row in anchor_point_estimate(probabilities, quantile=1.0).tolist()])
        #> [[0.8, 0.2], [0.3, 0.7]]
        ```

    Reference: G. Patrini et al., Making Deep Neural Networks Robust to Label Noise: A Loss Correction Approach, 2017.
    """
    require_share(probabilities=probabilities)
    if not 0 <= quantile <= 1:
        raise ValueError(f"`quantile` must be between 0 and 1, got {quantile}")
    if not len(probabilities):
        raise ValueError("`probabilities` must hold at least one example, got 0")
    place = round(quantile * (len(probabilities) - 1))
    return probabilities[probabilities.argsort(dim=0)[place]]


@jaxtyped(typechecker=beartype)
def confident_joint(
    probabilities: Float[Tensor, "examples classes"], labels: Int64[Tensor, "examples"]
) -> Float[Tensor, "classes classes"]:
    r"""Counts of examples by the class that they confidently belong to (rows) and the label observed (columns).

    $$C_{ij} = \#\Big\{ x : \tilde y = j,\ i = \arg\max_{k :\, \hat p_k(x) \ge \theta_k} \hat p_k(x) \Big\},
    \qquad \theta_k = \text{mean of } \hat p_k(x) \text{ over } \tilde y = k$$

    An example that reaches the threshold of no class is not counted.

    Args:
        probabilities: predicted probabilities, of examples that were not trained on.
        labels: observed labels.

    Returns:
        The counts.

    Raises:
        ValueError: if a label is no class, or a class has no example, or a probability is not from 0 to 1.

    Example:
        ```python
        import torch
        from notes.noisy_labels.estimation import confident_joint

        probabilities = torch.tensor([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.8, 0.2]])
        print(confident_joint(probabilities, torch.tensor([0, 0, 1, 1])).tolist())
        #> [[1.0, 1.0], [0.0, 1.0]]
        ```

    Reference: C. G. Northcutt, L. Jiang and I. L. Chuang, Confident Learning: Estimating Uncertainty in Dataset Labels,
    2021.
    """
    require_share(probabilities=probabilities)
    classes = probabilities.shape[1]
    require((labels >= 0) & (labels < classes), "labels", f"a class from 0 to {classes - 1}", labels)
    observed = torch.nn.functional.one_hot(labels, classes).to(probabilities.dtype)
    require(observed.sum(0) > 0, "labels", "such that each class is observed, but the count", observed.sum(0))
    thresholds = (observed * probabilities).sum(0) / observed.sum(0)
    confident = torch.where(probabilities >= thresholds, probabilities, -1.0)
    counted = confident.amax(1) >= 0
    members = torch.nn.functional.one_hot(confident.argmax(1), classes).to(probabilities.dtype)
    return members[counted].T @ observed[counted]


@jaxtyped(typechecker=beartype)
def confident_learning_estimate(
    probabilities: Float[Tensor, "examples classes"], labels: Int64[Tensor, "examples"]
) -> Float[Tensor, "classes classes"]:
    r"""Transition matrix from the confident joint.

    The counts of each label are scaled to the number of examples that carry it, then each row is divided by its sum:

    $$\hat Q_{ij} \propto \frac{C_{ij}}{\sum_{i'} C_{i'j}}\, \#\{\tilde y = j\},
    \qquad \hat T_{ij} = \frac{\hat Q_{ij}}{\sum_{j'} \hat Q_{ij'}}$$

    Args:
        probabilities: predicted probabilities, of examples that were not trained on.
        labels: observed labels.

    Returns:
        The estimate, a row for each class.

    Raises:
        ValueError: if a label is no class, a class has no example, or no example confidently belongs to a class, or a
            probability is not from 0 to 1.

    Example:
        ```python
        import torch
        from notes.noisy_labels.estimation import confident_learning_estimate

        probabilities = torch.tensor([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.8, 0.2]])
        print(confident_learning_estimate(probabilities, torch.tensor([0, 0, 1, 1])).tolist())
        #> [[0.6666666865348816, 0.3333333432674408], [0.0, 1.0]]
        ```

    Reference: C. G. Northcutt, L. Jiang and I. L. Chuang, Confident Learning: Estimating Uncertainty in Dataset Labels,
    2021. Ours follows its equation 3 with the roles of rows and columns exchanged.
    """
    require_share(probabilities=probabilities)
    joint = confident_joint(probabilities, labels)
    sizes = torch.bincount(labels, minlength=len(joint)).to(joint.dtype)
    scaled = joint / joint.sum(0).clamp(min=1) * sizes
    require(scaled.sum(1) > 0, "probabilities", "confident of each class somewhere, but the count", scaled.sum(1))
    return scaled / scaled.sum(1, keepdim=True)
