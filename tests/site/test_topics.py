"""The glossary and index of topics, and the terms that explain themselves in the chapters."""

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from markdown import Markdown

from notes.site.topics import TopicError, glossary, topics

ROOT = Path(__file__).parent.parent.parent
LISTED = [
    {"name": "zebra", "at": "03-losses.md#stripes", "also": ["Ass"], "means": "a striped horse"},
    {"name": "herd", "at": "03-losses.md"},
]
CARD = '<div class="card" markdown="1">A card.</div>'


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "topics.yml").write_text(yaml.safe_dump(LISTED))
    (tmp_path / "03-losses.md").write_text("# Animals\n\n## Stripes {#stripes}\n")
    return tmp_path


def linked(text: str, docs: Path) -> BeautifulSoup:
    configs = {"notes.site.terms": {"docs": str(docs)}}
    html = Markdown(extensions=["md_in_html", "notes.site.terms"], extension_configs=configs).convert(text)
    return BeautifulSoup(html, "html.parser")


def test_the_glossary_has_topics_and_their_other_names_by_the_alphabet(docs: Path):
    assert glossary(docs).split("\n\n") == [
        "## A",
        "Ass: under [zebra](#term-zebra)\n{.topic}",
        "## H",
        "**herd**. [Animals](03-losses.md)\n{#term-herd .topic}",
        "## Z",
        "**zebra**: a striped horse. [Stripes](03-losses.md#stripes)\n{#term-zebra .topic}",
    ]


@pytest.mark.parametrize("at", ["03-losses.md#spots", "04-training.md"])
def test_a_topic_that_no_section_teaches_is_refused(docs: Path, at: str):
    (docs / "topics.yml").write_text(yaml.safe_dump([LISTED[0] | {"at": at}]))
    with pytest.raises(TopicError, match=rf"got {at} for zebra"):
        glossary(docs)


def test_a_term_is_linked_where_it_first_stands(docs: Path):
    page = linked(f"# Zebra\n\n{CARD}\n\nA zebrafish, `zebra`, *the* **Zebras** and a zebra in a herd.", docs)
    (term,) = page.select("a")
    assert (term.get_text(), term["href"], term["title"]) == ("Zebras", "glossary.md#term-zebra", "a striped horse")
    assert page.find_all("p")[-1].get_text() == "A zebrafish, zebra, the Zebras and a zebra in a herd."


def test_pages_without_a_card_are_left_as_they_are(docs: Path):
    assert linked("A zebra.", docs).select("a") == []


def test_names_of_topics_are_told_apart():
    listed = topics(ROOT / "docs")
    names = [name.lower() for topic in listed for name in (topic.name, *topic.also)]
    assert [name for name in set(names) if names.count(name) > 1] == []
    assert len({topic.anchor for topic in listed}) == len(listed)


def test_chapters_link_each_term_once_to_the_entry_that_tells_its_meaning(pages: dict[str, BeautifulSoup]):
    entries = {entry["id"]: entry.get_text() for entry in pages["glossary.html"].select("p.topic[id]")}
    for name, page in pages.items():
        told = {link["href"].removeprefix("glossary.html#"): link["title"] for link in page.select("a.term")}
        assert len(told) == len(page.select("a.term")), name
        assert bool(told) is bool(page.select(".chapter-place")), name
        assert [term for term, meaning in told.items() if meaning not in entries[term]] == [], name


def test_every_topic_is_taught_in_a_section():
    text = glossary(ROOT / "docs")
    assert [topic.anchor for topic in topics(ROOT / "docs") if f"{{#{topic.anchor} .topic}}" not in text] == []


def test_every_chapter_has_topics():
    taught = {topic.at.split("-")[0] for topic in topics(ROOT / "docs")}
    assert taught >= {f"{number:02d}" for number in range(1, 16)}
