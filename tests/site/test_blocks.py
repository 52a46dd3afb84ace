from pathlib import Path

import pytest

from notes.site.blocks import BlockError, blocks, docstring_blocks, files, page_blocks

PAGE = """# Title

## First {#first}

```python
x = 1
```

!!! exercise "Exercise 3.1"
    Before

    ```python figure="A line, in continuation: notest"
    y = 2

    print(y)
    #> 2
    ```

??? solution
    ```python
    z = 3
    ```

## Second part

- in a list

    ```python
    w = 4
    ```

````text
```python
shown, not run
```
````

```proof
notes.losses.proofs.log_bound
```
"""


def written(tmp_path: Path, text: str, name: str = "03-losses.md") -> Path:
    (tmp_path / name).write_text(text)
    return tmp_path / name


def test_blocks_are_found_in_order_wherever_they_stand(tmp_path: Path):
    found = page_blocks(written(tmp_path, PAGE))
    assert [block.source for block in found] == ["x = 1\n", "y = 2\n\nprint(y)\n#> 2\n", "z = 3\n", "w = 4\n"]
    assert [block.line for block in found] == [6, 13, 21, 29]
    assert [block.section for block in found] == ["first", "first", "first", "Second part"]
    assert [block.figure for block in found] == [None, "A line, in continuation: notest", None, None]


@pytest.mark.parametrize("language", ["py", "pycon", "Python", "python3", "js", "", "{.python}"])
def test_blocks_refuse_an_unknown_language(tmp_path: Path, language: str):
    page = written(tmp_path, f"text\n\n```{language}\nx = 1\n```\n")
    with pytest.raises(
        BlockError, match=rf"03-losses.md:3: the fence's language must be one of python, .*, got '{language}'"
    ):
        blocks(page)


@pytest.mark.parametrize(
    "mark",
    [
        "notest",
        "continuation",
        "fixture:capsys",
        "runner:other",
        "retry:2",
        'title="x"',
        'figure="x" notest',
        "figure=x",
    ],
)
def test_blocks_refuse_marks(tmp_path: Path, mark: str):
    with pytest.raises(BlockError, match=r'03-losses.md:1: only figure="..." may follow a language, and only `python`'):
        blocks(written(tmp_path, f"```python {mark}\nx = 1\n```\n"))


def test_blocks_refuse_options_of_other_languages(tmp_path: Path):
    with pytest.raises(BlockError, match="only `python`, got 'bash figure"):
        blocks(written(tmp_path, '```bash figure="x"\nls\n```\n'))


@pytest.mark.parametrize("description", ["", " "])
def test_blocks_refuse_a_figure_without_description(tmp_path: Path, description: str):
    with pytest.raises(BlockError, match="`figure` must say what a reader who cannot see it needs to know"):
        blocks(written(tmp_path, f'```python figure="{description}"\nx = 1\n```\n'))


def test_blocks_refuse_tildes(tmp_path: Path):
    with pytest.raises(BlockError, match=r"03-losses.md:1: a fence is made of backticks"):
        blocks(written(tmp_path, "~~~python\nx = 1\n~~~\n"))


@pytest.mark.parametrize(
    "text",
    [
        '=== "Tab"\n\n    ```python\n    x = 1\n    ```\n',
        "<!--\n```python\nx = 1\n```\n-->\n",
        "A paragraph\n    ```python\n    x = 1\n    ```\n",
        "<div>\n```python\nx = 1\n```\n</div>\n",
        '```python figure="a `code` word"\nx = 1\n```\n',
    ],
)
def test_blocks_refuse_fences_that_the_parser_passes_over(tmp_path: Path, text: str):
    with pytest.raises(BlockError, match=r"not in a tab or a comment|not closed"):
        blocks(written(tmp_path, text))


@pytest.mark.parametrize("text", ["```python\nx = 1\n", "!!! note\n    ```python\n    x = 1\n\n\n    y = 2\n    ```\n"])
def test_blocks_refuse_a_fence_that_is_not_closed(tmp_path: Path, text: str):
    with pytest.raises(BlockError, match="not closed"):
        blocks(written(tmp_path, text))


def test_blocks_of_chapters_have_at_most_15_lines_of_code(tmp_path: Path):
    def fence(lines: int) -> str:
        return "```python\n" + "x = 1\n\n" * lines + "print(x)\n#> 1\n```\n"

    assert blocks(written(tmp_path, fence(14)))[0].code_lines == 15
    with pytest.raises(BlockError, match=r"03-losses.md:2: a block has at most 15 lines of code, got 16"):
        blocks(written(tmp_path, fence(15)))
    assert blocks(written(tmp_path, fence(15), "contributing.md"))[0].code_lines == 16


@pytest.mark.parametrize("indent", ["", "    "])
@pytest.mark.parametrize("start", ["x = ", "#> "])
def test_blocks_of_pages_have_lines_of_at_most_81_characters(tmp_path: Path, indent: str, start: str):
    """Without the indentation of the admonition that they stand in."""

    def page(width: int) -> Path:
        code = f"{indent}```python\n{indent}{start.ljust(width, '1')}\n{indent}```"
        return written(tmp_path, f'!!! note "One"\n\n{code}' if indent else code)

    assert blocks(page(81))[0].width == 81
    with pytest.raises(BlockError, match="a block has lines of at most 81 characters, got 82"):
        blocks(page(82))


MODULE = '''"""Module.

```python
a = 1
```
"""


class Loss:
    r"""A class: $\\\\rho$.

    Example:
        ```python
        b = 2
        #> 2
        ```
    """

    @property
    def scale(self) -> float:
        """A property.

        ```python
        c = 3
        ```
        """
        return 1.0
'''


def test_docstring_blocks_have_their_true_lines(tmp_path: Path):
    module = written(tmp_path, MODULE, "loss.py")
    found = docstring_blocks(module)
    assert [block.source for block in found] == ["a = 1\n", "b = 2\n#> 2\n", "c = 3\n"]
    lines = module.read_text().splitlines()
    assert [lines[block.line - 1].strip() for block in found] == ["a = 1", "b = 2", "c = 3"]


def test_docstring_blocks_refuse_what_pages_refuse(tmp_path: Path):
    with pytest.raises(BlockError, match=r"loss.py:4: .* got 'py'"):
        blocks(written(tmp_path, MODULE.replace("```python\na", "```py\na").replace("Module.", "Module\n"), "loss.py"))


def test_files_are_pages_and_modules(tmp_path: Path):
    for name in ("b.md", "a.py", "c.svg"):
        written(tmp_path, "", name)
    assert [path.name for path in files([tmp_path])] == ["a.py", "b.md"]
    assert files([tmp_path / "b.md"]) == [tmp_path / "b.md"]
