"""Label smoothing: a target that leaves every class a small share, so that no logit has to grow without end."""

import math

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_share, require_sizes


@jaxtyped(typechecker=beartype)
def smoothed_targets(
    targets: Int64[Tensor, "*batch"], classes: int, smoothing: float = 0.1
) -> Float[Tensor, "*batch classes"]:
    r"""The one-hot target of each class, mixed with the uniform distribution.

    $$t_k = (1 - \varepsilon)\, \mathbb{1}[k = y] + \frac{\varepsilon}{K}$$

    Args:
        targets: true classes $y$, counted from 0.
        classes: their number $K$.
        smoothing: the share $\varepsilon$ of the uniform distribution, between 0 and 1.

    Returns:
        Probabilities, which sum to one over the classes.

    Raises:
        ValueError: if a target is not one of the classes, there is none, or `smoothing` is not between 0 and 1.

    Example:
        ```python
        import torch
        from notes.losses.label_smoothing import smoothed_targets

        print([round(share, 3) for share in smoothed_targets(torch.tensor(1), 4, 0.2).tolist()])
        #> [0.05, 0.85, 0.05, 0.05]
        ```

    Reference: C. Szegedy et al., Rethinking the Inception Architecture for Computer Vision, 2016, section 7.
    """
    require_sizes(classes=classes)
    require_share(smoothing=smoothing)
    require((targets >= 0) & (targets < classes), "targets", f"a class from 0 to {classes - 1}", targets)
    one_hot = torch.nn.functional.one_hot(targets, classes).to(torch.get_default_dtype())
    return (1 - smoothing) * one_hot + smoothing / classes


@jaxtyped(typechecker=beartype)
def smoothed_margin(classes: int, smoothing: float) -> float:
    r"""By how much the true logit leads each other one where the loss with smoothed targets is least.

    $$\log\left( 1 + \frac{K (1 - \varepsilon)}{\varepsilon} \right)$$

    Args:
        classes: their number $K$.
        smoothing: the share $\varepsilon$ of the uniform distribution, above 0 and at most 1.

    Returns:
        The margin, in nats.

    Raises:
        ValueError: if there is no class, or `smoothing` is not above 0 and at most 1.

    Example:
        ```python
        from notes.losses.label_smoothing import smoothed_margin

        print(f"{smoothed_margin(10, 0.1):.4f}")
        #> 4.5109
        ```

    Reference: R. Müller, S. Kornblith and G. Hinton, When Does Label Smoothing Help?, 2019.
    """
    require_sizes(classes=classes)
    require(0 < smoothing <= 1, "smoothing", "above 0 and at most 1", smoothing)
    return math.log1p(classes * (1 - smoothing) / smoothing)
