"""Transformers against tiny random models of Hugging Face's library, which takes no weights from anywhere here.

Its parameters go into the layers of the notes by name; then both must compute the same, forwards and backwards.
"""

import math
from collections.abc import Callable, Mapping

import pytest
import torch
from torch import Tensor, nn
from transformers.models.bart.modeling_bart import BartDecoderLayer, BartEncoderLayer
from transformers.models.blenderbot.modeling_blenderbot import BlenderbotDecoderLayer, BlenderbotEncoderLayer
from transformers.models.gpt2.modeling_gpt2 import GPT2Block
from transformers.models.t5.modeling_t5 import T5Attention, T5DenseActDense

import transformers as hugging
from notes.transformers.attention import MultiHeadAttention
from notes.transformers.bert import Bert, Sizes
from notes.transformers.counts import bert_parameters, vision_parameters
from notes.transformers.decoder import DecoderLayer, PreNormDecoderLayer
from notes.transformers.heads import SequenceClassifier, SpanFinder, TokenClassifier
from notes.transformers.layers import EncoderLayer, PreNormEncoderLayer, feed_forward
from notes.transformers.transformer import causal_mask
from notes.transformers.vision_transformer import PreNormGeluLayer, VisionSizes, VisionTransformer

WIDTH, HEADS, HIDDEN, TIME = 8, 2, 12, 5
ENCODING = {"hidden_size": WIDTH, "num_hidden_layers": 2, "num_attention_heads": HEADS, "intermediate_size": HIDDEN}
WITHOUT_DROPOUT = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
DECODING = {"d_model": WIDTH, "dropout": 0.0, "attention_dropout": 0.0, "activation_function": "relu"} | {
    f"{side}_{what}": size
    for side in ("encoder", "decoder")
    for what, size in (("attention_heads", HEADS), ("ffn_dim", HIDDEN))
}


def eager(config: hugging.PreTrainedConfig) -> hugging.PreTrainedConfig:
    config._attn_implementation = "eager"
    return config


def filled(module: nn.Module, generator: torch.Generator) -> nn.Module:
    """A module in double precision with random parameters, zeros and ones included."""
    module = module.double().eval()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator, dtype=torch.float64) / 2)
    return module


def renamed(state: Mapping[str, Tensor], names: Mapping[str, str]) -> dict[str, Tensor]:
    """Tensors under the names that they have in the notes, from what parts of their names are called there."""
    found = {}
    for name, value in state.items():
        for part, called in names.items():
            name = name.replace(part, called)
        found[name] = value
    return found


def with_weights(ours: nn.Module, state: Mapping[str, Tensor]) -> nn.Module:
    """A module with given parameters, all of them but a pooler that is not used."""
    missing = ours.double().load_state_dict(state, strict=False).missing_keys
    assert [name for name in missing if "pooler" not in name] == []
    return ours


def first(outputs: Tensor | tuple[Tensor, ...]) -> Tensor:
    return outputs[0] if isinstance(outputs, tuple) else outputs


BERT = {
    "embeddings.word_embeddings": "embeddings.word",
    "embeddings.position_embeddings": "embeddings.position",
    "embeddings.token_type_embeddings": "embeddings.segment",
    "embeddings.LayerNorm": "embeddings.norm",
    "encoder.layer.": "layers.",
    "attention.self.": "attention.",
    "attention.output.dense": "attention.output",
    "attention.output.LayerNorm": "norms.0",
    "intermediate.dense": "network.0",
    "output.LayerNorm": "norms.1",
    "output.dense": "network.2",
    "pooler.dense": "pooler",
}
BERT_INPUTS = (
    torch.tensor([[3, 1, 4, 1, 5], [9, 2, 6, 0, 0]]),
    torch.tensor([[0, 0, 1, 1, 1], [0, 1, 1, 1, 1]]),
    torch.tensor([[True] * 5, [True, True, True, False, False]]),
)


def bert_config(**more: int) -> hugging.BertConfig:
    sizes = {"vocab_size": 11, "max_position_embeddings": 7, "layer_norm_eps": 1e-5}
    return eager(hugging.BertConfig(**ENCODING, **WITHOUT_DROPOUT, **sizes, **more))


def bert() -> Bert:
    return Bert(Sizes(11, WIDTH, 2, HEADS, HIDDEN, positions=7))


@pytest.mark.parametrize(
    ("width", "layers", "heads"), [(768, 12, 12), (1024, 24, 16), (128, 2, 2)], ids=["base", "large", "tiny"]
)
def test_bert_parameters(width: int, layers: int, heads: int) -> None:
    config = hugging.BertConfig(
        hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=4 * width
    )
    with torch.device("meta"):
        theirs = hugging.BertModel(config)
    assert bert_parameters(width, layers) == theirs.num_parameters()


