"""What the functions of the chapter refuse, the last thing that they take, and what is held constant."""

import math

import pytest
import torch
from torch import Tensor

from notes.meta_learning import comparison, learned_optimizer, maml, turing_machine
from notes.meta_learning.episodes import episodes
from notes.meta_learning.gradient_learner import LstmMetaLearner
from notes.meta_learning.memory import content_weights, copied, read
from notes.meta_learning.turing_machine import TuringMachine, share_copied


def test_read_refuses_weights_that_are_no_attention():
    memory = torch.eye(2)
    with pytest.raises(ValueError, match=r"^`weights` must be not negative, got -1\.0$"):
        read(memory, torch.tensor([2.0, -1.0]))
    with pytest.raises(ValueError, match=r"^`weights` must be of sum 1, got 0\.5"):
        read(memory, torch.tensor([0.5, 0.0]))
    with pytest.raises(ValueError, match=r"^`memory` must be finite, got nan$"):
        read(math.nan * memory, torch.tensor([1.0, 0.0]))
    assert read(memory, torch.tensor([1.0, 0.0])).tolist() == [1.0, 0.0]


@pytest.mark.parametrize("bad", [0, -1.0, math.nan])
def test_sharpness_is_positive(bad: float):
    for call in (lambda: content_weights(torch.eye(2), torch.ones(2), bad), lambda: copied(torch.eye(2), bad)):
        with pytest.raises(ValueError, match=f"^`sharpness` must be positive, got {bad}$"):
            call()


def test_share_copied_refuses_what_is_no_bit():
    machine = TuringMachine()
    with pytest.raises(ValueError, match=r"^`sequences` must be 0 or 1, got 7\.0$"):
        share_copied(machine, torch.tensor([[[0.0, 1.0, 7.0]]]))
    with pytest.raises(ValueError, match=r"^`sequences` must hold at least one entry, got shape \(0, 2, 3\)$"):
        share_copied(machine, torch.zeros(0, 2, 3))
    assert 0 <= share_copied(machine, torch.ones(1, 1, 3)) <= 1


def test_lstm_meta_learner_holds_what_its_gates_see_constant():
    torch.manual_seed(0)
    model, images, labels = LstmMetaLearner(), torch.rand(5, 1, 14, 14), torch.arange(5)
    torch.nn.init.normal_(model.forget)
    torch.nn.init.normal_(model.admit)
    gates = model.gates

    def slope() -> Tensor:
        loss = sum(value.square().sum() for value in model.fitted(images, labels).values())
        return torch.autograd.grad(loss, model.learner[0][0].weight)[0]

    free = slope()
    model.gates = lambda theta, *rest: gates(theta.detach(), *rest)
    torch.testing.assert_close(free, slope())


@pytest.mark.parametrize("name", ["ways", "shots", "queries"])
def test_episodes_refuses_nothing_of_what_a_task_is_made_of(name: str):
    images, numbers = torch.zeros(2, 3, 1, 1), {"ways": 1, "shots": 1, "queries": 1}
    with pytest.raises(ValueError, match=rf"^`{name}` must be at least 1, got 0$"):
        episodes(images, torch.Generator(), tasks=1, **numbers | {name: 0})
    assert episodes(images, torch.Generator(), tasks=0, **numbers).query.shape == (0, 1, 1, 1, 1)


def test_learned_optimizer_and_sines_refuse_fewer_than_none():
    seed = torch.Generator().manual_seed(0)
    with pytest.raises(ValueError, match=r"^`steps` must be at least 0, got -1$"):
        learned_optimizer.trained_optimizer(seed, steps=-1)
    with pytest.raises(ValueError, match=r"^`horizon` must be at least 1, got 0$"):
        learned_optimizer.trained_optimizer(seed, steps=0, horizon=0)
    for counts, name in (((-1, 1), "tasks"), ((1, -1), "points")):
        with pytest.raises(ValueError, match=rf"^`{name}` must be at least 0, got -1$"):
            maml.sinusoids(*counts, seed)
    assert maml.sinusoids(0, 0, seed)[0].shape == (0, 0, 1)


@pytest.mark.parametrize("gradient", [maml.outer_gradient, maml.first_order_gradient])
def test_gradients_of_maml_refuse_a_rate_that_is_no_number(gradient):
    phi, pair = {"w": torch.ones(1)}, (torch.ones(1, 1), torch.ones(1, 1))
    with pytest.raises(ValueError, match=r"^`rate` must be finite, got nan$"):
        gradient(lambda phi, x, y: (phi["w"] * x - y).square().sum(), phi, pair, pair, rate=math.nan)


def test_quadratics_may_be_none_and_not_fewer():
    seed = torch.Generator().manual_seed(0)
    with pytest.raises(ValueError, match=r"^`tasks` must be at least 0, got -1$"):
        learned_optimizer.quadratics(-1, seed)
    assert learned_optimizer.quadratics(0, seed, size=0)[0].shape == (0, 0, 0)


def test_images_and_tapes_are_finite():
    for bad in (math.nan, math.inf):
        with pytest.raises(ValueError, match=rf"^`images` must be finite, got {bad}$"):
            comparison.embedded(comparison.Embedding(), torch.full((16, 16), bad))
        with pytest.raises(ValueError, match=rf"^`sequence` must be finite, got {bad}$"):
            turing_machine.tape(torch.full((1, 1, 1), bad))
