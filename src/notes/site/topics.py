"""The topics of the chapters, from `docs/topics.yml`: where each is taught, what else it is called, what it means."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import yaml
from markdown.extensions.toc import slugify

from notes.site.headings import headings


class TopicError(ValueError):
    """A topic that no section teaches."""


@dataclass(frozen=True)
class Topic:
    """A topic of the chapters; one with a meaning is a term of the glossary."""

    name: str
    at: str
    also: tuple[str, ...] = ()
    means: str = ""

    @property
    def anchor(self) -> str:
        """Identifier of the topic in the glossary."""
        return f"term-{slugify(self.name, '-')}"


def topics(docs: Path) -> tuple[Topic, ...]:
    """The topics of the chapters under `docs`, in the order of their file; none where there is no such file."""
    file = docs / "topics.yml"
    return _topics(file.read_text("utf8")) if file.exists() else ()


@lru_cache(maxsize=1)
def _topics(text: str) -> tuple[Topic, ...]:
    return tuple(Topic(**{**entry, "also": tuple(entry.get("also", ()))}) for entry in yaml.safe_load(text))


def glossary(docs: Path) -> str:
    """Markdown of the glossary: topics and their other names by the alphabet, with meanings and sections.

    Raises:
        TopicError: if a topic stands at a section that does not exist.
    """
    lines = sorted(_lines(docs), key=lambda line: line[0].casefold())
    letters = groupby(lines, key=lambda line: line[0][0].upper())
    return "\n\n".join(f"## {letter}\n\n" + "\n\n".join(text for _, text in group) for letter, group in letters)


def _lines(docs: Path) -> Iterator[tuple[str, str]]:
    """The entries of the glossary, each with the name that it stands under."""
    found: dict[str, str] = {}
    for topic in topics(docs):
        page = topic.at.partition("#")[0]
        if page not in found:
            text = (docs / page).read_text("utf8") if (docs / page).exists() else ""
            found |= {page: ""} | {one.address: one.title for one in headings(text, page)}
        if not found.get(topic.at):
            raise TopicError(f"`at` of a topic must be a section of a page, got {topic.at} for {topic.name}")
        meaning = f": {topic.means}" if topic.means else ""
        section = f"[{found[topic.at]}]({topic.at})"
        yield topic.name, f"**{topic.name}**{meaning}. {section}\n{{#{topic.anchor} .topic}}"
        yield from ((other, f"{other}: under [{topic.name}](#{topic.anchor})\n{{.topic}}") for other in topic.also)
