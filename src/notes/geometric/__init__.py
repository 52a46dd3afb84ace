"""Chapter 11: geometric deep learning.

- `group`: finite groups as tables: cyclic, dihedral, symmetric; their axioms.
- `representation`: groups as matrices, and how they act on images.
- `symmetry`: is a function invariant or equivariant, and if not, for which element; averaging over a group.
- `scale`: local pooling, and what a small deformation changes.
- `blueprint`: equivariant layers, local pooling and invariant pooling, assembled.
- `sets`: layers for sets, and linear maps that commute with permutations.
- `group_convolution`: lifting and group convolution for turns and reflections of images.
- `steerable`: waves around a point, which a turn multiplies by a phase, and filters made of them.
- `point_clouds`: equivariant graph networks for points in space, and shapes to try them on.
- `frames`: poses along principal axes, averages over them, and a canonical one.
- `isomorphism`: colour refinement, and the graph isomorphism network.
- `figures`: the chapter's pictures.
- `schemes`: its diagrams of boxes and arrows.
- `proofs`, `checks`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
