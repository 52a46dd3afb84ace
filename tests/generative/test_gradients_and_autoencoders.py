"""Gradient estimators, autoencoders, the ring and the critics, each against something independent."""

import math

import pytest
import torch
from sklearn.decomposition import PCA
from sympy import Rational, Symbol
from torch.distributions import Bernoulli, kl_divergence

from notes.generative import figures
from notes.generative.autoencoder import (
    SparseAutoencoder,
    best_denoised,
    denoising_loss,
    linear_reconstruction,
    sparse_loss,
    sparsity_penalty,
)
from notes.generative.players import network, players
from notes.generative.proofs import autoencoders, game, gradients
from notes.generative.reparameterization import pathwise_gradients, score_function_gradients
from notes.generative.ring import centres, modes_covered, ring
from notes.generative.training import (
    CLIPPED,
    GAN,
    PENALISED,
    Recipe,
    critic_gain,
    critic_step,
    generator_step,
    gradient_penalty,
    samples,
    trained_on_ring,
)
from notes.generative.vae import VAE
from notes.plotting import require_labels

F64 = torch.float64
NOISE = torch.special.ndtri((torch.arange(100_000, dtype=F64) + 0.5) / 100_000)


@pytest.mark.parametrize("estimator", [pathwise_gradients, score_function_gradients])
@pytest.mark.parametrize("power", [1, 2, 3])
def test_estimators_average_to_the_slope(estimator, power):
    mean, sigma = 0.7, 0.5
    slope = {1: 1.0, 2: 2 * mean, 3: 3 * (mean**2 + sigma**2)}[power]
    found = estimator(lambda x: x**power, mean, sigma, NOISE).mean().item()
    assert found == pytest.approx(slope, abs=2e-3)


@pytest.mark.parametrize(("step", "estimator"), [(0, pathwise_gradients), (1, score_function_gradients)])
def test_estimators_have_the_proved_variances(step, estimator):
    proved = gradients.variances().steps[step].last.subs({gradients.mu: 1, gradients.sigma: Rational(1, 2)})
    variance = estimator(torch.square, 1.0, 0.5, NOISE).var().item()
    assert variance == pytest.approx(float(proved), rel=5e-3)


@pytest.mark.parametrize("estimator", [pathwise_gradients, score_function_gradients])
def test_estimators_refuse_a_deviation_of_zero(estimator):
    with pytest.raises(ValueError, match=r"`deviation` must be positive, got 0.0"):
        estimator(torch.square, 0.0, 0.0, NOISE)


def test_linear_reconstruction_is_that_of_scikit_learn():
    inputs = torch.rand(30, 5, generator=torch.Generator().manual_seed(0), dtype=F64)
    pca = PCA(2).fit(inputs.numpy())
    expected = torch.from_numpy(pca.inverse_transform(pca.transform(inputs.numpy())))
    torch.testing.assert_close(linear_reconstruction(inputs, 2), expected)
    torch.testing.assert_close(linear_reconstruction(inputs, 5), inputs)
    with pytest.raises(ValueError, match=r"`code` must be between 1 and 5, got 6"):
        linear_reconstruction(inputs, 6)


def test_best_denoised_is_a_step_up_the_log_density():
    data = torch.rand(20, 2, generator=torch.Generator().manual_seed(1), dtype=F64)
    noisy = torch.tensor([[0.3, 0.9], [2.0, -1.0]], dtype=F64).requires_grad_()
    log_density = torch.logsumexp(-torch.cdist(noisy, data).square() / (2 * 0.3**2), -1)
    (slope,) = torch.autograd.grad(log_density.sum(), noisy)
    torch.testing.assert_close(best_denoised(noisy.detach(), data, 0.3), (noisy + 0.3**2 * slope).detach())


def test_sparsity_penalty_is_the_divergence_of_two_coins_with_the_proved_slope():
    rates = torch.linspace(0.05, 0.9, 6, dtype=F64).requires_grad_()
    penalty = sparsity_penalty(rates, 0.2)
    oracle = kl_divergence(Bernoulli(torch.tensor(0.2, dtype=F64)), Bernoulli(rates))
    torch.testing.assert_close(penalty, oracle)
    proved = autoencoders.sparsity_penalty().steps[-1].last
    names = {symbol.name: symbol for symbol in proved.free_symbols if isinstance(symbol, Symbol)}
    wanted = [float(proved.subs({names[r"\rho"]: 0.2, names[r"\hat\rho"]: rate})) for rate in rates.tolist()]
    (slope,) = torch.autograd.grad(penalty.sum(), rates)
    torch.testing.assert_close(slope, torch.tensor(wanted, dtype=F64))
    with pytest.raises(ValueError, match=r"`rates` must be between 0 and 1"):
        sparsity_penalty(torch.tensor([0.0]), 0.2)


