r"""Sparse retrieval: a document matters to a question if they share words, and the more the rarer these words are."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_positive, require_squares


@jaxtyped(typechecker=beartype)
def document_frequencies(documents: Float[Tensor, "documents words"]) -> Float[Tensor, "words"]:
    r"""Number of documents in which each word stands.

    $$n_w = \sum_z \mathbb{1}[\operatorname{tf}(w, z) > 0]$$

    Args:
        documents: counts of words; not negative.

    Returns:
        One number per word.

    Raises:
        ValueError: if a count is negative, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.sparse import document_frequencies

        print(document_frequencies(torch.tensor([[2.0, 0.0], [1.0, 3.0]])).tolist())
        #> [2.0, 1.0]
        ```
    """
    require_finite(documents=documents)
    require(documents >= 0, "documents", "counts, not negative", documents)
    return (documents > 0).sum(0).to(documents.dtype)


@jaxtyped(typechecker=beartype)
def tf_idf(
    texts: Float[Tensor, "texts words"], documents: Float[Tensor, "documents words"]
) -> Float[Tensor, "texts words"]:
    r"""Texts as vectors of unit length in which rare words weigh more.

    $$v_w \propto \operatorname{tf}(w) \left( 1 + \log \frac{1 + N}{1 + n_w} \right), \qquad \lVert v \rVert = 1$$

    The added ones stand for one more document that holds every word: no word then divides by zero.

    Args:
        texts: counts of words of what is to be weighted, documents or questions.
        documents: counts of words of the collection, which says how rare a word is.

    Returns:
        One vector per text; the inner product of two is the cosine between them. A text without words stays zero.

    Raises:
        ValueError: if a count is negative, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.sparse import tf_idf

        documents = torch.tensor([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0]])
        vectors = tf_idf(documents, documents)
        print([round(value, 4) for value in vectors[0].tolist()])
        #> [0.5797, 0.8148, 0.0]
        ```

    Reference: G. Salton and C. Buckley, Term-Weighting Approaches in Automatic Text Retrieval, 1988.
    """
    require_squares(texts=texts)
    require_finite(texts=texts)
    require(texts >= 0, "texts", "counts, not negative", texts)
    rarity = 1 + ((1 + len(documents)) / (1 + document_frequencies(documents))).log()
    weighted = texts * rarity
    length = weighted.norm(dim=-1, keepdim=True)
    return weighted / length.where(length > 0, torch.ones_like(length))


@jaxtyped(typechecker=beartype)
def robertson_idf(documents: Float[Tensor, "documents words"]) -> Float[Tensor, "words"]:
    r"""Weight of each word in BM25: the log odds of finding it outside a document, kept above zero.

    $$\operatorname{idf}(w) = \log \left( 1 + \frac{N - n_w + \tfrac12}{n_w + \tfrac12} \right)$$

    Args:
        documents: counts of words of the collection of $N$ documents.

    Returns:
        One positive weight per word.

    Raises:
        ValueError: if a count is negative, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.sparse import robertson_idf

        weights = robertson_idf(torch.tensor([[1.0, 1.0], [1.0, 0.0]]))
        print([round(value, 4) for value in weights.tolist()])
        #> [0.1823, 0.6931]
        ```

    Reference: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, section 3.
    """
    frequencies = document_frequencies(documents)
    return (1 + (len(documents) - frequencies + 0.5) / (frequencies + 0.5)).log()


@jaxtyped(typechecker=beartype)
def saturation(
    frequency: Float[Tensor, "*shape"], relative_length: Float[Tensor, "*shape"], k1: float = 1.2, b: float = 0.75
) -> Float[Tensor, "*shape"]:
    r"""What the occurrences of a word in a document count for: more for the first than for the tenth.

    $$h(\xi) = \frac{(k_1 + 1) \, \xi}{\xi + k_1 (1 - b + b \lambda)}$$

    Args:
        frequency: number of occurrences $\xi$ in the document; not negative.
        relative_length: length of the document over the mean length, $\lambda$; positive.
        k1: how slowly it saturates; positive.
        b: how much the length matters, from 0 (not at all) to 1 (in proportion).

    Returns:
        A number from 0 to $k_1 + 1$ for each frequency.

    Raises:
        ValueError: if an argument is outside its domain.

    Example:
        ```python
        import torch
        from notes.retrieval.sparse import saturation

        counts = torch.tensor([0.0, 1.0, 2.0, 10.0])
        print([round(value, 3) for value in saturation(counts, torch.ones(4)).tolist()])
        #> [0.0, 1.0, 1.375, 1.964]
        ```

    Reference: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, section 3.
    """
    require_finite(frequency=frequency, relative_length=relative_length)
    require(frequency >= 0, "frequency", "not negative", frequency)
    require(relative_length > 0, "relative_length", "positive", relative_length)
    require_positive(k1=k1)
    if not 0 <= b <= 1:
        raise ValueError(f"`b` must be a number from 0 to 1, got {b}")
    return (k1 + 1) * frequency / (frequency + k1 * (1 - b + b * relative_length))


@jaxtyped(typechecker=beartype)
def bm25(
    questions: Float[Tensor, "questions words"],
    documents: Float[Tensor, "documents words"],
    k1: float = 1.2,
    b: float = 0.75,
) -> Float[Tensor, "questions documents"]:
    r"""How well each document matches each question by the words that they share.

    $$\operatorname{BM25}(x, z) = \sum_{w \in x} \operatorname{idf}(w) \,
    \frac{(k_1 + 1) \operatorname{tf}(w, z)}{\operatorname{tf}(w, z) + k_1 (1 - b + b \lvert z \rvert / \bar\ell)}$$

    Args:
        questions: counts of words; a word that is asked twice counts twice.
        documents: counts of words of the collection; no document is empty.
        k1: how slowly repetitions saturate; positive.
        b: how much the length of a document matters, from 0 to 1.

    Returns:
        One score for every question and document.

    Raises:
        ValueError: if an argument is outside its domain.

    Example:
        ```python
        import torch
        from notes.retrieval.sparse import bm25

        documents = torch.tensor([[1.0, 1.0], [2.0, 0.0]])
        print([round(score, 4) for score in bm25(torch.tensor([[0.0, 1.0]]), documents)[0].tolist()])
        #> [0.6931, 0.0]
        ```

    Reference: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, section 3.
    """
    require_squares(documents=documents)
    require_finite(questions=questions, documents=documents)
    require(questions >= 0, "questions", "counts, not negative", questions)
    require(documents >= 0, "documents", "counts, not negative", documents)
    require(documents.any(-1), "documents", "without an empty one", documents)
    lengths = documents.sum(-1, keepdim=True)
    relative = (lengths / lengths.mean()).expand_as(documents)
    return questions @ (robertson_idf(documents) * saturation(documents, relative, k1, b)).mT
