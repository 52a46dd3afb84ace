"""What the search finds: the real script, in the engine of a browser, on the index of the site as built."""

import csv
import gzip
import json
import math
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from py_mini_racer import MiniRacer

from notes.site import search
from notes.site.equations import equations
from notes.site.names import taught_names
from notes.site.stems import stems

ROOT = Path(__file__).parent.parent.parent
SCRIPT = (ROOT / "docs/assets/search.js").read_text("utf8")
WORKER = "var self = globalThis; var location = {href: 'assets/search.js'}; function addEventListener() {}\n"


def wanted_by(table: str) -> dict[str, set[str]]:
    """The sections that may come first for each query of a table."""
    rows = csv.DictReader((Path(__file__).parent / table).read_text("utf8").splitlines())
    return {row["query"]: set(row["wanted"].split()) for row in rows}


WANTED = wanted_by("queries.csv")
FURTHER = wanted_by("further_queries.csv")
"""Written down before the search was tried on them, and not all found."""

PAGE = """<h1 id="it">It</h1><p>A <strong>leaf</strong> of <math alttext="\\sqrt{d_k}"><mi>x</mi></math>, green.</p>
<h2 id="a">Trees<a class="headerlink" href="#a">¶</a></h2><h3 id="b">Oaks</h3>
<math display="block"><mi>hidden</mi></math>
<div id="eq-oak"><a class="equation-number" id="number-eq-oak">(3.1)</a></div><p>Oak, oak, oak.</p>
<p><a class="headerlink" id="source-notes.oaks.oak_loss">¶</a></p>
<details class="proof"><summary>Oaks are trees<span class="badge">proved</span></summary><p>hidden</p></details>
<details class="solution"><p>hidden</p></details><pre><code>hidden <autoref>oak_age</autoref></code></pre>"""

Answer = Callable[[str], list[str]]


def answers(script: str) -> Answer:
    """The addresses of the sections that the search finds for a query, best first."""
    browser = MiniRacer()
    browser.eval(WORKER + SCRIPT + script + "\nconst ready = prepared(self.indexed)")
    find = "JSON.stringify(ranked({}, ready).map(({{ section }}) => section.location))"
    return lambda query: json.loads(browser.eval(find.format(json.dumps(query))))


@pytest.fixture(scope="module")
def found(built_site: Path) -> Answer:
    return answers((built_site / "search/index.js").read_text("utf8"))


def small(*sections: tuple[str, str]) -> Answer:
    """The search over pages of one section, by title and text."""
    pages = [f'<h1 id="top">{title}</h1><p>{text}</p>' for title, text in sections]
    each = [search.sections(page, f"0{number}-page.html", {})[0] for number, page in enumerate(pages)]
    return answers(f"self.indexed = {json.dumps(search.index(each))}")


@pytest.fixture(scope="module")
def section_of(pages: dict[str, BeautifulSoup]) -> dict[str, str]:
    """The section that each anchor of the chapters is in."""
    found, section = {}, ""
    for address, page in pages.items():
        for tag in page.select(".md-content [id]") if address[0].isdigit() and address != "404.html" else ():
            if tag.name in ("h1", "h2", "h3"):
                section = address if tag.name == "h1" else f"{address}#{tag['id']}"
            found[tag["id"]] = section
    return found


def test_the_first_hit_is_the_right_section(found: Answer):
    hits = {query: found(query)[:1] for query in WANTED}
    assert {query: first for query, first in hits.items() if not set(first) & WANTED[query]} == {}


def test_of_further_queries_most_are_found_first_and_nearly_all_among_the_first_three(found: Answer):
    hits = {query: found(query) for query in FURTHER}
    first, soon = (sum(bool(set(hits[query][:n]) & FURTHER[query]) for query in FURTHER) for n in (1, 3))
    assert first / len(FURTHER) > 0.85
    assert soon / len(FURTHER) > 0.93


def test_every_section_of_the_tables_exists(pages: dict[str, BeautifulSoup]):
    for address in set().union(*WANTED.values(), *FURTHER.values()):
        name, _, anchor = address.partition("#")
        assert not anchor or pages[name].find(id=anchor), address


@pytest.fixture
def some(run_seed: int, pytestconfig: pytest.Config) -> Callable[[Iterable[str]], list[str]]:
    """Draws one query in four, where all would take too long."""

    def drawn(queries: Iterable[str]) -> list[str]:
        every = sorted(queries)
        few = random.Random(run_seed).sample(every, math.ceil(len(every) / 4))
        return every if pytestconfig.option.every_case else few

    return drawn


def test_numbers_and_labels_of_equations_lead_to_their_sections(
    found: Answer, section_of: dict[str, str], some: Callable[[Iterable[str]], list[str]]
):
    asked = {
        query: section_of[equation.anchor]
        for label, equation in equations(ROOT / "docs").items()
        for query in (label, equation.number)
    }
    assert {query: asked[query] for query in some(asked) if found(query)[0] != asked[query]} == {}


def test_functions_lead_to_the_section_that_teaches_them(
    found: Answer, section_of: dict[str, str], some: Callable[[Iterable[str]], list[str]]
):
    wanted: dict[str, set[str]] = {}
    for name, anchor in taught_names(ROOT / "docs").items():
        wanted.setdefault(name.rpartition(".")[2], set()).add(section_of[anchor])
    hits = {name: found(name)[:3] for name in some(wanted)}
    assert {name: first for name, first in hits.items() if not wanted[name] & set(first)} == {}
    assert [name for name, first in hits.items() if "_" in name and first[0] not in wanted[name]] == []


