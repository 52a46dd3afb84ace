"""The rows of the recipe that are exponential families, in one function: prediction minus target is their gradient."""

from collections.abc import Callable

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite


@jaxtyped(typechecker=beartype)
def exponential_family_nll(
    log_normaliser: Callable[[Tensor], Tensor], outputs: Float[Tensor, "*batch"], statistics: Float[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    r"""Negative log probability under an exponential family, but for what does not depend on the output.

    $$\ell = A(f) - f\, u(y), \qquad p(y \mid f) = h(y)\, e^{f u(y) - A(f)}$$

    Its gradient by $f$ is $A'(f) - u(y)$, and $A'(f)$ is the mean of $u(y)$: prediction minus target.

    Args:
        log_normaliser: $A$, one number for each output.
        outputs: natural parameters $f$.
        statistics: $u(y)$ of the targets.

    Returns:
        One loss per example, in nats, up to $\log h(y)$.

    Raises:
        ValueError: if an output, a statistic or a log-normaliser is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.losses.exponential_family import exponential_family_nll

        rates = torch.zeros(3).requires_grad_()
        exponential_family_nll(torch.exp, rates, torch.tensor([0.0, 1.0, 4.0])).sum().backward()
        print(rates.grad.tolist())
        #> [1.0, 0.0, -3.0]
        ```

    Reference: P. McCullagh and J. A. Nelder, Generalized Linear Models, 1989, section 2.2.2.
    """
    require_finite(outputs=outputs, statistics=statistics)
    normalisers = log_normaliser(outputs)
    require(normalisers.isfinite(), "outputs", "those of a finite log-normaliser", outputs)
    return normalisers - outputs * statistics
