"""What is displayed reads like a textbook, and says what was checked."""

import pytest
from sympy import Derivative, Integral, Subs, Sum, Symbol, UnevaluatedExpr, exp, log, pi, sqrt

from notes.proof import (
    Expectation,
    Proof,
    at_least,
    chain,
    complex_matrix,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    instances,
    lemma,
    matrix,
    minimum,
    natural,
    ones,
    permutation,
    positive,
    probability,
    ratio,
    real,
    root,
    unit,
    whole_line,
)
from notes.proof.printing import CONVERGENCE, Claim, derivation, domain, latex

x, mu = real("x"), real(r"\mu")
variance = positive(r"\sigma^2")
n, i = natural("n"), index("i")
table, j = indexed("t"), index("j")
ys, weights = indexed("y"), indexed("w", positive=True)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (real(r"q_\phi(z \mid x)"), r"q_\phi(z \mid x)"),
        (density("p")(x, mu), r"p(x \mid \mu)"),
        (function("D")(x), "D(x)"),
        (ys[i], "y_{i}"),
        (mu - UnevaluatedExpr(x + 1), r"\mu - \left(x + 1\right)"),
        (indexed(r"\Omega_b")[i], r"{\Omega_b}_{i}"),
        (log(ys[i]), r"\log y_{i}"),
        (weights[i] * log(weights[i]), r"w_{i} \log w_{i}"),
        (1 - x, "1 - x"),
        (ratio(exp(-(x**2) / (2 * variance)), root(2 * pi * variance)), r"\sqrt{2 \pi \sigma^2}"),
        (Expectation(log(x), x, density("p")(x)), r"\mathbb{E}_{x \sim p}\!\left[\log x\right]"),
        (Subs(Derivative(x**2, x), x, 1), r"\left. \frac{d}{d x} x^{2} \right|_{x = 1}"),
        (Sum(ys[i], (i, 1, n)), r"\sum_{i=1}^{n} y_{i}"),
        (Sum(-ys[i], (i, 1, n)), r"\sum_{i=1}^{n} \left(- y_{i}\right)"),
        (Sum(table[i, j], (j, 1, 3), (i, 1, n)), r"\sum_{i=1}^{n} \sum_{j=1}^{3} t_{i,j}"),
        (Integral(density("p")(x), whole_line(x)), r"\int\limits_{-\infty}^{\infty} p(x)\, dx"),
        (Integral(x, *map(real, "abcd")), r"\iint\!\!\iint x\, da\, db\, dc\, dd"),
        (matrix("X", n, 2).T, r"\boldsymbol{X}^\top"),
    ],
)
def test_latex_reads_like_a_textbook(expression, expected):
    assert expected in latex(expression)


def test_power_of_a_named_square_is_bracketed():
    assert latex(variance**2) == r"\left(\sigma^2\right)^{2}"
    assert latex(sqrt(variance)) == r"\sqrt{\sigma^2}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (x, r"x \in \mathbb{R}"),
        (variance, r"\sigma^2 > 0"),
        (probability(r"\lambda"), r"\lambda \in (0, 1)"),
        (n, r"n \in \{1, 2, \dots\}"),
        (Symbol("z", complex=True), r"z \in \mathbb{C}"),
        (indexed("z", complex=True)[i], r"z_{i} \in \mathbb{C}"),
        (count("y"), r"y \in \{0, 1, \dots\}"),
        (permutation("P", n), r"\boldsymbol{P} \in \mathbb{R}^{n \times n}\ \text{a permutation}"),
        (unit("e", n), r"\boldsymbol{e} \in \mathbb{R}^{n \times 1}\ \text{a column of the identity}"),
        (ones(n), r"\mathbf{1} \in \mathbb{R}^{n \times 1}\ \text{all ones}"),
        (complex_matrix("Z", n, 1), r"\boldsymbol{Z} \in \mathbb{C}^{n \times 1}"),
    ],
)
def test_domains_are_shown(name, expected):
    assert domain(name) == expected


def bound() -> Proof:
    a = positive("a")
    return Proof("tangent", claim=at_least(a - 1, log(a)), steps=[minimum(a - 1 - log(a), {a: 1}, "the gap")])


def test_derivation_shows_claims_reasons_and_lemmas():
    b = positive("b")
    step = chain(2 * b - 2).at_least(
        2 * log(b), "twice the tangent bound", by=lemma(bound, {positive("a"): b}, lambda g: 2 * g)
    )
    shown = derivation(Proof("twice", claim=step, steps=[step]))
    assert shown.claims == (Claim(r"2 b - 2 \ge 2 \log b"),)
    assert shown.assumptions == ("b > 0",)
    (row,) = shown.rows
    assert row.reason == "twice the tangent bound"
    assert row.lemma.endswith(".bound")


def test_a_chain_continues_without_repeating_its_left_side():
    step = chain((x + 1) ** 2).equals(x**2 + 2 * x + 1, "expand").at_least(2 * x + 1, "drop a square")
    rows = derivation(Proof("chain", claim=step, steps=[step])).rows
    assert rows[0].latex.startswith(r"\left(x + 1\right)^{2} =")
    assert rows[1].latex.startswith(r"\ge")


def test_the_convergence_of_unnamed_integrals_is_said_to_be_supposed():
    p = density("p")
    unnamed = at_least(Integral(p(x) * x**2, x), 0, "nothing negative in it")
    assert CONVERGENCE in derivation(Proof("unnamed", claim=unnamed, steps=[unnamed])).assumptions
    named = at_least(Integral(exp(-(x**2)), whole_line(x)), 0, "nothing negative in it")
    assert CONVERGENCE not in derivation(Proof("named", claim=named, steps=[named])).assumptions


def test_of_several_sizes_the_middle_one_is_shown_and_the_others_have_its_number():
    before, after = equal(UnevaluatedExpr(x + x), 2 * x, "add"), equal(UnevaluatedExpr(x * x), x**2, "multiply")
    sizes = instances(lambda size: equal((x + 1) ** size, ((x + 1) ** size).expand(), "expand"), (2, 3, 4))
    shown = derivation(Proof("sizes", claim=[sizes, after], steps=[before, sizes, after]))
    assert [(row.number, row.folded) for row in shown.rows] == [
        (1, False),
        (2, True),
        (2, False),
        (2, True),
        (3, False),
    ]
    assert [claim.sizes for claim in shown.claims] == ["size 3, and likewise 2, 4", ""]
    assert shown.claims[0].latex.startswith(r"\left(x + 1\right)^{3}")


def test_names_of_one_domain_stand_together_eight_at_most():
    names = [real(f"x_{{{k}}}") for k in range(9)]
    step = equal(UnevaluatedExpr(sum(names) + sum(names)), 2 * sum(names), "add")
    shown = derivation(Proof("many", claim=step, steps=[step]))
    first = ", ".join(f"x_{{{k}}}" for k in range(8))
    assert shown.assumptions == (rf"{first} \in \mathbb{{R}}", r"x_{8} \in \mathbb{R}")
