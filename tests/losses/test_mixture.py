"""Mixture densities against PyTorch, far from all modes, and the parts of their variance."""

import math

import pytest
import torch
from torch.distributions import Categorical, MixtureSameFamily, Normal

from notes.losses.gaussian import heteroscedastic_nll
from notes.losses.mixture import mixture_nll, mixture_variance

F64 = torch.float64


def mixture(logits: torch.Tensor, mean: torch.Tensor, log_variance: torch.Tensor) -> MixtureSameFamily:
    return MixtureSameFamily(Categorical(logits=logits), Normal(mean, (log_variance / 2).exp()))


def test_mixture_nll_is_that_of_pytorch_in_value_and_gradient(generator: torch.Generator):
    inputs = [torch.randn(6, 3, generator=generator, dtype=F64).requires_grad_() for _ in range(3)]
    targets = torch.randn(6, generator=generator, dtype=F64)
    ours, reference = mixture_nll(*inputs, targets), -mixture(*inputs).log_prob(targets)
    torch.testing.assert_close(ours, reference)
    torch.testing.assert_close(torch.autograd.grad(ours.sum(), inputs), torch.autograd.grad(reference.sum(), inputs))


def test_mixture_nll_of_one_mode_is_the_heteroscedastic_loss():
    mean, s, y = torch.tensor([0.5, 2.0]), torch.tensor([0.0, -1.0]), torch.tensor([1.0, -1.0])
    found = mixture_nll(torch.tensor([[3.0], [-3.0]]), mean.unsqueeze(-1), s.unsqueeze(-1), y)
    torch.testing.assert_close(found, heteroscedastic_nll(mean, s, y))


def test_mixture_nll_is_finite_far_from_all_modes():
    two = torch.zeros(2), torch.tensor([-1.0, 1.0], requires_grad=True), torch.full((2,), -2 * math.log(10))
    loss = mixture_nll(*two, torch.tensor(101.0))
    assert loss.item() == pytest.approx(0.5e6 + math.log(2 * math.pi) / 2 - math.log(10) + math.log(2), rel=1e-6)
    assert torch.autograd.grad(loss, two[1])[0].tolist() == pytest.approx([0.0, -1e4], rel=1e-5)


def test_mixture_variance_is_that_of_pytorch(generator: torch.Generator):
    logits, mean, log_variance = torch.randn(3, 5, 4, generator=generator, dtype=F64)
    noise, doubt = mixture_variance(logits.softmax(-1), mean, log_variance.exp())
    torch.testing.assert_close(noise + doubt, mixture(logits, mean, log_variance).variance)
    assert mixture_variance(torch.ones(1), torch.tensor([3.0]), torch.tensor([0.0])) == (0.0, 0.0)


@pytest.mark.parametrize("name", ["logits", "mean", "log_variance", "targets"])
def test_mixture_nll_refuses_what_is_not_finite(name: str):
    given = {key: torch.zeros(1, 2) for key in ("logits", "mean", "log_variance")} | {"targets": torch.zeros(1)}
    with pytest.raises(ValueError, match=f"^`{name}` must be finite, got nan$"):
        mixture_nll(**given | {name: torch.full_like(given[name], math.nan)})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weights": torch.tensor([0.5, 0.25])}, "`weights` must be non-negative and sum to one, got"),
        ({"means": torch.tensor([0.0, math.inf])}, "`means` must be finite, got inf"),
        ({"variances": torch.tensor([0.0, -0.1])}, "`variances` must not be negative, got -0.1"),
    ],
)
def test_mixture_variance_refuses_what_is_no_mixture(change: dict, message: str):
    given = {"weights": torch.tensor([0.5, 0.5]), "means": torch.zeros(2), "variances": torch.zeros(2)}
    with pytest.raises(ValueError, match=f"^{message}"):
        mixture_variance(**given | change)
