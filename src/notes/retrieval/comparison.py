r"""Sparse and dense retrieval on the same questions: the passage's words or others, known entities or new ones."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_some, require_squares
from notes.retrieval.dense import DualEncoder, trained_dual_encoder
from notes.retrieval.fusion import reciprocal_rank_fusion
from notes.retrieval.ranking import ranks
from notes.retrieval.sparse import bm25, tf_idf
from notes.retrieval.task import Task, asked

KINDS = ("known, same words", "known, other words", "new, same words", "new, other words")


@jaxtyped(typechecker=beartype)
def dense_retriever(task: Task, generator: torch.Generator, size: int = 64) -> DualEncoder:
    """Two encoders trained on all wordings of the facts that training may ask for.

    Args:
        task: the collection.
        generator: source of weights and batches.
        size: length of the vectors.

    Returns:
        The trained encoders.

    Example:
        ```python
        import torch
        from notes.retrieval.comparison import dense_retriever
        from notes.retrieval.task import task

        generator = torch.Generator().manual_seed(0)
        print(dense_retriever(task(generator), generator).question_words.shape[1])
        #> 64
        ```
    """
    questions = asked(task, task.trained, range(4))
    start = DualEncoder(len(task.columns), size, generator)
    return trained_dual_encoder(start, questions.counts, task.passages, questions.relevant, generator)


@jaxtyped(typechecker=beartype)
def places_by_retriever(task: Task, encoder: DualEncoder) -> dict[str, dict[str, Tensor]]:
    """Rank of the right passage for every held-out question, by each retriever.

    Args:
        task: the collection.
        encoder: the dense retriever.

    Returns:
        For each of `KINDS`, the ranks under "TF-IDF", "BM25", "DPR", and "sum" and "RRF" of the latter two.

    Example:
        ```python
        import torch
        from notes.retrieval.comparison import dense_retriever, places_by_retriever
        from notes.retrieval.task import task

        generator = torch.Generator().manual_seed(0)
        drawn = task(generator)
        places = places_by_retriever(drawn, dense_retriever(drawn, generator))
        print(places["known, same words"]["BM25"].max().item())
        #> 1
        ```
    """
    groups = [(facts, wordings) for facts in (task.held, task.new) for wordings in ([0], [1, 2, 3])]
    found = {}
    for kind, (facts, wordings) in zip(KINDS, groups, strict=True):
        questions = asked(task, facts, wordings)
        with torch.no_grad():
            products = encoder.questions(questions.counts) @ encoder.passages(task.passages).mT
        sparse = bm25(questions.counts, task.passages)
        scores = {
            "TF-IDF": tf_idf(questions.counts, task.passages) @ tf_idf(task.passages, task.passages).mT,
            "BM25": sparse,
            "DPR": products,
            "sum": standardised(sparse) + standardised(products),
            "RRF": reciprocal_rank_fusion(torch.stack([sparse, products])),
        }
        found[kind] = {name: ranks(score, questions.relevant) for name, score in scores.items()}
    return found


@jaxtyped(typechecker=beartype)
def standardised(scores: Float[Tensor, "questions passages"]) -> Float[Tensor, "questions passages"]:
    """Scores in units of their spread over the passages, about their mean, so that two retrievers can be added.

    Args:
        scores: one row per question, not all alike.

    Returns:
        Scores with mean zero and standard deviation one in each row.

    Raises:
        ValueError: if a row has no spread, or there are no scores, or they have no finite sum of squares.

    Example:
        ```python
        import torch
        from notes.retrieval.comparison import standardised

        print(standardised(torch.tensor([[0.0, 10.0, 20.0]])).tolist())
        #> [[-1.0, 0.0, 1.0]]
        ```
    """
    require_some(scores=scores)
    require_squares(scores=scores)
    spread = scores.std(-1, keepdim=True)
    require(spread > 0, "scores", "such that each row has a spread, but the spread", spread)
    return (scores - scores.mean(-1, keepdim=True)) / spread
