r"""Training of retrievers: the passage that answers a question against those that answer others."""

from collections.abc import Callable
from copy import deepcopy

import torch
from jaxtyping import Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_not_negative, require_sizes


@jaxtyped(typechecker=beartype)
def trained_contrastively(
    model: nn.Module,
    loss: Callable[[nn.Module, Tensor, Tensor], Tensor],
    relevant: Int64[Tensor, "questions"],
    generator: torch.Generator,
    *,
    hard: Int64[Tensor, "questions mined"] | None = None,
    steps: int = 200,
    batch: int = 128,
    weight_decay: float = 0.5,
) -> nn.Module:
    """A copy of a retriever, trained to tell the passage that answers a question from the others of a batch.

    A batch takes questions at random. A passage cannot be right and wrong at once: where two questions have the same
    passage, the later is left out, and so is a hard negative that answers another question of the batch.

    Args:
        model: the retriever to start from; it stays as it is.
        loss: of the model, for the numbers of some questions and those of the candidates, the right ones first and in
            the order of the questions.
        relevant: number of the passage that answers each question.
        generator: source of the batches.
        hard: numbers of further wrong passages for each question, none by default.
        steps: number of updates of AdamW, with a rate of 0.02.
        batch: number of questions drawn for each.
        weight_decay: of AdamW, not negative.

    Returns:
        The trained copy.

    Raises:
        ValueError: if there is no question, `batch` is below 1 or `weight_decay` negative.

    Reference: V. Karpukhin et al., Dense Passage Retrieval for Open-Domain Question Answering, 2020, section 3.2.
    """
    require_sizes(batch=batch, relevant=len(relevant))
    require_not_negative(weight_decay=weight_decay)
    model, mined = deepcopy(model), relevant[:, None] if hard is None else hard
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.02, weight_decay=weight_decay)
    for _ in range(steps):
        drawn = torch.randint(len(relevant), (batch,), generator=generator, device=generator.device)
        repeated = (relevant[drawn][:, None] == relevant[drawn]).tril(-1).any(-1)
        asked = drawn[~repeated]
        right, others = relevant[asked], mined[asked].unique()
        candidates = torch.cat([right, others[~torch.isin(others, right)]])
        optimiser.zero_grad()
        loss(model, asked, candidates).backward()
        optimiser.step()
    return model
