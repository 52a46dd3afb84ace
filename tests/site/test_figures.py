import sys
from functools import partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from notes.site import execution, figures
from notes.site.blocks import page_blocks
from notes.site.figures import draw_missing, figure_blocks, main, redrawn

BLOCK = """```python figure="A rising line, with {word} & more"
from notes.plotting import axes

figure, axis = axes()
axis.plot([0, 1], [{height}, 2])
axis.set(xlabel="x", ylabel="y")
```
"""
PAGE = "# Title\n\n" + BLOCK.format(word="<continuation>", height=0)
pytestmark = pytest.mark.xdist_group("drawing")  # a worker that draws starts a process that has imported torch
EXTENSIONS = ["admonition", "attr_list", "pymdownx.details", "pymdownx.highlight", "pymdownx.superfences"]


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "03-losses.md").write_text(PAGE)
    monkeypatch.setattr(sys, "argv", ["figures", str(tmp_path / "docs")])
    return tmp_path / "docs"


def html(docs: Path, text: str) -> BeautifulSoup:
    options = {"notes.site.figures": {"directory": str(docs / "figures")}}
    markdown = Markdown(extensions=[*EXTENSIONS, "notes.site.figures"], extension_configs=options)
    return BeautifulSoup(markdown.convert(text), "html.parser")


def drawn(docs: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (docs / "figures").iterdir()}


def test_figures_are_drawn_in_both_schemes_and_again_in_the_same_bytes(docs: Path):
    assert main() == 0
    first = drawn(docs)
    assert sorted(name.partition(".")[2] for name in first) == ["dark.svg", "json", "light.svg"]
    for path in (docs / "figures").iterdir():
        path.unlink()
    assert main() == 0
    assert drawn(docs) == first


def test_figures_are_drawn_once(docs: Path, monkeypatch: pytest.MonkeyPatch):
    ran = []
    runs = figures.runs
    monkeypatch.setattr(figures, "runs", lambda blocks, finish: ran.extend(blocks) or runs(blocks, finish))
    main()
    assert len(ran) == 1
    main()
    assert len(ran) == 1
    next((docs / "figures").glob("*.dark.svg")).unlink()
    main()
    assert len(ran) == 2


def test_redrawn_leaves_the_figure_that_the_site_would_draw(docs: Path, monkeypatch: pytest.MonkeyPatch):
    (block,) = page_blocks(docs / "03-losses.md")
    assert redrawn(block) is None
    first = drawn(docs)
    monkeypatch.setattr(figures, "runs", lambda blocks, _finish: pytest.fail("drawn twice") if blocks else [])
    assert main() == 0
    assert drawn(docs) == first


def test_redrawn_keeps_no_figure_of_a_block_that_prints_something_else(docs: Path):
    (docs / "03-losses.md").write_text(PAGE.replace('ylabel="y")', 'ylabel="y")\nprint(1)\n#> 2'))
    (block,) = page_blocks(docs / "03-losses.md")
    assert "but the block printed" in (redrawn(block) or "")
    assert not (docs / "figures").exists()


def test_figures_that_no_block_draws_are_removed(docs: Path):
    main()
    before = set(drawn(docs))
    (docs / "03-losses.md").write_text(PAGE.replace("[0, 2]", "[1, 2]"))
    main()
    assert len(drawn(docs)) == 3
    assert not before & set(drawn(docs))


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("axis.plot(", "axis.scatter(", False),
        ('axis.set(xlabel="x", ylabel="y")', 'axis.set(xlabel="x", ylabel="y")\nprint(1)\n#> 1', False),
        ("# Title", "# Another title\n\ntext", True),
        ("A rising line", "Another description", True),
        ("axis = axes()\n", "axis = axes()\n#> printed\n", True),
    ],
)
def test_key_changes_with_the_code_only(docs: Path, old: str, new: str, same: bool):
    page = docs / "03-losses.md"
    before = figure_blocks([page])
    page.write_text(PAGE.replace(old, new))
    assert (set(figure_blocks([page])) == set(before)) is same


