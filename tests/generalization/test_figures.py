"""Every picture of chapter 5 can be drawn: labelled, and with what it is given."""

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.figure import Figure

from notes.data import digits
from notes.generalization import figures
from notes.generalization.decomposition import ErrorDecomposition
from notes.generalization.double_descent import WidthErrors
from notes.plotting import drawing

PARTS = [ErrorDecomposition(0.3, 0.1 * k, 0.2 - 0.1 * k, 0.09, 0.001) for k in (0, 1)]
SWEEPS = [[WidthErrors(w, 0.5, 0.6 + seed / 10, 1.0) for w in (10, 100)] for seed in (0, 1)]

DRAWN = {
    "error_sources": lambda: figures.error_sources(),
    "reduced_errors": lambda: figures.reduced_errors([10, 20], {1: [0.2, 0.1]}, 0.3, {1: 0.2, 2: 0.1}),
    "trade_off": lambda: figures.trade_off([1, 2], PARTS),
    "double_descent": lambda: figures.double_descent(SWEEPS, 50),
    "high_dimensions": lambda: figures.high_dimensions({2: torch.rand(50) * 2, 10: torch.rand(50) * 2}),
    "overfitted_network": lambda: figures.overfitted_network(),
    "priors": lambda: figures.priors(),
    "ridge_path": lambda: figures.ridge_path(torch.logspace(-1, 1, 3), torch.rand(3, 7), list("abcdefg")),
    "shrinking_weights": lambda: figures.shrinking_weights({"a": torch.rand(5, 2), "b": torch.rand(5, 2)}),
    "early_stop": lambda: figures.early_stop([(1.0, 2.0), (0.5, 1.0), (0.2, 1.5)], 1),
    "filters": lambda: figures.filters(),
    "subnetworks": lambda: figures.subnetworks(),
    "augmented_digits": lambda: figures.augmented_digits(digits().inputs[:3]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_figure_is_drawn_with_labels(name: str):
    figure: Figure = DRAWN[name]()
    try:
        assert "<svg" in drawing(figure).light
    finally:
        plt.close(figure)


def test_every_figure_is_tested():
    made = {name for name, value in vars(figures).items() if getattr(value, "__module__", "") == figures.__name__}
    assert {name for name in made if not name.startswith("_")} == set(DRAWN)


def test_overfitted_network_passes_through_its_samples():
    figure = figures.overfitted_network(hidden=300, size=6, noise=0.5)
    _, narrow, wide, samples = figure.axes[0].lines
    inputs, targets = torch.tensor(samples.get_xdata()), torch.tensor(samples.get_ydata())

    def distance(line) -> float:
        places = torch.tensor(line.get_xdata())
        nearest = (places[None] - inputs[:, None]).abs().argmin(1)
        return (torch.tensor(line.get_ydata()).flatten()[nearest] - targets).abs().max().item()

    plt.close(figure)
    assert distance(wide) < 0.1
    assert distance(narrow) > 0.1
