"""How to call what chapter 2 teaches."""

import torch
from tests.inputs.case import case, given, ramp

from notes.networks.shallow import ShallowNetwork


def tent(inputs: int = 1) -> ShallowNetwork:
    slopes = torch.tensor([[1.0], [-2.0]]).expand(2, inputs).clone()
    return ShallowNetwork(torch.tensor([0.5, 1.0]), slopes, torch.zeros(1), torch.tensor([[1.0, -1.0]]))


GIVEN = {
    "widths": given((1, 3, 2)),
    "lower": given(-1.0),
    "upper": given(2.0),
    "network": tent,
    "outer": tent,
    "inner": tent,
    "function": given(torch.sin),
}
CASES = {
    "mlp.MultilayerPerceptron": case(
        weights=lambda: [torch.tensor([[1.0, 0.5], [-0.5, 2.0]]), torch.tensor([[1.0, -1.0]])],
        biases=lambda: [torch.tensor([0.25, 1.0]), torch.tensor([0.5])],
        entrywise=True,
    ),
    "lookup.strongest_inputs": case(network=lambda: tent(2), x=ramp(3, 2), count=given(1)),
    "polygons.activation_polygons": case(network=lambda: tent(2)),
    "sawtooth.sawtooth_values": case(entrywise=False),
    "scaling.affordable_width": case(budget=given(1000)),
    "shallow.ShallowNetwork": case(entrywise=True),
    "shallow.ten_parameter_network": case(entrywise=True),
}
