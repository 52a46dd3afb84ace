"""How many parameters BERT and the Vision Transformer have, by closed formulas."""

from jaxtyping import jaxtyped

from notes.domain import beartype, require_not_negative, require_sizes


@jaxtyped(typechecker=beartype)
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
    require_sizes(width=width, words=words, positions=positions, segments=segments)
    require_not_negative(layers=layers)
    embeddings = (words + positions + segments + 2) * width
    layer = 12 * width**2 + 13 * width
    return embeddings + layers * layer + width**2 + width


@jaxtyped(typechecker=beartype)
def vision_parameters(width: int, layers: int, *, pixels: int, patches: int, classes: int) -> int:
    r"""Number of parameters of a Vision Transformer with its head; the feed-forward width is $4d$.

    $$(P^2 C + N + 5)\, d + L\, (12 d^2 + 13 d) + K\, (d + 1)$$

    The map of a patch, the class token, positions of it and of the patches, the layers, one normalisation, the head.

    Args:
        width: the width $d$, positive.
        layers: the number $L$ of layers, not negative.
        pixels: the numbers $P^2 C$ of a patch, positive.
        patches: the number $N$ of patches, positive.
        classes: the number $K$ of classes, positive.

    Returns:
        The number of parameters.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        from notes.transformers.counts import vision_parameters

        print(vision_parameters(768, 12, pixels=16 * 16 * 3, patches=14 * 14, classes=1000))
        #> 86567656
        ```

    Reference: A. Dosovitskiy et al., An Image Is Worth 16x16 Words: Transformers for Image Recognition at Scale, 2021.
    """
    require_sizes(width=width, pixels=pixels, patches=patches, classes=classes)
    require_not_negative(layers=layers)
    layer = 12 * width**2 + 13 * width
    return (pixels + patches + 5) * width + layers * layer + classes * (width + 1)
