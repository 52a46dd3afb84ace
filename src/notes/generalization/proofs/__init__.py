"""The derivations of chapter 5, in the order of its sections.

- `decomposition`: noise, variance and bias
- `dimensionality`: empty bins, the outer shell, distances
- `priors`: which density is which penalty
- `penalties`: ridge regression, the soft threshold, and L2 against weight decay
- `early_stopping`: descent on a quadratic as a filter
- `randomness`: dropout, and noise on the inputs
- `averages`: averages of fits, and descent within the span of the samples
- `interpolation`: the minimum-norm fit, and small directions as a penalty
- `rescaling`: units that compute the same with other weights, and their curvature
- `power_laws`: what bends their lines
"""
