"""Several annotators: their confusions and the true classes, estimated from nothing but their labels."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_distributions, require_sizes


@jaxtyped(typechecker=beartype)
def label_posterior(
    labels: Int64[Tensor, "items annotators"],
    prior: Float[Tensor, "classes"],
    confusions: Float[Tensor, "annotators classes classes"],
) -> Float[Tensor, "items classes"]:
    r"""Probabilities of the true class of each item, given the labels of annotators who err independently.

    $$\gamma_{ik} \propto \pi_k \prod_{h=1}^{H} T^{(h)}_{k \tilde y_{ih}}$$

    Args:
        labels: what each annotator says of each item.
        prior: probabilities $\pi$ of the classes.
        confusions: for each annotator a transition matrix, a row for each true class.

    Returns:
        One distribution per item.

    Raises:
        ValueError: if a label is no class, `prior` or a row of `confusions` is no distribution, or no class explains
            the labels of an item.

    Example:
        ```python
        import torch
        from notes.noisy_labels.annotators import label_posterior

        confusions = torch.tensor([[[0.75, 0.25], [0.25, 0.75]]]).repeat(2, 1, 1)
        print(label_posterior(torch.tensor([[0, 0], [0, 1]]), torch.tensor([0.5, 0.5]), confusions)[:, 0].tolist())
        #> [0.8999999761581421, 0.5]
        ```

    Reference: A. P. Dawid and A. M. Skene, Maximum Likelihood Estimation of Observer Error-Rates Using the EM
    Algorithm, 1979.
    """
    require_distributions(prior=prior, confusions=confusions)
    _require_classes(labels, len(prior))
    chances = torch.stack([matrix[:, said] for matrix, said in zip(confusions, labels.T, strict=True)])
    scores = prior.log()[:, None] + chances.log().sum(0)
    require(scores.amax(0) > -torch.inf, "labels", "possible under some class, but the greatest score", scores.amax(0))
    return scores.T.softmax(-1)


@jaxtyped(typechecker=beartype)
def annotator_confusions(
    labels: Int64[Tensor, "items annotators"], posterior: Float[Tensor, "items classes"]
) -> Float[Tensor, "annotators classes classes"]:
    r"""The matrices under which the labels are most probable, if the true classes have these probabilities.

    $$T^{(h)}_{kj} = \frac{\sum_i \gamma_{ik}\, \mathbb{1}[\tilde y_{ih} = j]}{\sum_i \gamma_{ik}}$$

    Args:
        labels: what each annotator says of each item.
        posterior: probabilities of the true class of each item.

    Returns:
        For each annotator a transition matrix, a row for each true class.

    Raises:
        ValueError: if a label is no class, a row of `posterior` is no distribution, or no item may be of some class.

    Example:
        ```python
        import torch
        from notes.noisy_labels.annotators import annotator_confusions

        posterior = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
        print(annotator_confusions(torch.tensor([[0], [1], [1]]), posterior).tolist())
        #> [[[0.5, 0.5], [0.0, 1.0]]]
        ```

    Reference: A. P. Dawid and A. M. Skene, Maximum Likelihood Estimation of Observer Error-Rates Using the EM
    Algorithm, 1979.
    """
    require_distributions(posterior=posterior)
    _require_classes(labels, posterior.shape[1])
    total = posterior.sum(0)
    require(total > 0, "posterior", "such that each class occurs, but the sum", total)
    said = torch.nn.functional.one_hot(labels, posterior.shape[1]).to(posterior.dtype)
    counts = torch.einsum("ik,iaj->akj", posterior, said)
    return counts / total[:, None]


@jaxtyped(typechecker=beartype)
def dawid_skene(
    labels: Int64[Tensor, "items annotators"], classes: int, steps: int = 50
) -> tuple[Float[Tensor, "items classes"], Float[Tensor, "annotators classes classes"]]:
    """Posterior of the true classes and confusions of the annotators, by expectation-maximisation from the votes.

    Args:
        labels: what each annotator says of each item.
        classes: number of classes; each must be named by someone.
        steps: number of pairs of an M-step and an E-step.

    Returns:
        The posterior, and a transition matrix for each annotator.

    Raises:
        ValueError: if a label is no class, a class is named by nobody, or `classes` or `steps` is below 1.

    Example:
        ```python
        import torch
        from notes.noisy_labels.annotators import dawid_skene

        labels = torch.tensor([[0, 0, 1], [0, 0, 0], [1, 1, 0], [1, 1, 1]])
        print([round(p, 2) for p in dawid_skene(labels, 2)[0][:, 0].tolist()])
        #> [1.0, 1.0, 0.0, 0.0]
        ```

    Reference: A. P. Dawid and A. M. Skene, Maximum Likelihood Estimation of Observer Error-Rates Using the EM
    Algorithm, 1979.
    """
    require_sizes(classes=classes, steps=steps)
    _require_classes(labels, classes)
    votes = torch.nn.functional.one_hot(labels, classes)
    require(votes.sum((0, 1)) > 0, "labels", "such that each class is named, but the count", votes.sum((0, 1)))
    posterior = votes.to(torch.get_default_dtype()).mean(1)
    for _ in range(steps):
        prior, confusions = posterior.mean(0), annotator_confusions(labels, posterior)
        posterior = label_posterior(labels, prior, confusions)
    return posterior, confusions


def _require_classes(labels: Tensor, classes: int) -> None:
    require((labels >= 0) & (labels < classes), "labels", f"a class from 0 to {classes - 1}", labels)
