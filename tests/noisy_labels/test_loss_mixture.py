import pytest
import torch
from scipy.stats import norm
from sklearn.mixture import GaussianMixture

from notes.noisy_labels.loss_mixture import FLOOR, clean_probabilities, component_posterior

F64 = torch.float64


def two_heaps(seed: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    low, high = torch.randn(300, generator=generator), torch.randn(200, generator=generator)
    return torch.cat([0.3 * low + 0.5, 0.5 * high + 2.5]).to(F64)


def test_component_posterior_is_bayes_rule():
    losses = torch.tensor([-1.0, 0.2, 3.0], dtype=F64)
    weights, means, variances = (torch.tensor(pair, dtype=F64) for pair in ([0.3, 0.7], [0.0, 2.0], [0.5, 1.5]))
    found = component_posterior(losses, weights, means, variances)
    joint = torch.stack(
        [w * torch.tensor(norm(m, v**0.5).pdf(losses)) for w, m, v in zip(weights, means, variances, strict=True)], 1
    )
    torch.testing.assert_close(found, joint / joint.sum(1, keepdim=True))
    assert torch.autograd.gradcheck(
        lambda x: component_posterior(x, weights, means, variances), losses.requires_grad_()
    )


@pytest.mark.parametrize("seed", range(3))
def test_clean_probabilities_are_those_of_scikit_learn(seed: int):
    losses = two_heaps(seed)
    ends = [[losses.min().item()], [losses.max().item()]]
    theirs = GaussianMixture(2, means_init=ends, reg_covar=0, tol=1e-12, max_iter=2000).fit(losses[:, None].numpy())
    expected = torch.from_numpy(theirs.predict_proba(losses[:, None].numpy()))[:, 0]
    torch.testing.assert_close(clean_probabilities(losses, 500), expected, atol=1e-6, rtol=0)


def test_clean_probabilities_do_not_change_with_the_unit_of_the_loss():
    losses = two_heaps(0)
    torch.testing.assert_close(clean_probabilities(1000 * losses), clean_probabilities(losses))


def test_a_component_at_a_single_loss_keeps_a_variance():
    losses = torch.tensor([0.0, 0.0, 0.0, 1.0], dtype=F64)
    assert FLOOR > 0
    assert clean_probabilities(losses).tolist() == pytest.approx([1, 1, 1, 0])


def test_mixtures_refuse_losses_without_spread():
    assert clean_probabilities(torch.tensor([1.0, 2.0]), 1).isfinite().all()
    with pytest.raises(ValueError, match="`losses` must be of a positive and finite variance"):
        clean_probabilities(torch.ones(4))
    with pytest.raises(ValueError, match="`losses` must be finite"):
        clean_probabilities(torch.tensor([1.0, torch.inf]))
    with pytest.raises(ValueError, match="`steps` must be at least 1, got 0"):
        clean_probabilities(torch.tensor([1.0, 2.0]), 0)
    half, one = torch.tensor([0.5, 0.5]), torch.ones(2)
    with pytest.raises(ValueError, match="`variances` must be positive"):
        component_posterior(one, half, one, torch.tensor([1.0, 0.0]))
    with pytest.raises(ValueError, match="`weights` must be non-negative and sum to one"):
        component_posterior(one, one, one, one)
    far = torch.tensor([1e30])
    with pytest.raises(ValueError, match="`losses` must be near enough to the means"):
        component_posterior(far, half, one, one)
    with pytest.raises(ValueError, match="`losses` must be of a positive and finite variance"):
        clean_probabilities(torch.tensor([0.0, 1e30]))
    with pytest.raises(ValueError, match="`losses`"):
        clean_probabilities(torch.zeros(0))
