"""Attacks on the reader of displays: each shows more or other than its proof establishes, and is not covered."""

import pytest
from sympy import Integral, Subs, Sum, cosh, sinh, tanh

from notes.proof import Proof, at_least, equal, index, natural, positive, real
from notes.reading.comparison import coverage

x, y, a, n, k = real("x"), real("y"), positive("a"), natural("n"), index("k")


def proof(step: object) -> Proof:
    """A proof of one step."""
    return Proof("an attack", claim=step, steps=[step])


PROOFS = {
    "square": proof(at_least(x**2, 0, "a square")),
    "product": proof(equal(x * (x + 1), x**2 + x, "expand")),
    "inverse": proof(equal(1 / tanh(a), cosh(a) / sinh(a), "the definition")),
    "half": proof(equal(x / 2 + x / 2 * y, x * (1 + y) / 2, "draw out")),
    "sum": proof(equal(Sum(x * y, (k, 1, n)), n * x * y, "count")),
    "integral": proof(equal(Integral(2 * x, (x, 0, 1)), 1, "the antiderivative")),
    "place": proof(equal(Subs(x**2, x, y), y**2, "put in")),
}
SHOWN = {
    "a number in a set": ("square", r"x^2 \ge 0, \quad \sqrt{2} \in \mathbb{Q}", r"the sign `\in`"),
    "an equation in a set": ("square", r"x^2 \ge 0, \quad x^2 = -1 \in \mathbb{R}", "does not follow"),
    "a wider domain": ("square", r"x^2 \ge 0, \quad x \in \mathbb{C}", r"the sign `\in`"),
    "an equation with a law": ("square", r"x^2 \ge 0, \quad x = -1 \sim p", "does not follow"),
    "a statement after `while`": ("square", r"x^2 \ge 0 \quad\text{while}\quad x^3 \ge 0", "does not follow"),
    "a statement after `where`": ("square", r"x^2 \ge 0 \quad\text{where}\quad x^3 \ge 0", "does not follow"),
    "a statement after a condition": ("square", r"x^2 \ge 0; \quad \text{if } x > 0, x^3 = 7", "does not follow"),
    "a statement after a first condition": (
        "square",
        r"\text{for all } x > 0, x^3 = 7; \; x^2 \ge 0",
        "does not follow",
    ),
    "an equation below a brace": ("square", r"\underbrace{x^2}_{= x^3} \ge 0", "below a brace only words"),
    "a power of a brace": ("square", r"x^2 \ge 0, \quad \underbrace{x}_{\text{it}}^{3} \ge 0", "superscript `3`"),
    "a power of what is held": ("place", r"\left. x^2 \right|_{x = y}^{4} = y^2", "superscript `4`"),
    "a letter in bold": ("square", r"x^2 \ge 0, \quad x + \mathbf{x} = 2x", "not a name of the proof"),
    "a determinant that is named": ("square", r"x^2 \ge 0, \quad \det(A) = 1 + 1 = 2", "not a name of the proof"),
    "a variance that is named": ("product", r"\operatorname{Var}(x) = x(x+1) = x^2 + x", "not a name of the proof"),
    "an inverse function": ("inverse", r"\tanh^{-1} a = \frac{\cosh a}{\sinh a}", "may be an inverse function"),
    "a factor behind a slash": ("half", r"x/2 + x/2y = x(1 + y)/2", "may belong below it"),
    "a sum that ends elsewhere": ("sum", r"\sum_{k}^{x} x y = n x y", "where it begins"),
    "a sum over a part": ("sum", r"\sum_{k < x} x y = n x y", "limits of < are not said"),
    "an integral over a part": ("integral", r"\int_{x > 0} 2 x \, dx = 1", "both ends or none"),
    "an integral without its beginning": ("integral", r"\int^{7} 2 x \, dx = 1", "both ends or none"),
    "the opposite": ("product", r"x(x+1) \not= x^2 + x", r"`\not` is not a name"),
    "something invisible": ("square", r"x^2 \phantom{- 1} \ge 0", r"`\phantom` is not a name"),
    "something in white": ("square", r"\color{white}{-} x^2 \ge 0", r"`\color` is not a name"),
    "a quantifier": ("square", r"\exists x: x^2 \ge 0", r"`\exists` is not a name"),
    "a quantifier in words": ("square", r"x^2 \ge 0 \text{ for no } x", "words"),
    "an implication": ("square", r"x^2 \ge 0 \implies x = 1", r"`\implies` is not a name"),
    "another accent": ("product", r"\hat{x}(x+1) = x^2 + x", "not a name of the proof"),
    "a prime": ("product", r"x'(x'+1) = x^2 + x", "not a name of the proof"),
    "a strict sign": ("square", "x^2 > 0", "does not follow"),
}


@pytest.mark.parametrize(("name", "display", "words"), SHOWN.values(), ids=SHOWN)
def test_what_a_display_says_beside_its_proof_is_not_covered(name, display, words):
    found = coverage(display, PROOFS[name], {})
    assert found.word in ("part", "not compared")
    assert any(words in reason for _, reason in found.missing), found.missing


def test_these_proofs_stand_and_cover_what_they_are_about():
    assert all(one.check().ok for one in PROOFS.values())
    shown = {
        "square": r"x^2 \ge 0",
        "product": "x(x+1) = x^2 + x",
        "inverse": r"\frac{1}{\tanh a} = \frac{\cosh a}{\sinh a}",
        "half": r"x/2 + (x/2) y = x(1 + y)/2",
        "sum": r"\sum_{k = 1}^{n} x y = n x y",
        "integral": r"\int_0^1 2 x \, dx = 1",
        "place": r"\left. x^2 \right|_{x = y} = y^2",
    }
    assert {coverage(display, PROOFS[name], {}).word for name, display in shown.items()} == {"all"}


@pytest.mark.parametrize("pattern", ["-", "3", r"\!"])
def test_notation_says_nothing_of_signs_and_numbers(pattern):
    with pytest.raises(ValueError, match="`macros` must be of names"):
        coverage("x^2 >= 0", PROOFS["square"], {pattern: "x"})
