"""Chunks, prompts, faithful answers, and a language model with neighbours."""

import math
from itertools import pairwise

import pytest
import torch
from sklearn.neighbors import KNeighborsClassifier

from notes.retrieval.chunking import chunks, passages_in_context
from notes.retrieval.evaluation import agreement, faithfulness
from notes.retrieval.nearest_neighbour_lm import context_vectors, mixed, neighbours_distribution
from notes.retrieval.prompts import (
    ANSWERS,
    ENTITIES,
    RELATIONS,
    TOKENS,
    answering_model,
    answers_read,
    copying_model,
    drawn_answers,
    drawn_questions,
    next_scores,
    prompts,
)
from notes.transformers.language_model import LanguageModel, Sizes, new_language_model

F64 = torch.float64


@pytest.fixture
def model(generator: torch.Generator) -> LanguageModel:
    return new_language_model(Sizes(TOKENS, width=8, layers=2, heads=2, groups=2, hidden=8), generator)


def test_short_stretches_stand_whole_in_a_chunk_and_their_number_is_known():
    for words in range(12):
        for length in range(1, 6):
            for overlap in range(length):
                text = [str(place) for place in range(words)]
                found = chunks(text, length, overlap)
                expected = math.ceil((words - overlap) / (length - overlap)) if words > overlap else min(words, 1)
                assert len(found) == expected
                stretches = [text[start : start + overlap + 1] for start in range(words - overlap)]
                pieces = [piece[at : at + overlap + 1] for piece in found for at in range(len(piece))]
                assert all(stretch in pieces for stretch in stretches)
                assert all(one[-overlap:] == two[:overlap] for one, two in pairwise(found) if overlap)


def test_chunks_refuse_an_overlap_that_is_not_below_the_length():
    for bad in (-1, 2):
        with pytest.raises(ValueError, match=f"^`overlap` must be from 0 to 1, got {bad}$"):
            chunks(["a"], 2, bad)
    with pytest.raises(ValueError, match=r"^`length` must be at least 1, got 0$"):
        chunks(["a"], 0, 0)


def test_passages_in_context_are_as_many_as_fit():
    assert [passages_in_context(window, 3, 2, 4) for window in (5, 8, 9, 12, 13)] == [0, 0, 1, 1, 2]
    with pytest.raises(ValueError, match=r"^`window` must be at least 5, got 4$"):
        passages_in_context(4, 3, 2, 4)


def test_prompts_state_the_facts_and_ask_for_one(generator: torch.Generator):
    world, draw = drawn_answers(generator), drawn_questions(50, generator)
    assert bool(((world >= ENTITIES + RELATIONS) & (world < TOKENS)).all())
    assert len(world.unique()) == ANSWERS
    for row, entity, asked, relations in zip(prompts(world, *draw[:1], draw.relations, draw.asked), *draw, strict=True):
        stated = [token for r in relations for token in (entity, ENTITIES + r, world[entity, r])]
        assert row.tolist() == [*map(int, stated), int(entity), int(ENTITIES + asked)]
        assert asked in relations
        assert len(relations.unique()) == 4


def test_the_place_of_the_answer_says_nothing(generator: torch.Generator):
    draw = drawn_questions(4000, generator)
    places = (draw.relations == draw.asked[:, None]).float().mean(0)
    torch.testing.assert_close(places, torch.full((4,), 0.25), atol=0.03, rtol=0)
    for bad in (0, 9):
        with pytest.raises(ValueError, match=f"^`passages` must be a number from 1 to 8, got {bad}$"):
            drawn_questions(2, generator, bad)


def test_answers_are_the_likeliest_next_tokens(model: LanguageModel, generator: torch.Generator):
    world, draw = drawn_answers(generator), drawn_questions(5, generator)
    tokens = prompts(world, draw.entities, draw.relations, draw.asked)
    with torch.no_grad():
        scores, _ = model(tokens)
    torch.testing.assert_close(next_scores(model, tokens), scores[:, -1])
    assert torch.equal(answers_read(model, world, draw), scores[:, -1].argmax(1))


def test_training_lowers_the_loss_by_heart_and_from_passages(model: LanguageModel, generator: torch.Generator):
    world, draw = drawn_answers(generator), drawn_questions(200, generator)
    known = world[draw.entities, draw.asked]
    trained = answering_model(model, world, lambda: world, generator, steps=30)
    for relations in (draw.relations, draw.relations[:, :0]):
        tokens = prompts(world, draw.entities, relations, draw.asked)
        before, after = (
            torch.nn.functional.cross_entropy(next_scores(one, tokens), known).item() for one in (model, trained)
        )
        assert after < before
    with pytest.raises(ValueError, match=r"^`world` must be of shape \(8, 8\), got \(1, 8\)$"):
        answering_model(model, world[:1], lambda: world, generator, steps=1)


def test_a_copier_begins_to_repeat(generator: torch.Generator):
    few, more = (copying_model(torch.Generator().manual_seed(1), steps=steps) for steps in (1, 40))
    pattern = torch.randperm(TOKENS, generator=generator)[:5].repeat(3)[None]
    losses = [
        torch.nn.functional.cross_entropy(model(pattern[:, :-1])[0][0, 5:], pattern[0, 6:]) for model in (few, more)
    ]
    assert losses[1] < losses[0]


def test_neighbours_are_those_of_scikit_learn_with_the_same_weights(generator: torch.Generator):
    keys, values = torch.randn(20, 3, generator=generator, dtype=F64), torch.arange(20) % 4
    vectors = torch.randn(5, 3, generator=generator, dtype=F64)
    reference = KNeighborsClassifier(20, weights=lambda d: torch.tensor(-(d**2)).exp().numpy())
    expected = reference.fit(keys.numpy(), values.numpy()).predict_proba(vectors.numpy())
    torch.testing.assert_close(neighbours_distribution(vectors, keys, values, 4), torch.tensor(expected))


def test_context_vectors_are_what_the_output_layer_sees(model: LanguageModel, generator: torch.Generator):
    tokens = torch.randint(TOKENS, (4, 6), generator=generator)
    torch.testing.assert_close(model.output(context_vectors(model, tokens)), model(tokens)[0][:, -1])


def test_a_mixture_is_a_distribution_that_loses_little(generator: torch.Generator):
    one, other = torch.randn(2, 4, 7, generator=generator, dtype=F64).softmax(-1)
    both = mixed(one, other, 0.3)
    torch.testing.assert_close(both, 0.3 * other + 0.7 * one)
    assert bool((both.log() >= one.log() + math.log(0.7) - 1e-12).all())
    for bad in (-0.1, 1.1):
        with pytest.raises(ValueError, match=r"^`weight` must"):
            mixed(one, other, bad)


def test_agreement_bounds_the_mean_accuracy(generator: torch.Generator):
    one, other, right = torch.randint(3, (3, 50), generator=generator)
    accuracies = agreement(one, right) + agreement(other, right)
    assert accuracies / 2 <= (1 + agreement(one, other)) / 2
    assert agreement(one, one) == 1
    assert faithfulness(one, other).item() == pytest.approx(sum(a == b for a, b in zip(one, other, strict=True)) / 50)
    for measure, name in ((agreement, "one"), (faithfulness, "answers")):
        with pytest.raises(ValueError, match=f"^`{name}` must hold at least one entry"):
            measure(one[:0], other[:0])
