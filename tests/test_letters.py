"""A letter has one meaning within a chapter: each on its page is listed, and no size is a quantity elsewhere."""

from collections.abc import Iterable
from pathlib import Path

import lxml.html
import pytest
from sympy import Basic, IndexedBase, Product, Sum, Symbol
from sympy.matrices.expressions.matexpr import MatrixSymbol

from notes.chapters import CHAPTERS, Chapter
from notes.ledger import proof_functions
from notes.proof import Proof, equal, index, indexed, kernel, matrix, natural, positive
from notes.site.letters import LetterError, letters, markup, shown, tables, told

DOCS = Path(__file__).parent.parent / "docs"
LISTED = [chapter for chapter in CHAPTERS if letters(DOCS, chapter)]
"""The chapters with a list of their letters."""

HELD = [chapter for chapter in CHAPTERS if chapter.number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 15)]
"""The chapters whose letters have been told apart."""


def sizes(part: Basic) -> set[str]:
    """The names of what sums go up to and of the sides of matrices."""
    ends = [last for total in part.atoms(Sum, Product) for _, _, last in total.limits]
    sides = [side for one in part.atoms(MatrixSymbol) for side in one.shape]
    free = part.free_symbols | {symbol for side in sides for symbol in side.free_symbols}
    return {symbol.name for size in (*ends, *sides) for symbol in size.free_symbols & free if symbol.is_integer}


def quantities(part: Basic) -> set[str]:
    """The names of numbers that do not count; a sequence may count what a number of its name counts in all."""
    labels = {base.label for base in part.atoms(IndexedBase)}
    return {one.name for one in part.free_symbols - labels if isinstance(one, Symbol) and not one.is_integer}


def two_meanings(proofs: Iterable[Proof]) -> set[str]:
    """The names that are those of a size and of a quantity."""
    parts = [part for proof in proofs for part in kernel.sides(proof)]
    return set().union(*map(sizes, parts)) & set().union(*map(quantities, parts))


@pytest.mark.parametrize("chapter", HELD, ids=lambda chapter: chapter.slug)
def test_no_letter_is_a_size_and_a_quantity(chapter: Chapter):
    assert two_meanings(function() for _, function in proof_functions(chapter)) == set()


def _of(step: object) -> Proof:
    return Proof("Made up", step, [step])


def test_a_size_that_is_a_quantity_elsewhere_is_noticed():
    i, n, x = index("i"), natural("n"), indexed("x")
    summed = _of(equal(Sum(2 * x[i], (i, 1, n)), 2 * Sum(x[i], (i, 1, n))))
    long, short = matrix("X", n, 1), positive("n")
    tall = _of(equal(long + long, 2 * long))
    number = _of(equal(short + short, 2 * short))
    assert two_meanings([summed, tall]) == set()
    assert two_meanings([summed, number]) == two_meanings([tall, number]) == {"n"}
    assert two_meanings([summed, _of(equal(indexed("n")[i] * 2, 2 * indexed("n")[i]))]) == set()


def on_page(html: str) -> set[str]:
    """The letters that a page shows, but for errata, which quote the source."""
    page = lxml.html.fromstring(html)
    for slip in page.find_class("erratum"):
        slip.drop_tree()
    return set(shown(lxml.html.tostring(page, encoding="unicode")))


@pytest.mark.parametrize("chapter", LISTED, ids=lambda chapter: chapter.slug)
def test_each_letter_of_a_page_is_listed_and_no_other(chapter: Chapter, html: dict[str, str]):
    assert set(told(letters(DOCS, chapter))) == on_page(html[chapter.page.replace(".md", ".html")])


def test_letters_are_told_apart_by_font_and_accent():
    assert shown(markup(r"\hat x_i + \mathbf{x}")) == ["xˆ", "i", "𝐱"]
    assert shown(markup(r"\mathrm{a}[z] = a")) == ["roman a", "z", "a"]
    assert shown(markup(r"\log 2 \cdot \nabla^\top \infty")) == []


def test_letters_of_errata_are_those_of_the_source():
    page = "<p>{}</p><details class='erratum'>{}</details>"
    assert on_page(page.format(markup("x"), markup("y"))) == {"x"}


def listed(folder: Path, text: str) -> Path:
    """A folder of pages with a list of the letters of chapter 1."""
    (folder / "letters").mkdir()
    (folder / "letters/01-introduction.txt").write_text(text, "utf8")
    return folder


def test_a_list_is_a_table_and_a_meaning_for_each_letter(tmp_path: Path):
    docs = listed(
        tmp_path, "D_o: the number of outputs\nx ; \\boldsymbol{x}: an input\n\\pi_k: the prior of class $k$\n"
    )
    assert told(letters(docs, CHAPTERS[0])) == {
        "D": [("D_o", "the number of outputs")],
        "o": [("D_o", "the number of outputs")],
        "x": [("x", "an input")],
        "𝒙": [(r"\boldsymbol{x}", "an input")],
        "π": [(r"\pi_k", "the prior of class $k$")],
        "k": [(r"\pi_k", "the prior of class $k$")],
    }
    lines = tables(docs).splitlines()
    assert "### [1. Introduction](01-introduction.md) {#letters-01}" in lines
    assert "| $x$, $\\boldsymbol{x}$ | an input |" in lines
    assert letters(docs, CHAPTERS[1]) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x: an input\nx: a target\n", "01-introduction.txt:2: a symbol must have one meaning, got x again"),
        ("x: an input\ny ; x: a target\n", "01-introduction.txt:2: a symbol must have one meaning, got x again"),
        ("x ; x: an input\n", "01-introduction.txt:1: a symbol must have one meaning, got x again"),
        ("x an input\n", "01-introduction.txt:1: a line must be symbols with a letter, and what they mean, got 'x an"),
        ("x: \n", "01-introduction.txt:1: a line must be"),
        ("2: a number\n", "01-introduction.txt:1: a line must be"),
    ],
)
def test_a_list_that_is_none_is_refused(tmp_path: Path, text: str, words: str):
    with pytest.raises(LetterError) as refused:
        letters(listed(tmp_path, text), CHAPTERS[0])
    assert str(refused.value).startswith(words)
