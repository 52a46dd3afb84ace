import ast
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

import notes.convolution.residual as residual
from notes.site import sources
from notes.site.blocks import COLUMN, blocks
from notes.site.fences import kept
from notes.site.sources import SourceError, bare, code

MODULE = (
    '''"""A module."""

import numpy as np


@np.vectorize
@jaxtyped(typechecker=beartype)
def doubled(x: int) -> int:
    """Twice a number.

    Example: two.
    """

    # why
    return 2 * x


class Twice:
    """Doubles."""

    @jaxtyped(
        typechecker=beartype,
    )
    def __call__(self, x: int) -> int:
        """Twice it."""
        return 2 * x


@beartype
def checked(x: int) -> int:
    return x


class Nothing:
    """Empty."""


def wide():
    """A literal of 82 characters, which no reflowing breaks."""
    return "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"


def long():
    """A function of 26 lines."""
'''
    + "    x = 1\n" * 25
)


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module `notes.doubling` in a file of its own."""
    (tmp_path / "doubling.py").write_text(MODULE)
    monkeypatch.setattr(sources, "module_of", lambda name: ".".join(name.split(".")[:2]))
    monkeypatch.setattr(sources, "source_file", lambda _: tmp_path / "doubling.py")
    return tmp_path / "doubling.py"


def html(text: str) -> BeautifulSoup:
    fence = [{"name": "source", "class": "source", "format": kept}]
    configs = {"pymdownx.superfences": {"custom_fences": fence}}
    extensions = [*configs, "attr_list", "pymdownx.blocks.html", "notes.site.fences"]
    return BeautifulSoup(Markdown(extensions=extensions, extension_configs=configs).convert(text), "html.parser")


@pytest.mark.usefixtures("module")
def test_code_is_shown_without_docstring_and_type_checker():
    shown = "@np.vectorize\ndef doubled(x: int) -> int:\n    # why\n    return 2 * x"
    assert code("notes.doubling.doubled") == shown
    assert code("notes.doubling.Twice") == "class Twice:\n    def __call__(self, x: int) -> int:\n        return 2 * x"
    assert code("notes.doubling.checked") == "def checked(x: int) -> int:\n    return x"
    with pytest.raises(SourceError, match="must be public"):
        code("notes.doubling.Twice.__call__")


def test_code_is_the_code_of_the_package():
    shown = ast.parse(code("notes.convolution.residual.PreActivationBlock"))
    written = ast.parse(Path(residual.__file__).read_text("utf8"))
    (written,) = (node for node in written.body if getattr(node, "name", "") == "PreActivationBlock")
    for node in ast.walk(written):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.decorator_list = []
            if ast.get_docstring(node) is not None:
                del node.body[0]
    assert ast.dump(shown.body[0]) == ast.dump(written)


def test_a_method_is_shown_from_the_margin():
    assert code("notes.convolution.resnet.StagedNetwork.forward").startswith("def forward(\n    self, x: ")


def test_code_follows_its_file(module: Path):
    before = code("notes.doubling.doubled")
    module.write_text(MODULE.replace("return 2", "return 3"))
    assert code("notes.doubling.doubled") == before.replace("return 2", "return 3")


def test_code_fits_the_column():
    assert max(map(len, code("notes.convolution.layer.conv2d").splitlines())) <= COLUMN


def test_bare_lines_keep_what_stands_between():
    text = 'def f():\n    """F."""\n    return 1\n'
    assert bare(text.splitlines(), ast.parse(text).body[0]) == ["def f():", "    return 1"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("notes.losses.gaussian.nothing", r"a function or class of its module, notes\.losses\.gaussian, got .*nothing"),
        ("notes.losses.recipe.POISSON", r"a function or class of its module"),
        ("notes.losses.recipe.Recipe.nothing", r"a function or class of its module"),
        ("notes.losses.gaussian", r"a function or class of its module"),
        ("notes.losses.recipe._poisson", r"a source must be public, got notes\.losses\.recipe\._poisson"),
        ("torch.nn.Linear", r"must be in a module of notes, got torch\.nn\.Linear"),
        ("", r"must be in a module of notes, got $"),
    ],
)
def test_what_cannot_be_shown_stops_the_page_at_its_line(name: str, reason: str):
    with pytest.raises(SourceError, match=rf"^line 4: .*{reason}"):
        html(f"# Title\n\n```source\n{name}\n```\n")


@pytest.mark.usefixtures("module")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Nothing", "must be more than its docstring"),
        ("wide", r"has lines of at most 81 characters, notes\.doubling\.wide has one of \d+"),
        ("long", r"has at most 25 lines of code, notes\.doubling\.long has 26"),
    ],
)
def test_code_that_is_empty_wide_or_long_is_refused(name: str, reason: str):
    with pytest.raises(SourceError, match=f"^line 2: a source {reason}"):
        html(f"```source\nnotes.doubling.{name}\n```\n")


def test_a_source_is_highlighted_under_a_link_to_its_reference():
    (shown,) = html("text\n\n```source\nnotes.convolution.layer.conv1d\n```\n").select("div.source")
    assert shown.select_one("a[id]")["id"] == "source-notes.convolution.layer.conv1d"
    assert shown.autoref["identifier"] == "notes.convolution.layer.conv1d"
    assert shown.autoref.get_text() == "notes.convolution.layer.conv1d"
    (highlighted,) = shown.select("div.language-python code")
    assert highlighted.get_text().strip("\n") == code("notes.convolution.layer.conv1d")
    assert highlighted.select_one(".nf").get_text() == "conv1d"


def test_a_source_is_no_block_of_its_page(tmp_path: Path):
    page = tmp_path / "06-convolution.md"
    page.write_text("```source\nnotes.convolution.layer.conv2d\n```\n\n```python\nx = 1\n```\n")
    assert [block.source for block in blocks(page)] == ["x = 1\n"]
    assert sources.sources(page.read_text()) == ["notes.convolution.layer.conv2d"]
