"""The headings of a page's Markdown, and what stands under each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.extensions.toc import slugify

_HEADING = re.compile(r"^(#+) (.*?)(?: \{#([\w-]+)\})?$", re.MULTILINE)
_FENCED = re.compile(r"^([ \t]*)(`{3,}|~{3,}).*?^\1\2", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Heading:
    """A heading with the address of its section, which for the title of a page is the page, and the text below it."""

    title: str
    address: str
    text: str


def headings(markdown: str, page: str) -> Iterator[Heading]:
    """The headings of a page in their order; what is fenced does not count."""
    _, *pieces = _HEADING.split(_FENCED.sub("", markdown))
    for level, title, anchor, text in zip(pieces[::4], pieces[1::4], pieces[2::4], pieces[3::4], strict=True):
        yield Heading(title, page if level == "#" else f"{page}#{anchor or slugify(title, '-')}", text)
