"""What a block imports from `notes`, linked: a name to where it is taught or to its reference, a module to its own.

A name is taught where a `source` fence shows it, or at an equation that it defines by the ledger.
mkdocs-autorefs knows the addresses; a name that has none stays plain, and a test refuses it.
"""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from notes.chapters import CHAPTERS
from notes.experiment.reach import source_file
from notes.site.equations import equations
from notes.site.sources import anchor, sources

_CODE = re.compile(r'(<div class="language-python.*?<code>)(.*)(</code>)', re.DOTALL)
_PIECES = re.compile(r"<[^>]*>|&[#\w]+;|[\w.]+|[^<&\w.]+")
"""Tags, letters that are escaped, dotted names, and all else."""


def linked(html: str, taught: dict[str, str]) -> str:
    """A highlighted block, the imported names in it linked; its text stays as it is."""
    found = _CODE.match(html)
    if not found:
        return html
    targets = imports(unescape(re.sub(r"<[^>]*>", "", found[2])), taught)
    place = 0

    def link(piece: re.Match[str]) -> str:
        nonlocal place
        if piece[0].startswith("<"):
            return piece[0]
        start, place = place, place + len(unescape(piece[0]))
        return f'<autoref optional identifier="{targets[start]}">{piece[0]}</autoref>' if start in targets else piece[0]

    return found[1] + _PIECES.sub(link, found[2]) + html[found.end(2) :]


def imports(code: str, taught: dict[str, str]) -> dict[int, str]:
    """What the names that code imports from `notes` lead to, by the place where each stands in the code."""
    starts = [0]
    for line in code.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = {}
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and re.match(r"notes\b", node.module or ""):
            module = node.module or ""
            found[starts[node.lineno - 1] + node.col_offset + len("from ")] = module
            for name in node.names:
                whole = f"{module}.{name.name}"
                found[starts[name.lineno - 1] + name.col_offset] = taught.get(whole) or entry(module, name.name)
    return found


def entry(module: str, name: str) -> str:
    """The entry of the reference that says most of a name: its own, or that of its module if it has no docstring."""
    file = source_file(module)
    if source_file(f"{module}.{name}") or file is None:
        return f"{module}.{name}"
    return _entries(file, file.stat().st_mtime_ns, module).get(name, module)


@lru_cache(maxsize=512)
def _entries(file: Path, _changed: int, module: str) -> dict[str, str]:
    """The documented names of a module and what it has from other modules, with their entries."""
    found = {}
    for node in ast.parse(file.read_text("utf8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            found[node.name] = f"{module}.{node.name}"
        elif isinstance(node, ast.ImportFrom) and re.match(r"notes\b", node.module or ""):
            found |= {name.asname or name.name: entry(node.module or "", name.name) for name in node.names}
    return found


def taught_names(docs: Path) -> dict[str, str]:
    """Where the pages teach what: the anchor of a source, or of the equation that a name defines."""
    pages = [docs / chapter.page for chapter in CHAPTERS]
    files = [file for file in (*pages, *map(source_file, checks())) if file and file.exists()]
    return _taught(docs, tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _taught(docs: Path, files: tuple[tuple[Path, int], ...]) -> dict[str, str]:
    """The same, remembered until a file is written again: every docstring of the reference asks."""
    shown = [name for file, _ in files if file.suffix == ".md" for name in sources(file.read_text("utf8"))]
    known = equations(docs)
    defined = {name: f"number-{known[label].anchor}" for label, name in definitions() if label in known}
    return defined | {name: anchor(name) for name in shown}


def checks() -> list[str]:
    """The modules in which the chapters tie equations to code."""
    return [f"{chapter.package}.checks" for chapter in CHAPTERS]


def definitions() -> Iterator[tuple[str, str]]:
    """The equations that the ledger holds for definitions, with the names that implement them."""
    for file in filter(None, map(source_file, checks())):
        for node in ast.parse(file.read_text("utf8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(target, ast.Name) and target.id == "DEFINITIONS" for target in targets):
                yield from ast.literal_eval(node.value).items()  # type: ignore[attr-defined]


class NamesTreeprocessor(Treeprocessor):
    """Links the names in the blocks of a page, which Superfences has highlighted and put away."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, root: ElementTree.Element) -> None:  # noqa: ARG002 (what is put away is not in the tree)
        """Link the names in every block."""
        stash = self.md.htmlStash.rawHtmlBlocks
        for place, html in enumerate(stash):
            if isinstance(html, str) and _CODE.match(html):
                stash[place] = linked(html, taught_names(self.docs))


class NamesExtension(Extension):
    """`notes.site.names` in `markdown_extensions`."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"docs": ["docs", "folder of the chapter pages, whose sources teach what blocks import"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run after the fences (30), which put code away too."""
        md.treeprocessors.register(NamesTreeprocessor(md, Path(self.getConfig("docs"))), "notes-names", 29)


def makeExtension(**kwargs: Any) -> NamesExtension:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return NamesExtension(**kwargs)
