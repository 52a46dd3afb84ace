"""Bayes' rule for finitely many causes: what inverts a model of how the data came about."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require


@jaxtyped(typechecker=beartype)
def bayes_posterior(
    prior: Float[Tensor, " causes"], likelihood: Float[Tensor, "observations causes"]
) -> Float[Tensor, "observations causes"]:
    r"""Probability of each cause given each observation.

    $$p(y \mid x) = \frac{p(x \mid y)\, p(y)}{\sum_{y'} p(x \mid y')\, p(y')}$$

    Args:
        prior: $p(y)$, non-negative, summing to one.
        likelihood: $p(x \mid y)$, a probability or a density of each observation under each cause; non-negative.

    Returns:
        One distribution over the causes a row.

    Raises:
        ValueError: if the prior is not a distribution, a likelihood is negative or not finite, or an observation is
            impossible under every cause that the prior allows.

    Example:
        ```python
        import torch
        from notes.introduction.bayes_rule import bayes_posterior

        print(bayes_posterior(torch.tensor([0.75, 0.25]), torch.tensor([[0.2, 0.6]])).tolist())
        #> [[0.5, 0.5]]
        ```

    Reference: T. Bayes, An Essay towards Solving a Problem in the Doctrine of Chances, 1763.
    """
    _require_distribution(prior)
    joint = likelihood * prior
    evidence = joint.sum(dim=1, keepdim=True)
    _require_possible(likelihood, evidence)
    return joint / evidence


def _require_distribution(prior: Tensor) -> None:
    require(prior >= 0, "prior", "non-negative", prior)
    require(torch.isclose(prior.sum(), torch.ones_like(prior.sum())), "prior", "of sum 1", prior.sum())


def _require_possible(likelihood: Tensor, evidence: Tensor) -> None:
    require((likelihood >= 0) & likelihood.isfinite(), "likelihood", "non-negative and finite", likelihood)
    require(evidence.squeeze(1) > 0, "likelihood", "positive for a possible cause of every observation", likelihood)
