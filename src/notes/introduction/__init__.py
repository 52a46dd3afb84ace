"""Chapter 1: introduction.

- `binary_cross_entropy`: the loss of binary classification, from probabilities and from logits.
"""
