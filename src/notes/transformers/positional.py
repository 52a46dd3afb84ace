"""Positions told to a network that cannot see order: sines and cosines of falling frequencies."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype


@jaxtyped(typechecker=beartype)
def sinusoidal_encoding(
    length: int, width: int, *, base: float = 10_000.0, device: torch.device | None = None
) -> Float[Tensor, "length width"]:
    r"""Encoding of the positions $0, 1, \dots$: in every pair of columns the sine and the cosine of one angle.

    $$p_{t, 2i} = \sin(\omega_i t), \qquad p_{t, 2i + 1} = \cos(\omega_i t), \qquad \omega_i = B^{-2i/d}$$

    Args:
        length: number of positions, at least 1.
        width: number $d$ of columns; even and positive.
        base: the base $B$ of the wavelengths, above 1.
        device: where the numbers are to live, by default where PyTorch puts new ones.

    Returns:
        One row per position, in double precision.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        ```python
        from notes.transformers.positional import sinusoidal_encoding

        print([f"{entry:.4f}" for entry in sinusoidal_encoding(2, 4)[1].tolist()])
        #> ['0.8415', '0.5403', '0.0100', '0.9999']
        ```

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.5.
    """
    if length < 1:
        raise ValueError(f"`length` must be at least 1, got {length}")
    if width < 2 or width % 2:
        raise ValueError(f"`width` must be even and positive, got {width}")
    if not base > 1:
        raise ValueError(f"`base` must be above 1, got {base}")
    frequencies = base ** -(torch.arange(0, width, 2, dtype=torch.float64, device=device) / width)
    angles = torch.arange(length, dtype=torch.float64, device=device)[:, None] * frequencies
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(start_dim=1)


@jaxtyped(typechecker=beartype)
def shift_matrix(steps: int, width: int, *, base: float = 10_000.0) -> Float[Tensor, "width width"]:
    r"""The matrix that takes the encoding of every position to that of the position a number of steps further on.

    $$p_{t + k} = M_k\, p_t, \qquad M_k = \operatorname{diag}(R_0, \dots, R_{d/2-1}), \qquad
    R_i = \begin{pmatrix} \cos \omega_i k & \sin \omega_i k \\ -\sin \omega_i k & \cos \omega_i k \end{pmatrix}$$

    Args:
        steps: number $k$ of steps, negative for steps back.
        width: number $d$ of columns of the encoding; even and positive.
        base: the base $B$ of the wavelengths, above 1.

    Returns:
        A rotation, in double precision; it depends on the steps and not on the position.

    Raises:
        ValueError: if `width` or `base` is out of its range.

    Example:
        ```python
        from notes.transformers.positional import shift_matrix, sinusoidal_encoding

        positions = sinusoidal_encoding(6, 8)
        print(f"{(positions[:-2] @ shift_matrix(2, 8).T - positions[2:]).abs().max():.4f}")
        #> 0.0000
        ```

    Reference: A. Vaswani et al., Attention Is All You Need, 2017, section 3.5.
    """
    sines, cosines = sinusoidal_encoding(abs(steps) + 1, width, base=base)[-1].unflatten(0, (-1, 2)).unbind(dim=1)
    if steps < 0:
        sines = -sines
    blocks = torch.stack([torch.stack([cosines, sines], dim=1), torch.stack([-sines, cosines], dim=1)], dim=1)
    return torch.block_diag(*blocks)
