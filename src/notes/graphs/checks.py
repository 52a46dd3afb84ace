"""What ties the displayed equations of chapter 10 that no proof establishes to the code that implements them."""

import torch

from notes.convolution.circular import circular_convolution
from notes.graphs.graph import adjacency
from notes.graphs.laplacian import laplacian
from notes.graphs.spectral import spectral_filter, spectrum
from notes.ledger import check

DEFINITIONS = {
    "eq:adjacency": "notes.graphs.graph.adjacency",
    "eq:renumbered": "notes.graphs.graph.permutation_matrix",
    "eq:graph-head": "notes.graphs.convolution.graph_probability",
    "eq:node-head": "notes.graphs.convolution.node_probabilities",
    "eq:edge-head": "notes.graphs.convolution.edge_probabilities",
    "eq:graph-layer-by-nodes": "notes.graphs.convolution.layer_by_nodes",
    "eq:graph-convolution": "notes.graphs.convolution.graph_convolution",
    "eq:graph-attention": "notes.graphs.attention.attention_weights",
    "eq:graph-network": "notes.graphs.convolution.GraphNetwork",
    "eq:generalised-enhancement": "notes.graphs.aggregation.generalised_enhancement",
    "eq:residual-layer": "notes.graphs.aggregation.residual_layer",
    "eq:max-aggregation": "notes.graphs.aggregation.max_aggregation",
    "eq:framework": "notes.graphs.framework.layer",
    "eq:incidence": "notes.graphs.laplacian.incidence_matrix",
    "eq:gradient-divergence": "notes.graphs.laplacian.divergence",
    "eq:graph-fourier": "notes.graphs.spectral.fourier_transform",
    "eq:chebyshev-filter": "notes.graphs.spectral.chebyshev_filter",
    "eq:renormalised": "notes.graphs.aggregation.renormalised_matrix",
}


@check("eq:spectral-filter")
def filtering_on_a_cycle_is_circular_convolution() -> None:
    """A filter is its formula, and on cycles it is chapter 6's circular convolution with a symmetric kernel."""
    for nodes in (3, 4, 7, 12):
        cycle = adjacency([(n, (n + 1) % nodes) for n in range(nodes)], nodes).double()
        signal = torch.rand(nodes, generator=torch.Generator().manual_seed(nodes), dtype=torch.float64)
        impulse = torch.eye(nodes, dtype=torch.float64)[0]
        waves = spectrum(laplacian(cycle))
        kernel = spectral_filter(waves, impulse, lambda frequency: (-frequency).exp())
        filtered = spectral_filter(waves, signal, lambda frequency: (-frequency).exp())
        formula = waves.waves @ (-waves.frequencies).exp().diag() @ waves.waves.T @ signal
        assert torch.allclose(filtered, formula)
        assert torch.allclose(filtered, circular_convolution(signal, kernel))
        assert torch.allclose(kernel[1:], kernel[1:].flip(0))
