"""A language model whose linear maps are written anew, knowing what they are given, or get adapters."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeAlias

import torch
from jaxtyping import Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_below, require_some
from notes.transformers.language_model import LanguageModel
from notes.transformers.low_rank import LowRankLinear

Rewriting: TypeAlias = Callable[[Tensor, Tensor], Tensor]
"""New weights of a linear map, from its weights and from its inputs, one in each row."""

Adapter: TypeAlias = Callable[..., LowRankLinear]
"""A linear map with an adapter beside it, from the map, a rank, a generator and the factor `alpha`."""

FED_BY = {
    "norms.0": ("attention.query", "attention.key", "attention.value"),
    "attention.output": ("attention.output",),
    "norms.1": ("gates", "values"),
    "output": ("output",),
}
"""Where the inputs of a layer's maps are seen: what a normalisation gives, or what the map itself takes."""


@jaxtyped(typechecker=beartype)
@torch.no_grad()
def map_inputs(model: LanguageModel, block: nn.Module, passages: Int64[Tensor, "batch time"]) -> dict[str, Tensor]:
    """What the linear maps of one layer are given while the model reads.

    Args:
        model: the language model.
        block: one of its layers.
        passages: the tokens that it reads.

    Returns:
        By the name of the map, one input in each row.

    Raises:
        ValueError: if there is no token, or one is none of the model's.
    """
    require_some(passages=passages)
    require_below(model.embedding.num_embeddings, passages=passages)
    found: dict[str, Tensor] = {}

    def watch(place: str) -> Callable[[nn.Module, tuple[Tensor], Tensor], None]:
        def keep(module: nn.Module, taken: tuple[Tensor], given: Tensor) -> None:
            seen = (taken[0] if isinstance(module, nn.Linear) else given).flatten(end_dim=-2)
            found.update(dict.fromkeys(FED_BY[place], seen))

        return keep

    hooks = [block.get_submodule(place).register_forward_hook(watch(place)) for place in FED_BY]
    model(passages)
    for hook in hooks:
        hook.remove()
    return found


@jaxtyped(typechecker=beartype)
@torch.no_grad()
def rewritten(model: LanguageModel, passages: Int64[Tensor, "batch time"], rewriting: Rewriting) -> LanguageModel:
    """A copy of the model with new weights, layer after layer, each from the inputs that the layers before make now.

    Args:
        model: the language model.
        passages: the text for calibration.
        rewriting: makes new weights of old ones and of inputs.

    Returns:
        The copy; embeddings, normalisations and the last map are as they were.

    Raises:
        ValueError: if there is no token, or one is none of the model's.
    """
    model = deepcopy(model)
    for block in model.blocks:
        for name, inputs in map_inputs(model, block, passages).items():
            linear: Any = block.get_submodule(name)
            linear.weight.copy_(rewriting(linear.weight, inputs))
    return model


def adapted(model: LanguageModel, adapter: Adapter, rank: int, generator: torch.Generator) -> LanguageModel:
    """A copy of the model with frozen weights, and adapters beside the maps of each attention.

    Args:
        model: the language model.
        adapter: makes of a linear map one with an adapter, such as `LowRankLinear` or `quantised_adapter`.
        rank: rank of the adapters, also their factor, so that their scale is one.
        generator: source of their first weights.

    Returns:
        The copy; only the adapters have gradients.

    Raises:
        ValueError: if `rank` is below 1.
    """
    model = deepcopy(model).requires_grad_(False)
    for block in model.blocks:
        for name in ("query", "key", "value", "output"):
            linear = getattr(block.attention, name)
            setattr(block.attention, name, adapter(linear, rank, generator, alpha=float(rank)))
    return model
