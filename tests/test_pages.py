"""Promises that hold for every page: what a reader sees has run, and every figure can be seen and heard."""

import ast
import codeop
import inspect
import os
import pkgutil
import re
import subprocess
import sys
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from notes.site.blocks import files
from notes.site.collection import collected_blocks
from notes.site.sources import sources

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted(page for page in DOCS.rglob("*.md") if REFERENCE not in page.parents)
WITH_BLOCKS = [file for file in files([DOCS, ROOT / "README.md", ROOT / "src"]) if collected_blocks(file)]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())


def address(page: Path) -> str:
    return page.relative_to(DOCS).with_suffix(".html").as_posix()


def shown_code(page: BeautifulSoup) -> list[str]:
    """The code of the blocks highlighted as Python, outside of what stands for the code of a module."""
    return [code.get_text().strip("\n") for code in page.select("div.language-python code:not(.source *)")]


@pytest.fixture(scope="session")
def executed() -> dict[Path, Counter[str]]:
    """The code of the blocks that pytest collects and so executes, by page: by its own account, not by ours."""
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:xdist", "docs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTEST_ADDOPTS": ""},
    )
    assert listed.returncode in (0, 5), listed.stdout
    found: dict[Path, Counter[str]] = {page: Counter() for page in PAGES}
    for name, line in re.findall(r"^(\S+\.md)::.*\[line:(\d+)\]$", listed.stdout, re.MULTILINE):
        found[ROOT / name][collected_blocks(ROOT / name)[int(line) + 1].source.strip("\n")] += 1
    return found


@each_page
def test_every_python_block_shown_is_executed(
    page: Path, pages: dict[str, BeautifulSoup], executed: dict[Path, Counter[str]]
):
    assert Counter(shown_code(pages[address(page)])) == executed[page]


@each_page
def test_every_source_shown_is_the_code_of_its_name(page: Path, pages: dict[str, BeautifulSoup]):
    shown = [source.code.get_text().strip("\n") for source in pages[address(page)].select("div.source .highlight")]
    names = sources(page.read_text("utf8"))
    assert [ast.dump(ast.parse(text)) for text in shown] == [ast.dump(in_the_package(name)) for name in names]


@each_page
def test_every_name_imported_from_the_package_is_linked(page: Path, pages: dict[str, BeautifulSoup]):
    for code in pages[address(page)].select("div.language-python code:not(.source *)"):
        nodes = [node for node in ast.walk(ast.parse(code.get_text())) if isinstance(node, ast.ImportFrom)]
        ours = [node for node in nodes if (node.module or "").split(".")[0] == "notes"]
        ours.sort(key=lambda node: node.lineno)
        names = [name for node in ours for name in (node.module, *(one.name for one in node.names))]
        assert [link.get_text() for link in code.select("a[href]")] == names


def in_the_package(name: str) -> ast.Module:
    """What Python has loaded under a dotted name, parsed, without docstrings and type checkers."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(pkgutil.resolve_name(name))))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.decorator_list = [one for one in node.decorator_list if "beartype" not in ast.unparse(one)]
            node.body = node.body[ast.get_docstring(node) is not None :]
    return tree


@pytest.mark.parametrize("file", WITH_BLOCKS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_block_can_be_pasted_into_an_interpreter(file: Path):
    for block in collected_blocks(file).values():
        compiled, waiting = codeop.CommandCompiler(), list[str]()
        for line in [*block.source.splitlines(), ""]:
            waiting.append(line)
            if compiled("\n".join(waiting), str(block), "single"):
                waiting.clear()
        assert not waiting, f"{block} is not complete at its end"


@each_page
def test_no_fence_is_left_as_text(page: Path, prose: dict[str, str]):
    assert "```" not in prose[address(page)]
    assert "#>" not in prose[address(page)]
    assert "#&gt;" not in prose[address(page)]


@each_page
def test_every_figure_is_shown_in_both_schemes_and_described(
    page: Path, built_site: Path, pages: dict[str, BeautifulSoup]
):
    described = Counter(block.figure for block in collected_blocks(page).values() if block.figure)
    shown = pages[address(page)].select("article figure.figure")
    assert Counter(figure.img["alt"] for figure in shown) == described
    for figure in shown:
        light, dark = figure.select("img")
        assert light["alt"] == dark["alt"]
        assert (light["class"], dark["class"]) == (["only-light"], ["only-dark"])
        files = [(built_site / page.relative_to(DOCS).parent / image["src"]).resolve() for image in (light, dark)]
        assert files[0] != files[1]
        for image, file in zip((light, dark), files, strict=True):
            assert "<svg" in file.read_text("utf8")
            assert int(image["width"]) > 0
            assert int(image["height"]) > 0


@each_page
def test_nothing_of_a_merge_is_left(page: Path):
    lines = enumerate(page.read_text("utf8").splitlines(), 1)
    left = [f"{page}:{number}" for number, line in lines if re.match(r"<{7} |={7}$|>{7} |\|{7} ", line)]
    assert not left


@each_page
def test_rows_of_a_table_have_the_cells_of_its_head(page: Path):
    """A bar within a formula ends a cell, and what is left over is not shown."""
    head = 0
    for number, line in enumerate(page.read_text("utf8").splitlines(), 1):
        cells = re.sub(r"`[^`]*`|\\\|", "", line.strip()).strip("|").count("|") + 1 if line.startswith("|") else 0
        head = (head or cells) if cells else 0
        assert cells == head, f"{page}:{number} has {cells} cells under a head of {head}"


@each_page
def test_every_picture_has_a_description(page: Path, pages: dict[str, BeautifulSoup]):
    for image in pages[address(page)].select("article img"):
        assert image.get("alt", "").strip(), image


@each_page
def test_every_head_of_a_table_has_words(page: Path, pages: dict[str, BeautifulSoup]):
    """A formula alone is none: a screen reader, and axe, take the head for an empty one."""
    heads = pages[address(page)].select("article th")
    assert [str(head) for head in heads if not re.sub(r"\s", "", without_formulas(head))] == []


def without_formulas(part: Tag) -> str:
    """The words of a part of a page."""
    return "".join(text for text in part.find_all(string=True) if not text.find_parent("math"))


def test_reference_pages_have_directives_only():
    assert [page for page in REFERENCE.rglob("*.md") if collected_blocks(page)] == []
