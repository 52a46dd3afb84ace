"""The derivations of chapter 3, in the order of its sections.

- `likelihood`: the three criteria; least squares, the optimal variance and the heteroscedastic gradients
- `classification`: Bernoulli and categorical losses, softmax
- `information`: entropy, cross entropy, Gibbs' inequality
- `further`: the Laplace, Poisson and von Mises rows of the recipe
"""
