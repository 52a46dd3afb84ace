"""A language model that is rewritten map by map, and one with adapters."""

import pytest
import torch
from torch.nn.functional import silu

from notes.compression.low_bits import FED_BY, adapted, map_inputs, rewritten
from notes.compression.normal_float import normal_float, quantised_adapter
from notes.transformers.language_model import LanguageModel, Sizes, new_language_model
from notes.transformers.low_rank import LowRankLinear

SIZES = Sizes(16, width=16, layers=2, heads=2, groups=1, hidden=8)


@pytest.fixture
def model(generator: torch.Generator) -> LanguageModel:
    return new_language_model(SIZES, generator)


@pytest.fixture
def passages(generator: torch.Generator) -> torch.Tensor:
    return torch.randint(16, (3, 5), generator=generator)


def test_map_inputs_are_what_the_maps_are_given(model: LanguageModel, passages: torch.Tensor):
    block = model.blocks[0]
    found = map_inputs(model, block, passages)
    vectors = model.embedding(passages)
    normed = block.norms[0](vectors)
    torch.testing.assert_close(found["attention.query"], normed.flatten(end_dim=1))
    assert found["attention.key"] is found["attention.query"] is found["attention.value"]
    after = vectors + block.attention(normed)[0]
    again = block.norms[1](after).flatten(end_dim=1)
    torch.testing.assert_close(found["values"], again)
    assert found["gates"] is found["values"]
    torch.testing.assert_close(found["output"], silu(again @ block.gates.weight.T) * (again @ block.values.weight.T))
    torch.testing.assert_close(
        found["attention.output"] @ block.attention.output.weight.T, (after - vectors).flatten(end_dim=1)
    )
    assert not block.norms[0]._forward_hooks


def test_map_inputs_name_every_linear_map_of_a_layer(model: LanguageModel):
    names = {name for name, module in model.blocks[0].named_modules() if isinstance(module, torch.nn.Linear)}
    assert {name for fed in FED_BY.values() for name in fed} == names


def test_rewritten_layers_see_what_the_layers_before_make_now(model: LanguageModel, passages: torch.Tensor):
    seen = []

    def doubling(weights: torch.Tensor, inputs: torch.Tensor) -> torch.Tensor:
        seen.append(inputs)
        return 2 * weights

    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    found = rewritten(model, passages, doubling)
    for name, weight in found.state_dict().items():
        changed = name.startswith("blocks") and "norms" not in name
        torch.testing.assert_close(weight, before[name] * (2 if changed else 1))
        assert torch.equal(model.state_dict()[name], before[name])
    torch.testing.assert_close(seen[7], map_inputs(found, found.blocks[1], passages)["attention.query"])


def test_adapted_models_start_as_they_were_and_train_adapters_alone(
    model: LanguageModel, passages: torch.Tensor, generator: torch.Generator
):
    found = adapted(model, LowRankLinear, 2, generator)
    torch.testing.assert_close(found(passages)[0], model(passages)[0])
    free = {name for name, one in found.named_parameters() if one.requires_grad}
    ends = [f"{place}.{part}" for place in ("query", "key", "value", "output") for part in ("down", "up")]
    assert free == {f"blocks.{block}.attention.{end}" for block in range(2) for end in ends}
    assert all(one.requires_grad for one in model.parameters())
    assert found.blocks[0].attention.query.scale == 1.0


def test_adapters_on_few_bits_have_the_rounded_weights(model: LanguageModel, generator: torch.Generator):
    found = adapted(model, quantised_adapter, 1, generator).blocks[1].attention.value
    expected = normal_float(model.blocks[1].attention.value.weight.detach())
    assert torch.equal(found.frozen.weight, expected)


def test_map_inputs_refuse_an_unknown_token(model: LanguageModel):
    with pytest.raises(ValueError, match=r"^`passages` must be"):
        rewritten(model, torch.full((1, 3), 16), lambda weights, _: weights)
