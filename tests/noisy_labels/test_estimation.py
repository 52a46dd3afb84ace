import pytest
import torch

from notes.noisy_labels.estimation import anchor_point_estimate, confident_joint, confident_learning_estimate
from notes.noisy_labels.transition import THREE_CLASSES, noisy_labels

T = torch.tensor(THREE_CLASSES)


def certain(examples: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Noisy probabilities of a perfect classifier on examples of certain class, and labels drawn from them."""
    truth = torch.arange(3).repeat_interleave(examples)
    return T[truth], noisy_labels(truth, T, torch.Generator().manual_seed(0))


@pytest.mark.parametrize("quantile", [0.9, 1.0])
def test_anchor_points_recover_the_matrix_from_perfect_probabilities(quantile):
    torch.testing.assert_close(anchor_point_estimate(certain(10)[0], quantile), T)


def test_confident_learning_recovers_the_matrix_from_perfect_probabilities():
    torch.testing.assert_close(confident_learning_estimate(*certain(20_000)), T, atol=0.01, rtol=0)


def test_confident_joint_is_a_count_example_by_example():
    generator = torch.Generator().manual_seed(4)
    probabilities = torch.rand(60, 3, generator=generator).softmax(-1)
    labels = torch.randint(3, (60,), generator=generator)
    thresholds = [probabilities[labels == k, k].mean() for k in range(3)]
    counts = torch.zeros(3, 3)
    for row, label in zip(probabilities, labels, strict=True):
        passed = [k for k in range(3) if row[k] >= thresholds[k]]
        if passed:
            counts[max(passed, key=lambda k: row[k]), label] += 1
    assert torch.equal(confident_joint(probabilities, labels), counts)


def test_confident_joint_leaves_out_who_belongs_nowhere():
    probabilities = torch.tensor([[0.9, 0.1, 0.0], [0.0, 0.9, 0.1], [0.1, 0.0, 0.9], [0.4, 0.3, 0.3]])
    counted = confident_joint(probabilities, torch.tensor([0, 1, 2, 2]))
    assert torch.equal(counted, torch.eye(3))


def test_estimates_refuse_what_they_cannot_use():
    with pytest.raises(ValueError, match="`quantile` must be between 0 and 1, got 2"):
        anchor_point_estimate(T, 2.0)
    with pytest.raises(ValueError, match="at least one example"):
        anchor_point_estimate(torch.zeros(0, 3))
    with pytest.raises(ValueError, match="`labels` must be such that each class is observed"):
        confident_joint(T, torch.tensor([0, 0, 1]))
    with pytest.raises(ValueError, match="`labels` must be a class from 0 to 2, got 3"):
        confident_joint(T, torch.tensor([0, 3, 1]))
