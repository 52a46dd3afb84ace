"""How many parameters BERT has, by a closed formula."""


def bert_parameters(width: int, layers: int, *, words: int = 30_522, positions: int = 512, segments: int = 2) -> int:
    r"""Number of parameters of BERT with its pooler and without heads; the feed-forward width is $4d$.

    $$(V + P + S + 2)\, d + L\, (12 d^2 + 13 d) + d^2 + d$$

    Embeddings of words, positions and segments with one normalisation; in each layer four projections, two feed-forward
    maps and two normalisations; one dense pooler. The number of heads does not enter.

    Args:
        width: the width $d$, positive.
        layers: the number $L$ of layers, not negative.
        words: the size $V$ of the vocabulary.
        positions: the number $P$ of positions.
        segments: the number $S$ of segments.

    Returns:
        The number of parameters.

    Raises:
        ValueError: if the width is not positive or the number of layers is negative.

    Example:
        ```python
        from notes.transformers.counts import bert_parameters

        print(bert_parameters(768, 12), bert_parameters(1024, 24))
        #> 109482240 335141888
        ```

    Reference: J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, BERT: Pre-training of Deep Bidirectional Transformers
    for Language Understanding, 2019.
    """
    if width < 1:
        raise ValueError(f"`width` must be positive, got {width}")
    if layers < 0:
        raise ValueError(f"`layers` must not be negative, got {layers}")
    embeddings = (words + positions + segments + 2) * width
    layer = 12 * width**2 + 13 * width
    return embeddings + layers * layer + width**2 + width
