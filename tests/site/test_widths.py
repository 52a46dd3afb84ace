"""Widths of formulas, held against those that Chromium has measured."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from notes.chapters import CHAPTERS
from notes.site.equations import LABEL
from notes.site.widths import width

ROOT = Path(__file__).parent.parent.parent
COLUMN, NUMBER, SIZE = 688, 67, 18.02
"""Pixels at a window of 1280: the column, the number of an equation beside it, and the font size of a display."""


@pytest.mark.parametrize(
    ("latex", "measured"),
    [
        (r"d \left(F - 1\right) + \left(q + 1\right) \left(r + s + 1\right) + 1 - 2 P - W > 0", 20.89),
        (r"2 P + W - d \left(F - 1\right) - q \left(r + s + 1\right) - 1 = r", 18.34),
        (r"\frac{2 P + W - d \left(F - 1\right) - 1}{r + s + 1} = q + \frac{r}{r + s + 1}", 17.18),
        (r"\left. \max\left(0, D^{+} + m - D^{-}\right) \right|_{D^{-} = D^{+} + m + t} = 0", 16.61),
        (r"\left(1 - e\right) \left(1 - e n\right) = e^{2} n + 1 - e \left(n + 1\right)", 16.18),
        (r"2 - 2 \left(2 j + 2 - 2^{k} x\right) = 2^{k + 1} x - 4 j - 2", 16.09),
        (r"\frac{L \left(L + 1\right)}{2} + L + 1 = \frac{\left(L + 1\right) \left(L + 2\right)}{2}", 15.75),
        (r"\left(c + 1\right) \left(c t + 1\right) = c^{2} t + c \left(t + 1\right) + 1", 15.33),
        (r"512 + 512 \cdot 6220800 = 3185050112", 14.78),
        (r"\log \left(1 - \frac{1}{1 + e^{- h}}\right) = - \log \left(e^{h} + 1\right)", 14.40),
        (r"2 \left(2 j + 2 - 2^{k} x\right) = 4 j + 4 - 2^{k + 1} x", 14.37),
        (r"\max\left(1 - g(\frac{1}{2}), c + g(\frac{1}{2})\right) \ge \frac{c}{2} + \frac{1}{2}", 14.17),
        (r"\left(c + 1\right) \left(c + 1\right)^{t} \ge \left(c + 1\right) \left(c t + 1\right)", 14.07),
        (r"- \frac{\partial}{\partial U} \frac{F}{A + F + U} = \frac{F}{\left(A + F + U\right)^{2}}", 13.90),
        (r"\frac{\partial}{\partial s} \left(J \log \left(2 b\right) + s\right) > 0", 9.46),
        (r"\mu_1 \in \mathbb{R}", 2.87),
        (r"s_{m} \in \mathbb{R}", 3.00),
        (r"\boldsymbol{\phi} \in \mathbb{R}^{d \times 1}", 3.89),
        (r"c \ge 0", 2.27),
        (r"\left. x + y \right|_{x = 1, y = 3} = \left. x + y \right|_{x = 2, y = 2}", 12.03),
        (r"\left. w(i - j) \right|_{i = i - 1} = \left. w(i - j) \right|_{j = j + 1}", 12.89),
        (r"\frac{l_{0,1} + l_{1,0}}{2} = \frac{l_{0,1}}{2} + \frac{l_{1,0}}{2}", 9.13),
        (r"\boldsymbol{v} \in \mathbb{R}^{d \times 1}", 3.74),
        (r"x_i \in \mathbb{R}", 2.73),
        (r"\boldsymbol{M} \in \mathbb{R}^{k \times m}", 4.58),
        (r"6 n p + 4 n = n \left(6 p + 4\right)", 9.53),
        (r"z_{k} \in \mathbb{R}", 2.75),
        (r"\operatorname*{arg\,min}_{C_{ij}} \; C_{ij}^{2} \lambda = 0", 7.42),
        (r"a+b", 2.18),
        (r"(a)", 1.31),
        (r"\sqrt{x}", 1.63),
        (r"x_i", 0.87),
        (r"a,b", 1.40),
        (r"\int x", 1.74),
        (r"-a", 1.31),
        (r"\begin{matrix}a & b\end{matrix}", 2.56),
        (r"a \mid b", 1.79),
        (r"\boldsymbol{X}^\top", 1.55),
        (r"\left.a\right|_{x=1}", 2.16),
    ],
)
def test_width_is_what_chromium_has_measured(latex: str, measured: float):
    assert width(latex) == pytest.approx(measured, rel=0.02, abs=0.1)


def test_width_of_lines_below_each_other_is_that_of_the_widest():
    long, short = "a + b + c + d + e", "a"
    both = width(rf"\begin{{aligned}} & {long} \\ & {short} \end{{aligned}}")
    assert width(long) < both < width(long) + 1


def test_indices_of_indices_are_ever_smaller():
    growth = [width("x" + "_{x" * depth + "}" * depth) for depth in range(5)]
    steps = [after - before for before, after in pairwise(growth)]
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] > 0


def test_width_does_not_count_what_is_not_seen():
    assert width(r"f\!(x)") < width("f(x)") < width(r"f\,(x)") < width(r"f\quad(x)")


@pytest.mark.parametrize("page", [chapter.page for chapter in CHAPTERS])
def test_displays_of_a_page_fit_the_column(page: str):
    text = (ROOT / "docs" / page).read_text(encoding="utf8")
    for display in re.findall(r"^\$\$\n(.*?)\n\$\$$", text, re.DOTALL | re.MULTILINE):
        room = (COLUMN - NUMBER * bool(LABEL.search(display))) / SIZE
        assert width(LABEL.sub("", display)) <= room, f"wider than the column: {display}"
