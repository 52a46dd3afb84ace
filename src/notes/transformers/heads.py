"""What is put on top of BERT: the two heads of pretraining, and those for a sentence, a pair, each token and a span."""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_sizes
from notes.transformers.bert import Bert


class Span(NamedTuple):
    """The first and the last position of each sequence's answer.

    Attributes:
        start: first positions.
        end: last positions, none before its first.
        score: the sum of the two logits.
    """

    start: Int64[Tensor, "batch"]
    end: Int64[Tensor, "batch"]
    score: Float[Tensor, "batch"]


class WordHead(nn.Module):
    r"""Scores of all words at each position, by products with the very vectors that words enter with.

    $$z_t = E \operatorname{LN}(g(W h_t + b)) + \beta$$

    Attributes:
        transform: dense map, Gaussian error linear unit and normalisation.
        words: the embeddings $E$, shared with the model.
        bias: one number $\beta_w$ for each word.

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, section 3.1.
    """

    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        width = words.embedding_dim
        self.transform = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.words = words
        self.bias = nn.Parameter(torch.zeros(words.num_embeddings, device=words.weight.device))

    @jaxtyped(typechecker=beartype)
    def forward(self, vectors: Float[Tensor, "*batch width"]) -> Float[Tensor, "*batch words"]:
        """Logits of the words."""
        result: Tensor = self.transform(vectors) @ self.words.weight.T + self.bias
        return result


class SequenceClassifier(nn.Module):
    """BERT that gives a class to a sentence or to a pair of sentences, from its summary.

    Attributes:
        bert: the encoder.
        head: the only part that is new in fine-tuning.

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, figure 4.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, bert: Bert, classes: int) -> None:
        require_sizes(classes=classes)
        super().__init__()
        self.bert = bert
        self.head = nn.Linear(bert.pooler.out_features, classes)

    @jaxtyped(typechecker=beartype)
    def forward(
        self,
        tokens: Int64[Tensor, "batch time"],
        segments: Int64[Tensor, "batch time"],
        present: Bool[Tensor, "batch time"],
    ) -> Float[Tensor, "batch classes"]:
        """Logits of the classes of each sequence."""
        result: Tensor = self.head(self.bert.pooled(self.bert(tokens, segments, present)))
        return result


class TokenClassifier(SequenceClassifier):
    """BERT that gives a class to each token, as in named entity recognition.

    Attributes:
        bert: the encoder.
        head: the only part that is new in fine-tuning.

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, figure 4.
    """

    @jaxtyped(typechecker=beartype)
    def forward(
        self,
        tokens: Int64[Tensor, "batch time"],
        segments: Int64[Tensor, "batch time"],
        present: Bool[Tensor, "batch time"],
    ) -> Float[Tensor, "batch time classes"]:
        """Logits of the classes of each token."""
        result: Tensor = self.head(self.bert(tokens, segments, present))
        return result


class SpanFinder(TokenClassifier):
    r"""BERT that scores each token as the start and as the end of an answer, as in question answering.

    $$p_{\text{start}}(t) = \operatorname{softmax}_t(a^\top h_t), \qquad
    p_{\text{end}}(t) = \operatorname{softmax}_t(b^\top h_t)$$

    Attributes:
        bert: the encoder.
        head: the vectors $a$ and $b$.

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, section 4.2.
    """

    def __init__(self, bert: Bert) -> None:
        super().__init__(bert, classes=2)


@jaxtyped(typechecker=beartype)
def best_span(
    start: Float[Tensor, "batch time"],
    end: Float[Tensor, "batch time"],
    allowed: Bool[Tensor, "batch time"],
    *,
    longest: int = 30,
) -> Span:
    r"""The span whose two ends score best together, among those that end where they start or later.

    $$(\hat\imath, \hat\jmath) = \arg\max_{i \le j < i + \ell} \; a^\top h_i + b^\top h_j$$

    Args:
        start: logits of the first position.
        end: logits of the last position.
        allowed: true where an answer may be, as in the second segment.
        longest: largest number $\ell$ of tokens of an answer, positive.

    Returns:
        The best span of each sequence.

    Raises:
        ValueError: if `longest` is not positive or a sequence allows no position.

    Example:
        ```python
        import torch
        from notes.transformers.heads import best_span

        start, end = torch.tensor([[0.0, 1.0, 5.0]]), torch.tensor([[9.0, 3.0, 1.0]])
        span = best_span(start, end, torch.tensor([[False, True, True]]))
        print(span.start.tolist(), span.end.tolist(), span.score.tolist())
        #> [2] [2] [6.0]
        ```

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019, section 4.2.
    """
    if longest < 1:
        raise ValueError(f"`longest` must be positive, got {longest}")
    if not bool(allowed.any(dim=1).all()):
        raise ValueError("`allowed` must hold a position of each sequence, got one without")
    time = start.shape[1]
    further = torch.arange(time, device=start.device) - torch.arange(time, device=start.device)[:, None]
    permitted = (further >= 0) & (further < longest) & allowed[:, :, None] & allowed[:, None]
    scores = (start[:, :, None] + end[:, None]).masked_fill(~permitted, -torch.inf)
    score, place = scores.flatten(start_dim=1).max(dim=1)
    return Span(place // time, place % time, score)
