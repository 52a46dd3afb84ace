import pytest
import torch

from notes.losses.categorical import categorical_nll
from notes.noisy_labels.estimation import confident_joint
from notes.noisy_labels.harness import training_history
from notes.noisy_labels.methods import mean_loss
from notes.noisy_labels.stack import stack_logits
from notes.noisy_labels.suspects import cross_fitted_probabilities, suspects
from notes.noisy_labels.task import digits_task
from notes.noisy_labels.transition import symmetric_noise


def small_task():
    return digits_task([symmetric_noise(10, 0.2)], seeds=[0], examples=60)


def test_cross_fitted_probabilities_are_blind_to_the_labels_of_the_own_fold():
    task, changed = small_task(), small_task()
    changed.labels[:, ::3] = (changed.labels[:, ::3] + 1) % 10
    before, after = (cross_fitted_probabilities(one, 3, epochs=5) for one in (task, changed))
    torch.testing.assert_close(before[:, ::3], after[:, ::3])
    assert (before[:, 1::3] - after[:, 1::3]).abs().max() > 1e-3


def test_cross_fitted_probabilities_are_those_of_a_network_trained_on_the_rest():
    task = small_task()
    rest = torch.arange(60) % 2 == 1
    objective = mean_loss(lambda logits, one: categorical_nll(logits[:, rest], one.labels[:, rest]))
    history = training_history(objective, task, epochs=4, every=4, seed=3)
    expected = stack_logits(history.stack, task.inputs[:, ~rest]).softmax(-1).detach()
    torch.testing.assert_close(cross_fitted_probabilities(task, 2, epochs=4, seed=3)[:, ~rest], expected)


def test_cross_fitting_refuses_folds_that_are_none():
    task = small_task()
    assert cross_fitted_probabilities(task, 60, epochs=1).isfinite().all()
    with pytest.raises(ValueError, match="`folds` must be at most 60, the number of examples, got 61"):
        cross_fitted_probabilities(task, 61)
    with pytest.raises(ValueError, match="`folds` must be at least 2, got 1"):
        cross_fitted_probabilities(task, 1)
    with pytest.raises(ValueError, match="`epochs` must be at least 1, got 0"):
        cross_fitted_probabilities(task, 2, epochs=0)


def test_suspects_are_those_of_least_margin_as_many_as_off_the_diagonal():
    generator = torch.Generator().manual_seed(0)
    probabilities = (3 * torch.randn(80, 4, generator=generator)).softmax(-1)
    labels = torch.randint(4, (80,), generator=generator)
    margins = {}
    for i, (row, label) in enumerate(zip(probabilities.tolist(), labels.tolist(), strict=True)):
        margins[i] = row[label] - max(row[:label] + row[label + 1 :])
    joint = confident_joint(probabilities, labels)
    count = int(sum(joint[i, j] for i in range(4) for j in range(4) if i != j))
    assert 0 < count < 80
    assert suspects(probabilities, labels).tolist() == sorted(margins, key=margins.__getitem__)[:count]


def test_nobody_is_suspect_where_all_agree():
    assert suspects(torch.eye(3), torch.arange(3)).tolist() == []


def test_suspects_need_two_classes():
    with pytest.raises(ValueError, match="at least 2"):
        suspects(torch.ones(3, 1), torch.zeros(3).long())
