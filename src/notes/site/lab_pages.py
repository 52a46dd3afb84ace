"""Executed notebooks as pages like all others: their cells as Markdown, through the extensions that the pages use.

mkdocs-jupyter has nbconvert show a notebook with a theme of 600 kB a page and with mathematics set in the browser, and
has no option against it. nbconvert has one, a configuration file: `theme/labs/jupyter_nbconvert_config.json` names the
preprocessor below and a template that adds nothing. As an extension this module says where that file is.
"""

import os
import re
from pathlib import Path
from typing import Any

import nbformat
from markdown import Markdown
from markdown.extensions import Extension
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool

from notes.chapters import CHAPTERS
from notes.site.install_cell import without_install

EXTENSIONS: dict[str, dict[str, Any]] = {
    "admonition": {},
    "attr_list": {},
    "smarty": {},
    "tables": {},
    "toc": {"permalink": True},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.highlight": {"pygments_lang_class": True},
    "pymdownx.superfences": {},
    "notes.site.maths": {"chapters": "../"},
    "notes.site.chapter_links": {"chapters": "../"},
}
_MARKDOWN_LINK = re.compile(r'href="([^":]+)\.md(["#])')
CONFIGURATION = Path("theme/labs")


class LabPage(Preprocessor):
    """Replaces the cells of a notebook by one that holds the HTML of them all."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook with one cell of HTML, and what nbconvert hands through."""
        file = f"{resources['metadata']['name']}.ipynb"
        resources["inlining"] = {"css": ""}  # mkdocs-jupyter appends it to the page
        page = Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS)
        html = _MARKDOWN_LINK.sub(r'href="\1.html\2', page.convert(markdown(nb, file)))
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_raw_cell(html)]), resources


def markdown(notebook: NotebookNode, file: str) -> str:
    """A notebook as Markdown: prose as it is, code and outputs fenced; its chapter and its file linked."""
    title, *rest = (_cell(cell) for cell in without_install(notebook).cells)
    chapter = CHAPTERS[int(file[:2]) - 1]
    place = f"[Chapter {chapter.number}, {chapter.title}](../{chapter.page})"
    return "\n\n".join([title, f"{place} · [Download this notebook]({file}){{download={file}}}", *rest])


def _cell(cell: NotebookNode) -> str:
    if cell.cell_type == "markdown":
        return str(cell.source)
    return "\n\n".join([_fenced("python", cell.source), *map(_output, cell.outputs)])


def _output(output: NotebookNode) -> str:
    if output.output_type == "stream":
        return _fenced("text", output.text)
    data = output.data
    if "image/png" in data:
        return f'<img alt="" src="data:image/png;base64,{data["image/png"].strip()}">'
    return data.get("text/html") or data.get("image/svg+xml") or _fenced("text", data["text/plain"])


def _fenced(language: str, text: str) -> str:
    return f"`````{language}\n{text.rstrip()}\n`````"


class LabPages(Extension):
    """`notes.site.lab_pages` in `markdown_extensions`: changes no page, shows nbconvert its configuration."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: ARG002, N802 (the names are Python-Markdown's)
        """Called before mkdocs-jupyter calls nbconvert."""
        os.environ["JUPYTER_CONFIG_PATH"] = str(CONFIGURATION.resolve())


def makeExtension(**kwargs: Any) -> LabPages:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return LabPages(**kwargs)
