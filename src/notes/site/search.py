"""A MkDocs hook: the index of the search, made of the sections of the pages, and fetched when a reader first searches.

A section is found by its title and its anchor, by what it is known for (topics, functions that it teaches, equations,
exercises), by its terms (in bold, the titles of proofs, and the section that it is part of), and by its words. Formulas
on display, cards, solutions, errata and steps of proofs are left out; a formula in a line is the words of its LaTeX, a
block of code the names that it imports. What is behind the chapters would repeat them, so that only its titles count.
`docs/assets/search.js` ranks.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
from lxml.html import HtmlElement
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

from notes.site.names import taught_names
from notes.site.stems import RULES, stems
from notes.site.topics import topics

LEAD = 80
OFTEN = 3
COMMON = 150
NONE = ord("#")
UNSEEN = """.//math[@display="block"] | .//details[contains(@class, "solution")]
    | .//details[contains(@class, "proof")]/*[not(self::summary)] | .//*[contains(@class, "badge")]
    | .//*[@class="letter-lists"]
    | .//*[contains(@class, "erratum")] | .//*[@class="card"] | .//*[@class="section-number"] | .//figcaption"""
_READ = re.compile(r"\d\d-|labs/|index\.|notation\.")


@dataclass
class Section:
    """What the search knows of a section, or of an entry of the bibliography."""

    location: str
    title: str
    lead: str = ""
    names: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)


def index(sections: list[Section]) -> dict[str, Any]:
    """The index as the browser gets it.

    Returns:
        Of each section its address, title, names, terms, beginning, and the stems that it alone has; by stem the
        sections that repeat it, and those that only have it, as the steps from one to the next. A stem that is nearly
        everywhere tells nothing, and those of titles and terms are seen there.
    """
    held = Counter(word for section in sections for word in section.words)
    places: dict[bool, dict[str, list[int]]] = {True: {}, False: {}}
    rows = []
    for place, section in enumerate(sections):
        said = set(stems(" ".join([section.title, *section.terms])))
        told = {word: times >= OFTEN for word, times in section.words.items() if times >= OFTEN or word not in said}
        own = [word for word, repeated in told.items() if held[word] == 1 and not repeated]
        for word in told.keys() - set(own):
            if held[word] <= COMMON:
                places[told[word]].setdefault(word, [0]).append(place)
        rows.append([*_shown(section), " ".join(sorted(own))])
    often, once = ({word: steps(found) for word, found in sorted(places[which].items())} for which in (True, False))
    return {"rules": RULES, "sections": rows, "often": often, "once": once}


def _shown(section: Section) -> list[str]:
    names, terms = joined(section.names), joined(section.terms)
    return [section.location, section.title, names, terms, shortened(section.lead)]


def joined(names: Iterable[str]) -> str:
    """Names in one text, each once."""
    return " · ".join(dict.fromkeys(names))


def steps(places: Iterable[int]) -> str:
    """Growing numbers as the steps between them, a sign for each, which are alike and compress well."""
    return "".join(chr(NONE + after - before) for before, after in pairwise(places))


def shortened(text: str) -> str:
    """The beginning of a text, up to the end of a word."""
    return text if len(text) <= LEAD else f"{text[:LEAD].rsplit(' ', 1)[0]} …"


def sections(html: str, url: str, known: dict[str, list[str]]) -> list[Section]:
    """The sections of a page.

    Args:
        html: content of the page, which begins with its title.
        url: address of the page.
        known: what sections are known for, by anchors in them or their whole addresses.
    """
    found: list[Section] = []
    above = ""
    for element in _seen(html).iter():
        if started := _started(element, url, known):
            found.append(started)
            started.terms += [above] if element.tag == "h3" else []
            above = started.title if element.tag == "h2" else above
        if found:
            _take(element, found[-1], known)
    return found


def _started(element: HtmlElement, url: str, known: dict[str, list[str]]) -> Section | None:
    """The section that an element begins: it is a heading or an entry of the bibliography."""
    anchor, heading = element.get("id"), element.tag in ("h1", "h2", "h3")
    if not anchor or not (heading or element.get("class") == "work"):
        return None
    place = url if element.tag == "h1" else f"{url}#{anchor}"
    return Section(place, _text(element), names=[*known.get(place, [])])


def _take(element: HtmlElement, section: Section, known: dict[str, list[str]]) -> None:
    """Tell a section what an element in it says."""
    section.names += [*known.get(element.get("id"), []), *_names(element)]
    section.terms += [_spoken(element)] if element.tag in ("strong", "summary") else []
    if _READ.match(section.location):
        section.words.update(stems(_own_text(element)))
    if element.tag == "p" and not section.lead and element.get("class") is None:
        section.lead = _text(element)


def _seen(html: str) -> HtmlElement:
    """The content of a page without what the search does not see; a formula is its letters, a block its imports."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in root.xpath(UNSEEN):
        element.drop_tree()
    for link in root.xpath('.//*[@class="work"]/a'):
        link.getparent().remove(link)
    for mark in root.xpath('.//a[@class="headerlink"]'):
        mark.text = None  # it may be the anchor of a source
    for block in root.xpath(".//pre"):
        imported = [name for name in block.xpath(".//autoref/text()") if "." not in name]
        block.clear()
        block.text = " ".join(imported)
    for formula in root.xpath(".//math"):
        letters, latex, tail = formula.text_content(), formula.get("alttext"), formula.tail
        formula.clear()
        formula.text, formula.tail = letters, tail
        formula.set("alttext", latex)
    return root


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _spoken(element: HtmlElement) -> str:
    """The text of an element with its formulas in words."""
    inside = "".join(_own_text(part) for part in element.iter())
    return " ".join(inside.removesuffix(element.tail or "").split())


def _own_text(element: HtmlElement) -> str:
    """What stands in an element itself and right behind it; of a formula the LaTeX."""
    return f"{element.get('alttext') or element.text or ''}{element.tail or ''}"


def _names(element: HtmlElement) -> Iterator[str]:
    """What a section is found by of one of its elements: an exercise, an equation with its label."""
    kind = element.get("class")
    if kind == "admonition-title":
        yield _text(element)
    elif kind == "equation-number":
        yield _text(element).strip("()")
        yield element.get("id").removeprefix("number-").replace("-", ":", 1)


def known_names(docs: Path) -> dict[str, list[str]]:
    """What sections are known for: functions that are taught, by anchor, and topics, by address."""
    found: dict[str, list[str]] = {}
    for name, anchor in taught_names(docs).items():
        found.setdefault(anchor, []).append(name.rpartition(".")[2])
    for topic in topics(docs):
        found.setdefault(topic.at.replace(".md", ".html"), []).extend([topic.name, *topic.also])
    return found


_collected: list[Section] = []


def on_pre_build(**_: Any) -> None:
    """Begin anew."""
    _collected.clear()


@event_priority(100)
def on_page_context(context: dict[str, Any], /, page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Take in a page, and keep it from the plugin `search`, whose index would be fetched with every page."""
    options = page.meta.setdefault("search", {})
    if not options.get("exclude"):
        _collected.extend(sections(page.content or "", page.url, known_names(Path(config.docs_dir))))
    options["exclude"] = True
    return context


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Write the index as a script, which a browser can load from a disk too."""
    data = json.dumps(index(_collected), ensure_ascii=False, separators=(",", ":"))
    (Path(config.site_dir) / "search/index.js").write_text(f"self.indexed = {data}", "utf8")
