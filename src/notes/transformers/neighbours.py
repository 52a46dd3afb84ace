"""What vectors of words say: which words are near, and which stands to another as a third to a fourth."""

from collections.abc import Mapping, Sequence

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor
from torch.nn.functional import normalize

from notes.domain import (
    beartype,
    require,
    require_below,
    require_decomposable,
    require_some,
    require_squares,
)


@jaxtyped(typechecker=beartype)
def cosines(
    first: Float[Tensor, "rows width"], second: Float[Tensor, "columns width"]
) -> Float[Tensor, "rows columns"]:
    r"""Cosines of the angles between vectors.

    $$\cos(a, b) = \frac{a^\top b}{\lVert a \rVert \lVert b \rVert}$$

    Args:
        first: vectors, one a row, none of them zero.
        second: likewise.

    Returns:
        One row for each vector of `first`, one column for each of `second`.

    Raises:
        ValueError: if a vector is zero, or `first` or `second` has no finite sum of squares.

    Example:
        ```python
        import torch
        from notes.transformers.neighbours import cosines

        print(cosines(torch.tensor([[2.0, 0.0]]), torch.tensor([[1.0, 0.0], [0.0, 3.0]])).tolist())
        #> [[1.0, 0.0]]
        ```
    """
    require_squares(first=first, second=second)
    for name, vectors in (("first", first), ("second", second)):
        require(vectors.norm(dim=1) > 0, name, "without zero rows", vectors)
    return normalize(first, dim=1) @ normalize(second, dim=1).T


@jaxtyped(typechecker=beartype)
def nearest_words(
    word: str, vectors: Float[Tensor, "words width"], numbers: Mapping[str, int], count: int
) -> list[str]:
    """The words whose vectors have the smallest angle to that of a word.

    Args:
        word: the word asked for.
        vectors: one row per word.
        numbers: the row of each word.
        count: how many words to give.

    Returns:
        The nearest first, without the word itself.

    Raises:
        ValueError: if the word has no vector, or a word has no vector, a vector is zero, or one has no finite length.

    Example:
        ```python
        import torch
        from notes.transformers.neighbours import nearest_words

        vectors = torch.tensor([[1.0, 0.0], [0.0, 1.0], [2.0, 1.0]])
        print(nearest_words("cat", vectors, {"cat": 0, "table": 1, "dog": 2}, 1))
        #> ['dog']
        ```
    """
    require_some(vectors=vectors)
    require_below(len(vectors), numbers=torch.tensor([*numbers.values()], device=vectors.device))
    require_squares(vectors=vectors)
    require(vectors.norm(dim=1) > 0, "vectors", "without zero rows", vectors)
    if word not in numbers:
        raise ValueError(f"`word` must be in the vocabulary, got {word!r}")
    names = list(numbers)
    nearness = cosines(vectors[numbers[word]][None], vectors)[0]
    ranked = (names[place] for place in nearness.argsort(descending=True).tolist())
    return [other for other in ranked if other != word][:count]


@jaxtyped(typechecker=beartype)
def analogy_accuracy(
    pairs: Sequence[tuple[str, str]], vectors: Float[Tensor, "words width"], numbers: Mapping[str, int]
) -> float:
    r"""How often $b - a + c$ is nearest to $d$, over all ordered choices of two pairs $(a, b)$ and $(c, d)$.

    Vectors are first scaled to length one; $a$, $b$ and $c$ themselves do not count as answers.

    Args:
        pairs: words in one relation, such as singular and plural; two pairs at least.
        vectors: one row per word.
        numbers: the row of each word.

    Returns:
        The share of right answers, between 0 and 1.

    Raises:
        ValueError: if there are fewer than two pairs or `vectors` is empty, or a word has no vector, a vector is zero,
            or one has no finite length.

    Example:
        ```python
        import torch
        from notes.transformers.neighbours import analogy_accuracy

        vectors = torch.tensor([[1.0, 0.0], [1.0, 1.0], [3.0, 0.0], [3.0, 3.0]])
        words = {"cat": 0, "cats": 1, "dog": 2, "dogs": 3}
        print(analogy_accuracy([("cat", "cats"), ("dog", "dogs")], vectors, words))
        #> 1.0
        ```

    Reference: T. Mikolov, W. Yih and G. Zweig, Linguistic Regularities in Continuous Space Word Representations, 2013.
    """
    require_some(vectors=vectors)
    require_below(len(vectors), numbers=torch.tensor([*numbers.values()], device=vectors.device))
    require_squares(vectors=vectors)
    require(vectors.norm(dim=1) > 0, "vectors", "without zero rows", vectors)
    if len(pairs) < 2:
        raise ValueError(f"`pairs` must hold two pairs at least, got {len(pairs)}")
    rows = torch.tensor([[numbers[word] for word in pair] for pair in pairs], device=vectors.device)
    shown, asked = (~torch.eye(len(pairs), dtype=torch.bool, device=vectors.device)).nonzero().T
    given = torch.stack([rows[shown, 0], rows[shown, 1], rows[asked, 0]], dim=1)
    unit = normalize(vectors, dim=1)
    a, b, c = unit[given].unbind(dim=1)
    nearness = ((b - a + c) @ unit.T).scatter(1, given, -torch.inf)
    return float((nearness.argmax(dim=1) == rows[asked, 1]).double().mean())


@jaxtyped(typechecker=beartype)
def principal_plane(vectors: Float[Tensor, "rows width"]) -> Float[Tensor, "rows 2"]:
    """Vectors as points of the plane in which they spread most.

    Args:
        vectors: one a row; two rows and two columns at least.

    Returns:
        Coordinates along the two main directions, about their mean; either axis may come out mirrored.

    Raises:
        ValueError: if there are too few vectors or coordinates for a plane, or an argument is of half precision, NaN or
            infinite.

    Example:
        ```python
        import torch
        from notes.transformers.neighbours import principal_plane

        points = principal_plane(torch.tensor([[0.0, 0.0, 1.0], [4.0, 0.0, 1.0], [2.0, 1.0, 1.0]]))
        print([f"{length:.4f}" for length in points.norm(dim=0).tolist()])
        #> ['2.8284', '0.8165']
        ```
    """
    require_decomposable(vectors=vectors)
    if min(vectors.shape) < 2:
        raise ValueError(f"`vectors` must have two rows and two columns at least, got {tuple(vectors.shape)}")
    centred = vectors - vectors.mean(dim=0)
    left, sizes, _ = torch.linalg.svd(centred, full_matrices=False)
    return left[:, :2] * sizes[:2]
