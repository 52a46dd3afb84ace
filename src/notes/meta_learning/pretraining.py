"""The baseline that knows no tasks: a classifier of all known classes, whose embedding then serves new ones."""

import torch
from jaxtyping import Float32, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_sizes
from notes.meta_learning.comparison import WIDTH, Embedding, embedded, prototypes


class NearestMean(nn.Module):
    """Class means by cosine, in an embedding that was trained without episodes."""

    def __init__(self) -> None:
        super().__init__()
        self.network = Embedding()

    def forward(self, support: Tensor, query: Tensor) -> Tensor:
        """Cosines of each query with each class mean.

        Args:
            support: `tasks ways shots height width`.
            query: `tasks ways queries height width`.

        Returns:
            `tasks ways*queries ways`.
        """
        asked = embedded(self.network, query).flatten(1, 2)
        known = prototypes(embedded(self.network, support))
        return nn.functional.cosine_similarity(asked[:, :, None], known[:, None], dim=-1)


@jaxtyped(typechecker=beartype)
def pretrained(
    model: NearestMean,
    images: Float32[Tensor, "classes samples height width"],
    generator: torch.Generator,
    *,
    steps: int,
    batch: int = 160,
) -> NearestMean:
    """The learner after supervised training of its embedding, under a linear layer that is thrown away.

    Args:
        model: the learner; its embedding is trained in place.
        images: the training classes.
        generator: source of the batches.
        steps: number of updates.
        batch: images of an update; as many as in eight episodes of five ways, one shot and three queries.

    Returns:
        The same module.

    Raises:
        ValueError: if `steps` or `batch` is not positive.
    """
    require_sizes(steps=steps, batch=batch)
    classes, samples = images.shape[:2]
    network = nn.Sequential(model.network, nn.ReLU(), nn.Linear(WIDTH, classes))
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3)
    for _ in range(steps):
        drawn = torch.randint(classes * samples, (batch,), generator=generator, device=generator.device)
        optimizer.zero_grad()
        logits = network(images.flatten(0, 1)[drawn][:, None])
        nn.functional.cross_entropy(logits, drawn // samples).backward()
        optimizer.step()
    return model
