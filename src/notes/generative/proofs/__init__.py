"""The derivations of chapter 9, in the order of its sections.

- `game`: the value of the game, the best discriminator, what is left for the generator, convergence
- `expectations`: the law of the unconscious statistician, and derivatives of integrals
- `transport`: moving earth, and the duality of Kantorovich and Rubinstein
- `autoencoders`: the linear, the denoising and the sparse one
- `inference`: a conjugate pair, the divergence between Gaussians, the evidence bound
- `gradients`: reparameterisation, and its rival, the score function
"""
