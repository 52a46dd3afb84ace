"""Task, stack, harness, methods and reweighting: against PyTorch's modules and by invariants."""

import pytest
import torch
from torch.nn import functional

from notes.noisy_labels import methods
from notes.noisy_labels.harness import accuracy, held_out_probabilities, training_history
from notes.noisy_labels.mixing import mixing_weights
from notes.noisy_labels.reweighting import example_weights, meta_gradient
from notes.noisy_labels.stack import initial_stack, stack_logits
from notes.noisy_labels.study import METHODS, comparison, early_stopped, out_of_sample
from notes.noisy_labels.task import Task, digits_task
from notes.noisy_labels.transition import symmetric_noise


@pytest.fixture(scope="module")
def task() -> Task:
    return digits_task([symmetric_noise(10, rate) for rate in (0.0, 0.4)], seeds=range(2), examples=200)


def test_digits_task_flips_at_the_rate_of_the_matrix_and_shares_images(task):
    shares = task.clean.float().mean(1)
    assert shares[:2].tolist() == [1.0, 1.0]
    assert ((shares[2:] - 0.6).abs() < 0.1).all()
    torch.testing.assert_close(task.noise, torch.tensor([0.0, 0.0, 0.4, 0.4]))
    assert torch.equal(task.inputs[:2], task.inputs[2:])
    assert task.test_inputs.shape[1] == 1797 - 250


def test_digits_task_keeps_training_trusted_and_test_images_apart(task):
    parts = [{tuple(x) for x in images[0].tolist()} for images in (task.inputs, task.trusted_inputs, task.test_inputs)]
    assert not parts[0] & parts[1]
    assert not parts[1] & parts[2]
    assert not parts[0] & parts[2]


def test_repeated_task_holds_every_run_again(task):
    twice = task.repeated(2)
    assert len(twice) == 8
    assert torch.equal(twice.labels[:4], twice.labels[4:])


def test_digits_task_refuses_nothing_to_do():
    with pytest.raises(ValueError, match="must not be empty, got 0 and 1"):
        digits_task([], seeds=[0])


def test_stack_logits_are_those_of_networks_one_by_one():
    stack = initial_stack(3, (5, 7, 4), torch.Generator().manual_seed(0))
    inputs = torch.rand(3, 6, 5)
    together = stack_logits(stack, inputs)
    for run in range(3):
        w1, b1, w2, b2 = (tensor[run] for tensor in stack)
        expected = functional.linear(functional.relu(functional.linear(inputs[run], w1.T, b1[0])), w2.T, b2[0])
        torch.testing.assert_close(together[run], expected)


def test_initial_stack_refuses_empty_layers():
    with pytest.raises(ValueError, match="`runs` and `widths` must be positive"):
        initial_stack(2, (5, 0, 4), torch.Generator())


def test_training_runs_do_not_touch_each_other(task):
    spoiled = Task(**{**vars(task), "labels": torch.cat([task.labels[:3], 9 - task.labels[3:]])})
    plain, other = (training_history(methods.cross_entropy, t, epochs=5, hidden=16) for t in (task, spoiled))
    torch.testing.assert_close(plain.losses[:, :3], other.losses[:, :3])
    assert not torch.allclose(plain.losses[-1, 3], other.losses[-1, 3])


def test_training_history_records_before_and_after(task):
    history = training_history(methods.cross_entropy, task, epochs=25, hidden=16, every=10)
    assert history.epochs == [0, 10, 20, 25]
    probabilities = held_out_probabilities(history.stack, task)
    torch.testing.assert_close(accuracy(probabilities.argmax(-1), task.test_labels), history.test_accuracies[-1])
    assert torch.equal(stack_logits(history.stack, task.inputs).argmax(-1), history.predictions[-1])


def test_training_history_refuses_no_epochs(task):
    with pytest.raises(ValueError, match="`epochs` must be at least 1, got 0"):
        training_history(methods.cross_entropy, task, epochs=0)


