"""Code in half as many elements: words, signs and spaces take the colour of the text, and need no element for it.

A Markdown extension that changes no page: it tells Pygments, for the blocks of the pages and for the reference alike.
"""

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from pygments.token import STANDARD_TYPES, Name, Operator, Punctuation, Whitespace

PLAIN = (Name, Operator, Punctuation, Whitespace)


class Tokens(Extension):
    """`notes.site.tokens` in `markdown_extensions`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: ARG002, N802 (the names are Python-Markdown's)
        """What has no class gets no element."""
        STANDARD_TYPES.update(dict.fromkeys(PLAIN, ""))


def makeExtension(**kwargs: Any) -> Tokens:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return Tokens(**kwargs)
