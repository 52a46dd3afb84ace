"""Features in the plane, to look at: softmax, centre loss, the modified softmax and SphereFace on the same digits."""

from collections.abc import Callable
from typing import cast

import torch
from jaxtyping import Float, Float32, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize

from notes.convolution.resnet import he_initialized
from notes.domain import (
    beartype,
    require,
    require_below,
    require_no_gradient,
    require_sizes,
    require_squares,
)
from notes.losses.training import trained
from notes.self_supervision.angular import sphereface_loss
from notes.self_supervision.center import center_loss, moved_centers
from notes.self_supervision.siamese import digit_encoder


class PlanarClassifier(nn.Module):
    """An encoder to the plane with one weight vector a class, and with centres that training moves.

    Args:
        classes: number of classes.
        generator: source of the first weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, classes: int, generator: torch.Generator) -> None:
        require_sizes(0, classes=classes)
        super().__init__()
        self.encoder = nn.Sequential(
            digit_encoder(generator, 32), nn.ReLU(), he_initialized(nn.Linear(32, 2), generator)
        )
        self.weights = nn.Parameter(torch.randn(classes, 2, generator=generator, device=generator.device))
        self.centers: Tensor
        self.register_buffer("centers", torch.zeros(classes, 2, device=generator.device))

    @jaxtyped(typechecker=beartype)
    def forward(self, images: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, "n 2"]:
        """The features of the images."""
        features: Tensor = self.encoder(images)
        return features


@jaxtyped(typechecker=beartype)
def softmax_loss(
    model: PlanarClassifier, images: Float[Tensor, "n 1 14 14"], labels: Int64[Tensor, " n"]
) -> Float[Tensor, ""]:
    """Mean cross entropy of the softmax without biases.

    Args:
        model: gives planar features, and holds directions and centres.
        images: a batch.
        labels: their classes.

    Returns:
        A scalar.

    Raises:
        ValueError: if `images` has no finite sum of squares or a label is not that of a class.
    """
    require_below(len(model.weights), labels=labels)
    require_squares(images=images)
    return cross_entropy(model(images) @ model.weights.T, labels)


@jaxtyped(typechecker=beartype)
def softmax_and_center_loss(
    model: PlanarClassifier, images: Float[Tensor, "n 1 14 14"], labels: Int64[Tensor, " n"]
) -> Float[Tensor, ""]:
    """Softmax loss plus the centre loss at weight 0.5; the centres move before each loss.

    Args:
        model: gives planar features, and holds directions and centres.
        images: a batch.
        labels: their classes.

    Returns:
        A scalar.

    Raises:
        ValueError: if `images` has no finite sum of squares.
    """
    require_squares(images=images)
    features = model(images)
    model.centers = moved_centers(model.centers, features, labels)
    return cross_entropy(features @ model.weights.T, labels) + 0.5 * center_loss(features, model.centers, labels).mean()


@jaxtyped(typechecker=beartype)
def modified_softmax_loss(
    model: PlanarClassifier, images: Float[Tensor, "n 1 14 14"], labels: Int64[Tensor, " n"]
) -> Float[Tensor, ""]:
    """Mean loss of the modified softmax: angles decide.

    Args:
        model: gives planar features, and holds directions and centres.
        images: a batch.
        labels: their classes.

    Returns:
        A scalar.

    Raises:
        ValueError: if `images` has no finite sum of squares.
    """
    require_squares(images=images)
    return sphereface_loss(model(images), model.weights, labels, multiplier=1).mean()


@jaxtyped(typechecker=beartype)
def angular_margin_loss(
    model: PlanarClassifier, images: Float[Tensor, "n 1 14 14"], labels: Int64[Tensor, " n"]
) -> Float[Tensor, ""]:
    """Mean loss of SphereFace with the own angle taken three times.

    Args:
        model: gives planar features, and holds directions and centres.
        images: a batch.
        labels: their classes.

    Returns:
        A scalar.

    Raises:
        ValueError: if `images` has no finite sum of squares.
    """
    require_squares(images=images)
    return sphereface_loss(model(images), model.weights, labels, multiplier=3).mean()


@jaxtyped(typechecker=beartype)
def planar_classifier(
    loss: Callable[[PlanarClassifier, Tensor, Tensor], Tensor],
    images: Float32[Tensor, "n 1 14 14"],
    labels: Int64[Tensor, "n"],
    generator: torch.Generator,
    *,
    steps: int = 250,
) -> PlanarClassifier:
    """A classifier trained by one of the losses above on random batches of 128 images.

    Args:
        loss: of a classifier, images and labels; a scalar.
        images: training images.
        labels: their classes, from 0.
        generator: source of weights and batches.
        steps: number of batches.

    Returns:
        The trained classifier, with its batch statistics fixed.
    """

    def batch_loss(model: nn.Module) -> Tensor:
        batch = torch.randint(len(images), (128,), generator=generator, device=generator.device)
        return loss(cast(PlanarClassifier, model), images[batch], labels[batch])

    start = PlanarClassifier(int(labels.max()) + 1, generator)
    return cast(PlanarClassifier, trained(start, batch_loss, steps=steps, learning_rate=0.005).eval())


@jaxtyped(typechecker=beartype)
def own_angles(
    features: Float[Tensor, "n d"], weights: Float[Tensor, "classes d"], labels: Int64[Tensor, "n"]
) -> Float[Tensor, "n"]:
    """Angle between each feature vector and the direction of its class.

    Args:
        features: one vector per example.
        weights: one direction per class.
        labels: the class of each example.

    Returns:
        Angles in degrees, between 0 and 180.

    Raises:
        ValueError: if a label is not that of a class, or `features` or `weights` has no finite sum of squares.
    """
    require_squares(features=features, weights=weights)
    require_below(len(weights), labels=labels)
    cosines = (normalize(features, dim=1) * normalize(weights, dim=1)[labels]).sum(1)
    return torch.rad2deg(cosines.clamp(-1, 1).acos())


@jaxtyped(typechecker=beartype)
def scatter_ratio(features: Float[Tensor, "n d"], labels: Int64[Tensor, "n"]) -> float:
    r"""Mean squared distance from the own class's mean, over that of the means from their mean.

    Args:
        features: one vector per example.
        labels: the class of each example; at least two classes.

    Returns:
        Zero if every class is a point; it does not change with the unit of the features.

    Raises:
        ValueError: if there is only one class, or features are alike in all classes, or have no finite sum of squares.
    """
    require_no_gradient(features=features)
    require_squares(features=features)
    classes, places = labels.unique(return_inverse=True)
    if len(classes) < 2:
        raise ValueError(f"`labels` must hold two classes at least, got only {classes.tolist()}")
    means = torch.stack([features[labels == label].mean(0) for label in classes])
    within = (features - means[places]).square().sum(1).mean()
    between = (means - means.mean(0)).square().sum(1).mean()
    require(between > 0, "features", "different between classes", between)
    return float(within / between)
