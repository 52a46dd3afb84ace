"""The end of a chapter: its labs, and the chapter that comes next."""

import json
from pathlib import Path

from notes.chapters import CHAPTERS


def onward(body: str, docs: Path) -> str:
    """Markdown that proposes how to go on after a chapter.

    Args:
        body: number of the chapter.
        docs: folder of the pages, with the executed labs under it.

    Returns:
        A block of the class `card`.
    """
    number = int(body)
    tries = [f"- [{title}](labs/{file})" for title, file in labs(docs, number)]
    following = [f"**Next** [{one.number}. {one.title}]({one.page})" for one in CHAPTERS[number : number + 1]]
    return "\n\n".join(["/// html | div.card", "**Try it**", "\n".join(tries), *following, "///"])


def labs(docs: Path, chapter: int) -> list[tuple[str, str]]:
    """Titles and file names of the labs of a chapter, in the order of their numbers."""
    return sorted((_title(file), file.name) for file in (docs / "labs").glob(f"{chapter:02d}_*.ipynb"))


def _title(notebook: Path) -> str:
    first, *_ = json.loads(notebook.read_text("utf8"))["cells"]
    heading, *_ = "".join(first["source"]).splitlines()
    return heading.removeprefix("# ")
