"""Sample selection: training on the examples of small loss, which are more often rightly labelled."""

from jaxtyping import Bool, Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_not_negative, require_sizes


@jaxtyped(typechecker=beartype)
def keep_rate(epoch: int, noise: Float[Tensor, "*runs"], warm_up: int) -> Float[Tensor, "*runs"]:
    r"""Share of the examples to keep: all at first, then fewer, down to the share that is rightly labelled.

    $$\kappa(E) = 1 - \eta \min\left( \frac{E}{E_0}, 1 \right)$$

    Args:
        epoch: the epoch $E$, counted from 0.
        noise: the share $\eta$ of wrong labels, known or estimated.
        warm_up: the epoch $E_0$ from which the share stays as it is; positive.

    Returns:
        One share per run.

    Raises:
        ValueError: if `epoch` is negative, `warm_up` not positive, or `noise` no share below one.

    Example:
        ```python
        import torch
        from notes.noisy_labels.selection import keep_rate

        print([round(keep_rate(epoch, torch.tensor(0.4), 20).item(), 2) for epoch in (0, 10, 20, 50)])
        #> [1.0, 0.8, 0.6, 0.6]
        ```

    Reference: B. Han et al., Co-teaching: Robust Training of Deep Neural Networks with Extremely Noisy Labels, 2018.
    """
    require_not_negative(epoch=epoch)
    require_sizes(warm_up=warm_up)
    require((noise >= 0) & (noise < 1), "noise", "at least 0 and below 1", noise)
    return 1 - noise * min(epoch / warm_up, 1)


@jaxtyped(typechecker=beartype)
def small_loss_selection(
    losses: Float[Tensor, "*runs examples"], share: Float[Tensor, "*runs"]
) -> Bool[Tensor, "*runs examples"]:
    """Which examples are among the given share of smallest losses.

    Args:
        losses: one loss per example.
        share: the share to select, above 0 and at most 1; rounded to a whole number of examples, at least one.

    Returns:
        One truth value per example.

    Raises:
        ValueError: if `share` is out of its range.

    Example:
        ```python
        import torch
        from notes.noisy_labels.selection import small_loss_selection

        print(small_loss_selection(torch.tensor([0.1, 2.0, 0.3, 1.5]), torch.tensor(0.5)).tolist())
        #> [True, False, True, False]
        ```
    """
    require((share > 0) & (share <= 1), "share", "above 0 and at most 1", share)
    count = (share * losses.shape[-1]).round().clamp(min=1)
    place = losses.detach().argsort(dim=-1, stable=True).argsort(dim=-1)
    return place < count.unsqueeze(-1)


@jaxtyped(typechecker=beartype)
def selection_precision(
    selected: Bool[Tensor, "*runs examples"], clean: Bool[Tensor, "*runs examples"]
) -> Float[Tensor, "*runs"]:
    r"""Share of the selected examples whose label is right.

    $$\text{precision} = \frac{\#\{i \text{ selected}, \tilde y_i = y_i\}}{\#\{i \text{ selected}\}}$$

    Args:
        selected: which examples were selected.
        clean: whose observed label is the true class.

    Returns:
        One share per run.

    Raises:
        ValueError: if a run selected nothing.

    Example:
        ```python
        import torch
        from notes.noisy_labels.selection import selection_precision

        selected, clean = torch.tensor([True, True, False]), torch.tensor([True, False, True])
        print(selection_precision(selected, clean).item())
        #> 0.5
        ```
    """
    count = selected.sum(-1)
    require(count > 0, "selected", "true somewhere in every run, but the count", count)
    return (selected & clean).sum(-1) / count
