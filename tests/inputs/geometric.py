"""How to call what chapter 11 teaches."""

import torch
from tests.inputs.case import case, given, ramp, seed, used
from torch import Tensor

from notes.geometric import blueprint, group, isomorphism, point_clouds, representation, steerable, symmetry

TURNS = given(group.cyclic(4))
ORDERED = given([[0.5, 1.0], [2.0, -0.25]])


def graph(nodes: int = 3) -> Tensor:
    return torch.ones(nodes, nodes) - torch.eye(nodes)


def matrices_of(elements: symmetry.Actions) -> list[Tensor]:
    return [act.__self__ for act in elements.values()]


def separated(gather: symmetry.Action) -> float:
    network = isomorphism.GraphIsomorphismNetwork(1, 3, 2, seed())
    return isomorphism.separation(network, (graph(), torch.eye(3)), gather)


def average(function: symmetry.Action) -> Tensor:
    return function(ORDERED())


def actions() -> symmetry.Actions:
    return {"r0": lambda x: x, "r1": lambda x: x.flip(0)}


def waves() -> Tensor:
    return torch.stack([steerable.circular_harmonic(ramp(3, 2)(), frequency) for frequency in (1, 2)])


GIVEN = {
    "points": given([[0.0, 0.5], [2.0, 0.25], [1.0, -1.0], [-0.5, 0.0]]),
    "frequency": given(2),
    "width": given(1.5),
    "group": TURNS,
    "channels": given((2, 3)),
    "kernel": ramp(2, 3, 3, 3),
    "element": given(1),
    "function": given(torch.relu),
    "inputs": given(3),
    "actions": actions,
    "before": actions,
    "after": actions,
}
CASES = {
    "blueprint.Blueprint": case(
        call=lambda inputs: blueprint.Blueprint([torch.nn.ReLU()], torch.nn.Flatten(0), torch.nn.Identity())(inputs),
        inputs=ORDERED,
        entrywise=True,
    ),
    "group.Group": case(table=given([[0, 1], [1, 0]]), names=given(("r0", "r1"))),
    "group_convolution.moved": case(features=ramp(2, 3, 4, 5, 5)),
    "group_convolution.lifting_convolution": case(images=ramp(2, 3, 5, 5)),
    "group_convolution.group_convolution": case(features=ramp(2, 3, 4, 5, 5), kernel=ramp(2, 3, 4, 3, 3)),
    "isomorphism.colour_histograms": case(graphs=lambda: [graph(), graph(2)], rounds=given(2)),
    "isomorphism.refined_colours": case(graphs=lambda: [graph(), graph(2)], colours=lambda: [[0, 0, 1], [1, 0]]),
    "isomorphism.told_apart": case(one=graph, other=graph),
    "isomorphism.separation": case(call=separated, gather=given(torch.relu)),
    "representation.representation_error": case(matrices=lambda: representation.regular_representation(TURNS())),
    "scale.locally_pooled": case(images=ramp(2, 3, 4, 4), size=given(2)),
    "scale.relative_change": case(before=ramp(2, 3), after=lambda: ramp(2, 3)() + 0.5),
    "frames.frame_average": case(function=given(torch.exp)),
    "frames.principal_frames": case(),
    "point_clouds.EquivariantGraphLayer": case(
        call=used(
            point_clouds.EquivariantGraphLayer,
            lambda layer: layer(torch.ones(3, layer.update[-1].out_features), ramp(3, 2)()),
        )
    ),
    "point_clouds.EquivariantGraphNetwork": case(
        call=used(point_clouds.EquivariantGraphNetwork, lambda net: net(ramp(3, 2)()))
    ),
    "point_clouds.PointSetNetwork": case(
        call=used(point_clouds.PointSetNetwork, lambda net: net(torch.ones(3, net.each[0].in_features)))
    ),
    "point_clouds.motions": case(
        call=used(point_clouds.motions, lambda moves: moves["shift"](torch.zeros(3, 1))), dimension=given(2)
    ),
    "point_clouds.tetrominoes": case(each=given(2), noise=given(0.25), drawn=True),
    "point_clouds.random_rotations": case(count=given(2), dimension=given(3), drawn=True),
    "steerable.circular_harmonic": case(places=ramp(4, 2)),
    "steerable.pixel_places": case(size=given(3)),
    "steerable.harmonic_response": case(images=ramp(2, 5, 5), size=given(3)),
    "steerable.steered": case(waves=waves, frequencies=given((1, 2)), angle=given(0.5)),
    "symmetry.by_matrices": case(
        call=used(symmetry.by_matrices, matrices_of), names=given(("r0", "r1")), matrices=ramp(2, 2, 2)
    ),
    "symmetry.equivariance": case(inputs=ORDERED),
    "symmetry.invariance": case(inputs=ORDERED),
    "symmetry.averaged": case(call=used(symmetry.averaged, average)),
    "symmetry.equivariant_average": case(call=used(symmetry.equivariant_average, average), back=given(actions())),
}
