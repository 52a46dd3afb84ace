"""The proofs of chapter 12.

- `saliency`: the best sparse approximation, first and second order, one weight removed at the least cost.
- `rounding`: scale and zero point, the rounding error, products in whole numbers, the straight-through estimator.
- `soft_targets`: the gradient at a temperature, and its limit when the temperature is high.
- `since`: surgery layer by layer, two of four, scaled channels, sequences as targets.
"""