@pytest.mark.parametrize(
    ("width", "layers", "heads", "patch"), [(768, 12, 12, 16), (1024, 24, 16, 16), (768, 12, 12, 32)]
)
def test_vision_parameters(width: int, layers: int, heads: int, patch: int) -> None:
    config = hugging.ViTConfig(
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=4 * width,
        patch_size=patch,
        num_labels=1000,
    )
    with torch.device("meta"):
        theirs = hugging.ViTForImageClassification(config)
    sizes = {"pixels": 3 * patch**2, "patches": (224 // patch) ** 2, "classes": 1000}
    assert vision_parameters(width, layers, **sizes) == theirs.num_parameters()


def test_bert(generator: torch.Generator, normal) -> None:
    """With their normalisation's epsilon that of PyTorch, as in the notes; BERT's own is 1e-12."""
    theirs = filled(hugging.BertModel(bert_config()), generator)
    ours = with_weights(bert(), renamed(theirs.state_dict(), BERT))
    tokens, segments, present = BERT_INPUTS
    expected = theirs(tokens, token_type_ids=segments, attention_mask=present.long())
    found = ours(tokens, segments, present)
    torch.testing.assert_close(found, expected.last_hidden_state, rtol=1e-11, atol=1e-11)
    torch.testing.assert_close(ours.pooled(found), expected.pooler_output, rtol=1e-11, atol=1e-11)
    weights = normal(2, WIDTH)
    (weights * ours.pooled(found)).sum().backward()
    (weights * expected.pooler_output).sum().backward()
    slopes = renamed({name: parameter.grad for name, parameter in theirs.named_parameters()}, BERT)
    for name, parameter in ours.named_parameters():
        torch.testing.assert_close(parameter.grad, slopes[name], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(
    ("head", "reference", "name"),
    [
        (lambda: SequenceClassifier(bert(), 3), hugging.BertForSequenceClassification, "classifier"),
        (lambda: TokenClassifier(bert(), 3), hugging.BertForTokenClassification, "classifier"),
        (lambda: SpanFinder(bert()), hugging.BertForQuestionAnswering, "qa_outputs"),
    ],
    ids=["sequence", "token", "span"],
)
def test_heads_of_bert(head: Callable[[], nn.Module], reference: type, name: str, generator: torch.Generator) -> None:
    labels = 2 if reference is hugging.BertForQuestionAnswering else 3
    theirs = filled(reference(bert_config(num_labels=labels)), generator)
    ours = with_weights(head(), renamed(theirs.state_dict(), {name: "head"} | BERT))
    tokens, segments, present = BERT_INPUTS
    expected = theirs(tokens, token_type_ids=segments, attention_mask=present.long())
    logits = torch.stack([expected.start_logits, expected.end_logits], -1) if labels == 2 else expected.logits
    torch.testing.assert_close(ours(tokens, segments, present), logits, rtol=1e-11, atol=1e-11)


ATTENTION = {"q_proj": "query", "k_proj": "key", "v_proj": "value", "out_proj": "output", "o_proj": "output"}
VISION = ATTENTION | {
    "vit.embeddings.patch_embeddings.": "",
    "vit.embeddings.cls_token": "token.weight",
    "vit.embeddings.position_embeddings": "position.weight",
    "vit.layers.": "layers.",
    "mlp.fc1": "network.0",
    "mlp.fc2": "network.2",
    "layernorm_before": "norms.0",
    "layernorm_after": "norms.1",
    "vit.layernorm": "norm",
    "classifier": "head",
}


def test_vision_transformer(agree, generator: torch.Generator, normal) -> None:
    """Their map of a patch is a convolution, and their learnt vectors have a place for the batch."""
    sizes = {"image_size": 8, "patch_size": 4, "num_channels": 3, "num_labels": 4, "layer_norm_eps": 1e-5}
    config = hugging.ViTConfig(**ENCODING, **WITHOUT_DROPOUT, **sizes)
    config._attn_implementation = "sdpa"  # the other one computes its softmax in single precision
    theirs = filled(hugging.ViTForImageClassification(config), generator)
    state = renamed(theirs.state_dict(), VISION)
    state["projection.weight"] = state["projection.weight"].flatten(1)
    for name in ("token.weight", "position.weight"):
        state[name] = state[name][0]
    ours = with_weights(VisionTransformer(VisionSizes(8, 4, 3, WIDTH, 2, HEADS, HIDDEN, 4)), state)
    agree(ours, lambda images: theirs(images).logits, normal(2, 3, 8, 8), rounding=1e-10)


LAYER = {"self_attn_layer_norm": "norms.0", "fc1": "network.0", "fc2": "network.2"} | ATTENTION
ENCODER_LAYER = LAYER | {"self_attn": "attention", "final_layer_norm": "norms.1"}
DECODER_LAYER = LAYER | {
    "encoder_attn_layer_norm": "norms.1",
    "encoder_attn": "cross",
    "self_attn": "own",
    "final_layer_norm": "norms.2",
}


@pytest.mark.parametrize(
    ("ours", "theirs", "config"),
    [
        (EncoderLayer, BartEncoderLayer, hugging.BartConfig),
        (PreNormEncoderLayer, BlenderbotEncoderLayer, hugging.BlenderbotConfig),
    ],
)
def test_encoder_layers_are_those_of_bart_and_blenderbot(
    ours: type, theirs: type, config: type, agree, generator: torch.Generator, normal
) -> None:
    reference = filled(theirs(eager(config(**DECODING))), generator)
    layer = with_weights(ours(WIDTH, HEADS, HIDDEN), renamed(reference.state_dict(), ENCODER_LAYER))
    agree(layer, lambda x: first(reference(x, None)), normal(2, TIME, WIDTH), rounding=1e-10)


@pytest.mark.parametrize(
    ("ours", "theirs", "config"),
    [
        (DecoderLayer, BartDecoderLayer, hugging.BartConfig),
        (PreNormDecoderLayer, BlenderbotDecoderLayer, hugging.BlenderbotConfig),
    ],
)
def test_decoder_layers_are_those_of_bart_and_blenderbot(
    ours: type, theirs: type, config: type, agree, generator: torch.Generator, normal
) -> None:
    reference = filled(theirs(eager(config(**DECODING))), generator)
    layer = with_weights(ours(WIDTH, HEADS, HIDDEN), renamed(reference.state_dict(), DECODER_LAYER))
    ahead = torch.zeros(TIME, TIME, dtype=torch.float64).masked_fill(~causal_mask(TIME), -math.inf)[None, None]
    agree(
        lambda x, memory: layer(x, memory, causal_mask(TIME)[None]),
        lambda x, memory: first(reference(x, ahead, encoder_hidden_states=memory)),
        normal(2, TIME, WIDTH),
        normal(2, 3, WIDTH),
        rounding=1e-10,
    )


def test_pre_norm_layer_with_a_causal_mask_is_a_block_of_gpt2(agree, generator: torch.Generator, normal) -> None:
    config = hugging.GPT2Config(
        n_embd=WIDTH, n_head=HEADS, n_inner=HIDDEN, activation_function="gelu", attn_pdrop=0.0, resid_pdrop=0.0
    )
    theirs = filled(GPT2Block(eager(config), layer_idx=0), generator)
    ours = PreNormGeluLayer(WIDTH, HEADS, HIDDEN).double()
    state = theirs.state_dict()
    joint = zip(state["attn.c_attn.weight"].chunk(3, 1), state["attn.c_attn.bias"].chunk(3), strict=True)
    maps = [(ours.attention.output, "attn.c_proj"), (ours.network[0], "mlp.c_fc"), (ours.network[2], "mlp.c_proj")]
    with torch.no_grad():
        for projection, (weight, bias) in zip(
            (ours.attention.query, ours.attention.key, ours.attention.value), joint, strict=True
        ):
            projection.weight.copy_(weight.T)
            projection.bias.copy_(bias)
        for linear, name in maps:
            linear.weight.copy_(state[f"{name}.weight"].T)
            linear.bias.copy_(state[f"{name}.bias"])
        for norm, name in zip(ours.norms, ("ln_1", "ln_2"), strict=True):
            norm.weight.copy_(state[f"{name}.weight"])
            norm.bias.copy_(state[f"{name}.bias"])
    ahead = torch.zeros(TIME, TIME, dtype=torch.float64).masked_fill(~causal_mask(TIME), -math.inf)[None, None]
    agree(
        lambda x: ours(x, causal_mask(TIME)[None]),
        lambda x: first(theirs(x, attention_mask=ahead)),
        normal(2, TIME, WIDTH),
        rounding=1e-10,
    )


def without_biases(module: nn.Module) -> nn.Module:
    for name, parameter in module.double().named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(parameter)
    return module


def t5_config() -> hugging.T5Config:
    return eager(hugging.T5Config(d_model=WIDTH, d_kv=WIDTH // HEADS, d_ff=HIDDEN, num_heads=HEADS, dropout_rate=0.0))


def test_attention_is_that_of_t5_with_its_queries_divided(agree, generator: torch.Generator, normal) -> None:
    """T5 has no biases, and leaves the root of the width to the initialisation of the queries."""
    theirs = filled(T5Attention(t5_config(), has_relative_attention_bias=False, layer_idx=0), generator)
    ours = without_biases(MultiHeadAttention(WIDTH, HEADS))
    with torch.no_grad():
        ours.query.weight.copy_(theirs.q.weight * math.sqrt(WIDTH // HEADS))
        for mine, other in ((ours.key, theirs.k), (ours.value, theirs.v), (ours.output, theirs.o)):
            mine.weight.copy_(other.weight)
    agree(
        ours,
        lambda asking, held: first(theirs(asking, key_value_states=held)),
        normal(2, TIME, WIDTH),
        normal(2, 3, WIDTH),
        rounding=1e-10,
    )


def test_feed_forward_is_that_of_t5(agree, generator: torch.Generator, normal) -> None:
    theirs = filled(T5DenseActDense(t5_config()), generator)
    ours = without_biases(feed_forward(WIDTH, HIDDEN))
    with torch.no_grad():
        ours[0].weight.copy_(theirs.wi.weight)
        ours[2].weight.copy_(theirs.wo.weight)
    agree(ours, theirs, normal(2, TIME, WIDTH))
