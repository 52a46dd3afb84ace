"""Ways to train an encoder without labels, which differ in nothing but how two views are compared."""

from copy import deepcopy

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, cross_entropy

from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require_sizes
from notes.self_supervision.collapse import agreement_loss
from notes.self_supervision.contrastive import nt_xent
from notes.self_supervision.proxy_tasks import quarter_turns
from notes.self_supervision.redundancy import barlow_twins_loss, cross_correlation, vicreg_terms
from notes.self_supervision.siamese import digit_encoder

WIDTH, PROJECTION = 64, 32


@jaxtyped(typechecker=beartype)
def head(inputs: int, outputs: int, generator: torch.Generator) -> nn.Module:
    """Two dense layers with batch normalisation between them: a projector or a predictor.

    Args:
        inputs: entries of the vectors that come in.
        outputs: entries of the vectors that go out.
        generator: source of the first weights.

    Returns:
        The network.

    Raises:
        ValueError: if `inputs` or `outputs` is below 1.
    """
    require_sizes(inputs=inputs, outputs=outputs)
    layers = (nn.Linear(inputs, WIDTH), nn.BatchNorm1d(WIDTH), nn.ReLU(), nn.Linear(WIDTH, outputs))
    return he_initialized(nn.Sequential(*layers), generator)


class Method(nn.Module):
    """An encoder that will be kept, and a projector that will be thrown away; calling it gives the loss of two views.

    Args:
        generator: source of the first weights; the same seed gives every method the same encoder to start from.
    """

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.encoder = digit_encoder(generator, WIDTH)
        self.projector = head(WIDTH, PROJECTION, generator)

    def projected(self, first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
        """The projections of both views, in which they are compared."""
        return self.projector(self.encoder(first)), self.projector(self.encoder(second))


class SimCLR(Method):
    """Contrastive: find the other view among all the views of the batch, at temperature 0.2.

    Reference: T. Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, 2020.
    """

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """Mean NT-Xent."""
        return nt_xent(*self.projected(first, second), temperature=0.2).mean()


class BarlowTwins(Method):
    """Redundancy reduction: the cross-correlation of the two views should be the identity.

    Attributes:
        redundancy: the weight of the off-diagonal entries; 0.1 suits the 32 units here, 0.005 the 8,192 of the authors.

    Reference: J. Zbontar et al., Barlow Twins: Self-Supervised Learning via Redundancy Reduction, 2021.
    """

    redundancy = 0.1

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """Distance of the cross-correlation from the identity."""
        return barlow_twins_loss(cross_correlation(*self.projected(first, second)), redundancy=self.redundancy)


class VICReg(Method):
    """Invariance of the views, variance of every unit, covariance of no two units, at the published 25 : 25 : 1.

    Reference: A. Bardes, J. Ponce and Y. LeCun, VICReg, 2022.
    """

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """Weighted sum of the three terms; the invariance is a mean over units, as in the authors' code."""
        invariance, variance, covariance = vicreg_terms(*self.projected(first, second))
        return 25 * invariance / PROJECTION + 25 * variance / 2 + covariance


class SimSiam(Method):
    """No negatives and no second network: a predictor on one side, no gradient on the other, both ways.

    Reference: X. Chen and K. He, Exploring Simple Siamese Representation Learning, 2021.
    """

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__(generator)
        self.predictor = head(PROJECTION, PROJECTION, generator)

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """Mean squared distance of each view's prediction from the other view's projection, normalised."""
        one, other = self.projected(first, second)
        return (agreement_loss(self.predictor(one), other) + agreement_loss(self.predictor(other), one)).mean()


class WithoutPredictor(Method):
    """SimSiam with the identity for a predictor."""

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """Agreement of the projections themselves, the gradient stopped on the target's side."""
        one, other = self.projected(first, second)
        return (agreement_loss(one, other) + agreement_loss(other, one)).mean()


class WithoutStopGradient(SimSiam):
    """SimSiam whose targets move to meet the predictions."""

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """The agreement of SimSiam, differentiated with respect to both sides."""
        one, other = self.projected(first, second)
        forth, back = cosine_similarity(self.predictor(one), other), cosine_similarity(self.predictor(other), one)
        return (4 - 2 * forth - 2 * back).mean()


class BYOL(SimSiam):
    r"""SimSiam whose targets come from a second network, the moving average of the first.

    $$\xi \leftarrow \beta \xi + (1 - \beta) \theta$$

    The average is taken before each loss of a training step, with decay $\beta = 0.95$, a memory of some twenty steps.

    Reference: J.-B. Grill et al., Bootstrap Your Own Latent, 2020.
    """

    DECAY = 0.95

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__(generator)
        self.target = deepcopy(nn.Sequential(self.encoder, self.projector)).requires_grad_(requires_grad=False)

    def move_target(self) -> None:
        """Bring the target's parameters nearer to the online network's."""
        online = nn.Sequential(self.encoder, self.projector)
        for slow, fast in zip(self.target.parameters(), online.parameters(), strict=True):
            slow.lerp_(fast.detach(), 1 - self.DECAY)

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """Mean squared distance of each view's prediction from the target's projection of the other, normalised."""
        if self.training:
            self.move_target()
        one, other = self.projected(first, second)
        forth = agreement_loss(self.predictor(one), self.target(second))
        back = agreement_loss(self.predictor(other), self.target(first))
        return (forth + back).mean()


class AverageWithoutPredictor(BYOL):
    """BYOL with the identity for a predictor: projections follow the moving average itself."""

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """Agreement of each view's projection with the target's projection of the other."""
        if self.training:
            self.move_target()
        one, other = self.projected(first, second)
        return (agreement_loss(one, self.target(second)) + agreement_loss(other, self.target(first))).mean()


class RotationPrediction(Method):
    """The proxy task of quarter turns, on both views; the head that names the turn is thrown away.

    Reference: S. Gidaris, P. Singh and N. Komodakis, Unsupervised Representation Learning by Predicting Image
    Rotations, 2018.
    """

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__(generator)
        self.projector = head(WIDTH, 4, generator)
        self.turns = generator

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """Cross entropy of the four turns."""
        turned, labels = quarter_turns(torch.cat([first, second]), self.turns)
        return cross_entropy(self.projector(self.encoder(turned)), labels)
