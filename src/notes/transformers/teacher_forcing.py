"""Teacher forcing: a writer that is fed the true words while it learns, and its own words afterwards."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor, nn
from torch.nn import functional

from notes.domain import beartype, require_sizes
from notes.losses.training import trained
from notes.transformers.initialization import initialized
from notes.transformers.sequence_to_sequence import RecurrentLayer

PLACES = 10


class Walks(NamedTuple):
    """Walks on a circle of ten places, each told by its steps.

    Attributes:
        steps: one step a column, minus one or one.
        places: where the walk is after each step, from place zero on.
    """

    steps: Float[Tensor, "walks length"]
    places: Int[Tensor, "walks length"]


@jaxtyped(typechecker=beartype)
def random_walks(count: int, length: int, generator: torch.Generator) -> Walks:
    """Walks whose every step goes one place to the left or to the right, with equal probability.

    Args:
        count: number of walks.
        length: number of steps.
        generator: source of randomness.

    Returns:
        The walks.

    Raises:
        ValueError: if `count` or `length` is negative.

    Example:
        ```python
        import torch
        from notes.transformers.teacher_forcing import random_walks

        walk = random_walks(1, 4, torch.Generator().manual_seed(0))
        print(walk.steps.tolist(), walk.places.tolist())
        #> [[-1.0, 1.0, 1.0, -1.0]] [[9, 0, 1, 0]]
        ```
    """
    require_sizes(0, count=count, length=length)
    steps = 2 * torch.randint(2, (count, length), generator=generator) - 1
    return Walks(steps.float(), steps.cumsum(dim=1) % PLACES)


class Writer(nn.Module):
    """A recurrent network that is told all steps of a walk at once, and then writes down its places one by one.

    Attributes:
        start: the map from what is told to the first state.
        layer: the recurrent layer, which reads the place before.
        output: the scores of the places.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, length: int, hidden: int) -> None:
        require_sizes(length=length, hidden=hidden)
        super().__init__()
        self.start, self.layer = nn.Linear(length, hidden), RecurrentLayer(PLACES, hidden)
        self.output = nn.Linear(hidden, PLACES)

    @jaxtyped(typechecker=beartype)
    def teacher_forced(self, walks: Walks) -> Float[Tensor, "walks length words"]:
        """The scores of each place, given the true places before it."""
        before = functional.one_hot(functional.pad(walks.places[:, :-1], (1, 0)), PLACES).to(walks.steps.dtype)
        state, scores = torch.tanh(self.start(walks.steps)), []
        for reading in before.unbind(dim=1):
            state = self.layer.step(reading, state)
            scores.append(self.output(state))
        return torch.stack(scores, dim=1)

    @jaxtyped(typechecker=beartype)
    def free_running(self, walks: Walks) -> Float[Tensor, "walks length words"]:
        """The scores of each place, given the places that the writer itself wrote before it."""
        state, scores = torch.tanh(self.start(walks.steps)), []
        place = torch.zeros(len(walks.steps), dtype=torch.long)
        for _ in range(walks.steps.shape[1]):
            state = self.layer.step(functional.one_hot(place, PLACES).to(walks.steps.dtype), state)
            scores.append(self.output(state))
            place = scores[-1].argmax(dim=-1)
        return torch.stack(scores, dim=1)


Feeding = Callable[[Writer, Walks], Tensor]


@jaxtyped(typechecker=beartype)
def trained_writer(
    feeding: Feeding, generator: torch.Generator, *, length: int = 12, hidden: int = 12, steps: int = 150
) -> Writer:
    """A writer trained by cross entropy on fresh walks, fed in one of the two ways.

    Args:
        feeding: `Writer.teacher_forced` or `Writer.free_running`.
        generator: source of the weights and of the walks.
        length: steps in a walk.
        hidden: units of the state; few, so that the writer cannot keep all it was told.
        steps: updates, each with 64 fresh walks.

    Returns:
        The trained writer.

    Raises:
        ValueError: if `length` or `hidden` is below 1.

    Example:
        ```python
        import torch
        from notes.transformers.teacher_forcing import Writer, random_walks, trained_writer

        generator = torch.Generator().manual_seed(0)
        writer = trained_writer(Writer.teacher_forced, generator, steps=1)
        print(tuple(writer.free_running(random_walks(5, 12, generator)).shape))
        #> (5, 12, 10)
        ```

    Reference: R. J. Williams and D. Zipser, A Learning Algorithm for Continually Running Fully Recurrent Neural
    Networks, 1989.
    """

    require_sizes(length=length, hidden=hidden)

    def loss(writer: nn.Module) -> Tensor:
        assert isinstance(writer, Writer)
        walks = random_walks(64, length, generator)
        return functional.cross_entropy(feeding(writer, walks).flatten(0, 1), walks.places.flatten())

    writer = trained(initialized(Writer(length, hidden), generator), loss, steps=steps, learning_rate=0.02)
    assert isinstance(writer, Writer)
    return writer


@jaxtyped(typechecker=beartype)
def shares_right(
    scores: Float[Tensor, "batch time words"], targets: Int[Tensor, "batch time"]
) -> Float[Tensor, " time"]:
    """At each step, the share of the sequences whose best scored word is the right one.

    Args:
        scores: scores of the words.
        targets: the right words.

    Returns:
        One share per step.

    Example:
        ```python
        import torch
        from notes.transformers.teacher_forcing import shares_right

        scores = torch.tensor([[[1.0, 0.0], [1.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]]])
        print(shares_right(scores, torch.tensor([[0, 0], [0, 0]])).tolist())
        #> [1.0, 0.5]
        ```
    """
    return (scores.argmax(dim=-1) == targets).float().mean(dim=0)


@jaxtyped(typechecker=beartype)
def shares_after_training(
    feeding: Feeding, generator: torch.Generator, *, length: int = 12, hidden: int = 12, steps: int = 150
) -> tuple[Float[Tensor, "{length}"], Float[Tensor, "{length}"]]:
    """Shares of right places of a writer trained in one way, when it is fed the truth and when it is left alone.

    Args:
        feeding: how it is fed in training: `Writer.teacher_forced` or `Writer.free_running`.
        generator: source of the weights, of the walks to learn from and of 1000 walks to be judged by.
        length: steps in a walk.
        hidden: units of the state.
        steps: updates, each with 64 fresh walks.

    Returns:
        At each step the share with the true places before it, and that with the writer's own.

    Example:
        ```python
        import torch
        from notes.transformers.teacher_forcing import Writer, shares_after_training

        generator = torch.Generator().manual_seed(0)
        told, alone = shares_after_training(Writer.teacher_forced, generator, length=3)
        print(bool(told[0] == alone[0]))
        #> True
        ```

    Reference: M. Ranzato, S. Chopra, M. Auli and W. Zaremba, Sequence Level Training with Recurrent Neural Networks,
    2016.
    """
    writer = trained_writer(feeding, generator, length=length, hidden=hidden, steps=steps)
    walks = random_walks(1000, length, generator)
    with torch.no_grad():
        told, alone = (shares_right(way(walks), walks.places) for way in (writer.teacher_forced, writer.free_running))
    return told, alone
