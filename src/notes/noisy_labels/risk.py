"""Risk, empirical risk and their minimiser: three things that one symbol easily confuses."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require


@jaxtyped(typechecker=beartype)
def zero_one_risk(joint: Float[Tensor, "inputs classes"], classifier: Int64[Tensor, "inputs"]) -> Float[Tensor, ""]:
    r"""Probability that a classifier errs, when inputs and classes come from a known distribution.

    $$R(\hat y) = \sum_{x} \sum_{y} p(x, y)\, \mathbb{1}[\hat y(x) \ne y]$$

    Args:
        joint: probability of each pair of input and class.
        classifier: the class predicted for each input.

    Returns:
        The risk, between 0 and 1.

    Raises:
        ValueError: if `joint` is not a distribution or a prediction is not a class.

    Example:
        ```python
        import torch
        from notes.noisy_labels.risk import zero_one_risk

        joint = torch.tensor([[0.4, 0.1], [0.2, 0.3]])
        print(f"{zero_one_risk(joint, torch.tensor([0, 1])):.2f}")
        #> 0.30
        ```
    """
    require(joint >= 0, "joint", "non-negative", joint)
    require((joint.sum() - 1).abs() < 1e-5, "joint", "a distribution, of sum one", joint.sum())
    classes = joint.shape[1]
    require((classifier >= 0) & (classifier < classes), "classifier", f"of classes from 0 to {classes - 1}", classifier)
    return 1 - joint.take_along_dim(classifier[:, None], 1).sum()


@jaxtyped(typechecker=beartype)
def bayes_classifier(joint: Float[Tensor, "inputs classes"]) -> Int64[Tensor, "inputs"]:
    r"""The classifier of least 0-1 risk: at every input the most probable class.

    $$y^*(x) = \arg\max_{k} p(k \mid x)$$

    Args:
        joint: probability of each pair of input and class.

    Returns:
        The class for each input; of equally probable classes the first.

    Raises:
        ValueError: if a probability is negative.

    Example:
        ```python
        import torch
        from notes.noisy_labels.risk import bayes_classifier

        print(bayes_classifier(torch.tensor([[0.4, 0.1], [0.2, 0.3]])).tolist())
        #> [0, 1]
        ```
    """
    require(joint >= 0, "joint", "non-negative", joint)
    return joint.argmax(1)


@jaxtyped(typechecker=beartype)
def empirical_error(
    predictions: Int64[Tensor, "*runs examples"], labels: Int64[Tensor, "*runs examples"]
) -> Float[Tensor, "*runs"]:
    r"""Share of examples whose prediction is not the label: the empirical 0-1 risk.

    $$\hat R(\hat y) = \frac1n \sum_{i=1}^{n} \mathbb{1}[\hat y(x_i) \ne y_i]$$

    Args:
        predictions: predicted classes.
        labels: the labels at hand, clean or noisy: the number means what they mean.

    Returns:
        One share per run.

    Raises:
        ValueError: if there is no example.

    Example:
        ```python
        import torch
        from notes.noisy_labels.risk import empirical_error

        print(empirical_error(torch.tensor([0, 1, 1, 2]), torch.tensor([0, 1, 2, 2])).item())
        #> 0.25
        ```
    """
    if not labels.shape[-1]:
        raise ValueError("`labels` must hold at least one example, got 0")
    return (predictions != labels).to(torch.float32).mean(-1)
