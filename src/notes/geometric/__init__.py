"""Geometric deep learning: symmetries as groups, and networks that respect them.

- `groups`: Cayley tables of cyclic, dihedral and symmetric groups, with the axioms checked.
- `symmetry`: a function tested for equivariance under a representation, and group averaging.
- `group_convolution`: lifting and group convolutions for the quarter turns.
- `deep_sets`: the linear maps of sets that commute with permutations.
- `weisfeiler_lehman`: colour refinement of graphs.
- `isomorphism_network`: the aggregation of the graph isomorphism network.
"""
