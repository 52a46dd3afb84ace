from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from notes.site.install_cell import SOURCE, installing
from notes.site.lab_pages import LabPage, markdown

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def notebook() -> NotebookNode:
    new = nbformat.v4
    figure = '<div class="figure"><img class="only-light" src="a.svg" alt="a"></div>'
    outputs = [
        new.new_output("stream", text="10\n"),
        new.new_output("display_data", data={"text/html": figure, "text/plain": "<Figure>"}),
        new.new_output("execute_result", data={"text/plain": "array([0])"}),
    ]
    return new.new_notebook(
        cells=[
            new.new_markdown_cell(
                "# Lab 3.1: a title\n\nThe loss $L[\\phi]$, of [a section](../03-losses.md#recipe), not of chapter 2."
            ),
            new.new_code_cell('print("```")', outputs=outputs),
        ]
    )


def page(notebook: NotebookNode) -> BeautifulSoup:
    converted, _ = LabPage().preprocess(notebook, {"metadata": {"name": "03_lab"}})
    (cell,) = converted.cells
    return BeautifulSoup(cell.source, "html.parser")


def test_markdown_leaves_out_how_the_package_is_installed(notebook: NotebookNode):
    assert markdown(installing(notebook), "03_lab.ipynb") == markdown(notebook, "03_lab.ipynb")
    assert SOURCE not in markdown(installing(notebook), "03_lab.ipynb")


def test_markdown_has_the_cells_in_their_order(notebook: NotebookNode):
    parts = markdown(notebook, "03_lab.ipynb").split("\n\n")
    assert parts[0] == "# Lab 3.1: a title"
    assert parts[3:5] == ['`````python\nprint("```")\n`````', "`````text\n10\n`````"]


def test_a_lab_is_shown_like_a_page(notebook: NotebookNode):
    shown = page(notebook)
    assert shown.h1["id"] == "lab-31-a-title"
    assert shown.math["alttext"] == r"L[\phi]"
    assert [code.get_text().strip() for code in shown.select("pre code")] == ['print("```")', "10", "array([0])"]
    assert shown.select_one(".figure img.only-light")


def test_a_lab_can_be_downloaded_and_links_to_chapters(notebook: NotebookNode):
    links = {link.get_text(): link["href"] for link in page(notebook).select("a:not(.headerlink)")}
    assert links == {
        "Chapter 3, Training and loss functions": "../03-losses.html",
        "Download this notebook": "03_lab.ipynb",
        "a section": "../03-losses.html#recipe",
        "chapter 2": "../02-networks.html",
    }


def test_labs_on_the_site_are_light(built_site: Path):
    """The theme of mkdocs-jupyter alone would be 600 kB; a lab's own pictures are not counted."""
    labs = sorted((built_site / "labs").glob("*.html"))
    assert labs
    for lab in labs:
        shown = BeautifulSoup(lab.read_text("utf8"), "html.parser")
        for picture in shown.select("img, svg"):
            picture.decompose()
        assert len(str(shown)) < 100_000
        assert lab.with_suffix(".ipynb").exists()
