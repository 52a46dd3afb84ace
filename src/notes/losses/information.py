"""Entropy, cross entropy and the Kullback-Leibler divergence of distributions over finitely many outcomes.

All are in nats. An outcome that never happens costs nothing ($0 \\log 0 = 0$); one that happens although it was given
probability zero costs infinitely much.
"""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_distributions


@jaxtyped(typechecker=beartype)
def entropy(p: Float[Tensor, "*batch outcomes"]) -> Float[Tensor, "*batch"]:
    r"""Expected surprise of a distribution about itself.

    $$H(p) = -\sum_k p_k \log p_k$$

    Args:
        p: probabilities, the outcomes last.

    Returns:
        Entropy in nats, between 0 and the logarithm of the number of outcomes.

    Raises:
        ValueError: if `p` is negative somewhere or does not sum to one.

    Example:
        ```python
        import torch
        from notes.losses.information import entropy

        print([round(h, 4) for h in entropy(torch.tensor([[0.5, 0.5], [0.9, 0.1], [1.0, 0.0]])).tolist()])
        #> [0.6931, 0.3251, 0.0]
        ```

    Reference: C. E. Shannon, A Mathematical Theory of Communication, 1948.
    """
    require_distributions(p=p)
    return torch.special.entr(p).sum(-1)


@jaxtyped(typechecker=beartype)
def cross_entropy(p: Float[Tensor, "*batch outcomes"], q: Float[Tensor, "*batch outcomes"]) -> Float[Tensor, "*batch"]:
    r"""Expected surprise of who believes `q` while `p` is true.

    $$H(p, q) = -\sum_k p_k \log q_k$$

    Args:
        p: true probabilities, the outcomes last.
        q: believed probabilities.

    Returns:
        Cross entropy in nats; infinite where `q` is zero on an outcome of positive `p`.

    Raises:
        ValueError: if `p` or `q` is negative somewhere or does not sum to one.

    Example:
        ```python
        import torch
        from notes.losses.information import cross_entropy

        print(f"{cross_entropy(torch.tensor([1.0, 0.0]), torch.tensor([0.25, 0.75])):.4f}")
        #> 1.3863
        ```

    Reference: I. J. Good, Rational Decisions, 1952.
    """
    require_distributions(p=p, q=q)
    never = (p == 0) & (q == 0)  # 0 log 0 = 0, and its derivative is zero
    return -torch.special.xlogy(p, q.masked_fill(never, 1.0)).sum(-1)


@jaxtyped(typechecker=beartype)
def kl_divergence(p: Float[Tensor, "*batch outcomes"], q: Float[Tensor, "*batch outcomes"]) -> Float[Tensor, "*batch"]:
    r"""Surprise in excess of the unavoidable when `q` is believed and `p` is true.

    $$D_{\mathrm{KL}}(p \,\|\, q) = \sum_k p_k \log \frac{p_k}{q_k} = H(p, q) - H(p)$$

    It is not symmetric: `q` must cover every outcome of `p`, and not the other way round.

    Args:
        p: true probabilities, the outcomes last.
        q: believed probabilities.

    Returns:
        Divergence in nats, zero if and only if the two agree; infinite where `q` is zero on an outcome of positive `p`.

    Raises:
        ValueError: if `p` or `q` is negative somewhere or does not sum to one.

    Example:
        ```python
        import torch
        from notes.losses.information import kl_divergence

        p, q = torch.tensor([0.5, 0.5]), torch.tensor([1.0, 0.0])
        print(kl_divergence(p, q).item(), f"{kl_divergence(q, p):.4f}")
        #> inf 0.6931
        ```

    Reference: S. Kullback and R. A. Leibler, On Information and Sufficiency, 1951.
    """
    return cross_entropy(p, q) - entropy(p)
