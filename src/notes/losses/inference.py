"""Inference: what a model says about an unseen target, as a whole distribution or as one value."""

from collections.abc import Callable

from jaxtyping import Float, Num, jaxtyped
from torch import Tensor
from torch.distributions import Distribution

from notes.domain import beartype, require_finite


@jaxtyped(typechecker=beartype)
def predictive_distribution(
    family: Callable[[Tensor], Distribution],
    model: Callable[[Tensor], Tensor],
    inputs: Float[Tensor, "examples *features"],
) -> Distribution:
    r"""Distribution over the target of each input: its parameters are made of the model's outputs.

    $$p(y \mid x, \phi) = p(y \mid \theta = g(f(x, \phi)))$$

    Args:
        family: turns raw outputs into distributions, one per example, through the inverse link $g$.
        model: maps inputs to raw outputs.
        inputs: the inputs $x$.

    Returns:
        One distribution per example.

    Raises:
        ValueError: if an input is not finite.

    Example:
        ```python
        import torch
        from torch.distributions import Poisson
        from notes.losses.inference import predictive_distribution

        visits = predictive_distribution(lambda f: Poisson(f.exp()), lambda x: 2 * x, torch.tensor([0.0, 1.0]))
        print([round(rate, 4) for rate in visits.mean.tolist()])
        #> [1.0, 7.3891]
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 1.2.5.
    """
    require_finite(inputs=inputs)
    return family(model(inputs))


@jaxtyped(typechecker=beartype)
def mode(distribution: Distribution) -> Num[Tensor, "..."]:
    r"""The most probable target of each distribution, a point estimate.

    $$\hat y = \arg\max_y \, p(y \mid x, \hat\phi)$$

    Args:
        distribution: predicted distributions, one per example.

    Returns:
        One value per example. Of several classes, counts or angles that are equally probable it is one.

    Raises:
        ValueError: if a Bernoulli gives both outcomes probability one half, a tie for which PyTorch's answer is NaN.

    Example:
        ```python
        import torch
        from torch.distributions import Categorical
        from notes.losses.inference import mode

        print(mode(Categorical(probs=torch.tensor([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]]))).tolist())
        #> [1, 0]
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 1.5.1.
    """
    values = distribution.mode
    if values.isnan().any():
        raise ValueError(f"`distribution` must have a mode, got a tie in {distribution}")
    return values
