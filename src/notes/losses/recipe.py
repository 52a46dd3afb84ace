"""The recipe for losses: choose a distribution, predict its parameters, minimise the negative log likelihood, infer.

`RECIPES` is its table, a row for each kind of target: what the targets can be must be what the distribution supports.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Float, Shaped, jaxtyped
from torch import Tensor
from torch.distributions import Bernoulli, Categorical, Distribution, Laplace, Normal, Poisson, VonMises

from notes.domain import beartype
from notes.losses.inference import mode, predictive_distribution
from notes.losses.likelihood import negative_log_likelihood


@dataclass(frozen=True)
class Recipe:
    """A row of the table: a distribution and the links to its parameters, and hence a loss.

    Args:
        name: of the distribution.
        support: what a target can be.
        link: how the parameters follow from the model's raw outputs f.
        mismatch: negative log likelihood of one example, without what does not depend on f.
        family: the link as code: raw outputs, in the last dimension, to one distribution per example.

    Example:
        ```python
        import torch
        from notes.losses.recipe import BERNOULLI  # step 1: a distribution for labels 0 and 1

        model = torch.nn.Linear(2, 1)  # step 2: a model that predicts its parameter
        inputs, labels = torch.tensor([[0.0, 1.0], [2.0, 3.0]]), torch.tensor([0.0, 1.0])
        BERNOULLI.loss(model, inputs, labels).backward()  # step 3: minimise this
        print(BERNOULLI.predictive(model, inputs).probs.shape, BERNOULLI.prediction(model, inputs).shape)  # step 4
        #> torch.Size([2]) torch.Size([2])
        ```

    Reference: S. J. D. Prince, Understanding Deep Learning, 2023, section 5.2.
    """

    name: str
    support: str
    link: str
    mismatch: str
    family: Callable[[Tensor], Distribution]

    @jaxtyped(typechecker=beartype)
    def predictive(
        self, model: Callable[[Tensor], Tensor], inputs: Float[Tensor, "examples *features"]
    ) -> Distribution:
        """Distributions of the targets, their parameters predicted by the model from the inputs."""
        return predictive_distribution(self.family, model, inputs)

    @jaxtyped(typechecker=beartype)
    def loss(
        self,
        model: Callable[[Tensor], Tensor],
        inputs: Float[Tensor, "examples *features"],
        targets: Shaped[Tensor, "examples"],
    ) -> Float[Tensor, ""]:
        """Negative log likelihood of all targets, in nats, which training minimises over the model's parameters."""
        return negative_log_likelihood(self.predictive(model, inputs), targets)

    @jaxtyped(typechecker=beartype)
    def prediction(
        self, model: Callable[[Tensor], Tensor], inputs: Float[Tensor, "examples *features"]
    ) -> Shaped[Tensor, "examples"]:
        """Most probable target of each input."""
        return mode(self.predictive(model, inputs))


@jaxtyped(typechecker=beartype)
def _gaussian(outputs: Float[Tensor, "*batch 1"]) -> Normal:
    return Normal(outputs.squeeze(-1), 1.0)


@jaxtyped(typechecker=beartype)
def _heteroscedastic_gaussian(outputs: Float[Tensor, "*batch 2"]) -> Normal:
    mean, log_variance = outputs.unbind(-1)
    return Normal(mean, (log_variance / 2).exp())


@jaxtyped(typechecker=beartype)
def _bernoulli(outputs: Float[Tensor, "*batch 1"]) -> Bernoulli:
    return Bernoulli(logits=outputs.squeeze(-1))


@jaxtyped(typechecker=beartype)
def _categorical(outputs: Float[Tensor, "*batch classes"]) -> Categorical:
    return Categorical(logits=outputs)


@jaxtyped(typechecker=beartype)
def _laplace(outputs: Float[Tensor, "*batch 1"]) -> Laplace:
    return Laplace(outputs.squeeze(-1), 1.0)


@jaxtyped(typechecker=beartype)
def _poisson(outputs: Float[Tensor, "*batch 1"]) -> Poisson:
    return Poisson(outputs.squeeze(-1).exp())


@jaxtyped(typechecker=beartype)
def _von_mises(outputs: Float[Tensor, "*batch 2"]) -> VonMises:
    east, north = outputs.unbind(-1)
    return VonMises(torch.atan2(north, east), torch.hypot(east, north))


GAUSSIAN = Recipe("Gaussian", "a number", "μ = f, σ² = 1", "½ (y − f)²", _gaussian)
HETEROSCEDASTIC_GAUSSIAN = Recipe(
    "heteroscedastic Gaussian",
    "a number",
    "μ = f₁, σ² = exp f₂",
    "½ (f₂ + (y − f₁)² exp(−f₂))",
    _heteroscedastic_gaussian,
)
BERNOULLI = Recipe("Bernoulli", "0 or 1", "λ = sigmoid f", "softplus((1 − 2y) f)", _bernoulli)
CATEGORICAL = Recipe("categorical", "one of K classes", "λ = softmax f", "log ∑ exp f − f_y", _categorical)
LAPLACE = Recipe("Laplace", "a number", "μ = f, b = 1", "|y − f|", _laplace)
POISSON = Recipe("Poisson", "a count", "λ = exp f", "exp f − y f", _poisson)
VON_MISES = Recipe("von Mises", "an angle", "κ (cos μ, sin μ) = f", "log I₀(|f|) − f₁ cos y − f₂ sin y", _von_mises)

RECIPES = (GAUSSIAN, HETEROSCEDASTIC_GAUSSIAN, BERNOULLI, CATEGORICAL, LAPLACE, POISSON, VON_MISES)
