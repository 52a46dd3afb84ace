"""Links made of words in the text of a page, found in the order of reading, but not in code, headings and links."""

from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from markdown.util import AtomicString

PASSED_OVER = ("a", "autoref", "code", "pre", "math", "summary", "h1", "h2", "h3", "h4")

Found = list[tuple[int, int, ElementTree.Element]]
"""Links that shall stand in a text, each with the place of the words that it is made of: from here to before there."""


def link(part: ElementTree.Element, find: Callable[[str], Found]) -> None:
    """Put the links that `find` finds into the texts of a part of a page."""
    found = [(parent, child, text, find(text)) for parent, child, text in _texts(part)]
    for parent, child, text, links in reversed(found):
        if links:
            _put(parent, child, text, links)


def _texts(element: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, ElementTree.Element | None, str]]:
    """The texts in an element in their order, each with the child that it follows, if any."""
    if element.tag in PASSED_OVER:
        return
    if element.text and not isinstance(element.text, AtomicString):
        yield element, None, element.text
    for child in element:
        yield from _texts(child)
        if child.tail and not isinstance(child.tail, AtomicString):
            yield element, child, child.tail


def _put(parent: ElementTree.Element, child: ElementTree.Element | None, text: str, links: Found) -> None:
    """Cut a text at its links, and put these in."""
    before = text[: links[0][0]]
    place = 0
    if child is None:
        parent.text = before
    else:
        child.tail, place = before, list(parent).index(child) + 1
    ends = [start for start, *_ in links[1:]] + [len(text)]
    for offset, ((start, stop, made), end) in enumerate(zip(links, ends, strict=True)):
        made.text, made.tail = text[start:stop], text[stop:end]
        parent.insert(place + offset, made)
