"""What the schemes of chapter 7 show, read back from what they drew, and held against the code."""

import math

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.patches import Wedge

from notes.diagrams import links, parts, require_room
from notes.plotting import BLUE, ORANGE
from notes.self_supervision import methods
from notes.self_supervision.angular import sphereface_loss
from notes.self_supervision.contrastive import triplet_loss
from notes.self_supervision.methods import BYOL
from notes.self_supervision.mining import semi_hard
from notes.self_supervision.recommendation import NeuMF
from notes.self_supervision.schemes import (
    LATER,
    MARGIN,
    METHODS,
    POSITIVE,
    RINGS,
    angular_zones,
    own_share,
    pipelines,
    siamese_pair,
    three_rings,
    two_networks,
    two_ways_to_score,
)


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def test_siamese_pair_has_two_encoders_that_are_one():
    figure = siamese_pair()
    require_room(figure)
    assert [name for name, colour in parts(figure) if colour == BLUE] == [r"encoder $f_\phi$"] * 2
    assert links(figure)[-1] == r"encoder $f_\phi$ → encoder $f_\phi$"


def test_two_ways_to_score_have_vectors_of_their_own_as_the_model_has():
    figure = two_ways_to_score()
    require_room(figure)
    vectors = [name for name, colour in parts(figure) if colour == ORANGE]
    model = NeuMF(3, 4, 2, torch.Generator())
    assert len(vectors) == sum(name.endswith(("users", "items")) for name, _ in model.named_parameters())
    assert {r"$\odot$ → $\hat y_{ui}$", r"network → $\hat y_{ui}$"} <= {*links(figure)}


def test_three_rings_place_each_negative_where_its_name_says():
    require_room(three_rings())
    line = torch.tensor([(0.0, 0.0), POSITIVE, *RINGS.values()], dtype=torch.float64)
    labels = torch.tensor([0, 0, 1, 1, 1, 1])
    losses = triplet_loss(line[:1].expand(4, -1), line[1:2].expand(4, -1), line[2:], margin=MARGIN)
    costs = dict(zip(RINGS, losses.tolist(), strict=True))
    assert costs["easy"] == 0
    assert costs["hard"] > MARGIN
    assert all(0 < costs[name] < MARGIN for name in ("semi-hard", "also semi-hard"))
    chosen = {tuple(row[:2]): row[2] for row in semi_hard(line, labels, margin=MARGIN).tolist()}
    assert chosen[0, 1] == 2 + [*RINGS].index("semi-hard")


def test_two_networks_colours_what_the_gradient_reaches_and_what_follows():
    figure = two_networks()
    require_room(figure)
    colours = dict(parts(figure))
    online = [name for name, colour in colours.items() if colour == BLUE]
    target = [name for name, colour in colours.items() if colour == ORANGE]
    assert [name.split()[0] for name in online] == ["encoder", "projector", "predictor"]
    model = BYOL(torch.Generator().manual_seed(0))
    model(*torch.rand(2, 4, 1, 14, 14)).backward()
    reached = {name for name, module in model.named_children() if any(p.grad is not None for p in module.parameters())}
    assert reached == {name.split()[0] for name in online}
    assert len(model.target) == len(target)
    follows = {f"{name} → {name.replace('theta', 'xi')}" for name in online[:2]}
    assert follows <= {*links(figure)}
    assert {f"{online[2]} → loss", f"{target[1]} → loss"} <= {*links(figure)}


@pytest.mark.parametrize("four", [METHODS, LATER])
def test_pipelines_have_room(four):
    require_room(pipelines(four))


@pytest.mark.parametrize(("title", "name"), [(title, title.replace(" ", "")) for title in METHODS])
def test_pipelines_show_the_networks_of_each_method(title, name):
    model = getattr(methods, name)(torch.Generator())
    assert {stage for stage in METHODS[title][0] if stage in dict(model.named_children())} == {
        child for child, _ in model.named_children()
    }


@pytest.mark.parametrize(("title", "rule"), [("modified softmax", 1), ("SphereFace", 2)])
def test_angular_zones_end_where_the_two_classes_are_level(title, rule):
    figure = angular_zones()
    require_room(figure)
    wedges = [patch for patch in figure.axes[0].patches if isinstance(patch, Wedge)]
    wedge = wedges[2 * (rule - 1)]
    assert wedge.theta2 - wedge.theta1 == pytest.approx(math.degrees(own_share(rule, 0.0, math.pi / 2)))
    weights = torch.tensor([[0.0, 1.0], [1.0, 0.0]], dtype=torch.float64)
    edge = math.pi / 2 - own_share(rule, 0.0, math.pi / 2)
    feature = torch.tensor([[math.cos(edge), math.sin(edge)]], dtype=torch.float64)
    loss = sphereface_loss(feature, weights, torch.tensor([0]), multiplier=rule)
    torch.testing.assert_close(loss.item(), math.log(2), atol=1e-9, rtol=0), title
