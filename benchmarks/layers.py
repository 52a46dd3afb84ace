"""Activations and layers next to `torch.nn`."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.pair import Pair, name, normal, pair
from notes.convolution.batch_normalization import BatchNormalization
from notes.convolution.circular import linear_convolution
from notes.convolution.layer import conv1d, conv2d
from notes.networks import activation
from notes.networks.mlp import MultilayerPerceptron, random_mlp
from notes.transformers.attention import MultiHeadAttention, scaled_dot_product_attention
from notes.transformers.decoder import DecoderLayer
from notes.transformers.layers import EncoderLayer
from notes.transformers.recurrent import recurrent_states

NUMBERS, WIDTH, HEADS, BATCH = (60, 1_000_000), 64, 4, 8
LENGTHS = (4, 256)


def layers() -> list[Pair]:
    """All pairs of this module."""
    return [*activations(), *convolutions(), *dense_layers(), *attentions(), recurrence()]


def activations() -> list[Pair]:
    """Activations, number by number."""
    names = ("relu", "leaky_relu", "softplus", "sigmoid", "tanh", "elu", "selu", "gelu", "silu")
    theirs = {**vars(functional), "sigmoid": torch.sigmoid, "tanh": torch.tanh}
    return [pair(getattr(activation, one), one, theirs[one], lambda n: [normal(n)], NUMBERS) for one in names]


def convolutions() -> list[Pair]:
    """Convolutions with sixteen channels, and one of two long sequences."""
    return [
        pair(
            conv1d,
            "conv1d",
            functional.conv1d,
            lambda n: (normal(n, 16, 64), normal(16, 16, 3), normal(16)),
            (1, 256),
            3,
        ),
        pair(
            conv2d,
            "conv2d",
            functional.conv2d,
            lambda n: (normal(n, 16, 32, 32), normal(16, 16, 3, 3), normal(16)),
            (1, 32),
            3,
        ),
        pair(
            linear_convolution,
            "conv1d",
            lambda x, w: functional.conv1d(x[None], w.flip(0)[None, None], padding=len(w) - 1)[0],
            lambda n: (normal(n), normal(n // 2, seed=1)),
            (6, 500),
            2,
        ),
    ]


def dense_layers() -> list[Pair]:
    """Batch normalisation, and a network with one hidden layer."""
    network = random_mlp([WIDTH, 256, WIDTH], torch.Generator().manual_seed(0)).float()
    theirs = nn.Sequential(nn.Linear(WIDTH, 256), nn.ReLU(), nn.Linear(256, WIDTH))
    given = [parameter for layer in network.layers for parameter in layer]
    theirs.load_state_dict(dict(zip(theirs.state_dict(), given, strict=True)))
    normalised = BatchNormalization(16), nn.BatchNorm2d(16)
    return [
        Pair(name(BatchNormalization), "BatchNorm2d", *normalised, lambda n: [normal(n, 16, 32, 32)], (1, 64)),
        Pair(name(MultilayerPerceptron), "Linear, ReLU", network, theirs, lambda n: [normal(n, WIDTH)], (4, 4096)),
    ]


def attentions() -> list[Pair]:
    """Attention and the layers of the Transformer, on eight sequences."""
    ours = MultiHeadAttention(WIDTH, HEADS), EncoderLayer(WIDTH, HEADS, 256), DecoderLayer(WIDTH, HEADS, 256)
    options = {"dropout": 0.0, "batch_first": True}
    attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
    encoder = nn.TransformerEncoderLayer(WIDTH, HEADS, 256, **options)  # type: ignore[arg-type]
    decoder = nn.TransformerDecoderLayer(WIDTH, HEADS, 256, **options)  # type: ignore[arg-type]
    attention.load_state_dict(of_attention(ours[0]))
    encoder.load_state_dict(of_attention(ours[1].attention, "self_attn.") | of_the_rest(ours[1]))
    own = of_attention(ours[2].own, "self_attn.") | of_attention(ours[2].cross, "multihead_attn.")
    decoder.load_state_dict(own | of_the_rest(ours[2]))
    one, two, three = (lambda n, k=k: [normal(BATCH, n, WIDTH, seed=seed) for seed in range(k)] for k in (1, 2, 3))
    return [
        pair(
            scaled_dot_product_attention,
            "scaled_dot_product_attention",
            functional.scaled_dot_product_attention,
            three,
            LENGTHS,
            3,
        ),
        Pair(
            name(MultiHeadAttention),
            "MultiheadAttention",
            ours[0],
            Attended(attention),
            two,
            LENGTHS,
            2,
        ),
        Pair(name(EncoderLayer), "TransformerEncoderLayer", ours[1], encoder, one, LENGTHS),
        Pair(name(DecoderLayer), "TransformerDecoderLayer", ours[2], decoder, two, LENGTHS, 2),
    ]


class Attended(nn.Module):
    """What PyTorch's attention finds, without the weights that it returns beside."""

    def __init__(self, attention: nn.MultiheadAttention) -> None:
        super().__init__()
        self.attention = attention

    def forward(self, asking: Tensor, held: Tensor) -> Tensor:
        """One vector for each that asks."""
        found, _ = self.attention(asking, held, held, need_weights=False)
        return found


def of_attention(ours: MultiHeadAttention, prefix: str = "") -> dict[str, Tensor]:
    """The weights of an attention under PyTorch's names, which has the three projections in one."""
    joint = (ours.query, ours.key, ours.value)
    return {
        f"{prefix}in_proj_weight": torch.cat([one.weight for one in joint]),
        f"{prefix}in_proj_bias": torch.cat([one.bias for one in joint]),
        f"{prefix}out_proj.weight": ours.output.weight,
        f"{prefix}out_proj.bias": ours.output.bias,
    }


def of_the_rest(ours: EncoderLayer | DecoderLayer) -> dict[str, Tensor]:
    """The weights of the network of each position and of the normalisations, under PyTorch's names."""
    modules = {"linear1": ours.network[0], "linear2": ours.network[2]}
    modules |= {f"norm{place}": norm for place, norm in enumerate(ours.norms, start=1)}
    return {f"{name}.{part}": value for name, module in modules.items() for part, value in module.state_dict().items()}


def recurrence() -> Pair:
    """A recurrent network with one layer."""

    def theirs(x: Tensor, state: Tensor, read: Tensor, remember: Tensor, bias: Tensor) -> Tensor:
        weights = (read, remember, bias, torch.zeros_like(bias))
        states, _ = torch.rnn_tanh(x, state[None], weights, True, 1, 0.0, True, False, False)
        return states

    return pair(
        recurrent_states,
        "rnn_tanh",
        theirs,
        lambda n: (normal(n, 32, 16), normal(32, WIDTH), normal(WIDTH, 16), normal(WIDTH, WIDTH) / 8, normal(WIDTH)),
        (4, 128),
        5,
    )
