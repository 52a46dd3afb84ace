"""Chapter 9: generative models.

- `game`: value of the game, best discriminator, both losses of the generator, Jensen-Shannon divergence.
- `dynamics`: simultaneous and alternating steps of the smallest game.
- `ring`: eight Gaussians on a ring, and the number of modes that samples cover.
- `players`: a plain network, and a generator with its critic.
- `training`: the steps of both players, and their loop, for the GAN and for the Wasserstein GAN, clipped or penalised.
- `transport`: the earth mover's distance by sums, by linear programme and by its dual.
- `autoencoder`: the linear, the denoising and the sparse autoencoder.
- `inference`: divergence between Gaussians, the bound by importance weights.
- `reparameterization`: pathwise and score-function gradients.
- `vae`: the variational autoencoder.
- `flows`: affine coupling layers, and the density that they give.
- `diffusion`: noising steps, the denoiser's loss, and the way back.
- `flow_matching`: velocities from noise to data.
- `critics`: spectral norms by power iteration.
- `judging`: Fréchet distance, precision and recall, energy distance.
- `figures`, `schemes`: the chapter's pictures.
- `proofs`, `checks`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
