"""Multiclass cross entropy: softmax turns real outputs into probabilities, the log of the true class's is the loss."""

from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_distributions, require_finite


@jaxtyped(typechecker=beartype)
def log_softmax(logits: Float[Tensor, "*batch classes"]) -> Float[Tensor, "*batch classes"]:
    r"""Logarithm of `softmax`, without the overflow of its exponentials or the log of zero.

    $$\log \operatorname{softmax}_k(f) = f_k - \log \sum_{j=1}^{K} e^{f_j}$$

    Adding a number to all outputs changes nothing, so the largest is taken away first: every exponential is then at
    most one, and their sum at least one.

    Args:
        logits: real outputs $f$, the classes last.

    Returns:
        Log probabilities of the same shape.

    Raises:
        ValueError: if there is no class, or a logit is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.categorical import log_softmax

        print([round(value, 4) for value in log_softmax(torch.tensor([1e4, 1e4, -1e4])).tolist()])
        #> [-0.6931, -0.6931, -20000.6934]
        ```

    Reference: J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990.
    """
    if logits.shape[-1] == 0:
        raise ValueError(f"`logits` must hold a class, got shape {tuple(logits.shape)}")
    require_finite(logits=logits)
    shifted = logits - logits.amax(-1, keepdim=True).detach()
    return shifted - shifted.exp().sum(-1, keepdim=True).log()


@jaxtyped(typechecker=beartype)
def softmax(logits: Float[Tensor, "*batch classes"]) -> Float[Tensor, "*batch classes"]:
    r"""Probabilities proportional to the exponentials of the outputs.

    $$\operatorname{softmax}_k(f) = \frac{e^{f_k}}{\sum_{j=1}^{K} e^{f_j}}$$

    Args:
        logits: real outputs $f$, the classes last.

    Returns:
        Probabilities of the same shape, which sum to one over the classes.

    Raises:
        ValueError: if there is no class, or a logit is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.categorical import softmax

        print([round(value, 4) for value in softmax(torch.tensor([2.0, 1.0, 0.0])).tolist()])
        #> [0.6652, 0.2447, 0.09]
        ```

    Reference: J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990.
    """
    return log_softmax(logits).exp()


@jaxtyped(typechecker=beartype)
def categorical_nll(
    logits: Float[Tensor, "*batch classes"], targets: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Multiclass cross entropy: negative log probability of each true class.

    $$-\log P(y \mid f) = -f_y + \log \sum_{k=1}^{K} e^{f_k}$$

    Args:
        logits: real outputs $f$, the classes last.
        targets: true classes $y$, counted from 0.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if a target is not one of the classes, or a logit is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.categorical import categorical_nll

        logits = torch.tensor([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
        print([round(loss, 4) for loss in categorical_nll(logits, torch.tensor([0, 2])).tolist()])
        #> [0.4076, 1.0986]
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, equation 4.108.
    """
    classes = logits.shape[-1]
    require((targets >= 0) & (targets < classes), "targets", f"a class from 0 to {classes - 1}", targets)
    return -log_softmax(logits).take_along_dim(targets.unsqueeze(-1), -1).squeeze(-1)


@jaxtyped(typechecker=beartype)
def soft_target_nll(
    logits: Float[Tensor, "*batch classes"], targets: Float[Tensor, "*batch classes"]
) -> Float[Tensor, "*batch"]:
    r"""Cross entropy of the predicted classes under a target that is itself a distribution over them.

    $$\ell = -\sum_{k=1}^{K} t_k \log \operatorname{softmax}_k(f)$$

    For a one-hot target it is `categorical_nll`.

    Args:
        logits: real outputs $f$, the classes last.
        targets: probabilities $t$ of the classes.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if a target is negative somewhere or does not sum to one, or a logit is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.categorical import soft_target_nll

        print(f"{soft_target_nll(torch.zeros(2), torch.tensor([0.75, 0.25])):.4f}")
        #> 0.6931
        ```

    Reference: C. Szegedy et al., Rethinking the Inception Architecture for Computer Vision, 2016, section 7.
    """
    require_distributions(targets=targets)
    return -(targets * log_softmax(logits)).sum(-1)
