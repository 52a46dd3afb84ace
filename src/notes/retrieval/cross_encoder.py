r"""A cross-encoder: one network that reads question and passage together, to rank anew what was retrieved."""

from typing import cast

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_below, require_decomposable, require_shape, require_sizes
from notes.losses.categorical import categorical_nll
from notes.losses.training import trained
from notes.retrieval.late_interaction import WordVectors


class CrossEncoder(nn.Module):
    r"""A network that scores a question and a passage which it reads together.

    Each word of the question attends to the words of the passage; what it found is compared with it by a hidden layer.

    $$\tilde d_i = \sum_j \operatorname{softmax}_j(f_i^\top d_j) \, d_j, \qquad
    s(x, z) = \sum_i \omega^\top \operatorname{ReLU}\big( \Omega [f_i, \tilde d_i, f_i \odot \tilde d_i] + \beta \big)$$

    Args:
        words: size of the vocabulary.
        size: length of the vectors of words.
        generator: source of the first weights.
        hidden: number of hidden units.

    Reference: A. Parikh, O. Täckström, D. Das and J. Uszkoreit, A Decomposable Attention Model for Natural Language
    Inference, 2016.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, words: int, size: int, generator: torch.Generator, hidden: int = 32) -> None:
        require_sizes(words=words, size=size, hidden=hidden)
        super().__init__()
        self.vectors = WordVectors(words, size, generator)
        self.compared = nn.Parameter(torch.randn(3 * size, hidden, generator=generator) / (3 * size) ** 0.5)
        self.offsets = nn.Parameter(torch.zeros(hidden))
        self.output = nn.Parameter(torch.randn(hidden, generator=generator) / hidden**0.5)

    def forward(
        self, questions: Int64[Tensor, "batch asked"], passages: Int64[Tensor, "batch candidates length"]
    ) -> Float[Tensor, "batch candidates"]:
        """One score for each candidate of each question; words as numbers, -1 behind the end."""
        asked = self.vectors(questions)[:, None].expand(-1, passages.shape[1], -1, -1)
        read = self.vectors(passages.flatten(end_dim=1)).unflatten(0, passages.shape[:2])
        matches = (asked @ read.mT).masked_fill((passages < 0)[:, :, None], -torch.inf)
        found = matches.softmax(-1) @ read
        units = (torch.cat([asked, found, asked * found], -1) @ self.compared + self.offsets).relu()
        return ((units @ self.output) * (questions >= 0)[:, None]).sum(-1)


@jaxtyped(typechecker=beartype)
def reranked(
    model: CrossEncoder,
    questions: Int64[Tensor, "questions asked"],
    passages: Int64[Tensor, "passages length"],
    candidates: Int64[Tensor, "questions k"],
) -> Int64[Tensor, "questions k"]:
    """The candidates of each question in the order of their scores.

    Args:
        model: the cross-encoder; it reads each pair of a question and a candidate.
        questions: numbers of the words of each, -1 behind the end.
        passages: numbers of the words of each, -1 behind the end.
        candidates: numbers of the passages that were retrieved for each question.

    Returns:
        The same numbers, best first.

    Raises:
        ValueError: if a candidate is no passage, a number no word, or there are not as many rows of them as questions.

    Example:
        ```python
        import torch
        from notes.retrieval.cross_encoder import CrossEncoder, reranked

        model, texts = CrossEncoder(5, 4, torch.Generator().manual_seed(0)), torch.tensor([[0, 1], [2, 3], [4, -1]])
        print(sorted(reranked(model, texts[:1], texts, torch.tensor([[2, 0]]))[0].tolist()))
        #> [0, 2]
        ```

    Reference: R. Nogueira and K. Cho, Passage Re-ranking with BERT, 2019.
    """
    require_shape((len(questions), candidates.shape[1]), candidates=candidates)
    require_below(len(passages), candidates=candidates)
    require_below(len(model.vectors.table), -1, questions=questions, passages=passages)
    with torch.no_grad():
        scores = model(questions, passages[candidates])
    return candidates.take_along_dim(scores.argsort(dim=1, descending=True, stable=True), 1)


@jaxtyped(typechecker=beartype)
def trained_cross_encoder(
    model: CrossEncoder,
    questions: Int64[Tensor, "questions asked"],
    passages: Int64[Tensor, "questions candidates length"],
    generator: torch.Generator,
    *,
    steps: int = 150,
) -> CrossEncoder:
    """A copy of a cross-encoder, trained to give the first candidate of each question the highest score.

    Args:
        model: what to start from; it stays as it is.
        questions: numbers of the words of each, -1 behind the end.
        passages: numbers of the words of the candidates: the right one first, then wrong ones.
        generator: source of the batches.
        steps: number of updates of Adam, each of 64 questions.

    Returns:
        The trained copy.

    Raises:
        ValueError: if there are not as many rows of candidates as questions, a number is no word, or the model is of
            half precision.
    """
    require_decomposable(model=model.compared)
    require_shape((len(questions), *passages.shape[1:]), passages=passages)
    require_below(len(model.vectors.table), -1, questions=questions, passages=passages)

    def loss(network: nn.Module) -> Tensor:
        drawn = torch.randint(len(questions), (64,), generator=generator, device=generator.device)
        return categorical_nll(network(questions[drawn], passages[drawn]), torch.zeros_like(drawn)).mean()

    return cast(CrossEncoder, trained(model, loss, steps=steps, learning_rate=0.01))
