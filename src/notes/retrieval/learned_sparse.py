r"""Learned sparse vectors: a text as few weighted words, its own and others that it stands for."""

from typing import cast

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import (
    beartype,
    require,
    require_below,
    require_decomposable,
    require_finite,
    require_not_negative,
    require_sizes,
    require_some,
)
from notes.retrieval.contrastive import trained_contrastively
from notes.retrieval.dense import in_batch_loss


class Expansion(nn.Module):
    r"""What each word of a text says for each word of the vocabulary, and the weights of the text that come of it.

    $$v_w(x) = \max_i \log(1 + \operatorname{ReLU}(a_{iw}))$$

    Here $a_{iw}$ is the entry of a table of pairs of words plus the offset of $w$. Each word begins as itself and a
    little of all others. In SPLADE $a_{iw}$ is what a masked language model predicts at word $i$.

    Args:
        words: size of the vocabulary.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, words: int) -> None:
        require_sizes(words=words)
        super().__init__()
        self.table, self.offsets = nn.Parameter(torch.eye(words)), nn.Parameter(torch.full((words,), 0.05))

    def forward(self, numbers: Int64[Tensor, "texts length"]) -> Float[Tensor, "texts words"]:
        """The weights of each text; its words as numbers, -1 behind the end."""
        require_below(len(self.table), -1, numbers=numbers)
        says = (self.table[numbers.clamp(min=0)] + self.offsets).masked_fill((numbers < 0)[..., None], 0.0)
        return says.relu().log1p().amax(-2)


@jaxtyped(typechecker=beartype)
def expected_products(weights: Float[Tensor, "texts words"]) -> Float[Tensor, ""]:
    r"""The regulariser that makes weights sparse: squares of the mean weight of each word, summed.

    $$\sum_w \Big( \frac1n \sum_{i=1}^{n} v_w(x_i) \Big)^2$$

    Args:
        weights: of some texts, not negative.

    Returns:
        The number of products that a pair of texts costs on average, if weights are zero or one.

    Raises:
        ValueError: if there is no text, or a weight is negative, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.learned_sparse import expected_products

        print(expected_products(torch.tensor([[1.0, 0.0], [1.0, 1.0]])).item())
        #> 1.25
        ```

    Reference: B. Paria et al., Minimizing FLOPs to Learn Efficient Sparse Representations, 2020.
    """
    require_some(weights=weights)
    require_finite(weights=weights)
    require(weights >= 0, "weights", "not negative", weights)
    return weights.mean(0).square().sum()


@jaxtyped(typechecker=beartype)
def inverted_index(weights: Float[Tensor, "documents words"]) -> list[dict[int, float]]:
    """For each word the documents that have it, with their weights: what is zero is not stored.

    Args:
        weights: of the documents, most of them zero.

    Returns:
        For each word the weights by the numbers of the documents.

    Raises:
        ValueError: if a weight is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.learned_sparse import inverted_index

        print(inverted_index(torch.tensor([[0.5, 0.0], [2.0, 1.0]])))
        #> [{0: 0.5, 1: 2.0}, {1: 1.0}]
        ```

    Reference: C. D. Manning, P. Raghavan and H. Schütze, Introduction to Information Retrieval, 2008, section 1.2.
    """
    require_finite(weights=weights)
    return [
        {document: column[document].item() for document in column.nonzero()[:, 0].tolist()} for column in weights.mT
    ]


@jaxtyped(typechecker=beartype)
def looked_up(question: Float[Tensor, "words"], index: list[dict[int, float]]) -> tuple[dict[int, float], int]:
    r"""Inner products with all documents that share a word with the question, and how many products that took.

    $$s(z) = \sum_{w \,:\, x_w \ne 0} x_w z_w$$

    Args:
        question: weights of its words.
        index: the list of each word.

    Returns:
        The scores by the numbers of the documents, and the number of products.

    Raises:
        ValueError: if a weight is NaN or infinite, or there is not one list for each word.

    Example:
        ```python
        import torch
        from notes.retrieval.learned_sparse import inverted_index, looked_up

        index = inverted_index(torch.tensor([[0.5, 0.0], [2.0, 1.0]]))
        print(looked_up(torch.tensor([0.0, 3.0]), index))
        #> ({1: 3.0}, 1)
        ```
    """
    require_finite(question=question)
    if len(index) != len(question):
        raise ValueError(f"`index` must have {len(question)} lists, got {len(index)}")
    scores, products = dict[int, float](), 0
    for word in question.nonzero()[:, 0].tolist():
        for document, weight in index[word].items():
            scores[document] = scores.get(document, 0.0) + question[word].item() * weight
            products += 1
    return scores, products


@jaxtyped(typechecker=beartype)
def trained_expansion(
    expansion: Expansion,
    questions: Int64[Tensor, "questions asked"],
    passages: Int64[Tensor, "passages length"],
    relevant: Int64[Tensor, "questions"],
    generator: torch.Generator,
    *,
    strength: float = 0.5,
    steps: int = 100,
) -> Expansion:
    """A copy of an expansion, trained to rank and to be sparse.

    Args:
        expansion: what to start from; it stays as it is.
        questions: numbers of the words of each, -1 behind the end.
        passages: numbers of the words of each, -1 behind the end.
        relevant: number of the passage that answers each question.
        generator: source of the batches.
        strength: weight of the regulariser, of questions and of passages; not negative.
        steps: number of updates.

    Returns:
        The trained copy.

    Raises:
        ValueError: if `relevant` is no passage, a number is no word, `strength` is negative, or the table of half
            precision.

    Reference: T. Formal, B. Piwowarski and S. Clinchant, SPLADE: Sparse Lexical and Expansion Model for First Stage
    Ranking, 2021.
    """
    require_decomposable(expansion=expansion.table)
    require_below(len(passages), relevant=relevant)
    require_below(len(expansion.table), -1, questions=questions, passages=passages)
    require_not_negative(strength=strength)

    def loss(model: nn.Module, asked: Tensor, candidates: Tensor) -> Tensor:
        x, z = model(questions[asked]), model(passages[candidates])
        return in_batch_loss(x, z) + strength * (expected_products(x) + expected_products(z))

    return cast(Expansion, trained_contrastively(expansion, loss, relevant, generator, steps=steps, weight_decay=0.0))