def test_first_weights_are_those_of_the_seed(task):
    first, again, other = (
        training_history(methods.cross_entropy, task, epochs=1, hidden=8, seed=seed).stack.hidden_weights
        for seed in (1, 1, 2)
    )
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_early_stopping_never_sees_the_labels_that_it_validates_by(task):
    stack = initial_stack(4, (64, 16, 10), torch.Generator().manual_seed(0))
    spoiled = Task(**{**vars(task), "labels": torch.cat([task.labels[:, :160], 9 - task.labels[:, 160:]], 1)})
    losses = [methods.withholding(40)(stack, one, 0) for one in (task, spoiled)]
    assert torch.equal(*losses)


def test_early_stopping_is_read_off_where_it_agrees_best_with_the_withheld_labels(task):
    found = early_stopped(task, epochs=6, hidden=16, seed=3)
    history = training_history(methods.withholding(40), task, epochs=6, hidden=16, every=2, seed=3)
    for run in range(4):
        agreement = [(each[run, 160:] == task.labels[run, 160:]).sum() for each in history.predictions]
        assert found[run] == history.test_accuracies[max(range(4), key=lambda record: agreement[record]), run]


def test_every_method_gives_a_finite_loss_per_run_with_gradients(task):
    for method in METHODS:
        copies = task.repeated(method.members)
        stack = initial_stack(len(copies), (64, 16, 10), torch.Generator().manual_seed(0))
        losses = method.objective(0)(stack, copies, 30)
        assert losses.shape == (len(copies),)
        slopes = torch.autograd.grad(losses.sum(), stack)
        assert all(slope.isfinite().all() for slope in slopes)


def test_without_noise_corrections_and_selection_are_cross_entropy(task):
    stack = initial_stack(4, (64, 16, 10), torch.Generator().manual_seed(0))
    plain = methods.cross_entropy(stack, task, 30)
    for method in (methods.forward_correction, methods.backward_correction, methods.small_loss):
        torch.testing.assert_close(method(stack, task, 30)[:2], plain[:2])


def test_truncated_waits_for_the_warm_up(task):
    stack = initial_stack(4, (64, 16, 10), torch.Generator().manual_seed(0))
    torch.testing.assert_close(methods.truncated(stack, task, 0), methods.generalized(stack, task, 0))
    assert (methods.truncated(stack, task, methods.WARM_UP) < methods.generalized(stack, task, 0)).all()


def test_co_teaching_trains_each_network_on_the_selection_of_its_partner(task):
    twice = task.repeated(2)
    stack = initial_stack(8, (64, 16, 10), torch.Generator().manual_seed(0))
    losses = functional.cross_entropy(stack_logits(stack, twice.inputs).transpose(1, 2), twice.labels, reduction="none")
    found = methods.co_teaching(stack, twice, methods.WARM_UP)
    for run in range(8):
        partner, count = (run + 4) % 8, round(200 * (1 - twice.noise[run].item()))
        chosen = torch.topk(losses[partner], count, largest=False).indices
        torch.testing.assert_close(found[run], losses[run, chosen].mean())


def test_meta_gradient_is_minus_the_rate_times_the_product_of_gradients():
    generator = torch.Generator().manual_seed(0)
    x, y = (torch.randn(*shape, generator=generator, dtype=torch.float64) for shape in ((6, 3), (6,)))
    w = torch.randn(3, generator=generator, dtype=torch.float64).requires_grad_()
    found = meta_gradient(lambda p: (x @ p[0] - y) ** 2, lambda p: ((p[0] - 1) ** 4).sum(), [w], rate=0.3)
    slopes = 2 * (x @ w - y)[:, None] * x
    torch.testing.assert_close(found, (-0.3 * slopes @ (4 * (w - 1) ** 3)).detach())


def test_meta_gradient_refuses_a_rate_that_is_not_positive():
    with pytest.raises(ValueError, match="`rate` must be positive, got 0"):
        meta_gradient(lambda p: p[0] ** 2, lambda p: p[0], [torch.ones(2).requires_grad_()], rate=0.0)


