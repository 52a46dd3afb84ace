"""Shallow networks trained side by side, one per seed, so that every measurement comes with its spread."""

from collections.abc import Callable

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor, nn

from notes.domain import (
    beartype,
    require,
    require_below,
    require_decomposable,
    require_finite,
    require_not_negative,
    require_sizes,
    require_some,
)


class ShallowEnsemble(nn.Module):
    r"""Independent shallow ReLU classifiers of one size; their parameters share tensors and nothing else.

    $$f_s[x] = \beta_s + \Omega_s \operatorname{ReLU}(b_s + W_s x)$$

    Weights are drawn uniformly with He's variance, 2 over the number of inputs of their layer; biases are zero.

    Args:
        members: number of networks.
        inputs: number of inputs of each.
        hidden: number of hidden units of each.
        outputs: number of outputs of each.
        generator: source of the weights.

    Example:
        ```python
        import torch
        from notes.generalization.ensembles import ShallowEnsemble

        networks = ShallowEnsemble(3, 40, 8, 10, torch.Generator().manual_seed(0))
        print(networks(torch.zeros(3, 5, 40)).shape, networks.parameters_each)
        #> torch.Size([3, 5, 10]) 418
        ```
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, members: int, inputs: int, hidden: int, outputs: int, generator: torch.Generator):
        require_sizes(inputs=inputs, hidden=hidden)
        require_sizes(0, members=members, outputs=outputs)
        super().__init__()

        def weights(fan_in: int, fan_out: int) -> nn.Parameter:
            uniform = 2 * torch.rand(members, fan_in, fan_out, generator=generator) - 1
            return nn.Parameter(uniform * (6 / fan_in) ** 0.5)

        self.inner = weights(inputs, hidden)
        self.inner_bias = nn.Parameter(torch.zeros(members, 1, hidden))
        self.outer = weights(hidden, outputs)
        self.outer_bias = nn.Parameter(torch.zeros(members, 1, outputs))

    @property
    def parameters_each(self) -> int:
        """Number of parameters of one network."""
        return sum(parameter[0].numel() for parameter in self.parameters())

    @jaxtyped(typechecker=beartype)
    def hidden(self, x: Float[Tensor, "members samples inputs"]) -> Float[Tensor, "members samples hidden"]:
        """Hidden units of each network on its own samples."""
        return torch.relu(x @ self.inner + self.inner_bias)

    @jaxtyped(typechecker=beartype)
    def head(self, hidden: Float[Tensor, "members samples hidden"]) -> Float[Tensor, "members samples outputs"]:
        """Outputs of each network from its hidden units."""
        return hidden @ self.outer + self.outer_bias

    def forward(self, x: Tensor) -> Tensor:
        """Outputs of each network on its own samples."""
        return self.head(self.hidden(x))


@jaxtyped(typechecker=beartype)
def ensemble_cross_entropy(
    logits: Float[Tensor, "members samples classes"], labels: Int[Tensor, "members samples"]
) -> Float[Tensor, "members"]:
    """Mean cross entropy of each network on its own samples.

    Args:
        logits: outputs of the networks.
        labels: classes of the samples.

    Returns:
        One loss per network, in nats.

    Raises:
        ValueError: if there is no sample, a label is no class, or a logit is not finite.
    """
    require_some(logits=logits)
    require_finite(logits=logits)
    require_below(logits.shape[-1], labels=labels)
    losses = nn.functional.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
    return losses.mean(1)


@jaxtyped(typechecker=beartype)
def ensemble_error(
    logits: Float[Tensor, "members samples classes"], labels: Int[Tensor, "members samples"]
) -> Float[Tensor, "members"]:
    """Share of samples that each network classifies wrongly.

    Args:
        logits: outputs of the networks.
        labels: classes of the samples.

    Returns:
        One error per network, from 0 to 1.

    Raises:
        ValueError: if there is no sample, a label is no class, or a logit is not finite.
    """
    require_some(logits=logits)
    require_finite(logits=logits)
    require_below(logits.shape[-1], labels=labels)
    return (logits.argmax(2) != labels).float().mean(1)


@beartype
def trained_ensemble(
    networks: ShallowEnsemble,
    loss: Callable[[ShallowEnsemble], Float[Tensor, "members"]],
    steps: int,
    rate: float = 0.01,
    decay: float = 0.0,
) -> ShallowEnsemble:
    """The networks after Adam steps on their losses, the learning rate falling to zero along a cosine.

    Args:
        networks: trained in place.
        loss: loss of each network at this step: the full batch, or what augmentation and dropout make of it.
        steps: number of steps; positive.
        rate: learning rate of the first step.
        decay: decoupled weight decay (AdamW).

    Returns:
        The same networks. Their sum of losses is minimised, so none of them feels the others.

    Raises:
        ValueError: if `steps` is not positive, `rate` or `decay` is negative, NaN or infinite or so large that weights
            become so, or the networks are of half precision.
    """
    require_decomposable(networks=networks.inner)
    require_not_negative(rate=rate, decay=decay)
    if steps < 1:
        raise ValueError(f"`steps` must be positive, got {steps}")
    optimizer = torch.optim.AdamW(networks.parameters(), lr=rate, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        optimizer.zero_grad()
        loss(networks).sum().backward()
        optimizer.step()
        schedule.step()
    require(networks.inner.isfinite(), "rate", "small enough for the weights to stay finite", rate)
    return networks
