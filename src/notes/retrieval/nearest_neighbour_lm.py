r"""Retrieval in the decoder: the next word by the nearest contexts, mixed with the next word by the model."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require_below,
    require_distributions,
    require_share,
    require_some,
    require_squares,
)
from notes.transformers.language_model import LanguageModel


@jaxtyped(typechecker=beartype)
def context_vectors(model: LanguageModel, tokens: Int64[Tensor, "batch length"]) -> Float[Tensor, "batch width"]:
    """What the model's output layer sees behind each text: the keys of the store, and the vectors to search with.

    Args:
        model: the language model.
        tokens: texts, one at least in length.

    Returns:
        One vector for each text.

    Raises:
        ValueError: if there is no text, one is empty, or a token is none of the model's.
    """
    require_some(tokens=tokens)
    require_below(model.embedding.num_embeddings, tokens=tokens)
    with torch.no_grad():
        vectors = model.embedding(tokens)
        for block in model.blocks:
            vectors, _ = block(vectors)
        return model.norm(vectors)[:, -1]


@jaxtyped(typechecker=beartype)
def neighbours_distribution(
    vectors: Float[Tensor, "batch width"],
    keys: Float[Tensor, "stored width"],
    values: Int64[Tensor, "stored"],
    tokens: int,
) -> Float[Tensor, "batch tokens"]:
    r"""The next word by what came next in contexts like this one, the nearer the more.

    $$p_{\text{kNN}}(w \mid x) = \frac{\sum_j \mathbb{1}[w_j = w] \, e^{-\lVert f(x) - d_j \rVert^2}}
    {\sum_j e^{-\lVert f(x) - d_j \rVert^2}}$$

    Args:
        vectors: of the contexts, $f(x)$.
        keys: the stored vectors $d_j$, all of them or the nearest.
        values: the word $w_j$ that came next behind each.
        tokens: size of the vocabulary.

    Returns:
        One distribution for each context.

    Raises:
        ValueError: if nothing is stored, a vector has no finite sum of squares, or a value is no word.

    Example:
        ```python
        import torch
        from notes.retrieval.nearest_neighbour_lm import neighbours_distribution

        keys, values = torch.tensor([[0.0], [1.0], [9.0]]), torch.tensor([2, 0, 1])
        found = neighbours_distribution(torch.tensor([[0.5]]), keys, values, 3)
        print([round(share, 4) for share in found[0].tolist()])
        #> [0.5, 0.0, 0.5]
        ```

    Reference: U. Khandelwal et al., Generalization through Memorization: Nearest Neighbor Language Models, 2020,
    section 2.
    """
    require_some(keys=keys)
    require_squares(vectors=vectors, keys=keys)
    require_below(tokens, values=values)
    weights = (-(vectors[:, None] - keys).square().sum(-1)).softmax(-1)
    return torch.zeros(len(vectors), tokens, dtype=weights.dtype, device=weights.device).index_add(1, values, weights)


@jaxtyped(typechecker=beartype)
def mixed(
    by_model: Float[Tensor, "*batch tokens"], by_neighbours: Float[Tensor, "*batch tokens"], weight: float
) -> Float[Tensor, "*batch tokens"]:
    r"""The mixture of two distributions of the next word.

    $$p(w \mid x) = \gamma \, p_{\text{kNN}}(w \mid x) + (1 - \gamma) \, p_\theta(w \mid x)$$

    Args:
        by_model: $p_\theta$.
        by_neighbours: $p_{\text{kNN}}$.
        weight: the share $\gamma$ of the neighbours, from 0 to 1.

    Returns:
        Distributions.

    Raises:
        ValueError: if an argument is no distribution, or `weight` no share.

    Example:
        ```python
        import torch
        from notes.retrieval.nearest_neighbour_lm import mixed

        print(mixed(torch.tensor([0.9, 0.1]), torch.tensor([0.0, 1.0]), 0.5).tolist())
        #> [0.44999998807907104, 0.550000011920929]
        ```

    Reference: U. Khandelwal et al., Generalization through Memorization: Nearest Neighbor Language Models, 2020,
    section 2.
    """
    require_distributions(by_model=by_model, by_neighbours=by_neighbours)
    require_share(weight=weight)
    return weight * by_neighbours + (1 - weight) * by_model
