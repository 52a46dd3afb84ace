"""Slips of the source's chapter 9, each with a check that refutes the form as written and confirms the right one.

- `adversarial`: the game of generator and discriminator.
- `transport`: earth mover's distance and the Wasserstein GAN.
- `latent`: autoencoders, the evidence bound and the way around the draw.
"""
