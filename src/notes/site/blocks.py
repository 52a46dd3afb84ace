"""The Python blocks of a page, in order, found by one parser that the tests, the figures and the outputs share.

What the parser would pass over in silence (a fence in a tab, an unknown language, a mark such as `notest`) is refused.
"""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

WRITTEN = ("proof", "source", "experiment", "erratum", "card")  # by `notes.site.fences`, of what they name
GATHERED = ("errata", "ledger", "downloads", "glossary", "onward", "works", "letters")  # likewise, of all that there is
SHOWN = WRITTEN + GATHERED
LANGUAGES = ("python", *SHOWN, "bash", "text")
LONGEST = 15
COLUMN = 81

FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
CHAPTER = re.compile(r"\d\d-.*\.md")


class BlockError(ValueError):
    """A fence that the page may not have, with the line it stands on."""

    def __init__(self, line: int, reason: str, page: Path | str = "page"):
        super().__init__(f"{page}:{line}: {reason}")
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class Block:
    """A Python block.

    Args:
        page: file that it stands in: a page, or a module with the block in a docstring.
        line: line of the file that its first line of code is on, counted from 1.
        source: the code without the fence's indentation, with its `#>` lines.
        figure: what a reader who cannot see its figure needs to know; None if it draws none.
        section: anchor, or failing that the title, of the heading that it stands under.
    """

    page: Path
    line: int
    source: str
    figure: str | None = None
    section: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def code_lines(self) -> int:
        """Number of lines that a reader has to read: without blank lines and outputs."""
        return sum(1 for line in self.source.splitlines() if line.strip() and not line.lstrip().startswith("#>"))

    @property
    def width(self) -> int:
        """Number of characters of its widest line, outputs included."""
        return max(map(len, self.source.splitlines()), default=0)


def parser() -> MarkdownIt:
    """The parser of pages: CommonMark with admonitions, which refuses the fences that a page may not have.

    A Python fence leaves it with the bare word `python`: pytest-markdown-docs would read `continuation` or `notest` in
    the description of a figure as its own marks. The description moves to the token's `meta["figure"]`.
    """
    markdown = MarkdownIt("commonmark").use(admon_plugin).disable("inline")  # which is of no fence
    markdown.core.ruler.after("block", "fences", checked_fences)
    return markdown


def docstring_parser() -> MarkdownIt:
    """The same for docstrings, where a fence under `Example:` is indented and nothing else is code by indentation."""
    return parser().disable("code")


def checked_fences(state: StateCore) -> None:
    """Rule of the parser: every fence is a fence to the parser too, closed, and of a known language."""
    lines = state.src.split("\n")
    covered: set[int] = set()
    for token in state.tokens:
        if token.type == "fence" and token.map:
            first, end = token.map
            if end - first < 2 or not FENCE.fullmatch(lines[end - 1].rstrip()):
                raise BlockError(first + 1, "the fence is not closed (two blank lines in a row end an admonition)")
            check_info(token, first + 1)
            covered.update(range(first, end))
    for number, line in enumerate(lines):
        if FENCE.match(line) and number not in covered:
            raise BlockError(
                number + 1, "a fence stands in the text, a list, `!!!` or `???`, not in a tab or a comment"
            )


def check_info(token: Token, line: int) -> None:
    """Refuse what may not follow the backticks, and move a figure's description out of the way."""
    language, _, options = token.info.strip().partition(" ")
    if token.markup.startswith("~"):
        raise BlockError(line, "a fence is made of backticks, not of ~~~")
    if language not in LANGUAGES:
        raise BlockError(line, f"the fence's language must be one of {', '.join(LANGUAGES)}, got {language!r}")
    figure = re.fullmatch(r'figure="([^"]*)"', options.strip()) if language == "python" else None
    if options.strip() and figure is None:
        raise BlockError(line, f'only figure="..." may follow a language, and only `python`, got {token.info!r}')
    if figure is not None and not figure[1].strip():
        raise BlockError(line, "`figure` must say what a reader who cannot see it needs to know, got nothing")
    token.meta["figure"] = figure[1] if figure else None
    token.info = language


def blocks_of(text: str, page: Path, *, offset: int = 0, markdown: MarkdownIt | None = None) -> list[Block]:
    """The Python blocks of Markdown text that starts `offset` lines into the file.

    Raises:
        BlockError: naming page and line, if the page has a fence that it may not have.
    """
    try:
        tokens = (markdown or parser()).parse(text)
    except BlockError as error:
        raise BlockError(error.line + offset, error.reason, page) from None
    found, section = [], ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            anchor = re.search(r"\{#([\w-]+)\}", token.content)
            section = anchor[1] if anchor else token.content
        if token.type == "fence" and token.map and token.info == "python":
            line = token.map[0] + 2 + offset
            found.append(Block(page, line, token.content, token.meta["figure"], section))
    return found


def page_blocks(page: Path) -> list[Block]:
    """The Python blocks of a Markdown page.

    Raises:
        BlockError: naming page and line, if a fence is not allowed, a block is wider than the column, or a chapter's is
            longer than 15 lines.
    """
    found = blocks_of(page.read_text("utf8"), page)
    for block in found:
        if block.width > COLUMN:
            raise BlockError(block.line, f"a block has lines of at most {COLUMN} characters, got {block.width}", page)
        if CHAPTER.fullmatch(page.name) and block.code_lines > LONGEST:
            raise BlockError(block.line, f"a block has at most {LONGEST} lines of code, got {block.code_lines}", page)
    return found


def docstring_blocks(module: Path) -> list[Block]:
    """The Python blocks in the docstrings of a module, found in its syntax tree: nothing is imported.

    Raises:
        BlockError: naming module and line, if a fence is not allowed.
    """
    code = module.read_text("utf8")
    found = []
    for node in ast.walk(ast.parse(code)) if "```" in code else ():
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node, clean=False)
            if text and "```" in text:
                # an indented fence cannot follow a paragraph, and `Example:` is one to the parser
                text = re.sub(r"^ *Examples?:$", "", text, flags=re.MULTILINE)
                offset = node.body[0].lineno - 1
                found += blocks_of(text, module, offset=offset, markdown=docstring_parser())
    return sorted(found, key=lambda block: block.line)


def blocks(path: Path) -> list[Block]:
    """The Python blocks of a page (`.md`) or of a module's docstrings (`.py`)."""
    return docstring_blocks(path) if path.suffix == ".py" else page_blocks(path)


def files(paths: Iterable[Path]) -> list[Path]:
    """The pages and modules at or under the paths, sorted."""
    found = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))]
    return sorted(file for file in found if file.suffix in (".md", ".py"))
