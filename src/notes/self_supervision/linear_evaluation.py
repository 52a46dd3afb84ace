"""Linear evaluation: how well a linear classifier does on features that stay as they are."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn

from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_finite,
    require_no_gradient,
    require_some,
    require_squares,
)


@jaxtyped(typechecker=beartype)
def frozen_features(encoder: nn.Module, images: Float[Tensor, "n *shape"]) -> Float[Tensor, "n d"]:
    """What an encoder makes of images when it is not trained any more: its batch statistics are fixed, too.

    Args:
        encoder: a network from images to vectors; its mode of training is put back.
        images: any number of images.

    Returns:
        One vector per image, without gradient.

    Raises:
        ValueError: if `images` is NaN or infinite.
    """
    require_finite(images=images)
    was_training = encoder.training
    encoder.eval()
    with torch.no_grad():
        features: Tensor = encoder(images)
    encoder.train(was_training)
    return features


@jaxtyped(typechecker=beartype)
def labelled_subset(labels: Int64[Tensor, "n"], each: int) -> Int64[Tensor, "chosen"]:
    """Places of the first few examples of every class.

    Args:
        labels: the classes.
        each: examples a class.

    Returns:
        `each` places a class, class by class.

    Raises:
        ValueError: if `each` is not positive, or a class has fewer examples, or `labels` is empty.

    Example:
        ```python
        import torch
        from notes.self_supervision.linear_evaluation import labelled_subset

        print(labelled_subset(torch.tensor([1, 0, 0, 1, 1]), 2).tolist())
        #> [1, 2, 0, 3]
        ```
    """
    require_some(labels=labels)
    places = [(labels == label).nonzero().squeeze(1) for label in labels.unique()]
    fewest = min(len(place) for place in places)
    if not 1 <= each <= fewest:
        raise ValueError(f"`each` must be from 1 to {fewest}, the size of the smallest class, got {each}")
    return torch.cat([place[:each] for place in places])


@jaxtyped(typechecker=beartype)
def linear_accuracy(
    features: Float[Tensor, "n d"],
    labels: Int64[Tensor, "n"],
    test_features: Float[Tensor, "m d"],
    test_labels: Int64[Tensor, "m"],
    *,
    strength: float = 0.1,
) -> float:
    """Test accuracy of a logistic regression on features that are shifted and scaled to mean 0 and deviation 1.

    Args:
        features: training features, which also set the scale; a constant feature is left at zero.
        labels: their classes; at least two.
        test_features: features of other images, from the same encoder.
        test_labels: their classes.
        strength: inverse weight of the penalty on squared weights, `C` of scikit-learn; positive.

    Returns:
        The share of test images whose class is found.

    Raises:
        ValueError: if `strength` is not positive, or there is only one class, or features have no finite sum of
            squares, or there are none to test.

    Reference: R. Zhang, P. Isola and A. Efros, Colorful Image Colorization, 2016, who judged features this way.
    """
    require_no_gradient(features=features, test_features=test_features)
    require_decomposable(features=features, test_features=test_features)
    require_squares(features=features, test_features=test_features)
    require_some(test_features=test_features)
    if not strength > 0:
        raise ValueError(f"`strength` must be positive, got {strength}")
    require(labels.diff().any(), "labels", "of two classes at least", labels)
    centre, spread = features.mean(0), features.std(0, correction=0).clamp(min=1e-6)
    train, test = (((part - centre) / spread).numpy() for part in (features, test_features))
    classifier = LogisticRegression(C=strength, max_iter=300).fit(train, labels.numpy())
    return float(classifier.score(test, test_labels.numpy()))
