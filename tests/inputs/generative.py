"""How to call what chapter 9 teaches."""

import torch
from tests.inputs.case import case, given, ramp, seed, used
from torch import Tensor, nn

from notes.generative import autoencoder, players, training, vae

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
    return training.samples(players.players(2, seed(), 3).generator, count, seed())


def played(steps: int, batch: int, looks: int, members: int) -> list[Tensor]:
    return training.trained_on_ring(training.GAN, steps, seed(), batch, looks, members=members).shown


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
CASES = {
    "autoencoder.best_denoised": case(noisy=ramp(3, 2)),
    "autoencoder.linear_reconstruction": case(code=given(2)),
    "autoencoder.SparseAutoencoder": case(
        call=used(autoencoder.SparseAutoencoder, lambda net: list(net.parameters())), inputs=given(3)
    ),
    "autoencoder.sparse_loss": case(model=lambda: autoencoder.SparseAutoencoder(3, 2, seed())),
    "game.jensen_shannon_divergence": case(p=SHARES, q=OTHERS),
    "players.network": case(inputs=given(3)),
    "players.Dense": case(inputs=given(3)),
    "players.players": case(call=used(players.players, lambda pair: list(pair.critic.parameters()))),
    "reparameterization.pathwise_gradients": case(noise=given([0.5, -1.0])),
    "reparameterization.score_function_gradients": case(noise=given([0.5, -1.0])),
    "ring.modes_covered": case(samples=ramp(4, 2)),
    "training.trained_on_ring": case(
        call=played, steps=given(2), batch=given(2), looks=given(1), members=given(1), drawn=True
    ),
    "training.logits": case(known={"points: wrong size": NETWORK}),
    "training.samples": case(call=drawn_samples),
    **dict.fromkeys(["transport.earth_movers_distance", "transport.optimal_transport"], case(**PLACES)),
    "transport.kantorovich_potential": case(**PLACES, drawn=True),
    "vae.VAE": case(call=used(vae.VAE, lambda net: list(net.parameters())), inputs=given(3)),
    "vae.log_weights": case(noise=ramp(2, 4, 2)),
    "vae.importance_weighted_log_evidence": case(noise=ramp(2, 4, 2)),
    "vae.log_evidence_by_grid": case(step=given(0.5), reach=given(2.0)),
    "vae.trained_vae": case(call=learnt, latents=given(2), steps=given(2)),
}
