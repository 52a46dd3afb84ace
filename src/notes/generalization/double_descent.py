"""Double descent on MNIST-1D: random features fitted exactly, from too few for the labels to far more than enough."""

import os
import random
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int, jaxtyped
from mnist1d.data import get_dataset_args, make_dataset
from rich.console import Console
from rich.progress import track
from torch import Tensor

from notes.domain import (
    beartype,
    require_below,
    require_decomposable,
    require_finite,
    require_shape,
    require_share,
    require_sizes,
)
from notes.generalization.regression import minimum_norm_weights

CLASSES = 10


@dataclass(frozen=True)
class LabelledSplit:
    """Training and test samples with their labels."""

    train_inputs: Tensor
    train_labels: Tensor
    test_inputs: Tensor
    test_labels: Tensor


@jaxtyped(typechecker=beartype)
def mnist1d_split(train: int, test: int, seed: int = 0) -> LabelledSplit:
    """Samples of MNIST-1D, made by its generator: ten classes of signals of forty points each.

    The generator seeds NumPy and `random` globally; their states are put back, so that nobody else notices.

    Args:
        train: number of training samples; positive.
        test: number of test samples; positive.
        seed: seed of the generator.

    Returns:
        Inputs in double precision, standardised over the whole data set, and integer labels.

    Raises:
        ValueError: if `train` or `test` is not positive, or `seed` is negative.

    Example:
        ```python
        from notes.generalization.double_descent import mnist1d_split

        split = mnist1d_split(train=100, test=50)
        print(tuple(split.train_inputs.shape), tuple(split.test_inputs.shape))
        #> (100, 40) (50, 40)
        ```

    Reference: S. Greydanus, D. Kobak, Scaling Down Deep Learning with MNIST-1D, 2024.
    """
    require_sizes(0, seed=seed)
    for name, value in (("train", train), ("test", test)):
        if value < 1:
            raise ValueError(f"`{name}` must be positive, got {value}")
    settings = get_dataset_args()
    settings.num_samples = CLASSES * -(-(train + test) // CLASSES)
    settings.seed, settings.train_split = seed, 1.0
    states = random.getstate(), np.random.get_state()
    try:
        made = make_dataset(settings)
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])
    inputs, labels = torch.from_numpy(made["x"]).double(), torch.from_numpy(made["y"]).long()
    return LabelledSplit(inputs[:train], labels[:train], inputs[train : train + test], labels[train : train + test])


@jaxtyped(typechecker=beartype)
def corrupted_labels(
    labels: Int[Tensor, "samples"], rate: float, generator: torch.Generator, classes: int = CLASSES
) -> Int[Tensor, "samples"]:
    r"""Labels of which a share has been replaced by a class drawn at random, which may be the right one again.

    $$\Pr(\tilde y \ne y) = \rho \left( 1 - \frac{1}{K} \right)$$

    Args:
        labels: true labels, from 0 to `classes` - 1.
        rate: share rho of labels to draw again, rounded to a whole number of them, in [0, 1].
        generator: source of the choice.
        classes: number K of classes.

    Returns:
        The labels with the noise in.

    Raises:
        ValueError: if `rate` is not in [0, 1], or `classes` is below 1.
    """
    require_sizes(classes=classes)
    if not 0 <= rate <= 1:
        raise ValueError(f"`rate` must be in [0, 1], got {rate}")
    chosen = torch.randperm(len(labels), generator=generator, device=generator.device)[: round(rate * len(labels))]
    noisy = labels.clone()
    noisy[chosen] = torch.randint(classes, (len(chosen),), generator=generator, device=generator.device)
    return noisy


@jaxtyped(typechecker=beartype)
def random_features(inputs: Float[Tensor, "samples inputs"], width: int, seed: int) -> Float[Tensor, "samples width"]:
    r"""Hidden layer of a shallow network whose weights stay as they were drawn.

    $$h_k = \frac{1}{\sqrt D} \operatorname{ReLU}\!\left( w_{k0} + w_k^\top x \right)$$

    The same seed gives the same first units whatever the width, so a wider layer holds every narrower one.

    Args:
        inputs: one sample per row.
        width: number D of hidden units; positive.
        seed: seed of the weights, which are uniform with variance 1 / inputs; the biases are uniform in [-1, 1].

    Returns:
        Activations of every sample.

    Raises:
        ValueError: if `width` is not positive, or `inputs` is NaN or infinite.

    Reference: A. Rahimi, B. Recht, Random Features for Large-Scale Kernel Machines, 2007.
    """
    require_finite(inputs=inputs)
    if width < 1:
        raise ValueError(f"`width` must be positive, got {width}")
    generator = torch.Generator(device=inputs.device).manual_seed(seed)
    size = inputs.shape[1]
    units = 2 * torch.rand(width, size + 1, generator=generator, dtype=inputs.dtype, device=generator.device) - 1
    weights, biases = units[:, :size] * (3 / size) ** 0.5, units[:, size]
    return torch.relu(inputs @ weights.T + biases) / width**0.5


@dataclass(frozen=True)
class WidthErrors:
    """Errors of one width: shares of wrong labels, and the squared error of the scores on the test set."""

    width: int
    train_error: float
    test_error: float
    test_loss: float


@jaxtyped(typechecker=beartype)
def random_feature_errors(
    split: LabelledSplit, noisy_labels: Int[Tensor, "samples"], width: int, seed: int
) -> WidthErrors:
    """Errors of the minimum-norm fit of random features to one-hot labels, centred by the share of a class.

    Args:
        split: training and test samples.
        noisy_labels: training labels to fit, which may differ from the split's.
        width: number of random features, hence of parameters for each class.
        seed: seed of the features.

    Returns:
        Training error against the noisy labels, test error and squared test error against the true ones.

    Raises:
        ValueError: if `noisy_labels` is not one class an input or `split` is of half precision.
    """
    require_decomposable(split=split.train_inputs)
    require_shape(split.train_labels.shape, noisy_labels=noisy_labels)
    require_below(CLASSES, noisy_labels=noisy_labels)
    fitted = torch.nn.functional.one_hot(noisy_labels, CLASSES).double() - 1 / CLASSES
    wanted = torch.nn.functional.one_hot(split.test_labels, CLASSES).double() - 1 / CLASSES
    train = random_features(split.train_inputs, width, seed)
    test = random_features(split.test_inputs, width, seed)
    weights = minimum_norm_weights(train, fitted)
    scores = test @ weights
    return WidthErrors(
        width=width,
        train_error=((train @ weights).argmax(1) != noisy_labels).double().mean().item(),
        test_error=(scores.argmax(1) != split.test_labels).double().mean().item(),
        test_loss=(scores - wanted).square().sum(1).mean().item(),
    )


@jaxtyped(typechecker=beartype)
def random_feature_sweep(split: LabelledSplit, widths: list[int], noise: float, seed: int) -> tuple[WidthErrors, ...]:
    """Errors of random features of growing width on labels with noise, with a progress bar on a terminal.

    Args:
        split: training and test samples; the test labels stay clean.
        widths: numbers of features to fit.
        noise: share of training labels to draw again.
        seed: seed of the noise and of the features.

    Returns:
        One entry per width.

    Raises:
        ValueError: if `noise` is not from 0 to 1.
    """
    require_share(noise=noise)
    labels = corrupted_labels(split.train_labels, noise, torch.Generator().manual_seed(seed))
    bar = track(widths, "Fitting widths", console=Console(stderr=True), disable=not os.isatty(2))
    return tuple(random_feature_errors(split, labels, width, seed) for width in bar)
