"""A Neural Turing Machine whose controller learns where to write and where to read: the copy task."""

from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_finite,
    require_not_negative,
    require_positive,
    require_shape,
    require_sizes,
    require_some,
    require_squares,
)
from notes.meta_learning.memory import read, written

SHIFTS = (-1, 0, 1)


class Address(NamedTuple):
    """What a controller says to one head.

    Attributes:
        key: what is looked for, `batch width`.
        strength: factor of the similarities, positive, `batch`.
        gate: share of content in the blend with the previous weights, between 0 and 1, `batch`.
        shift: distribution over one row back, none, one row on, `batch 3`.
        power: exponent that sharpens, at least 1, `batch`.
    """

    key: Tensor
    strength: Tensor
    gate: Tensor
    shift: Tensor
    power: Tensor


@jaxtyped(typechecker=beartype)
def shifted(weights: Float[Tensor, "*batch slots"], shift: Float[Tensor, "*batch 3"]) -> Float[Tensor, "*batch slots"]:
    r"""Attention moved along the memory, which is a ring.

    $$\tilde w(i) = u(-1) \, w(i + 1) + u(0) \, w(i) + u(1) \, w(i - 1)$$

    Args:
        weights: $w$.
        shift: $u$, a distribution over one row back, none, one row on.

    Returns:
        $\tilde w$.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(weights=weights, shift=shift)
    moved = torch.stack([weights.roll(step, -1) for step in SHIFTS], -1)
    return (moved * shift[..., None, :]).sum(-1)


@jaxtyped(typechecker=beartype)
def addressed(
    memory: Float[Tensor, "batch slots width"], previous: Float[Tensor, "batch slots"], address: Address
) -> Float[Tensor, "batch slots"]:
    r"""Weights of a head: by content, blended with the previous ones, shifted, and sharpened.

    $$w_t(i) = \frac{\tilde w(i)^\gamma}{\sum_j \tilde w(j)^\gamma}, \qquad
    \tilde w(i) = \sum_j u(j) \big( \lambda w^c(i - j) + (1 - \lambda) w_{t-1}(i - j) \big)$$

    Args:
        memory: what is addressed.
        previous: the head's weights of the step before.
        address: what the controller says.

    Returns:
        Weights that are non-negative and sum to one.

    Raises:
        ValueError: if `memory` is NaN or infinite or `previous` has no finite sum of squares, or `memory` is not as
            wide as the key, or a weight is negative.
    """
    require_shape((*memory.shape[:2], address.key.shape[1]), memory=memory)
    require_not_negative(previous=previous)
    require_squares(previous=previous)
    require_finite(memory=memory)
    cosines = nn.functional.cosine_similarity(memory, address.key[:, None], dim=-1)
    content = (address.strength[:, None] * cosines).softmax(-1)
    blended = address.gate[:, None] * content + (1 - address.gate[:, None]) * previous
    raised = shifted(blended, address.shift) ** address.power[:, None]
    return raised / raised.sum(-1, keepdim=True)


class Run(NamedTuple):
    """A machine at work.

    Attributes:
        logits: of the bits that are read back, `batch steps bits`.
        memory: after each step, `batch time slots width`.
        writing: weights of the write head, `batch time slots`.
        reading: weights of the read head, `batch time slots`.
    """

    logits: Tensor
    memory: Tensor
    writing: Tensor
    reading: Tensor


class TuringMachine(nn.Module):
    """A controller without a state of its own, a head that writes and one that reads, both starting on row 0.

    Before training the gates are nearly closed and the shifts lean one row on: a head moves from where it was.

    Args:
        bits: entries of a vector that is shown.
        slots: rows of the memory.
        width: columns of the memory.
        hidden: units of the controller.
        lean: logit by which the shifts lean; 0 for none.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, bits: int = 3, slots: int = 8, width: int = 6, hidden: int = 64, *, lean: float = 1.0) -> None:
        require_sizes(bits=bits, width=width, hidden=hidden)
        require_finite(lean=lean)
        super().__init__()
        self.slots, self.width = slots, width
        self.controller = nn.Sequential(nn.Linear(bits + 2 + width, hidden), nn.Tanh())
        self.heads = nn.Linear(hidden, 2 * (width + 6))
        self.change = nn.Linear(hidden, 2 * width)
        self.answer = nn.Linear(width, bits)
        with torch.no_grad():
            self.heads.bias.view(2, width + 6)[:, width + 1] = -3.0
            self.heads.bias.view(2, width + 6)[:, -1] = lean

    def forward(self, sequence: Tensor) -> Run:
        """The machine is shown a sequence, and then asked for it.

        Args:
            sequence: bits, `batch steps bits`.

        Returns:
            Its answer, and its memory and weights at each of `2 steps` times.
        """
        batch, steps, _ = sequence.shape
        memory = sequence.new_full((batch, self.slots, self.width), 1e-3)
        read_at = write_at = torch.eye(self.slots, device=sequence.device)[:1].expand(batch, -1)
        recalled, states = sequence.new_zeros(batch, self.width), []
        for inputs in tape(sequence).unbind(1):
            hidden = self.controller(torch.cat([inputs, recalled], -1))
            to_write, to_read = map(address, self.heads(hidden).chunk(2, -1))
            erase, add = self.change(hidden).chunk(2, -1)
            write_at = addressed(memory, write_at, to_write)
            memory = written(memory, write_at, erase.sigmoid(), add.tanh())
            read_at = addressed(memory, read_at, to_read)
            recalled = read(memory, read_at)
            states.append((self.answer(recalled), memory, write_at, read_at))
        logits, *rest = (torch.stack(part, 1) for part in zip(*states, strict=True))
        return Run(logits[:, steps:], *rest)


