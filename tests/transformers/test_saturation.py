"""The derivative of softmax against autograd, and the spread of random scores."""

import pytest
import torch

from notes.transformers.saturation import random_scores, softmax_jacobian


def test_softmax_jacobian_is_that_of_autograd(generator: torch.Generator) -> None:
    scores = torch.randn(3, 5, dtype=torch.float64, generator=generator)
    found = softmax_jacobian(scores.softmax(dim=-1))
    for row, matrix in zip(scores, found, strict=True):
        torch.testing.assert_close(matrix, torch.autograd.functional.jacobian(lambda s: s.softmax(dim=-1), row))
    torch.testing.assert_close(found.sum(dim=-1), torch.zeros(3, 5, dtype=torch.float64))


def test_softmax_jacobian_refuses_a_negative_weight() -> None:
    with pytest.raises(ValueError, match="`weights` must be at least 0"):
        softmax_jacobian(torch.tensor([1.5, -0.5]))


@pytest.mark.parametrize("width", [1, 16, 64])
def test_random_scores_have_the_width_for_their_variance(width: int, generator: torch.Generator) -> None:
    scores = random_scores(width, 4, 20_000, generator)
    assert abs(scores.var().item() / width - 1) < 0.05
    assert abs(scores.mean().item()) < 0.05 * width**0.5


def test_random_scores_are_inner_products_of_one_query_with_each_key() -> None:
    random = torch.Generator().manual_seed(0)
    queries, keys = torch.randn(5, 1, 3, generator=random), torch.randn(5, 4, 3, generator=random)
    expected = torch.einsum("nw,nkw->nk", queries[:, 0], keys)
    torch.testing.assert_close(random_scores(3, 4, 5, torch.Generator().manual_seed(0)), expected)
