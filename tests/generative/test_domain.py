"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import pytest
import torch

from notes.generative.autoencoder import (
    Autoencoder,
    SparseAutoencoder,
    best_denoised,
    linear_reconstruction,
    sparse_loss,
    sparsity_penalty,
)
from notes.generative.game import non_saturating_loss, optimal_discriminator, saturating_loss, value
from notes.generative.inference import gaussian_divergence, gaussian_log_density, importance_weighted_bound
from notes.generative.players import network, players
from notes.generative.ring import centres, modes_covered, ring
from notes.generative.training import GAN, critic_step, generator_step, gradient_penalty, samples, trained_on_ring
from notes.generative.transport import kantorovich_potential, optimal_transport
from notes.generative.vae import (
    VAE,
    evidence_bound,
    importance_weighted_log_evidence,
    log_evidence_by_grid,
    trained_vae,
)

LINE = (torch.arange(50.0)[:, None] - torch.arange(50.0)).abs()


def test_densities_of_a_value_that_is_hit_exactly_have_a_number_down_to_the_smallest_variance():
    zero, low = torch.zeros(1), torch.tensor([-177.0])
    assert gaussian_log_density(zero, zero, low).item() == pytest.approx(88.5 - 0.9189385)
    assert gaussian_divergence(zero, low, zero, low).item() == 0
    with pytest.raises(ValueError, match=r"^`log_variance` must be that of a variance above zero, got -178\.0$"):
        gaussian_log_density(zero, zero, low - 1)
    with pytest.raises(ValueError, match=r"^`other_log_variance` must be that of a variance above zero, got -178\.0$"):
        gaussian_divergence(zero, zero, zero, low - 1)


def test_importance_weighted_bound_refuses_no_draw_and_takes_one():
    with pytest.raises(ValueError, match=r"^`log_weights` must hold at least one entry, got shape \(0, 2\)$"):
        importance_weighted_bound(torch.zeros(0, 2))
    assert importance_weighted_bound(torch.tensor([[1.0, 2.0]])).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("mass", [1.0, 1500.0])
def test_optimal_transport_takes_single_precision_as_it_takes_double(mass: float):
    generator = torch.Generator().manual_seed(0)
    for _ in range(25):
        p, q = (mass * torch.randn(50, generator=generator).softmax(0) for _ in range(2))
        exact = optimal_transport(p.double(), q.double() * (p.double().sum() / q.double().sum()), LINE.double())
        assert optimal_transport(p, q, LINE).cost == pytest.approx(exact.cost, rel=1e-6)


def test_transport_refuses_distances_that_are_none():
    halves = torch.tensor([0.5, 0.5])
    with pytest.raises(ValueError, match=r"^`distances` must be finite, got inf$"):
        optimal_transport(halves, halves, torch.tensor([[0.0, math.inf], [math.inf, 0.0]]))
    with pytest.raises(ValueError, match=r"^`distances` must be not negative, got -1\.0$"):
        kantorovich_potential(halves, halves, torch.tensor([[0.0, -1.0], [-1.0, 0.0]]))
    with pytest.raises(ValueError, match=r"^`distances` must be zero from a place to itself, got 1\.0$"):
        kantorovich_potential(halves, halves, torch.ones(2, 2))
    with pytest.raises(ValueError, match=r"^`p` must be of positive mass, got 0\.0$"):
        optimal_transport(0 * halves, 0 * halves, torch.zeros(2, 2))
    assert kantorovich_potential(halves, halves, torch.zeros(2, 2)).gain == 0
    places, ends = torch.arange(3.0), torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    squares = (places[:, None] - places).square()
    with pytest.raises(ValueError, match=r"^`distances` must be no longer than a detour, got 4\.0$"):
        kantorovich_potential(*ends, squares)
    assert optimal_transport(*ends, squares).cost == pytest.approx(4)
    assert kantorovich_potential(*ends, squares.sqrt()).gain == pytest.approx(2)


def test_gradient_penalty_refuses_samples_that_do_not_match():
    line, generator = torch.nn.Linear(1, 1), torch.Generator().manual_seed(0)
    with pytest.raises(Exception, match=r"'generated'"):
        gradient_penalty(line, torch.ones(4, 1), torch.ones(1, 1), generator)
    with pytest.raises(ValueError, match=r"^`data` must hold at least one entry, got shape \(0, 1\)$"):
        gradient_penalty(line, torch.ones(0, 1), torch.ones(0, 1), generator)
    with pytest.raises(ValueError, match=r"^`data` must be finite, got nan$"):
        gradient_penalty(line, torch.full((1, 1), math.nan), torch.ones(1, 1), generator)
    assert gradient_penalty(line, torch.ones(1, 1), torch.ones(1, 1), generator).isfinite()


