"""The derivations of chapter 6, in the order of its sections.

- `continuous`: convolution on the line commutes; Gaussians and boxes convolved
- `circulant`: what commutes with the shift, common eigenvectors, the convolution theorem
- `layers`: sizes of outputs and of receptive fields, numbers of parameters
- `depth`: batch normalisation, residual paths, highway gates
"""
