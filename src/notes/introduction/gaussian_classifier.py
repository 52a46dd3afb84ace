r"""Generative classifiers: a Gaussian for each class, a prior over the classes, and Bayes' rule.

Three hypotheses on the covariances give three classifiers: one covariance for all classes (linear discriminant
analysis), one for each class (quadratic discriminant analysis), or one for all with independent features (naive Bayes).
All estimates are those of maximum likelihood, which divide by the number of samples.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_decomposable, require_finite, require_some, require_squares


@jaxtyped(typechecker=beartype)
@dataclass(frozen=True)
class GaussianClassifier:
    r"""A model of how samples come about: the class $y$ from `priors`, then $x \sim \mathcal N(\mu_y, \Sigma_y)$.

    Args:
        priors: probability of each class.
        means: $\mu_y$, in the units of the features.
        covariances: $\Sigma_y$, positive definite.
    """

    priors: Float[Tensor, " classes"]
    means: Float[Tensor, "classes features"]
    covariances: Float[Tensor, "classes features features"]

    @jaxtyped(typechecker=beartype)
    def log_joint(self, features: Float[Tensor, "samples features"]) -> Float[Tensor, "samples classes"]:
        r"""Log of $p(x \mid y)\, p(y)$ for each sample and class, in nats.

        $$a_k = \log \pi_k - \tfrac12 \log \det (2\pi \Sigma_k) - \tfrac12 (x - \mu_k)^\top \Sigma_k^{-1} (x - \mu_k)$$

        Args:
            features: one row a sample.

        Returns:
            One number for each sample and class; their log-sum-exp is $\log p(x)$.

        Raises:
            ValueError: if there is no sample, or a feature is not finite, or too far from all classes.
        """
        _require_columns(features, self.means)
        deviations = features.T - self.means.unsqueeze(2)
        pulls = torch.linalg.solve(self.covariances, deviations)
        distances = (deviations * pulls).sum(dim=1)
        volumes = torch.logdet(2 * torch.pi * self.covariances)
        found = (self.priors.log() - volumes / 2).unsqueeze(1) - distances / 2
        _require_near(features, found.T)
        return found.T

    @jaxtyped(typechecker=beartype)
    def posterior(self, features: Float[Tensor, "samples features"]) -> Float[Tensor, "samples classes"]:
        r"""Probability of each class given each sample, by Bayes' rule in logarithms.

        Args:
            features: one row a sample.

        Returns:
            One distribution over the classes a row.

        Raises:
            ValueError: if there is no sample, or a feature is not finite, or too far from all classes.
        """
        return torch.softmax(self.log_joint(features), dim=1)

    @jaxtyped(typechecker=beartype)
    def samples(self, label: int, count: int, generator: torch.Generator) -> Float[Tensor, "count features"]:
        """New samples of one class.

        Args:
            label: the class.
            count: how many.
            generator: source of randomness.

        Returns:
            One row a sample.
        """
        noise = torch.randn(count, self.means.shape[1], generator=generator, dtype=self.means.dtype)
        return self.means[label] + noise @ torch.linalg.cholesky(self.covariances[label]).T


@jaxtyped(typechecker=beartype)
def class_moments(
    features: Float[Tensor, "samples features"], labels: Int[Tensor, " samples"]
) -> tuple[Float[Tensor, " classes"], Float[Tensor, "classes features"], Float[Tensor, "classes features features"]]:
    r"""Count, mean and scatter matrix of each class: all that a fit of Gaussians takes from the samples.

    $$n_k = \sum_{i:\, y_i = k} 1, \qquad \hat\mu_k = \frac{1}{n_k} \sum_{i:\, y_i = k} x_i, \qquad
    C_k = \sum_{i:\, y_i = k} (x_i - \hat\mu_k)(x_i - \hat\mu_k)^\top$$

    Args:
        features: one row a sample.
        labels: class of each sample, counted from 0 without gaps.

    Returns:
        One count, one mean and one matrix a class; a scatter over a count is a covariance.

    Raises:
        ValueError: if a class has no sample, or a feature is NaN, infinite, too large for a finite square or of half
            precision.

    Example:
        ```python
        import torch
        from notes.introduction.gaussian_classifier import class_moments

        counts, means, scatters = class_moments(torch.tensor([[0.0], [2.0], [5.0]]), torch.tensor([0, 0, 1]))
        print(counts.tolist(), means.flatten().tolist(), scatters.flatten().tolist())
        #> [2.0, 1.0] [1.0, 5.0] [2.0, 0.0]
        ```

    Reference: T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, 2009, section 4.3.
    """
    _require_finite_squares(features)
    _require_every_class(labels)
    counts = torch.bincount(labels)
    groups = features[labels.argsort(stable=True)].split(counts.tolist())
    means = torch.stack([group.mean(dim=0) for group in groups])
    centred = [group - mean for group, mean in zip(groups, means, strict=True)]
    scatters = torch.stack([rows.T @ rows for rows in centred])
    return counts.to(features.dtype), means, scatters


@jaxtyped(typechecker=beartype)
def class_covariance_gaussians(
    features: Float[Tensor, "samples features"], labels: Int[Tensor, " samples"]
) -> GaussianClassifier:
    r"""Maximum-likelihood fit with a covariance for each class: quadratic discriminant analysis.

    $$\hat\pi_k = \frac{n_k}{n}, \qquad \hat\mu_k = \frac{1}{n_k} \sum_{i:\, y_i = k} x_i, \qquad
    \hat\Sigma_k = \frac{1}{n_k} \sum_{i:\, y_i = k} (x_i - \hat\mu_k)(x_i - \hat\mu_k)^\top$$

    Args:
        features: one row a sample.
        labels: class of each sample, counted from 0 without gaps.

    Returns:
        The fitted model.

    Raises:
        ValueError: if a class has no sample, a covariance is singular, or a feature is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.introduction.gaussian_classifier import class_covariance_gaussians

        model = class_covariance_gaussians(torch.tensor([[0.0], [2.0], [5.0], [9.0]]), torch.tensor([0, 0, 1, 1]))
        print(model.means.flatten().tolist(), model.covariances.flatten().tolist())
        #> [1.0, 7.0] [1.0, 4.0]
        ```

    Reference: T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, 2009, section 4.3.
    """
    counts, means, scatters = class_moments(features, labels)
    covariances = scatters / counts[:, None, None]
    _require_full_rank(covariances)
    return GaussianClassifier(counts / counts.sum(), means, covariances)


@jaxtyped(typechecker=beartype)
def shared_covariance_gaussians(
    features: Float[Tensor, "samples features"], labels: Int[Tensor, " samples"]
) -> GaussianClassifier:
    r"""Maximum-likelihood fit with one covariance for all classes: linear discriminant analysis.

    $$\hat\Sigma = \frac1n \sum_{i=1}^{n} (x_i - \hat\mu_{y_i})(x_i - \hat\mu_{y_i})^\top$$

    Args:
        features: one row a sample.
        labels: class of each sample, counted from 0 without gaps.

    Returns:
        The fitted model.

    Raises:
        ValueError: if a class has no sample, the covariance is singular, or a feature is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.introduction.gaussian_classifier import shared_covariance_gaussians

        model = shared_covariance_gaussians(torch.tensor([[0.0], [2.0], [5.0], [9.0]]), torch.tensor([0, 0, 1, 1]))
        print(model.means.flatten().tolist(), model.covariances.flatten().tolist())
        #> [1.0, 7.0] [2.5, 2.5]
        ```

    Reference: R. A. Fisher, The Use of Multiple Measurements in Taxonomic Problems, 1936.
    """
    counts, means, scatters = class_moments(features, labels)
    covariances = (scatters.sum(dim=0) / counts.sum()).expand_as(scatters)
    _require_full_rank(covariances)
    return GaussianClassifier(counts / counts.sum(), means, covariances)


@jaxtyped(typechecker=beartype)
def naive_gaussians(features: Float[Tensor, "samples features"], labels: Int[Tensor, " samples"]) -> GaussianClassifier:
    r"""Maximum-likelihood fit with one diagonal covariance for all classes: naive Bayes with shared variances.

    $$\hat\Sigma = \operatorname{diag}(\hat\sigma_1^2, \dots, \hat\sigma_d^2), \qquad
    \hat\sigma_j^2 = \frac1n \sum_{i=1}^{n} (x_{ij} - \hat\mu_{y_i j})^2$$

    Args:
        features: one row a sample.
        labels: class of each sample, counted from 0 without gaps.

    Returns:
        The fitted model.

    Raises:
        ValueError: if a class has no sample, a variance is zero, or a feature is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.introduction.gaussian_classifier import naive_gaussians

        features = torch.tensor([[0.0, 0.0], [2.0, 1.0], [5.0, 1.0], [9.0, 4.0]])
        print(naive_gaussians(features, torch.tensor([0, 0, 1, 1])).covariances[0].tolist())
        #> [[2.5, 0.0], [0.0, 1.25]]
        ```

    Reference: A. Y. Ng and M. I. Jordan, On Discriminative vs. Generative Classifiers, 2002.
    """
    counts, means, scatters = class_moments(features, labels)
    variances = scatters.sum(dim=0).diagonal() / counts.sum()
    covariances = variances.diag().expand_as(scatters)
    _require_full_rank(covariances)
    return GaussianClassifier(counts / counts.sum(), means, covariances)


@jaxtyped(typechecker=beartype)
def sigmoid_weights(model: GaussianClassifier) -> Float[Tensor, " weights"]:
    r"""Weights, bias first, whose sigmoid is the posterior of class 1, for two classes of equal covariance.

    $$w = \Sigma^{-1}(\mu_1 - \mu_0), \qquad
    b = \log\frac{\pi_1}{\pi_0} - \tfrac12 \mu_1^\top \Sigma^{-1} \mu_1 + \tfrac12 \mu_0^\top \Sigma^{-1} \mu_0$$

    Args:
        model: two classes with the same covariance.

    Returns:
        The bias, then one weight a feature: the form of logistic regression.

    Raises:
        ValueError: if there are not two classes, or their covariances differ or are of half precision.

    Example:
        ```python
        import torch
        from notes.introduction.gaussian_classifier import shared_covariance_gaussians, sigmoid_weights

        model = shared_covariance_gaussians(torch.tensor([[0.0], [2.0], [5.0], [9.0]]), torch.tensor([0, 0, 1, 1]))
        print([round(weight, 3) for weight in sigmoid_weights(model).tolist()])
        #> [-9.6, 2.4]
        ```

    Reference: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 4.2.1.
    """
    _require_two_alike(model)
    columns = model.means.unsqueeze(2)
    pulls = torch.linalg.solve(model.covariances, columns).squeeze(2)
    offsets = model.priors.log() - (model.means * pulls).sum(dim=1) / 2
    return torch.cat([(offsets[1] - offsets[0]).unsqueeze(0), pulls[1] - pulls[0]])


def _require_finite_squares(features: Tensor) -> None:
    require_decomposable(features=features)
    require_squares(features=features)


def _require_every_class(labels: Tensor) -> None:
    require(labels >= 0, "labels", "counted from 0", labels)
    if (torch.bincount(labels) == 0).any():
        raise ValueError(f"`labels` must hold every class from 0 on, got only {labels.unique().tolist()}")


def _require_full_rank(covariances: Tensor) -> None:
    smallest = torch.linalg.eigvalsh(covariances)[:, 0]
    if not (smallest > torch.finfo(covariances.dtype).eps * covariances.diagonal(dim1=1, dim2=2).amax(dim=1)).all():
        raise ValueError(
            f"`features` must give covariances of full rank, got smallest eigenvalues {smallest.tolist()}: "
            "too few samples, or features that determine each other"
        )


def _require_two_alike(model: GaussianClassifier) -> None:
    if len(model.priors) != 2:
        raise ValueError(f"`model` must have two classes, got {len(model.priors)}")
    if not torch.allclose(model.covariances[0], model.covariances[1]):
        raise ValueError(f"`model` must have equal covariances, got {model.covariances.tolist()}")
    require_decomposable(model=model.covariances)


def _require_columns(features: Tensor, means: Tensor) -> None:
    require_finite(features=features)
    if features.shape[1] != means.shape[1]:
        raise ValueError(f"`features` must have {means.shape[1]} columns, got {features.shape[1]}")
    require_some(features=features)


def _require_near(features: Tensor, found: Tensor) -> None:
    require(found.amax(1).isfinite(), "features", "within the range of the log densities", features)