def test_linear_reconstruction_refuses_nan_and_takes_one_example():
    with pytest.raises(ValueError, match=r"^`inputs` must be finite, got nan$"):
        linear_reconstruction(torch.full((2, 2), math.nan), 1)
    assert linear_reconstruction(torch.ones(1, 2), 1).tolist() == [[1.0, 1.0]]


NAN, CPU = torch.full((2, 2), math.nan), torch.Generator()
PAIR = players(CPU, 1)


@pytest.mark.parametrize(
    ("name", "least", "call"),
    [
        ("inputs", 1, lambda size: SparseAutoencoder(size, 1, CPU)),
        ("units", 1, lambda size: SparseAutoencoder(1, size, CPU)),
        ("inputs", 1, lambda size: Autoencoder(size, 1, CPU, 1)),
        ("code", 1, lambda size: Autoencoder(1, size, CPU, 1)),
        (
            "batch",
            1,
            lambda size: generator_step(GAN, PAIR, GAN.optimiser(PAIR.generator.parameters()), size, CPU) or 1,
        ),
        ("inputs", 1, lambda size: network(size, 1, CPU)),
        ("outputs", 1, lambda size: network(1, size, CPU)),
        ("width", 1, lambda size: network(1, 1, CPU, size)),
        ("width", 1, lambda size: players(CPU, size)),
        ("count", 0, lambda size: ring(size, CPU)),
        ("count", 0, lambda size: samples(players(CPU, 1).generator, size, CPU)),
        ("looks", 1, lambda size: trained_on_ring(GAN, 1, CPU, 1, size)),
        ("batch", 1, lambda size: trained_on_ring(GAN, 1, CPU, size, 1)),
        ("steps", 1, lambda size: trained_on_ring(GAN, size, CPU, 1, 1)),
        ("inputs", 1, lambda size: VAE(size, 1, CPU)),
        ("latents", 1, lambda size: VAE(1, size, CPU)),
        ("hidden", 1, lambda size: VAE(1, 1, CPU, hidden=size)),
        ("latents", 1, lambda size: trained_vae(torch.ones(2, 1), size, CPU, 1)),
    ],
)
def test_sizes_that_are_too_small_are_refused_and_the_smallest_is_taken(name: str, least: int, call):
    assert call(least) is not None
    with pytest.raises(ValueError, match=f"^`{name}` must be at least {least}, got {least - 1}$"):
        call(least - 1)


@pytest.mark.parametrize("bad", [0.0, 1.0])
def test_sparsity_refuses_rates_and_targets_that_no_sigmoid_reaches(bad: float):
    with pytest.raises(ValueError, match=f"^`rates` must be between 0 and 1, got {bad}$"):
        sparsity_penalty(torch.tensor([0.5, bad]), 0.5)
    with pytest.raises(ValueError, match=f"^`target` must be between 0 and 1, got {bad}$"):
        sparsity_penalty(torch.tensor([0.5]), bad)
    model = SparseAutoencoder(1, 1, CPU)
    torch.nn.init.constant_(model.encoder.weight, 1.0)
    with pytest.raises(ValueError, match=f"^`inputs` must be small enough for rates between 0 and 1, got {bad}$"):
        sparse_loss(model, torch.tensor([[400 * bad - 200]]), 0.5, 1.0)


@pytest.mark.parametrize("bad", [0.0, -1.0])
def test_denoisers_refuse_a_deviation_that_is_not_positive_and_distances_without_a_finite_exponent(bad: float):
    point = torch.ones(1, 2)
    with pytest.raises(ValueError, match=f"^`deviation` must be positive, got {bad}$"):
        best_denoised(point, point, bad)
    assert best_denoised(point, point, 1e-15).tolist() == [[1.0, 1.0]]
    with pytest.raises(ValueError, match=r"^`deviation` must be large enough for finite exponents, got 1e-25$"):
        best_denoised(point, -point, 1e-25)


def test_optimal_discriminator_refuses_a_density_below_zero():
    one = torch.tensor([1.0])
    with pytest.raises(ValueError, match=r"^`data_density` must be non-negative, got -0\.5$"):
        optimal_discriminator(-one / 2, one)
    with pytest.raises(ValueError, match=r"^`generated_density` must be non-negative, got -0\.5$"):
        optimal_discriminator(one, -one / 2)
    assert optimal_discriminator(0 * one, one).item() == 0.0
    assert optimal_discriminator(one, 0 * one).item() == 1.0


