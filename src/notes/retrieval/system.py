r"""A retriever with its index and a reader: what it retrieves, how likely it makes an answer, how often it is right."""

from collections.abc import Mapping
from typing import NamedTuple

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_below, require_decomposable, require_finite, require_shape
from notes.retrieval.dense import DualEncoder, nearest, trained_dual_encoder
from notes.retrieval.rag import log_prior, sequence_log_likelihood
from notes.retrieval.ranking import ranks, recall_at
from notes.retrieval.reader import Reader, greedy_answers, token_log_probabilities, trained_reader
from notes.retrieval.task import Questions, Task, asked

RETRIEVED = 8


class System(NamedTuple):
    """A retriever, its index and a reader.

    Attributes:
        encoder: encoders of questions and of passages.
        reader: generator of answers.
        vectors: the index: vectors of all passages, as they were when the index was built.
    """

    encoder: DualEncoder
    reader: nn.Module
    vectors: Float[Tensor, "passages size"]


class Scores(NamedTuple):
    """How well a system does on some questions.

    Attributes:
        recall: share of the questions whose passage is retrieved first.
        exact: share of the questions with both words of the answer right.
    """

    recall: float
    exact: float


@jaxtyped(typechecker=beartype)
def warm_start(task: Task, generator: torch.Generator, size: int = 32) -> System:
    """A system that knows questions in the words of the passages, and no other wording.

    Both encoders are trained on such questions with their passages, and the reader to read these passages.

    Args:
        task: collection and facts.
        generator: source of weights and batches.
        size: length of the vectors.

    Returns:
        The system from which all three regimes start.

    Example:
        ```python
        import torch
        from notes.retrieval.system import warm_start
        from notes.retrieval.task import task

        generator = torch.Generator().manual_seed(0)
        print(tuple(warm_start(task(generator), generator).vectors.shape))
        #> (320, 32)
        ```
    """
    known = asked(task, task.trained, [0])
    start = DualEncoder(len(task.columns), size, generator)
    encoder = trained_dual_encoder(start, known.counts, task.passages, known.relevant, generator)
    reader = Reader(len(task.columns), generator)
    read = trained_reader(reader, known.counts, task.passages[known.relevant], known.answers)
    return reindexed(System(encoder, read, torch.empty(0, size)), task)


@jaxtyped(typechecker=beartype)
def reindexed(system: System, task: Task) -> System:
    """The system with an index built from its passage encoder as it is now.

    Args:
        system: a system.
        task: the collection.

    Returns:
        The same encoders and reader, with a fresh index.

    Example:
        ```python
        import torch
        from notes.retrieval.system import reindexed, warm_start
        from notes.retrieval.task import task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        system = warm_start(drawn, generator)
        print(torch.equal(reindexed(system, drawn).vectors, system.vectors))
        #> True
        ```
    """
    return system._replace(vectors=system.encoder.passages(task.passages).detach())


@jaxtyped(typechecker=beartype)
def retrieved(system: System, questions: Questions, k: int = RETRIEVED) -> Int64[Tensor, "questions k"]:
    """The passages that the index gives for each question.

    Args:
        system: retriever with its index.
        questions: what is asked.
        k: number of passages for each.

    Returns:
        Numbers of passages, best first.

    Example:
        ```python
        import torch
        from notes.retrieval.system import retrieved, warm_start
        from notes.retrieval.task import asked, task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        print(tuple(retrieved(warm_start(drawn, generator), asked(drawn, drawn.held, [0])).shape))
        #> (37, 8)
        ```
    """
    with torch.no_grad():
        return nearest(system.encoder.questions(questions.counts), system.vectors, k)


