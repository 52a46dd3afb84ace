import sys
from pathlib import Path

import pytest

from notes.chapters import CHAPTERS
from notes.site.blocks import Block, BlockError, blocks
from notes.site.execution import Run, Statement
from notes.site.outputs import (
    CARD_SECONDS,
    DURATIONS,
    agree,
    executed_pages,
    fault,
    main,
    refreshed,
    rewritten,
    shown_seconds,
    written_outputs,
)

PAGE = Path("03-losses.md")
DOCS = Path(__file__).parents[2] / "docs"


def block(source: str, figure: str | None = None) -> Block:
    return Block(PAGE, 10, source, figure)


def printed(*outputs: tuple[int, str], **fields) -> Run:
    return Run(tuple(Statement(last, output) for last, output in outputs), **fields)


@pytest.mark.parametrize(
    ("page", "run"),
    [
        ("1.7523", "1.7524"),
        ("1.7523", "1.7522"),
        ("-0.0000", "0.0000"),
        ("0.30000000000000004", "0.3"),
        ("12345.678901", "12345.681"),
        ("2.5", "2.4999999"),
        ("1.2e-05", "1.3e-05"),
        ("tensor([1., 2.])", "tensor([1., 2.])"),
        ("loss 0.50 after 10 steps", "loss 0.51 after 10 steps"),
    ],
)
def test_agree_allows_a_unit_of_the_last_digit(page: str, run: str):
    assert agree([page], [run])


@pytest.mark.parametrize(
    ("page", "run"),
    [
        ("1.7523", "1.7525"),
        ("2.5", "2.41"),
        ("10", "11"),
        ("1", "1.0"),
        ("1.0", "-1.0"),
        ("1.2e-05", "1.2e-04"),
        ("loss 0.50", "Loss 0.50"),
        ("loss 0.50", "loss  0.50"),
        ("0.50", "nan"),
        ("0.50 after 10 steps", "0.50 after 11 steps"),
    ],
)
def test_agree_refuses_more(page: str, run: str):
    assert not agree([page], [run])


def test_agree_counts_lines():
    assert agree(["1", "2"], ["1", "2"])
    assert not agree(["1 2"], ["1", "2"])
    assert not agree([], [""])


def test_written_outputs_belong_to_the_statement_above():
    source = 'print("a")\n#> a\n\nfor i in range(2):\n    print(i)  # no output\n#> 0\n#> 1\ntext = """\n#> text\n"""\n'
    assert written_outputs(block(source)) == {1: ["a"], 5: ["0", "1"], 10: []}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("#> 1\nprint(1)\n", 10),
        ("print(1)\n\n#> 1\n", 12),
        ("for i in range(2):\n    print(i)\n    #> 0\n", 12),
        ("print(1)  #> 1\n", 10),
        ("print(1)\n#> 1\n# more\n#> 2\n", 13),
    ],
)
def test_written_outputs_refuse_lines_elsewhere(source: str, line: int):
    with pytest.raises(BlockError, match=f"03-losses.md:{line}: `#>` lines follow a top-level statement directly"):
        written_outputs(block(source))


def test_written_outputs_refuse_two_statements_on_a_line():
    with pytest.raises(BlockError, match=r"03-losses.md:11: one statement a line"):
        written_outputs(block("x = 1\nprint(1); print(2)\n"))


def test_fault_is_none_for_a_block_that_prints_what_it_says():
    assert fault(block("print(1)\n#> 1\nx = 2\n"), printed((1, "1\n"), (3, ""))) is None
    assert fault(block("print(1)\n#> 1\n\nprint()\n#>\n"), printed((1, "1\n"), (4, "\n"))) is None


@pytest.mark.parametrize(
    ("source", "output", "said"),
    [
        ("print(1)\n", "1\n", "03-losses.md:11: the page says\n    nothing\nbut the block printed\n    #> 1\n"),
        ("print(1)\n#> 1\n", "", "03-losses.md:11: the page says\n    #> 1\nbut the block printed\n    nothing\n"),
        ("print(1)\n#> 2\n", "1\n", "03-losses.md:11: the page says\n    #> 2\nbut the block printed\n    #> 1\n"),
    ],
)
def test_fault_names_line_and_difference(source: str, output: str, said: str):
    assert fault(block(source), printed((1, output))).startswith(said)


@pytest.mark.parametrize(("figure", "drawn"), [(None, 1), ("A line", 0), ("A line", 2)])
def test_fault_wants_one_figure_where_one_is_described(figure: str | None, drawn: int):
    assert f"got {drawn} with {figure!r}" in fault(block("x = 1\n", figure), printed((1, ""), figures=(None,) * drawn))


