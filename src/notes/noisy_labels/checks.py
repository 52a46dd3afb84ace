"""What ties the displayed equations of chapter 15 that no proof establishes to the code that implements them."""

import torch

from notes.ledger import check
from notes.noisy_labels.robust import generalized_cross_entropy, mean_absolute_error, truncated_cross_entropy

DEFINITIONS = {
    "eq:bayes-rule-of-classes": "notes.noisy_labels.risk.bayes_classifier",
    "eq:noisy-risk": "notes.noisy_labels.risk.zero_one_risk",
    "eq:noisy-empirical-risk": "notes.noisy_labels.risk.empirical_error",
    "eq:noisy-minimiser": "notes.noisy_labels.harness.training_history",
    "eq:transition-matrix": "notes.noisy_labels.transition.noisy_labels",
    "eq:symmetric-noise": "notes.noisy_labels.transition.symmetric_noise",
    "eq:pair-flip-noise": "notes.noisy_labels.transition.pair_flip_noise",
    "eq:anchor-points": "notes.noisy_labels.estimation.anchor_point_estimate",
    "eq:confident-joint": "notes.noisy_labels.estimation.confident_joint",
    "eq:confident-estimate": "notes.noisy_labels.estimation.confident_learning_estimate",
    "eq:forward-loss": "notes.noisy_labels.correction.forward_loss",
    "eq:backward-loss": "notes.noisy_labels.correction.backward_loss",
    "eq:gce": "notes.noisy_labels.robust.generalized_cross_entropy",
    "eq:elr": "notes.noisy_labels.methods.early_learning",
    "eq:elr-targets": "notes.noisy_labels.early_learning.ensembled_targets",
    "eq:mixup": "notes.noisy_labels.mixing.mixed_inputs",
    "eq:keep-rate": "notes.noisy_labels.selection.keep_rate",
    "eq:selection-precision": "notes.noisy_labels.selection.selection_precision",
    "eq:co-teaching": "notes.noisy_labels.methods.co_teaching",
    "eq:vote-average": "notes.noisy_labels.voting.majority_vote",
    "eq:dawid-skene-posterior": "notes.noisy_labels.annotators.label_posterior",
    "eq:dawid-skene-confusions": "notes.noisy_labels.annotators.annotator_confusions",
    "eq:loss-mixture": "notes.noisy_labels.loss_mixture.component_posterior",
    "eq:example-weights": "notes.noisy_labels.reweighting.example_weights",
}


def _logits_and_labels() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(50, 4, generator=generator, dtype=torch.float64)
    return logits, torch.randint(4, (50,), generator=generator)


@check("eq:mae")
def absolute_error_is_the_l1_distance() -> None:
    """The absolute error is the L1 distance between prediction and one-hot label, twice one minus the probability."""
    logits, labels = _logits_and_labels()
    probabilities = logits.softmax(-1)
    one_hot = torch.nn.functional.one_hot(labels, 4)
    torch.testing.assert_close(mean_absolute_error(logits, labels), (one_hot - probabilities).abs().sum(-1))


@check("eq:truncated-gce")
def truncation_is_constant_below_the_threshold() -> None:
    """Above the threshold truncation changes nothing, below it the loss is that of the threshold."""
    logits, labels = _logits_and_labels()
    probability = logits.softmax(-1).take_along_dim(labels[:, None], 1).squeeze(1)
    expected = (1 - probability.clamp(min=0.3) ** 0.7) / 0.7
    torch.testing.assert_close(truncated_cross_entropy(logits, labels, threshold=0.3), expected)
    above = probability > 0.3
    assert 0 < above.sum() < 50
    torch.testing.assert_close(expected[above], generalized_cross_entropy(logits, labels)[above])
