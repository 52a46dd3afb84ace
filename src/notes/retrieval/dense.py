r"""Dense retrieval: two encoders into one space, in which the passage that answers a question is near it."""

from typing import cast

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_below, require_decomposable, require_finite, require_sizes, require_some
from notes.losses.categorical import categorical_nll
from notes.retrieval.contrastive import trained_contrastively


class DualEncoder(nn.Module):
    r"""One encoder for questions and one for passages, each the sum of a vector per word.

    $$f(x) = \frac{A^\top x}{\sqrt{|x|}}, \qquad d(z) = \frac{B^\top z}{\sqrt{|z|}}$$

    Here $x$ and $z$ are counts of words. The two matrices share nothing: what a word means in a question is learned
    apart from what it means in a passage.

    Args:
        words: size of the vocabulary.
        size: length of the vectors.
        generator: source of the first weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, words: int, size: int, generator: torch.Generator) -> None:
        require_sizes(words=words, size=size)
        super().__init__()
        self.question_words = nn.Parameter(torch.randn(words, size, generator=generator) / size**0.5)
        self.passage_words = nn.Parameter(torch.randn(words, size, generator=generator) / size**0.5)

    def questions(self, counts: Float[Tensor, "*batch words"]) -> Float[Tensor, "*batch size"]:
        """Vectors of questions, from their counts of words."""
        return counts @ self.question_words / counts.sum(-1, keepdim=True).sqrt()

    def passages(self, counts: Float[Tensor, "*batch words"]) -> Float[Tensor, "*batch size"]:
        """Vectors of passages, from their counts of words."""
        return counts @ self.passage_words / counts.sum(-1, keepdim=True).sqrt()


@jaxtyped(typechecker=beartype)
def word_affinities(encoder: DualEncoder) -> Float[Tensor, "words words"]:
    r"""What a word of a question and a word of a passage add to the inner product of the two.

    $$M = A B^\top, \qquad f(x)^\top d(z) = \frac{x^\top M z}{\sqrt{|x| \, |z|}}$$

    Args:
        encoder: a pair of encoders.

    Returns:
        One number for each word of a question (rows) and each word of a passage (columns).

    Example:
        ```python
        import torch
        from notes.retrieval.dense import DualEncoder, word_affinities

        print(tuple(word_affinities(DualEncoder(5, 3, torch.Generator().manual_seed(0))).shape))
        #> (5, 5)
        ```
    """
    return encoder.question_words.detach() @ encoder.passage_words.detach().mT


@jaxtyped(typechecker=beartype)
def in_batch_loss(
    questions: Float[Tensor, "batch size"], passages: Float[Tensor, "candidates size"]
) -> Float[Tensor, ""]:
    r"""Cross entropy of picking each question's own passage among the passages of the whole batch.

    $$L = -\frac1n \sum_{i=1}^{n} \log \frac{e^{f_i^\top d_i}}{\sum_{j} e^{f_i^\top d_j}}$$

    Args:
        questions: vectors $f_i$.
        passages: vectors $d_j$; the first ones belong to the questions in their order, further ones are hard negatives.

    Returns:
        The mean loss in nats.

    Raises:
        ValueError: if there is no question, there are fewer passages than questions, or an entry is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.dense import in_batch_loss

        print(f"{in_batch_loss(torch.zeros(4, 2), torch.zeros(4, 2)):.4f}")
        #> 1.3863
        ```

    Reference: V. Karpukhin et al., Dense Passage Retrieval for Open-Domain Question Answering, 2020, equation 2.
    """
    if len(passages) < len(questions):
        raise ValueError(f"`passages` must be {len(questions)} or more, got {len(passages)}")
    require_some(questions=questions)
    require_finite(questions=questions, passages=passages)
    return categorical_nll(questions @ passages.mT, torch.arange(len(questions), device=questions.device)).mean()


@jaxtyped(typechecker=beartype)
def nearest(
    questions: Float[Tensor, "questions size"], index: Float[Tensor, "passages size"], k: int
) -> Int64[Tensor, "questions k"]:
    r"""The k passages with the largest inner product with each question, best first, by exact search.

    $$\operatorname{top}_k(x) = \operatorname*{arg\,max}_{|Z| = k} \sum_{z \in Z} f(x)^\top d(z)$$

    Every inner product is computed: one matrix product, and no passage is missed.

    Args:
        questions: vectors $f(x)$.
        index: vectors $d(z)$ of the whole collection.
        k: number of passages to find, at most as many as there are.

    Returns:
        Numbers of passages, from 0. Of two with one inner product the first is taken.

    Raises:
        ValueError: if there are not so many passages, or an entry is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.dense import nearest

        print(nearest(torch.tensor([[1.0, 0.0]]), torch.tensor([[0.1, 9.0], [2.0, 0.0], [1.0, 1.0]]), 2).tolist())
        #> [[1, 2]]
        ```
    """
    require_finite(questions=questions, index=index)
    if not 0 < k <= len(index):
        raise ValueError(f"`k` must be a number from 1 to {len(index)}, got {k}")
    return (questions @ index.mT).argsort(dim=-1, descending=True, stable=True)[:, :k]


@jaxtyped(typechecker=beartype)
def trained_dual_encoder(
    encoder: DualEncoder,
    questions: Float[Tensor, "questions words"],
    passages: Float[Tensor, "passages words"],
    relevant: Int64[Tensor, "questions"],
    generator: torch.Generator,
    *,
    hard: Int64[Tensor, "questions mined"] | None = None,
    steps: int = 200,
    batch: int = 128,
) -> DualEncoder:
    """A copy of a dual encoder, trained on questions with the passage that answers each.

    Args:
        encoder: the encoders to start from; they stay as they are.
        questions: counts of words.
        passages: counts of words of the collection.
        relevant: number of the passage that answers each question.
        generator: source of the batches.
        hard: numbers of further wrong passages for each question, none by default.
        steps: number of updates of AdamW.
        batch: number of questions drawn for each.

    Returns:
        The trained copy.

    Raises:
        ValueError: if `relevant` or `hard` is no passage, `batch` is below 1, or a number is of half precision.

    Example:
        ```python
        import torch
        from notes.retrieval.dense import DualEncoder, nearest, trained_dual_encoder

        generator, counts = torch.Generator().manual_seed(0), torch.eye(6)
        encoder = trained_dual_encoder(DualEncoder(6, 4, generator), counts, counts, torch.arange(6), generator)
        print(nearest(encoder.questions(counts), encoder.passages(counts), 1)[:, 0].tolist())
        #> [0, 1, 2, 3, 4, 5]
        ```

    Reference: V. Karpukhin et al., Dense Passage Retrieval for Open-Domain Question Answering, 2020, section 3.2.
    """
    require_decomposable(questions=questions, passages=passages)
    require_below(len(passages), relevant=relevant)
    if hard is not None:
        require_below(len(passages), hard=hard)

    def loss(model: nn.Module, asked: Tensor, candidates: Tensor) -> Tensor:
        both = cast(DualEncoder, model)
        return in_batch_loss(both.questions(questions[asked]), both.passages(passages[candidates]))

    return cast(
        DualEncoder, trained_contrastively(encoder, loss, relevant, generator, hard=hard, steps=steps, batch=batch)
    )
