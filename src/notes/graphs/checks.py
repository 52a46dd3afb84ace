"""What ties the displayed equations of chapter 10 that no proof establishes to the code that implements them."""

import torch

from notes.convolution.circular import circular_convolution
from notes.graphs.aggregation import renormalised_matrix
from notes.graphs.graph import adjacency
from notes.graphs.laplacian import laplacian
from notes.graphs.over_squashing import binary_tree, sensitivity_bound
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
    "eq:edge-messages": "notes.graphs.message_passing.message_passing",
    "eq:balanced-forman": "notes.graphs.over_squashing.balanced_forman_curvature",
    "eq:adjusted-homophily": "notes.graphs.heterophily.adjusted_homophily",
    "eq:neighbours-signal": "notes.graphs.heterophily.neighbours_signal",
    "eq:return-probabilities": "notes.graphs.positional_encoding.return_probabilities",
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


@check("eq:sensitivity")
def sensitivities_keep_within_the_bound() -> None:
    """Derivatives by automatic differentiation are at most the bound, and equal to it where every slope is one."""
    random, gather = torch.Generator().manual_seed(0), renormalised_matrix(binary_tree(3)).double()
    for activation, rounds in ((torch.tanh, 1), (torch.tanh, 4), (torch.relu, 3)):
        weights = 2 * torch.rand(rounds, generator=random, dtype=torch.float64) - 1

        def network(x: torch.Tensor, slope=activation, layers=weights) -> torch.Tensor:  # type: ignore[no-untyped-def]
            for weight in layers:
                x = slope(weight * x @ gather)
            return x

        x = torch.rand(len(gather), generator=random, dtype=torch.float64)
        found = torch.autograd.functional.jacobian(network, x).abs().T
        assert (found <= sensitivity_bound(gather, rounds, weights.abs().max().item()) + 1e-12).all()
    linear = torch.autograd.functional.jacobian(lambda x: x @ gather @ gather, x).T
    assert torch.allclose(linear, sensitivity_bound(gather, 2, 1.0))


@check("eq:tree-sensitivity")
def a_leaf_reaches_the_root_of_a_tree_by_one_walk() -> None:
    """The entry of the power is the product along the path, at every depth up to six and for every leaf."""
    for depth in range(1, 7):
        tree = binary_tree(depth)
        found = sensitivity_bound(renormalised_matrix(tree.double()), depth, 1.0)[-(2**depth) :, 0]
        assert torch.allclose(found, torch.full_like(found, 6**-0.5 * 0.25 ** (depth - 1)))