@jaxtyped(typechecker=beartype)
def marginal_loss(
    system: System,
    task: Task,
    questions: Questions,
    places: Int64[Tensor, "questions k"],
    documents: Float[Tensor, "questions k size"],
) -> Float[Tensor, ""]:
    r"""Negative log likelihood of the answers, the passages summed out.

    $$L = -\frac1n \sum_{i=1}^{n} \log \sum_{z \in \operatorname{top}_k(x_i)}
    p_\phi(z \mid x_i) \, p_\theta(y_i \mid x_i, z)$$

    Args:
        system: question encoder and reader.
        task: the collection.
        questions: questions and answers; which passage answers is not used.
        places: numbers of the passages retrieved for each question.
        documents: their vectors, from the index (RAG), or encoded anew, so that the passage encoder gets a gradient
            (REALM).

    Returns:
        The mean loss in nats.

    Raises:
        ValueError: if `documents` is NaN or infinite, or a place is that of no passage, or documents are not as long as
            questions, or questions are of half precision.

    Example:
        ```python
        import torch
        from notes.retrieval.system import marginal_loss, retrieved, warm_start
        from notes.retrieval.task import asked, task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        system, questions = warm_start(drawn, generator), asked(drawn, drawn.held, [0])
        places = retrieved(system, questions)
        print(bool(marginal_loss(system, drawn, questions, places, system.vectors[places]) > 0))
        #> True
        ```

    Reference: P. Lewis et al., Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks, 2020, section 2.4;
    K. Guu et al., REALM: Retrieval-Augmented Language Model Pre-Training, 2020, section 3.3.
    """
    require_decomposable(questions=questions.counts)
    require_below(len(task.passages), places=places)
    require_shape((*places.shape, system.encoder.question_words.shape[1]), documents=documents)
    require_finite(documents=documents)
    vectors = system.encoder.questions(questions.counts)
    prior = log_prior((documents @ vectors[..., None]).squeeze(-1))
    tokens = token_log_probabilities(system.reader, questions.counts, task.passages[places], questions.answers)
    return -sequence_log_likelihood(prior, tokens).mean()


@jaxtyped(typechecker=beartype)
def scores(system: System, task: Task, questions: Questions, k: int = RETRIEVED) -> Scores:
    """How often the right passage is retrieved first, and the right answer given, by what the index holds.

    Args:
        system: retriever, index and reader.
        task: the collection.
        questions: what is asked.
        k: number of passages that the reader gets.

    Returns:
        Recall at one, and exact matches.

    Example:
        ```python
        import torch
        from notes.retrieval.system import scores, warm_start
        from notes.retrieval.task import asked, task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        print(scores(warm_start(drawn, generator), drawn, asked(drawn, drawn.held, [1])).recall < 0.2)
        #> True
        ```
    """
    with torch.no_grad():
        products = system.encoder.questions(questions.counts) @ system.vectors.mT
        best = retrieved(system, questions, k)
        prior = log_prior(products.take_along_dim(best, -1))
        answers = greedy_answers(system.reader, questions.counts, task.passages[best], prior)
    exact = (answers == questions.answers).all(-1).float().mean()
    return Scores(float(recall_at(ranks(products, questions.relevant), 1)), float(exact))


@jaxtyped(typechecker=beartype)
def shares(systems: Mapping[str, System], task: Task, questions: Questions) -> dict[str, dict[str, list[float]]]:
    """Scores of several systems on the same questions, by their names.

    Args:
        systems: the systems.
        task: the collection.
        questions: what is asked.

    Returns:
        For each system, a list of one share under "recall at one" and under "exact answers".

    Example:
        ```python
        import torch
        from notes.retrieval.system import shares, warm_start
        from notes.retrieval.task import asked, task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        found = shares({"start": warm_start(drawn, generator)}, drawn, asked(drawn, drawn.held, [1]))
        print(list(found["start"]))
        #> ['recall at one', 'exact answers']
        ```
    """
    found = {name: scores(system, task, questions) for name, system in systems.items()}
    return {name: {"recall at one": [s.recall], "exact answers": [s.exact]} for name, s in found.items()}
