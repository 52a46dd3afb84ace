"""What the functions of the chapter refuse, the last thing that they take, and their limits."""

import math

import pytest
import torch
from scipy.stats import beta, kstest

from notes.noisy_labels import methods
from notes.noisy_labels.correction import backward_loss, forward_loss
from notes.noisy_labels.early_learning import early_learning_penalty, ensembled_targets
from notes.noisy_labels.estimation import anchor_point_estimate, confident_joint, confident_learning_estimate
from notes.noisy_labels.harness import held_out_probabilities, training_history
from notes.noisy_labels.mixing import mixed_loss, mixing_weights
from notes.noisy_labels.reweighting import meta_gradient
from notes.noisy_labels.risk import bayes_classifier, empirical_error, zero_one_risk
from notes.noisy_labels.robust import generalized_cross_entropy, mean_absolute_error, truncated_cross_entropy
from notes.noisy_labels.selection import keep_rate, small_loss_selection
from notes.noisy_labels.stack import initial_stack, stack_logits
from notes.noisy_labels.task import Task, digits_task
from notes.noisy_labels.transition import noisy_labels, pair_flip_noise, require_stochastic, symmetric_noise
from notes.noisy_labels.voting import averaged_prediction, majority_vote


@pytest.mark.parametrize("alpha", [0.001, 0.01, 0.02, 0.3, 1, 5.0, 100.0])
def test_mixing_weights_follow_the_beta_distribution_down_to_its_limit(alpha: float):
    weights = mixing_weights(20_000, alpha, torch.Generator().manual_seed(0)).double()
    assert weights.var().item() == pytest.approx(1 / (4 * (2 * alpha + 1)), rel=0.03)
    for edge in (1e-6, 0.01, 0.4, 0.5, 0.6, 0.99):
        assert (weights < edge).double().mean().item() == pytest.approx(beta(alpha, alpha).cdf(edge), abs=0.02)


def test_mixing_weights_pass_a_test_of_their_distribution():
    weights = mixing_weights(5_000, 0.4, torch.Generator().manual_seed(1)).double()
    assert kstest(weights.numpy(), beta(0.4, 0.4).cdf).pvalue > 0.001


@pytest.mark.parametrize("bad", [0, -1.0, math.nan])
def test_mixing_weights_refuse_an_alpha_that_is_not_positive(bad: float):
    with pytest.raises(ValueError, match=f"^`alpha` must be positive, got {bad}$"):
        mixing_weights(3, bad, torch.Generator())


def test_backward_loss_takes_many_classes_whose_determinant_vanishes():
    transition = symmetric_noise(100, 0.5)
    assert torch.linalg.det(transition) < 1e-12
    loss = backward_loss(torch.zeros(1, 100), torch.tensor([0]), transition)
    torch.testing.assert_close(loss, torch.tensor([math.log(100.0)]), rtol=1e-4, atol=0)


def test_backward_loss_refuses_what_rounding_can_make_singular():
    logits, labels = torch.tensor([[1.0, 0.0]]), torch.tensor([0])
    near = torch.tensor([[0.5000001, 0.4999999], [0.5, 0.5]])
    with pytest.raises(ValueError, match=r"^`transition` must be invertible, but its smallest singular value, got"):
        backward_loss(logits, labels, near)
    assert backward_loss(logits.double(), labels, near.double()).isfinite().all()


def test_an_int_is_a_rate():
    assert torch.equal(symmetric_noise(3, 0), torch.eye(3))


CPU = torch.Generator()


@pytest.fixture(scope="module")
def small() -> Task:
    return digits_task([symmetric_noise(10, 0.2)], seeds=[0], examples=20, trusted=10)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("count", lambda size, task: methods.withholding(size)(initial_stack(1, (64, 4, 10), CPU), task, 0)),
        ("epochs", lambda size, task: training_history(methods.cross_entropy, task, epochs=size, hidden=4)),
        ("every", lambda size, task: training_history(methods.cross_entropy, task, epochs=1, hidden=4, every=size)),
        ("hidden", lambda size, task: training_history(methods.cross_entropy, task, epochs=1, hidden=size)),
        ("warm_up", lambda size, task: keep_rate(1, task.noise, size)),
        ("count", lambda size, _: mixing_weights(size, 1.0, CPU)),
        ("examples", lambda size, _: digits_task([torch.eye(10)], [0], examples=size)),
        ("trusted", lambda size, _: digits_task([torch.eye(10)], [0], examples=2, trusted=size)),
    ],
)
def test_sizes_begin_with_one(name: str, call, small: Task):
    assert call(1, small) is not None
    for bad in (0, -1):
        with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got {bad}$"):
            call(bad, small)


