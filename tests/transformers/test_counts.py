"""The closed formula against a BERT assembled from PyTorch's layers, which holds no memory."""

import pytest
from torch import nn

from notes.transformers.counts import bert_parameters


@pytest.mark.parametrize(
    ("width", "layers", "heads", "known"), [(768, 12, 12, 109_482_240), (1024, 24, 16, 335_141_888)]
)
def test_bert_parameters_equal_a_model_on_the_meta_device(width: int, layers: int, heads: int, known: int) -> None:
    parts = [nn.Embedding(rows, width, device="meta") for rows in (30_522, 512, 2)]
    parts += [nn.LayerNorm(width, device="meta"), nn.Linear(width, width, device="meta")]
    parts += [nn.TransformerEncoderLayer(width, heads, 4 * width, device="meta") for _ in range(layers)]
    assert sum(p.numel() for part in parts for p in part.parameters()) == known
    assert bert_parameters(width, layers) == known


def test_bert_parameters_refuse_sizes_out_of_range() -> None:
    with pytest.raises(ValueError, match="`width` must be at least 1, got 0"):
        bert_parameters(0, 12)
    with pytest.raises(ValueError, match="`layers` must not be negative, got -1"):
        bert_parameters(768, -1)
