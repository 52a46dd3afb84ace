"""Metric-based learners: embed support and query, compare, and let the labels of what is similar vote."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_decomposable, require_finite, require_sizes, require_some
from notes.meta_learning.episodes import support_labels

WIDTH = 64


class Embedding(nn.Sequential):
    """Two strided convolutions and a linear layer: an image becomes a vector."""

    @jaxtyped(typechecker=beartype)
    def __init__(self, width: int = WIDTH) -> None:
        require_sizes(width=width)
        super().__init__(
            nn.Conv2d(1, 16, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(512, width),
        )


@jaxtyped(typechecker=beartype)
def embedded(network: nn.Module, images: Float[Tensor, "*batch height width"]) -> Float[Tensor, "*batch embedding"]:
    """Embeddings of images under any leading axes.

    Args:
        network: maps `batch 1 height width` to vectors.
        images: `... height width`.

    Returns:
        Vectors, `... width`.

    Raises:
        ValueError: if `images` is empty, or `images` is NaN or infinite.
    """
    require_some(images=images)
    require_finite(images=images)
    flat = images.reshape(-1, 1, *images.shape[-2:])
    return network(flat).reshape(*images.shape[:-2], -1)


@jaxtyped(typechecker=beartype)
def kernel_prediction(
    similarities: Float[Tensor, "*batch queries support"], labels: Float[Tensor, "*batch support ways"]
) -> Float[Tensor, "*batch queries ways"]:
    r"""The labels of the support set, averaged with a softmax of the similarities as weights.

    $$P(y \mid x, S) = \sum_i \frac{e^{s(x, x_i)}}{\sum_j e^{s(x, x_j)}} y_i$$

    Args:
        similarities: $s$ of each query with each example.
        labels: one-hot $y_i$.

    Returns:
        A distribution over the classes for each query.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(similarities=similarities, labels=labels)
    return similarities.softmax(-1) @ labels


@jaxtyped(typechecker=beartype)
def prototypes(support: Float[Tensor, "*batch ways shots width"]) -> Float[Tensor, "*batch ways width"]:
    """Mean embedding of each class.

    Args:
        support: embedded support set.

    Returns:
        One prototype a class.

    Raises:
        ValueError: if `support` is NaN or infinite.
    """
    require_finite(support=support)
    return support.mean(-2)


@jaxtyped(typechecker=beartype)
def prototype_logits(
    query: Float[Tensor, "*batch queries width"], centres: Float[Tensor, "*batch ways width"]
) -> Float[Tensor, "*batch queries ways"]:
    r"""Minus the squared distance of each query to each prototype.

    Args:
        query: embedded queries.
        centres: the prototypes.

    Returns:
        Logits $-\lVert f(x) - v_c \rVert^2$.

    Raises:
        ValueError: if an argument is NaN or infinite.
    """
    require_finite(query=query, centres=centres)
    return -(query[..., :, None, :] - centres[..., None, :, :]).square().sum(-1)


@jaxtyped(typechecker=beartype)
def nearest_neighbour(
    support: Float[Tensor, "tasks ways shots height width"], query: Float[Tensor, "tasks ways queries height width"]
) -> Float[Tensor, "tasks asked ways"]:
    """The baseline without learning: minus the squared distance, in pixels, to the nearest example of each class.

    Args:
        support: `tasks ways shots height width`.
        query: `tasks ways queries height width`.

    Returns:
        Logits, `tasks ways*queries ways`.

    Raises:
        ValueError: if an argument is of half precision, NaN or infinite.
    """
    require_decomposable(support=support, query=query)
    tasks, ways, shots = support.shape[:3]
    distances = torch.cdist(query.flatten(3).flatten(1, 2), support.flatten(3).flatten(1, 2)).square()
    return -distances.reshape(tasks, -1, ways, shots).amin(-1)


class PrototypicalNetwork(nn.Module):
    """Class means in a learned space."""

    def __init__(self) -> None:
        super().__init__()
        self.network = Embedding()

    def forward(self, support: Tensor, query: Tensor) -> Tensor:
        """Logits of each query.

        Args:
            support: `tasks ways shots height width`.
            query: `tasks ways queries height width`.

        Returns:
            `tasks ways*queries ways`.
        """
        return prototype_logits(
            embedded(self.network, query).flatten(1, 2), prototypes(embedded(self.network, support))
        )


class MatchingNetwork(nn.Module):
    """Attention over the support set, each embedding made in the context of all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.network = Embedding()
        self.context = nn.LSTM(WIDTH, WIDTH // 2, bidirectional=True, batch_first=True)
        self.reader = nn.LSTMCell(2 * WIDTH, WIDTH)

    def forward(self, support: Tensor, query: Tensor) -> Tensor:
        """Log probabilities of each query.

        Args:
            support: `tasks ways shots height width`.
            query: `tasks ways queries height width`.

        Returns:
            `tasks ways*queries ways`.
        """
        plain = embedded(self.network, support).flatten(1, 2)
        keys = plain + self.context(plain)[0]
        asked = self.read(embedded(self.network, query).flatten(1, 2), keys)
        cosines = nn.functional.cosine_similarity(asked[:, :, None], keys[:, None], dim=-1)
        return kernel_prediction(10 * cosines, support_labels(support)).clamp_min(1e-12).log()

    def read(self, query: Tensor, keys: Tensor, reads: int = 2) -> Tensor:
        """Queries that have looked at the support set: an LSTM reads it by attention.

        Args:
            query: plain embeddings, `tasks queries width`.
            keys: embeddings of the support set, `tasks support width`.
            reads: number of looks.

        Returns:
            Embeddings of the queries in context.
        """
        hidden, cell = query, torch.zeros_like(query).flatten(0, 1)
        for _ in range(reads):
            read = (hidden @ keys.mT).softmax(-1) @ keys
            inputs = torch.cat([query, read], -1).flatten(0, 1)
            state, cell = self.reader(inputs, (hidden.flatten(0, 1), cell))
            hidden = query + state.view_as(query)
        return hidden


class SiameseNetwork(nn.Module):
    """One network twice; the weighted absolute difference of the two embeddings is the logit of "same class"."""

    def __init__(self) -> None:
        super().__init__()
        self.network, self.same = Embedding(), nn.Linear(WIDTH, 1)

    def forward(self, support: Tensor, query: Tensor) -> Tensor:
        """Logits of "same class" for each query and the example of each class that is most probably its partner.

        Args:
            support: `tasks ways shots height width`.
            query: `tasks ways queries height width`.

        Returns:
            `tasks ways*queries ways`.
        """
        asked = embedded(self.network, query).flatten(1, 2)[:, :, None]
        known = embedded(self.network, support).flatten(1, 2)[:, None]
        same_class = self.same((asked - known).abs()).squeeze(-1)
        return same_class.unflatten(-1, support.shape[1:3]).amax(-1)


class RelationNetwork(nn.Module):
    """The comparison itself is a network on query, class mean and their absolute difference, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.network = Embedding()
        self.relation = nn.Sequential(nn.Linear(3 * WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, 1))

    def forward(self, support: Tensor, query: Tensor) -> Tensor:
        """Relation scores of each query and class.

        Args:
            support: `tasks ways shots height width`.
            query: `tasks ways queries height width`.

        Returns:
            `tasks ways*queries ways`.
        """
        asked = embedded(self.network, query).flatten(1, 2)[:, :, None]
        known = prototypes(embedded(self.network, support))[:, None]
        asked, known = torch.broadcast_tensors(asked, known)
        beside = torch.cat([asked, known, (asked - known).abs()], -1)
        return self.relation(beside).squeeze(-1)
