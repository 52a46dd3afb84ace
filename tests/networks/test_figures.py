"""What the schemes of chapter 2 show, read back from what they drew."""

import matplotlib.pyplot as plt
import pytest
import torch

from notes.diagrams import links, require_room
from notes.networks.figures import ten_weights
from notes.networks.shallow import ten_parameter_network


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
