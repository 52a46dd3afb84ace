"""Cross-validation against scikit-learn, and what its parts must be."""

import pytest
import torch
from sklearn.linear_model import Ridge
from sklearn.model_selection import PredefinedSplit, cross_val_predict

from notes.generalization.cross_validation import cross_validation_error, folds
from notes.generalization.ridge import ridge_weights


def test_folds_hold_every_sample_once_in_parts_of_nearly_one_size(generator: torch.Generator):
    parts = folds(11, 4, generator)
    assert sorted(torch.cat(parts).tolist()) == list(range(11))
    assert sorted(map(len, parts)) == [2, 3, 3, 3]
    assert torch.cat(parts).tolist() != list(range(11))


def test_cross_validation_error_is_that_of_scikit_learn(generator: torch.Generator):
    inputs = torch.randn(23, 3, generator=generator, dtype=torch.float64)
    targets = torch.randn(23, generator=generator, dtype=torch.float64)
    parts = folds(23, 5, generator)
    ours = cross_validation_error(lambda x, y: lambda new: new @ ridge_weights(x, y, 0.7), inputs, targets, parts)
    number = torch.zeros(23, dtype=torch.int64)
    for k, part in enumerate(parts):
        number[part] = k
    model = Ridge(alpha=0.7, fit_intercept=False)
    predicted = cross_val_predict(model, inputs.numpy(), targets.numpy(), cv=PredefinedSplit(number.numpy()))
    torch.testing.assert_close(ours, (targets - torch.from_numpy(predicted)).square().mean())


def test_folds_refuse_what_is_no_split():
    for bad in (1, 4):
        with pytest.raises(ValueError, match=f"^`count` must be from 2 to 3, got {bad}$"):
            folds(3, bad, torch.Generator())
    assert [len(part) for part in folds(3, 3, torch.Generator())] == [1, 1, 1]
    assert [len(part) for part in folds(3, 2, torch.Generator())] == [2, 1]


def test_cross_validation_error_refuses_parts_that_leave_out_or_repeat():
    def fit(x, y):
        return lambda new: torch.zeros(len(new)) + 0 * (x.sum() + y.sum())

    for bad in ([[0]], [[0, 1], [1]], [[0, 1], [2]]):
        with pytest.raises(ValueError, match=r"^`parts` must hold each sample once, got "):
            cross_validation_error(fit, torch.ones(2, 1), torch.ones(2), [torch.tensor(part) for part in bad])
    assert cross_validation_error(fit, torch.ones(2, 1), torch.ones(2), [torch.tensor([1]), torch.tensor([0])]) == 1
