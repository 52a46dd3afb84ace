"""How to call what chapter 9 teaches."""

import torch
from jaxtyping import Float32
from tests.inputs.case import case, given, ramp, seed, used
from torch import Tensor, nn

from notes.generative import autoencoder, diffusion, flows, players, training, vae

ROWS = ramp(4, 3)
SHARES, OTHERS = given([[0.25, 0.75], [0.5, 0.5]]), given([[0.5, 0.5], [0.125, 0.875]])
PLACES = {"p": given([0.5, 0.25, 0.25]), "q": given([0.25, 0.25, 0.5])}
NETWORK = "what a network takes is for the network to say"


def model() -> vae.VAE:
    return vae.VAE(3, 2, seed(), hidden=4)


def critic() -> nn.Module:
    return players.network(2, 1, seed(), 4)


def learnt(latents: int, steps: int) -> nn.Module:
    return vae.trained_vae(ROWS(), latents, seed(), steps)


def drawn_samples(count: int) -> Tensor:
    return training.samples(players.players(seed(), 3).generator, count, seed())


def flow() -> flows.Flow:
    return flows.Flow(2, 2, seed(), 3)


def denoised(points: Tensor, times: Tensor) -> Tensor:
    return points * times[:, None] / 2


def played(steps: int, batch: int, looks: int) -> list[Tensor]:
    return training.trained_on_ring(training.GAN, steps, seed(), batch, looks).shown


def judged(data: Float32[Tensor, "batch 2"]) -> list[Tensor]:
    with data.device:
        pair = players.players(seed(), 3)
    training.critic_step(training.GAN, pair, training.GAN.optimiser(pair.critic.parameters()), data, seed())
    return [*pair.critic.parameters()]


def moved(batch: int) -> list[Tensor]:
    pair = players.players(seed(), 3)
    training.generator_step(training.GAN, pair, training.GAN.optimiser(pair.generator.parameters()), batch, seed())
    return [*pair.generator.parameters()]


GIVEN = {
    "denoiser": given(torch.sin),
    "f": given(torch.tanh),
    "critic": critic,
    "model": model,
    "inputs": ROWS,
    "data": ramp(4, 2),
    "generated": lambda: ramp(4, 2)().flip(0) / 2,
    "points": ramp(4, 2),
    "noise": given([[0.5, -1.0], [0.25, 2.0], [-0.5, 0.5], [1.0, 0.0]]),
    "distances": given([[0.0, 1.0, 2.0], [1.0, 0.0, 1.5], [2.0, 1.5, 0.0]]),
}
TIMES = given([0.75, 0.5, 0.25, 0.125])
CASES = {
    "autoencoder.Autoencoder": case(
        call=used(autoencoder.Autoencoder, lambda net: list(net.parameters())), inputs=given(3), code=given(2)
    ),
    "critics.spectral_norm": case(matrix=ramp(3, 2), rounds=given(50), drawn=True),
    "critics.lipschitz_bound": case(rounds=given(50)),
    "diffusion.TimedNetwork": case(call=used(diffusion.TimedNetwork, lambda net: list(net.parameters()))),
    "diffusion.cosine_signal": case(steps=given(4)),
    "diffusion.noised": case(clean=ramp(4, 2), signal=TIMES, noise=ramp(4, 2)),
    "diffusion.diffusion_loss": case(denoiser=given(denoised), clean=ramp(4, 2), signal=TIMES, drawn=True),
    "diffusion.posterior_mean_and_variance": case(
        noisy=ramp(4, 2), clean=ramp(4, 2), signal=given(0.25), before=given(0.5)
    ),
    "diffusion.diffusion_samples": case(denoiser=given(denoised), signal=TIMES, start=ramp(4, 2), drawn=True),
    "dynamics.simultaneous_play": case(rate=given(0.5), steps=given(3), penalty=given(0.25)),
    "dynamics.alternating_play": case(rate=given(0.5), steps=given(3)),
    "flow_matching.flow_matching_loss": case(velocity=given(denoised), drawn=True),
    "flow_matching.flow_matching_samples": case(velocity=given(denoised), start=ramp(4, 2), steps=given(3)),
    "flows.AffineCoupling": case(
        call=used(flows.AffineCoupling, lambda net: list(net.parameters())), coordinates=given(4)
    ),
    "flows.Flow": case(
        call=used(flows.Flow, lambda net: list(net.parameters())), coordinates=given(2), layers=given(2)
    ),
    "flows.flow_log_density": case(flow=flow),
    "inference.divergence_to_mixture": case(
        guess=given([0.5, -0.25]), centres=given([-1.0, 1.0]), variance=given(0.5), points=given(9)
    ),
    "judging.precision": case(real=ramp(4, 2), generated=ramp(3, 2), neighbours=given(1)),
    **dict.fromkeys(
        ["judging.frechet_distance", "judging.energy_distance"], case(real=ramp(4, 2), generated=ramp(3, 2))
    ),
    "autoencoder.best_denoised": case(noisy=ramp(3, 2)),
    "autoencoder.linear_reconstruction": case(code=given(2)),
    "autoencoder.SparseAutoencoder": case(
        call=used(autoencoder.SparseAutoencoder, lambda net: list(net.parameters())), inputs=given(3)
    ),
    "autoencoder.sparse_loss": case(model=lambda: autoencoder.SparseAutoencoder(3, 2, seed())),
    "game.jensen_shannon_divergence": case(p=SHARES, q=OTHERS),
    "players.network": case(inputs=given(3)),
    "players.players": case(call=used(players.players, lambda pair: list(pair.critic.parameters()))),
    "reparameterization.pathwise_gradients": case(noise=given([0.5, -1.0])),
    "reparameterization.score_function_gradients": case(noise=given([0.5, -1.0])),
    "ring.modes_covered": case(samples=ramp(4, 2)),
    "training.trained_on_ring": case(call=played, steps=given(2), batch=given(2), looks=given(1), drawn=True),
    "training.logits": case(known={"points: wrong size": NETWORK}),
    "training.critic_step": case(call=judged, drawn=True),
    "training.generator_step": case(call=moved, batch=given(2)),
    "training.samples": case(call=drawn_samples),
    **dict.fromkeys(["transport.earth_movers_distance", "transport.optimal_transport"], case(**PLACES)),
    "transport.kantorovich_potential": case(**PLACES, drawn=True),
    "vae.VAE": case(call=used(vae.VAE, lambda net: list(net.parameters())), inputs=given(3)),
    "vae.log_weights": case(noise=ramp(2, 4, 2)),
    "vae.importance_weighted_log_evidence": case(noise=ramp(2, 4, 2)),
    "vae.log_evidence_by_grid": case(step=given(0.5), reach=given(2.0)),
    "vae.trained_vae": case(call=learnt, latents=given(2), steps=given(2)),
}
