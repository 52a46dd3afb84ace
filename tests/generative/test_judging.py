"""Critics' norms and measures of samples, each against a library or by hand."""

import math

import numpy as np
import pytest
import torch
from scipy.linalg import sqrtm
from scipy.stats import energy_distance as energy_of_scipy
from sklearn.neighbors import NearestNeighbors
from torch.nn.utils.parametrizations import spectral_norm as normalised

from notes.generative.critics import lipschitz_bound, spectral_norm
from notes.generative.judging import energy_distance, frechet_distance, precision
from notes.generative.players import network

F64 = torch.float64


def random() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def test_spectral_norm_and_its_gradient_are_those_of_a_decomposition():
    matrix = torch.randn(4, 6, dtype=F64, generator=random()).requires_grad_()
    found, wanted = spectral_norm(matrix, 400, random()), torch.linalg.matrix_norm(matrix, 2)
    torch.testing.assert_close(found, wanted)
    slopes = [torch.autograd.grad(value, matrix)[0] for value in (found, wanted)]
    torch.testing.assert_close(*slopes)


def test_spectral_norm_is_by_what_torch_divides():
    layer = torch.nn.Linear(6, 4, bias=False, dtype=F64)
    weight = layer.weight.detach().clone()
    divided = normalised(layer, n_power_iterations=400).weight
    torch.testing.assert_close(divided.detach(), weight / spectral_norm(weight, 400, random()))


def test_spectral_norm_rises_to_its_limit_round_by_round():
    matrix = torch.diag(torch.tensor([2.0, 1.0], dtype=F64))
    rounds = [spectral_norm(matrix, n, random()).item() for n in (1, 2, 3, 30)]
    assert rounds == sorted(rounds)
    assert rounds[0] < 2
    assert rounds[-1] == pytest.approx(2)
    v = torch.randn(2, dtype=F64, generator=random())
    first = matrix @ v / (matrix @ v).norm()
    back = matrix.T @ first / (matrix.T @ first).norm()
    assert rounds[0] == pytest.approx((first @ matrix @ back).item())


def test_lipschitz_bound_is_the_product_and_bounds_every_slope():
    critic = network(3, 1, random(), 8).double()
    bound = lipschitz_bound(critic, 300, random())
    wanted = math.prod(torch.linalg.matrix_norm(critic[k].weight, 2).item() for k in (0, 2, 4))
    assert bound.item() == pytest.approx(wanted)
    points = torch.randn(1000, 3, dtype=F64, generator=random()).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points)
    assert slopes.norm(dim=1).max() <= bound


def test_critics_refuse_no_rounds_empty_matrices_and_other_layers():
    with pytest.raises(ValueError, match=r"^`rounds` must be at least 1, got 0$"):
        spectral_norm(torch.ones(1, 1), 0, random())
    with pytest.raises(ValueError, match=r"^`rounds` must be at least 1, got 0$"):
        lipschitz_bound(torch.nn.Sequential(), 0, random())
    with pytest.raises(ValueError, match=r"^`matrix` must hold at least one entry, got shape \(0, 2\)$"):
        spectral_norm(torch.ones(0, 2), 1, random())
    with pytest.raises(ValueError, match=r"^`critic` must consist of linear layers and ReLUs, got Tanh$"):
        lipschitz_bound(torch.nn.Sequential(torch.nn.Tanh()), 1, random())
    assert spectral_norm(torch.full((1, 1), 3.0), 1, random()).item() == 3.0
    with pytest.raises(ValueError, match=r"^`critic` must have a linear layer, got none$"):
        lipschitz_bound(torch.nn.Sequential(torch.nn.ReLU()), 1, random())


def two_samples() -> tuple[torch.Tensor, torch.Tensor]:
    points = torch.randn(120, 3, dtype=F64, generator=random())
    return points[:50], points[50:] @ torch.tensor([[2.0, 0.5, 0], [0, 1, 0], [0, 0.3, 0.4]], dtype=F64) + 1


def test_frechet_distance_is_that_of_matrix_roots():
    real, generated = two_samples()
    first, second = (np.cov(samples.numpy().T) for samples in (real, generated))
    cross = np.trace(sqrtm(first @ second)).real
    gap = ((real.mean(0) - generated.mean(0)) ** 2).sum().item()
    wanted = gap + np.trace(first) + np.trace(second) - 2 * cross
    assert frechet_distance(real, generated).item() == pytest.approx(wanted)
    assert frechet_distance(generated, real).item() == pytest.approx(wanted)
    assert frechet_distance(real, real).item() == pytest.approx(0, abs=1e-9)
    x = real.clone().requires_grad_()
    assert torch.autograd.gradcheck(lambda x: frechet_distance(x, generated), x)


def test_frechet_distance_on_the_line_is_the_proved_one():
    real, generated = (samples[:, :1] for samples in two_samples())
    wanted = (real.mean() - generated.mean()) ** 2 + (real.std() - generated.std()) ** 2
    torch.testing.assert_close(frechet_distance(real, generated), wanted)


@pytest.mark.parametrize("neighbours", [1, 3])
def test_precision_counts_what_scikit_learn_finds_near(neighbours: int):
    real, generated = two_samples()
    tree = NearestNeighbors(n_neighbors=neighbours + 1).fit(real.numpy())
    radii = tree.kneighbors(real.numpy())[0][:, -1]
    near = np.linalg.norm(generated.numpy()[:, None] - real.numpy()[None], axis=-1) <= radii
    assert precision(real, generated, neighbours).item() == pytest.approx(near.any(1).mean())
    assert precision(real, real, neighbours).item() == 1


def test_energy_distance_is_that_of_scipy_and_zero_for_the_same_sample():
    real, generated = (samples[:, :1] for samples in two_samples())
    wanted = energy_of_scipy(real[:, 0].numpy(), generated[:, 0].numpy()) ** 2
    assert energy_distance(real, generated).item() == pytest.approx(wanted)
    assert energy_distance(real, real).item() == pytest.approx(0, abs=1e-12)


def test_judges_refuse_too_few_samples_and_neighbours_that_are_not_there():
    one, three = torch.zeros(1, 2), torch.arange(6.0).view(3, 2)
    for judge in (frechet_distance, energy_distance):
        with pytest.raises(ValueError, match=r"^`real` must be at least two samples, got 1$"):
            judge(one, three)
        with pytest.raises(ValueError, match=r"^`generated` must be at least two samples, got 1$"):
            judge(three, one)
        assert judge(three[:2], three[:2]).item() == pytest.approx(0, abs=1e-5)
    with pytest.raises(ValueError, match=r"^`neighbours` must be at least 1, got 0$"):
        precision(three, three, 0)
    with pytest.raises(ValueError, match=r"^`neighbours` must be from 0 to 2, got 3$"):
        precision(three, three, 3)
    with pytest.raises(ValueError, match=r"^`generated` must hold at least one entry, got shape \(0, 2\)$"):
        precision(three, three[:0], 1)
    assert precision(three, three, 2).item() == 1
    assert precision(three, one, 1).item() == 1
