"""Tasks as text: lines by hand, and answers read back."""

import pytest

from notes.transformers.framing import framed, number_as_text, text_as_label


def test_framed_names_the_task_and_its_parts_in_order():
    assert (
        framed("mnli", premise="It rains.", hypothesis="It is wet.") == "mnli premise: It rains. hypothesis: It is wet."
    )
    assert framed("summarize:", text="A long text.") == "summarize: A long text."


def test_framed_refuses_nothing_to_do():
    with pytest.raises(ValueError, match="`task` must name what is to be done, got ' '"):
        framed(" ", text="x")
    with pytest.raises(ValueError, match="`fields` must hold at least one part, got none"):
        framed("mnli")


@pytest.mark.parametrize(("number", "text"), [(2.57, "2.6"), (1.0, "1.0"), (4.69, "4.6"), (5.0, "5.0")])
def test_number_as_text_is_on_the_grid(number, text):
    assert number_as_text(number) == text
    assert abs(float(text) - number) <= 0.1 + 1e-9


def test_number_as_text_refuses_no_grid():
    with pytest.raises(ValueError, match="`step` must be positive, got 0"):
        number_as_text(1.0, 0)


def test_text_as_label_reads_names_and_nothing_else():
    labels = ("entailment", "neutral", "contradiction")
    assert [text_as_label(label, labels) for label in labels] == [0, 1, 2]
    assert text_as_label("entail", labels) is None
