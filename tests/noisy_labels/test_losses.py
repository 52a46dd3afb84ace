"""Corrected and robust losses against PyTorch, by value and gradient."""

import pytest
import torch
from torch.nn import functional

from notes.noisy_labels.correction import backward_loss, forward_loss
from notes.noisy_labels.early_learning import early_learning_penalty, ensembled_targets
from notes.noisy_labels.mixing import mixed_inputs, mixed_loss, mixing_weights
from notes.noisy_labels.robust import generalized_cross_entropy, mean_absolute_error, truncated_cross_entropy
from notes.noisy_labels.transition import THREE_CLASSES, pair_flip_noise, symmetric_noise

T = torch.tensor(THREE_CLASSES, dtype=torch.float64)


@pytest.fixture
def logits() -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.randn(20, 3, generator=generator, dtype=torch.float64).requires_grad_()


@pytest.fixture
def labels() -> torch.Tensor:
    return torch.randint(3, (20,), generator=torch.Generator().manual_seed(1))


def assert_same(loss: torch.Tensor, expected: torch.Tensor, by: torch.Tensor) -> None:
    torch.testing.assert_close(loss, expected)
    slopes = [torch.autograd.grad(value.sum(), by, retain_graph=True)[0] for value in (loss, expected)]
    torch.testing.assert_close(*slopes)


def test_forward_loss_is_the_nll_of_the_noisy_prediction(logits, labels):
    expected = functional.nll_loss((logits.softmax(-1) @ T).log(), labels, reduction="none")
    assert_same(forward_loss(logits, labels, T), expected, logits)


def test_forward_loss_takes_a_matrix_per_run(logits, labels):
    both = torch.stack([T, torch.eye(3, dtype=torch.float64)])
    losses = forward_loss(torch.stack([logits, logits]), torch.stack([labels, labels]), both)
    torch.testing.assert_close(losses[0], forward_loss(logits, labels, T))
    torch.testing.assert_close(losses[1], functional.cross_entropy(logits, labels, reduction="none"))


def test_forward_loss_has_finite_gradients_where_the_matrix_has_zeros(logits, labels):
    loss = forward_loss(logits, labels, pair_flip_noise(3, 0.3).double())
    assert torch.autograd.grad(loss.sum(), logits)[0].isfinite().all()


def test_forward_risk_is_least_at_the_clean_probabilities():
    clean = torch.tensor([0.6, 0.3, 0.1], dtype=torch.float64)
    logits = clean.log().clone().requires_grad_()
    losses = torch.stack([forward_loss(logits[None], torch.tensor([j]), T)[0] for j in range(3)])
    slope = torch.autograd.grad(((clean @ T) * losses).sum(), logits)[0]
    torch.testing.assert_close(slope, torch.zeros(3, dtype=torch.float64), atol=1e-12, rtol=0)


def test_backward_loss_averages_to_the_clean_loss(logits):
    for true in range(3):
        noisy = torch.stack([backward_loss(logits, torch.full((20,), j), T) for j in range(3)])
        clean = functional.cross_entropy(logits, torch.full((20,), true), reduction="none")
        assert_same(T[true] @ noisy, clean, logits)


def test_corrections_refuse_bad_matrices_and_labels(logits, labels):
    with pytest.raises(ValueError, match="`transition` must be of rows that sum to one"):
        forward_loss(logits, labels, 2 * T)
    with pytest.raises(ValueError, match="`transition` must be invertible"):
        backward_loss(logits, labels, torch.full((3, 3), 1 / 3, dtype=torch.float64))
    with pytest.raises(ValueError, match="`labels` must be a class from 0 to 2, got 5"):
        forward_loss(logits, labels * 0 + 5, T)


def test_mean_absolute_error_is_the_l1_distance(logits, labels):
    expected = functional.l1_loss(logits.softmax(-1), functional.one_hot(labels, 3).double(), reduction="none").sum(-1)
    assert_same(mean_absolute_error(logits, labels), expected, logits)


@pytest.mark.parametrize("q", [0.3, 0.7, 1.0])
def test_generalized_cross_entropy_is_its_formula(logits, labels, q):
    probability = logits.softmax(-1).gather(1, labels[:, None]).squeeze(1)
    assert_same(generalized_cross_entropy(logits, labels, q), (1 - probability**q) / q, logits)


def test_generalized_cross_entropy_tends_to_cross_entropy(logits, labels):
    near = generalized_cross_entropy(logits, labels, q=1e-7)
    torch.testing.assert_close(near, functional.cross_entropy(logits, labels, reduction="none"), rtol=1e-5, atol=0)


