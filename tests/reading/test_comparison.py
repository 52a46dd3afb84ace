"""Only what a proof establishes is covered: altered displays, those of other proofs, and names for anything are not."""

import pytest
from sympy import Eq, Sum

from notes.losses.notation import NOTATION
from notes.losses.proofs.information import gibbs_inequality, log_bound
from notes.losses.proofs.likelihood import three_criteria
from notes.proof import (
    Proof,
    at_least,
    chain,
    equal,
    index,
    indexed,
    instances,
    matrix,
    minimum,
    natural,
    real,
    symmetric,
)
from notes.reading.comparison import coverage, used

x, y = real("x"), real("y")


def square() -> Proof:
    return Proof(
        "A square",
        claim=equal((x + y) ** 2, x**2 + 2 * x * y + y**2),
        steps=[chain((x + y) ** 2).equals((x + y) * x + (x + y) * y, "once").equals(x**2 + 2 * x * y + y**2, "again")],
    )


def word(display: str, proof: Proof, macros: dict[str, str] | None = None) -> str:
    return coverage(display, proof, macros or {}).word


@pytest.mark.parametrize(
    "display",
    [
        "(x + y)^2 = x^2 + 2 x y + y^2",
        "x^2 + 2 x y + y^2 = (x + y)^2",
        "(x + y)^2 = (x + y) x + (x + y) y = x^2 + 2 x y + y^2",
        r"\begin{aligned} (x + y)^2 &= x^2 + 2 x y \\ &\quad + y^2 \end{aligned}",
    ],
)
def test_a_display_of_the_claim_or_of_a_line_on_the_way_is_covered(display):
    assert word(display, square()) == "all"


@pytest.mark.parametrize(
    "display",
    [
        "(x + y)^2 = x^2 - 2 x y + y^2",
        "(x + y)^2 = x^2 + 2 x y",
        "(x + y)^2 = x^2 + 2 x y + y^3",
        r"(x + y)^2 < x^2 + 2 x y + y^2",
        "(x + y)^2 = w",
        "x = x",
        "(x + y)^2 = (x + y)^2",
    ],
)
def test_an_altered_display_is_not_covered(display):
    assert word(display, square()) == "not compared"


def test_one_altered_relation_of_two_leaves_a_part_and_is_told():
    found = coverage("(x + y)^2 = x^2 + 2 x y + y^2 = 0", square(), {})
    assert found.word == "part"
    assert found.missing == (("x^{2}+2xy+y^{2} = 0", "does not follow"),)


def test_an_equation_of_another_proof_is_not_covered():
    assert word(r"(x + 1)^2 = x^2 + 2 x + 1", gibbs_inequality()) == "not compared"
    assert word(r"D_{\mathrm{KL}}(p \,\|\, q) \ge 0", log_bound(), NOTATION["eq:gibbs"]) == "not compared"


def test_notation_says_what_the_page_writes_otherwise():
    assert word(r"D_{\mathrm{KL}}(p \,\|\, q) \ge 0", gibbs_inequality()) == "not compared"
    assert word(r"D_{\mathrm{KL}}(p \,\|\, q) \ge 0", gibbs_inequality(), NOTATION["eq:gibbs"]) == "all"
    assert word(r"D_{\mathrm{KL}}(p \,\|\, q) \le 0", gibbs_inequality(), NOTATION["eq:gibbs"]) == "not compared"


def test_giving_a_name_alone_covers_nothing():
    assert word("L = (x + y)^2", square(), {"L": "(x + y)^2"}) == "not compared"
    found = coverage("L = (x + y)^2, (x + y)^2 = x^2 + 2 x y + y^2", square(), {"L": "(x + y)^2"})
    assert (found.word, found.named) == ("all", ("L = (x+y)^{2}",))


def test_a_letter_that_the_notation_explains_is_a_name():
    assert word("x = 2", square(), {"x": "2"}) == "not compared"
    found = coverage("x = 2, (x + y)^2 = 4 + 4 y + y^2", square(), {"x": "2"})
    assert found.named == ("x = 2",)
    assert coverage("x = 3", square(), {"x": "2"}).named == ()


def test_a_head_that_is_only_a_name_needs_the_next_relation():
    assert word("L = (x + y)^2 = x^2 + 2 x y + y^2", square()) == "all"
    assert word("L = (x + y)^2 = x^2 + y^2", square()) == "not compared"
    assert word("x = (x + y)^2 = x^2 + 2 x y + y^2", square()) == "part"


def test_a_hypothesis_that_explains_a_name_is_no_claim():
    s, n, i, a = real("S"), natural("n"), index("i"), indexed("a")
    total = Sum(a[i], (i, 1, n))
    proof = Proof("A total", equal(2 * s, 2 * total), [equal(2 * s, 2 * total, "by name")], (Eq(s, total),))
    assert word(r"S = \sum_{i=1}^{n} a_i", proof) == "not compared"
    assert word(r"2 S = 2 \sum_{i=1}^{n} a_i, \qquad S = \sum_{i=1}^{n} a_i", proof) == "all"