def test_the_index_is_small_and_fetched_when_it_is_used(built_site: Path, pages: dict[str, BeautifulSoup]):
    assert len(gzip.compress((built_site / "search/index.js").read_bytes(), 6)) < 150_000
    assert json.loads((built_site / "search/search_index.json").read_text())["docs"] == []
    for name, page in pages.items():
        assert re.fullmatch(r"(\.\./|/)?assets/search\.js", json.loads(page.find(id="__config").string)["search"]), name
        assert not page.select('script[src*="index"]'), name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("regularization", "regularisation"),
        ("neighbor", "neighbour"),
        ("center loss", "centre loss"),
        ("modeling", "modelling"),
        ("analyze", "analyse"),
        ("over-smoothing", "oversmoothing"),
        ("auto encoder", "autoencoder"),
        ("prunning", "pruning"),
        ("Póczos", "Poczos"),
        ("lossfunction", "loss function"),
    ],
)
def test_spellings_of_a_word_find_the_same(one: str, other: str):
    find = small(("Other", "nothing of the kind"), ("It", f"a loss function and {other}"))
    assert find(one) == find(other) == ["01-page.html"]


def test_titles_come_before_words_and_whole_titles_before_parts():
    find = small(("Nesterov momentum", "x"), ("Momentum", "x"), ("Adam", "It has momentum, momentum, momentum."))
    assert find("momentum") == ["01-page.html", "00-page.html", "02-page.html"]
    assert find("nesterov momentum")[0] == "00-page.html"


def test_a_section_is_what_it_says_but_for_formulas_solutions_and_steps_of_proofs():
    whole, trees, oaks = search.sections(
        PAGE, "03-x.html", {"03-x.html": ["wood"], "source-notes.oaks.oak_loss": ["oak_loss"]}
    )
    assert (whole.location, whole.names, whole.terms) == ("03-x.html", ["wood"], ["leaf"])
    assert whole.lead == "A leaf of x, green."
    assert set(whole.words) == {"it", "leaf", "of", "sqrt", "d_k", "green"}
    assert (trees.location, trees.title) == ("03-x.html#a", "Trees")
    assert (oaks.location, oaks.names) == ("03-x.html#b", ["3.1", "eq:oak", "oak_loss"])
    assert oaks.terms == ["Trees", "Oaks are trees"]
    assert oaks.words == {"oak": 6, "are": 1, "tree": 1, "oak_age": 1, "age": 1}


def test_of_what_is_behind_the_chapters_titles_count():
    (entry,) = search.sections('<p id="x" class="work">A. Oak. Trees. <a>doi:1</a>.</p>', "bibliography.html", {})
    assert (entry.location, entry.title, entry.words) == ("bibliography.html#x", "A. Oak. Trees.", {})


def test_words_are_kept_by_the_steps_between_their_sections():
    sections = [search.Section(f"{number}", "tree") for number in range(4)]
    sections[1].words.update(["oak"] * search.OFTEN)
    sections[3].words.update(["oak"] * search.OFTEN)
    sections[0].words.update(["elm"])
    sections[2].words.update(["elm", "ash", "tree"])
    made = search.index(sections)
    assert (made["often"], made["once"]) == ({"oak": "$%"}, {"elm": "#%"})
    assert [own for *_, own in made["sections"]] == ["", "", "ash", ""]


def test_words_of_titles_terms_and_of_one_section_only_are_found_in_it():
    find = small(("Oaks", "elm and ash"), ("Beeches", "elm and <strong>yews</strong>"))
    assert [find(word) for word in ("oak", "ash", "yew")] == [["00-page.html"], ["00-page.html"], ["01-page.html"]]
    assert sorted(find("elm")) == ["00-page.html", "01-page.html"]


def test_words_of_nearly_all_sections_are_not_kept():
    sections = [search.Section(f"{number}", "t") for number in range(search.COMMON + 1)]
    for number, section in enumerate(sections):
        section.words.update(["the", "oak"] if number else ["the"])
    assert list(search.index(sections)["once"]) == ["oak"]


def test_the_script_stems_queries_as_the_index_was():
    text = "Póczos centred classes " + " ".join(page.read_text("utf8") for page in (ROOT / "docs").glob("*.md"))
    words = sorted({word for word in re.findall(r"[^\W\d_]+(?:[-_][^\W\d_]+)*", text) if [*stems(word)]})
    browser = MiniRacer()
    browser.eval(WORKER + SCRIPT + f"prepared({json.dumps(search.index([]))})")
    theirs = json.loads(browser.eval(f"JSON.stringify({json.dumps(words)}.map(words))"))
    assert {word: one for word, one in zip(words, theirs, strict=True) if one != [*stems(word)]} == {}


@pytest.mark.parametrize("query", ["self-", "9.3", "a:b", "^", '"', "*", "x" * 200, "<b>", "\\", "the"])
def test_no_query_breaks_the_search(query: str):
    assert small(("It", "the oak"))(query) in ([], ["00-page.html"])
