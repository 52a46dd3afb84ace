"""Promises of the site as a whole, on the site as built."""

import gzip
import re
from collections import Counter
from pathlib import Path

from bs4 import BeautifulSoup

from notes.chapters import CHAPTERS
from notes.site.equations import equations

ROOT = Path(__file__).parent.parent.parent
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


def test_pages_load_nothing_from_another_host(pages: dict[str, BeautifulSoup]):
    for name, page in pages.items():
        for tag, attribute in LOADED.items():
            for element in page.select(f"{tag}[{attribute}]"):
                assert not re.match(r"(https?:)?//", element[attribute]), f"{name} loads {element[attribute]}"
        assert "url(http" not in "".join(style.get_text() for style in page.select("style"))


def test_style_sheets_load_nothing_from_another_host(built_site: Path):
    for sheet in built_site.rglob("*.css"):
        assert not re.search(r"(url\(|@import\s+)[\"']?(https?:)?//", sheet.read_text("utf8")), sheet.name


def test_no_page_has_a_script_within(html: dict[str, str]):
    """A host may forbid them, by a policy of content. What `application/json` says is data."""
    for name, text in html.items():
        scripts = re.findall(r"<script\b([^>]*)>", text)
        assert [one for one in scripts if not re.search(r'src=|type="application/json"', one)] == [], name
        tags = re.findall(r"<[a-z][^>]*>", text)
        assert [tag for tag in tags if re.search(r"""\son\w+=|=["']javascript:""", tag)] == [], name


def test_every_page_has_a_description_that_says_what_it_is_about(pages: dict[str, BeautifulSoup]):
    told = {name: page.select_one('meta[name="description"]')["content"] for name, page in pages.items()}
    assert told.pop("404.html") == told["index.html"]
    assert len(set(told.values())) == len(told)
    assert [name for name, text in told.items() if not 20 < len(text) < 300 or "Needs the package" in text] == []


def test_every_formula_keeps_its_latex(pages: dict[str, BeautifulSoup]):
    for name, page in pages.items():
        for formula in page.select("math"):
            assert formula["alttext"].strip(), name


def test_no_raw_latex_is_left(prose: dict[str, str]):
    for name, text in prose.items():
        left = re.search(r"\$\$|\\(begin|label|eqref|frac)\b", text)
        assert left is None, f"{name}: {left}"


def test_no_identifier_is_given_twice(pages: dict[str, BeautifulSoup]):
    for name, page in pages.items():
        twice = [id for id, number in Counter(element["id"] for element in page.select("[id]")).items() if number > 1]
        assert not twice, name


def test_every_link_within_the_site_leads_somewhere(pages: dict[str, BeautifulSoup]):
    """Raw HTML and notebooks too, which the builder does not look into."""
    anchors = {name: {element["id"] for element in page.select("[id]")} for name, page in pages.items()}
    for name, page in pages.items():
        for link in page.select(".md-content a[href]"):
            target, _, anchor = link["href"].partition("#")
            if re.match(r"[a-z]+:", target) or name == "404.html":
                continue
            path = (Path(name).parent / target).as_posix() if target else name
            path = re.sub(r"[^/]+/\.\./", "", path)
            assert path in pages or not path.endswith(".html"), f"{name} links to {link['href']}"
            assert not anchor or path not in anchors or anchor in anchors[path], f"{name} links to {link['href']}"


def test_every_equation_is_numbered_and_has_its_entry(pages: dict[str, BeautifulSoup]):
    known = equations(ROOT / "docs")
    assert known
    named = {address: {tag["id"]: tag for tag in page.find_all(id=True)} for address, page in pages.items()}
    for equation in known.values():
        box = named[equation.chapter.page.replace(".md", ".html")][equation.anchor]
        assert box.select_one(".equation-number").get_text() == equation.number
        assert equation.anchor in named["checks.html"], f"{equation.label} has no entry in the ledger"


def test_the_front_page_says_which_chapters_exist(pages: dict[str, BeautifulSoup]):
    entries = pages["index.html"].select("#the-chapters ~ ol > li")
    assert [entry.strong.get_text() for entry in entries] == [chapter.title for chapter in CHAPTERS]
    for chapter, entry in zip(CHAPTERS, entries, strict=True):
        exists = (ROOT / "docs" / chapter.page).exists()
        assert bool(entry.select("strong a")) is exists
        assert ("To come." in entry.get_text()) is not exists


def test_the_navigation_has_every_chapter(pages: dict[str, BeautifulSoup]):
    links = {link["href"] for link in pages["index.html"].select(".md-nav--primary a[href]")}
    assert {page for page in pages if re.match(r"\d\d-", page)} <= links


def test_figures_come_for_both_schemes_with_a_description(pages: dict[str, BeautifulSoup]):
    for name, page in pages.items():
        light, dark = page.select("img.only-light"), page.select("img.only-dark")
        assert [image["alt"] for image in light] == [image["alt"] for image in dark], name
        assert all(image["alt"].strip() for image in light), name


def test_labs_stand_under_their_chapters_in_the_navigation_and_link_to_them(pages: dict[str, BeautifulSoup]):
    links = [link["href"] for link in pages["index.html"].select(".md-nav--primary a[href]")]
    listed = [link for link in links if re.match(r"(labs/)?\d\d[-_]", link)]
    titles = {link: pages[link].h1.contents[0].strip() for link in listed}
    assert listed == sorted(listed, key=lambda link: (link.removeprefix("labs/")[:2], "labs" in link, titles[link]))
    for lab in (link for link in listed if link.startswith("labs/")):
        (chapter,) = (link for link in listed if link.startswith(f"{lab[5:7]}-"))
        assert pages[lab].select(f'.md-content a[href="../{chapter}"]'), lab
        assert pages[chapter].select(f'.md-content a[href="{lab}"]'), lab


def test_no_chapter_is_named_without_a_link(pages: dict[str, BeautifulSoup]):
    for name, page in pages.items():
        for text in page.select_one(".md-content").find_all(string=re.compile(r"[Cc]hapter\s+\d+\b(?!\s+of\s)")):
            passed = text.find_parent(["a", "code", "pre", "summary", "h1", "h2", "h3", "h4"])
            heading = text.find_previous("h2")
            assert passed or heading["id"].endswith("-reading"), f"{name}: {text}"


def test_what_a_chapter_loads_before_it_is_scrolled_weighs_at_most_350_kilobytes(
    pages: dict[str, BeautifulSoup], built_site: Path
):
    """Compressed as servers do; figures wait until they are scrolled to, and so does the index of the search."""
    by_scripts = ["assets/search.js", "assets/fonts/notes-math.woff2"]
    for name in filter(re.compile(r"\d\d-").match, pages):
        links = pages[name].select('link[rel="stylesheet"], script[src]')
        asked = {link.get("href") or link["src"] for link in links} | {name, *by_scripts}
        assert sum(len(gzip.compress((built_site / file).read_bytes(), 6)) for file in asked) < 350_000, name
        assert all(image["loading"] == "lazy" for image in pages[name].select("img")), name