def test_key_changes_with_the_look_of_figures(docs: Path, monkeypatch: pytest.MonkeyPatch):
    before = figure_blocks([docs / "03-losses.md"])
    of = figures.Fingerprints.of
    monkeypatch.setattr(
        figures.Fingerprints, "of", lambda self, source: of(self, source) + "x" * ("plotting" in source)
    )
    assert set(figure_blocks([docs / "03-losses.md"])) != set(before)


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("x = 1", "got 0 with 'A line'"),
        ("from notes.plotting import axes\naxes()\naxes()", "must have a label on its x axis"),
        ("1 / 0", "ZeroDivisionError"),
        (
            "from notes.plotting import figure\nfirst, second = figure(), figure()",
            'a block leaves one figure open if its fence says figure="...", and none if not, got 2',
        ),
    ],
)
def test_figures_that_cannot_be_drawn_are_told(docs: Path, capsys: pytest.CaptureFixture, code: str, failure: str):
    (docs / "03-losses.md").write_text(f'text\n\n```python figure="A line"\n{code}\n```\n')
    assert main() == 1
    told = capsys.readouterr().err
    assert "03-losses.md:4: " in told
    assert failure in told


def test_draw_missing_goes_on_after_a_failure(docs: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(execution, "Server", partial(execution.Server, preloaded=()))
    (docs / "03-losses.md").write_text('```python figure="None"\n1 / 0\n```\n\n' + PAGE)
    found = figure_blocks([docs / "03-losses.md"])
    assert len(draw_missing(found, docs / "figures")) == 1
    assert len(drawn(docs)) == 3


def test_extension_shows_both_schemes_under_the_block(docs: Path):
    page = html(docs, PAGE)
    names = sorted(name for name in drawn(docs) if name.endswith(".svg"))
    block, figure = page.select_one("div.highlight"), page.select_one("figure")
    assert figure.find_previous_sibling("div") is block
    assert block.select("span.kn")
    images = [(image["class"], image["src"]) for image in figure.select("img")]
    assert images == [(["only-light"], f"figures/{names[1]}"), (["only-dark"], f"figures/{names[0]}")]
    for image in figure.select("img"):
        assert image["alt"] == "A rising line, with <continuation> & more"
        assert (image["width"], image["height"], image["loading"]) == ("614", "346", "lazy")


def test_extension_shows_the_code_as_it_runs(docs: Path):
    (block,) = page_blocks(docs / "03-losses.md")
    assert html(docs, PAGE).select_one("code").get_text() == block.source


def test_extension_shows_figures_in_admonitions_and_lists(docs: Path):
    indented = "".join(f"    {line}\n" for line in BLOCK.format(word="it", height=1).splitlines())
    page = html(docs, f"??? solution\n{indented}\nBetween\n\n1. item\n\n{indented}\n\n{PAGE}\nAfter\n")
    assert [figure.parent.name for figure in page.select("figure")] == ["details", "li", "[document]"]
    alternatives = [figure.img["alt"].split()[4] for figure in page.select("figure")]
    assert alternatives == ["it", "it", "<continuation>"]
    assert "After" in page.select("figure")[-1].find_next_sibling("p").get_text()


def test_extension_leaves_other_pages_alone(docs: Path):
    text = '````text\n```python figure="shown, not drawn"\n```\n````\n\n```python\nx = 1\n```\n'
    page = html(docs, text)
    assert page.select("figure") == []
    assert 'figure="shown, not drawn"' in page.get_text()


def test_extension_stops_at_a_figure_that_cannot_be_drawn(docs: Path):
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        html(docs, '```python figure="A line"\n1 / 0\n```\n')


def test_main_draws_no_figures_of_shifted_seeds(docs: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NOTES_SEED_SHIFT", "1000")
    with pytest.raises(SystemExit, match="unset NOTES_SEED_SHIFT"):
        main()
    assert not (docs / "figures").exists()
