"""The works that chapters and labs cite, from `docs/bibliography.bib`, each with the sections that cite it."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from pybtex.backends.markdown import Backend
from pybtex.database import Entry, parse_file
from pybtex.style.formatting.unsrt import Style as Unsorted
from pybtex.style.formatting.unsrt import date, pages
from pybtex.style.template import Node, field, join, optional, sentence, tag

from notes.chapters import CHAPTERS
from notes.site.headings import Heading, headings
from notes.site.onward import labs

DATA = "bibliography.bib"
NOT_FOUND = "†"
_CITATION = re.compile(r"bibliography\.md#([\w-]+)")


class WorksError(ValueError):
    """A citation without an entry, or an entry that is not cited."""


class Markdown(Backend):
    r"""Markdown for these pages, where the backslashes before brackets of pybtex's own would begin mathematics."""

    def format_str(self, text: str) -> str:
        """A text with the marks of emphasis and code escaped."""
        return re.sub(r"([*_`])", r"\\\1", html.escape(text, quote=False))


class Style(Unsorted):
    """A list by author, with titles as they are written, and with the volume of a journal even without pages."""

    default_sorting_style = "author_year_title"

    def format_title(self, e: Entry, which_field: str, as_sentence: bool = True) -> Node:  # noqa: ARG002 (pybtex's)
        """A title, without change of its capitals."""
        title = field(which_field)
        return sentence[title] if as_sentence else title

    def get_article_template(self, e: Entry) -> Node:
        """An article: authors, title, journal with volume, number and pages, date, and where it is found."""
        volume = join[field("volume"), optional["(", field("number"), ")"], optional[":", pages]]
        place = sentence[tag("em")[field("journal")], optional[volume], date]
        return join[
            self.format_names("author"), " ", self.format_title(e, "title"), " ", place, " ", self.format_web_refs(e)
        ]


def works(docs: Path) -> str:
    """Markdown of the bibliography.

    Args:
        docs: folder of the pages, with the data beside them.

    Returns:
        An entry for each work, with its key for an anchor, and below it the sections that cite it.

    Raises:
        WorksError: if a chapter cites a work that has no entry, or no chapter cites one that has.
    """
    entries, cited = parse_file(docs / DATA).entries, citations(docs)
    if set(cited) != set(entries):
        alone = ", ".join(sorted(set(cited) ^ set(entries)))
        raise WorksError(
            f"every citation must have an entry in {DATA}, and every entry be cited by a chapter, not so {alone}"
        )
    listed = Style().format_entries(list(entries.values()))
    return "\n\n".join(_entry(one.text.render(Markdown()), entries[one.key], cited[one.key]) for one in listed)


def _entry(text: str, entry: Entry, cited: dict[int, list[Heading]]) -> str:
    found = {"doi", "eprint"} & set(entry.fields)
    places = (f"chapter {number}: {', '.join(map(_link, sections))}" for number, sections in cited.items())
    told = " ".join(text.split()) + ("" if found else f" {NOT_FOUND}")
    return f"{told}\n{{#{entry.key} .work}}\n\nCited in {'; '.join(places)}\n{{.cited}}"


def _link(section: Heading) -> str:
    return f"[{section.title}]({section.address})"


def citations(docs: Path) -> dict[str, dict[int, list[Heading]]]:
    """The sections and labs that cite each work, by its key and the number of the chapter."""
    found: dict[str, dict[int, list[Heading]]] = {}
    for chapter in CHAPTERS:
        page = docs / chapter.page
        sections = headings(page.read_text("utf8"), chapter.page) if page.exists() else ()
        for section in (*sections, *_labs(docs, chapter.number)):
            for key in dict.fromkeys(_CITATION.findall(section.text)):
                found.setdefault(key, {}).setdefault(chapter.number, []).append(section)
    return found


def _labs(docs: Path, chapter: int) -> Iterator[Heading]:
    for title, file in labs(docs, chapter):
        yield Heading(title.partition(":")[0], f"labs/{file}", (docs / "labs" / file).read_text("utf8"))
