"""Early-learning regularisation: the network is held to what it believed before it began to memorise."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite


@jaxtyped(typechecker=beartype)
def ensembled_targets(
    targets: Float[Tensor, "*batch classes"], probabilities: Float[Tensor, "*batch classes"], momentum: float = 0.7
) -> Float[Tensor, "*batch classes"]:
    r"""Targets moved a little towards the present predictions: an average over the epochs that fades with age.

    $$\tau \leftarrow \beta\, \tau + (1 - \beta)\, p$$

    Args:
        targets: the targets $\tau$ so far.
        probabilities: the present predictions $p$; no gradient flows through them.
        momentum: the share $\beta$ of the old target that stays, from 0 to below 1.

    Returns:
        The new targets.

    Raises:
        ValueError: if `momentum` is out of its range.

    Example:
        ```python
        import torch
        from notes.noisy_labels.early_learning import ensembled_targets

        targets = ensembled_targets(torch.tensor([0.5, 0.5]), torch.tensor([1.0, 0.0]), momentum=0.75)
        print(targets.tolist())
        #> [0.625, 0.375]
        ```

    Reference: S. Laine and T. Aila, Temporal Ensembling for Semi-Supervised Learning, 2017.
    """
    require_finite(targets=targets, probabilities=probabilities)
    if not 0 <= momentum < 1:
        raise ValueError(f"`momentum` must be at least 0 and below 1, got {momentum}")
    return momentum * targets + (1 - momentum) * probabilities.detach()


@jaxtyped(typechecker=beartype)
def early_learning_penalty(
    probabilities: Float[Tensor, "*batch classes"], targets: Float[Tensor, "*batch classes"]
) -> Float[Tensor, "*batch"]:
    r"""Logarithm that falls without bound as the prediction comes to agree with its earlier self.

    $$\log\left( 1 - \langle p, \tau \rangle \right)$$

    Args:
        probabilities: predictions $p$.
        targets: what the network believed, $\tau$; no gradient flows through them.

    Returns:
        One penalty per example, not above zero.

    Raises:
        ValueError: if an inner product is not below one.

    Example:
        ```python
        import torch
        from notes.noisy_labels.early_learning import early_learning_penalty

        p, t = torch.tensor([[0.5, 0.5], [0.9, 0.1]]), torch.tensor([[1.0, 0.0], [1.0, 0.0]])
        print([round(penalty, 4) for penalty in early_learning_penalty(p, t).tolist()])
        #> [-0.6931, -2.3026]
        ```

    Reference: S. Liu et al., Early-Learning Regularization Prevents Memorization of Noisy Labels, 2020, equation 6.
    """
    agreement = (probabilities * targets.detach()).sum(-1)
    require(agreement < 1, "probabilities", "such that the inner product with the targets is below one", agreement)
    return torch.log(1 - agreement)