def circle(copies: int) -> torch.Tensor:
    angles = torch.arange(60) * math.pi / 30
    return torch.stack([angles.cos(), angles.sin()], -1).repeat(copies, 1)


def test_denoising_loss_of_the_best_denoiser_is_the_posterior_variance():
    two, random = torch.tensor([[-1.0], [1.0]], dtype=F64), torch.Generator().manual_seed(0)
    loss = denoising_loss(lambda noisy: best_denoised(noisy, two, 0.7), two.repeat(100_000, 1), 0.7, random)
    noise = 0.7 * NOISE
    wanted = (1 - torch.tanh((1 + noise) / 0.7**2)).square().mean()  # the mean of a fair coin seen through noise
    assert loss.item() == pytest.approx(wanted.item(), abs=5e-3)
    with pytest.raises(ValueError, match=r"`deviation` must be positive, got 0.0"):
        denoising_loss(lambda noisy: noisy, two, 0.0, random)


def test_sparse_loss_is_error_plus_divergence_of_coins():
    random = torch.Generator().manual_seed(0)
    model, inputs = SparseAutoencoder(4, 6, random).double(), torch.rand(5, 4, generator=random, dtype=F64)
    code = torch.sigmoid(inputs @ model.encoder.weight.T + model.encoder.bias)
    error = torch.nn.functional.mse_loss(model(inputs), inputs) * 4
    penalty = kl_divergence(Bernoulli(torch.tensor(0.1, dtype=F64)), Bernoulli(code.mean(0))).sum()
    torch.testing.assert_close(sparse_loss(model, inputs, 0.1, 0.5), error + 0.5 * penalty)
    with pytest.raises(ValueError, match=r"`weight` must not be negative, got -1.0"):
        sparse_loss(model, inputs, 0.1, -1.0)


def test_ring_has_eight_modes_of_its_deviation():
    points = ring(4000, torch.Generator().manual_seed(0))
    assert modes_covered(points) == 8
    distance = torch.cdist(points, centres()).amin(1)
    assert distance.square().mean().sqrt().item() == pytest.approx(0.1 * math.sqrt(2), rel=0.05)
    assert modes_covered(points[points[:, 0] > 0.5]) == 3
    with pytest.raises(ValueError, match=r"`share` must be between 0 and 1, got 0"):
        modes_covered(points, 0.0)


def test_gradient_penalty_of_a_line_is_its_slope():
    line = torch.nn.Linear(2, 1)
    torch.nn.init.constant_(line.weight, 3.0)
    data, generated = torch.ones(5, 2), torch.zeros(5, 2)
    penalty = gradient_penalty(line, data, generated, torch.Generator().manual_seed(0))
    assert penalty.item() == pytest.approx((3 * math.sqrt(2) - 1) ** 2, rel=1e-5)
    assert critic_gain(line, data, generated).item() == pytest.approx(6.0, rel=1e-5)


class Parabola(torch.nn.Module):
    """A critic whose slope at a point is a multiple of the point."""

    def __init__(self) -> None:
        super().__init__()
        self.factor = torch.nn.Parameter(torch.ones(()))

    def forward(self, points: torch.Tensor) -> torch.Tensor:
        return self.factor * points.square().sum(-1) / 2


def test_gradient_penalty_looks_anywhere_between_data_and_generated_points():
    data, generated = torch.full((20_000, 1), 3.0, requires_grad=True), torch.ones(20_000, 1, requires_grad=True)
    critic = Parabola()
    penalty = gradient_penalty(critic, data, generated, torch.Generator().manual_seed(0))
    assert penalty.item() == pytest.approx(4 / 3, rel=0.02)  # the mean square of a number between 0 and 2
    assert torch.autograd.grad(penalty, (data, generated), retain_graph=True, allow_unused=True) == (None, None)
    (slope,) = torch.autograd.grad(penalty, critic.factor)
    assert slope.item() == pytest.approx(2 * (26 / 6 - 2), rel=0.02)  # of the mean of (ax - 1)^2, x between 1 and 3


def test_a_course_of_one_step_by_hand():
    recipe = Recipe(
        lambda critic, data, generated, _: -critic_gain(critic, data, generated),
        lambda outputs: -outputs.mean(),
        lambda parameters: torch.optim.SGD(parameters, lr=0.5),
        clip=0.3,
    )
    course = trained_on_ring(recipe, 1, torch.Generator().manual_seed(0), batch=16, looks=1)
    random = torch.Generator().manual_seed(0)
    pair, data = players(random), ring(16, random)
    gain = pair.critic(data).mean() - pair.critic(samples(pair.generator, 16, random).detach()).mean()
    slopes = torch.autograd.grad(gain, [*pair.critic.parameters()])
    with torch.no_grad():
        for weight, slope in zip(pair.critic.parameters(), slopes, strict=True):
            weight.add_(slope / 2).clamp_(-0.3, 0.3)
    marks = pair.critic(samples(pair.generator, 16, random)).mean()
    slopes = torch.autograd.grad(marks, [*pair.generator.parameters()])
    for found, old, slope in zip(
        course.players.generator.parameters(), pair.generator.parameters(), slopes, strict=True
    ):
        torch.testing.assert_close(found, old + slope / 2)
    for found, wanted in zip(course.players.critic.parameters(), pair.critic.parameters(), strict=True):
        torch.testing.assert_close(found, wanted)
    assert [shown.shape for shown in course.shown] == [(512, 2)]
    assert course.covered == [modes_covered(course.shown[0])]
    assert not course.shown[0].requires_grad


