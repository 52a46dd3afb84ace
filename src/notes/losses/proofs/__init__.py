"""The derivations of chapter 3, in the order of its sections.

- `likelihood`: the three criteria; least squares, the optimal variance and the heteroscedastic gradients
- `targets`: where a loss has its minimum, and where it has none; soft and smoothed targets
- `classification`: Bernoulli and categorical losses, softmax
- `information`: entropy, cross entropy, Gibbs' inequality
- `further`: the Laplace, Poisson and von Mises rows of the recipe; exponential families; several outputs
- `scoring`: proper and improper scores, the focal loss
- `regression`: quantile, Huber's, Student's and weighted losses
- `mixtures`: mixture densities
- `conformal`: the promise of a conformal interval
"""
