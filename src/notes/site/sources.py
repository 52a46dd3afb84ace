"""The code that a section teaches, on its page: a function or class as it stands in the package, read from its file.

Its docstrings and its type checker are left out, since the page says what the docstring says. What is left is set in
the width of a block: lines break elsewhere than in the file, and nothing else differs.
"""

import ast
import contextlib
import re
import subprocess
import tempfile
import textwrap
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from ruff import find_ruff_bin

from notes.experiment.reach import source_file
from notes.site.blocks import COLUMN
from notes.site.verdicts import module_of

FENCE = re.compile(r"^ *```source\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LONGEST = 25
CHECKERS = ("jaxtyped(", "beartype")
"""How a decorator begins that checks types and nothing else."""

Definition = ast.FunctionDef | ast.ClassDef


class SourceError(ValueError):
    """Code that a page may not show, or that is not there."""


def source(name: str, highlighted: str) -> str:
    """Markdown of the code with the dotted name `name`, which has been highlighted, under a link to its reference."""
    return "\n".join(
        [
            "/// html | div.source",
            "",
            f'<autoref identifier="{name}">`{name}`</autoref>',
            f"[¶](#{anchor(name)}){{#{anchor(name)} .headerlink}}\n{{.source-name}}",
            "",
            highlighted,
            "///",
        ]
    )


def anchor(name: str) -> str:
    """Where the code stands in its page: `source-notes.convolution.layer.conv2d`, which no other page has."""
    return f"source-{name}"


def code(name: str) -> str:
    """The code of the function, class or method with a dotted name, as a page shows it.

    Raises:
        SourceError: if the name is private or unknown, if the code has more than 25 lines or one that does not fit, or
            if nothing is left of it without its docstring.
    """
    own = _code(name)
    if own not in _reflowed:
        reflow([own])
    shown = _reflowed[own]
    widest = max(map(len, shown.splitlines()))
    if widest > COLUMN:
        raise SourceError(f"a source has lines of at most {COLUMN} characters, {name} has one of {widest}")
    return shown


def _code(name: str) -> str:
    """The code with a dotted name, with the lines of its file."""
    if any(part.startswith("_") for part in name.split(".")):
        raise SourceError(f"a source must be public, got {name}")
    try:
        module = module_of(name)
    except ValueError as error:
        raise SourceError(f"a source must be in a module of notes, got {name}") from error
    file = source_file(module)
    lines = _lines(file, file.stat().st_mtime_ns, tuple(name.split(".")[module.count(".") + 1 :])) if file else None
    if lines is None:
        raise SourceError(f"a source must be a function or class of its module, {module}, got {name}")
    length = sum(1 for line in lines if line.strip())
    if length > LONGEST:
        raise SourceError(f"a source has at most {LONGEST} lines of code, {name} has {length}")
    own = textwrap.dedent("\n".join(lines))
    try:
        ast.parse(own)
    except SyntaxError as error:
        raise SourceError(f"a source must be more than its docstring, got {own!r}") from error
    return own


@lru_cache(maxsize=256)
def _lines(file: Path, _changed: int, path: tuple[str, ...]) -> list[str] | None:
    """The lines of what a path of names leads to in a file; None if that is no function or class."""
    text = file.read_text("utf8")
    found: ast.AST | None = ast.parse(text)
    for name in path:
        inside = [node for node in getattr(found, "body", ()) if isinstance(node, Definition)]
        found = next((node for node in inside if node.name == name), None)
    return bare(text.splitlines(), found) if isinstance(found, Definition) else None


def bare(lines: Sequence[str], node: Definition) -> list[str]:
    """The lines of a definition without docstrings and type checkers."""
    left_out = set[int]()
    for part in ast.walk(node):
        if isinstance(part, Definition):
            for decorator in part.decorator_list:
                if ast.unparse(decorator).startswith(CHECKERS):
                    left_out.update(range(decorator.lineno, (decorator.end_lineno or 0) + 1))
            if ast.get_docstring(part) is not None:
                first, last = part.body[0].lineno, part.body[0].end_lineno or 0
                blank = last < len(lines) and not lines[last].strip()
                left_out.update(range(first, last + 1 + blank))
    start = min(part.lineno for part in (node, *node.decorator_list))
    return [lines[number - 1] for number in range(start, (node.end_lineno or 0) + 1) if number not in left_out]


def prepare(names: Iterable[str]) -> None:
    """Break the lines of much code in one go, for `code` to find; what cannot be shown is left to `code` to refuse."""
    codes = []
    for name in names:
        with contextlib.suppress(SourceError):
            codes.append(_code(name))
    reflow([one for one in codes if one not in _reflowed])


_reflowed: dict[str, str] = {}
"""Code as it is shown, by code as it is written."""


def reflow(codes: Iterable[str]) -> None:
    """Break the lines of code where a block's would be, by one call of the formatter, which takes a while to start."""
    with tempfile.TemporaryDirectory() as folder:
        files = {one: Path(folder) / f"{number}.py" for number, one in enumerate(dict.fromkeys(codes))}
        for one, file in files.items():
            file.write_text(one, "utf8")
        if files:
            command = [find_ruff_bin(), "format", "--quiet", "--isolated", f"--line-length={COLUMN}", folder]
            subprocess.run(command, check=True)
        _reflowed.update({one: file.read_text("utf8").rstrip("\n") for one, file in files.items()})


def sources(page: str) -> list[str]:
    """The dotted names of the code that a page shows, in their order."""
    return [name.strip() for name in FENCE.findall(page)]
