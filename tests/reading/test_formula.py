"""A formula of a page has the value that it says, is that of its display, and differs from code that does otherwise."""

from pathlib import Path
from random import Random

import pytest

from notes.chapters import CHAPTERS
from notes.ledger import chapter_definitions, resolved
from notes.reading.formula import Case, doubles, formula, shares, value
from notes.reading.tokens import ReadingError, rendered, tree
from notes.site.equations import displays

DOCS = Path(__file__).parents[2] / "docs"
DEFINITIONS = [e for chapter in CHAPTERS for e in chapter_definitions(chapter) if e.kind == "definition"]


@pytest.mark.parametrize("entry", DEFINITIONS, ids=lambda entry: entry.id)
def test_a_formula_stands_in_its_display(entry):
    (label,) = entry.equations
    assert rendered(tree(resolved(entry.target).formula)) in rendered(tree(displays(DOCS)[label]))


@pytest.mark.parametrize(
    ("latex", "values", "number"),
    [
        (r"y = x^2 + 1", {"x": 3}, 10),
        (r"\sum_{i=1}^{n} x_i y_i", {"n": 2, "x": [1.0, 2.0], "y": [3.0, 4.0]}, 11),
        (r"D_0 + D_{k+1}", {"k": 1, "D": {0: 5.0, 2: 7.0}}, 12),
        (r"T_{ij} + T_{j,i}", {"i": 1, "j": 2, "T": [[1.0, 2.0], [3.0, 4.0]]}, 5),
        (r"\begin{cases} 1 & x \ne 2, \\ 0 & x = 2 \end{cases}", {"x": 2}, 0),
        (r"\max(0, x - 1)^2", {"x": 4}, 9),
        (r"\kappa^{\lfloor t / s \rfloor}", {r"\kappa": 0.5, "t": 7, "s": 3}, 0.25),
    ],
)
def test_a_formula_has_the_value_that_it_says(latex, values, number):
    assert value(latex, values, {}) == pytest.approx(number)


def test_a_formula_with_a_name_that_has_no_value_is_refused():
    with pytest.raises(ReadingError, match="`y` is not a name"):
        value("x + y", {"x": 1.0}, {})


def test_code_that_does_otherwise_is_told():
    @formula("eq:double", "y = 2 x")
    def doubled(random: Random) -> Case:
        """Twice a number."""
        x = random.uniform(1, 2)
        return {"x": x}, 2.001 * x

    with pytest.raises(AssertionError, match="and the code returns"):
        doubled()


def test_what_is_drawn_is_what_it_says():
    parts = shares(Random(0), 5)
    assert sum(parts) == pytest.approx(1)
    assert min(parts) > 0
    assert doubles([parts]).shape == (1, 5)
