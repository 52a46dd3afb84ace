"""The Bernoulli loss against SciPy, PyTorch and chapter 1."""

import math

import pytest
import torch
from jaxtyping import TypeCheckError
from scipy import stats
from torch.nn.functional import binary_cross_entropy_with_logits

from notes.introduction.binary_cross_entropy import binary_cross_entropy
from notes.losses.bernoulli import bernoulli_mass, bernoulli_nll, multilabel_nll


def sample(generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    logits = (8 * torch.rand(20, generator=generator, dtype=torch.float64) - 4).requires_grad_()
    return logits, torch.randint(2, (20,), generator=generator)


def test_bernoulli_mass_is_that_of_scipy():
    chances = torch.tensor([0.0, 0.0, 0.3, 0.3, 1.0, 1.0], dtype=torch.float64)
    outcomes = torch.tensor([0, 1, 0, 1, 0, 1])
    expected = torch.from_numpy(stats.bernoulli.pmf(outcomes, chances))
    torch.testing.assert_close(bernoulli_mass(chances, outcomes), expected)


def test_bernoulli_nll_is_minus_the_log_of_the_mass(generator: torch.Generator):
    logits, targets = sample(generator)
    torch.testing.assert_close(bernoulli_nll(logits, targets), -bernoulli_mass(logits.sigmoid(), targets).log())


def test_bernoulli_nll_is_the_binary_cross_entropy_of_chapter_one(generator: torch.Generator):
    logits, targets = sample(generator)
    torch.testing.assert_close(bernoulli_nll(logits, targets), binary_cross_entropy(logits.sigmoid(), targets))


def test_bernoulli_nll_matches_pytorch_in_value_and_gradient(generator: torch.Generator):
    logits, targets = sample(generator)
    ours = bernoulli_nll(logits, targets)
    reference = binary_cross_entropy_with_logits(logits, targets.double(), reduction="none")
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(torch.autograd.grad(ours.sum(), logits), torch.autograd.grad(reference.sum(), logits))


def test_bernoulli_nll_is_the_softplus_of_the_signed_logit(generator: torch.Generator):
    logits, targets = sample(generator)
    torch.testing.assert_close(bernoulli_nll(logits, targets), torch.log1p(((1 - 2 * targets) * logits).exp()))


def test_bernoulli_nll_is_exact_at_extreme_logits():
    logits = torch.tensor([-1e4, 1e4, -1e4, 1e4, 50.0], dtype=torch.float64, requires_grad=True)
    losses = bernoulli_nll(logits, torch.tensor([0, 0, 1, 1, 1]))
    assert losses.tolist() == pytest.approx([0, 1e4, 1e4, 0, math.exp(-50)], rel=1e-12, abs=0)
    (slope,) = torch.autograd.grad(losses.sum(), logits)
    assert slope.tolist() == pytest.approx([0, 1, -1, 0, -math.exp(-50)], rel=1e-12, abs=0)


def test_bernoulli_mass_refuses_what_is_no_probability():
    with pytest.raises(ValueError, match=r"^`probability` must be between 0 and 1, got 1\.5$"):
        bernoulli_mass(torch.tensor(1.5), torch.tensor(1))


@pytest.mark.parametrize("function", [bernoulli_mass, bernoulli_nll])
@pytest.mark.parametrize("bad", [2.0, 0.5, float("nan")])
def test_bernoulli_refuses_labels_that_are_not_binary(function, bad: float):
    with pytest.raises(ValueError, match=f"^`targets` must be 0 or 1, got {bad}$"):
        function(torch.tensor([0.5]), torch.tensor([bad]))


def test_bernoulli_nll_refuses_nan_logits():
    with pytest.raises(ValueError, match=r"^`logits` must be finite, got nan$"):
        bernoulli_nll(torch.tensor([float("nan")]), torch.tensor([1]))


def test_bernoulli_nll_refuses_shapes_that_would_broadcast():
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*Actual value: i64\[3\]"):
        bernoulli_nll(torch.zeros(3, 1), torch.ones(3, dtype=torch.int64))


def test_multilabel_nll_is_the_sum_of_pytorchs_losses(generator: torch.Generator):
    logits, targets = sample(generator)
    logits, targets = logits.reshape(5, 4), targets.reshape(5, 4)
    reference = binary_cross_entropy_with_logits(logits, targets.double(), reduction="none").sum(-1)
    torch.testing.assert_close(multilabel_nll(logits, targets), reference)


def test_multilabel_nll_is_minus_the_logarithm_of_the_product():
    logits, targets = torch.tensor([0.3, -1.0, 2.0]), torch.tensor([1, 1, 0])
    product = bernoulli_mass(logits.sigmoid(), targets).prod()
    torch.testing.assert_close(multilabel_nll(logits, targets), -product.log())


@pytest.mark.parametrize(("logit", "label", "name"), [(math.nan, 1, "logits"), (0.0, 2, "targets")])
def test_multilabel_nll_refuses_what_is_no_logit_or_label(logit: float, label: int, name: str):
    with pytest.raises(ValueError, match=f"^`{name}` must be"):
        multilabel_nll(torch.tensor([0.0, logit]), torch.tensor([0, label]))