def test_example_weights_sum_to_one_or_vanish():
    weights = example_weights(torch.tensor([[-1.0, -3.0, 2.0], [1.0, 0.0, 2.0]]))
    torch.testing.assert_close(weights, torch.tensor([[0.25, 0.75, 0.0], [0.0, 0.0, 0.0]]))


def test_reweighting_gives_wrong_labels_less_weight(task):
    history = training_history(methods.cross_entropy, task, epochs=5)

    def losses(parameters):
        logits = stack_logits(type(history.stack)(*parameters), task.inputs)
        return functional.cross_entropy(logits.transpose(1, 2), task.labels, reduction="none")

    def trusted(parameters):
        logits = stack_logits(type(history.stack)(*parameters), task.trusted_inputs)
        return functional.cross_entropy(logits.transpose(1, 2), task.trusted_labels, reduction="none").mean(-1).sum()

    weights = example_weights(meta_gradient(losses, trusted, history.stack))[2:]
    clean = task.clean[2:]
    assert weights[clean].mean() > 1.2 * weights[~clean].mean()


def test_comparison_names_every_method_with_an_accuracy_per_run(task):
    found = comparison(task, epochs=2, hidden=8)
    assert list(found) == [name for method in METHODS for name in method.readings]
    assert all(values.shape == (4,) and ((values >= 0) & (values <= 1)).all() for values in found.values())


def test_out_of_sample_labels_are_as_noisy_as_the_training_labels(task):
    scores, labels = out_of_sample(task, torch.Generator().manual_seed(0), epochs=10)
    assert torch.equal(labels[:2], task.test_labels[:2])
    assert ((labels[2:] == task.test_labels[2:]).float().mean(1) - 0.6).abs().max() < 0.05
    assert (scores[:2].argmax(-1) == task.test_labels[:2]).float().mean() > 0.7


def test_stacks_start_without_bias_and_with_the_variance_of_their_rules():
    stack = initial_stack(3, (50, 80, 40), torch.Generator().manual_seed(0))
    assert stack.hidden_weights.var().item() == pytest.approx(2 / 50, rel=0.05)
    assert stack.output_weights.var().item() == pytest.approx(1 / 80, rel=0.05)
    assert not stack.hidden_biases.any()
    assert not stack.output_biases.any()
    assert all(tensor.requires_grad for tensor in stack)


def test_training_takes_steps_of_its_rate(task):
    before = initial_stack(4, (64, 8, 10), torch.Generator().manual_seed(2))
    for rate in (0.01, 0.03):
        after = training_history(methods.cross_entropy, task, epochs=1, hidden=8, rate=rate, seed=2).stack
        moved = (after.output_biases - before.output_biases).abs()
        torch.testing.assert_close(moved, torch.full_like(moved, rate), rtol=1e-3, atol=0)
    with pytest.raises(ValueError, match=r"^`rate` must be positive, got 0\.0$"):
        training_history(methods.cross_entropy, task, epochs=1, rate=0.0)


def test_early_learning_remembers_what_was_predicted(task):
    stack = initial_stack(4, (64, 16, 10), torch.Generator().manual_seed(0))
    objective = methods.early_learning(strength=2.0, momentum=0.75)
    memory = torch.zeros(4, 200, 10)
    for epoch, factor in enumerate((1.0, 50.0)):  # the second makes predictions certain, which are held off one
        stack = type(stack)(*(tensor.detach() * (factor if k == 2 else 1) for k, tensor in enumerate(stack)))
        logits = stack_logits(stack, task.inputs)
        p = logits.softmax(-1).clamp(1e-4, 1 - 1e-4)
        memory = 0.75 * memory + 0.25 * p / p.sum(-1, keepdim=True)
        plain = functional.cross_entropy(logits.transpose(1, 2), task.labels, reduction="none")
        expected = (plain + 2 * torch.log(1 - (p * memory).sum(-1))).mean(-1)
        torch.testing.assert_close(objective(stack, task, epoch), expected)
        assert factor == 1 or (p == 1e-4).any()


