r"""Long texts in pieces that a retriever can find one by one, and how many of them a prompt holds."""

from collections.abc import Sequence

from jaxtyping import jaxtyped

from notes.domain import beartype, require_sizes


@jaxtyped(typechecker=beartype)
def chunks(words: Sequence[str], length: int, overlap: int) -> list[list[str]]:
    r"""Pieces of a text, each of which begins with the last words of the one before it.

    $$z_i = (w_{i (\ell - o) + 1}, \dots, w_{i (\ell - o) + \ell})$$

    Args:
        words: the text.
        length: number $\ell$ of words in a piece; the last one may be shorter.
        overlap: number $o$ of words that two pieces share, less than the length.

    Returns:
        The pieces in their order; one at least, unless there are no words.

    Raises:
        ValueError: if `length` is below 1, or `overlap` not from 0 to below it.

    Example:
        ```python
        from notes.retrieval.chunking import chunks

        print(chunks("the pet of badar is a red cat".split(), length=4, overlap=1))
        #> [['the', 'pet', 'of', 'badar'], ['badar', 'is', 'a', 'red'], ['red', 'cat']]
        ```
    """
    require_sizes(length=length)
    if not 0 <= overlap < length:
        raise ValueError(f"`overlap` must be from 0 to {length - 1}, got {overlap}")
    step = length - overlap
    starts = range(0, max(len(words) - overlap, min(len(words), 1)), step)
    return [list(words[start : start + length]) for start in starts]


def passages_in_context(window: int, question: int, answer: int, length: int) -> int:
    r"""How many passages a prompt can hold beside the question and the answer that is to be written.

    $$k = \Big\lfloor \frac{W - |x| - |y|}{\ell} \Big\rfloor$$

    Args:
        window: tokens $W$ that the model reads and writes in all.
        question: tokens of the question and of what else is said in the prompt.
        answer: tokens that the answer may have.
        length: tokens of a passage.

    Returns:
        The number, zero at least.

    Raises:
        ValueError: if `length` is below 1, a number is negative, or question and answer do not fit the window.

    Example:
        ```python
        from notes.retrieval.chunking import passages_in_context

        print(passages_in_context(window=4096, question=200, answer=300, length=256))
        #> 14
        ```
    """
    require_sizes(length=length)
    require_sizes(0, question=question, answer=answer)
    if question + answer > window:
        raise ValueError(f"`window` must be at least {question + answer}, got {window}")
    return (window - question - answer) // length
