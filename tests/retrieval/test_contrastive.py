"""Which candidates a batch of contrastive training has, and what a step does."""

import pytest
import torch
from torch import Tensor, nn

from notes.retrieval.contrastive import trained_contrastively


def noted(hard: Tensor | None, relevant: Tensor, generator: torch.Generator) -> list[tuple[list[int], list[int]]]:
    """The questions and the candidates of five batches."""
    seen = []

    def loss(model: nn.Module, asked: Tensor, candidates: Tensor) -> Tensor:
        seen.append((asked.tolist(), candidates.tolist()))
        return model.weight.sum()

    trained_contrastively(nn.Linear(1, 1), loss, relevant, generator, hard=hard, steps=5, batch=3)
    return seen


def test_candidates_are_the_right_passages_and_then_the_hard_ones_that_are_none_of_them(generator: torch.Generator):
    relevant, hard = torch.tensor([4, 1, 2, 1]), torch.tensor([[1, 7], [4, 8], [4, 1], [9, 8]])
    for asked, candidates in noted(hard, relevant, generator):
        right = relevant[asked].tolist()
        assert candidates[: len(asked)] == right
        assert len(set(right)) == len(right)
        mined = {number for question in asked for number in hard[question].tolist()}
        assert candidates[len(asked) :] == sorted(mined - set(right))


def test_without_hard_negatives_the_candidates_are_the_right_passages(generator: torch.Generator):
    relevant = torch.tensor([4, 1, 2, 1])
    for asked, candidates in noted(None, relevant, generator):
        assert candidates == relevant[asked].tolist()


def test_the_start_stays_and_one_step_is_adams_after_decay(generator: torch.Generator):
    start = nn.Linear(1, 1, bias=False)
    before = start.weight.item()
    trained = trained_contrastively(
        start, lambda model, *_: model.weight.sum(), torch.tensor([0]), generator, steps=1, weight_decay=0.25
    )
    assert start.weight.item() == before
    assert trained.weight.item() == pytest.approx(before * (1 - 0.02 * 0.25) - 0.02, abs=1e-6)


def test_contrastive_training_refuses_what_is_outside_its_domain(generator: torch.Generator):
    for bad in ({"batch": 0}, {"weight_decay": -0.1}):
        with pytest.raises(ValueError, match=f"^`{next(iter(bad))}` must"):
            trained_contrastively(
                nn.Linear(1, 1), lambda model, *_: model.weight.sum(), torch.tensor([0]), generator, **bad
            )
