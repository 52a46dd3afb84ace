"""The topics of the chapters, from `docs/topics.yml`: where each is taught, what else it is called, what it means."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Topic:
    """A topic of the chapters; one with a meaning is a term of the glossary."""

    name: str
    at: str
    also: tuple[str, ...] = ()
    means: str = ""

    @property
    def anchor(self) -> str:
        """Identifier of the topic in the page of terms and topics."""
        return "".join(letter if letter.isalnum() else "-" for letter in self.name.lower())


def topics(docs: Path) -> tuple[Topic, ...]:
    """The topics of the chapters under `docs`, in the order of their file."""
    return _topics((docs / "topics.yml").read_text("utf8"))


@lru_cache(maxsize=1)
def _topics(text: str) -> tuple[Topic, ...]:
    return tuple(Topic(**{**entry, "also": tuple(entry.get("also", ()))}) for entry in yaml.safe_load(text))
