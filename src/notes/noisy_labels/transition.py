"""The noise transition matrix: which label is observed for which true class, and labels drawn by it."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite

THREE_CLASSES = ((0.8, 0.1, 0.1), (0.2, 0.7, 0.1), (0.1, 0.2, 0.7))
"""The source's matrix of three classes; a row for each true class."""


@jaxtyped(typechecker=beartype)
def symmetric_noise(classes: int, rate: float) -> Float[Tensor, "classes classes"]:
    r"""Transition matrix of labels that are wrong with probability `rate`, every wrong class being as likely.

    $$T_{ij} = \begin{cases} 1 - \eta & i = j,\\ \eta / (c - 1) & i \ne j \end{cases}$$

    Some authors draw the replacement from all classes, the true one included; a rate of $\eta'$ in their sense is
    $\eta = \eta' (c - 1) / c$ in this one.

    Args:
        classes: number of classes $c$, at least two.
        rate: probability $\eta$ that a label is wrong, from 0 to 1.

    Returns:
        The matrix $T$, a row for each true class.

    Raises:
        ValueError: if there are fewer than two classes, or `rate` is no probability.

    Example:
        ```python
        from notes.noisy_labels.transition import symmetric_noise

        print(symmetric_noise(3, 0.5).tolist())
        #> [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]]
        ```

    Reference: B. van Rooyen, A. K. Menon and R. C. Williamson, Learning with Symmetric Label Noise, 2015.
    """
    _require_noise(classes, rate)
    return (1 - rate) * torch.eye(classes) + rate / (classes - 1) * (1 - torch.eye(classes))


@jaxtyped(typechecker=beartype)
def pair_flip_noise(classes: int, rate: float) -> Float[Tensor, "classes classes"]:
    r"""Transition matrix of labels that, when wrong, always name the next class, the last being followed by the first.

    $$T_{ii} = 1 - \eta, \qquad T_{i,\, i + 1} = \eta$$

    Args:
        classes: number of classes, at least two.
        rate: probability $\eta$ that a label is wrong, from 0 to 1.

    Returns:
        The matrix $T$, a row for each true class.

    Raises:
        ValueError: if there are fewer than two classes, or `rate` is no probability.

    Example:
        ```python
        from notes.noisy_labels.transition import pair_flip_noise

        print(pair_flip_noise(3, 0.25).tolist())
        #> [[0.75, 0.25, 0.0], [0.0, 0.75, 0.25], [0.25, 0.0, 0.75]]
        ```

    Reference: B. Han et al., Co-teaching: Robust Training of Deep Neural Networks with Extremely Noisy Labels, 2018.
    """
    _require_noise(classes, rate)
    return (1 - rate) * torch.eye(classes) + rate * torch.eye(classes).roll(1, dims=1)


@jaxtyped(typechecker=beartype)
def noisy_distribution(
    transition: Float[Tensor, "classes classes"], clean: Float[Tensor, "*batch classes"]
) -> Float[Tensor, "*batch classes"]:
    r"""Distribution of the observed label, from that of the true class.

    $$\tilde p_j = \sum_{i=1}^{c} T_{ij}\, p_i, \qquad \tilde p = T^\top p$$

    Args:
        transition: the matrix $T$, a row for each true class.
        clean: probabilities $p$ of the true classes.

    Returns:
        Probabilities $\tilde p$ of the observed labels, of the shape of `clean`.

    Raises:
        ValueError: if a row of `transition` is no distribution, or `clean` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.noisy_labels.transition import THREE_CLASSES, noisy_distribution

        clean = torch.tensor([0.5, 0.3, 0.2])
        print([round(p, 2) for p in noisy_distribution(torch.tensor(THREE_CLASSES), clean).tolist()])
        #> [0.48, 0.3, 0.22]
        ```

    Reference: G. Patrini et al., Making Deep Neural Networks Robust to Label Noise: A Loss Correction Approach, 2017.
    """
    require_finite(clean=clean)
    require_stochastic(transition)
    return clean @ transition


@jaxtyped(typechecker=beartype)
def noisy_labels(
    labels: Int64[Tensor, "examples"], transition: Float[Tensor, "classes classes"], generator: torch.Generator
) -> Int64[Tensor, "examples"]:
    """Observed labels, each drawn from the row of its true class.

    Args:
        labels: true classes, counted from 0.
        transition: the transition matrix, a row for each true class.
        generator: source of the noise.

    Returns:
        One observed label per example.

    Raises:
        ValueError: if a row of `transition` is no distribution, or a label is not one of the classes.

    Example:
        ```python
        import torch
        from notes.noisy_labels.transition import noisy_labels, symmetric_noise

        labels = torch.zeros(1000, dtype=torch.int64)
        observed = noisy_labels(labels, symmetric_noise(10, 0.0), torch.Generator().manual_seed(0))
        print((observed == labels).float().mean().item())
        #> 1.0
        ```
    """
    require_stochastic(transition)
    classes = len(transition)
    require((labels >= 0) & (labels < classes), "labels", f"a class from 0 to {classes - 1}", labels)
    return torch.multinomial(transition[labels], 1, generator=generator).squeeze(1)


def require_stochastic(transition: Float[Tensor, "*batch classes classes"]) -> None:
    """Refuse a matrix whose rows are not distributions.

    Args:
        transition: the matrix, or a batch of them.

    Raises:
        ValueError: if an entry is negative or a row does not sum to one.
    """
    require(transition >= 0, "transition", "non-negative", transition)
    require((transition.sum(-1) - 1).abs() < 1e-4, "transition", "of rows that sum to one", transition)


def _require_noise(classes: int, rate: float) -> None:
    if classes < 2:
        raise ValueError(f"`classes` must be at least 2, got {classes}")
    if not 0 <= rate <= 1:
        raise ValueError(f"`rate` must be between 0 and 1, got {rate}")
