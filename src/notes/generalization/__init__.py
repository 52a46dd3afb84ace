"""Chapter 5, Performance and regularisation: why a fitted model errs on new data, and what to do about it.

- `regression`: the running example, a noisy sine and shallow networks with fixed joints, fitted exactly.
- `decomposition`: bias, variance and noise, estimated over many training sets.
- `cross_validation`: every sample predicted by a fit that has not seen it.
- `double_descent`: random features on MNIST-1D with label noise, from too few to far more than enough.
- `dimensionality`: empty bins, volume in the shell, and distances that all look alike.
- `penalties`: explicit regularisation, and what an L1 penalty does to a quadratic.
- `priors`: the penalty as the negative logarithm of a density over the parameters.
- `ridge`: L2 for least squares, in closed form and as a filter.
- `weight_decay`: L2 against weight decay, for gradient descent and for Adam.
- `early_stopping`: patience and best weights; descent on a quadratic as a filter.
- `dropout`: inverted dropout, all sub-networks, and its equivalent for linear regression.
- `augmentation`: shift, rotation and noise for small images.
- `ensembles`: shallow classifiers trained side by side, one per seed.
- `benign_overfitting`: fits through all the noise, and when it is harmless.
- `sharpness`: curvature at a minimum, and the rescaling that changes it and not the network.
- `power_law`: the error as a power of a size, fitted on logarithmic axes.
- `figures`: the chapter's pictures.
- `proofs`, `checks`, `notation`, `errata`, `exercises`: what is proved, tied to the code, corrected and asked.
"""
