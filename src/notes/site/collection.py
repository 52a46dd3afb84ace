"""A pytest plugin: the blocks of pages and docstrings as tests, each in a process of its own and held to its outputs.

It steers pytest-markdown-docs, which finds and names the tests, and closes what that would let through: fences it
passes over, a second run after a TypeError, state that a block leaves to the next, and docstrings that it loses.
"""

import os
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from pytest_markdown_docs._runners import DefaultRunner, register_runner
from pytest_markdown_docs.definitions import FenceTestDefinition
from pytest_markdown_docs.plugin import MarkdownDocstringCodeModule, MarkdownInlinePythonItem, MarkdownTextFile

from notes.site.blocks import Block, blocks, parser
from notes.site.execution import run
from notes.site.figures import redrawn
from notes.site.outputs import fault


class BlockFailed(Exception):  # noqa: N818 - not an error of the program
    """A block that failed, or printed something else than its page says."""


@register_runner(default=True)
class ForkRunner(DefaultRunner):
    """Runs a block in a process of its own and compares what it prints with its page; the site may use its figure."""

    def runtest(self, test: FenceTestDefinition, *_: Any, **_options: Any) -> None:
        """Run the block of a test.

        Nothing gets out but `BlockFailed`: at a TypeError the plugin would take this for a runner without the keyword
        `asyncio_runner`, and run the block a second time.
        """
        try:
            block = collected_blocks(test.source_path)[test.start_line + 1]
            kept = block.figure and not os.environ.get("NOTES_SEED_SHIFT")
            failure = redrawn(block) if kept else fault(block, run(block, "notes.plotting.require_labels"))
        except Exception as error:
            raise BlockFailed(f"{type(error).__name__}: {error}") from error
        if failure:
            raise BlockFailed(failure)

    def repr_failure(self, _: FenceTestDefinition, excinfo: pytest.ExceptionInfo[BaseException], *_style: Any) -> str:
        """What `BlockFailed` says: it points into the page already."""
        return str(excinfo.value)


@cache
def collected_blocks(path: Path) -> dict[int, Block]:
    """The blocks of a file by the line they start on, as they were when the tests were collected."""
    return {block.line: block for block in blocks(path)}


class PageFile(MarkdownTextFile):
    """A page whose fences are all known to be allowed."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its blocks, unless a fence is refused."""
        collected_blocks(self.path)
        yield from super().collect()  # type: ignore[no-untyped-call]


class DocstringFile(pytest.File):
    """The docstrings of a module, read by our own parser.

    The plugin's loses the place of raw docstrings, takes two blocks for one when they then seem to share a line, and
    passes over properties and whatever a decorator has replaced.
    """

    def collect(self) -> Iterator[pytest.Item]:
        """Its blocks, in the order of the file."""
        for block in collected_blocks(self.path).values():
            test = FenceTestDefinition(block.source, (), block.line - 1, self.path, None)
            yield MarkdownInlinePythonItem.from_parent(self, name=f"[line:{block.line - 1}]", test_definition=test)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Generator[None, list[Any], list[Any]]:
    """Put our collectors in the place of the plugin's."""
    found = yield
    return [collector(node, file_path, parent) for node in found]


def collector(node: pytest.Collector, path: Path, parent: pytest.Collector) -> pytest.Collector:
    """Our collector for a file in the place of the plugin's; another plugin's stays."""
    if isinstance(node, MarkdownTextFile):
        return PageFile.from_parent(parent, path=path)
    return DocstringFile.from_parent(parent, path=path) if isinstance(node, MarkdownDocstringCodeModule) else node


@pytest.hookimpl(tryfirst=True)
def pytest_markdown_docs_markdown_it() -> MarkdownIt:
    """The parser of the pages, for the plugin too."""
    return parser()
