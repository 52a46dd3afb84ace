"""Long formulas in lines that fit, with nothing added and nothing lost."""

import re

import pytest

from notes.site.lines import ROOM, fitted
from notes.site.mathml import mathml
from notes.site.widths import width

TERMS = " + ".join(rf"\frac{{x_{{{k}}}}}{{y}}" for k in range(24))


def broken(latex: str) -> list[str]:
    """The lines that a formula is broken into, without what begins a line."""
    inside = fitted(latex).removeprefix(r"\begin{aligned} & ").removesuffix(r" \end{aligned}")
    return [re.sub(r"\\quad |\{\} ", "", line) for line in inside.split(r" \\ & ")]


def letters(latex: str) -> str:
    return re.sub("[\u2061-\u2064\\s]", "", "".join(mathml(latex).itertext()))


def test_a_formula_that_fits_stays_as_it_is():
    assert fitted(" a = b ") == "a = b"


def test_a_formula_is_broken_at_its_relation_first():
    left, right = r"\frac{a}{b} + " * 12 + "c", "d + " * 12 + "e"
    assert broken(f"{left} = {right}") == [left, f"= {right}"]


def test_what_is_longer_yet_is_broken_at_signs_which_begin_a_line():
    first, *rest = broken(f"a = {TERMS}")
    assert first == "a"
    assert rest[0].startswith("= ")
    assert len(rest) > 1
    assert all(line.startswith("+ ") for line in rest[1:])


def test_a_sign_that_belongs_to_its_term_begins_no_line():
    terms = " ".join(rf"- \frac{{x_{{{k}}}}}{{y}} \left(- a\right)" for k in range(20))
    assert all(line.startswith("- \\frac") for line in broken(f"a = {terms}")[2:])
    assert broken(f"a = {terms}")[1].startswith("= - ")


@pytest.mark.parametrize(
    "latex",
    [
        rf"a = \left({TERMS}\right)^{{2}}",
        rf"a = b \log \left(c + \left({TERMS}\right)\right)",
        rf"= f({TERMS})",
        rf"\left. {TERMS} \right|_{{x = 1}} \ge 0",
        r"\max\left(" + ", ".join(rf"a_{{{k}}} b c d" for k in range(20)) + r"\right)",
        rf"e^{{x}} = \left[ {TERMS} \right] - \sum_{{i=1}}^{{n}} \lfloor a + b \rfloor",
    ],
)
def test_lines_fit_and_keep_every_letter_in_its_place(latex: str):
    assert width(latex) > ROOM
    assert width(fitted(latex)) <= ROOM
    assert letters(fitted(latex)) == letters(latex)


def test_a_product_that_is_broken_gets_its_dot():
    factors = "".join(rf"\left(a_{{{k}}} + b_{{{k}}} + c_{{{k}}}\right)" for k in range(12))
    first, *rest = broken(factors)
    assert not first.startswith(r"\cdot")
    assert rest
    assert all(line.startswith(r"\cdot ") for line in rest)


def test_a_wide_numerator_stands_beside_one_over_its_denominator():
    assert broken(rf"a = \frac{{{TERMS}}}{{2}}")[1].startswith(r"= \frac{1}{2} \left(")
    assert width(fitted(rf"a = \frac{{{TERMS}}}{{2}}")) <= ROOM


def test_narrow_fractions_stay_fractions():
    assert r"\frac{1}" not in fitted(rf"a = {TERMS}")
