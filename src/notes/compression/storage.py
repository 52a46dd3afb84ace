"""What compressed weights cost in bytes: the indices of a sparse matrix, and codes of a few bits packed together."""

import torch
from jaxtyping import Int, Num, UInt8, jaxtyped
from torch import Tensor

from notes.domain import beartype, require


@jaxtyped(typechecker=beartype)
def sparse_bytes(matrix: Num[Tensor, "rows columns"]) -> int:
    r"""Bytes of a float32 matrix stored by compressed rows: values, columns and row starts, the latter as int32.

    $$4 c + 4 c + 4 (\text{rows} + 1), \qquad c = \text{number of entries that are not zero}$$

    Args:
        matrix: the matrix.

    Returns:
        The number of bytes.

    Example:
        ```python
        import torch
        from notes.compression.storage import sparse_bytes

        print(sparse_bytes(torch.eye(100)), torch.eye(100).nbytes)
        #> 1204 40000
        ```
    """
    return 8 * int(matrix.count_nonzero()) + 4 * (len(matrix) + 1)


@jaxtyped(typechecker=beartype)
def packed(codes: Int[Tensor, "codes"], bits: int) -> UInt8[Tensor, "bytes"]:
    """Codes of a few bits each, written one after the other into bytes, lowest bit first.

    Args:
        codes: whole numbers from 0 to $2^b - 1$.
        bits: number of bits of each, $b$, from 1 to 8.

    Returns:
        The bytes; unused bits of the last one are zero.

    Raises:
        ValueError: if `bits` is out of range, or a code does not fit.

    Example:
        ```python
        import torch
        from notes.compression.storage import packed

        print(packed(torch.tensor([1, 2, 3, 0, 3]), 2).tolist())
        #> [57, 3]
        ```
    """
    _require_bits(bits)
    require((codes >= 0) & (codes < 2**bits), "codes", f"from 0 to {2**bits - 1}", codes)
    stream = (codes[:, None] >> torch.arange(bits, device=codes.device) & 1).flatten()
    stream = torch.nn.functional.pad(stream, (0, -len(stream) % 8)).view(-1, 8)
    return (stream << torch.arange(8, device=codes.device)).sum(1).to(torch.uint8)


@jaxtyped(typechecker=beartype)
def unpacked(stored: UInt8[Tensor, "bytes"], bits: int, number: int) -> Int[Tensor, "number"]:
    """The codes that `packed` has written.

    Args:
        stored: the bytes.
        bits: number of bits of each code, from 1 to 8.
        number: how many codes.

    Returns:
        The codes, as int64.

    Raises:
        ValueError: if `bits` is out of range, or the bytes are not those of so many codes.
    """
    _require_bits(bits)
    if len(stored) != -(-number * bits // 8):
        raise ValueError(f"`stored` must have {-(-number * bits // 8)} bytes, got {len(stored)}")
    stream = (
        (stored.long()[:, None] >> torch.arange(8, device=stored.device) & 1)
        .flatten()[: number * bits]
        .view(number, bits)
    )
    return (stream << torch.arange(bits, device=stored.device)).sum(1)


def _require_bits(bits: int) -> None:
    if not 1 <= bits <= 8:
        raise ValueError(f"`bits` must be from 1 to 8, got {bits}")