def test_mixup_mixes_images_and_losses_by_the_same_weights(task):
    stack = initial_stack(4, (64, 16, 10), torch.Generator().manual_seed(0))
    random = torch.Generator().manual_seed(5)
    weights, order = mixing_weights(200, 8.0, random), torch.randperm(200, generator=random)
    images = weights[:, None] * task.inputs + (1 - weights[:, None]) * task.inputs[:, order]
    logits = stack_logits(stack, images).transpose(1, 2)
    own, other = (functional.cross_entropy(logits, y, reduction="none") for y in (task.labels, task.labels[:, order]))
    expected = (weights * own + (1 - weights) * other).mean(-1)
    torch.testing.assert_close(methods.mixup(seed=5)(stack, task, 0), expected)


def test_truncated_begins_with_the_epoch_after_the_warm_up(task):
    stack = initial_stack(4, (64, 16, 10), torch.Generator().manual_seed(0))
    last = methods.truncated(stack, task, methods.WARM_UP - 1)
    torch.testing.assert_close(last, methods.generalized(stack, task, 0))
    probability = stack_logits(stack, task.inputs).softmax(-1).take_along_dim(task.labels[..., None], -1)[..., 0]
    cut = (1 - probability.clamp(min=0.5) ** 0.7) / 0.7
    torch.testing.assert_close(methods.truncated(stack, task, methods.WARM_UP), cut.mean(-1))


def test_reweighted_weighs_each_loss_by_how_its_step_would_help_the_trusted_ones(task):
    stack = initial_stack(4, (64, 16, 10), torch.Generator().manual_seed(0))
    leaves = [tensor.detach().requires_grad_() for tensor in stack]

    def losses(images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return functional.cross_entropy(
            stack_logits(type(stack)(*leaves), images).transpose(1, 2), labels, reduction="none"
        )

    own = losses(task.inputs, task.labels)
    slopes = torch.autograd.grad(own[3, 7], leaves, retain_graph=True)
    gradient = meta_gradient(
        lambda p: functional.cross_entropy(
            stack_logits(type(stack)(*p), task.inputs).transpose(1, 2), task.labels, reduction="none"
        ),
        lambda p: (
            functional.cross_entropy(
                stack_logits(type(stack)(*p), task.trusted_inputs).transpose(1, 2),
                task.trusted_labels,
                reduction="none",
            )
            .mean(-1)
            .sum()
        ),
        leaves,
    )
    trusted = torch.autograd.grad(losses(task.trusted_inputs, task.trusted_labels)[3].mean(), leaves)
    product = sum((a * b).sum() for a, b in zip(slopes, trusted, strict=True))
    torch.testing.assert_close(gradient[3, 7], -product, rtol=1e-3, atol=1e-5)
    helpful = (-gradient).clamp(min=0)
    expected = (helpful / helpful.sum(-1, keepdim=True) * own).sum(-1)
    torch.testing.assert_close(methods.reweighted(stack, task, 0), expected, rtol=1e-4, atol=1e-5)
    plain = losses(task.trusted_inputs, task.trusted_labels).mean(-1)
    torch.testing.assert_close(methods.trusted_only(stack, task, 0), plain)


def test_comparison_reads_all_members_together_or_averages_over_them(task):
    found = comparison(task, epochs=2, hidden=8, seed=1)
    pairs = training_history(methods.co_teaching, task.repeated(2), epochs=2, hidden=8, seed=1)
    torch.testing.assert_close(found["co-teaching"], pairs.test_accuracies[-1].view(2, 4).mean(0))
    three = task.repeated(3)
    stack = training_history(methods.cross_entropy, three, epochs=2, hidden=8, seed=1).stack
    votes = held_out_probabilities(stack, three).view(3, 4, -1, 10).mean(0).argmax(-1)
    torch.testing.assert_close(found["average of 3"], accuracy(votes, task.test_labels))
