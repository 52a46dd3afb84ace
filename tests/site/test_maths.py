import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from markdown import Markdown

from notes.site.equations import EquationError
from notes.site.mathml import MathsError, mathml

CHAPTER = r"""
# Losses

$$
\label{eq:first}
a = b
$$

$$
\label{eq:second}
c = d
$$
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "03-losses.md").write_text(CHAPTER)
    return tmp_path


def html(docs: Path, text: str, **options: str) -> BeautifulSoup:
    extensions = ["admonition", "attr_list", "smarty", "tables", "pymdownx.superfences", "pymdownx.arithmatex"]
    configs = {"pymdownx.arithmatex": {"generic": True}, "notes.site.maths": {"docs": str(docs), **options}}
    page = Markdown(extensions=[*extensions, "notes.site.maths"], extension_configs=configs)
    return BeautifulSoup(page.convert(text), "html.parser")


def only(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


def letters(latex: str) -> str:
    return re.sub("[\u2061-\u2064]", "", "".join(mathml(latex).itertext()))


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a=b=c"),
        (r"\begin{cases} a & x > 0,\\ b & \text{otherwise} \end{cases}", "{ax>0,botherwise"),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "[1234]"),
        (r"\underbrace{a + b}_{\text{evidence}}", "a+b⏟evidence"),
        (r"\boldsymbol{\phi}, \boldsymbol\Sigma, \mathbf{x}", "𝝓,𝚺,𝐱"),
        (r"\mathbb{E}_{x \sim p}, \mathcal{N}, \mathbb{1}[y]", "𝔼x∼p,𝒩,𝟙[y]"),
        (r"\lVert x \rVert_2, p(y \mid x), \operatorname{KL}(q \,\|\, p)", "‖x‖2,p(y∣x),KL(q‖p)"),
        (r"\sum_{\substack{i < j \\ k}} a", "∑i<jka"),
        (r"\widetilde{x}, \hat\phi, \bar x, y'", "x~,ϕˆ,x¯,y′"),
        (r"\tfrac12 \binom{n}{k} \sqrt{2\pi\sigma^2} \left.\frac{d}{dx}\right|_{x=0}", "12(nk)2πσ2ddx|x=0"),
    ],
)
def test_mathml_has_the_constructs_of_the_course(latex: str, text: str):
    assert letters(latex) == text


def test_mathml_sets_arg_min_upright_with_its_variable_below():
    operator = mathml(r"\operatorname*{arg\,min}_{\phi} L", display=True).find(".//munder")
    words, below = operator
    assert re.sub(r"\s", " ", "".join(words.itertext())) == "arg min"
    assert below.text == "ϕ"


def test_mathml_keeps_its_latex():
    assert mathml("a <\n b").get("alttext") == "a < b"


@pytest.mark.parametrize("latex", [r"\frac{a}{", r"\nosuchcommand", r"\begin{aligned} a"])
def test_mathml_names_the_formula_it_cannot_set(latex: str):
    with pytest.raises(MathsError, match=re.escape(latex)):
        mathml(latex)


def test_an_error_in_a_page_stops_it(docs: Path):
    with pytest.raises(MathsError, match="nosuchcommand"):
        html(docs, r"A formula $\nosuchcommand$ in the text.")


def test_inline_formulas_are_set_where_they_stand(docs: Path):
    paragraph = only(html(docs, "If $a < b$, then $b > a$."), "p")
    assert paragraph.get_text() == "If a<b, then b>a."
    assert [formula["alttext"] for formula in paragraph.select("math")] == ["a < b", "b > a"]


def test_punctuation_stays_with_its_formula(docs: Path):
    assert only(html(docs, "so $x$, and"), ".unbroken").get_text() == "x,"
    assert not html(docs, "so $x$ and").select(".unbroken")


def test_a_formula_wider_than_a_phone_has_a_box_to_scroll_in(docs: Path):
    sums = [" + ".join("a" * terms) for terms in (3, 20)]
    page = html(docs, f"so ${sums[0]}$ and ${sums[1]}$, too")
    assert only(page, ".unbroken > .wide > math")["alttext"] == sums[1]


def test_a_brace_below_is_marked_for_the_style_sheet():
    marked = mathml(r"\underbrace{a}_{b} + \underset{c}{d}", display=True).findall(".//munder[@class='brace']")
    assert [base.text for base, _ in marked] == ["a"]


def test_typographic_quotes_leave_formulas_alone(docs: Path):
    text = html(docs, r"It's $f'(x)$ and $\text{a--b}$").get_text()
    assert text.strip() == "It’s f′(x) and a--b"


def test_code_is_no_mathematics(docs: Path):
    page = html(docs, "`$a$` and `\\eqref{eq:nowhere}`\n\n```text\n$$ b $$\n```")
    assert not page.select("math")


def test_a_labelled_equation_has_number_anchor_and_link_to_its_entry(docs: Path):
    box = only(html(docs, CHAPTER), "#eq-second")
    assert only(box, ".equation-number").get_text() == "(3.2)"
    assert only(box, ".equation-number")["href"] == "checks.md#eq-second"
    assert only(box, "math")["display"] == "block"
    assert "label" not in only(box, "math")["alttext"]


def test_an_equation_without_label_has_no_number(docs: Path):
    assert not html(docs, "$$\na = b\n$$").select(".equation-number")


def test_equations_are_set_in_admonitions_and_lists(docs: Path):
    page = html(docs, '!!! note "A note"\n    Text.\n\n    $$\n    a\n    $$\n\n1.  Item\n\n    $$\n    b\n    $$\n')
    assert [box.get_text().strip() for box in page.select(".admonition .equation, li .equation")] == ["a", "b"]


def test_a_reference_within_the_page_stays_there(docs: Path):
    link = only(html(docs, CHAPTER + "\nSee $\\eqref{eq:first}$."), "p a")
    assert (link.get_text(), link["href"]) == ("(3.1)", "#eq-first")
    assert link["title"] == "Equation 3.1, Training and loss functions"


def test_a_reference_from_elsewhere_leads_to_the_page(docs: Path):
    assert only(html(docs, "See $\\eqref{eq:second}$."), "a")["href"] == "03-losses.md#eq-second"
    assert only(html(docs, "See $\\eqref{eq:second}$.", chapters="../"), "a")["href"] == "../03-losses.md#eq-second"


def test_a_reference_within_a_formula_is_refused(docs: Path):
    with pytest.raises(MathsError, match="a reference stands in the text, not in a formula, got"):
        html(docs, r"$a = b \quad \text{by } \eqref{eq:second}$")


@pytest.mark.parametrize("text", [r"See $\eqref{eq:nowhere}$.", "$$\n\\label{eq:nowhere}\na\n$$"])
def test_an_unknown_label_is_refused(docs: Path, text: str):
    with pytest.raises(EquationError, match="eq:nowhere"):
        html(docs, text)


def test_two_labels_in_one_equation_are_refused(docs: Path):
    with pytest.raises(EquationError, match="eq:first, eq:second"):
        html(docs, "$$\n\\label{eq:first}\\label{eq:second}\na\n$$")


@pytest.mark.parametrize(
    "text", ["$$\na\n\nb\n$$", "text\n$$\na\n$$", "text:\n$$a$$\ntext", "\\begin{aligned}\n\na\n\n\\end{aligned}"]
)
def test_raw_latex_is_never_left_in_a_page(docs: Path, text: str):
    with pytest.raises(MathsError, match="raw LaTeX"):
        html(docs, text)


def test_names_of_functions_stand_in_no_row_of_their_own():
    written = mathml(r"\max_x \log y + \operatorname{l} z + \left(\exp x\right)")
    assert [part.text for part in written.iter("mi") if len(part.text) > 1 or part.attrib] == ["max", "log", "l", "exp"]
    assert all(part.attrib for part in written.iter("mspace")), "a space of no width"
