"""A few-shot learner on top of a memory, which writes to the least used row or to the one that was read last."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import (
    beartype,
    require,
    require_finite,
    require_not_negative,
    require_shape,
    require_share,
    require_sizes,
)
from notes.meta_learning.comparison import Embedding, embedded
from notes.meta_learning.episodes import support_labels
from notes.meta_learning.memory import content_weights, read


@jaxtyped(typechecker=beartype)
def usage(
    previous: Float[Tensor, "*batch slots"],
    reading: Float[Tensor, "*batch slots"],
    writing: Float[Tensor, "*batch slots"],
    decay: float = 0.95,
) -> Float[Tensor, "*batch slots"]:
    r"""How much each row was used of late.

    $$w^u_t = \delta \, w^u_{t-1} + w^r_t + w^w_t$$

    Args:
        previous: the usage before.
        reading: weights of the read.
        writing: weights of the write.
        decay: $\delta$, between 0 and 1.

    Returns:
        $w^u_t$.

    Raises:
        ValueError: if `decay` leaves the unit interval, or an argument is negative, NaN or infinite.
    """
    require_share(decay=decay)
    require_not_negative(previous=previous, reading=reading, writing=writing)
    return decay * previous + reading + writing


@jaxtyped(typechecker=beartype)
def least_used(used: Float[Tensor, "*batch slots"]) -> Float[Tensor, "*batch slots"]:
    """One at the row of least usage, the first of them if there are several, and zero elsewhere.

    Args:
        used: how much each row was used; at least one row.

    Returns:
        Rows of zeros and a one.

    Raises:
        ValueError: if there is no row, or `used` is NaN or infinite.
    """
    require(used.shape[-1] > 0, "used", "of at least one row", used.shape[-1])
    require_finite(used=used)
    return nn.functional.one_hot(used.argmin(-1), used.shape[-1]).to(used.dtype)


@jaxtyped(typechecker=beartype)
def write_weights(
    reading: Float[Tensor, "*batch slots"], least: Float[Tensor, "*batch slots"], gate: Float[Tensor, ""]
) -> Float[Tensor, "*batch slots"]:
    r"""Where to write: to the rows that were read last, or to the least used one.

    $$w^w_t = \sigma(\tau) \, w^r_{t-1} + (1 - \sigma(\tau)) \, w^{lu}_{t-1}$$

    Args:
        reading: weights of the last read.
        least: one at the least used row.
        gate: $\tau$, a number that is learnt.

    Returns:
        $w^w_t$.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(reading=reading, least=least, gate=gate)
    return gate.sigmoid() * reading + (1 - gate.sigmoid()) * least


class MemoryAugmentedNetwork(nn.Module):
    """Writes the labelled examples one by one into a memory of keys and labels, and reads it for the queries.

    Before training it nearly always writes to the least used row.

    Args:
        ways: classes of a task.
        width: of the keys.
        slots: rows of the memory.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, ways: int = 5, width: int = 32, slots: int = 10) -> None:
        require_sizes(ways=ways, width=width, slots=slots)
        super().__init__()
        self.network, self.controller = Embedding(width), nn.Linear(width, width)
        self.answer = nn.Linear(width + ways, ways)
        self.gate = nn.Parameter(torch.tensor(-3.0))
        self.width, self.slots = width, slots

    def forward(self, support: Tensor, query: Tensor) -> Tensor:
        """Logits of each query from what the memory holds of its support set.

        Args:
            support: `tasks ways shots height width`.
            query: `tasks ways queries height width`.

        Returns:
            `tasks ways*queries ways`.
        """
        memory, keys = self.memorised(support), self.keys(query)
        rows = memory[:, None].expand(-1, keys.shape[1], -1, -1)
        weights = content_weights(rows[..., : self.width], keys, sharpness=10.0)
        recalled = read(rows, weights)[..., self.width :]
        return 5 * recalled + self.answer(torch.cat([keys, recalled], -1))

    def keys(self, images: Tensor) -> Tensor:
        """What the controller makes of images.

        Args:
            images: `tasks ways samples height width`.

        Returns:
            Vectors, `tasks ways*samples width`.
        """
        items = embedded(self.network, images).flatten(1, 2)
        return items + self.controller(items).tanh()

    def memorised(self, support: Tensor) -> Tensor:
        """The memory once the support set has been written to it.

        Args:
            support: `tasks ways shots height width`.

        Returns:
            Rows of key and label, `tasks slots width+ways`.

        Raises:
            ValueError: if the support set has other ways than the network.
        """
        require_shape((len(support), self.answer.out_features, *support.shape[2:]), support=support)
        examples = torch.cat([self.keys(support), support_labels(support)], -1)
        memory = examples.new_zeros(len(support), self.slots, examples.shape[-1])
        reading = used = memory[..., 0]
        for example in examples.unbind(1):
            least = least_used(used)
            writing = write_weights(reading, least, self.gate)
            memory = memory * (1 - least[..., None]) + writing[..., None] * example[:, None]
            reading = content_weights(memory[..., : self.width], example[:, : self.width], sharpness=10.0)
            used = usage(used, reading, writing)
        return memory
