"""The proofs of chapter 10.

- `layers`: renumbering, equivariance, batches, sampling
- `neighbourhoods`: matrix forms against neighbourhoods, and what an aggregation cannot tell apart
- `laplacians`: incidence and Laplacian, waves on a cycle, Chebyshev filters, over-smoothing
- `messages`: over-squashing, heterophily, constants in regular graphs, waves that repeat
"""
