"""Images and words in one space: two networks, trained to find the words of an image and the image of words."""

from typing import NamedTuple

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize

from notes.convolution.resnet import he_initialized
from notes.domain import beartype, require_below, require_positive, require_sizes, require_some, require_squares
from notes.losses.training import trained

TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NAMES = tuple(f"{ten}-{one}" for ten in TENS for one in ONES)


class Numbers(NamedTuple):
    """Pictures of numbers of two digits.

    Attributes:
        images: two handwritten digits side by side.
        names: the place in `NAMES` of each.
    """

    images: Float[Tensor, "n 1 14 28"]
    names: Int64[Tensor, "n"]


@jaxtyped(typechecker=beartype)
def clip_loss(images: Float[Tensor, "n d"], texts: Float[Tensor, "n d"], *, temperature: float) -> Float[Tensor, ""]:
    r"""Mean of two cross entropies over a batch of pairs: the text of each image, and the image of each text.

    $$\ell = \frac{1}{2n} \sum_i \Bigl( -\log \frac{e^{s_{ii}/\tau}}{\sum_j e^{s_{ij}/\tau}}
    - \log \frac{e^{s_{ii}/\tau}}{\sum_j e^{s_{ji}/\tau}} \Bigr)$$

    Args:
        images: embeddings of images.
        texts: embeddings of their texts, in the same order.
        temperature: what the cosines s are divided by; positive.

    Returns:
        A scalar, in nats.

    Raises:
        ValueError: if `temperature` is not positive, there is no pair, or an argument has no finite sum of squares.

    Reference: A. Radford et al., Learning Transferable Visual Models from Natural Language Supervision, 2021.
    """
    require_squares(images=images, texts=texts)
    require_some(images=images)
    require_positive(temperature=temperature)
    logits = normalize(images, dim=1) @ normalize(texts, dim=1).T / temperature
    partner = torch.arange(len(logits), device=logits.device)
    return (cross_entropy(logits, partner) + cross_entropy(logits.T, partner)) / 2


class TwoTowers(nn.Module):
    """A network of images, and one vector for each word; the vectors of the words of a name are added.

    Args:
        generator: source of the first weights.
        width: of the common space.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, generator: torch.Generator, width: int = 32) -> None:
        require_sizes(width=width)
        super().__init__()
        layers = (
            nn.Conv2d(1, 16, 5, stride=2, padding=2),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(896, width),
        )
        self.image = he_initialized(nn.Sequential(*layers), generator)
        self.words = nn.Parameter(torch.randn(len(TENS) + len(ONES), width, generator=generator))

    @jaxtyped(typechecker=beartype)
    def texts(self, names: Int64[Tensor, "n"]) -> Float[Tensor, "n d"]:
        """The embeddings of names, given by their places in `NAMES`."""
        require_below(len(NAMES), names=names)
        return self.words[names // len(ONES)] + self.words[len(TENS) + names % len(ONES)]

    @jaxtyped(typechecker=beartype)
    def forward(self, images: Float[Tensor, "n 1 14 28"], names: Int64[Tensor, "n"]) -> Float[Tensor, ""]:
        """The loss of a batch, at temperature 0.1."""
        return clip_loss(self.image(images), self.texts(names), temperature=0.1)


@jaxtyped(typechecker=beartype)
def written_numbers(
    digits: Float[Tensor, "many 1 14 14"],
    labels: Int64[Tensor, "many"],
    names: Int64[Tensor, "n"],
    generator: torch.Generator,
) -> Numbers:
    """Pictures of numbers, each of two random digits of the classes that its name asks for.

    Args:
        digits: images of single digits.
        labels: their classes; each class that is asked for occurs.
        names: places in `NAMES`, from which it is drawn with replacement.
        generator: source of the digits.

    Returns:
        One picture per name.

    Raises:
        ValueError: if a name is not one of `NAMES`, or no digit of a class that is asked for is there.
    """
    require_below(len(NAMES), names=names)
    halves = []
    for classes in (2 + names // len(ONES), 1 + names % len(ONES)):
        fit = (classes[:, None] == labels).float()
        if not bool(fit.any(1).all()):
            raise ValueError("`labels` must hold every digit that is asked for, got some that do not occur")
        halves.append(digits[torch.multinomial(fit, 1, generator=generator).squeeze(1)])
    return Numbers(torch.cat(halves, dim=3), names)


@jaxtyped(typechecker=beartype)
def trained_towers(numbers: Numbers, generator: torch.Generator, *, steps: int = 100) -> TwoTowers:
    """Two towers after some batches of 64 pairs of picture and name.

    Args:
        numbers: pictures and names to train with.
        generator: source of weights and batches.
        steps: number of batches.

    Returns:
        The towers, with their batch statistics fixed.
    """

    def batch_loss(model: nn.Module) -> Tensor:
        batch = torch.randint(len(numbers.names), (64,), generator=generator, device=generator.device)
        loss: Tensor = model(numbers.images[batch], numbers.names[batch])
        return loss

    model = trained(TwoTowers(generator), batch_loss, steps=steps, learning_rate=0.01).eval()
    assert isinstance(model, TwoTowers)
    return model


@jaxtyped(typechecker=beartype)
def nearest_names(
    towers: TwoTowers, images: Float[Tensor, "n 1 14 28"], names: Int64[Tensor, "classes"]
) -> Int64[Tensor, "n"]:
    """For each picture that name among some whose embedding has the largest cosine with the picture's.

    Args:
        towers: trained.
        images: pictures of numbers.
        names: places in `NAMES` of those to choose from; it need not be one that training saw.

    Returns:
        Places in `NAMES`.

    Raises:
        ValueError: if `images` has no finite sum of squares, or there is no name, or one that is not in `NAMES`.
    """
    require_squares(images=images)
    require_some(names=names)
    with torch.no_grad():
        seen = normalize(towers.image(images), dim=1)
        told = normalize(towers.texts(names), dim=1)
    return names[(seen @ told.T).argmax(1)]
