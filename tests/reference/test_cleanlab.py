"""Estimates of label noise against cleanlab."""

import pytest
import torch
from cleanlab.count import compute_confident_joint
from torch import Tensor

from notes.noisy_labels.estimation import confident_joint


def theirs(probabilities: Tensor, labels: Tensor) -> Tensor:
    """Their counts, with true classes in rows as in the notes."""
    counts = compute_confident_joint(labels.numpy(), probabilities.numpy(), calibrate=False)
    return torch.from_numpy(counts).T.double()


def by_the_paper(probabilities: Tensor, labels: Tensor) -> Tensor:
    """Northcutt, Jiang and Chuang, 2021, equation 1, example by example."""
    thresholds = [probabilities[labels == k, k].mean().item() for k in range(3)]
    counts = torch.zeros(3, 3, dtype=torch.float64)
    for row, label in zip(probabilities.tolist(), labels.tolist(), strict=True):
        reached = [k for k in range(3) if row[k] >= thresholds[k]]
        if reached:
            counts[max(reached, key=row.__getitem__), label] += 1
    return counts


@pytest.mark.parametrize("sharpness", [1.0, 3.0, 8.0])
def test_confident_joint(sharpness: float, generator: torch.Generator, normal) -> None:
    classes = torch.arange(300) % 3
    logits = normal(300, 3)
    logits[torch.arange(300), classes] += sharpness
    labels = torch.where(torch.rand(300, generator=generator) < 0.2, (classes + 1) % 3, classes)
    ours = confident_joint(logits.softmax(1), labels)
    assert torch.equal(ours, theirs(logits.softmax(1), labels))
    assert torch.equal(ours, by_the_paper(logits.softmax(1), labels))


def test_confident_joint_where_the_largest_probability_misses_its_threshold() -> None:
    """The last example reaches the thresholds of classes 1 and 2, yet its largest probability is that of class 0.

    The paper counts it for class 1, the larger of those reached, and so do the notes; cleanlab counts it for class 0.
    """
    rows = [
        [0.9, 0.05, 0.05],
        [0.7, 0.15, 0.15],
        [0.75, 0.2, 0.05],
        [0.3, 0.4, 0.3],
        [0.75, 0.05, 0.2],
        [0.4, 0.35, 0.25],
    ]
    probabilities, labels = torch.tensor(rows, dtype=torch.float64), torch.tensor([0, 0, 1, 1, 2, 1])
    ours = confident_joint(probabilities, labels)
    assert torch.equal(ours, by_the_paper(probabilities, labels))
    assert (ours - theirs(probabilities, labels)).tolist() == [[0, -1, 0], [0, 1, 0], [0, 0, 0]]