def test_the_step_of_one_player_leaves_the_other_as_it_is():
    random = torch.Generator().manual_seed(0)
    pair = players(random)
    before = [[weights.clone() for weights in player.parameters()] for player in pair]
    critic_step(GAN, pair, GAN.optimiser(pair.critic.parameters()), torch.ones(4, 2), random)
    assert all(map(torch.equal, pair.generator.parameters(), before[0]))
    assert not any(map(torch.equal, pair.critic.parameters(), before[1]))
    assert all(weights.grad is None for weights in pair.generator.parameters())
    between = [weights.clone() for weights in pair.critic.parameters()]
    generator_step(GAN, pair, GAN.optimiser(pair.generator.parameters()), 4, random)
    assert all(map(torch.equal, pair.critic.parameters(), between))
    assert not all(map(torch.equal, pair.generator.parameters(), before[0]))


@pytest.mark.parametrize("recipe", [GAN, CLIPPED, PENALISED])
def test_trained_on_ring_is_repeatable_and_obeys_the_clip(recipe):
    first, second = (trained_on_ring(recipe, 4, torch.Generator().manual_seed(0), batch=16, looks=2) for _ in range(2))
    assert first.steps == [2, 4]
    for one, other in zip(first.players.generator.parameters(), second.players.generator.parameters(), strict=True):
        torch.testing.assert_close(one, other)
    assert all(bool((w.abs() <= recipe.clip).all()) for w in first.players.critic.parameters())
    with pytest.raises(ValueError, match=r"`looks` must divide `steps`, 4, got 3"):
        trained_on_ring(recipe, 4, torch.Generator(), looks=3)


def test_players_have_the_variance_of_he():
    for player in players(torch.Generator().manual_seed(0), width=200):
        for layer in player[::2]:
            assert layer.weight.var().item() == pytest.approx(2 / layer.weight.shape[1], rel=0.15)
            assert (layer.bias == 0).all()
            bound = (6 / layer.weight.shape[1]) ** 0.5
            assert -bound <= layer.weight.min() < -0.95 * bound
            assert bound >= layer.weight.max() > 0.95 * bound


def test_networks_and_autoencoders_start_without_bias_and_with_the_variance_of_their_rules():
    random = torch.Generator().manual_seed(0)
    layers = [layer for layer in network(50, 40, random, 60) if isinstance(layer, torch.nn.Linear)]
    coder = SparseAutoencoder(50, 40, random)
    model = VAE(50, 40, random, hidden=60)
    for layer in layers:
        assert layer.weight.var().item() == pytest.approx(2 / layer.in_features, rel=0.1)
    for layer in (coder.encoder, coder.decoder, *model.encoder[::2], *model.decoder[::2]):
        assert layer.weight.var().item() == pytest.approx(2 / (layer.in_features + layer.out_features), rel=0.1)
        layers.append(layer)
    assert not any(layer.bias.any() for layer in layers)
    sizes = [(layer.in_features, layer.out_features) for layer in (*model.encoder[::2], *model.decoder[::2])]
    assert sizes == [(50, 60), (60, 80), (40, 60), (60, 50)]


def test_orbit_proof_is_what_steps_do():
    spiral = game.simultaneous_steps().steps[0]
    places = dict(zip(sorted(spiral.first.free_symbols, key=str), (0.1, 1.0, 2.0), strict=True))
    assert float(spiral.first.subs(places)) == pytest.approx(float(spiral.last.subs(places)))


@pytest.mark.parametrize(
    "figure",
    [
        figures.generator_losses,
        figures.distances_of_two_points,
        lambda: figures.denoising_fields(lambda noisy: noisy / 2, circle(1), 0.3),
        lambda: figures.code_rates({"plain": torch.rand(5), "sparse": torch.rand(5)}, 0.1),
        figures.covering_and_seeking,
        figures.estimator_variances,
        lambda: figures.samples_over_time([1, 2], [centres(), centres() / 2]),
        lambda: figures.latent_plane(torch.zeros(4, 2), torch.arange(4), torch.zeros(3, 3, 8, 8)),
    ],
)
def test_figures_say_what_they_measure(figure):
    require_labels(figure())
