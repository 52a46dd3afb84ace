from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from notes.chapters import CHAPTERS
from notes.site.blocks import page_blocks
from notes.site.chapter_notebooks import chapter_notebook
from notes.site.install_cell import SOURCE

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGE = r"""# Losses

```card
chapter: 3
```

See [chapter 1](01-introduction.md#gd), and $\eqref{eq:toy}$ here. {.lead}

## A section {#section}

$$
\label{eq:toy}
x = y
$$

```python figure="A line"
print(1)
#> 1
```

```proof
notes.losses.proofs.toy.equality
```

```experiment
notes.losses.experiments.ROOM
```

!!! exercise "Exercise 3.1"
    How much?

??? solution
    This much:

    ```python
    print(2)
    ```
"""

each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)


def cells(folder: Path) -> list[str]:
    (folder / "03-losses.md").write_text(PAGE)
    notebook = chapter_notebook(folder / "03-losses.md")
    nbformat.validate(notebook)
    return [cell.source for cell in notebook.cells]


def test_chapter_notebook_installs_the_package_under_its_title(tmp_path: Path) -> None:
    assert cells(tmp_path)[:2] == ["# Losses", SOURCE]


def test_chapter_notebook_writes_out_what_only_a_page_can_link(tmp_path: Path) -> None:
    assert cells(tmp_path)[2] == (
        "See chapter 1, and $\\text{(3.1)}$ here.\n\n## A section\n\n$$\n\\tag{3.1}\nx = y\n$$"
    )


def test_chapter_notebook_runs_blocks_proofs_and_experiments(tmp_path: Path) -> None:
    assert cells(tmp_path)[3:6] == [
        "print(1)\n#> 1",
        "from notes.losses.proofs.toy import equality\n\nprint(equality().check().status)",
        "from notes.experiment.figures import show\nfrom notes.losses.experiments import ROOM\n\nshow(ROOM)",
    ]


def test_chapter_notebook_unfolds_exercises_and_solutions(tmp_path: Path) -> None:
    text, block = cells(tmp_path)[6:]
    assert [line for line in text.splitlines() if line] == [
        "**Exercise 3.1**",
        "How much?",
        "**Solution**",
        "This much:",
    ]
    assert block == "print(2)"


@each_chapter
def test_chapter_notebook_has_every_block_of_the_page_and_nothing_of_its_marks(chapter) -> None:
    notebook = chapter_notebook(DOCS / chapter.page)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    blocks = [block.source.strip() for block in page_blocks(DOCS / chapter.page)]
    assert [source for source in sources if source in blocks] == blocks
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for mark in ("\\label", "\\eqref", "{#", "{.", "!!! ", "??? ", "///", ".md", "<autoref"):
        assert mark not in text, mark


@each_chapter
def test_card_offers_the_notebook_of_its_chapter(chapter, pages: dict[str, BeautifulSoup], built_site: Path) -> None:
    (link,) = pages[chapter.page.replace(".md", ".html")].select(".card a[download]")
    assert nbformat.read(built_site / link["href"], as_version=4) == chapter_notebook(DOCS / chapter.page)
