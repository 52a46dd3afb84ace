"""What pytest-markdown-docs would let through, each shown to be caught."""

from pathlib import Path

import pytest
from pytest_markdown_docs._runners import DefaultRunner
from pytest_markdown_docs.definitions import FenceTestDefinition
from pytest_markdown_docs.plugin import MarkdownInlinePythonItem

from notes.site.collection import ForkRunner


@pytest.fixture
def collected(pytester: pytest.Pytester):
    def collected(text: str, name: str = "page.md", *options: str) -> pytest.RunResult:
        pytester.path.joinpath(name).write_text(text)
        return pytester.runpytest_inprocess(
            "--markdown-docs", "-p", "no:randomly", "-p", "notes.site.collection", *options, name
        )

    return collected


def fence(code: str, indent: str = "") -> str:
    return "".join(f"{indent if line else ''}{line}\n" for line in ["```python", *code.splitlines(), "```"])


def type_error(log: Path) -> str:
    """A block that leaves a word in a log, whose path may be longer than a line, and raises."""
    pieces = [str(log)[start : start + 60] for start in range(0, len(str(log)), 60)]
    lines = [
        "log = (",
        *(f"    {piece!r}" for piece in pieces),
        ")",
        "with open(log, 'a') as file:",
        "    file.write('x')",
    ]
    return fence("\n".join([*lines, "raise TypeError('mine')"]))


def test_block_that_prints_what_it_says_passes(collected):
    collected(fence("print(1)\n#> 1")).assert_outcomes(passed=1)


def test_block_that_prints_something_else_fails_with_its_place(collected):
    result = collected("# Title\n\n" + fence("print(1)\n#> 2"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*page.md:5: the page says", "*#> 2", "but the block printed", "*#> 1"])


def test_blocks_in_admonitions_run(collected):
    text = "!!! note\n" + fence("print(1)\n#> 2", "    ") + "\n??? solution\n" + fence("1 / 0", "    ")
    collected(text).assert_outcomes(failed=2)


@pytest.mark.parametrize(
    "text",
    [
        '=== "Tab"\n\n' + fence("1 / 0", "    "),
        fence("1 / 0").replace("```", "~~~"),
        fence("1 / 0").replace("python", "py"),
        fence("1 / 0").replace("python", "Python"),
        fence("1 / 0").replace("python", "python notest"),
        fence("1 / 0").replace("python", "{.python .notest}"),
        "!!! note\n" + fence("x = 1\n\n\n1 / 0", "    "),
    ],
)
def test_fences_that_would_be_passed_over_stop_the_page(collected, text: str):
    collected(text).assert_outcomes(errors=1)


def test_words_of_a_description_are_no_marks(collected):
    figure = 'python figure="an analytic continuation, notest fixture:none runner:none retry:3"'
    result = collected(fence("x = 1") + fence("print(x)\n#> 1").replace("python", figure))
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*NameError: name 'x' is not defined*"])


def test_block_that_raises_a_type_error_runs_once(collected, tmp_path: Path):
    collected(type_error(tmp_path / "log")).assert_outcomes(failed=1)
    assert (tmp_path / "log").read_text() == "x"


def test_block_that_raises_a_type_error_would_run_twice(collected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ForkRunner, "runtest", DefaultRunner.runtest)
    collected(type_error(tmp_path / "log")).assert_outcomes(failed=1)
    assert (tmp_path / "log").read_text() == "xx"


def test_runner_lets_no_type_error_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    page = tmp_path / "page.md"
    page.write_text(fence("x = 1"))
    monkeypatch.setattr("notes.site.collection.run", lambda *_: len(1))
    with pytest.raises(Exception, match="TypeError: ") as raised:
        ForkRunner().runtest(FenceTestDefinition("x = 1", (), 1, page, None), {}, asyncio_runner=None)
    assert not isinstance(raised.value, TypeError)


def test_blocks_of_a_page_share_nothing(collected):
    first = "import sys, torch\nsys.modules['leaked'] = torch\ntorch.set_default_dtype(torch.float64)\nx = 1"
    second = "import sys, torch\nprint('leaked' in sys.modules, torch.get_default_dtype(), 'x' in globals())"
    collected(fence(first) + fence(second + "\n#> False torch.float32 False")).assert_outcomes(passed=2)


DOCSTRINGS = '''
def decorated(function):
    return property(function)


class Loss:
    r"""Raw.

    Example:
        ```python
        print(1)
        #> 0
        ```"""

    @decorated
    def scale(self):
        r"""Hidden from inspection.

        ```python
        print(1)
        #> 0
        ```
        """

    def twice(self):
        r"""Same.

        ```python
        print(1)
        #> 0
        ```
        """
'''


def test_docstrings_run_raw_or_decorated(collected):
    result = collected(DOCSTRINGS, "loss.py")
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines([f"*loss.py:{line}: the page says*" for line in (12, 21, 30)])


def test_every_docstring_block_of_the_package_is_collected(request: pytest.FixtureRequest):
    package = request.config.rootpath / "src" / "notes"
    for module in package.rglob("*.py"):
        fences = [line for line in module.read_text().splitlines() if line.strip().startswith("```python")]
        found = pytest_blocks(request, module)
        assert len(found) == len(fences), module


def pytest_blocks(request: pytest.FixtureRequest, module: Path) -> list[MarkdownInlinePythonItem]:
    """The tests that collecting a file gives, by the hook that pytest itself calls."""
    collectors = request.config.hook.pytest_collect_file(file_path=module, parent=request.session)
    files = [collector for collector in collectors if not isinstance(collector, pytest.Module)]
    return [item for file in files for item in file.collect()]
