"""The task on which the chapter measures."""

import pytest
import torch

from notes.compression import study as chapter
from notes.compression.curvature import damage_saliency, surgeon_removal
from notes.compression.distillation import distillation
from notes.compression.pruning import global_masks, magnitude_saliency, masked
from notes.compression.quantization import symmetric_grid
from notes.compression.regression import penalised_regression_on_wine
from notes.compression.stacked import accuracies, logits, random_networks, trained_networks
from notes.compression.straight_through import quantised_networks
from notes.losses.training import minimiser


def test_study_splits_all_digits_and_trains(task: chapter.Study):
    assert (len(task.train), len(task.test)) == (1198, 599)
    assert (accuracies(task.dense, task.test) > 0.9).all()
    assert (accuracies(task.start, task.test) < 0.4).all()


def test_masked_training_leaves_zeros_where_the_mask_has_them(task: chapter.Study):
    mask = global_masks(magnitude_saliency(task.dense), 0.8)
    for weight, layer in zip(task.training(task.start, mask).weights, mask, strict=True):
        assert torch.equal(weight != 0, layer)


def test_masked_accuracies_are_those_of_each_mask_alone(task: chapter.Study):
    masks = [global_masks(magnitude_saliency(task.dense), share) for share in (0.3, 0.8)]
    table = chapter.masked_accuracies(task.dense, masks, task.test)
    for row, mask in zip(table, masks, strict=True):
        torch.testing.assert_close(row, accuracies(masked(task.dense, mask), task.test))


def test_quantisation_aware_networks_are_on_a_grid(task: chapter.Study, generator: torch.Generator):
    networks = chapter.quantisation_aware(task, 2, generator, steps=10)
    rows = networks.weights[0].flatten(0, 1)
    steps = rows / symmetric_grid(rows, 2, per_channel=True).scale
    torch.testing.assert_close(steps, steps.round())


def test_quantised_bytes_count_weights_scales_and_biases():
    weights, units = 64 * 64 + 64 * 32 + 32 * 10, 64 + 32 + 10
    assert chapter.quantised_bytes(8) == weights + 8 * units
    assert chapter.quantised_bytes(2) == weights // 4 + 8 * units


def test_penalised_regression_is_cross_entropy_plus_penalty(generator: torch.Generator):
    weights = torch.randn(39, generator=generator, dtype=torch.float64)
    difference = penalised_regression_on_wine(2.0)(weights) - penalised_regression_on_wine(1.0)(weights)
    torch.testing.assert_close(difference, weights.square().sum())
    even = penalised_regression_on_wine(1.0)(torch.zeros(39, dtype=torch.float64))
    assert even.item() == pytest.approx(1.0986, abs=1e-4)


def test_students_have_one_hidden_layer_and_learn_from_the_loss_that_is_given(task: chapter.Study):
    loss = distillation(task.train, logits(task.dense, task.train.inputs)[:1], 2.0)
    found = chapter.students(5, 2, loss, len(task.train), torch.Generator().manual_seed(7), steps=20)
    generator = torch.Generator().manual_seed(7)
    start = random_networks((64, 5, 10), 2, generator)
    expected = trained_networks(start, loss, len(task.train), generator, steps=20)
    for ours, theirs in zip([*found.weights, *found.biases], [*expected.weights, *expected.biases], strict=True):
        assert ours.equal(theirs)


@pytest.mark.parametrize("number", [0, 1199])
def test_first_examples_refuse_a_number_out_of_range(number: int, task: chapter.Study):
    with pytest.raises(ValueError, match=f"^`number` must be from 1 to 1198, got {number}$"):
        chapter.first_examples(task.train, number)


def test_penalised_regression_refuses_no_penalty():
    with pytest.raises(ValueError, match=r"^`strength` must be positive, got 0.0$"):
        penalised_regression_on_wine(0.0)


def test_both_saliencies_predict_what_a_removed_weight_of_the_regression_costs():
    loss = penalised_regression_on_wine(0.01)
    weights = minimiser(loss, torch.zeros(39, dtype=torch.float64))
    hessian = torch.autograd.functional.hessian(loss, weights)
    removals = [surgeon_removal(weights, hessian, index) for index in range(39)]
    paid = torch.stack([loss(weights - row * weights) - loss(weights) for row in torch.eye(39)])
    repaired = torch.stack([loss(weights + removal.step) - loss(weights) for removal in removals])
    torch.testing.assert_close(damage_saliency(weights, hessian.diagonal()), paid, rtol=0.3, atol=0)
    torch.testing.assert_close(torch.stack([removal.increase for removal in removals]), repaired, rtol=0.3, atol=0)
    assert (repaired < paid).all()
    assert paid.max() / paid.min() > 1000


def test_accuracies_by_bits_are_those_of_each_number_alone(task: chapter.Study):
    table = chapter.accuracies_by_bits(lambda bits: quantised_networks(task.dense, bits), [8, 2], task.test)
    torch.testing.assert_close(table[1], accuracies(quantised_networks(task.dense, 2), task.test))
    assert (table[0] > table[1]).all()