@pytest.mark.parametrize("name", ["inputs", "noise"])
@pytest.mark.parametrize("function", [evidence_bound, importance_weighted_log_evidence])
def test_bounds_name_what_is_not_finite(function, name: str):
    numbers = {"inputs": torch.ones(2, 2), "noise": torch.zeros(2, 2)} | {name: NAN}
    if function is importance_weighted_log_evidence:
        numbers["noise"] = numbers["noise"][None]
    with pytest.raises(ValueError, match=f"^`{name}` must be finite, got nan$"):
        function(VAE(2, 2, CPU), **numbers)


def test_bounds_refuse_inputs_and_noise_that_do_not_fit_the_model():
    model = VAE(3, 2, CPU)
    with pytest.raises(ValueError, match=r"^`inputs` must be of shape \(4, 3\), got \(4, 2\)$"):
        evidence_bound(model, torch.ones(4, 2), torch.ones(4, 2))
    with pytest.raises(ValueError, match=r"^`noise` must be of shape \(4, 2\), got \(4, 3\)$"):
        evidence_bound(model, torch.ones(4, 3), torch.ones(4, 3))
    with pytest.raises(ValueError, match=r"^`inputs` must be of shape \(4, 3\), got \(4, 2\)$"):
        log_evidence_by_grid(model, torch.ones(4, 2))
    with pytest.raises(ValueError, match=r"^`step` must be at least a thousandth of `reach`, got 0\.0049$"):
        log_evidence_by_grid(model, torch.ones(4, 3), 0.0049, 5.0)


def test_gradient_penalty_names_the_side_that_is_not_finite():
    good = torch.ones(2, 2)
    for name, pair in (("data", (NAN, good)), ("generated", (good, NAN))):
        with pytest.raises(ValueError, match=f"^`{name}` must be finite, got nan$"):
            gradient_penalty(torch.nn.Linear(2, 1), *pair, CPU)


def test_modes_are_covered_by_a_share_that_is_reached_and_by_points_that_are_nearer():
    half = torch.cat([centres()[:2], torch.tensor([[2.0, 0.4], [9.0, 9.0]])])  # the third lies on the edge of the first
    assert modes_covered(half, 0.25) == 2
    assert modes_covered(half, 0.26) == 0
    with pytest.raises(ValueError, match=r"^`share` must be between 0 and 1, got 1\.0$"):
        modes_covered(half, 1.0)


def test_losses_of_the_game_name_logits_that_are_none_or_no_numbers():
    one = torch.ones(1)
    for name, loss in (
        ("data_logits", lambda x: value(x, one)),
        ("generated_logits", lambda x: value(one, x)),
        ("generated_logits", saturating_loss),
        ("generated_logits", non_saturating_loss),
    ):
        with pytest.raises(ValueError, match=f"^`{name}` must hold at least one entry, got shape"):
            loss(one[:0])
        with pytest.raises(ValueError, match=f"^`{name}` must be finite, got nan$"):
            loss(one * math.nan)


def test_sparse_loss_names_inputs_that_are_none_or_no_numbers_and_of_another_size():
    model = SparseAutoencoder(2, 3, CPU)
    for bad, told in (
        (NAN, "finite, got nan"),
        (torch.ones(1, 3), r"of shape \(1, 2\), got \(1, 3\)"),
    ):
        with pytest.raises(ValueError, match=f"^`inputs` must be {told}$"):
            sparse_loss(model, bad, 0.5, 1.0)
    with pytest.raises(ValueError, match=r"^`inputs` must hold at least one entry, got shape \(0, 2\)$"):
        sparse_loss(model, NAN[:0], 0.5, 1.0)


def test_critic_step_refuses_no_data_and_data_that_are_no_numbers():
    optimiser = GAN.optimiser(PAIR.critic.parameters())
    with pytest.raises(ValueError, match=r"^`data` must hold at least one entry, got shape \(0, 2\)$"):
        critic_step(GAN, PAIR, optimiser, NAN[:0], CPU)
    with pytest.raises(ValueError, match=r"^`data` must be finite, got nan$"):
        critic_step(GAN, PAIR, optimiser, NAN, CPU)
    critic_step(GAN, PAIR, optimiser, torch.ones(1, 2), CPU)


def test_an_autoencoder_is_its_decoder_after_its_encoder():
    model, x = Autoencoder(3, 2, CPU, 4), torch.ones(5, 3)
    torch.testing.assert_close(model(x), model.decoder(model.encoder(x)))
    assert model.encoder(x).shape == (5, 2)
