"""Geometric deep learning: symmetries as groups, and networks that respect them.

- `groups`: Cayley tables of cyclic, dihedral and symmetric groups, with the axioms checked.
- `symmetry`: a function tested for equivariance under a representation, and group averaging.
- `group_convolution`: lifting and group convolutions for the quarter turns.
- `weisfeiler_lehman`: colour refinement of graphs.
"""
