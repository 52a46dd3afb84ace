import pytest
import torch
from sklearn.metrics import precision_score

from notes.noisy_labels.selection import keep_rate, selection_precision, small_loss_selection
from notes.noisy_labels.voting import averaged_prediction, majority_vote


def test_keep_rate_falls_in_a_straight_line_and_stays():
    noise = torch.tensor([0.2, 0.6])
    rates = torch.stack([keep_rate(epoch, noise, 10) for epoch in (0, 5, 10, 99)])
    torch.testing.assert_close(rates, torch.tensor([[1.0, 1.0], [0.9, 0.7], [0.8, 0.4], [0.8, 0.4]]))


def test_small_loss_selection_takes_the_smallest_of_every_run():
    losses = torch.rand(3, 10, generator=torch.Generator().manual_seed(0))
    selected = small_loss_selection(losses, torch.tensor([0.2, 0.5, 1.0]))
    for row, chosen, count in zip(losses, selected, (2, 5, 10), strict=True):
        expected = torch.zeros(10, dtype=torch.bool).scatter(0, torch.topk(row, count, largest=False).indices, True)
        assert torch.equal(chosen, expected)


def test_small_loss_selection_does_not_depend_on_the_unit_of_the_loss():
    losses = torch.tensor([3.0, 1.0, 2.0, 4.0])
    half = torch.tensor(0.5)
    assert torch.equal(small_loss_selection(losses, half), small_loss_selection(100 * losses, half))


def test_selection_precision_is_that_of_scikit_learn():
    generator = torch.Generator().manual_seed(0)
    selected, clean = torch.rand(2, 30, generator=generator) > 0.5
    expected = precision_score(clean.numpy(), selected.numpy())
    assert selection_precision(selected, clean).item() == pytest.approx(expected)


def test_selection_refuses_what_is_out_of_range():
    with pytest.raises(ValueError, match="`epoch` must not be negative, got -1"):
        keep_rate(-1, torch.tensor(0.2), 10)
    with pytest.raises(ValueError, match="`warm_up` must be at least 1, got 0"):
        keep_rate(1, torch.tensor(0.2), 0)
    with pytest.raises(ValueError, match="`noise` must be at least 0 and below 1"):
        keep_rate(1, torch.tensor(1.0), 10)
    with pytest.raises(ValueError, match="`share` must be above 0 and at most 1"):
        small_loss_selection(torch.ones(3), torch.tensor(0.0))
    with pytest.raises(ValueError, match="`selected` must be true somewhere in every run"):
        selection_precision(torch.tensor([False]), torch.tensor([True]))


def test_majority_vote_is_the_mode_of_the_votes():
    probabilities = torch.rand(5, 40, 3, generator=torch.Generator().manual_seed(1))
    votes = probabilities.argmax(-1)
    expected = [max(range(3), key=lambda k: (votes[:, n] == k).sum().item()) for n in range(40)]
    assert majority_vote(probabilities).tolist() == expected


def test_averaged_prediction_weighs_confidence():
    members = torch.tensor([[[0.9, 0.1]], [[0.4, 0.6]], [[0.4, 0.6]]])
    assert averaged_prediction(members).tolist() == [0]
    assert majority_vote(members).tolist() == [1]


@pytest.mark.parametrize("prediction", [averaged_prediction, majority_vote])
def test_ensembles_refuse_no_members(prediction):
    with pytest.raises(ValueError, match="at least one member"):
        prediction(torch.zeros(0, 4, 3))
