from pathlib import Path

import pytest
from markdown import Markdown

from notes.experiment import always, difference
from notes.experiment.table import Run, Table
from notes.site import experiments
from notes.site.experiments import QuotationError, drawing_block, quoted, statistic, tables

FOUND = Table(
    "", tuple(Run("plain", seed, {"loss of a": value, "b": 1.0}) for seed, value in enumerate((1.0, 2.0, 4.5)))
)
CLAIMS = [always("a is above 1", lambda run: run["loss of a"] > 1), difference("loss of a", "b")]


@pytest.mark.parametrize(
    ("words", "form", "told"),
    [
        ("runs", None, "3"),
        ("mean of loss of a", None, "2.5"),
        ("mean of loss of a", ".0%", "250%"),
        ("least of loss of a", None, "1"),
        ("largest of loss of a", ".2f", "4.50"),
        ("range of loss of a", None, "1 to 4.5"),
        ("interval of b", None, "1 to 1"),
        ("difference of loss of a and b", None, "1.5"),
        ("count of a is above 1", None, "2 of 3"),
    ],
)
def test_statistic(words: str, form: str | None, told: str) -> None:
    assert statistic(FOUND, CLAIMS, words, form) == told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("median of b", "must start with one of mean of, least of"),
        ("mean of c", "'mean of c' names a number that the runs do not have"),
        ("difference of b", "names a number that the runs do not have"),
        ("count of b is above 1", "no claim says 'b is above 1'"),
        ("count of loss of a minus b, on average", "no claim says"),
    ],
)
def test_statistic_refuses_what_the_table_does_not_say(words: str, message: str) -> None:
    with pytest.raises(QuotationError, match=message):
        statistic(FOUND, CLAIMS, words, None)


def test_text_without_references_stays_as_it_is() -> None:
    text = r"$\frac{{a}}{{b}}$ and {{ not a reference }}"
    assert quoted(text) == text


def test_references_are_replaced_in_order_and_not_in_code(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(experiments, "answers", lambda questions: asked.append(questions) or [["0.5", "3 of 4"]])
    reference = "{{ losses.fit: mean of a }}"
    page = f"A {reference} and {{{{losses.fit: count of b|.0%}}}}.\n\n```python\n{reference}\n```\n"
    html = Markdown(extensions=["pymdownx.superfences", "notes.site.experiments"]).convert(page)
    assert "A 0.5 and 3 of 4." in html
    assert len(asked) == 1
    assert "losses.fit: mean of a" in html.replace("</span>", "").replace('<span class="p">', "").replace(
        '<span class="n">', ""
    ).replace('<span class="o">', "")


def test_drawing_changes_with_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiments.table, "FOLDER", tmp_path)
    code = drawing_block("notes.losses.experiments.fit").source
    before = tables(code)
    (tmp_path / "networks.other.csv").write_text("1")
    assert tables(code) == before
    (tmp_path / "losses.fit.csv").write_text("1")
    assert tables(code) != before
