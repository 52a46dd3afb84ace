"""The course as one document: links within it, folds open, and what is not in it."""

from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup

from notes.site import book
from notes.site.browser import browser

ARTICLE = """<link rel="stylesheet" href="assets/notes.css">{head}<title>Start</title><nav id="menu"></nav>
<article class="md-content__inner">
<h1 id="top">{name}<a class="headerlink" href="#top"></a></h1>
<details class="proof" id="proof-a"><summary>A</summary><template><p>Step</p></template></details>
<img class="only-light" loading="lazy" src="a.svg"><img src="b.svg" class="only-dark">
<a href="09-generative.html#eq-elbo">one</a> <a href="01-introduction.html">two</a>
<a href="reference/losses.html#notes.losses">three</a> <a href="https://host.example/">four</a>
</article>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in book.PAGES:
        (tmp_path / f"{name}.html").write_text(ARTICLE.format(name=name, head=""))
    return tmp_path


def test_every_page_is_a_part_under_its_name(site: Path):
    made = BeautifulSoup(book.book(site), "lxml")
    assert [part["id"] for part in made.select("article")] == book.PAGES
    assert [part.h1.get_text() for part in made.select("article")] == book.PAGES
    assert not made.select("nav")
    assert made.title.get_text() == "Start"


def test_links_between_pages_lead_to_their_parts_and_folds_are_open(site: Path):
    made = BeautifulSoup(book.book(site), "lxml")
    part = made.select_one("#notation")
    assert [link.get("href") for link in part.select("a")] == [
        "#notation--top",
        "#09-generative--eq-elbo",
        "#01-introduction",
        None,
        "https://host.example/",
    ]
    assert str(part.img) == '<img class="only-light" src="a.svg"/>'
    assert len(part.select("img")) == 1
    assert part.details["id"] == "notation--proof-a"
    assert all(fold.has_attr("open") for fold in made.select("details"))
    assert part.select_one("details > p").get_text() == "Step"


def test_what_is_not_in_the_book_is_linked_where_the_site_has_an_address(site: Path):
    head = '<link rel="canonical" href="https://notes.example/course/">'
    (site / "index.html").write_text(ARTICLE.format(name="index", head=head))
    made = BeautifulSoup(book.book(site), "lxml")
    assert made.select("#notation a")[3]["href"] == "https://notes.example/course/reference/losses.html#notes.losses"


def test_a_page_without_an_article_is_refused(site: Path):
    (site / "notation.html").write_text("<p>Nothing.</p>")
    with pytest.raises(ValueError, match=r"a page must have an article, got notation\.html without one"):
        book.book(site)


def test_a_browser_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHROMIUM", "nowhere")
    with pytest.raises(FileNotFoundError, match="nowhere is missing: install it with `sudo apt install chromium`"):
        browser()


def test_the_course_is_printed_with_an_outline_and_links(site: Path):
    (site / "course.html").write_text(book.book(site))
    book.printed(site / "course.html", site / "course.pdf")
    with pypdfium2.PdfDocument(site / "course.pdf") as paper:
        assert [one.get_title() for one in paper.get_toc()] == book.PAGES
