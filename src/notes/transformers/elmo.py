r"""ELMo: a vector for a word in its sentence, mixed from the layers of two language models that read towards it."""

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from notes.domain import beartype, require_below, require_finite, require_sizes, require_some


class BidirectionalLanguageModel(nn.Module):
    """Two stacks of LSTMs, one that reads forwards and one that reads backwards, over one table of vectors.

    Attributes:
        embedding: the vectors of the words, the same in every sentence.
        forwards: the layers that read from the first word on.
        backwards: the layers that read from the last word back.
        prediction: from a state to scores of the next word, shared by both directions.

    Reference: M. E. Peters et al., Deep Contextualized Word Representations, 2018, section 3.1.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, words: int, width: int, layers: int = 2) -> None:
        require_sizes(words=words, width=width)
        super().__init__()
        self.embedding = nn.Embedding(words, width)
        self.forwards, self.backwards = (
            nn.ModuleList([nn.LSTM(width, width, batch_first=True) for _ in range(layers)]) for _ in range(2)
        )
        self.prediction = nn.Linear(width, words)

    @jaxtyped(typechecker=beartype)
    def forward(self, words: Int[Tensor, "batch time"]) -> Float[Tensor, "layers batch time both"]:
        """The layers of every word: its own vector twice, then the states of both directions side by side."""
        ahead = back = self.embedding(words)
        layers = [torch.cat([ahead, back], dim=-1)]
        for onward, homeward in zip(self.forwards, self.backwards, strict=True):
            ahead, back = onward(ahead)[0], homeward(back.flip(1))[0].flip(1)
            layers.append(torch.cat([ahead, back], dim=-1))
        return torch.stack(layers)


@jaxtyped(typechecker=beartype)
def language_loss(model: BidirectionalLanguageModel, words: Int[Tensor, "batch time"]) -> Float[Tensor, ""]:
    r"""Cross entropy of the next word for the forward states, plus that of the word before for the backward ones.

    $$-\frac{1}{T - 1} \left[ \sum_{t=2}^{T} \log P(w_t \mid w_{<t})
    + \sum_{t=1}^{T-1} \log P(w_t \mid w_{>t}) \right]$$

    Args:
        model: the two language models.
        words: sentences of one length, two words at least.

    Returns:
        The loss, in nats a word.

    Raises:
        ValueError: if a sentence has fewer than two words or `words` is empty, or a word is none of the model's.

    Reference: M. E. Peters et al., Deep Contextualized Word Representations, 2018, section 3.1.
    """
    require_some(words=words)
    require_below(model.embedding.num_embeddings, words=words)
    if words.shape[1] < 2:
        raise ValueError(f"`words` must hold sentences of two words at least, got {words.shape[1]}")
    ahead, back = model(words)[-1].chunk(2, dim=-1)
    guesses = (model.prediction(ahead[:, :-1]), words[:, 1:]), (model.prediction(back[:, 1:]), words[:, :-1])
    return torch.stack([cross_entropy(scores.flatten(0, 1), right.flatten()) for scores, right in guesses]).sum()


@jaxtyped(typechecker=beartype)
def layer_mixture(
    layers: Float[Tensor, "layers *shape"], logits: Float[Tensor, " layers"], scale: Float[Tensor, ""]
) -> Float[Tensor, "*shape"]:
    r"""One vector from all layers, by weights that a task learns.

    $$\gamma \sum_{j=0}^{L} s_j h_j, \qquad s = \operatorname{softmax}(a)$$

    Args:
        layers: the layers $h_0, \dots, h_L$.
        logits: the logits $a$ of the weights.
        scale: the factor $\gamma$.

    Returns:
        The mixture.

    Raises:
        ValueError: if a logit is not finite, or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.transformers.elmo import layer_mixture

        layers = torch.tensor([[3.0], [6.0], [0.0]])
        print(f"{layer_mixture(layers, torch.zeros(3), torch.tensor(2.0)).item():.4f}")
        #> 6.0000
        ```

    Reference: M. E. Peters et al., Deep Contextualized Word Representations, 2018, equation 1.
    """
    require_finite(layers=layers, scale=scale)
    require_finite(logits=logits)
    return scale * torch.tensordot(logits.softmax(dim=0), layers, dims=1)


@jaxtyped(typechecker=beartype)
def trained_language_model(
    words: Int[Tensor, "sentences time"], size: int, width: int, steps: int, generator: torch.Generator
) -> BidirectionalLanguageModel:
    """A bidirectional language model of two layers, trained by Adam on all sentences at once.

    Args:
        words: the sentences.
        size: number of words in the vocabulary.
        width: width of the vectors and of the states.
        steps: number of steps, of size 0.02.
        generator: source of the first weights.

    Returns:
        The model.

    Raises:
        ValueError: if `size` or `width` is below 1, or a word is not below `size`.
    """
    require_below(size, words=words)
    require_sizes(size=size, width=width)
    model = BidirectionalLanguageModel(size, width)
    with torch.no_grad():
        for weights in model.parameters():
            weights.uniform_(-(width**-0.5), width**-0.5, generator=generator)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(steps):
        optimizer.zero_grad()
        language_loss(model, words).backward()
        optimizer.step()
    return model.requires_grad_(False)
