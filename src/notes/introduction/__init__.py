"""Chapter 1: introduction.

- `squared_error`: sum and mean of squared errors, the losses of regression.
- `line`: a line fitted by least squares; its gradient, its Hessian, and two direct solutions.
- `gradient_descent`: the one update rule of the chapter, its path, and the decrease that it guarantees.
- `binary_cross_entropy`: the loss of binary classification, from probabilities and from logits.
- `scaling`: standardised and whitened features.
- `linear_regression`: the normal equations of several features, solved.
- `logistic_regression`: loss, gradient, Hessian and descent.
- `separability`: whether a hyperplane separates two classes, by linear programmes, and its margins.
- `bayes_rule`: from the probability of an observation given its cause to that of the cause.
- `gaussian_classifier`: generative classifiers with a Gaussian for each class.
- `divisions`: two linear classifiers on many random divisions of a data set.
- `linear_probe`: penalised logistic regression on frozen features, and a bound of how far it is from its minimum.
- `frozen_features`: a small network, trained for something else or not at all, and its features.
- `control_task`: answers that mean nothing, to see how much a probe learns by itself.
- `figures`: the chapter's pictures.
- `proofs`, `checks`, `formulas`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
