r"""One generator twice: answering by heart, and from the passage that is retrieved for it."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_shape
from notes.retrieval.reader import Reader, exact_matches, greedy_answers, trained_reader
from notes.retrieval.sparse import bm25
from notes.retrieval.task import Task, asked


class Readers(NamedTuple):
    """Two generators that were trained on the same questions and answers.

    Attributes:
        by_heart: saw the questions only.
        by_book: saw the passage that answers each as well.
    """

    by_heart: nn.Module
    by_book: nn.Module


@jaxtyped(typechecker=beartype)
def readers(task: Task, generator: torch.Generator) -> Readers:
    """Both generators, trained on all facts that training may ask for.

    Args:
        task: collection and facts.
        generator: source of the first weights, which are the same for both.

    Returns:
        The trained generators.

    Example:
        ```python
        import torch
        from notes.retrieval.open_book import readers
        from notes.retrieval.task import task

        generator = torch.Generator().manual_seed(0)
        print(len(readers(task(generator), generator)))
        #> 2
        ```
    """
    known, blank = asked(task, task.trained, [0]), Reader(len(task.columns), generator)
    none, right = torch.zeros_like(known.counts), task.passages[known.relevant]
    return Readers(
        trained_reader(blank, known.counts, none, known.answers, steps=200, weight_decay=0.0),
        trained_reader(blank, known.counts, right, known.answers),
    )


@jaxtyped(typechecker=beartype)
def shares_right(pair: Readers, task: Task, facts: Sequence[int]) -> tuple[float, float]:
    """How many of some facts each generator gets right; what the second reads is found by BM25.

    Args:
        pair: the generators.
        task: the collection as it is when the questions are asked.
        facts: numbers of the facts to ask for, in the words of the passages.

    Returns:
        The share of right answers by heart, and by book.

    Example:
        ```python
        import torch
        from notes.retrieval.open_book import readers, shares_right
        from notes.retrieval.task import task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        by_heart, by_book = shares_right(readers(drawn, generator), drawn, drawn.new)
        print(by_heart < 0.1, by_book > 0.5)
        #> True True
        ```
    """
    questions = asked(task, facts, [0])
    passages = best_passages(questions.counts, task)
    by_heart = exact_matches(pair.by_heart, questions.counts, torch.zeros_like(passages), questions.answers)
    return by_heart, exact_matches(pair.by_book, questions.counts, passages, questions.answers)


@jaxtyped(typechecker=beartype)
def answers_in_words(pair: Readers, task: Task, fact: int) -> tuple[str, str]:
    """What each generator answers when it is asked for one fact.

    Args:
        pair: the generators.
        task: the collection as it is when the question is asked.
        fact: number of the fact.

    Returns:
        The answer by heart, and by book.

    Example:
        ```python
        import torch
        from notes.retrieval.open_book import answers_in_words, readers
        from notes.retrieval.task import task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        print([len(words.split()) for words in answers_in_words(readers(drawn, generator), drawn, 0)])
        #> [2, 2]
        ```
    """
    counts, names = asked(task, [fact], [0]).counts, list(task.columns)
    passages = best_passages(counts, task)
    by_heart = greedy_answers(
        pair.by_heart, counts, torch.zeros_like(passages)[:, None], torch.zeros(1, 1, device=counts.device)
    )
    by_book = greedy_answers(pair.by_book, counts, passages[:, None], torch.zeros(1, 1, device=counts.device))
    heart, book = (" ".join(names[i] for i in found[0].tolist()) for found in (by_heart, by_book))
    return heart, book


@jaxtyped(typechecker=beartype)
def best_passages(questions: Float[Tensor, "questions words"], task: Task) -> Float[Tensor, "questions words"]:
    """The passage with the highest score of BM25 for each question.

    Args:
        questions: counts of words.
        task: the collection.

    Returns:
        Counts of words of one passage per question.

    Raises:
        ValueError: if questions are not as wide as the task's vocabulary.

    Example:
        ```python
        import torch
        from notes.retrieval.open_book import best_passages
        from notes.retrieval.task import asked, task

        drawn = task(torch.Generator().manual_seed(0))
        questions = asked(drawn, drawn.new, [0])
        print(torch.equal(best_passages(questions.counts, drawn), drawn.passages[questions.relevant]))
        #> True
        ```
    """
    require_shape((len(questions), task.passages.shape[1]), questions=questions)
    return task.passages[bm25(questions, task.passages).argmax(-1)]
