"""Readers of facts: what they are taught, what they see, and that operators put right readings together rightly."""

import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from notes.transformers.facts import (
    KINDS,
    LENGTH,
    OPERATOR,
    OPERATORS,
    WORDS,
    accuracies,
    answer,
    contribution,
    database,
    question,
)
from notes.transformers.fusion import FusionReader, examinations, fused_answer, trained_fusion_reader
from notes.transformers.neural_database import (
    ANSWERS,
    LEADS,
    NOTHING,
    Encoder,
    FactReader,
    Reading,
    derived,
    lessons,
    shared_names,
    trained_fact_reader,
)


@pytest.fixture(scope="module")
def reader():
    generator = torch.Generator().manual_seed(0)
    return trained_fact_reader(lessons(20, generator), 20, generator)


def perfect(asked, facts):
    """A reader that says of each fact what is right, from what the facts say rather than from their words."""
    by_sentence, names = {one.sentence: one for one in facts}, ["", *WORDS]

    def read(rows):
        use, place = torch.zeros(len(rows), 3), torch.zeros(len(rows), LENGTH)
        for row, numbers in enumerate(rows.unflatten(1, (3, LENGTH)).tolist()):
            _, via, told = (" ".join(names[number] for number in part if number) for part in numbers)
            word = contribution(asked, by_sentence[told], by_sentence.get(via))
            use[row, NOTHING if word is None else ANSWERS if word else LEADS] = 1
            place[row, told.split().index(word) if word else 0] = 1
        operator = torch.zeros(len(rows), len(OPERATORS))
        operator[:, OPERATORS.index(OPERATOR[asked.kind])] = 1
        return Reading(use, place, operator)

    return read


def test_shared_names_are_those_of_a_loop(generator):
    facts = database(20, generator)
    rows = lessons(3, generator).rows
    names = {WORDS[each.subject] for each in facts} | {WORDS[each.value] for each in facts}
    for row, found in zip(rows[:40].tolist(), shared_names(rows[:40]).tolist(), strict=True):
        sentences = [row[start : start + LENGTH] for start in range(0, 3 * LENGTH, LENGTH)]
        for place, word in enumerate(row):
            if word in names or word == 0:
                others = [s for s in range(3) if s != place // LENGTH and word in sentences[s]]
                assert found[place] == (sum(2**s for s in others) if word else 0)


def test_lessons_point_at_the_word_that_is_contributed(generator):
    data, names = lessons(5, generator), ["", *WORDS]
    assert set(data.use.tolist()) == {NOTHING, ANSWERS, LEADS}
    assert torch.equal(data.use == ANSWERS, data.place >= 0)
    answers = data.rows[data.use == ANSWERS, 2 * LENGTH :].gather(1, data.place[data.place >= 0, None])
    assert not {names[number] for number in answers.flatten().tolist()} & {"lives", "in", "the", "is", "of", ""}


def test_fact_reader_never_points_at_no_word(generator):
    data = lessons(2, generator)
    said = FactReader()(data.rows)
    places = said.place.argmax(dim=1, keepdim=True)
    assert (data.rows[:, 2 * LENGTH :].gather(1, places) > 0).all()


def test_derived_answers_of_a_perfect_reader_are_right(generator):
    found = accuracies(lambda asked, facts: derived(asked, facts, perfect(asked, facts)).answer, (8, 32), 6, generator)
    assert torch.equal(found, torch.ones(len(KINDS), 2))


def test_derived_answer_does_not_depend_on_the_order_of_the_facts(reader, generator):
    facts = database(12, generator, held_out=True)
    for kind in KINDS:
        asked = question(kind, facts, generator)
        one, other = (derived(asked, order, reader) for order in (facts, facts[::-1]))
        assert (one.answer, one.operator, set(one.facts)) == (other.answer, other.operator, set(other.facts))


def test_derived_join_rests_on_two_facts(generator):
    facts = database(12, generator)
    asked = question("join", facts, generator)
    found = derived(asked, facts, perfect(asked, facts))
    assert found.answer == answer(asked, facts)
    assert len(found.facts) == 2
    assert found.words[0] == ""


def test_fusion_reader_does_not_depend_on_the_order_of_the_facts(generator):
    data = examinations(2, 6, generator)
    fusion = FusionReader(Encoder(32))
    torch.testing.assert_close(
        fusion(data.asked, data.told), fusion(data.asked, data.told.flip(1)), atol=1e-4, rtol=1e-4
    )


def test_examinations_hold_the_right_answers():
    drawn, repeated = (torch.Generator().manual_seed(1) for _ in range(2))
    data, facts, names = examinations(1, 8, drawn), database(8, repeated), ["", *WORDS]
    for row, kind in enumerate(KINDS):
        asked = question(kind, facts, repeated)
        assert {names[place] for place in data.answers[row].nonzero().flatten().tolist()} == answer(asked, facts)


def test_trained_fusion_reader_lowers_its_loss_and_leaves_the_encoder_alone(reader, generator):
    data = examinations(20, 6, generator)
    before = reader.encoder.words.weight.clone()
    untrained, trained = (trained_fusion_reader([data], reader.encoder, steps, generator) for steps in (0, 30))
    losses = [
        binary_cross_entropy_with_logits(each(data.asked, data.told), data.answers) for each in (untrained, trained)
    ]
    assert losses[1] < losses[0]
    assert torch.equal(reader.encoder.words.weight, before)
    facts = database(6, generator)
    found = fused_answer(question("max", facts, generator), facts, trained)
    assert found
    assert found <= set(WORDS)
