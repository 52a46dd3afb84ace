"""Learning from preferences: the best policy that stays near a reference, and the loss that reaches it from pairs."""

from typing import NamedTuple

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor
from torch.nn.functional import softplus

from notes.domain import (
    beartype,
    require_below,
    require_distributions,
    require_finite,
    require_positive,
    require_shape,
    require_sizes,
    require_some,
)


class Preferences(NamedTuple):
    """Pairs of answers, of which one was preferred.

    Attributes:
        chosen: the answer that was preferred.
        rejected: the other one.
    """

    chosen: Int64[Tensor, " pairs"]
    rejected: Int64[Tensor, " pairs"]


@jaxtyped(typechecker=beartype)
def optimal_policy(
    reference: Float[Tensor, "*batch answers"], rewards: Float[Tensor, "*batch answers"], strength: float
) -> Float[Tensor, "*batch answers"]:
    r"""Log probabilities of the policy with the most reward less its divergence from a reference.

    $$\log \pi^*(y) = \log \pi_0(y) + \frac{r(y)}{\beta} - \log Z$$

    Args:
        reference: log probabilities $\log \pi_0$ of the answers.
        rewards: the reward $r$ of each answer.
        strength: the price $\beta$ of the divergence, positive.

    Returns:
        The log probabilities of the best policy.

    Raises:
        ValueError: if an entry is not finite, or `strength` is not positive.

    Example:
        ```python
        import math
        import torch
        from notes.transformers.preference import optimal_policy

        reference, rewards = torch.tensor([0.5, 0.5]).log(), torch.tensor([math.log(9), 0.0])
        print([f"{p:.2f}" for p in optimal_policy(reference, rewards, 1.0).exp().tolist()])
        #> ['0.90', '0.10']
        ```

    Reference: R. Rafailov et al., Direct Preference Optimization: Your Language Model Is Secretly a Reward Model, 2023,
    equation 4.
    """
    require_finite(reference=reference, rewards=rewards)
    require_positive(strength=strength)
    return (reference + rewards / strength).log_softmax(dim=-1)


@jaxtyped(typechecker=beartype)
def preference_loss(
    policy: Float[Tensor, " answers"], reference: Float[Tensor, " answers"], pairs: Preferences, strength: float
) -> Float[Tensor, ""]:
    r"""Mean surprise at the preferences, of a policy that stands for its own reward.

    $$-\log \sigma\Big(\beta \log \frac{\pi(y^+)}{\pi_0(y^+)} - \beta \log \frac{\pi(y^-)}{\pi_0(y^-)}\Big)$$

    Args:
        policy: log probabilities $\log \pi$ of the answers.
        reference: those of the reference $\pi_0$.
        pairs: numbers of the answers $y^+$ that were chosen and $y^-$ that were rejected.
        strength: the price $\beta$ of the divergence, positive.

    Returns:
        The loss, in nats a pair.

    Raises:
        ValueError: if an entry is not finite, there is no pair, a pair names no answer, or `strength` is not positive.

    Example:
        ```python
        import torch
        from notes.transformers.preference import Preferences, preference_loss

        same, pair = torch.tensor([0.5, 0.5]).log(), Preferences(torch.tensor([0]), torch.tensor([1]))
        print(f"{preference_loss(same, same, pair, 1.0):.4f}")
        #> 0.6931
        ```

    Reference: R. Rafailov et al., Direct Preference Optimization: Your Language Model Is Secretly a Reward Model, 2023,
    equation 7.
    """
    require_finite(policy=policy, reference=reference)
    require_positive(strength=strength)
    require_some(chosen=pairs.chosen)
    require_shape(pairs.chosen.shape, rejected=pairs.rejected)
    require_below(len(policy), chosen=pairs.chosen, rejected=pairs.rejected)
    rewards = strength * (policy - reference)
    margins = rewards[pairs.chosen] - rewards[pairs.rejected]
    return softplus(-margins).mean()  # minus the logarithm of the logistic function


@jaxtyped(typechecker=beartype)
def drawn_preferences(
    policy: Float[Tensor, " answers"], rewards: Float[Tensor, " answers"], number: int, generator: torch.Generator
) -> Preferences:
    r"""Pairs of different answers of a policy, and which of them is preferred by Bradley and Terry's rule.

    $$P(y \text{ preferred to } z) = \sigma(r(y) - r(z))$$

    Args:
        policy: probabilities of the answers, two of them at least positive.
        rewards: the reward $r$ of each answer.
        number: how many pairs, at least 1.
        generator: source of randomness.

    Returns:
        The pairs.

    Raises:
        ValueError: if the policy is no distribution or gives one answer only, a reward is not finite, or `number` is
            below 1.

    Reference: R. A. Bradley and M. E. Terry, Rank Analysis of Incomplete Block Designs: I. The Method of Paired
    Comparisons, 1952.
    """
    require_distributions(policy=policy)
    require_finite(rewards=rewards)
    require_sizes(2, policy=int((policy > 0).sum()))
    require_sizes(number=number)
    first, second = torch.multinomial(policy.expand(number, -1), 2, generator=generator).unbind(dim=1)
    chance = torch.sigmoid(rewards[first] - rewards[second])
    first_wins = torch.rand(number, generator=generator, device=generator.device) < chance
    return Preferences(first.where(first_wins, second), second.where(first_wins, first))
