"""How to call what chapter 10 teaches."""

import torch
from tests.inputs.case import case, given, ramp, seed, used
from torch import Tensor, nn

from notes.graphs import attention, blindness, convolution, heterophily, laplacian, message_passing, spectral

ADJACENCY = given([[0.0, 1.0, 1.0, 1.0], [1.0, 0.0, 1.0, 0.0], [1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]])
EDGES = given(((0, 1), (0, 2), (1, 2)))


def head() -> attention.Head:
    return attention.Head(ramp(2)(), ramp(2, 3)(), ramp(2)(), ramp(2)() / 2)


def waves() -> spectral.Spectrum:
    return spectral.spectrum(laplacian.laplacian(ADJACENCY()))


def network() -> convolution.GraphNetwork:
    return convolution.GraphNetwork((3, 2), seed())


def cell() -> nn.GRUCell:
    torch.manual_seed(0)
    return nn.GRUCell(3, 3)


def weighed(own: Tensor, other: Tensor, edge: Tensor) -> Tensor:
    return (own + other) * edge.sum(1, keepdim=True)


def last(messages: list[Tensor]) -> Tensor:
    return messages[-1]


NETWORK = "what a network takes is for the network to say"
OVERFLOW = "of 1e38 the loss is infinite in single precision"
UNFIT = {"features: one element": NETWORK, "features: large": OVERFLOW, "gather: large": OVERFLOW}
GIVEN = {
    "adjacency": ADJACENCY,
    "hidden": ramp(3, 4),
    "weights": ramp(2, 3),
    "bias": given([0.5, -0.25]),
    "head": head,
    "spectrum": waves,
    "edges": EDGES,
    "widths": given((3, 2)),
    "signal": given([0.5, -1.0, 2.0, 0.25]),
    "gather": ADJACENCY,
    "laplacian": lambda: laplacian.laplacian(ADJACENCY()),
    "features": ramp(3, 4),
    "messages": lambda: [ramp(4, 3)(), ramp(4, 3)().flip(0)],
    "scaled": ADJACENCY,
    "known": given([True, True, False, True]),
}
CASES = {
    "heterophily.edge_homophily": case(classes=given([0, 0, 1, 1])),
    "heterophily.adjusted_homophily": case(classes=given([0, 0, 1, 1])),
    "heterophily.neighbours_signal": case(homophily=given(0.75), degree=given(4), noise=given(0.5)),
    "heterophily.two_blocks": case(homophily=given(0.75)),
    "heterophily.SeparatedConvolution": case(
        call=used(
            heterophily.SeparatedConvolution, lambda layer: layer(torch.ones(layer.own.shape[-1], 4), ADJACENCY())
        )
    ),
    "message_passing.message_passing": case(
        hidden=ramp(4, 3),
        edges=given([[0, 1, 2, 3], [1, 0, 0, 2]]),
        edge_features=ramp(4, 1),
        message=given(weighed),
        update=given(torch.add),
    ),
    "message_passing.graph_logits": case(answers=ramp(2, 4, 3)),
    "message_passing.MessageNetwork": case(
        call=used(
            message_passing.MessageNetwork, lambda net: net(torch.ones(1, 4, net.layers[0].in_features), ADJACENCY())
        )
    ),
    "message_passing.GraphTransformer": case(
        call=used(message_passing.GraphTransformer, lambda net: net(torch.ones(1, 4, net.embedding.in_features)))
    ),
    "over_squashing.sensitivity_bound": case(rounds=given(2), gain=given(0.5)),
    "over_squashing.balanced_forman_curvature": case(edge=given((0, 1))),
    "over_squashing.binary_tree": case(depth=given(2)),
    "over_squashing.leaf_matching": case(depth=given(2), trees=given(3)),
    "positional_encoding.return_probabilities": case(steps=given(3)),
    "positional_encoding.laplacian_encoding": case(count=given(2)),
    "positional_encoding.random_signs": case(encoding=ramp(2, 4, 3)),
    "positional_encoding.skip_link_graph": case(nodes=given(16), skip=given(3)),
    "positional_encoding.skip_link_graphs": case(each=given(2)),
    "aggregation.generalised_enhancement": case(neighbour_weights=ramp(2, 3), own_weights=ramp(2, 3)),
    "aggregation.heard": case(name=given("mean")),
    "blindness.centre_hears": case(name=given("mean"), star=lambda: blindness.Star(1.0, (2.0, 3.0))),
    "batching.graph_means": case(graphs=given([0, 1, 1, 0])),
    "attention.attention_weights": case(projected=ramp(2, 4), listener=given([0.5, 1.0]), speaker=given([-0.5, 2.0])),
    "attention.GraphAttention": case(
        call=used(attention.GraphAttention, lambda layer: layer(torch.ones(layer.weights.shape[-1], 4), ADJACENCY()))
    ),
    "batching.as_one_graph": case(
        features=lambda: [ramp(3, 4)(), ramp(3, 2)()], adjacencies=lambda: [ADJACENCY(), torch.ones(2, 2)]
    ),
    "batching.receptive_field": case(nodes=given((0, 3)), layers=given(1)),
    "batching.two_parts": case(seed=given(0)),
    "batching.within_parts": case(parts=given([0, 1, 0, 1])),
    "classification.node_classifier": case(
        network=network,
        classes=given([0, 1, 1, 0]),
        steps=given(2),
        known=UNFIT,
    ),
    "classification.accuracy": case(asked=given([True, True, False]), classes=given([0, 1, 1]), logits=ramp(2, 3)),
    "convolution.graph_probability": case(bias=lambda: torch.tensor(0.5), weights=given([0.5, -1.0, 0.25])),
    "convolution.node_probabilities": case(bias=lambda: torch.tensor(0.5), weights=given([0.5, -1.0, 0.25])),
    "framework.layer": case(
        patches=lambda: [ADJACENCY(), torch.eye(4)],
        hidden=ramp(4, 3),
        filters=lambda: [ramp(3, 2)(), ramp(3, 2)() / 2],
        merge=given(last),
    ),
    "framework.gated": case(cell=cell),
    "framework.monet_patches": case(
        places=ramp(4, 4, 2), means=ramp(3, 2), precisions=lambda: torch.eye(2).expand(3, 2, 2)
    ),
    "framework.gat_patch": case(projected=ramp(4, 2), listener=given([0.5, 1.0]), speaker=given([-0.5, 2.0])),
    "graph.adjacency": case(nodes=given(4)),
    "graph.permutation_matrix": case(order=given([2, 0, 1])),
    "graph.block_model": case(sizes=given((3, 2))),
    "laplacian.dirichlet_energy": case(known={"hidden: offset": "squares of 1e5 leave no digit of the differences"}),
    "laplacian.incidence_matrix": case(nodes=given(4)),
    "laplacian.gradient": case(incidence=ramp(3, 4), function=given([0.5, -1.0, 2.0, 0.25])),
    "laplacian.divergence": case(incidence=ramp(3, 4), flow=given([0.5, -1.0, 2.0])),
    "spectral.spectrum": case(drawn=True),
    "spectral.chebyshev_multiplications": case(edges=given(5)),
    "spectral.spectral_filter": case(response=given(torch.cos)),
    "spectral.chebyshev_filter": case(coefficients=given((0.5, 1.0, -0.25))),
}
