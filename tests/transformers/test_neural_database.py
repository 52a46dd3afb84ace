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


def test_encoder_adds_word_place_and_shared_names_and_looks_at_words_alone(generator):
    rows, encoder = lessons(2, generator).rows[:5], Encoder(8)
    vectors = encoder.words.weight[rows] + encoder.places.weight + encoder.shared.weight[shared_names(rows)]
    mask = (rows > 0)[:, None].expand(-1, rows.shape[1], -1)
    torch.testing.assert_close(encoder(rows), encoder.layer(vectors, mask))


def test_lessons_are_about_all_pairs_of_a_question_and_a_fact_that_leads_on():
    data, names = lessons(20, torch.Generator().manual_seed(0)), ["", *WORDS]
    asked, via, told = data.rows.unflatten(1, (3, LENGTH)).unbind(1)
    joins = (asked == WORDS["part"]).any(1)
    assert not via[~joins].any()
    assert not (data.use[via.any(1)] == LEADS).any()
    shares = via[joins].any(1).float().mean().item()
    assert 0.2 < shares < 0.8
    leads = {" ".join(names[word] for word in row if word) for row in told[data.use == LEADS].tolist()}
    assert {" ".join(names[word] for word in row if word) for row in via[via.any(1)].tolist()} <= leads
    operators = [(asked[data.operator == place] == WORDS["many"]).any() for place in range(3)]
    assert operators[0].item() is False
    kinds = torch.bincount(data.operator, minlength=3) / len(data.rows)
    assert kinds[0] > 0.6  # three of five kinds ask for a union, and two more questions of each database


def test_steps_of_training_have_their_rates_in_every_head(generator):
    data = lessons(3, generator)
    seeds = torch.Generator().manual_seed(1)
    with torch.random.fork_rng():
        torch.manual_seed(int(torch.randint(2**31, (), generator=torch.Generator().manual_seed(1))))
        before = FactReader()
    after = trained_fact_reader(data, 1, seeds)
    for old, new in ((before.use[-1].bias, after.use[-1].bias), (before.operator.bias, after.operator.bias)):
        torch.testing.assert_close((new - old).abs(), torch.full((3,), 0.02), rtol=1e-3, atol=0)
    moved = (after.place.weight - before.place.weight).abs()
    torch.testing.assert_close(moved.median(), torch.tensor(0.02), rtol=1e-2, atol=0)
    assert not any(parameter.requires_grad for parameter in after.parameters())


def test_fusion_readers_start_from_doubt_and_step_by_their_rate(reader, generator):
    data = [examinations(2, size, generator) for size in (4, 6)]
    first, second = (
        trained_fusion_reader(data, reader.encoder, steps, torch.Generator().manual_seed(2)) for steps in (0, 1)
    )
    assert (first.write.bias == -3).all()
    assert first.copy[-1].bias.item() == -3
    moved = (second.write.bias - first.write.bias).abs()
    torch.testing.assert_close(moved.median(), torch.tensor(0.005), rtol=1e-2, atol=0)
    assert not any(parameter.requires_grad for parameter in second.parameters())


def test_fused_answer_holds_what_is_above_zero_and_at_least_the_best(generator):
    facts, names = database(4, generator), list(WORDS)
    asked = question("max", facts, generator)
    for scores, expected in (([-3.0, -1.0, -2.0], {names[1]}), ([0.5, -1.0, 0.25], {names[0], names[2]})):

        def reader(_asked, _told, scores=scores):
            return torch.tensor([[9.0, *scores]])  # the first is no word

        reader.write = torch.nn.Linear(1, 1)
        assert fused_answer(asked, facts, reader) == expected
