"""Texts of three tasks beside what the grammar and span corruption say of them, and a model that learns them."""

import pytest
import torch

from notes.transformers import grammar
from notes.transformers.initialization import initialized
from notes.transformers.spans import restored
from notes.transformers.text_to_text import (
    END,
    NUMBERS,
    TASKS,
    WORDS,
    example,
    sentinels,
    subject,
    texts,
    trained_on_all_tasks,
)
from notes.transformers.transformer import PreNormTransformer
from notes.transformers.translation import trained_translator


def test_words_are_told_apart() -> None:
    assert " ".join(WORDS[:11]) == f"[END] topic subject fill sea farm space <0> <1> <2> {grammar.WORDS[0]}"
    assert len(set(WORDS)) == len(WORDS)
    assert [WORDS[number] for number in NUMBERS.values()] == list(NUMBERS)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("some salty sailor ##s sail behind a deep boat", ["sailor", "##s"]),
        ("a goat graze ##s near the muddy cow ##s", ["goat"]),
        ("the moon", ["moon"]),
    ],
)
def test_subject_is_the_first_noun_with_its_ending(sentence: str, expected: list[str]) -> None:
    assert subject(sentence.split()) == expected


def test_subject_refuses_a_sentence_without_a_noun() -> None:
    with pytest.raises(ValueError, match="`words` must hold a noun, got 'the deep ##s'"):
        subject(["the", "deep", "##s"])


@pytest.mark.parametrize("topic", [0, 1, 2])
def test_examples_ask_about_a_sentence_of_the_grammar(topic: int) -> None:
    found = {task: example(task, topic, torch.Generator().manual_seed(topic)) for task in TASKS}
    sentence = grammar.sentence(topic, torch.Generator().manual_seed(topic))
    words = [grammar.WORDS[number] for number in sentence]
    assert found["topic"] == (["topic", *words], [list(grammar.TOPICS)[topic]])
    assert found["subject"] == (["subject", *words], subject(words))
    read, written = found["fill"]
    assert read[0] == "fill"
    assert restored(read[1:], written) == words
    lost = round(0.3 * len(words))
    assert len(written) == lost + round(lost / 1.5) + 1


def test_example_refuses_another_task(generator: torch.Generator) -> None:
    with pytest.raises(ValueError, match=r"`task` must be one of .*, got 'sum'"):
        example("sum", 0, generator)


@pytest.mark.parametrize("task", TASKS)
def test_texts_fill_their_places_with_the_end(task: str) -> None:
    read, written = texts(task, 60, torch.Generator().manual_seed(1))
    assert (read.shape, written.shape) == ((60, 11), (60, 8))
    assert (read[:, 0] == NUMBERS[task]).all()
    assert (written[:, -1] == NUMBERS[END]).all()
    for rows in (read, written):
        ended = rows == NUMBERS[END]
        assert torch.equal(ended, ended.cummax(dim=1).values)


def test_texts_may_fill_all_places_that_are_read() -> None:
    read, _ = texts("topic", 60, torch.Generator().manual_seed(1))
    assert (read[:, -1] != NUMBERS[END]).any()


def test_texts_turn_through_the_topics() -> None:
    _, written = texts("topic", 5, torch.Generator().manual_seed(1))
    assert [WORDS[number] for number in written[:, 0].tolist()] == ["sea", "farm", "space", "sea", "farm"]


def test_texts_refuse_none(generator: torch.Generator) -> None:
    assert len(texts("topic", 1, generator).read) == 1
    with pytest.raises(ValueError, match="`number` must be at least 1, got 0"):
        texts("topic", 0, generator)


def test_sentinels_are_those_of_each_row() -> None:
    rows = torch.tensor([[NUMBERS[word] for word in line.split()] for line in ("<0> the <1>", "boat <2> [END]")])
    assert sentinels(rows) == [["<0>", "<1>"], ["<2>"]]
    with pytest.raises(ValueError, match=f"`rows` must be .*{len(WORDS)}"):
        sentinels(torch.tensor([[len(WORDS)]]))


def test_training_lowers_the_loss_of_every_task() -> None:
    generator = torch.Generator().manual_seed(0)
    held = {task: texts(task, 30, torch.Generator().manual_seed(9)) for task in TASKS}

    def losses(model: PreNormTransformer) -> list[float]:
        with torch.no_grad():
            return [torch.nn.functional.cross_entropy(model(*part).mT, part.written).item() for part in held.values()]

    short, long = (trained_on_all_tasks(generator, number=60, steps=steps, width=16) for steps in (1, 30))
    assert all(after < before - 1 for before, after in zip(losses(short), losses(long), strict=True))


def test_training_takes_48_texts_of_all_tasks_at_a_step() -> None:
    found = trained_on_all_tasks(torch.Generator().manual_seed(0), number=2, steps=1, width=4)
    generator = torch.Generator().manual_seed(0)
    parts = [texts(task, 2, generator) for task in TASKS]
    read, written = torch.cat([part.read for part in parts]), torch.cat([part.written for part in parts])
    start = initialized(PreNormTransformer(len(WORDS), 4), generator)
    chosen = torch.randint(6, (48,), generator=generator)
    expected = trained_translator(start, lambda: (read[chosen], written[chosen]), steps=1)
    torch.testing.assert_close(found.state_dict(), expected.state_dict())


def test_training_refuses_no_texts_and_an_odd_width(generator: torch.Generator) -> None:
    with pytest.raises(ValueError, match="`number` must be at least 1, got 0"):
        trained_on_all_tasks(generator, number=0)
    for width in (0, 3):
        with pytest.raises(ValueError, match=f"`width` must be even and positive, got {width}"):
            trained_on_all_tasks(generator, width=width)
    assert trained_on_all_tasks(generator, number=1, steps=1, width=2).output.in_features == 2