@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize(
    ("loss", "name"),
    [
        (lambda f, y: forward_loss(f, y, torch.eye(f.shape[1])), "labels"),
        (lambda f, y: backward_loss(f, y, torch.eye(f.shape[1])), "labels"),
        (lambda f, y: mixed_loss(f, y, 0 * y, torch.ones(3)), "labels"),
        (lambda f, y: mixed_loss(f, 0 * y, y, torch.ones(3)), "partner_labels"),
        (mean_absolute_error, "labels"),
        (generalized_cross_entropy, "labels"),
        (truncated_cross_entropy, "labels"),
        (lambda f, y: zero_one_risk(torch.ones(3, f.shape[1]) / f.numel(), y), "classifier"),
        (lambda f, y: noisy_labels(y, torch.eye(f.shape[1]), CPU), "labels"),
    ],
)
def test_labels_name_a_class_of_few_or_many(loss, name: str, classes: int):
    logits, most = torch.zeros(3, classes), classes - 1
    assert loss(logits, torch.tensor([0, 1, most])) is not None
    for bad in (-1, classes):
        with pytest.raises(ValueError, match=f"^`{name}` must be .*from 0 to {most}, got {bad}$"):
            loss(logits, torch.tensor([0, 1, bad]))


@pytest.mark.parametrize("noise", [symmetric_noise, pair_flip_noise])
def test_noise_may_flip_nothing_or_everything(noise):
    assert noise(2, 0.0).tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert noise(2, 1.0).tolist() == [[0.0, 1.0], [1.0, 0.0]]
    with pytest.raises(ValueError, match=r"^`rate` must be between 0 and 1, got 1\.5$"):
        noise(2, 1.5)


def test_rows_and_distributions_may_miss_one_by_rounding():
    checks = ((1e-4, require_stochastic), (1e-5, lambda joint: zero_one_risk(joint, torch.tensor([0]))))
    for tolerance, check in checks:
        for sign in (-1, 1):
            check(torch.tensor([[1.0 + 0.9 * sign * tolerance]]))
            with pytest.raises(ValueError, match=r"sum to one, got|of sum one, got"):
                check(torch.tensor([[1.0 + 1.1 * sign * tolerance]]))


@pytest.mark.parametrize(
    ("transition", "told"),
    [
        (torch.eye(10) * (1 + 1.2e-4), "of rows that sum to one, got"),
        (torch.eye(10).roll(1, 0) - 0.1 * torch.eye(10) + 0.1 * torch.eye(10).roll(2, 0), "not be negative, got -0.1"),
        (torch.eye(3), r"be of shape \(10, 10\), got \(3, 3\)"),
        (torch.eye(10, dtype=torch.int64), "hold real numbers, got torch.int64"),
    ],
)
def test_digits_task_refuses_what_is_no_transition_of_ten_classes(transition: torch.Tensor, told: str):
    with pytest.raises(ValueError, match=f"^`transitions` must (be )?{told}"):
        digits_task([torch.eye(10), transition], seeds=[0])


def test_digits_task_takes_rows_that_miss_one_by_rounding_and_centres_its_images():
    assert digits_task([torch.eye(10)[[0] * 10]], seeds=[0]).labels.unique().tolist() == [0]  # all become one class
    task = digits_task([torch.eye(10) * (1 - 0.9e-4)], seeds=[0], examples=300, trusted=200)
    for images in (task.inputs, task.trusted_inputs, task.test_inputs):
        assert (images.min().item(), images.max().item()) == (-1.0, 1.0)
    with pytest.raises(ValueError, match=r"^`transitions` and `seeds` must not be empty, got 1 and 0$"):
        digits_task([torch.eye(10)], seeds=[])


def test_anchor_points_lie_at_their_quantile():
    shares = torch.tensor([0.1, 0.5, 0.3, 0.9, 0.7])
    probabilities = torch.stack([shares, 1 - shares], 1)
    for quantile, place in ((0.0, 0.1), (0.3, 0.3), (0.5, 0.5), (1.0, 0.9)):
        found = anchor_point_estimate(probabilities, quantile)
        torch.testing.assert_close(found[0], torch.tensor([place, 1 - place]))
        torch.testing.assert_close(found[1, 1], found[0, 0])
    for bad in (-0.1, 1.1):
        with pytest.raises(ValueError, match=f"^`quantile` must be between 0 and 1, got {bad}$"):
            anchor_point_estimate(probabilities, bad)
    assert anchor_point_estimate(probabilities[:1]).shape == (2, 2)


def test_confident_learning_estimate_by_hand_where_one_is_counted_of_a_class():
    """Of three observed as 0 two are confident of 0 and one of 1, of two observed as 1 one is counted, of class 1."""
    probabilities = torch.tensor([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.4, 0.6], [0.5, 0.5]])
    labels = torch.tensor([0, 0, 0, 1, 1])
    assert confident_joint(probabilities, labels).tolist() == [[2.0, 0.0], [1.0, 1.0]]
    with pytest.raises(ValueError, match=r"^`labels` must be a class from 0 to 1, got -1$"):
        confident_joint(probabilities, labels - 1)
    expected = torch.tensor([[1.0, 0.0], [1 / 3, 2 / 3]])  # one is a third of three, and one all of two
    torch.testing.assert_close(confident_learning_estimate(probabilities, labels), expected)


