r"""Word2vec: two vectors for each word, trained so that a word and its neighbours tell each other."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor
from torch.nn.functional import logsigmoid

from notes.domain import (
    beartype,
    require,
    require_below,
    require_finite,
    require_no_gradient,
    require_positive,
    require_sizes,
    require_squares,
)


class WordVectors(NamedTuple):
    """The vectors of the words.

    Attributes:
        inputs: the matrix $U$, one row per word: what it says where it is read. These are the word's vectors.
        outputs: the matrix $V$, one row per word: what it says where it is predicted.
    """

    inputs: Float[Tensor, "words width"]
    outputs: Float[Tensor, "words width"]

    @property
    def scores(self) -> Float[Tensor, "words words"]:
        r"""How well each word fits beside each other one: $U V^\top$."""
        return self.inputs @ self.outputs.T


@jaxtyped(typechecker=beartype)
def cbow_scores(contexts: Int[Tensor, "windows context"], vectors: WordVectors) -> Float[Tensor, "windows words"]:
    r"""Scores of every word for the middle of each window, by the mean of the vectors around it.

    $$\bar u \, V^\top, \qquad \bar u = \frac{1}{2h} \sum_{0 < |j| \le h} u_{w_{t+j}}$$

    Args:
        contexts: numbers of the words around.
        vectors: the vectors of the words.

    Returns:
        One row of logits per window; their softmax is the continuous bag of words' prediction.

    Raises:
        ValueError: if there is no word around or a word has no vector.

    Example:
        ```python
        import torch
        from notes.transformers.word2vec import WordVectors, cbow_scores

        vectors = WordVectors(torch.tensor([[1.0], [3.0]]), torch.tensor([[1.0], [-1.0]]))
        print(cbow_scores(torch.tensor([[0, 1]]), vectors).tolist())
        #> [[2.0, -2.0]]
        ```

    Reference: T. Mikolov, K. Chen, G. Corrado and J. Dean, Efficient Estimation of Word Representations in Vector
    Space, 2013, section 3.1.
    """
    require_below(len(vectors.inputs), contexts=contexts)
    if contexts.shape[1] == 0:
        raise ValueError("`contexts` must hold at least one word a window, got 0")
    return vectors.inputs[contexts].mean(dim=1) @ vectors.outputs.T


@jaxtyped(typechecker=beartype)
def skip_gram_loss(
    scores: Float[Tensor, "words contexts"], counts: Float[Tensor, "words contexts"]
) -> Float[Tensor, ""]:
    r"""Mean negative log probability of a neighbour, over all pairs of a text at once.

    $$-\sum_{w, c} \frac{n_{wc}}{n} \log \operatorname{softmax}_c(s_w)$$

    Args:
        scores: the scores $s_{wc}$; each row is one word's.
        counts: how often $n_{wc}$ word $c$ stood near word $w$.

    Returns:
        The loss, in nats a pair.

    Raises:
        ValueError: if a count is negative, there is no pair, or a score is not finite, or `counts` has no finite sum of
            squares.

    Example:
        ```python
        import torch
        from notes.transformers.word2vec import skip_gram_loss

        print(f"{skip_gram_loss(torch.zeros(2, 2), torch.ones(2, 2)):.4f}")
        #> 0.6931
        ```

    Reference: T. Mikolov, K. Chen, G. Corrado and J. Dean, Efficient Estimation of Word Representations in Vector
    Space, 2013, section 3.2.
    """
    require_squares(counts=counts)
    require_finite(scores=scores)
    return -(shares(counts) * scores.log_softmax(dim=1)).sum()


@jaxtyped(typechecker=beartype)
def shares(counts: Float[Tensor, "words contexts"]) -> Float[Tensor, "words contexts"]:
    r"""Counts as shares of all pairs, $p(w, c) = n_{wc} / n$.

    Args:
        counts: how often each pair occurred.

    Returns:
        Numbers that sum to 1.

    Raises:
        ValueError: if a count is negative or there is no pair, or `counts` has no finite sum of squares.
    """
    require_squares(counts=counts)
    require(counts >= 0, "counts", "at least 0", counts)
    require(counts.sum() > 0, "counts", "of at least one pair", counts.sum())
    return counts / counts.sum()


@jaxtyped(typechecker=beartype)
def noise_distribution(counts: Float[Tensor, "words contexts"], power: float = 1.0) -> Float[Tensor, " contexts"]:
    r"""The distribution from which wrong neighbours are drawn: frequency, flattened by a power.

    $$q(c) \propto \left(\sum_w n_{wc}\right)^{a}$$

    Args:
        counts: how often each pair occurred.
        power: the exponent $a$; 1 keeps the frequencies, 3/4 was published, 0 makes all words alike.

    Returns:
        Probabilities of the words as neighbours.

    Raises:
        ValueError: if a word is nobody's neighbour, so that no power of its frequency is a probability.

    Example:
        ```python
        import torch
        from notes.transformers.word2vec import noise_distribution

        print(noise_distribution(torch.tensor([[0.0, 3.0], [1.0, 0.0]])).tolist())
        #> [0.25, 0.75]
        ```

    Reference: T. Mikolov et al., Distributed Representations of Words and Phrases and their Compositionality, 2013,
    section 2.2.
    """
    require_finite(power=power)
    frequencies = shares(counts).sum(dim=0)
    require(frequencies > 0, "counts", "positive in some row of every column", frequencies)
    raised = frequencies**power
    require(raised.sum() > 0, "power", "small enough for shares above zero", power)
    return raised / raised.sum()


@jaxtyped(typechecker=beartype)
def negative_sampling_loss(
    scores: Float[Tensor, "words contexts"],
    counts: Float[Tensor, "words contexts"],
    noise: Float[Tensor, " contexts"],
    negatives: int,
) -> Float[Tensor, ""]:
    r"""Expected loss of negative sampling: the sum over all draws, not a draw.

    $$-\sum_{w, c} \left[ p(w, c) \log \sigma(s_{wc}) + k \, p(w) \, q(c) \log \sigma(-s_{wc}) \right]$$

    Args:
        scores: the scores $s_{wc}$.
        counts: how often each pair occurred, which gives $p$.
        noise: the distribution $q$ of the wrong neighbours.
        negatives: how many $k$ wrong neighbours are drawn for each right one, at least 1.

    Returns:
        The loss, in nats a pair.

    Raises:
        ValueError: if `negatives` is below 1, a count is negative, or a score is not finite, or `noise` is NaN or
            infinite or `counts` has no finite sum of squares.

    Example:
        ```python
        import torch
        from notes.transformers.word2vec import negative_sampling_loss

        counts = torch.ones(2, 2)
        print(f"{negative_sampling_loss(torch.zeros(2, 2), counts, torch.tensor([0.5, 0.5]), negatives=5):.4f}")
        #> 4.1589
        ```

    Reference: O. Levy and Y. Goldberg, Neural Word Embedding as Implicit Matrix Factorization, 2014, equation 4.
    """
    require_squares(counts=counts)
    require_finite(noise=noise)
    require_finite(scores=scores)
    if negatives < 1:
        raise ValueError(f"`negatives` must be at least 1, got {negatives}")
    right = shares(counts)
    wrong = negatives * right.sum(dim=1, keepdim=True) * noise
    return -(right * logsigmoid(scores) + wrong * logsigmoid(-scores)).sum()


@jaxtyped(typechecker=beartype)
def drawn_negative_sampling_loss(
    vectors: WordVectors,
    words: Int[Tensor, " pairs"],
    neighbours: Int[Tensor, " pairs"],
    drawn: Int[Tensor, "pairs negatives"],
) -> Float[Tensor, " pairs"]:
    r"""Loss of each pair with the wrong neighbours that were drawn for it: what a large text is trained with.

    $$-\log \sigma(u_w^\top v_c) - \sum_{i=1}^{k} \log \sigma(-u_w^\top v_{c_i})$$

    Args:
        vectors: the vectors of the words.
        words: the word $w$ of each pair.
        neighbours: its neighbour $c$.
        drawn: the wrong neighbours $c_i$ drawn for it.

    Returns:
        One loss per pair, in nats.

    Raises:
        ValueError: if there is no such word, or a vector is not finite.

    Example:
        ```python
        import torch
        from notes.transformers.word2vec import WordVectors, drawn_negative_sampling_loss

        zero = WordVectors(torch.zeros(3, 2), torch.zeros(3, 2))
        losses = drawn_negative_sampling_loss(zero, torch.tensor([0]), torch.tensor([1]), torch.tensor([[2]]))
        print([f"{loss:.4f}" for loss in losses.tolist()])
        #> ['1.3863']
        ```

    Reference: T. Mikolov et al., Distributed Representations of Words and Phrases and their Compositionality, 2013,
    equation 4.
    """
    require_below(len(vectors.inputs), words=words)
    require_below(len(vectors.outputs), neighbours=neighbours, drawn=drawn)
    require_finite(vectors=vectors.inputs)
    require_finite(vectors=vectors.outputs)
    read = vectors.inputs[words]
    right = (read * vectors.outputs[neighbours]).sum(dim=1)
    wrong = (read[:, None] * vectors.outputs[drawn]).sum(dim=2)
    return -logsigmoid(right) - logsigmoid(-wrong).sum(dim=1)


@jaxtyped(typechecker=beartype)
def shifted_pmi(
    counts: Float[Tensor, "words contexts"], noise: Float[Tensor, " contexts"], negatives: int
) -> Float[Tensor, "words contexts"]:
    r"""The scores at which negative sampling is best: pointwise mutual information, shifted.

    $$\log \frac{p(w, c)}{p(w) \, q(c)} - \log k$$

    Args:
        counts: how often each pair occurred, which gives $p$.
        noise: the distribution $q$ of the wrong neighbours; with $q(c) = p(c)$ the first term is the PMI.
        negatives: the number $k$ of wrong neighbours for each right one, at least 1.

    Returns:
        One row per word; minus infinity where a pair never occurred.

    Raises:
        ValueError: if `negatives` is below 1, or a word has no neighbour, or `noise` is not positive.

    Example:
        ```python
        import torch
        from notes.transformers.word2vec import shifted_pmi

        counts = torch.tensor([[3.0, 1.0], [1.0, 3.0]])
        print(f"{shifted_pmi(counts, torch.tensor([0.5, 0.5]), negatives=1)[0, 0]:.4f}")
        #> 0.4055
        ```

    Reference: O. Levy and Y. Goldberg, Neural Word Embedding as Implicit Matrix Factorization, 2014, equation 7.
    """
    require_positive(noise=noise)
    if negatives < 1:
        raise ValueError(f"`negatives` must be at least 1, got {negatives}")
    joint = shares(counts)
    words = joint.sum(dim=1, keepdim=True)
    require(words > 0, "counts", "positive in some column of every row", words)
    return (joint / (words * noise)).log() - torch.tensor(negatives, dtype=counts.dtype, device=counts.device).log()


@jaxtyped(typechecker=beartype)
def trained_vectors(
    loss: Callable[[WordVectors], Tensor], words: int, width: int, steps: int, generator: torch.Generator
) -> WordVectors:
    """Vectors trained by Adam from small random ones.

    Args:
        loss: what to make small; it may draw a batch of its own at each step.
        words: number of words.
        width: length of each vector.
        steps: number of steps; the step size falls linearly from 0.05 to zero.
        generator: source of the first vectors.

    Returns:
        The vectors, which need no gradient any more.

    Raises:
        ValueError: if `words` or `width` is negative.
    """
    require_sizes(0, words=words, width=width)
    inputs, outputs = (
        torch.randn(words, width, generator=generator, device=generator.device).div(width**0.5) for _ in range(2)
    )
    vectors = WordVectors(inputs.requires_grad_(), outputs.requires_grad_())
    optimizer = torch.optim.Adam(vectors, lr=0.05)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=steps)
    for _ in range(steps):
        optimizer.zero_grad()
        loss(vectors).backward()
        optimizer.step()
        schedule.step()
    return WordVectors(inputs.detach(), outputs.detach())


@jaxtyped(typechecker=beartype)
def trained_on_counts(
    counts: Float[Tensor, "words words"], width: int, steps: int, generator: torch.Generator, *, negatives: int = 5
) -> WordVectors:
    """Skip-gram vectors trained with negative sampling, all pairs of a text in every step.

    Args:
        counts: how often each pair of words occurred.
        width: length of each vector.
        steps: number of steps.
        generator: source of the first vectors.
        negatives: how many wrong neighbours for each right one; their noise is flattened by the power 3/4.

    Returns:
        The vectors.

    Raises:
        ValueError: if a word is nobody's neighbour or `width` is negative, or `counts` asks for a gradient.
    """
    require_no_gradient(counts=counts)
    require_sizes(0, width=width)
    noise = noise_distribution(counts, 0.75)
    return trained_vectors(
        lambda vectors: negative_sampling_loss(vectors.scores, counts, noise, negatives),
        len(counts),
        width,
        steps,
        generator,
    )
