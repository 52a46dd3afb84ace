"""What the schemes of chapter 2 show, read back from what they drew."""

import matplotlib.pyplot as plt
import pytest
import torch

from notes.diagrams import links, require_room
from notes.networks.figures import keys_and_answers, ten_weights, unit_scheme
from notes.networks.shallow import random_shallow_network, ten_parameter_network


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def test_ten_weights_names_the_parameter_of_each_edge():
    """The output summed along the edges, with each edge's parameter as it is labelled, is that of the network."""
    figure = ten_weights()
    require_room(figure)
    named = {text.get_label(): text.get_text().strip("$") for text in figure.axes[0].texts if "→" in text.get_label()}
    assert [*named] == links(figure)
    assert len(set(named.values())) == 10
    phi, theta = torch.tensor([-0.2, 1.0, 0.9, -0.8]), torch.tensor([[0.3, -1.0], [-1.0, 1.5], [2.0, -1.0]])
    value = {rf"\phi_{d}": phi[d] for d in range(4)}
    value |= {rf"\theta_{{{d + 1}{i}}}": theta[d, i] for d in range(3) for i in range(2)}
    x = torch.tensor([-1.0, 0.5, 1.0, 3.0])
    y = value[named["1 → $y$"]]
    for unit in ("$h_1$", "$h_2$", "$h_3$"):
        entering = value[named[f"1 → {unit}"]] + value[named[f"$x$ → {unit}"]] * x
        y = y + value[named[f"{unit} → $y$"]] * entering.relu()
    torch.testing.assert_close(y, ten_parameter_network(x, phi, theta))


@pytest.mark.parametrize(("inputs", "outputs"), [(1, 2), (2, 1)])
def test_unit_scheme_names_the_weight_of_each_edge(inputs, outputs):
    """Along the edges, each with the weight that it is labelled with, flows what the network puts out."""
    figure = unit_scheme(inputs, outputs)
    require_room(figure)
    named = {text.get_label(): text.get_text().strip("$") for text in figure.axes[0].texts if "→" in text.get_label()}
    assert [*named] == links(figure)
    network = random_shallow_network(inputs, 3, outputs, torch.Generator().manual_seed(0))
    x = torch.tensor([[0.7, -0.4][:inputs]], dtype=torch.float64)
    enters = ["$x$"] if inputs == 1 else ["$x_1$", "$x_2$"]
    leaves = ["$y$"] if outputs == 1 else ["$y_1$", "$y_2$"]
    value = {rf"\theta_{{{d + 1}{i + 1}}}": network.theta[d, i] for d in range(3) for i in range(inputs)}
    several = {rf"\phi_{{{j + 1}{d + 1}}}": network.phi[j, d] for d in range(3) for j in range(outputs)}
    value |= several if outputs > 1 else {rf"\phi_{d + 1}": network.phi[0, d] for d in range(3)}
    hidden = [
        (network.theta0[d] + sum(value[named[f"{one} → $h_{d + 1}$"]] * x[0, i] for i, one in enumerate(enters))).relu()
        for d in range(3)
    ]
    for j, one in enumerate(leaves):
        y = network.phi0[j] + sum(value[named[f"$h_{d + 1}$ → {one}"]] * hidden[d] for d in range(3))
        torch.testing.assert_close(y, network(x)[0, j])


def test_keys_and_answers_shows_each_unit_beside_the_pictures_that_excite_it_most():
    generator = torch.Generator().manual_seed(0)
    network = random_shallow_network(64, 3, 1, generator)
    pictures = torch.rand(20, 64, generator=generator, dtype=torch.float64)
    with torch.no_grad():
        network.theta0 += torch.tensor([8.0, -90.0, 8.0])  # the second is never active
    panels = keys_and_answers(network, pictures, units=2, count=4).axes
    shown = [torch.as_tensor(panel.images[0].get_array().tolist(), dtype=torch.float64).flatten() for panel in panels]
    assert len(shown) == 10
    for row, unit in enumerate((0, 2)):
        key, *answers = shown[5 * row : 5 * row + 5]
        torch.testing.assert_close(key, network.theta[unit].detach())
        order = network.hidden(pictures)[:, unit].argsort(descending=True)[:4]
        torch.testing.assert_close(torch.stack(answers), pictures[order])