def test_fault_tells_the_error():
    assert fault(block("x = 1\n"), Run(error="ValueError: no")) == "03-losses.md:10: ValueError: no"


def test_refreshed_changes_what_no_longer_holds():
    source = "print(1.5)\n#> 1.6\nprint(2)\nprint(3)\n#> 4\n#> 5\nx = 6\n#> 6\n"
    run = printed((1, "1.5\n"), (3, "2\n"), (4, "3  \n\n"), (7, ""))
    assert refreshed(block(source), run) == [
        "print(1.5)",
        "#> 1.6",
        "print(2)",
        "#> 2",
        "print(3)",
        "#> 3",
        "#>",
        "x = 6",
    ]


PAGE_TEXT = """# Title

```card
chapter: 3
seconds: {seconds}
able:
  - do
```

```python
print(1)
{first}```

!!! exercise
    ```python
    for i in range(2):

        print(i)
    {second}```

> ```python
> print("quoted")
> #> not
> ```
"""


def test_rewritten_puts_outputs_in_their_places(tmp_path: Path):
    page = tmp_path / "03-losses.md"
    page.write_text(PAGE_TEXT.format(seconds=30, first="", second="#> 7\n    "))
    outputs = [((1, "1\n"),), ((3, "0\n1\n"),), ((1, "quoted\n"),)]
    runs = [printed(*output, seconds=0.6) for output in outputs]
    text = rewritten(page.read_text(), list(zip(blocks(page), runs, strict=True)))
    expected = PAGE_TEXT.format(seconds=2, first="#> 1\n", second="#> 0\n    #> 1\n    ").replace("#> not", "#> quoted")
    assert text == expected
    page.write_text(text)
    assert rewritten(text, list(zip(blocks(page), runs, strict=True))) == text


@pytest.mark.parametrize(
    ("shown", "measured", "after"),
    [(10, 14.9, 10), (10, 6.7, 10), (10, 15.1, 20), (10, 6.6, 10), (10, 4, 5), (0, 0.2, 1), (2, 0.1, 1), (1, 700, 700)],
)
def test_shown_seconds_change_when_they_are_off_by_half(shown: int, measured: float, after: int):
    assert shown_seconds(shown, measured) == after


def test_command_writes_then_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    def command(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["outputs", str(tmp_path), *arguments])
        return main()

    page = tmp_path / "page.md"
    page.write_text("```python\nprint(1 + 1)\n#> 3\n```\n")
    assert command("--check") == 1
    assert "page.md:3: the page says\n    #> 3\nbut the block printed\n    #> 2" in capsys.readouterr().err
    assert command() == 0
    assert page.read_text() == "```python\nprint(1 + 1)\n#> 2\n```\n"
    assert command("--check") == 0
    page.write_text("```python\nprint(1 / 0)\n```\n")
    assert command() == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert page.read_text() == "```python\nprint(1 / 0)\n```\n"


def test_main_writes_no_outputs_of_shifted_seeds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    monkeypatch.setenv("NOTES_SEED_SHIFT", "1000")
    monkeypatch.setattr(sys, "argv", ["outputs", "docs"])
    with pytest.raises(SystemExit):
        main()
    assert "unset NOTES_SEED_SHIFT" in capsys.readouterr().err


def test_a_shift_of_the_seeds_leaves_only_what_is_true_or_false_to_be_compared(monkeypatch: pytest.MonkeyPatch):
    source = "print(0.5, True)\n#> 0.5 True\n"
    drawn, turned = (Run((Statement(1, text),)) for text in ("0.25 True\n", "0.5 False\n"))
    assert fault(block(source), drawn)
    monkeypatch.setenv("NOTES_SEED_SHIFT", "1000")
    assert fault(block(source), drawn) is None
    assert fault(block(source), turned)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: str(chapter.number))
def test_a_card_tells_seconds_that_were_measured(chapter, pytestconfig):
    """`make outputs` writes round numbers; a night's run takes the processor's time again, which varies by machine."""
    page = DOCS / chapter.page
    shown = int(CARD_SECONDS.search(page.read_text("utf8"))[2])
    assert shown in DURATIONS
    if pytestconfig.option.every_case:
        took = sum(run.seconds for _, run in executed_pages([page])[page])
        assert shown / 3 <= max(took, 1) <= 3 * shown, f"{took:.0f} seconds: `make outputs` writes them"
