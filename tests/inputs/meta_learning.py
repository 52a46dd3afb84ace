"""How to call what chapter 13 teaches."""

import torch
from tests.inputs.case import case, given, ramp, seed, used
from torch import Tensor, nn

from notes.meta_learning import (
    comparison,
    episodes,
    gradient_learner,
    maml,
    memory_augmented,
    pretraining,
    turing_machine,
)

SUPPORT, QUERY = ramp(2, 5, 1, 16, 16), ramp(2, 5, 2, 16, 16)
USED = given([[0.5, 1.5, 0.0], [2.0, 1.0, 0.25]])
SHARES = given([0.25, 0.5, 0.125, 0.125])
CURVES, VALUES = ramp(3, 4, 1), lambda: ramp(3, 4, 1)().square()


def line() -> nn.Module:
    torch.manual_seed(0)
    return nn.Linear(1, 1)


def loss(phi: maml.Parameters, x: Tensor, y: Tensor) -> Tensor:
    return (x * phi["weight"][0, 0] + phi["bias"][0] - y).square().mean()


def phi() -> maml.Parameters:
    return {"weight": given([[0.5]])(), "bias": given([0.25])()}


def learner(support: Tensor, query: Tensor) -> Tensor:
    return -(query.flatten(1, 2).mean((2, 3))[..., None] - support.mean((2, 3, 4))[:, None]).square()


def machine() -> turing_machine.TuringMachine:
    torch.manual_seed(0)
    return turing_machine.TuringMachine(3, 4, 2, 4)


def lost(made: maml.Loss) -> Tensor:
    return made(phi(), ramp(4, 1)(), ramp(4, 1)())


def taught(steps: int, tasks: int) -> nn.Module:
    torch.manual_seed(0)
    return episodes.trained(comparison.PrototypicalNetwork(), ramp(5, 4, 16, 16)(), seed(), steps=steps, tasks=tasks)


def pretaught(steps: int, batch: int) -> nn.Module:
    torch.manual_seed(0)
    model = pretraining.NearestMean()
    return pretraining.pretrained(model, ramp(5, 4, 16, 16)(), seed(), steps=steps, batch=batch)


def remembered(ways: int = 5, width: int = 4, slots: int = 6) -> Tensor:
    torch.manual_seed(0)
    return memory_augmented.MemoryAugmentedNetwork(ways, width, slots)(SUPPORT()[:, :ways], QUERY()[:, :ways])


def meta_taught(rate: float, steps: int) -> maml.Parameters:
    return maml.meta_trained(line(), maml.outer_gradient, seed(), rate=rate, steps=steps)


def after(rate: float, steps: tuple[int, ...]) -> list[float]:
    return maml.losses_after(line(), phi(), seed(), rate=rate, steps=steps)


def where() -> turing_machine.Address:
    return turing_machine.address(ramp(2, 8)())


OVERFLOW = "what comes of numbers as large as 1e30 is infinite in single precision"
FAR = {"support: first large": OVERFLOW, "query: first large": OVERFLOW}
TASK = {"a": ramp(2, 3, 3), "b": ramp(2, 3)}
LEARNERS = [
    comparison.PrototypicalNetwork,
    comparison.MatchingNetwork,
    comparison.SiameseNetwork,
    comparison.RelationNetwork,
    gradient_learner.GradientLearner,
    gradient_learner.FirstOrderLearner,
    gradient_learner.LstmMetaLearner,
    gradient_learner.HeadLearner,
    pretraining.NearestMean,
]
GIVEN = {
    "batch": lambda: episodes.Episodes(SUPPORT(), QUERY()),
    "loss": given(loss),
    "phi": phi,
    "support": lambda: (CURVES(), VALUES()),
    "query": lambda: (CURVES().flip(1), VALUES().flip(1)),
    "learner": given(learner),
    "network": line,
}
CASES = {
    "comparison.embedded": case(network=lambda: nn.Flatten(), images=QUERY),
    "comparison.prototypes": case(support=ramp(3, 2, 4)),
    "comparison.prototype_logits": case(query=ramp(3, 4), centres=ramp(2, 4)),
    "comparison.nearest_neighbour": case(support=SUPPORT, query=QUERY),
    **{
        f"{one.__module__.split('.')[-1]}.{one.__name__}": case(call=lambda one=one: one()(SUPPORT(), QUERY()))
        for one in LEARNERS
    },
    "episodes.episodes": case(images=ramp(5, 4, 3, 3), tasks=given(2)),
    "episodes.trained": case(call=taught, steps=given(1), tasks=given(2)),
    "learned_optimizer.quadratic_loss": case(**TASK, theta=ramp(2, 3)),
    "learned_optimizer.quadratic_gradient": case(**TASK, theta=ramp(2, 3)),
    "learned_optimizer.trained_optimizer": case(steps=given(1), horizon=given(2)),
    "learned_optimizer.baseline_losses": case(
        **TASK, optimizer=given(torch.optim.SGD), settings=given({"lr": 0.25}), horizon=given(2)
    ),
    "maml.regression_loss": case(call=used(maml.regression_loss, lost)),
    "maml.outer_gradient": case(known=FAR | {"rate: large": OVERFLOW}),
    "maml.first_order_gradient": case(known=FAR),
    "maml.adapted": case(x=ramp(4, 1), y=ramp(4, 1)),
    "maml.meta_trained": case(call=meta_taught, rate=given(0.25), steps=given(1)),
    "maml.losses_after": case(
        call=after,
        rate=given(0.25),
        steps=given((0, 2)),
        known={"rate: large": "steps of 1e30 end at infinity, which is said"},
    ),
    "maml.reptile_gradient": case(known=FAR | {"rate: large": OVERFLOW}),
    "memory_augmented.usage": case(previous=USED, reading=USED, writing=USED),
    "memory_augmented.least_used": case(used=ramp(2, 4)),
    "memory_augmented.write_weights": case(reading=ramp(2, 4), least=ramp(2, 4), gate=lambda: torch.tensor(0.5)),
    "memory_augmented.MemoryAugmentedNetwork": case(call=remembered),
    "pretraining.pretrained": case(call=pretaught, steps=given(1), batch=given(2)),
    "in_context.linear_functions": case(tasks=given(2), examples=given(3), size=given(2)),
    "in_context.linear_attention": case(
        tokens=ramp(2, 4, 3),
        query_key=ramp(3, 3),
        value=ramp(3, 3),
        known={"tokens: large": "their cubes are infinite, of both signs"},
    ),
    "in_context.descent_layer": case(size=given(2), rate=given(0.5)),
    "in_context.LinearTransformer": case(size=given(2), layers=given(1)),
    "in_context.trained_in_context": case(layers=given(1), steps=given(1), examples=given(3), size=given(2)),
    "in_context.least_squares_answers": case(tokens=ramp(2, 4, 3)),
    "episodes.support_labels": case(support=SUPPORT),
    "memory.read": case(weights=SHARES, memory=ramp(4, 3)),
    "turing_machine.addressed": case(memory=ramp(2, 4, 2), previous=lambda: torch.eye(4)[:2], address=where),
    "turing_machine.TuringMachine": case(bits=given(2), hidden=given(3)),
    "turing_machine.address": case(outputs=ramp(2, 8)),
    "turing_machine.tape": case(sequence=ramp(2, 3, 3)),
    "turing_machine.trained_machine": case(steps=given(1)),
    "turing_machine.share_copied": case(machine=machine, sequences=lambda: (ramp(2, 2, 3)() > 0).float()),
}
