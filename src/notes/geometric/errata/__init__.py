"""Where the source's chapter 11 slips, with a check for each slip that a machine can judge.

- `symmetry`: groups, representations, invariance, equivariance, scales, the blueprint
- `isomorphism`: which graphs look alike, and the graph isomorphism network
"""
