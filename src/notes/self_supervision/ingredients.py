"""What augmentation and batch size do to contrastive learning, each varied alone."""

import torch

from notes.self_supervision.methods import SimCLR
from notes.self_supervision.study import BATCH, STEPS, Digits, accuracies, pretrained


def contrastive_accuracy(
    digits: Digits, seed: int, *, steps: int = STEPS, batch: int = BATCH, strength: float = 1.0, each: int = 10
) -> float:
    """Linear evaluation of an encoder that SimCLR has trained.

    Args:
        digits: the data.
        seed: of weights, batches and views.
        steps: number of batches.
        batch: images a batch.
        strength: of the views.
        each: labelled images a class in the evaluation.

    Returns:
        Test accuracy.

    Raises:
        ValueError: what `pretrained` and `labelled_subset` refuse.
    """
    untrained, generator = SimCLR(torch.Generator().manual_seed(seed)), torch.Generator().manual_seed(seed)
    model = pretrained(untrained, digits.images, generator, steps=steps, batch=batch, strength=strength).network
    return accuracies(model.encoder, digits, (each,)).item()
