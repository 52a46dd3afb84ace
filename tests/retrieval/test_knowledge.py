"""The knowledge base: one fact for each pair, paraphrases that share only the name, and a fair division."""

import pytest
import torch

from notes.retrieval.knowledge import RELATIONS, WORDINGS, knowledge_base, passage, question
from notes.retrieval.task import Task, asked, rewritten, task
from notes.retrieval.vocabulary import words


def test_knowledge_base_has_one_fact_for_each_entity_and_relation(generator: torch.Generator):
    facts = knowledge_base(generator, entities=7)
    pairs = [(fact.entity, fact.relation) for fact in facts]
    assert len(set(pairs)) == len(pairs) == 7 * len(RELATIONS)


def test_knowledge_base_is_a_function_of_its_seed():
    first, again, other = (knowledge_base(torch.Generator().manual_seed(s)) for s in (1, 1, 2))
    assert first == again != other


def test_paraphrases_share_the_name_with_every_passage_and_nothing_else(generator: torch.Generator):
    facts = knowledge_base(generator, entities=5)
    stated = {word for fact in facts for word in words(passage(fact))}
    for fact in facts:
        for wording in range(1, WORDINGS):
            assert set(words(question(fact, wording))) & stated == {fact.entity}
        assert fact.relation in words(question(fact, 0))


def test_knowledge_refuses_what_is_outside_its_domain(generator: torch.Generator):
    with pytest.raises(ValueError, match="`entities` must be a number from 1 to 80, got 81"):
        knowledge_base(generator, 81)
    with pytest.raises(ValueError, match="`wording` must be a number from 0 to 3, got 4"):
        question(knowledge_base(generator, 1)[0], 4)
    with pytest.raises(ValueError, match="`entities` must be a number from 5 to 80, got 4"):
        task(generator, 4)


def test_task_divides_the_facts_and_keeps_new_entities_apart(drawn: Task):
    everything = sorted([*drawn.trained, *drawn.held, *drawn.new])
    assert everything == list(range(len(drawn.facts)))
    names = {kind: {drawn.facts[i].entity for i in getattr(drawn, kind)} for kind in ("trained", "held", "new")}
    assert names["held"] <= names["trained"]
    assert not names["new"] & names["trained"]


def test_asked_gives_answers_that_stand_in_the_relevant_passage(drawn: Task):
    questions = asked(drawn, drawn.new, range(4))
    assert len(questions.counts) == 4 * len(drawn.new)
    found = drawn.passages[questions.relevant].take_along_dim(questions.answers, -1)
    assert (found == 1).all()


def test_rewritten_changes_both_words_of_the_facts_named_and_no_other_passage(drawn: Task, generator: torch.Generator):
    after = rewritten(drawn, drawn.new, generator)
    changed = (after.passages != drawn.passages).any(1).nonzero()[:, 0].tolist()
    assert changed == sorted(drawn.new)
    for i in drawn.new:
        assert after.facts[i].adjective != drawn.facts[i].adjective
        assert after.facts[i].noun != drawn.facts[i].noun
        assert after.facts[i][:2] == drawn.facts[i][:2]


def test_a_changed_world_has_no_word_that_the_vocabulary_lacks() -> None:
    """In this world no passage has a hat; the new answers must do without."""
    generator = torch.Generator().manual_seed(1018)
    before = task(generator)
    assert "hat" not in before.columns
    after = rewritten(before, before.trained * 5, generator)
    assert all(fact.noun in before.columns and fact.adjective in before.columns for fact in after.facts)


def test_task_keeps_a_fifth_of_the_names_and_a_seventh_of_the_other_facts_apart(drawn: Task):
    assert [len(part) for part in (drawn.new, drawn.held, drawn.trained)] == [64, 37, 219]


def test_rewritten_takes_the_last_fact_and_refuses_the_next(drawn: Task, generator: torch.Generator):
    last = len(drawn.facts) - 1
    assert rewritten(drawn, [0, last], generator).facts[last] != drawn.facts[last]
    for bad in (-1, last + 1):
        with pytest.raises(ValueError, match=f"^`facts` must be from 0 to {last}, got {bad}$"):
            rewritten(drawn, [bad], generator)
