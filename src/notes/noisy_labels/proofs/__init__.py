"""The derivations of chapter 15, in the order of its sections.

- `risk`: the Bayes classifier, the empirical risk, its minimiser
- `noise`: transition matrices, and the two corrections of the loss
- `robustness`: mean absolute error, cross entropy, generalised cross entropy
- `procedures`: early-learning regularisation, mixup, ensembles, reweighting
- `latent`: expectation-maximisation, what noisy labels leave open, smoothing, accuracies on noisy test labels
"""
