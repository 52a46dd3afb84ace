"""Graph operators against torch-geometric, which sends messages along lists of edges and multiplies no matrices."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch_geometric.data import Batch, Data
from torch_geometric.nn import (
    ChebConv,
    GATConv,
    GatedGraphConv,
    GCNConv,
    GINConv,
    GMMConv,
    GraphConv,
    InnerProductDecoder,
    SAGEConv,
    SGConv,
    SimpleConv,
    global_mean_pool,
)
from torch_geometric.utils import dense_to_sparse, get_laplacian, k_hop_subgraph, to_dense_adj

from notes.geometric.isomorphism import GraphIsomorphismLayer
from notes.graphs.aggregation import generalised_enhancement, max_aggregation, mean_matrix, renormalised_matrix
from notes.graphs.attention import GraphAttention
from notes.graphs.batching import as_one_graph, receptive_field
from notes.graphs.classification import smoothed
from notes.graphs.convolution import edge_probabilities, graph_convolution, graph_probability
from notes.graphs.framework import (
    chebnet_patches,
    gat_patch,
    gated,
    ggnn_patches,
    layer,
    monet_patches,
    rectified_sum,
    sage_patches,
)
from notes.graphs.graph import karate_club
from notes.graphs.laplacian import laplacian, normalised_laplacian

NODES, INPUTS, OUTPUTS = 34, 5, 4


@pytest.fixture
def adjacency() -> Tensor:
    return karate_club()[0].double()


@pytest.fixture
def edges(adjacency: Tensor) -> Tensor:
    return dense_to_sparse(adjacency)[0]


def called(module: nn.Module, **parameters: Tensor) -> Callable[..., Tensor]:
    """A module as a function of its inputs, with given parameters (an underscore in place of a dot)."""
    return lambda *inputs: functional_call(module, {k.replace("__", "."): v for k, v in parameters.items()}, inputs)


def test_renormalised_convolution_is_gcn(agree, normal, adjacency, edges) -> None:
    module = GCNConv(INPUTS, OUTPUTS).double()
    agree(
        lambda x, w, b: (b[:, None] + w @ x.T @ renormalised_matrix(adjacency)).T,
        lambda x, w, b: called(module, lin__weight=w, bias=b)(x, edges),
        normal(NODES, INPUTS),
        normal(OUTPUTS, INPUTS),
        normal(OUTPUTS),
    )


def test_smoothing_is_sgc_without_weights(agree, normal, adjacency, edges) -> None:
    module = SGConv(INPUTS, INPUTS, K=3, bias=False).double()
    agree(
        lambda x: smoothed(x.T, renormalised_matrix(adjacency), 3).T,
        lambda x: called(module, lin__weight=torch.eye(INPUTS).double())(x, edges),
        normal(NODES, INPUTS),
    )


def test_graph_convolution_is_a_graph_conv_with_one_matrix(agree, normal, adjacency, edges) -> None:
    module = GraphConv(INPUTS, OUTPUTS).double()
    agree(
        lambda x, w, b: graph_convolution(x.T, adjacency, b, w).T,
        lambda x, w, b: called(module, lin_rel__weight=w, lin_root__weight=w, lin_rel__bias=b)(x, edges).relu(),
        normal(NODES, INPUTS),
        normal(OUTPUTS, INPUTS),
        normal(OUTPUTS),
    )


def test_generalised_enhancement_is_a_graph_conv(agree, normal, adjacency, edges) -> None:
    module = GraphConv(INPUTS, OUTPUTS, bias=False).double()
    agree(
        lambda x, w, own: generalised_enhancement(x.T, adjacency, w, own).T,
        lambda x, w, own: called(module, lin_rel__weight=w, lin_root__weight=own)(x, edges),
        normal(NODES, INPUTS),
        normal(OUTPUTS, INPUTS),
        normal(OUTPUTS, INPUTS),
    )


def test_mean_matrix_is_a_simple_conv_and_the_node(agree, normal, adjacency, edges) -> None:
    module = SimpleConv(aggr="mean", combine_root="sum")
    agree(lambda x: (x.T @ mean_matrix(adjacency)).T, lambda x: module(x, edges), normal(NODES, INPUTS))


def test_max_aggregation_is_a_simple_conv(agree, normal, adjacency, edges) -> None:
    module = SimpleConv(aggr="max")
    agree(lambda x: max_aggregation(x.T, adjacency).T, lambda x: module(x, edges), normal(NODES, INPUTS))


def test_chebnet_patches_are_cheb_conv(agree, normal, adjacency, edges) -> None:
    module = ChebConv(INPUTS, OUTPUTS, K=4, bias=False).double()
    largest = torch.linalg.eigvalsh(normalised_laplacian(adjacency))[-1]
    agree(
        lambda x, *filters: layer(chebnet_patches(adjacency, 4), x, filters, rectified_sum),
        lambda x, *filters: functional_call(
            module,
            {f"lins.{k}.weight": weight.T for k, weight in enumerate(filters)},
            (x, edges),
            {"lambda_max": largest},
        ).relu(),
        normal(NODES, INPUTS),
        *normal(4, INPUTS, OUTPUTS),
        rounding=1e-11,
    )


def test_sage_patches_are_sage_conv(agree, normal, adjacency, edges) -> None:
    module = SAGEConv(INPUTS, OUTPUTS, bias=False).double()
    agree(
        lambda x, own, others: layer(sage_patches(adjacency), x, [own, others], rectified_sum),
        lambda x, own, others: called(module, lin_r__weight=own.T, lin_l__weight=others.T)(x, edges).relu(),
        normal(NODES, INPUTS),
        *normal(2, INPUTS, OUTPUTS),
    )


def test_heads_of_graph_attention_are_gat_conv(agree, normal, generator, adjacency, edges) -> None:
    ours = GraphAttention(INPUTS, OUTPUTS, 2, generator).double()
    theirs = GATConv(INPUTS, OUTPUTS, heads=2).double()

    def reference(x: Tensor, weights: Tensor, scores: Tensor) -> Tensor:
        own = {"lin.weight": weights.flatten(0, 1), "att_dst": scores[None, :, 0], "att_src": scores[None, :, 1]}
        return functional_call(theirs, own, (x, edges))

    agree(
        lambda x, weights, scores: called(ours, weights=weights, scores=scores)(x.T, adjacency).T,
        reference,
        normal(NODES, INPUTS),
        normal(2, OUTPUTS, INPUTS),
        normal(2, 2, OUTPUTS),
    )


def test_patch_of_graph_attention_is_gat_conv(agree, normal, adjacency, edges) -> None:
    module = GATConv(INPUTS, OUTPUTS, bias=False).double()

    def reference(x: Tensor, weights: Tensor, listener: Tensor, speaker: Tensor) -> Tensor:
        own = {"lin.weight": weights.T, "att_dst": listener[None, None], "att_src": speaker[None, None]}
        return functional_call(module, own, (x, edges))

    agree(
        lambda x, weights, *scores: gat_patch(adjacency, x @ weights, *scores) @ (x @ weights),
        reference,
        normal(NODES, INPUTS),
        normal(INPUTS, OUTPUTS),
        *normal(2, OUTPUTS),
    )


def test_graph_isomorphism_layer_is_gin_conv(agree, normal, generator, adjacency, edges) -> None:
    ours = GraphIsomorphismLayer(INPUTS, OUTPUTS, generator).double()
    theirs = GINConv(ours.mlp, eps=0.0, train_eps=True).double()
    agree(
        lambda x, epsilon: called(ours, epsilon=epsilon)(x, adjacency),
        lambda x, epsilon: functional_call(theirs, {"eps": epsilon}, (x, edges)),
        normal(NODES, INPUTS),
        normal(1)[0],
    )


def test_gated_patches_are_gated_graph_conv(agree, normal, adjacency, edges) -> None:
    module = GatedGraphConv(INPUTS, num_layers=1).double()
    own = torch.eye(INPUTS).double()
    agree(
        lambda x, w: layer(ggnn_patches(adjacency), x, [own, w], gated(module.rnn)),
        lambda x, w: called(module, weight=w[None])(x, edges),
        normal(NODES, INPUTS),
        normal(INPUTS, INPUTS),
    )


def test_monet_patches_are_gmm_conv(agree, normal, adjacency, edges) -> None:
    module = GMMConv(INPUTS, OUTPUTS, dim=2, kernel_size=3, aggr="add", bias=False).double()
    places = normal(NODES, NODES, 2)
    seen = places[edges[1], edges[0]]  # the receiver is the row of the patch and comes second in the list of edges
    deviations, no_root = normal(3, 2).abs() + 0.5, torch.zeros(OUTPUTS, INPUTS, dtype=torch.float64)

    def reference(x: Tensor, means: Tensor, filters: Tensor) -> Tensor:
        own = {"mu": means, "sigma": deviations, "g": filters.transpose(0, 1).flatten(1), "root.weight": no_root}
        return functional_call(module, own, (x, edges), {"edge_attr": seen}).relu()

    agree(
        lambda x, means, filters: layer(
            monet_patches(adjacency, places, means, torch.diag_embed(deviations**-2)), x, list(filters), rectified_sum
        ),
        reference,
        normal(NODES, INPUTS),
        normal(3, 2),
        normal(3, INPUTS, OUTPUTS),
        rounding=1e-11,
    )


@pytest.mark.parametrize(("ours", "kind"), [(laplacian, None), (normalised_laplacian, "sym")])
def test_laplacians_are_theirs(ours: Callable[[Tensor], Tensor], kind: str | None, adjacency, edges) -> None:
    places, values = get_laplacian(edges, normalization=kind, dtype=torch.float64)
    torch.testing.assert_close(ours(adjacency), to_dense_adj(places, edge_attr=values)[0], rtol=0, atol=1e-15)


def test_gradient_of_a_laplacian_by_the_weights_of_the_edges(agree, normal, adjacency, edges) -> None:
    def reference(weights: Tensor) -> Tensor:
        places, values = get_laplacian(edges, (weights + weights.T)[edges[0], edges[1]], "sym")
        return torch.sparse_coo_tensor(places, values, (NODES, NODES)).to_dense()

    agree(
        lambda weights: normalised_laplacian(adjacency * (weights + weights.T)),
        reference,
        normal(NODES, NODES).abs() + 0.5,
    )


def test_several_graphs_as_one_are_a_batch(normal) -> None:
    graphs = [Data(x=normal(n, 2), edge_index=torch.tensor([[0, 1], [1, 0]])) for n in (3, 4)]
    joined = Batch.from_data_list(graphs)
    features, adjacency = as_one_graph(
        [one.x.T for one in graphs], [to_dense_adj(one.edge_index, max_num_nodes=len(one.x))[0] for one in graphs]
    )
    assert torch.equal(features, joined.x.T)
    assert torch.equal(adjacency, to_dense_adj(joined.edge_index, max_num_nodes=7)[0])


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_receptive_field_is_the_subgraph_of_as_many_hops(layers: int, adjacency, edges) -> None:
    reached = k_hop_subgraph([11, 16], layers, edges, num_nodes=NODES)[0]
    assert receptive_field(adjacency, [11, 16], layers).nonzero()[:, 0].tolist() == sorted(reached.tolist())


def test_edge_probabilities_are_the_inner_product_decoder(agree, normal) -> None:
    agree(lambda x: edge_probabilities(x.T), lambda x: InnerProductDecoder().forward_all(x), normal(NODES, INPUTS))


def test_graph_probability_pools_by_the_mean(agree, normal) -> None:
    one_graph = torch.zeros(NODES, dtype=torch.int64)
    agree(
        lambda x, w, b: graph_probability(x.T, b, w),
        lambda x, w, b: (global_mean_pool(x, one_graph)[0] @ w + b).sigmoid(),
        normal(NODES, INPUTS),
        normal(INPUTS),
        normal(1)[0],
    )
