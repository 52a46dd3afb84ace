"""What the schemes of chapter 13 show, read back from what they drew, and held against the code."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.patches import FancyArrowPatch

from notes.diagrams import links, parts, require_room
from notes.meta_learning import comparison
from notes.meta_learning.figures import inner_and_outer, learned_updates, three_approaches
from notes.meta_learning.gradient_learner import GradientLearner, LstmMetaLearner
from notes.meta_learning.learned_optimizer import LearnedOptimizer, quadratic_gradient, quadratic_loss, quadratics
from notes.meta_learning.maml import adapted, outer_gradient
from notes.meta_learning.memory_augmented import MemoryAugmentedNetwork
from notes.meta_learning.schemes import COMPARISONS, comparisons, memory_augmented, turing_machine
from notes.plotting import BLUE, ORANGE, require_labels
from notes.site.blocks import page_blocks

PAGE = Path(__file__).parents[2] / "docs" / "13-meta-learning.md"


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def test_three_approaches_make_something_of_the_support_that_the_answer_needs():
    figure = three_approaches()
    require_room(figure)
    rows = [links(figure)[start:end] for start, end in ((0, 6), (6, 11), (11, 16))]
    assert [row[:2] for row in rows] == [
        ["support → embedding", "embedding → examples"],
        ["support → write", "write → memory"],
        [r"support → steps from $\theta$", r"steps from $\theta$ → weights $\theta'$"],
    ]
    between = (("examples", "comparison"), ("memory", "read"), (r"weights $\theta'$", "network"))
    for row, (made, used) in zip(rows, between, strict=True):
        assert f"{made} → {used}" in row
        assert f"{used} → answer" in row
        assert dict(parts(figure))[made] == ORANGE
    assert rows[0][-2:] == ["query → embedding", "embedding → comparison"]
    assert [row[-1] for row in rows[1:]] == ["query → read", "query → network"]


@pytest.mark.parametrize(("kind", "learns_rule"), [(GradientLearner, False), (LstmMetaLearner, True)])
def test_inner_and_outer_colours_what_the_gradient_of_the_query_loss_reaches(kind, learns_rule):
    figure = inner_and_outer()
    require_room(figure)
    learner = kind()
    learner.steps = 2
    support, query = torch.rand(1, 5, 1, 16, 16), torch.rand(1, 5, 2, 16, 16)
    learner(support, query).square().sum().backward()
    reached = {name.split(".")[0] for name, value in learner.named_parameters() if value.grad is not None}
    rule = {"forget", "admit", "kept", "rated"}
    assert reached == {"learner"} | (rule if learns_rule else set())
    assert [name for name, colour in parts(figure) if colour == BLUE] == ["update rule", r"$\theta_0$"]
    assert [arrow for arrow in links(figure) if arrow.startswith("query")] == [
        "query\nloss → update rule",
        r"query\nloss → $\theta_0$".replace(r"\n", "\n"),
    ]


def test_inner_and_outer_feeds_support_and_rule_into_each_step():
    arrows = links(inner_and_outer())
    for step in (1, 2):
        before, after = rf"$\theta_{step - 1}$", rf"$\theta_{step}$"
        assert {f"{start} → step {step}" for start in (before, "update rule", "support set")} < {*arrows}
        assert f"step {step} → {after}" in arrows


def test_learned_updates_compute_the_losses_of_the_learned_optimiser():
    """The losses along the arrows, one after the other, are those of three updates."""
    figure = learned_updates()
    require_room(figure)
    torch.manual_seed(0)
    model, (a, b) = LearnedOptimizer(), quadratics(4, torch.Generator().manual_seed(0))

    def network(theta, state=None):
        slope = quadratic_gradient(a, b, theta).flatten()
        return model.cell(torch.stack([slope.abs().clamp_min(1e-6).log() / 7, slope.sign()], -1), state)

    def computed(name, inputs):
        if name.startswith("$m"):
            return network(*inputs)
        if name == "+":
            (theta,) = (value for value in inputs if isinstance(value, torch.Tensor))
            (state,) = (value for value in inputs if isinstance(value, tuple))
            return theta + 0.1 * model.update(state[0]).view_as(theta)
        return quadratic_loss(a, b, *inputs) if name.startswith("$L") else inputs[0]

    waiting, values = {}, {r"$\theta_0$": torch.zeros_like(b)}
    for start, end in (arrow.split(" → ") for arrow in links(figure)):
        if start in waiting:
            values[start] = computed(start, waiting.pop(start))
        waiting.setdefault(end, []).append(values[start])
    losses = [computed(name, inputs) for name, inputs in waiting.items() if name.startswith("$L")]
    torch.testing.assert_close(torch.stack(losses), model(a, b, horizon=3)[1:])


def test_learned_updates_dash_the_gradients_which_alone_are_taken_as_constants():
    arrows = [patch for patch in learned_updates().axes[0].patches if isinstance(patch, FancyArrowPatch)]
    dashed = [arrow.get_label() for arrow in arrows if arrow.get_linestyle() not in ("-", "solid")]
    assert dashed == [rf"$\theta_{step}$ → $m_\phi$, step {step + 1}" for step in range(3)]


def test_comparisons_embed_query_and_support_and_compare_what_the_support_is_made_into():
    figure = comparisons()
    require_room(figure)
    arrows, boxes = links(figure), parts(figure)
    for scheme in COMPARISONS:
        row = arrows[:7] if scheme.name == "matching" else arrows[:6]
        del arrows[: len(row)]
        assert row[:6] == [
            f"support → {scheme.reads}",
            f"{scheme.reads} → {scheme.made}",
            f"{scheme.made} → {scheme.compares}",
            f"query → {scheme.reads}",
            f"{scheme.reads} → {scheme.compares}",
            f"{scheme.compares} → {scheme.answer}",
        ]
        assert row[6:] == ([f"{scheme.reads} → {scheme.reads}"] if scheme.name == "matching" else [])
    assert not arrows
    learnt = [name for name, colour in boxes if colour == BLUE]
    assert len(learnt) == 2 * len(COMPARISONS) + 2
    assert {*learnt} == {"embedding", "embedding\nin context", "weighed\ndifference", "second\nnetwork"}


@pytest.mark.parametrize(
    ("kind", "layers"),
    [
        (comparison.SiameseNetwork, {"network", "same"}),
        (comparison.MatchingNetwork, {"network", "context", "reader"}),
        (comparison.PrototypicalNetwork, {"network"}),
        (comparison.RelationNetwork, {"network", "relation"}),
        (MemoryAugmentedNetwork, {"network", "controller", "answer", "gate"}),
    ],
)
def test_schemes_have_in_blue_what_the_networks_learn(kind, layers):
    assert {name.split(".")[0] for name, _ in kind().named_parameters()} == layers


def test_turing_machine_writes_what_the_controller_says_and_answers_from_what_was_read():
    figure = turing_machine()
    require_room(figure)
    assert links(figure) == [
        "input → controller",
        "controller → write head",
        "controller → read head",
        "write head → memory",
        "memory → read head",
        "read head → $r_t$",
        "$r_t$ → controller",
        "$r_t$ → answer",
    ]
    assert [name for name, colour in parts(figure) if colour == BLUE] == ["controller"]


def test_memory_augmented_writes_by_usage_and_reads_by_the_key_of_the_query():
    figure = memory_augmented()
    require_room(figure)
    assert {*links(figure)} == {
        "image → controller",
        "controller → key, label",
        "label → key, label",
        "key, label → write",
        "write → memory",
        "memory → usage",
        "usage → write",
        "query → controller",
        "controller → read",
        "memory → read",
        "read → answer",
    }
    assert {name for name, colour in parts(figure) if colour == BLUE} == {"controller", "write", "answer"}


@pytest.mark.parametrize("scheme", [comparisons, turing_machine, memory_augmented])
def test_schemes_keep_within_their_sheets(scheme):
    figure = scheme()
    figure.draw_without_rendering()
    assert all(figure.bbox.containsx(patch.get_window_extent().x1) for patch in figure.axes[0].patches)
    assert all(patch.get_window_extent().y0 > 0 for patch in figure.axes[0].patches)


def test_machine_over_time_shows_heads_that_walk_and_says_what_its_axes_are():
    """The one run of the page: the write head goes on at every time, the read head once the machine is asked."""
    (block,) = (block for block in page_blocks(PAGE) if "machine_over_time" in block.source)
    names: dict[str, Any] = {}
    exec(block.source, names)
    figure = names["figure"]
    require_labels(figure)
    titles = [axis.get_title() for axis in figure.axes]
    assert titles == [*(f"t = {time}" for time in range(1, 9)), "input", "write head", "read head", "answer"]
    given, wrote, read, answer = (torch.as_tensor(axis.images[0].get_array().data) for axis in figure.axes[8:])
    assert wrote.argmax(-1).tolist() == [1, 2, 3, 4, 5, 6, 7, 0]
    assert read.argmax(-1).tolist() == [0, 0, 0, 0, 1, 2, 3, 4]
    assert wrote.amax(-1).min() > 0.9 < read.amax(-1).min()
    assert (answer > 0.5).equal(given > 0.5)
    assert figure.axes[9].get_ylim() == (8.5, 0.5)


def valley(phi, curvature, bottom):
    return (curvature * (phi["theta"] - bottom) ** 2).sum() / 2


@pytest.fixture
def drawn():
    """What the block of the page draws, with the names that it defines."""
    (block,) = (block for block in page_blocks(PAGE) if "starts_and_steps" in block.source)
    names: dict[str, Any] = {}
    exec(block.source, names)
    return names


def test_starts_of_pretraining_and_maml_are_where_the_outer_gradient_vanishes(drawn):
    tasks = (drawn["curvatures"], drawn["bottoms"])
    for rate, start in zip((0.0, 0.25), drawn["starts"].values(), strict=True):
        slopes = outer_gradient(valley, {"theta": start}, tasks, tasks, rate=rate)["theta"]
        torch.testing.assert_close(slopes, torch.zeros(2), atol=1e-5, rtol=0)


def test_starts_and_steps_draw_one_step_on_either_task_from_either_start(drawn):
    require_labels(drawn["figure"])
    (axis,) = drawn["figure"].axes
    tasks = [*zip(drawn["curvatures"], drawn["bottoms"], strict=True)]
    starts = [*drawn["starts"].values()]
    stepped = [adapted(valley, {"theta": start}, *task, rate=0.25)["theta"] for start in starts for task in tasks]
    arrows = torch.tensor([text.xy for text in axis.texts])
    torch.testing.assert_close(arrows, torch.stack(stepped))
    moved = (arrows - torch.stack(starts).repeat_interleave(2, 0)).norm(dim=1)
    assert moved[:2].max() < 0.5 < 2 < moved[2:].min()
    losses = [[valley({"theta": at}, *task) for task in tasks] for at in (*starts, *stepped)]
    assert max(losses[0]) < 1.8 < 10 < min(losses[1])
    assert max(losses[4][0], losses[5][1]) < 0.2