def test_truncated_cross_entropy_has_no_gradient_below_the_threshold(logits, labels):
    probability = logits.softmax(-1).gather(1, labels[:, None]).squeeze(1)
    loss = truncated_cross_entropy(logits, labels, threshold=0.4)
    slopes = torch.autograd.grad(loss.sum(), logits)[0].abs().sum(-1)
    assert torch.equal(slopes > 0, probability > 0.4)


def test_robust_losses_refuse_exponents_and_thresholds_out_of_range(logits, labels):
    with pytest.raises(ValueError, match="`q` must be above 0 and at most 1, got 0"):
        generalized_cross_entropy(logits, labels, q=0.0)
    with pytest.raises(ValueError, match="`threshold` must be above 0 and at most 1, got 2"):
        truncated_cross_entropy(logits, labels, threshold=2.0)


def test_absolute_error_keeps_its_minimiser_under_symmetric_noise_and_cross_entropy_does_not():
    p = torch.linspace(0.001, 0.999, 999, dtype=torch.float64)
    logits, noise = torch.stack([p.log(), (1 - p).log()], 1), symmetric_noise(2, 0.3)[0].double()
    both = [torch.full((999,), k) for k in range(2)]
    absolute = sum(noise[k] * mean_absolute_error(logits, both[k]) for k in range(2))
    crossed = sum(noise[k] * functional.cross_entropy(logits, both[k], reduction="none") for k in range(2))
    assert p[absolute.argmin()] == p[-1]
    assert abs(p[crossed.argmin()] - 0.7) < 1e-3


def test_early_learning_penalty_is_its_formula_without_gradient_to_the_target(logits):
    targets = torch.rand(20, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(2)).requires_grad_()
    shares = targets / targets.sum(-1, keepdim=True)
    expected = torch.log1p(-torch.einsum("nk,nk->n", logits.softmax(-1), shares.detach()))
    penalty = early_learning_penalty(logits.softmax(-1), shares)
    assert_same(penalty, expected, logits)
    assert torch.autograd.grad(penalty.sum(), targets, allow_unused=True)[0] is None


def test_early_learning_refuses_certain_agreement_and_bad_momentum():
    one = torch.tensor([[1.0, 0.0]])
    with pytest.raises(ValueError, match="`probabilities` must be such that"):
        early_learning_penalty(one, one)
    with pytest.raises(ValueError, match="`momentum` must be at least 0 and below 1, got 1"):
        ensembled_targets(one, one, momentum=1.0)


def test_ensembled_targets_are_a_geometric_average():
    predictions = torch.rand(5, 4, 3, generator=torch.Generator().manual_seed(0))
    target = torch.zeros(4, 3)
    for prediction in predictions:
        target = ensembled_targets(target, prediction, momentum=0.9)
    expected = sum(0.1 * 0.9 ** (4 - s) * predictions[s] for s in range(5))
    torch.testing.assert_close(target, expected)


def test_mixed_loss_is_cross_entropy_with_a_soft_label(logits, labels):
    partners, weights = labels.flip(0), torch.rand(20, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    soft = weights[:, None] * functional.one_hot(labels, 3) + (1 - weights)[:, None] * functional.one_hot(partners, 3)
    assert_same(
        mixed_loss(logits, labels, partners, weights), functional.cross_entropy(logits, soft, reduction="none"), logits
    )


def test_mixed_inputs_are_linear_interpolations():
    a, b, weights = torch.rand(4, 6), torch.rand(4, 6), torch.tensor([0.0, 0.3, 0.5, 1.0])
    torch.testing.assert_close(mixed_inputs(a, b, weights), torch.lerp(b, a, weights[:, None]))


@pytest.mark.parametrize("alpha", [0.5, 1.0, 4.0])
def test_mixing_weights_have_the_moments_of_the_beta_distribution(alpha):
    drawn = mixing_weights(100_000, alpha, torch.Generator().manual_seed(0))
    beta = torch.distributions.Beta(alpha, alpha)
    assert abs(drawn.mean() - beta.mean) < 0.005
    assert abs(drawn.var() - beta.variance) < 0.005


def test_mixing_weights_refuse_what_is_not_positive():
    with pytest.raises(ValueError, match="`alpha` must be positive, got 0"):
        mixing_weights(3, 0.0, torch.Generator())
    with pytest.raises(ValueError, match="`count` must be at least 1, got 0"):
        mixing_weights(0, 1.0, torch.Generator())
