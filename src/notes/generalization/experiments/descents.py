"""Double descent of random features on MNIST-1D: the peak, what lies beyond it, and what removes it."""

from collections.abc import Mapping

import torch
from torch import Generator, Tensor
from torch.nn.functional import one_hot

from notes.experiment import always, difference, experiment, often
from notes.generalization.double_descent import (
    CLASSES,
    LabelledSplit,
    corrupted_labels,
    mnist1d_split,
    random_feature_errors,
    random_features,
)
from notes.generalization.ridge import ridge_weights

SAMPLES = 200
WIDTHS = (10, 20, 40, 80, 150, 200, 270, 500, 2000)
STRENGTHS = (0.01, 0.1, 1.0)


def wrong_share(scores: Tensor, labels: Tensor) -> float:
    """Share of labels that are not those of the highest score."""
    return (scores.argmax(1) != labels).double().mean().item()


def penalised_error(split: LabelledSplit, labels: Tensor, width: int, seed: int) -> float:
    """Test error on all but the first 500 samples of the strength that has the fewest errors on those."""
    train, test = (random_features(x, width, seed) for x in (split.train_inputs, split.test_inputs))
    targets = one_hot(labels, CLASSES).double() - 1 / CLASSES
    errors = []
    for strength in STRENGTHS:
        scores = test @ ridge_weights(train, targets, strength)
        errors.append(
            tuple(wrong_share(scores[part], split.test_labels[part]) for part in (slice(500), slice(500, None)))
        )
    return min(errors)[1]


def first_minimum(run: Mapping[str, float]) -> float:
    """The lowest share of wrong labels of a width below the number of samples."""
    return min(run[f"wrong {width}"] for width in WIDTHS if width < SAMPLES)


@experiment(
    "The error peaks where features meet samples and falls again, wrong labels further than squared error",
    always(
        "the share of wrong labels is highest with as many features as samples",
        lambda run: max(WIDTHS, key=lambda width: run[f"wrong {width}"]) == SAMPLES,
    ),
    always(
        "the squared error is highest with as many features as samples",
        lambda run: max(WIDTHS, key=lambda width: run[f"squared {width}"]) == SAMPLES,
    ),
    always(
        "with right labels the peak is there too",
        lambda run: run["clean 200"] > max(run["clean 40"], run["clean 2000"]),
    ),
    often(
        "2000 features have fewer wrong labels than the best narrow fit",
        lambda run: run["wrong 2000"] < first_minimum(run),
    ),
    always("2000 features have a larger squared error than 10", lambda run: run["squared 2000"] > run["squared 10"]),
    always("a penalty lowers the peak", lambda run: run["penalised 200"] < run["wrong 200"]),
    difference("wrong 2000", "penalised 200", above=-0.03),
    difference("penalised 200", "penalised 2000"),
    panels={
        "share of wrong labels": (
            *("wrong 80", "wrong 200", "wrong 2000", "clean 200", "clean 2000"),
            *("penalised 200", "penalised 2000"),
        ),
        "squared error of the scores (power of ten)": ("squared 10", "squared 200", "squared 2000"),
    },
)
def random_feature_descent(seed: int) -> dict[str, float]:
    """Test errors of random features fitted to 200 samples, 15% of whose labels were drawn anew."""
    split = mnist1d_split(SAMPLES, 1500, seed=seed)
    labels = corrupted_labels(split.train_labels, 0.15, Generator().manual_seed(seed))
    numbers = {}
    for width in WIDTHS:
        errors = random_feature_errors(split, labels, width, seed)
        numbers[f"wrong {width}"] = errors.test_error
        numbers[f"squared {width}"] = torch.tensor(errors.test_loss).log10().item()
    for width in (40, 200, 2000):
        numbers[f"clean {width}"] = random_feature_errors(split, split.train_labels, width, seed).test_error
    for width in (200, 2000):
        numbers[f"penalised {width}"] = penalised_error(split, labels, width, seed)
    return numbers