def test_held_out_probabilities_have_no_gradient(small: Task):
    stack = initial_stack(1, (64, 4, 10), torch.Generator().manual_seed(0))
    found = held_out_probabilities(stack, small)
    assert not found.requires_grad
    torch.testing.assert_close(found.sum(-1), torch.ones(1, len(small.test_labels[0])))


def test_stack_logits_refuse_inputs_of_another_number_of_runs_or_features():
    stack = initial_stack(2, (3, 4, 2), CPU)
    for shape in ((1, 5, 3), (2, 5, 4)):
        with pytest.raises(ValueError, match=r"^`inputs` must be of shape \(2, 5, 3\), got"):
            stack_logits(stack, torch.ones(shape))
    with pytest.raises(ValueError, match=r"^`inputs` must hold at least one entry, got shape \(2, 0, 3\)$"):
        stack_logits(stack, torch.ones(2, 0, 3))
    for runs, widths in ((0, (1, 1, 1)), (1, (1, 0, 1)), (1, (1, 1, 0))):
        with pytest.raises(ValueError, match=r"^`runs` and `widths` must be positive, got"):
            initial_stack(runs, widths, CPU)


def test_classifiers_take_joint_probabilities_of_zero():
    table = torch.tensor([[0.0, 1.0]])
    assert bayes_classifier(table).tolist() == [1]
    assert zero_one_risk(table, torch.tensor([1])).item() == 0.0
    with pytest.raises(ValueError, match=r"^`joint` must be non-negative, got -0\.5$"):
        bayes_classifier(torch.tensor([[1.5, -0.5]]))
    assert empirical_error(torch.tensor([1]), torch.tensor([0])).item() == 1.0


def test_exponents_thresholds_and_momenta_at_their_edges():
    logits, labels = torch.tensor([[2.0, 0.0]]), torch.tensor([0])
    assert truncated_cross_entropy(logits, labels, threshold=1.0).item() == 0.0
    for bad in (0.0, 1.5):
        with pytest.raises(ValueError, match=f"^`q` must be above 0 and at most 1, got {bad}$"):
            truncated_cross_entropy(logits, labels, q=bad)
        with pytest.raises(ValueError, match=f"^`threshold` must be above 0 and at most 1, got {bad}$"):
            truncated_cross_entropy(logits, labels, threshold=bad)
    unlikely = truncated_cross_entropy(logits, 1 - labels, q=0.5, threshold=0.25)
    assert unlikely.item() == pytest.approx((1 - 0.25**0.5) / 0.5)
    share = logits.softmax(-1).requires_grad_()
    assert torch.equal(ensembled_targets(torch.zeros(1, 2), share, 0.0), share)
    assert not ensembled_targets(torch.zeros(1, 2), share, 0.5).requires_grad
    for bad in (-0.5, 1.0):
        with pytest.raises(ValueError, match=f"^`momentum` must be at least 0 and below 1, got {bad}$"):
            ensembled_targets(share, share, bad)
    with pytest.raises(ValueError, match=r"^`probabilities` must be such that .* below one, got 1\.0$"):
        early_learning_penalty(torch.ones(1, 1), torch.ones(1, 1))


def test_selections_at_their_edges():
    assert keep_rate(0, torch.tensor([0.0, 0.9]), 1).tolist() == [1.0, 1.0]
    for bad in (-0.5, 1.0):
        with pytest.raises(ValueError, match=f"^`noise` must be at least 0 and below 1, got {bad}$"):
            keep_rate(0, torch.tensor(bad), 1)
    ties = torch.tensor([1.0, 0.0, 1.0, 1.0])
    assert small_loss_selection(ties, torch.tensor(0.5)).tolist() == [True, True, False, False]
    assert small_loss_selection(ties, torch.tensor(0.01)).tolist() == [False, True, False, False]
    assert small_loss_selection(ties, torch.tensor(1.0)).all()
    for bad in (0.0, 1.5):
        with pytest.raises(ValueError, match=f"^`share` must be above 0 and at most 1, got {bad}$"):
            small_loss_selection(ties, torch.tensor(bad))


def test_meta_gradient_refuses_parameters_of_which_one_asks_for_no_gradient():
    asking, silent = torch.ones(2).requires_grad_(), torch.ones(2)
    with pytest.raises(ValueError, match=r"^`parameters` must ask for gradients, got one that does not$"):
        meta_gradient(lambda p: p[0] + p[1], lambda p: p[0].sum(), [asking, silent])


@pytest.mark.parametrize("prediction", [averaged_prediction, majority_vote])
def test_one_member_is_followed(prediction):
    assert prediction(torch.tensor([[[0.4, 0.6]]])).tolist() == [1]


def test_backward_correction_and_drawing_refuse_rows_that_are_no_distributions():
    twice, draw = 2 * torch.eye(2), torch.Generator().manual_seed(0)
    with pytest.raises(ValueError, match=r"^`transition` must be of rows that sum to one"):
        backward_loss(torch.zeros(1, 2), torch.tensor([0]), twice)
    with pytest.raises(ValueError, match=r"^`transition` must be of rows that sum to one"):
        noisy_labels(torch.tensor([0]), twice, draw)
