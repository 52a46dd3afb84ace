"""What ties the displayed equations of chapter 11 that no proof establishes to the code that implements them."""

import torch

from notes.geometric.group import cyclic, dihedral
from notes.geometric.group_convolution import group_convolution
from notes.geometric.isomorphism import GraphIsomorphismLayer, GraphIsomorphismNetwork
from notes.geometric.point_clouds import EquivariantGraphLayer
from notes.ledger import check

DEFINITIONS = {
    "eq:group": "notes.geometric.group.Group",
    "eq:representation": "notes.geometric.representation.representation_error",
    "eq:image-action": "notes.geometric.representation.turned",
    "eq:regular-representation": "notes.geometric.representation.regular_representation",
    "eq:invariance": "notes.geometric.symmetry.invariance",
    "eq:equivariance": "notes.geometric.symmetry.equivariance",
    "eq:local-pooling": "notes.geometric.scale.locally_pooled",
    "eq:blueprint": "notes.geometric.blueprint.Blueprint",
    "eq:deep-set": "notes.geometric.sets.DeepSet",
    "eq:set-layer": "notes.geometric.sets.EquivariantLayer",
    "eq:lifting": "notes.geometric.group_convolution.lifting_convolution",
    "eq:circular-harmonic": "notes.geometric.steerable.circular_harmonic",
    "eq:steered": "notes.geometric.steerable.steered",
    "eq:frame-average": "notes.geometric.frames.frame_average",
    "eq:colour-refinement": "notes.geometric.isomorphism.colour_histograms",
}


@check("eq:group-convolution")
def convolution_sums_over_the_group() -> None:
    """On images of one place a group convolution is its sum, element by element, for turns and for reflections too."""
    random = torch.Generator().manual_seed(0)
    for group in (cyclic(4), dihedral(4)):
        xi, psi = torch.rand(2, len(group), generator=random).double()
        found = group_convolution(xi[None, None, :, None, None], psi[None, None, :, None, None], group).flatten()
        for g in range(len(group)):
            seen = [int(group.table[group.inverse(g), h]) for h in range(len(group))]
            assert torch.isclose(found[g], xi @ psi[seen])


@check("eq:egnn")
def points_are_pulled_one_by_one() -> None:
    """A layer is its formula, point by point, in double precision."""
    random = torch.Generator().manual_seed(0)
    layer = EquivariantGraphLayer(2, 3, random).double()
    h, x = torch.rand(4, 2, generator=random).double(), torch.rand(4, 3, generator=random).double()
    features, points = layer(h, x)
    for i in range(4):
        others = [j for j in range(4) if j != i]
        pairs = [torch.cat([h[i], h[j], (x[i] - x[j]).square().sum()[None]]) for j in others]
        messages = [layer.message(pair) for pair in pairs]
        pulls = [(x[i] - x[j]) * layer.pull(m) for j, m in zip(others, messages, strict=True)]
        assert torch.allclose(points[i], x[i] + torch.stack(pulls).sum(0) / 3)
        assert torch.allclose(features[i], layer.update(torch.cat([h[i], torch.stack(messages).sum(0)])))


@check("eq:gin")
def gin_sums_over_neighbours() -> None:
    """A layer is its formula, node by node, and the network cannot tell a cycle from two triangles."""
    random = torch.Generator().manual_seed(0)
    network = GraphIsomorphismNetwork(1, 8, 3, random)
    cycle = torch.eye(6).roll(1, 0) + torch.eye(6).roll(-1, 0)
    triangles = torch.block_diag(*[torch.ones(3, 3) - torch.eye(3)] * 2)
    assert torch.allclose(network(torch.ones(6, 1), cycle), network(torch.ones(6, 1), triangles))
    layer, features = GraphIsomorphismLayer(1, 8, random), torch.rand(6, 1, generator=random)
    for n in range(6):
        heard = (1 + layer.epsilon) * features[n] + features[(n - 1) % 6] + features[(n + 1) % 6]
        assert torch.allclose(layer(features, cycle)[n], layer.mlp(heard), atol=1e-6)
