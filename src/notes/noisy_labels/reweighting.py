"""Learning to reweight: each example counts as much as training on it lowers the loss of a small clean set."""

from collections.abc import Callable, Sequence

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_positive

Parameters = tuple[Tensor, ...]


@jaxtyped(typechecker=beartype)
def meta_gradient(
    losses: Callable[[Parameters], Tensor],
    trusted_loss: Callable[[Parameters], Tensor],
    parameters: Sequence[Tensor],
    rate: float = 1.0,
) -> Float[Tensor, "*runs examples"]:
    r"""Derivative of the clean loss after one step by the weight that each example had in that step, at weight zero.

    $$\left. \frac{\partial}{\partial \varepsilon_i} L^{\text{clean}}\Big( \phi - \rho \nabla_\phi
    \sum_{j} \varepsilon_j \ell_j(\phi) \Big) \right|_{\varepsilon = 0}$$

    It is taken by differentiating through the step, not by its closed form.

    Args:
        losses: one training loss per example (and run) as a function of the parameters.
        trusted_loss: the loss on the clean set, a scalar (the sum over runs), as a function of the parameters.
        parameters: the parameters $\phi$; they must require gradients.
        rate: size $\rho$ of the step that is looked ahead.

    Returns:
        One derivative per example; negative where the example helps.

    Raises:
        ValueError: if `rate` is not positive or a parameter asks for no gradient.

    Example:
        ```python
        import torch
        from notes.noisy_labels.reweighting import meta_gradient

        slope, targets = torch.tensor(0.0, requires_grad=True), torch.tensor([2.0, -2.0])
        gradient = meta_gradient(lambda p: (p[0] - targets) ** 2, lambda p: (p[0] - 2.0) ** 2, [slope], rate=0.5)
        print(gradient.tolist())
        #> [-8.0, 8.0]
        ```

    Reference: M. Ren, W. Zeng, B. Yang and R. Urtasun, Learning to Reweight Examples for Robust Deep Learning, 2018.
    """
    if not all(one.requires_grad for one in parameters):
        raise ValueError("`parameters` must ask for gradients, got one that does not")
    require_positive(rate=rate)
    phi = tuple(parameters)
    per_example = losses(phi)
    weights = torch.zeros_like(per_example, requires_grad=True)
    slopes = torch.autograd.grad((weights * per_example).sum(), phi, create_graph=True)
    ahead = tuple(p - rate * slope for p, slope in zip(phi, slopes, strict=True))
    return torch.autograd.grad(trusted_loss(ahead), weights)[0]


@jaxtyped(typechecker=beartype)
def example_weights(gradient: Float[Tensor, "*runs examples"]) -> Float[Tensor, "*runs examples"]:
    r"""Weights from the meta-gradient: the helpful examples in proportion to their help, the others none.

    $$w_i = \frac{\max(-z_i, 0)}{\sum_j \max(-z_j, 0)}$$

    Args:
        gradient: the meta-gradient $g$.

    Returns:
        Weights that sum to one in each run, or are all zero where no example helps.

    Raises:
        ValueError: if `gradient` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.noisy_labels.reweighting import example_weights

        print(example_weights(torch.tensor([-3.0, 2.0, -1.0])).tolist())
        #> [0.75, 0.0, 0.25]
        ```

    Reference: M. Ren, W. Zeng, B. Yang and R. Urtasun, Learning to Reweight Examples for Robust Deep Learning, 2018.
    """
    require_finite(gradient=gradient)
    helpful = (-gradient).clamp(min=0)
    total = helpful.sum(-1, keepdim=True)
    return helpful / torch.where(total > 0, total, 1.0)
