"""Tasks made from a seed: sequences to be reversed, numbers to be added, or to be added to themselves."""

import torch
from jaxtyping import Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_below, require_sizes

PLUS = 10


@jaxtyped(typechecker=beartype)
def reversals(
    count: int, length: int, symbols: int, generator: torch.Generator
) -> tuple[Int[Tensor, "count length"], Int[Tensor, "count length"]]:
    """Random sequences of symbols, and each of them backwards.

    Args:
        count: number of sequences.
        length: symbols in each.
        symbols: size of the alphabet.
        generator: source of randomness.

    Returns:
        The sequences and the reversed sequences.

    Raises:
        ValueError: if `symbols` is below 1, `count` or `length` is negative.

    Example:
        ```python
        import torch
        from notes.transformers.tasks import reversals

        source, target = reversals(1, 4, 10, torch.Generator().manual_seed(0))
        print(source.tolist(), target.tolist())
        #> [[4, 9, 3, 0]] [[0, 3, 9, 4]]
        ```
    """
    require_sizes(symbols=symbols)
    require_sizes(0, count=count, length=length)
    source = torch.randint(symbols, (count, length), generator=generator)
    return source, source.flip(1)


@jaxtyped(typechecker=beartype)
def digits_of(numbers: Int[Tensor, " count"], places: int) -> Int[Tensor, "count places"]:
    """The decimal digits of numbers, the ones first.

    Args:
        numbers: whole numbers, not negative.
        places: number of digits; leading zeros fill up.

    Returns:
        One row of digits per number, ones first.

    Raises:
        ValueError: if a number is negative or has more digits, or `places` is below 1.

    Example:
        ```python
        import torch
        from notes.transformers.tasks import digits_of

        print(digits_of(torch.tensor([107]), 3).tolist())
        #> [[7, 0, 1]]
        ```
    """
    outside = numbers[(numbers < 0) | (numbers >= 10**places)]
    if len(outside):
        raise ValueError(f"`numbers` must have at most {places} digits and no sign, got {int(outside[0])}")
    return numbers[:, None] // 10 ** torch.arange(places, device=numbers.device) % 10


@jaxtyped(typechecker=beartype)
def additions(
    first: Int[Tensor, " count"], second: Int[Tensor, " count"], places: int
) -> tuple[Int[Tensor, "count read"], Int[Tensor, "count written"]]:
    """Sums as sequences of digits, the ones first: both numbers with a plus between them, and their sum.

    Args:
        first: whole numbers of at most `places` digits.
        second: likewise.
        places: digits of either number; the sum has one more.

    Returns:
        What is read, with the plus as symbol ten, and what is to be written.

    Raises:
        ValueError: if a number is negative or has more digits, or `places` is below 1.

    Example:
        ```python
        import torch
        from notes.transformers.tasks import additions

        read, written = additions(torch.tensor([57]), torch.tensor([68]), 2)
        print(read.tolist(), written.tolist())
        #> [[7, 5, 10, 8, 6]] [[5, 2, 1]]
        ```
    """
    require_sizes(places=places)
    require_below(10**places, first=first, second=second)
    plus = torch.full((len(first), 1), PLUS, device=first.device)
    read = torch.cat([digits_of(first, places), plus, digits_of(second, places)], dim=1)
    return read, digits_of(first + second, places + 1)


@jaxtyped(typechecker=beartype)
def doublings(
    numbers: Int[Tensor, " count"], places: int
) -> tuple[Int[Tensor, "count {places}"], Int[Tensor, "count {places}+1"]]:
    """Numbers and their sums with themselves, as sequences of digits, the ones first.

    Args:
        numbers: whole numbers of at most `places` digits.
        places: digits of each; the sum has one more.

    Returns:
        What is read and what is to be written.

    Raises:
        ValueError: if a number is negative or has more digits, or `places` is below 1.

    Example:
        ```python
        import torch
        from notes.transformers.tasks import doublings

        read, written = doublings(torch.tensor([57]), 2)
        print(read.tolist(), written.tolist())
        #> [[7, 5]] [[4, 1, 1]]
        ```
    """
    return digits_of(numbers, places), digits_of(2 * numbers, places + 1)
