"""Chapter 9: generative models.

- `game`: value of the game, best discriminator, both losses of the generator, Jensen-Shannon divergence.
- `ring`: eight Gaussians on a ring, and the number of modes that samples cover.
- `players`: a plain network, and generators and critics side by side.
- `training`: alternating training of the GAN and of the Wasserstein GAN, with clipping and with a penalty.
- `transport`: the earth mover's distance by sums, by linear programme and by its dual.
- `autoencoder`: the linear, the denoising and the sparse autoencoder.
- `inference`: divergence between Gaussians, the bound by importance weights.
- `reparameterization`: pathwise and score-function gradients.
- `vae`: the variational autoencoder.
- `figures`: the chapter's pictures.
- `proofs`, `checks`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
