"""What the functions of the chapter refuse, and the last thing that they take."""

import math

import pytest
import torch

from notes.transformers.attention import attention_weights, scaled_dot_product_attention
from notes.transformers.saturation import softmax_jacobian
from notes.transformers.tasks import additions
from notes.transformers.vision_transformer import patches
from notes.transformers.word2vec import WordVectors, drawn_negative_sampling_loss, noise_distribution


def test_attention_in_half_precision_overflows_no_earlier_than_its_scores():
    half = torch.float16
    queries, keys = torch.full((1, 64), 60.0, dtype=half), torch.full((2, 64), 60.0, dtype=half)
    values = torch.tensor([[1.0], [3.0]], dtype=half)
    assert scaled_dot_product_attention(queries, keys, values).item() == 2.0


def test_attention_does_not_depend_on_where_it_divides():
    queries, keys = torch.randn(2, 5, 7, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    expected = (queries @ keys.mT / math.sqrt(7)).softmax(-1)
    torch.testing.assert_close(attention_weights(queries, keys), expected)


def test_a_saturated_softmax_moves_with_no_score():
    assert softmax_jacobian(torch.tensor([1.0, 0.0])).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    with pytest.raises(ValueError, match=r"^`weights` must be at least 0, got -"):
        softmax_jacobian(torch.tensor([1.0, -1e-6]))


def test_a_patch_may_be_one_pixel():
    image = torch.arange(8.0).reshape(1, 2, 2, 2)
    assert patches(image, 1).tolist() == [[[0.0, 4.0], [1.0, 5.0], [2.0, 6.0], [3.0, 7.0]]]


@pytest.mark.parametrize("name", ["words", "neighbours", "drawn"])
@pytest.mark.parametrize("bad", [-1, 3])
def test_negative_sampling_refuses_words_that_do_not_exist(name: str, bad: int):
    vectors = WordVectors(torch.zeros(3, 2), torch.zeros(3, 2))
    pairs = {"words": torch.tensor([0]), "neighbours": torch.tensor([2]), "drawn": torch.tensor([[2]])}
    assert drawn_negative_sampling_loss(vectors, **pairs).isfinite().all()
    pairs[name] = torch.full_like(pairs[name], bad)
    with pytest.raises(ValueError, match=f"^`{name}` must be from 0 to 2, got {bad}$"):
        drawn_negative_sampling_loss(vectors, **pairs)


def test_noise_distribution_refuses_a_power_that_is_no_number():
    with pytest.raises(ValueError, match=r"^`power` must be finite, got nan$"):
        noise_distribution(torch.ones(1, 2), math.nan)
    assert noise_distribution(torch.ones(1, 2), 0).tolist() == [0.5, 0.5]


def test_additions_name_the_number_that_is_too_long():
    none, nine = torch.tensor([0]), torch.tensor([9])
    for bad in (10, -1):
        with pytest.raises(ValueError, match=f"^`first` must be from 0 to 9, got {bad}$"):
            additions(torch.tensor([bad]), none, 1)
        with pytest.raises(ValueError, match=f"^`second` must be from 0 to 9, got {bad}$"):
            additions(none, torch.tensor([bad]), 1)
    with pytest.raises(ValueError, match=r"^`places` must be at least 1, got 0$"):
        additions(none, none, 0)
    assert additions(nine, nine, 1)[1].tolist() == [[8, 1]]
