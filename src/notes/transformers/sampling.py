"""What the next token is drawn by: all probabilities, flattened or sharpened, or only those of the likeliest tokens."""

from jaxtyping import Bool, Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_distributions, require_finite, require_positive, require_sizes, require_some


@jaxtyped(typechecker=beartype)
def tempered(scores: Float[Tensor, "*batch tokens"], temperature: float) -> Float[Tensor, "*batch tokens"]:
    r"""Probabilities at a temperature: below one the likely tokens gain, above one the unlikely ones.

    $$p_i \propto e^{s_i / \tau}$$

    Args:
        scores: the scores $s$ of a model.
        temperature: the temperature $\tau$, positive.

    Returns:
        One distribution a row.

    Raises:
        ValueError: if there is no score, one is not finite, or `temperature` is not positive.

    Example:
        ```python
        import torch
        from notes.transformers.sampling import tempered

        print([f"{p:.2f}" for p in tempered(torch.tensor([0.8, 0.2]).log(), 0.5).tolist()])
        #> ['0.94', '0.06']
        ```

    Reference: D. H. Ackley, G. E. Hinton and T. J. Sejnowski, A Learning Algorithm for Boltzmann Machines, 1985.
    """
    require_some(scores=scores)
    require_finite(scores=scores)
    require_positive(temperature=temperature)
    below_best = scores - scores.amax(dim=-1, keepdim=True)
    return (below_best / temperature).softmax(dim=-1)


@jaxtyped(typechecker=beartype)
def top_k(probabilities: Float[Tensor, "*batch tokens"], k: int) -> Float[Tensor, "*batch tokens"]:
    r"""The distribution of the $k$ likeliest tokens; those that are as likely as the last of them stay as well.

    Args:
        probabilities: one distribution a row.
        k: how many tokens to keep, at least 1; all, if there are not so many.

    Returns:
        The distributions, zero elsewhere and of sum one.

    Raises:
        ValueError: if a row is no distribution, or `k` is below 1.

    Example:
        ```python
        import torch
        from notes.transformers.sampling import top_k

        print([f"{p:.2f}" for p in top_k(torch.tensor([0.1, 0.6, 0.3]), 2).tolist()])
        #> ['0.00', '0.67', '0.33']
        ```

    Reference: A. Fan, M. Lewis and Y. Dauphin, Hierarchical Neural Story Generation, 2018.
    """
    require_distributions(probabilities=probabilities)
    require_sizes(k=k)
    likeliest = probabilities.topk(min(k, probabilities.shape[-1]), dim=-1).values
    return renormalized(probabilities, probabilities >= likeliest[..., -1:])


@jaxtyped(typechecker=beartype)
def nucleus(probabilities: Float[Tensor, "*batch tokens"], p: float) -> Float[Tensor, "*batch tokens"]:
    r"""The distribution of the fewest likeliest tokens that have together the probability $p$ at least.

    Those that are as likely as the last of them stay as well.

    Args:
        probabilities: one distribution a row.
        p: the probability to keep, above 0 and at most 1.

    Returns:
        The distributions, zero elsewhere and of sum one.

    Raises:
        ValueError: if a row is no distribution, or `p` is out of its range.

    Example:
        ```python
        import torch
        from notes.transformers.sampling import nucleus

        print([f"{p:.2f}" for p in nucleus(torch.tensor([0.1, 0.6, 0.3]), 0.8).tolist()])
        #> ['0.00', '0.67', '0.33']
        ```

    Reference: A. Holtzman, J. Buys, L. Du, M. Forbes and Y. Choi, The Curious Case of Neural Text Degeneration, 2020.
    """
    require_distributions(probabilities=probabilities)
    if not 0 < p <= 1:
        raise ValueError(f"`p` must be above 0 and at most 1, got {p}")
    falling = probabilities.sort(dim=-1, descending=True).values
    not_yet = falling.flip(-1).cumsum(dim=-1).flip(-1)  # small numbers first, so that p = 1 keeps every one
    last = falling.where(not_yet > 1 - p, falling[..., :1]).amin(dim=-1, keepdim=True)
    return renormalized(probabilities, probabilities >= last)


@jaxtyped(typechecker=beartype)
def renormalized(
    probabilities: Float[Tensor, "*batch tokens"], kept: Bool[Tensor, "*batch tokens"]
) -> Float[Tensor, "*batch tokens"]:
    r"""The probabilities given that one of some tokens comes.

    $$p(i \mid A) = \frac{p_i\, \mathbb{1}[i \in A]}{\sum_{j \in A} p_j}$$

    Args:
        probabilities: one distribution a row.
        kept: the tokens $A$; they have a positive probability together.

    Returns:
        The distributions.

    Raises:
        ValueError: if a row is no distribution, or nothing of it is kept.

    Example:
        ```python
        import torch
        from notes.transformers.sampling import renormalized

        print(renormalized(torch.tensor([0.25, 0.5, 0.25]), torch.tensor([True, False, True])).tolist())
        #> [0.5, 0.0, 0.5]
        ```
    """
    require_distributions(probabilities=probabilities)
    rest = probabilities * kept
    total = rest.sum(dim=-1, keepdim=True)
    require_positive(kept=total)
    return rest / total