@jaxtyped(typechecker=beartype)
def address(outputs: Float[Tensor, "batch outputs"]) -> Address:
    """Outputs of a controller, brought into their ranges.

    Args:
        outputs: `batch width+6`.

    Returns:
        The address.

    Raises:
        ValueError: if `outputs` is NaN or infinite.
    """
    require_finite(outputs=outputs)
    key, (strength, gate, power), shift = outputs[:, :-6], outputs[:, -6:-3].unbind(-1), outputs[:, -3:]
    softplus = nn.functional.softplus
    return Address(key, softplus(strength), gate.sigmoid(), shift.softmax(-1), 1 + softplus(power))


@jaxtyped(typechecker=beartype)
def tape(sequence: Float[Tensor, "batch steps bits"]) -> Float[Tensor, "batch time channels"]:
    """What the machine sees: the sequence, flagged as shown, and then blanks, flagged as asked.

    Args:
        sequence: bits, `batch steps bits`.

    Returns:
        `batch 2*steps bits+2`.

    Raises:
        ValueError: if `sequence` is NaN or infinite.
    """
    require_finite(sequence=sequence)
    flags = torch.eye(2, device=sequence.device).repeat_interleave(sequence.shape[1], 0).expand(len(sequence), -1, -1)
    return torch.cat([torch.cat([sequence, torch.zeros_like(sequence)], 1), flags], -1)


@jaxtyped(typechecker=beartype)
def trained_machine(generator: torch.Generator, *, steps: int, rate: float = 0.03, lean: float = 1.0) -> TuringMachine:
    """A machine trained by Adam to copy random sequences of two to four times three bits.

    Args:
        generator: source of the sequences.
        steps: number of updates.
        rate: of Adam.
        lean: logit by which shifts lean one row on before training; 0 for none.

    Returns:
        The machine.

    Raises:
        ValueError: if `steps` is not positive, or `rate` is not positive, or a number is not finite.
    """
    require_positive(rate=rate)
    require_finite(lean=lean)
    if steps < 1:
        raise ValueError(f"`steps` must be positive, got {steps}")
    machine = TuringMachine(lean=lean)
    optimizer = torch.optim.Adam(machine.parameters(), lr=rate)
    for step in range(steps):
        bits = torch.rand(32, 2 + step % 3, 3, generator=generator).round()
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(machine(bits).logits, bits).backward()
        nn.utils.clip_grad_norm_(machine.parameters(), 1.0)
        optimizer.step()
    return machine


@jaxtyped(typechecker=beartype)
def share_copied(machine: TuringMachine, sequences: Float[Tensor, "batch steps bits"]) -> float:
    """Share of the bits that a machine copies rightly; one half by chance.

    Args:
        machine: the machine.
        sequences: bits, `batch steps bits`.

    Returns:
        Between 0 and 1.

    Raises:
        ValueError: if there is no bit, or one is neither 0 nor 1, or sequences are of half precision, or of other bits
            than the machine.
    """
    require_some(sequences=sequences)
    require_decomposable(sequences=sequences)
    require_shape((*sequences.shape[:2], machine.answer.out_features), sequences=sequences)
    require((sequences == 0) | (sequences == 1), "sequences", "0 or 1", sequences)
    with torch.no_grad():
        return ((machine(sequences).logits > 0) == (sequences > 0.5)).float().mean().item()
