"""The proofs of chapter 11.

- `groups`: representations, averaging, compositions
- `layers`: sets, graphs, group convolution
- `continuous`: phases of waves, motions of points, principal axes
"""
