"""What the schemes of chapter 10 show, read back from what they drew, and held against the code."""

import matplotlib.pyplot as plt
import pytest
import torch

from notes.diagrams import links, parts, require_room
from notes.graphs.message_passing import message_passing
from notes.graphs.schemes import layers_and_heads, messages_along_edges, one_head


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("scheme", [layers_and_heads, one_head, messages_along_edges])
def test_schemes_have_room(scheme):
    require_room(scheme())


def test_layers_and_heads_let_the_matrix_into_the_layer_and_three_heads_out():
    assert [one for one in links(layers_and_heads()) if one.startswith("$H_R$")] == [
        f"$H_R$ → {head}" for head in ("mean:\na graph", "one column:\na node", "two columns:\nan edge")
    ]


def test_one_head_hears_the_projected_columns_in_the_shares_of_the_scores():
    last = parts(one_head())[-1][0]
    assert sorted(link.split(" → ")[0][:4] for link in links(one_head()) if link.endswith(last)) == ["$H' ", "soft"]


def test_messages_along_edges_have_what_the_code_gives_to_each():
    given = {}

    def message(*inputs):
        given["M"] = len(inputs)
        return inputs[0]

    def update(*inputs):
        given["U"] = len(inputs)
        return inputs[0]

    message_passing(torch.ones(3, 1), torch.tensor([[0, 1], [2, 2]]), torch.ones(2, 1), message, update)
    into = [one.split(" → ")[1] for one in links(messages_along_edges())]
    assert into.count("$M$") == 2 * (given["M"] - 1), "two ends each; the edge's feature stands on an arrow"
    assert into.count("$U$") == given["U"]
