"""Chapter 10: graph neural networks.

- `graph`: adjacency, degrees, renumbering of nodes, walks, and graphs to try things on.
- `convolution`: one layer node by node and as a matrix product, a network of layers, heads for three tasks.
- `aggregation`: eight ways to gather what the neighbours say, each as a matrix and neighbour by neighbour.
- `attention`: weights that the layer computes, several heads.
- `blindness`: for each aggregation two neighbourhoods that it takes for one another.
- `message_passing`: messages along edges that have features, networks on many graphs, a graph transformer.
- `over_squashing`: how much a node can notice of a far one, the curvature of edges, a task on trees.
- `heterophily`: measures of it, and a layer that keeps a node apart from its neighbours.
- `positional_encoding`: returns of random walks, and waves, as features of a place.
- `batching`: several graphs as one, sampled neighbourhoods, parts of a graph.
- `laplacian`: incidence matrix, gradient, divergence, Laplacian, Dirichlet energy.
- `spectral`: the graph Fourier transform, filters, and Chebyshev filters without it.
- `framework`: seven models as rows of one interface.
- `classification`: classes of nodes from few labels.
- `figures`, `schemes`: the chapter's pictures.
- `proofs`, `checks`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
