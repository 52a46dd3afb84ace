r"""One task for all retrievers and readers of the chapter: passages, and facts of three kinds to ask for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require
from notes.retrieval.knowledge import ADJECTIVES, NOUNS, WORDINGS, Fact, knowledge_base, passage, question
from notes.retrieval.vocabulary import vocabulary, word_counts


class Task(NamedTuple):
    """A collection of passages, and which of its facts are for what.

    Attributes:
        facts: the facts, one for each passage.
        columns: the vocabulary of all passages and questions.
        passages: counts of words, one row per passage.
        trained: numbers of the facts that training may ask for.
        held: numbers of facts that it never asks for, about entities that it does ask about.
        new: numbers of all facts about entities that it never asks about; their passages are in the collection.
    """

    facts: list[Fact]
    columns: dict[str, int]
    passages: Float[Tensor, "passages words"]
    trained: list[int]
    held: list[int]
    new: list[int]


class Questions(NamedTuple):
    """Questions with all that is known of them.

    Attributes:
        counts: counts of words, one row per question.
        relevant: number of the passage that answers each.
        answers: the two words of the answer, as columns of the vocabulary.
    """

    counts: Float[Tensor, "questions words"]
    relevant: Int64[Tensor, "questions"]
    answers: Int64[Tensor, "questions 2"]


@jaxtyped(typechecker=beartype)
def task(generator: torch.Generator, entities: int = 40) -> Task:
    """A knowledge base with its facts divided: a fifth of the entities new, a seventh of the other facts held out.

    Args:
        generator: source of the knowledge base.
        entities: number of entities, from 5 to 80.

    Returns:
        The task.

    Raises:
        ValueError: if the number of entities is outside its range.

    Example:
        ```python
        import torch
        from notes.retrieval.task import task

        drawn = task(torch.Generator().manual_seed(0))
        print(len(drawn.trained), len(drawn.held), len(drawn.new))
        #> 219 37 64
        ```
    """
    if not 5 <= entities <= 80:
        raise ValueError(f"`entities` must be a number from 5 to 80, got {entities}")
    facts = knowledge_base(generator, entities)
    texts = [passage(fact) for fact in facts]
    columns = vocabulary(texts + [question(fact, wording) for fact in facts for wording in range(WORDINGS)])
    names = {name: place for place, name in enumerate(sorted({fact.entity for fact in facts}))}
    new = [i for i, fact in enumerate(facts) if names[fact.entity] % 5 == 0]
    known = [i for i, fact in enumerate(facts) if names[fact.entity] % 5]
    trained = [i for place, i in enumerate(known) if place % 7]
    return Task(facts, columns, word_counts(texts, columns), trained, known[::7], new)


@jaxtyped(typechecker=beartype)
def asked(task: Task, facts: Sequence[int], wordings: Iterable[int]) -> Questions:
    """Questions for some facts of a task, in some wordings.

    Args:
        task: the task.
        facts: numbers of the facts to ask for.
        wordings: numbers of the wordings, 0 for that of the passage.

    Returns:
        A question for each fact and wording, the wordings of a fact together.

    Raises:
        ValueError: if there is no such wording.

    Example:
        ```python
        import torch
        from notes.retrieval.task import asked, task

        drawn = task(torch.Generator().manual_seed(0))
        print(len(asked(drawn, drawn.held, [1, 2, 3]).counts))
        #> 111
        ```
    """
    pairs = [(i, wording) for i in facts for wording in wordings]
    texts = [question(task.facts[i], wording) for i, wording in pairs]
    answers = [[task.columns[task.facts[i].adjective], task.columns[task.facts[i].noun]] for i, _ in pairs]
    return Questions(
        word_counts(texts, task.columns, device=task.passages.device),
        torch.tensor([i for i, _ in pairs], device=task.passages.device),
        torch.tensor(answers, device=task.passages.device).reshape(-1, 2),
    )


@jaxtyped(typechecker=beartype)
def rewritten(task: Task, facts: Sequence[int], generator: torch.Generator) -> Task:
    """The task in a world in which some facts have changed: their passages state new answers.

    Args:
        task: the task before.
        facts: numbers of the facts that change.
        generator: source of the new answers; both words of each differ from the old ones and stand in the vocabulary.

    Returns:
        The task with these passages written anew, and all else as it was.

    Example:
        ```python
        import torch
        from notes.retrieval.task import rewritten, task

        generator = torch.Generator().manual_seed(0)
        before = task(generator)
        after = rewritten(before, [0], generator)
        print((before.passages != after.passages).any(1).sum().item())
        #> 1
        ```
    """
    changed = list(task.facts)
    for i in facts:
        require(0 <= i < len(changed), "facts", f"from 0 to {len(changed) - 1}", i)
        fact = changed[i]
        adjectives = [word for word in ADJECTIVES if word != fact.adjective and word in task.columns]
        nouns = [word for word in NOUNS[fact.relation] if word != fact.noun and word in task.columns]
        adjective, noun = (
            among[int(torch.randint(len(among), (1,), generator=generator, device=generator.device))]
            for among in (adjectives, nouns)
        )
        changed[i] = fact._replace(adjective=adjective, noun=noun)
    return task._replace(
        facts=changed,
        passages=word_counts([passage(fact) for fact in changed], task.columns, device=task.passages.device),
    )
