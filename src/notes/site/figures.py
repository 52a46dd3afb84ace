"""The figures of the pages' blocks: drawn when their code changes, shown under the block in the reader's colours.

    python -m notes.site.figures docs        draw what is missing in docs/figures and remove what no block draws

A file is named by the fingerprint of the code that draws it: the directory is the cache, and what is there is fresh.
The Markdown extension `notes.site.figures` refers to these files, and draws a missing one itself, for live reload.
"""

import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.util import ETX, STX
from rich.progress import track

from notes.site.blocks import Block, blocks_of, files, page_blocks
from notes.site.execution import Run, run, run_as_saved, runs
from notes.site.experiments import drawing_blocks, tables
from notes.site.fingerprint import Fingerprints, digest, present
from notes.site.light import lightened
from notes.site.outputs import fault

SCHEMES = ("light", "dark")
DRAWING = "notes.site.shown.drawn"


def key(block: Block, fingerprints: Fingerprints) -> str:
    """Name of a block's figure: a hash of all the code that draws it, its `#>` lines left out."""
    code = "\n".join(line.rstrip() for line in block.source.splitlines() if not line.startswith("#>"))
    makers = "import notes.plotting, notes.site.light, notes.site.shown"
    return digest([fingerprints.of(code), fingerprints.of(makers), tables(code)])


def paths(directory: Path, name: str) -> list[Path]:
    """The drawings of a figure, light and dark."""
    return [directory / f"{name}.{scheme}.svg" for scheme in SCHEMES]


def kept(directory: Path, name: str) -> list[Path]:
    """All that is kept of a figure: its drawings, and for tests what it shows."""
    return [*paths(directory, name), directory / f"{name}.json"]


def saved(directory: Path, name: str, block: Block, drawn: Run) -> str | None:
    """Write the figure of a block that ran; what is wrong with the block, if it cannot be."""
    if drawn.error is None and len(drawn.figures) == 1:
        directory.mkdir(parents=True, exist_ok=True)
        drawing, shown = drawn.figures[0]
        texts = (lightened(drawing.light), lightened(drawing.dark), shown)
        for path, text in zip(kept(directory, name), texts, strict=True):
            with tempfile.NamedTemporaryFile("w", dir=directory, delete=False, encoding="utf8") as file:
                file.write(text)
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)  # nobody ever sees half a figure
        return None
    return fault(block, drawn)


def redrawn(block: Block) -> str | None:
    """Run a page's block that draws, and keep its figure for the site, beside the page; what is wrong with it."""
    made = run(block, DRAWING)
    return fault(block, made) or saved(block.page.parent / "figures", key(block, present()), block, made)


def draw_missing(found: dict[str, Block], directory: Path) -> list[str]:
    """Draw the figures that the directory lacks, two at a time; what is wrong with those that fail."""
    missing = {name: block for name, block in found.items() if not all(path.exists() for path in kept(directory, name))}
    drawn = track(runs(list(missing.values()), DRAWING), "Drawing the figures", len(missing), disable=not missing)
    results = zip(missing.items(), drawn, strict=True)
    return [text for (name, block), run in results if (text := saved(directory, name, block, run))]


def figure_blocks(pages: Sequence[Path]) -> dict[str, Block]:
    """The blocks that draw, and those that draw the runs of experiments, by the names of their figures."""
    fingerprints = present()
    found = [block for page in pages for block in (*page_blocks(page), *drawing_blocks(page)) if block.figure]
    return {key(block, fingerprints): block for block in found}


