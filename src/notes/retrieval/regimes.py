r"""One system of retriever and reader, trained in three ways: as DPR, as RAG and as REALM."""

from collections.abc import Iterable
from copy import deepcopy
from typing import NamedTuple

import torch
from jaxtyping import jaxtyped
from torch import Tensor, nn

from notes.domain import beartype
from notes.retrieval.dense import trained_dual_encoder
from notes.retrieval.system import RETRIEVED, System, marginal_loss, reindexed, retrieved
from notes.retrieval.task import Questions, Task


class Refresh(NamedTuple):
    """When an index is rebuilt while training goes on.

    Attributes:
        interval: steps from one snapshot of the passage encoder to the next.
        delay: steps that building an index from a snapshot takes; it is searched from then on. Below the interval.
    """

    interval: int
    delay: int


OFTEN = Refresh(interval=20, delay=10)


class Course(NamedTuple):
    """What became of a training with an index that ages.

    Attributes:
        system: the trained system, with the index that was searched last.
        agreement: for each step, the share of the retrieved passages that a fresh index would have given as well.
    """

    system: System
    agreement: list[float]


@jaxtyped(typechecker=beartype)
def trained_as_dpr(
    system: System, task: Task, questions: Questions, generator: torch.Generator, *, steps: int = 200
) -> System:
    """Both encoders trained on questions with the passages that answer them; the reader is not touched.

    Args:
        system: the system to start from; it stays as it is.
        task: the collection.
        questions: what to train on; the passages are used, the answers are not.
        generator: source of the batches.
        steps: number of updates.

    Returns:
        The trained system, with a fresh index.

    Example:
        ```python
        import torch
        from notes.retrieval.regimes import trained_as_dpr
        from notes.retrieval.system import warm_start
        from notes.retrieval.task import asked, task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        start = warm_start(drawn, generator)
        system = trained_as_dpr(start, drawn, asked(drawn, drawn.trained, [1]), generator, steps=2)
        print(system.reader is start.reader)
        #> True
        ```

    Reference: V. Karpukhin et al., Dense Passage Retrieval for Open-Domain Question Answering, 2020.
    """
    encoder = trained_dual_encoder(
        system.encoder, questions.counts, task.passages, questions.relevant, generator, steps=steps
    )
    return reindexed(system._replace(encoder=encoder), task)


@jaxtyped(typechecker=beartype)
def trained_as_rag(
    system: System, task: Task, questions: Questions, generator: torch.Generator, *, steps: int = 200
) -> System:
    """The question encoder and the reader trained on questions with answers; the index is frozen.

    Args:
        system: the system to start from; it stays as it is.
        task: the collection.
        questions: what to train on; the answers are used, which passage holds them is not.
        generator: source of the batches.
        steps: number of updates.

    Returns:
        The trained system, with the index it started from.

    Example:
        ```python
        import torch
        from notes.retrieval.regimes import trained_as_rag
        from notes.retrieval.system import warm_start
        from notes.retrieval.task import asked, task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        start = warm_start(drawn, generator)
        system = trained_as_rag(start, drawn, asked(drawn, drawn.trained, [1]), generator, steps=2)
        print(torch.equal(system.encoder.passage_words, start.encoder.passage_words))
        #> True
        ```

    Reference: P. Lewis et al., Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks, 2020, section 2.4.
    """
    encoder, reader = deepcopy(system.encoder), deepcopy(system.reader)
    system = System(encoder, reader, system.vectors)
    optimiser = _optimiser([encoder.question_words, *reader.parameters()])
    for _ in range(steps):
        batch = _batch(questions, generator)
        places = retrieved(system, batch)
        _descend(optimiser, marginal_loss(system, task, batch, places, system.vectors[places]))
    return system


@jaxtyped(typechecker=beartype)
def trained_as_realm(
    system: System,
    task: Task,
    questions: Questions,
    generator: torch.Generator,
    *,
    refresh: Refresh = OFTEN,
    steps: int = 200,
) -> Course:
    """Everything trained on questions with answers, while the index is rebuilt in the background.

    Args:
        system: the system to start from; it stays as it is.
        task: the collection.
        questions: what to train on; the answers are used, which passage holds them is not.
        generator: source of the batches.
        refresh: when the index is rebuilt; an interval above `steps` never does.
        steps: number of updates.

    Returns:
        The trained system with the index that was searched last, and how fresh the index was at each step.

    Raises:
        ValueError: if the delay is negative or not below the interval.

    Example:
        ```python
        import torch
        from notes.retrieval.regimes import Refresh, trained_as_realm
        from notes.retrieval.system import warm_start
        from notes.retrieval.task import asked, task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        questions = asked(drawn, drawn.trained, [1])
        course = trained_as_realm(
            warm_start(drawn, generator), drawn, questions, generator, refresh=Refresh(2, 1), steps=2
        )
        print(course.agreement[0])
        #> 1.0
        ```

    Reference: K. Guu et al., REALM: Retrieval-Augmented Language Model Pre-Training, 2020, section 3.3.
    """
    if not 0 <= refresh.delay < refresh.interval:
        raise ValueError(f"`refresh` must have 0 <= delay < interval, got {tuple(refresh)}")
    system = System(deepcopy(system.encoder), deepcopy(system.reader), system.vectors)
    optimiser = _optimiser([*system.encoder.parameters(), *system.reader.parameters()])
    building, agreement = system.vectors, []
    for step in range(steps):
        if step % refresh.interval == 0:
            building = reindexed(system, task).vectors
        if step % refresh.interval == refresh.delay:
            system = system._replace(vectors=building)
        batch = _batch(questions, generator)
        agreement.append(index_agreement(system, task, batch))
        places = retrieved(system, batch)
        documents = system.encoder.passages(task.passages[places])
        _descend(optimiser, marginal_loss(system, task, batch, places, documents))
    return Course(system, agreement)


@jaxtyped(typechecker=beartype)
def index_agreement(system: System, task: Task, questions: Questions, k: int = RETRIEVED) -> float:
    r"""Share of the passages retrieved from the index that a fresh index would give as well.

    $$\frac1n \sum_{i=1}^{n} \frac{1}{k}
    \lvert \operatorname{top}_k(x_i) \cap \operatorname{top}^{\text{fresh}}_k(x_i) \rvert$$

    Args:
        system: retriever with its index.
        task: the collection.
        questions: what is asked.
        k: number of passages retrieved for each question.

    Returns:
        A number from 0 to 1; 1 if the index is as good as new.

    Example:
        ```python
        import torch
        from notes.retrieval.regimes import index_agreement
        from notes.retrieval.system import warm_start
        from notes.retrieval.task import asked, task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        print(index_agreement(warm_start(drawn, generator), drawn, asked(drawn, drawn.held, [0])))
        #> 1.0
        ```
    """
    searched = retrieved(system, questions, k)
    fresh = retrieved(reindexed(system, task), questions, k)
    return float((searched[:, :, None] == fresh[:, None]).any(-1).float().mean())


def _batch(questions: Questions, generator: torch.Generator, size: int = 32) -> Questions:
    """Some of the questions, drawn at random."""
    drawn = torch.randint(len(questions.counts), (size,), generator=generator, device=generator.device)
    return Questions(*(part[drawn] for part in questions))


def _optimiser(parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
    """The optimiser of both regimes that train through the answers."""
    return torch.optim.AdamW(parameters, lr=0.01, weight_decay=0.1)


def _descend(optimiser: torch.optim.Optimizer, loss: Tensor) -> None:
    """One step of an optimiser down a loss."""
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
