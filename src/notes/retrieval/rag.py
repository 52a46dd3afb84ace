r"""Retrieval-augmented generation: the answer's probability is a mean over the documents that were retrieved."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_some
from notes.losses.categorical import log_softmax


@jaxtyped(typechecker=beartype)
def log_prior(scores: Float[Tensor, "*batch documents"]) -> Float[Tensor, "*batch documents"]:
    r"""Log probability of each retrieved document before the answer is seen: a softmax over the k that were retrieved.

    $$p_\phi(z \mid x) = \frac{\exp(d(z)^\top f_\phi(x))}
    {\sum_{z' \in \operatorname{top}_k(x)} \exp(d(z')^\top f_\phi(x))}$$

    Args:
        scores: inner products of the question with the retrieved documents.

    Returns:
        Log probabilities whose exponentials sum to one over the documents.

    Raises:
        ValueError: if a score is NaN or infinite, or there is no document, or a score is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.rag import log_prior

        print([round(p, 4) for p in log_prior(torch.tensor([2.0, 1.0, 0.0])).exp().tolist()])
        #> [0.6652, 0.2447, 0.09]
        ```

    Reference: P. Lewis et al., Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks, 2020, section 2.2.
    """
    require_some(scores=scores)
    require_finite(scores=scores)
    return log_softmax(scores)


@jaxtyped(typechecker=beartype)
def sequence_log_likelihood(
    prior: Float[Tensor, "*batch documents"], tokens: Float[Tensor, "*batch documents tokens"]
) -> Float[Tensor, "*batch"]:
    r"""RAG-sequence: one document answers the whole question, and we do not know which.

    $$\log p(y \mid x) = \log \sum_{z} p_\phi(z \mid x) \prod_t p_\theta(y_t \mid x, z, y_{<t})$$

    Args:
        prior: log probabilities of the documents.
        tokens: log probability of each word of the answer given each document; not positive.

    Returns:
        The log probability of each answer.

    Raises:
        ValueError: if the prior does not sum to one, or a log probability is positive, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.rag import sequence_log_likelihood

        prior, tokens = torch.tensor([0.5, 0.5]), torch.tensor([[0.9, 0.9], [0.1, 0.1]])
        print(f"{sequence_log_likelihood(prior.log(), tokens.log()).exp():.2f}")
        #> 0.41
        ```

    Reference: P. Lewis et al., Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks, 2020, section 2.1.
    """
    _require_log_probabilities(prior, tokens)
    return (prior + tokens.sum(-1)).logsumexp(-1)


@jaxtyped(typechecker=beartype)
def token_log_likelihood(
    prior: Float[Tensor, "*batch documents"], tokens: Float[Tensor, "*batch documents tokens"]
) -> Float[Tensor, "*batch"]:
    r"""RAG-token: every word of the answer may come from another document.

    $$\log p(y \mid x) = \sum_t \log \sum_{z} p_\phi(z \mid x) \, p_\theta(y_t \mid x, z, y_{<t})$$

    Args:
        prior: log probabilities of the documents.
        tokens: log probability of each word of the answer given each document; not positive.

    Returns:
        The log probability of each answer.

    Raises:
        ValueError: if the prior does not sum to one, or a log probability is positive, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.rag import token_log_likelihood

        prior, tokens = torch.tensor([0.5, 0.5]), torch.tensor([[0.9, 0.9], [0.1, 0.1]])
        print(f"{token_log_likelihood(prior.log(), tokens.log()).exp():.2f}")
        #> 0.25
        ```

    Reference: P. Lewis et al., Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks, 2020, section 2.1.
    """
    _require_log_probabilities(prior, tokens)
    return (prior[..., None] + tokens).logsumexp(-2).sum(-1)


@jaxtyped(typechecker=beartype)
def document_posterior(
    prior: Float[Tensor, "*batch documents"], tokens: Float[Tensor, "*batch documents tokens"]
) -> Float[Tensor, "*batch documents"]:
    r"""Probability of each document once the answer is known, by Bayes' rule.

    $$p(z \mid x, y) = \frac{p_\phi(z \mid x) \, p_\theta(y \mid x, z)}
    {\sum_{z'} p_\phi(z' \mid x) \, p_\theta(y \mid x, z')}$$

    Args:
        prior: log probabilities of the documents.
        tokens: log probability of each word of the answer given each document; not positive.

    Returns:
        Probabilities that sum to one over the documents.

    Raises:
        ValueError: if the prior does not sum to one, or a log probability is positive, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.rag import document_posterior

        prior, tokens = torch.tensor([0.5, 0.5]), torch.tensor([[0.9], [0.1]])
        print([round(r, 2) for r in document_posterior(prior.log(), tokens.log()).tolist()])
        #> [0.9, 0.1]
        ```
    """
    _require_log_probabilities(prior, tokens)
    return log_softmax(prior + tokens.sum(-1)).exp()


@jaxtyped(typechecker=beartype)
def score_gradient(
    prior: Float[Tensor, "*batch documents"], tokens: Float[Tensor, "*batch documents tokens"]
) -> Float[Tensor, "*batch documents"]:
    r"""How the log likelihood of RAG-sequence grows with the score of each document: posterior minus prior.

    $$\frac{\partial \log p(y \mid x)}{\partial s(z)} = p(z \mid x, y) - p_\phi(z \mid x)
    = p_\phi(z \mid x) \left( \frac{p_\theta(y \mid x, z)}{p(y \mid x)} - 1 \right)$$

    Args:
        prior: log probabilities of the documents.
        tokens: log probability of each word of the answer given each document; not positive.

    Returns:
        The gradient, which sums to zero: positive for documents that give the answer more than the mean does.

    Raises:
        ValueError: if the prior does not sum to one, or a log probability is positive, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.rag import score_gradient

        prior, tokens = torch.tensor([0.5, 0.5]), torch.tensor([[0.9], [0.1]])
        print([round(slope, 2) for slope in score_gradient(prior.log(), tokens.log()).tolist()])
        #> [0.4, -0.4]
        ```

    Reference: K. Guu et al., REALM: Retrieval-Augmented Language Model Pre-Training, 2020, section 3.3.
    """
    return document_posterior(prior, tokens) - prior.exp()


def _require_log_probabilities(prior: Tensor, tokens: Tensor) -> None:
    """Refuse what is no distribution over documents, or no log probability."""
    require_finite(prior=prior, tokens=tokens)
    require(tokens <= 0, "tokens", "log probabilities, not positive", tokens)
    sums = prior.detach().exp().sum(-1)
    require((sums - 1).abs() < 1e-4, "prior", "log probabilities that sum to one", sums)
