import itertools

import pytest
import torch
from sklearn.metrics import zero_one_loss

from notes.noisy_labels.risk import bayes_classifier, empirical_error, zero_one_risk


def joint(seed: int) -> torch.Tensor:
    drawn = torch.rand(4, 3, generator=torch.Generator().manual_seed(seed))
    return drawn / drawn.sum()


@pytest.mark.parametrize("seed", range(3))
def test_bayes_classifier_beats_every_other(seed):
    table = joint(seed)
    best = zero_one_risk(table, bayes_classifier(table))
    others = [zero_one_risk(table, torch.tensor(c)) for c in itertools.product(range(3), repeat=4)]
    assert best <= min(others) + 1e-6


def test_zero_one_risk_is_the_sum_over_the_errors():
    table, classifier = joint(5), torch.tensor([0, 2, 1, 1])
    summed = sum(table[x, y] for x in range(4) for y in range(3) if classifier[x] != y)
    torch.testing.assert_close(zero_one_risk(table, classifier), summed)


def test_zero_one_risk_refuses_what_is_no_distribution_and_no_class():
    with pytest.raises(ValueError, match="`joint` must be a distribution"):
        zero_one_risk(torch.ones(2, 2), torch.tensor([0, 1]))
    with pytest.raises(ValueError, match="`joint` must be non-negative"):
        zero_one_risk(torch.tensor([[1.5, -0.5]]), torch.tensor([0]))
    with pytest.raises(ValueError, match="`classifier` must be of classes from 0 to 1, got 2"):
        zero_one_risk(torch.full((2, 2), 0.25), torch.tensor([0, 2]))


def test_empirical_error_is_that_of_scikit_learn():
    generator = torch.Generator().manual_seed(0)
    a, b = torch.randint(3, (2, 50), generator=generator), torch.randint(3, (2, 50), generator=generator)
    expected = torch.tensor([zero_one_loss(y, p) for p, y in zip(a.numpy(), b.numpy(), strict=True)])
    torch.testing.assert_close(empirical_error(a, b), expected.float())


def test_empirical_error_refuses_no_examples():
    with pytest.raises(ValueError, match="at least one example"):
        empirical_error(torch.zeros(0).long(), torch.zeros(0).long())
