"""Loss correction: training on noisy labels, with a known transition matrix, as if they were clean."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable
from notes.losses.categorical import log_softmax
from notes.noisy_labels.transition import require_stochastic


@jaxtyped(typechecker=beartype)
def forward_loss(
    logits: Float[Tensor, "*runs examples classes"],
    labels: Int64[Tensor, "*runs examples"],
    transition: Float[Tensor, "*runs classes classes"],
) -> Float[Tensor, "*runs examples"]:
    r"""Cross entropy of the observed label under the prediction passed through the noise.

    $$\ell^{\rightarrow}(f, \tilde y) = -\log \sum_{i=1}^{c} T_{i \tilde y}\, p_i, \qquad p = \operatorname{softmax} f$$

    Args:
        logits: raw outputs of the network.
        labels: observed labels.
        transition: the matrix $T$, a row for each true class.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if a label is no class, a row of `transition` is no distribution, or a logit is not finite.

    Example:
        ```python
        import torch
        from notes.noisy_labels.correction import forward_loss
        from notes.noisy_labels.transition import symmetric_noise

        logits = torch.tensor([[20.0, 0.0]])
        print(f"{forward_loss(logits, torch.tensor([1]), symmetric_noise(2, 0.25)).item():.4f}")
        #> 1.3863
        ```

    Reference: G. Patrini et al., Making Deep Neural Networks Robust to Label Noise: A Loss Correction Approach, 2017.
    """
    require_stochastic(transition)
    columns = _of_labels(transition.transpose(-1, -2), labels)
    return -torch.logsumexp(columns.log() + log_softmax(logits), dim=-1)


@jaxtyped(typechecker=beartype)
def backward_loss(
    logits: Float[Tensor, "*runs examples classes"],
    labels: Int64[Tensor, "*runs examples"],
    transition: Float[Tensor, "*runs classes classes"],
) -> Float[Tensor, "*runs examples"]:
    r"""Combination of the losses of all classes whose mean over the noise is the loss of the true class.

    $$\ell^{\leftarrow}(f, \tilde y) = \sum_{k=1}^{c} \left( T^{-1} \right)_{\tilde y k} \ell(f, k),
    \qquad \ell(f, k) = -\log p_k$$

    Some of its weights are negative, and so it has no lower bound.

    Args:
        logits: raw outputs of the network.
        labels: observed labels.
        transition: the matrix $T$, invertible, a row for each true class.

    Returns:
        One loss per example, in nats; it may be negative.

    Raises:
        ValueError: if a label is no class, `transition` has no inverse or a row that is no distribution, or a logit is
            not finite, or an argument is of half precision, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.noisy_labels.correction import backward_loss
        from notes.noisy_labels.transition import symmetric_noise

        logits, transition = torch.tensor([[2.0, 0.0], [2.0, 0.0]]), symmetric_noise(2, 0.25)
        losses = backward_loss(logits, torch.tensor([0, 1]), transition)
        print([round(loss, 4) for loss in losses.tolist()])
        #> [-0.8731, 3.1269]
        ```

    Reference: N. Natarajan et al., Learning with Noisy Labels, 2013; G. Patrini et al., 2017.
    """
    require_decomposable(logits=logits, transition=transition)
    require_stochastic(transition)
    _require_invertible(transition)
    weights = _of_labels(torch.linalg.inv(transition), labels)
    return -(weights * log_softmax(logits)).sum(-1)


def _require_invertible(transition: Tensor) -> None:
    """Refuse what rounding can make singular: a smallest singular value that is lost beside the largest."""
    values = torch.linalg.svdvals(transition)
    floor = values[..., 0] * transition.shape[-1] * torch.finfo(transition.dtype).eps
    require(values[..., -1] > floor, "transition", "invertible, but its smallest singular value", values[..., -1])


def _of_labels(rows: Float[Tensor, "*runs classes classes"], labels: Int64[Tensor, "*runs examples"]) -> Tensor:
    """For each example the row of its label."""
    classes = rows.shape[-1]
    require((labels >= 0) & (labels < classes), "labels", f"a class from 0 to {classes - 1}", labels)
    return rows.take_along_dim(labels.unsqueeze(-1), -2)
