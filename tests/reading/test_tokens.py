"""LaTeX becomes a tree in one way of writing it; macros are put in."""

import pytest

from notes.reading.tokens import ReadingError, closing, expanded, rendered, split, tree


@pytest.mark.parametrize(
    ("written", "alike"),
    [
        (r"\tfrac12 x_i", r"\frac{1}{2}x_{i}"),
        (r"\hat\phi_0", r"\hat{\phi}_{0}"),
        (r"\Big( x \Big)", "(x)"),
        (r"\left| x \right|", r"\lvert x\rvert"),
        ("|x|", r"\lvert x\rvert"),
        (r"\| z \|_2", r"\lVert z\rVert_{2}"),
        (r"p \,\|\, q", r"p\parallel q"),
        (r"D(p \| q) + D(q \| p)", r"D(p\parallel q)+D(q\parallel p)"),
        (r"\| f - d \|^2 + \| d \|^2", r"\lVert f-d\rVert^{2}+\lVert d\rVert^{2}"),
        (r"\operatorname*{arg\,min}_x", r"\argmin_{x}"),
        (r"\arg\max_x", r"\argmax_{x}"),
        (r"\label{eq:x} a", "a"),
        (r"\mathrm{f}[\mathbf{x}]", r"f[\boldsymbol{x}]"),
    ],
)
def test_a_tree_is_rendered_in_one_way(written, alike):
    assert rendered(tree(written)) == alike
    assert rendered(tree(alike.replace(r"\argm", r"\arg\m"))) == alike


@pytest.mark.parametrize("broken", ["{a", "a}", r"\frac12\frac1", r"\begin{cases} a"])
def test_broken_latex_is_refused(broken):
    with pytest.raises(ReadingError):
        tree(broken)


def test_an_environment_is_a_group_and_aligned_lines_are_lines():
    assert tree(r"\begin{cases} a & b \end{cases}") == (r"\cases", ("a", "&", "b"))
    assert tree(r"\begin{aligned} a &= b \end{aligned}") == (r"\\", "a", "=", "b", r"\\")


def test_parts_between_separators_stand_outside_of_brackets():
    assert split(tree("f(a, b), c"), {","}) == [("", tree("f(a, b)")), (",", ("c",))]
    with pytest.raises(ReadingError, match="no bracket closes"):
        closing(tree("(a"), 0)


@pytest.mark.parametrize(
    ("macros", "written", "meant"),
    [
        ({r"\sigma(#1)": r"\frac{1}{1 + e^{-#1}}"}, r"\sigma(h)", r"{\frac{1}{1+e^{-{h}}}}"),
        ({r"s_{#1}": r"f(x_{#1})"}, r"s_{ij}^2", r"{f(x_{{ij}})}^{2}"),
        ({"L": "a + b"}, r"L_i + L", r"L_{i}+{a+b}"),
        ({"L": "a + L"}, "L", "{a+L}"),
        ({r"\mu_i": "m", "m": "n"}, r"\mu_i", "n"),
        ({r"f(#1)": "(#1)"}, "f(f(x))", "{({{({x})}})}"),
    ],
)
def test_macros_are_put_in_once_and_in_their_order(macros, written, meant):
    assert rendered(expanded(tree(written), macros)) == meant