@pytest.mark.parametrize(
    ("display", "outcome"),
    [
        (r"513 + 524{,}800 = 525{,}313", "all"),
        (r"513 + 524{,}800 = 525{,}312", "not compared"),
        (r"0.4 \cdot 0.95 > 0.6 \cdot 0.5", "all"),
        (r"0.4 \cdot 0.95 < 0.6 \cdot 0.5", "not compared"),
        (r"\sqrt 2 \approx 1.4142", "all"),
        (r"\sqrt 2 \approx 1.4143", "not compared"),
        (r"x \approx 1.4", "not compared"),
    ],
)
def test_numbers_are_computed(display, outcome):
    assert word(display, square()) == outcome


def test_what_needs_no_more_than_expanding_is_expanded():
    assert word("(x - y)^3 = (x - y) (x^2 - 2 x y + y^2)", square()) == "all"
    assert word("(x - y)^3 = (x - y) (x^2 - x y + y^2)", square()) == "not compared"


def test_an_equality_may_have_both_its_signs_turned():
    proof = Proof("A root", equal(x**2, 2 * x), [equal(x**2, 2 * x, "given")], (Eq(x, 2),))
    assert word("-x^2 = -2 x", proof) == "all"
    assert word("-x^2 = 2 x", proof) == "not compared"


def test_matrices_that_are_written_out_are_compared_entry_by_entry():
    shown = r"\begin{pmatrix} (x + y)^2 & 1 \end{pmatrix} = \begin{pmatrix} x^2 + 2 x y + y^2 & %s \end{pmatrix}"
    assert word(shown % "1", square()) == "all"
    assert word(shown % "2", square()) == "not compared"
    assert word(r"\begin{pmatrix} x \end{pmatrix} = \begin{pmatrix} x & y \end{pmatrix}", square()) == "not compared"


def test_what_does_not_fit_together_is_told():
    n = natural("n")
    a = matrix("A", n, n)
    proof = Proof("A matrix", equal(a + a, 2 * a), [equal(a + a, 2 * a, "add")])
    ((_, reason),) = coverage("A + 1 = A", proof, {}).missing
    assert reason.startswith("its parts do not fit together")


def test_only_the_notation_that_a_display_uses_is_told():
    assert used("a = L", {"L": "M", "M": "b", "N": "c"}) == {"L": "M", "M": "b"}


def test_a_weaker_inequality_is_covered_and_a_stronger_one_is_not():
    proof = Proof("A bound", at_least(x**2 + 1, 1), [at_least(x**2 + 1, 1, "a square")])
    assert word(r"1 \le x^2 + 1", proof) == "all"
    assert word(r"0 \le x^2", proof) == "all"
    assert word(r"1 < x^2 + 1", proof) == "not compared"


def test_optima_are_compared_with_their_place_and_their_sense():
    proof = Proof("A minimum", minimum((x - 2) ** 2, {x: 2}), [minimum((x - 2) ** 2, {x: 2}, "a parabola")])
    assert word(r"\operatorname*{arg\,min}_x (x - 2)^2 = 2", proof) == "all"
    assert word(r"\operatorname*{arg\,min}_x (x - 2)^2 = 3", proof) == "not compared"
    assert word(r"\operatorname*{arg\,max}_x (x - 2)^2 = 2", proof) == "not compared"


def test_a_value_at_an_optimum_is_that_at_the_place_that_is_established():
    proof = Proof("A minimum", minimum((x - 2) ** 2, {x: 2}), [minimum((x - 2) ** 2, {x: 2}, "a parabola")])
    hat = {r"\hat x": r"\left. x \right|_{\operatorname*{arg\,min}_x (x - 2)^2}"}
    assert word(r"\min_x (x - 2)^2 = 0", proof) == word(r"\hat x = 2", proof, hat) == "all"
    assert word(r"\min_x (x - 2)^2 = 1", proof) == word(r"\hat x = 3", proof, hat) == "not compared"
    assert word(r"\max_x (x - 2)^2 = 0", proof) == word(r"\min_x (x - 3)^2 = 0", proof) == "not compared"


def test_two_criteria_with_one_optimum_are_compared():
    shown = r"\operatorname*{arg\,max}_{\phi} \prod_{i=1}^{n} p(y_i \mid x_i, \phi)"
    logarithms = r"\operatorname*{arg\,max}_{\phi} \sum_{i=1}^{n} \log p(y_i \mid x_i, \phi)"
    assert word(f"{shown} = {logarithms}", three_criteria()) == "all"
    assert word(f"{shown} = {logarithms.replace('max', 'min')}", three_criteria()) == "not compared"


def test_matrices_are_compared_by_their_laws_and_numbers_with_their_transpose():
    n = natural("n")
    a, e = symmetric("A", n), matrix("e", n, 1)
    claim = equal((e + e).T * a * e, 2 * e.T * a * e)
    proof = Proof("A form", claim, [equal((e + e).T * a * e, 2 * e.T * a * e, "add")])
    assert word(r"(e + e)^\top A e = 2 e^\top A^\top e", proof) == "all"
    assert word(r"(e + e)^\top A e = 3 e^\top A e", proof) == "not compared"


def test_an_instance_is_never_all():
    i = index("i")
    proof = Proof(
        "A sum, for sizes 1 and 2",
        [equal(Sum(i, (i, 1, 1)), 1), equal(Sum(i, (i, 1, 2)), 3)],
        [instances(lambda size: equal(Sum(i, (i, 1, size)), size * (size + 1) / 2, "count"), [1, 2])],
    )
    found = coverage(r"\sum_{i=1}^{2} i = 3", proof, {})
    assert (found.word, found.sizes) == ("instance", (1, 2))
