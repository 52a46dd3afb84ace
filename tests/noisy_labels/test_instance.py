"""Noise that depends on the example: by hand, by its rate, and beside noise of the same matrix by class."""

import pytest
import torch

from notes.noisy_labels.instance import TRUSTED, doubtful_readings, instance_task, mean_transition

F64 = torch.float64


@pytest.fixture
def logits() -> torch.Tensor:
    return 3 * torch.randn(200, 5, generator=torch.Generator().manual_seed(0), dtype=F64)


@pytest.mark.parametrize("rate", [0.05, 0.4, 0.75])
def test_readings_are_wrong_at_the_rate_and_a_softmax_at_one_temperature(logits: torch.Tensor, rate: float):
    labels = logits.argmax(-1)
    readings = doubtful_readings(logits, labels, rate)
    wrong = 1 - readings[torch.arange(200), labels]
    assert wrong.mean().item() == pytest.approx(rate, abs=1e-6)
    colder = (readings.log() - readings.log()[:, :1]) / (logits - logits[:, :1])
    torch.testing.assert_close(colder[:, 1:], colder[:1, 1:2].expand(200, 4))


def test_two_classes_by_hand():
    """One example: the odds of its label are the exponential of the gap over the temperature, so those of the rate."""
    readings = doubtful_readings(torch.tensor([[2.0, 0.0]], dtype=F64), torch.tensor([0]), 0.2)
    torch.testing.assert_close(readings, torch.tensor([[0.8, 0.2]], dtype=F64))


def test_readings_refuse_a_rate_that_no_temperature_gives():
    logits, labels = torch.tensor([[9.0, 0.0], [9.0, 0.0]]), torch.tensor([0, 1])
    for rate in (0.3, 0.5):
        with pytest.raises(ValueError, match=r"^`rate` must be above 0\.500 and below 0\.500 for these logits"):
            doubtful_readings(logits, labels, rate)
    with pytest.raises(ValueError, match=r"^`rate` must be above 0\.000 and below 0\.498 for these logits, got 0\.5"):
        doubtful_readings(logits, torch.tensor([0, 0]), 0.5)
    with pytest.raises(ValueError, match="`labels` must be from 0 to 1, got 2"):
        doubtful_readings(logits, torch.tensor([0, 2]), 0.3)


def test_mean_transition_is_the_mean_class_by_class(logits: torch.Tensor):
    readings, labels = logits.softmax(-1), torch.arange(200) % 5
    matrix = mean_transition(readings, labels)
    for number in range(5):
        torch.testing.assert_close(matrix[number], readings[labels == number].mean(0))
    with pytest.raises(ValueError, match="`labels` must be such that each class has an example"):
        mean_transition(readings, labels.clamp(max=3))
    with pytest.raises(ValueError, match="`readings` must be non-negative and sum to one"):
        mean_transition(2 * readings, labels)


@pytest.fixture(scope="module")
def tasks():
    return [instance_task(0.4, seed, torch.Generator().manual_seed(seed)) for seed in range(4)]


def test_both_runs_have_the_same_images_and_matrix_and_their_own_labels(tasks):
    for task in tasks:
        assert len(task) == 2
        for part in (task.inputs, task.truth, task.transition, task.trusted_inputs, task.test_inputs):
            assert torch.equal(part[0], part[1])
        assert not torch.equal(task.labels[0], task.labels[1])
        assert task.inputs.shape[1] == 300
        assert task.trusted_inputs.shape[1] == TRUSTED
        assert ((task.clean.float().mean(1) - 0.6).abs() < 0.1).all()
        images = [{tuple(x) for x in one[0].tolist()} for one in (task.inputs, task.trusted_inputs, task.test_inputs)]
        assert not images[0] & images[1] | images[0] & images[2] | images[1] & images[2]


def test_labels_by_digit_are_wrong_where_reading_is_hard_and_those_by_class_are_not(tasks, monkeypatch):
    """The plainest twentieth is wrong less than one time in five, the most doubtful one more often than not."""
    seen = []

    def watched(logits, labels, rate):
        readings = doubtful_readings(logits, labels, rate)
        seen.append(1 - readings[torch.arange(len(labels)), labels])
        return readings

    monkeypatch.setattr("notes.noisy_labels.instance.doubtful_readings", watched)
    drawn = [instance_task(0.4, seed, torch.Generator().manual_seed(seed)) for seed in range(4)]
    assert all(torch.equal(again.labels, task.labels) for again, task in zip(drawn, tasks, strict=True))
    shares = []
    for task, wrong in zip(drawn, seen, strict=True):
        order = wrong.argsort()
        assert wrong[order[:15]].max() < 0.2
        assert wrong[order[-15:]].min() > 0.5
        halves = (~task.clean)[:, order].float().view(2, 2, 150).mean(-1)
        shares.append(halves[:, 1] - halves[:, 0])
    by_class, by_digit = torch.stack(shares).mean(0)
    assert by_digit > 0.2
    assert abs(by_class) < 0.15


def test_the_rate_is_below_that_of_chance_and_above_that_of_the_reader(logits):
    labels = logits.argmax(1)
    labels[:20] = (labels[:20] + 1) % 5
    least, most = (1 - (logits / t).softmax(-1).gather(1, labels[:, None]).mean().item() for t in (1e-3, 1e3))
    for bad in (least, most):
        with pytest.raises(ValueError, match=r"^`rate` must be above"):
            doubtful_readings(logits, labels, bad)


def test_a_task_has_no_gradient(tasks):
    assert not any(task.transition.requires_grad for task in tasks)
