"""One harness for all methods: the same digits, encoder, views, optimiser and number of steps, and the same judge."""

from typing import NamedTuple, cast

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, cross_entropy

from notes.convolution.resnet import he_initialized
from notes.data import mnist
from notes.domain import beartype, require_decomposable, require_not_negative, require_sizes, require_squares
from notes.losses.training import trained
from notes.self_supervision.linear_evaluation import frozen_features, labelled_subset, linear_accuracy
from notes.self_supervision.methods import WIDTH, Method
from notes.self_supervision.views import views

BATCH, STEPS = 128, 160


class Digits(NamedTuple):
    """The 5,000 digits at 14 by 14 pixels, divided at random.

    Attributes:
        images: 4,000 training images.
        labels: their classes.
        test_images: 1,000 test images.
        test_labels: their classes.
    """

    images: Float[Tensor, "n 1 14 14"]
    labels: Int64[Tensor, "n"]
    test_images: Float[Tensor, "m 1 14 14"]
    test_labels: Int64[Tensor, "m"]


class Pretraining(NamedTuple):
    """A method after its training.

    Attributes:
        network: the trained method, of which the encoder is kept.
        losses: the loss of every batch.
    """

    network: Method
    losses: Float[Tensor, "steps"]


@jaxtyped(typechecker=beartype)
def small_digits(generator: torch.Generator) -> Digits:
    """The digits of MNIST averaged over squares of 2 by 2 pixels, 4,000 to train with and 1,000 to test.

    Args:
        generator: source of the division.

    Returns:
        The divided digits.
    """
    data = mnist()
    images = avg_pool2d(data.inputs.unsqueeze(1), 2)
    train, test = torch.randperm(len(images), generator=generator).split([4000, 1000])
    return Digits(images[train], data.targets[train], images[test], data.targets[test])


@jaxtyped(typechecker=beartype)
def pretrained(
    method: Method,
    images: Float[Tensor, "n 1 14 14"],
    generator: torch.Generator,
    *,
    steps: int = STEPS,
    batch: int = BATCH,
    strength: float = 1.0,
) -> Pretraining:
    """A method trained by Adam on two fresh views of every batch, with a learning rate from 0.01 to 0.

    Args:
        method: what to train; it stays as it is.
        images: images without labels.
        generator: source of batches and views.
        steps: number of batches.
        batch: images a batch, drawn with replacement.
        strength: of the views.

    Returns:
        The trained copy, and the loss of every batch.

    Raises:
        ValueError: if `steps` or `batch` is not positive, or what `views` refuses.
    """
    require_sizes(2, batch=batch)
    losses: list[Tensor] = []

    def batch_loss(model: nn.Module) -> Tensor:
        chosen = images[torch.randint(len(images), (batch,), generator=generator, device=generator.device)]
        value: Tensor = model(views(chosen, generator, strength=strength), views(chosen, generator, strength=strength))
        losses.append(value.detach())
        return value

    network = trained(method, batch_loss, steps=steps, learning_rate=0.01)
    return Pretraining(cast(Method, network), torch.stack(losses))


@jaxtyped(typechecker=beartype)
def accuracies(encoder: nn.Module, digits: Digits, shots: tuple[int, ...]) -> Float[Tensor, "shots"]:
    """Linear evaluation of an encoder with few and with many labels.

    Args:
        encoder: from images to vectors; it is not trained here.
        digits: the data.
        shots: numbers of labelled images a class; 0 means all.

    Returns:
        One test accuracy per number.

    Raises:
        ValueError: if a number of shots is negative, or the images are of half precision.
    """
    require_decomposable(digits=digits.images)
    require_not_negative(shots=shots)
    features, test = (frozen_features(encoder, part) for part in (digits.images, digits.test_images))
    results = []
    for each in shots:
        chosen = (
            labelled_subset(digits.labels, each)
            if each
            else torch.arange(len(digits.labels), device=digits.labels.device)
        )
        results.append(linear_accuracy(features[chosen], digits.labels[chosen], test, digits.test_labels))
    return torch.tensor(results, device=digits.images.device)


@jaxtyped(typechecker=beartype)
def supervised_accuracy(
    encoder: nn.Module,
    digits: Digits,
    each: int,
    generator: torch.Generator,
    *,
    strength: float = 1.0,
    steps: int = STEPS,
) -> float:
    """Test accuracy of an encoder with a linear layer, all of it trained on labelled images.

    Args:
        encoder: where to start from, fresh for training from scratch, pretrained for fine-tuning; it stays as it is.
        digits: the data.
        each: labelled images a class; 0 means all.
        generator: source of the linear layer's weights, of batches and views.
        strength: of the views; 0 trains on the images as they are.
        steps: number of batches.

    Returns:
        The share of test images whose class is found.
    """
    chosen = (
        labelled_subset(digits.labels, each) if each else torch.arange(len(digits.labels), device=digits.labels.device)
    )
    layer = he_initialized(nn.Linear(WIDTH, 10), generator)

    def loss(model: nn.Module) -> Tensor:
        batch = chosen[torch.randint(len(chosen), (BATCH,), generator=generator, device=generator.device)]
        seen = views(digits.images[batch], generator, strength=strength)
        return cross_entropy(model(seen), digits.labels[batch])

    model = trained(nn.Sequential(encoder, nn.ReLU(), layer), loss, steps=steps, learning_rate=0.01)
    predicted = frozen_features(model, digits.test_images).argmax(1)
    return float((predicted == digits.test_labels).float().mean())


@jaxtyped(typechecker=beartype)
def frozen_projections(method: Method, images: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, "n d"]:
    """What a method's projector makes of images, with all batch statistics fixed: where views are compared.

    Args:
        method: trained or not; its mode of training is put back.
        images: any number of images.

    Returns:
        One projection per image, without gradient.

    Raises:
        ValueError: if `images` has no finite sum of squares.
    """
    require_squares(images=images)
    return frozen_features(nn.Sequential(method.encoder, method.projector), images)