class Figures(Extension):
    """Markdown extension: under each block with a figure, the figure."""

    def __init__(self, **options: Any):
        self.config = {"directory": ["docs/figures", "where the figures are, below the directory of the pages"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register before superfences (25), which takes the fences away, and after the normalising of spaces (30)."""
        shown = FigureProcessor(md.parser)
        finder = FigureFinder(md, Path(self.getConfig("directory")), shown)
        md.preprocessors.register(finder, "notes-figures", 26)
        md.parser.blockprocessors.register(shown, "notes-figures", 90)


class FigureFinder(Preprocessor):
    """Puts a mark under each fence that draws, and takes away its description, which a highlighter would not know."""

    def __init__(self, md: Markdown, directory: Path, shown: "FigureProcessor"):
        super().__init__(md)
        self.directory, self.shown = directory, shown

    def run(self, lines: list[str]) -> list[str]:
        """The page's lines, marked."""
        self.shown.figures.clear()
        if not any('figure="' in line for line in lines):
            return lines
        fingerprints = present()
        for block in reversed(blocks_of("\n".join(lines), Path("page"))):
            if block.figure:
                fence, end = block.line - 2, block.line - 1 + len(block.source.splitlines())
                indent = lines[fence].partition("`")[0]
                self.shown.figures.append(figure_element(self.directory, key(block, fingerprints), block))
                lines[end + 1 : end + 1] = ["", f"{indent}{STX}figure:{len(self.shown.figures) - 1}{ETX}", ""]
                lines[fence] = lines[fence].partition(" figure=")[0]
        return lines


class FigureProcessor(BlockProcessor):
    """Turns the marks into figures."""

    def __init__(self, parser: Any):
        super().__init__(parser)
        self.figures: list[ElementTree.Element] = []

    def test(self, _parent: ElementTree.Element, block: str) -> bool:
        """Whether a paragraph is a mark."""
        return re.fullmatch(rf"\s*{STX}figure:\d+{ETX}\s*", block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        """Put the figure in the place of the mark."""
        number = int(blocks.pop(0).strip().strip(STX + ETX).removeprefix("figure:"))
        parent.append(self.figures[number])


def figure_element(directory: Path, name: str, block: Block) -> ElementTree.Element:
    """The figure in both schemes, of which the style sheet shows one; drawn now if the directory lacks it.

    The address is relative to the page's source: MkDocs translates it, and complains if there is no such file.
    """
    if not all(path.exists() for path in paths(directory, name)):
        failure = saved(directory, name, block, run_as_saved(block, DRAWING))
        if failure:
            raise RuntimeError(failure)
    element = ElementTree.Element("figure", {"class": "figure"})
    for scheme, path in zip(SCHEMES, paths(directory, name), strict=True):
        width, height = size(path)
        attributes = {"class": f"only-{scheme}", "src": f"{directory.name}/{path.name}", "alt": block.figure or ""}
        ElementTree.SubElement(element, "img", attributes | {"width": width, "height": height, "loading": "lazy"})
    return element


def size(path: Path) -> tuple[str, str]:
    """Width and height of an SVG in CSS pixels, of which a point has 4/3: with them the page does not jump."""
    with path.open(encoding="utf8") as file:
        head = file.read(2000)
    points = [float(re.findall(rf'\b{side}="([\d.]+)pt"', head)[0]) for side in ("width", "height")]
    width, height = (str(round(length * 4 / 3)) for length in points)
    return width, height


def makeExtension(**options: Any) -> Figures:  # noqa: N802 - Python-Markdown's name
    """What Python-Markdown asks the module for."""
    return Figures(**options)


def main() -> int:
    """Draw the missing figures of the pages below the directory given, and remove those that no block draws."""
    if os.environ.get("NOTES_SEED_SHIFT"):
        sys.exit("pages show the seeds as they are: unset NOTES_SEED_SHIFT")
    docs = Path(sys.argv[1])
    found = figure_blocks([path for path in files([docs]) if path.suffix == ".md"])
    failures = draw_missing(found, docs / "figures")
    wanted = {path for name in found for path in kept(docs / "figures", name)}
    for path in set((docs / "figures").glob("*")) - wanted:
        path.unlink()
    print(*failures, sep="\n", end="\n" * bool(failures), file=sys.stderr)
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
