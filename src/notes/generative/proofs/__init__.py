"""The derivations of chapter 9, in the order of its sections.

- `game`: the value of the game, the best discriminator, what is left for the generator, convergence
- `expectations`: the law of the unconscious statistician, and derivatives of integrals
- `transport`: moving earth, and the duality of Kantorovich and Rubinstein
- `autoencoders`: the linear, the denoising and the sparse one
- `inference`: a conjugate pair, the divergence between Gaussians, the evidence bound
- `gradients`: reparameterisation, and its rival, the score function
- `flows`: a coupling layer, its inverse, slope and change of variable
- `diffusion`: marginals and posterior of the noising steps, the bound by steps, noise and score
- `flow_matching`: the best velocity, and what it does to densities
- `critics`: the game with a penalty, and spectral norms
- `judging`: the distance of Gaussians
"""
