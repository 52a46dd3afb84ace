from pathlib import Path

import pytest

from notes.site.equations import EquationError, equations, labels


def test_labels_are_counted_in_their_order_and_not_in_fences():
    fences = "```text\n\\label{eq:shown}\n```\n\n   ````text\n```\n\\label{eq:nested}\n   ````"
    page = f"$$\n\\label{{eq:a}}\n$$\n\n{fences}\n\n\\label{{eq:b}}"
    assert labels(page) == ["eq:a", "eq:b"]


def test_equations_are_numbered_within_their_chapter(tmp_path: Path):
    (tmp_path / "03-losses.md").write_text(r"\label{eq:a} \label{eq:b-c}")
    (tmp_path / "02-networks.md").write_text(r"\label{eq:d}")
    (tmp_path / "notation.md").write_text(r"\label{eq:elsewhere}")
    found = equations(tmp_path)
    assert {label: equation.number for label, equation in found.items()} == {
        "eq:d": "(2.1)",
        "eq:a": "(3.1)",
        "eq:b-c": "(3.2)",
    }
    assert found["eq:b-c"].anchor == "eq-b-c"
    assert found["eq:d"].chapter.page == "02-networks.md"


def test_equations_are_read_again_when_a_page_changes(tmp_path: Path):
    page = tmp_path / "03-losses.md"
    page.write_text(r"\label{eq:a}")
    assert list(equations(tmp_path)) == ["eq:a"]
    page.write_text(r"\label{eq:b}")
    assert list(equations(tmp_path)) == ["eq:b"]


def test_equations_refuse_a_label_given_twice(tmp_path: Path):
    (tmp_path / "02-networks.md").write_text(r"\label{eq:a}")
    (tmp_path / "03-losses.md").write_text(r"\label{eq:a}")
    with pytest.raises(EquationError, match=r"eq:a of 03-losses\.md is taken by \(2\.1\)"):
        equations(tmp_path)
