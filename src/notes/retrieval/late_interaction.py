r"""Late interaction: a text keeps one vector for each word, and each word of the question takes its best match."""

from typing import cast

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import normalize

from notes.domain import beartype, require, require_below, require_decomposable, require_finite, require_sizes
from notes.losses.categorical import categorical_nll
from notes.retrieval.contrastive import trained_contrastively


@jaxtyped(typechecker=beartype)
def sum_of_maxima(
    questions: Float[Tensor, "questions asked size"],
    passages: Float[Tensor, "passages length size"],
    present: Bool[Tensor, "passages length"],
) -> Float[Tensor, "questions passages"]:
    r"""Score of late interaction: the largest inner product of each vector of the question, summed.

    $$s(x, z) = \sum_i \max_j f_i^\top d_j$$

    Args:
        questions: vectors $f_i$ of the words of each question; a vector of zeros counts nothing.
        passages: vectors $d_j$ of the words of each passage.
        present: which of these are there; at least one in each passage.

    Returns:
        One score for every question and passage.

    Raises:
        ValueError: if a passage has no word, or an entry is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.late_interaction import sum_of_maxima

        asked = torch.tensor([[[1.0, 0.0], [0.0, 1.0]]])
        passages = torch.tensor([[[2.0, 0.0], [0.0, 3.0]], [[1.0, 1.0], [9.0, 9.0]]])
        print(sum_of_maxima(asked, passages, torch.tensor([[True, True], [True, False]])).tolist())
        #> [[5.0, 2.0]]
        ```

    Reference: O. Khattab and M. Zaharia, ColBERT: Efficient and Effective Passage Search via Contextualized Late
    Interaction over BERT, 2020, section 3.
    """
    require_finite(questions=questions, passages=passages)
    require(present.any(-1), "present", "true somewhere in each passage, but any", present.any(-1))
    products = torch.einsum("qis,pjs->qpij", questions, passages)
    best = products.masked_fill(~present[:, None], -torch.inf).amax(-1)
    return best.sum(-1)


class WordVectors(nn.Module):
    """A vector of length one for each word, one table for questions and passages; ColBERT has BERT in its place.

    Args:
        words: size of the vocabulary.
        size: length of the vectors.
        generator: source of the first weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, words: int, size: int, generator: torch.Generator) -> None:
        require_sizes(words=words, size=size)
        super().__init__()
        self.table = nn.Parameter(torch.randn(words, size, generator=generator) / size**0.5)

    def forward(self, numbers: Int64[Tensor, "texts length"]) -> Float[Tensor, "texts length size"]:
        """The vectors of the words of each text, zeros where it has ended."""
        require_below(len(self.table), -1, numbers=numbers)
        return normalize(self.table, dim=-1)[numbers.clamp(min=0)] * (numbers >= 0)[..., None]

    def scores(
        self, questions: Int64[Tensor, "questions asked"], passages: Int64[Tensor, "passages length"]
    ) -> Float[Tensor, "questions passages"]:
        """The sum of maxima of every question with every passage."""
        return sum_of_maxima(self(questions), self(passages), passages >= 0)


@jaxtyped(typechecker=beartype)
def trained_word_vectors(
    vectors: WordVectors,
    questions: Int64[Tensor, "questions asked"],
    passages: Int64[Tensor, "passages length"],
    relevant: Int64[Tensor, "questions"],
    generator: torch.Generator,
    *,
    steps: int = 200,
) -> WordVectors:
    """A copy of word vectors, trained so that questions score highest with the passages that answer them.

    Args:
        vectors: what to start from; they stay as they are.
        questions: numbers of the words of each, -1 behind the end.
        passages: numbers of the words of each, -1 behind the end.
        relevant: number of the passage that answers each question.
        generator: source of the batches.
        steps: number of updates, each of 64 questions.

    Returns:
        The trained copy.

    Raises:
        ValueError: if `relevant` is no passage, a number is no word, or vectors are of half precision.
    """
    require_decomposable(vectors=vectors.table)
    require_below(len(passages), relevant=relevant)
    require_below(len(vectors.table), -1, questions=questions, passages=passages)

    def loss(model: nn.Module, asked: Tensor, candidates: Tensor) -> Tensor:
        scores = cast(WordVectors, model).scores(questions[asked], passages[candidates])
        return categorical_nll(scores, torch.arange(len(asked), device=scores.device)).mean()

    trained = trained_contrastively(vectors, loss, relevant, generator, steps=steps, batch=64, weight_decay=0.0)
    return cast(WordVectors, trained)
