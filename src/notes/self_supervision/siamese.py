"""A siamese network: one encoder, asked twice."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.convolution.resnet import he_initialized
from notes.domain import beartype


@jaxtyped(typechecker=beartype)
def digit_encoder(generator: torch.Generator, width: int = 64) -> nn.Module:
    """A small convolutional network that turns an image of 14 by 14 pixels into a vector.

    Args:
        generator: source of the first weights.
        width: entries of the vector; positive.

    Returns:
        The network, for batches of shape `n 1 14 14`; 38,000 parameters at the default width.

    Raises:
        ValueError: if `width` is not positive.
    """
    if width < 1:
        raise ValueError(f"`width` must be positive, got {width}")
    layers = nn.Sequential(
        nn.Conv2d(1, 16, 5, stride=2, padding=2),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride=2, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(512, width),
    )
    return he_initialized(layers, generator)


class SiameseNetwork(nn.Module):
    r"""Two branches with the same weights: in code, one encoder applied to both members of a pair.

    $$z = f_\phi(x), \qquad z' = f_\phi(x')$$

    The gradient of a loss on both embeddings is the sum of what the two branches ask of the shared weights.

    Args:
        encoder: the network $f_\phi$; it is held, not copied.

    Example:
        ```python
        import torch
        from notes.self_supervision.siamese import SiameseNetwork

        twins = SiameseNetwork(torch.nn.Linear(3, 2))
        left, right = twins(torch.ones(1, 3), torch.ones(1, 3))
        print((left == right).all().item(), sum(p.numel() for p in twins.parameters()))
        #> True 8
        ```

    Reference: J. Bromley et al., Signature Verification Using a Siamese Time Delay Neural Network, 1993.
    """

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    @jaxtyped(typechecker=beartype)
    def forward(
        self, left: Float[Tensor, "pairs *shape"], right: Float[Tensor, "pairs *shape"]
    ) -> tuple[Float[Tensor, "pairs d"], Float[Tensor, "pairs d"]]:
        """The embeddings of the first and of the second members."""
        return self.encoder(left), self.encoder(right)
