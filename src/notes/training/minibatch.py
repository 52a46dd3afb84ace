"""Batches drawn without replacement, the gradient that each gives, and how far it strays from the full one."""

from collections.abc import Callable, Iterator

import torch
from jaxtyping import Float, Int, Shaped, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below, require_finite, require_sizes, require_some
from notes.training.descent import Gradient


def _refuse_bad_batch(batch_size: int, samples: int) -> None:
    if not 1 <= batch_size <= samples:
        raise ValueError(f"`batch_size` must lie between 1 and the {samples} samples, got {batch_size}")


@jaxtyped(typechecker=beartype)
def shuffled_batches(
    samples: int, batch_size: int, generator: torch.Generator, runs: int = 1
) -> Iterator[Int[Tensor, "runs batch"]]:
    """Indices of one batch after another, without end: every epoch is a fresh shuffle, cut into batches.

    Args:
        samples: how many samples there are.
        batch_size: how many make a batch, between 1 and `samples`; the last batch of an epoch holds what is left.
        generator: source of the randomness.
        runs: independent shuffles side by side.

    Yields:
        The indices of the next batch, of every run.

    Raises:
        ValueError: if `batch_size` or `runs` is out of its range.

    Example:
        ```python
        from itertools import islice

        import torch
        from notes.training.minibatch import shuffled_batches

        batches = shuffled_batches(5, batch_size=2, generator=torch.Generator().manual_seed(0))
        epoch = list(islice(batches, 3))
        print([batch.shape[1] for batch in epoch], sorted(torch.cat(epoch, dim=1).flatten().tolist()))
        #> [2, 2, 1] [0, 1, 2, 3, 4]
        ```
    """
    _refuse_bad_batch(batch_size, samples)
    require_sizes(runs=runs)

    def epochs() -> Iterator[Tensor]:
        while True:
            yield from (
                torch.rand(runs, samples, generator=generator, device=generator.device)
                .argsort(-1)
                .split(batch_size, dim=-1)
            )

    return epochs()


@jaxtyped(typechecker=beartype)
def stochastic_gradient(
    gradient: Callable[[Tensor, Tensor, Tensor], Tensor],
    inputs: Float[Tensor, "samples *features"],
    targets: Shaped[Tensor, "samples *outputs"],
    batches: Iterator[Tensor],
) -> Gradient:
    r"""The gradient on the next batch, at every call.

    $$g_t = \frac{1}{B} \sum_{i \in \mathcal{B}_t} \frac{\partial \ell_i(\phi_t)}{\partial \phi}$$

    Args:
        gradient: from parameters, inputs and targets to the gradient of their mean loss.
        inputs: the inputs of all samples, sample by sample along the first dimension.
        targets: the targets, likewise.
        batches: indices of the batches, as `shuffled_batches` yields them.

    Returns:
        A function of the parameters alone that `notes.training.descent.optimizer_path` can follow.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """

    require_finite(inputs=inputs, targets=targets)

    def next_gradient(parameters: Tensor) -> Tensor:
        batch = next(batches)
        require_below(len(inputs), batches=batch)
        return gradient(parameters, inputs[batch], targets[batch])

    return next_gradient


@jaxtyped(typechecker=beartype)
def variance_with_replacement(gradients: Float[Tensor, "samples *shape"], batch_size: int) -> Float[Tensor, "*shape"]:
    r"""Variance of the batch mean when every member is drawn from all samples.

    $$\operatorname{Var} g = \frac{\sigma^2}{B}, \qquad \sigma^2 = \frac1N \sum_{i=1}^N (g_i - \bar g)^2$$

    Args:
        gradients: one gradient $g_i$ a sample.
        batch_size: $B$, at least 1.

    Returns:
        The variance of each coordinate, in squared units of the gradient.

    Raises:
        ValueError: if `batch_size` is not positive, or a gradient is NaN or infinite.
    """
    require_some(gradients=gradients)
    require_sizes(batch_size=batch_size)
    require_finite(gradients=gradients)
    return gradients.var(0, correction=0) / batch_size


@jaxtyped(typechecker=beartype)
def variance_without_replacement(
    gradients: Float[Tensor, "samples *shape"], batch_size: int
) -> Float[Tensor, "*shape"]:
    r"""Variance of the batch mean when no sample can be drawn twice: the finite population correction.

    $$\operatorname{Var} g = \frac{\sigma^2}{B} \cdot \frac{N - B}{N - 1}$$

    Args:
        gradients: one gradient $g_i$ a sample, of at least two samples.
        batch_size: $B$, between 1 and the number of samples.

    Returns:
        The variance of each coordinate, in squared units of the gradient; zero for a batch of all samples.

    Raises:
        ValueError: if `batch_size` is out of its range, there is only one sample, or a gradient is NaN
            or infinite.

    Example:
        ```python
        import torch
        from notes.training.minibatch import variance_without_replacement

        gradients = torch.tensor([1.0, 2.0, 3.0, 6.0])
        print([round(variance_without_replacement(gradients, size).item(), 4) for size in (1, 2, 4)])
        #> [3.5, 1.1667, 0.0]
        ```

    Reference: W. G. Cochran, Sampling Techniques, 1977, theorem 2.2.
    """
    samples = len(gradients)
    _refuse_bad_batch(batch_size, samples)
    if samples < 2:
        raise ValueError(f"`gradients` must hold at least 2 samples, got {samples}")
    return variance_with_replacement(gradients, batch_size) * (samples - batch_size) / (samples - 1)
