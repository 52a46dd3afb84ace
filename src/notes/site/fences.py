"""The fences that stand for Markdown that the code knows best: code, proofs, experiments, errata, the ledger, and more.

Superfences keeps them as comments (`kept`); here each is replaced in the tree by its Markdown, parsed, before the
inline patterns run, so that links, mathematics and anchors in it are treated like those that an author wrote.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE
from pymdownx.highlight import Highlight

from notes.site.card import card
from notes.site.downloads import FOLDER, downloads
from notes.site.experiments import experiment
from notes.site.letters import tables
from notes.site.onward import onward
from notes.site.proofs import checked, proof
from notes.site.register import ledger
from notes.site.slips import errata, erratum
from notes.site.sources import FENCE, SourceError, code, prepare, source, sources
from notes.site.topics import glossary
from notes.site.works import works

_KEPT = re.compile(r"<!--fence (\w+)\n(.*)\n-->", re.DOTALL)


def kept(source: str, language: str, *_: Any, **__: Any) -> str:
    """Formatter for Superfences: the fence as a comment, for `FencesTreeprocessor` to find."""
    return f"<!--fence {language}\n{source}\n-->"


class FencesTreeprocessor(Treeprocessor):
    """Puts the Markdown that a fence stands for in its place."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, root: ElementTree.Element) -> None:
        """Replace every kept fence below `root`."""
        kept_ones = [(parent, child, self._fence(child)) for parent in root.iter() for child in parent]
        fences = [(parent, child, fence[1], fence[2].strip()) for parent, child, fence in kept_ones if fence]
        checked([body for *_, language, body in fences if language == "proof"])
        for parent, child, language, body in fences:
            box = ElementTree.Element("div")
            self.md.parser.parseChunk(box, self._markdown(language, body))
            position = list(parent).index(child)
            parent[position : position + 1] = list(box)

    def _fence(self, element: ElementTree.Element) -> re.Match[str] | None:
        placeholder = HTML_PLACEHOLDER_RE.fullmatch((element.text or "").strip())
        if element.tag != "p" or not placeholder:
            return None
        stashed = self.md.htmlStash.rawHtmlBlocks[int(placeholder[1])]
        return _KEPT.fullmatch(stashed) if isinstance(stashed, str) else None

    def _markdown(self, language: str, body: str) -> str:
        shown: dict[str, Callable[[], str]] = {
            "proof": lambda: proof(body),
            "source": lambda: self._source(body),
            "experiment": lambda: experiment(body),
            "erratum": lambda: erratum(body),
            "errata": lambda: errata(self.docs),
            "ledger": lambda: ledger(self.docs),
            "downloads": lambda: downloads(self.docs / FOLDER.name),
            "glossary": lambda: glossary(self.docs),
            "onward": lambda: onward(body, self.docs),
            "letters": lambda: tables(self.docs),
            "works": lambda: works(self.docs),
            "card": lambda: card(body, "\n".join(self.md.lines), self.docs),
        }
        return shown[language]()

    def _source(self, name: str) -> str:
        html = Highlight(self.md, pygments_lang_class=True).highlight(code(name), "python")
        return source(name, self.md.htmlStash.store(html))


class SourcesPreprocessor(Preprocessor):
    """Refuses the sources that cannot be shown while the lines of the page still have their numbers."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines as they are."""
        text = "\n".join(lines)
        prepare(sources(text))
        for fence in FENCE.finditer(text):
            try:
                code(fence[1].strip())
            except SourceError as error:
                raise SourceError(f"line {text.count(chr(10), 0, fence.start(1)) + 1}: {error}") from None
        return lines


class FencesExtension(Extension):
    """`notes.site.fences` in `markdown_extensions`."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"docs": ["docs", "folder of the chapter pages, which number the equations"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run before the inline patterns (20); refuse before other preprocessors add or take lines."""
        md.preprocessors.register(SourcesPreprocessor(md), "notes-sources", 40)
        md.treeprocessors.register(FencesTreeprocessor(md, Path(self.getConfig("docs"))), "notes-fences", 30)


def makeExtension(**kwargs: Any) -> FencesExtension:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return FencesExtension(**kwargs)
