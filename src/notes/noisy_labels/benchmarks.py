"""What an accuracy says that was measured on noisy test labels."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_share, require_sizes


@jaxtyped(typechecker=beartype)
def accuracy_on_clean_labels(measured: Float[Tensor, "*batch"], classes: int, rate: float) -> Float[Tensor, "*batch"]:
    r"""Accuracy on clean labels, from that on test labels with symmetric noise that is independent of the classifier.

    $$A = \frac{\tilde A - \frac{\eta}{c - 1}}{1 - \frac{\eta\, c}{c - 1}}$$

    It can leave the interval from 0 to 1 where the measured one cannot be had under this noise.

    Args:
        measured: the accuracy $\tilde A$ on noisy labels.
        classes: number of classes $c$, at least two.
        rate: the share $\eta$ of wrong test labels, at least 0 and below $1 - 1/c$.

    Returns:
        The accuracy $A$.

    Raises:
        ValueError: if `measured` is no share, there are fewer than two classes, or `rate` is out of its range.

    Example:
        ```python
        import torch
        from notes.noisy_labels.benchmarks import accuracy_on_clean_labels

        print(f"{accuracy_on_clean_labels(torch.tensor(0.75), classes=2, rate=0.25).item():.3f}")
        #> 1.000
        ```

    Reference: C. G. Northcutt, A. Athalye and J. Mueller, Pervasive Label Errors in Test Sets Destabilize Machine
    Learning Benchmarks, 2021, for how often test labels are wrong.
    """
    require_share(measured=measured)
    require_sizes(least=2, classes=classes)
    require(0 <= rate < 1 - 1 / classes, "rate", "at least 0 and below 1 - 1 / classes", rate)
    by_chance = rate / (classes - 1)
    return (measured - by_chance) / (1 - classes * by_chance)
