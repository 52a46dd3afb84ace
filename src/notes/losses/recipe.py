"""The recipe for losses: choose a distribution, predict its parameters, minimise the negative log likelihood, infer.

`RECIPES` is its table, a row for each kind of target: what the targets can be must be what the distribution supports.
A row has its distribution twice: as one of PyTorch, to be handed on, and as the loss of this chapter, which is computed
from the raw outputs and so has a value where the parameters of the distribution have left the range of the numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Float, Shaped, jaxtyped
from torch import Tensor
from torch.distributions import Bernoulli, Categorical, Distribution, Laplace, Normal, Poisson, VonMises

from notes.domain import beartype, require_finite
from notes.losses.bernoulli import bernoulli_nll
from notes.losses.categorical import categorical_nll
from notes.losses.circular import von_mises_vector_nll
from notes.losses.counts import poisson_nll
from notes.losses.gaussian import gaussian_nll, heteroscedastic_nll
from notes.losses.inference import mode, predictive_distribution
from notes.losses.robust import laplace_nll


@dataclass(frozen=True)
class Recipe:
    """A row of the table: a distribution and the links to its parameters, and hence a loss.

    Args:
        name: of the distribution.
        support: what a target can be.
        inverse_link: how the parameters of the distribution follow from the raw outputs f of the model.
        mismatch: negative log likelihood of one example, without what does not depend on f.
        family: the inverse link as code: raw outputs, in the last dimension, to one distribution per example.
        nll: negative log likelihood of each example, from the raw outputs and the target.

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
    inverse_link: str
    mismatch: str
    family: Callable[[Tensor], Distribution]
    nll: Callable[[Tensor, Tensor], Tensor]

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
        require_finite(inputs=inputs)
        return self.nll(model(inputs), targets).sum()

    @jaxtyped(typechecker=beartype)
    def prediction(
        self, model: Callable[[Tensor], Tensor], inputs: Float[Tensor, "examples *features"]
    ) -> Shaped[Tensor, "examples"]:
        """Most probable target of each input."""
        return mode(self.predictive(model, inputs))


@jaxtyped(typechecker=beartype)
def _single(outputs: Float[Tensor, "*batch 1"]) -> Float[Tensor, "*batch"]:
    """The one output of each example."""
    return outputs.squeeze(-1)


@jaxtyped(typechecker=beartype)
def _pair(outputs: Float[Tensor, "*batch 2"]) -> tuple[Float[Tensor, "*batch"], Float[Tensor, "*batch"]]:
    """The two outputs of each example."""
    return outputs[..., 0], outputs[..., 1]


def _normal(outputs: Tensor) -> Normal:
    mean, log_variance = _pair(outputs)
    return Normal(mean, (log_variance / 2).exp())


def _von_mises(outputs: Tensor) -> VonMises:
    east, north = _pair(outputs)
    length = torch.hypot(east, north).clamp_min(torch.finfo(outputs.dtype).tiny)  # of the origin: nearly uniform
    return VonMises(torch.atan2(north, east), length)


GAUSSIAN = Recipe(
    "Gaussian",
    "a number",
    "μ = f, σ² = 1",
    "½ (y − f)²",
    family=lambda f: Normal(_single(f), 1.0),
    nll=lambda f, y: gaussian_nll(_single(f), f.new_ones(()), y),
)
HETEROSCEDASTIC_GAUSSIAN = Recipe(
    "heteroscedastic Gaussian",
    "a number",
    "μ = f₁, σ² = exp f₂",
    "½ (f₂ + (y − f₁)² exp(−f₂))",
    family=_normal,
    nll=lambda f, y: heteroscedastic_nll(*_pair(f), y),
)
BERNOULLI = Recipe(
    "Bernoulli",
    "0 or 1",
    "λ = sigmoid f",
    "softplus((1 − 2y) f)",
    family=lambda f: Bernoulli(logits=_single(f)),
    nll=lambda f, y: bernoulli_nll(_single(f), y),
)
CATEGORICAL = Recipe(
    "categorical",
    "one of K classes",
    "λ = softmax f",
    "log ∑ exp f − f_y",
    family=lambda f: Categorical(logits=f),
    nll=categorical_nll,
)
LAPLACE = Recipe(
    "Laplace",
    "a number",
    "μ = f, b = 1",
    "|y − f|",
    family=lambda f: Laplace(_single(f), 1.0),
    nll=lambda f, y: laplace_nll(_single(f), f.new_ones(()), y),
)
POISSON = Recipe(
    "Poisson",
    "a count",
    "λ = exp f",
    "exp f − y f",
    family=lambda f: Poisson(_single(f).exp()),
    nll=lambda f, y: poisson_nll(_single(f), y),
)
VON_MISES = Recipe(
    "von Mises",
    "an angle",
    "κ (cos μ, sin μ) = f",
    "log I₀(|f|) − f₁ cos y − f₂ sin y",
    family=_von_mises,
    nll=von_mises_vector_nll,
)

RECIPES = (GAUSSIAN, HETEROSCEDASTIC_GAUSSIAN, BERNOULLI, CATEGORICAL, LAPLACE, POISSON, VON_MISES)
