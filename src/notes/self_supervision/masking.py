"""Masked autoencoders: hide a part of each image, and predict it from what is shown."""

import torch
from jaxtyping import Bool, Float, Float32, jaxtyped
from torch import Tensor, nn

from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require, require_sizes, require_some, require_squares
from notes.losses.training import trained

PATCH = 2


@jaxtyped(typechecker=beartype)
def hidden_patches(
    images: Float[Tensor, "n 1 side side"], share: float, generator: torch.Generator
) -> Bool[Tensor, "n 1 side side"]:
    """Where each image is hidden: a share of its patches of 2 by 2 pixels, drawn without replacement.

    Args:
        images: square images with an even number of pixels a side.
        share: of the patches, such that one at least is hidden and one is shown.
        generator: source of the patches.

    Returns:
        True at the pixels that are hidden.

    Raises:
        ValueError: if `share` hides all patches or none, or the side is odd.
    """
    require(images.shape[-1] % PATCH == 0, "images", "of an even number of pixels a side", images.shape[-1])
    side = images.shape[-1] // PATCH
    count = share * side**2
    require(0.5 < count < side**2 - 0.5, "share", "such that some patches are hidden and some shown", share)
    order = torch.rand(len(images), side**2, generator=generator, device=generator.device).argsort(1)
    hidden = (order < round(count)).view(-1, 1, side, side)
    return hidden.repeat_interleave(PATCH, dim=2).repeat_interleave(PATCH, dim=3)


@jaxtyped(typechecker=beartype)
def masked_loss(
    predicted: Float[Tensor, "n 1 side side"],
    images: Float[Tensor, "n 1 side side"],
    hidden: Bool[Tensor, "n 1 side side"],
) -> Float[Tensor, ""]:
    r"""Mean squared error over the pixels that were hidden.

    $$\ell = \frac{1}{|H|} \sum_{i \in H} (\hat x_i - x_i)^2$$

    Args:
        predicted: what a network makes of the pixels that were shown.
        images: the images as they are.
        hidden: H; true at one pixel at least.

    Returns:
        In squared units of the pixels; what is predicted elsewhere does not count.

    Raises:
        ValueError: if nothing is hidden, or `predicted` or `images` has no finite sum of squares.

    Reference: K. He et al., Masked Autoencoders Are Scalable Vision Learners, 2022.
    """
    require_squares(predicted=predicted, images=images)
    require(hidden.any(), "hidden", "true somewhere", hidden.sum())
    return (predicted - images)[hidden].square().mean()


class MaskedAutoencoder(nn.Module):
    """Two dense networks: an encoder, which sees the hidden pixels as zeros, and a decoder, which is thrown away.

    Args:
        generator: source of the first weights.
    """

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        encoder = (nn.Flatten(), nn.Linear(196, 256), nn.ReLU(), nn.Linear(256, 64))
        decoder = (nn.ReLU(), nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 196), nn.Unflatten(1, (1, 14, 14)))
        self.encoder = he_initialized(nn.Sequential(*encoder), generator)
        self.decoder = he_initialized(nn.Sequential(*decoder), generator)

    @jaxtyped(typechecker=beartype)
    def forward(
        self, images: Float[Tensor, "n 1 14 14"], hidden: Bool[Tensor, "n 1 14 14"]
    ) -> Float[Tensor, "n 1 14 14"]:
        """Predictions of all pixels, from those that are shown."""
        predicted: Tensor = self.decoder(self.encoder(images.masked_fill(hidden, 0.0)))
        return predicted


@jaxtyped(typechecker=beartype)
def masked_autoencoder(
    images: Float32[Tensor, "n 1 14 14"], generator: torch.Generator, *, share: float = 0.5, steps: int = 250
) -> MaskedAutoencoder:
    """A masked autoencoder trained on batches of 128 images.

    Args:
        images: without labels.
        generator: source of weights, batches and of what is hidden.
        share: of the patches that is hidden, as for `hidden_patches`.
        steps: number of batches.

    Returns:
        The trained network.

    Raises:
        ValueError: if `steps` is not positive, `images` is empty or has no finite sum of squares, or what
            `hidden_patches` refuses.
    """
    require_sizes(steps=steps)
    require_some(images=images)
    require_squares(images=images)

    def batch_loss(model: nn.Module) -> Tensor:
        batch = images[torch.randint(len(images), (128,), generator=generator, device=generator.device)]
        hidden = hidden_patches(batch, share, generator)
        return masked_loss(model(batch, hidden), batch, hidden)

    model = trained(MaskedAutoencoder(generator), batch_loss, steps=steps, learning_rate=0.003)
    assert isinstance(model, MaskedAutoencoder)
    return model
