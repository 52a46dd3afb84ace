"""Chapter 15, learning with noisy labels.

- `risk`: risk, empirical risk, the Bayes classifier
- `transition`: symmetric, pair-flip and three-class noise; noisy distributions and labels
- `estimation`: the transition matrix from anchor points and by confident learning
- `suspects`: cross-fitted predictions, and the labels that they contradict
- `correction`: forward and backward correction of the loss
- `robust`: mean absolute error, generalised cross entropy and its truncation
- `early_learning`: targets by temporal ensembling and the penalty of early-learning regularisation
- `mixing`: mixup
- `selection`: keep rate, small-loss selection and its precision
- `voting`: ensembles, by vote and by average
- `reweighting`: the meta-gradient by example weights
- `annotators`: several labels for each example, by Dawid and Skene
- `loss_mixture`: right labels told from wrong by a mixture on the losses
- `benchmarks`: what an accuracy on noisy test labels says
- `stack`, `task`, `harness`: many small networks on noisy digits, trained at once with a record
- `methods`, `study`: every method as an objective of the harness, and the comparison
- `instance`: labels that another network reads, so that the noise depends on the example
- `figures`: the pictures
- `schemes`: the diagrams of boxes and arrows
- `proofs`, `checks`, `formulas`, `notation`, `errata`, `exercises`: what stands behind the page
"""
