"""The world of facts: its answers are those of a database with a schema, and its halves do not overlap."""

import sqlite3

import pytest
import torch

from notes.transformers.facts import (
    AGES,
    FIRST_NAME,
    KINDS,
    OPERATOR,
    PEOPLE,
    RELATIONS,
    WORDS,
    Fact,
    Question,
    accuracies,
    aggregated,
    answer,
    contribution,
    database,
    fact,
    is_held_out,
    numbered,
    question,
)

QUERIES = {
    "select": "SELECT subject FROM facts WHERE relation = ? AND value = ?",
    "project": "SELECT value FROM facts WHERE relation = ? AND subject = ?",
    "join": "SELECT second.value FROM facts AS first JOIN facts AS second ON second.subject = first.value "
    "WHERE second.relation = 'lies' AND first.relation = ? AND first.subject = ?",
    "count": "SELECT COUNT(*) FROM facts WHERE relation = ? AND value = ?",
    "max": "SELECT MAX(CAST(value AS INTEGER)) FROM facts WHERE relation = ? AND ? = ''",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [4, 8, 32, 64])
def test_answer_is_that_of_a_query_to_sqlite(kind, size, generator):
    for held_out in (False, True):
        facts = database(size, generator, held_out=held_out)
        asked = question(kind, facts, generator)
        with sqlite3.connect(":memory:") as schema:
            schema.execute("CREATE TABLE facts (relation TEXT, subject TEXT, value TEXT)")
            schema.executemany("INSERT INTO facts VALUES (?, ?, ?)", [each[:3] for each in facts])
            rows = schema.execute(QUERIES[kind], (asked.relation, asked.key)).fetchall()
        schema.close()
        assert answer(asked, facts) == {str(row[0]) for row in rows}


@pytest.mark.parametrize("size", [4, 7, 64])
def test_database_has_its_size_and_no_contradiction(size, generator):
    facts = database(size, generator)
    assert len(facts) == size
    assert len({(each.relation, each.subject) for each in facts}) == size
    assert {each.relation for each in facts} == set(RELATIONS)
    for each in facts:
        words = each.sentence.split()
        assert each.subject in words
        assert each.value in words


def test_combinations_for_training_and_testing_do_not_overlap(generator):
    for held_out in (False, True):
        facts = [each for _ in range(10) for each in database(32, generator, held_out=held_out)]
        assert all(is_held_out(*each[:3]) == held_out for each in facts)
    shares = [is_held_out("age", person, age) for person in PEOPLE for age in AGES]
    assert sum(shares) / len(shares) == pytest.approx(0.25)


@pytest.mark.parametrize("size", [3, 65])
def test_database_refuses_a_size_out_of_range(size, generator):
    with pytest.raises(ValueError, match=f"`size` must be from 4 to 64, got {size}"):
        database(size, generator)


def test_fact_takes_a_given_value(generator):
    assert fact("works", "ada", False, generator, value="judge").value == "judge"


def test_question_refuses_facts_that_answer_none(generator):
    lying = [fact("lies", "oslo", False, generator)]
    with pytest.raises(ValueError, match="`facts` must hold one that a question of kind 'max' can be about"):
        question("max", lying, generator)


def test_contribution_of_each_fact_by_hand():
    lives, lies = Fact("lives", "ada", "oslo", ""), Fact("lies", "oslo", "north", "")
    join = Question("join", "lives", "ada", "")
    assert contribution(join, lives) == ""
    assert contribution(join, lies) is None
    assert contribution(join, lies, via=lives) == "north"
    assert contribution(join, lives, via=lives) is None
    assert contribution(Question("select", "lives", "oslo", ""), lives) == "ada"
    assert contribution(Question("project", "works", "ada", ""), lives) is None


def test_aggregated_compares_numbers_and_not_texts():
    assert aggregated(["9", "31"], "max") == {"31"}
    assert aggregated([], "max") == frozenset()
    assert aggregated(["ada", "ben", "ada"], "count") == {"2"}
    assert aggregated(["ada", "ben", "ada"], "union") == {"ada", "ben"}
    assert set(OPERATOR) == set(KINDS)


def test_aggregated_refuses_an_unknown_operator():
    with pytest.raises(ValueError, match="`operator` must be one of"):
        aggregated(["1"], "mean")


def test_numbered_fills_up_with_zeros_and_names_come_last():
    rows = numbered(["ada lives in oslo", ""])
    assert rows.shape == (2, 6)
    assert rows[0, :4].tolist() == [WORDS[word] for word in ("ada", "lives", "in", "oslo")]
    assert torch.equal(rows[1], torch.zeros(6, dtype=torch.int64))
    assert (rows[0] >= FIRST_NAME).tolist() == [True, False, False, True, False, False]


def test_numbered_refuses_a_long_sentence():
    with pytest.raises(ValueError, match="`sentences` must have at most 6 words each, got"):
        numbered(["in in in in in in in"])


def test_accuracies_of_right_and_wrong_answers(generator):
    assert torch.equal(accuracies(answer, (4, 8), 2, generator), torch.ones(5, 2))
    assert torch.equal(accuracies(lambda *_: frozenset(), (4,), 2, generator), torch.zeros(5, 1))


@pytest.mark.parametrize("size", [4, 5, 6, 12, 18])
def test_a_third_of_the_facts_says_where_cities_lie_and_a_home_is_among_them(size, generator):
    for _ in range(5):
        facts = database(size, generator)
        lying = [each.subject for each in facts if each.relation == "lies"]
        assert len(lying) == size // 3
        assert any(each.relation == "lives" and each.value in lying for each in facts)
        people = {each.subject for each in facts if each.relation != "lies"}
        assert len(people) <= size // 3 + 1


def test_accuracies_refuse_sizes_that_no_database_has(generator):
    for bad in (3, 65):
        with pytest.raises(ValueError, match=f"^`sizes` must be from 4 to 64, got {bad}$"):
            accuracies(answer, (4, bad), 1, generator)
