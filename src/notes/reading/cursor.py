"""A place in a sequence of tokens, read from left to right."""

from typing import NoReturn

from notes.reading.names import Names
from notes.reading.tokens import ReadingError, Tree, closing, rendered

SHOWN = 6


class Cursor:
    """Tokens, the names that they may use, and how far they have been read."""

    def __init__(self, items: Tree, names: Names) -> None:
        self.items = items
        self.names = names
        self.position = 0

    @property
    def next(self) -> "str | Tree | None":
        """The token to be read next, if there is one."""
        return self.items[self.position] if self.position < len(self.items) else None

    def take(self) -> "str | Tree":
        """The next token, which is then read.

        Raises:
            ReadingError: if there is none.
        """
        found = self.next
        if found is None:
            raise ReadingError("the formula ends too early")
        self.position += 1
        return found

    def group(self) -> Tree:
        """The tokens of the next group, or the next token."""
        found = self.take()
        return found if isinstance(found, tuple) else (found,)

    def scripts(self) -> tuple[Tree | None, Tree | None]:
        """The tokens of the sub- and the superscript that follow."""
        below, above = None, None
        while self.next in ("_", "^"):
            if self.take() == "_":
                below = self.group()
            else:
                above = self.group()
        return below, above

    def below(self) -> Tree | None:
        """The tokens of the subscript that follows.

        Raises:
            ReadingError: if a superscript follows too, which would be left out.
        """
        below, above = self.scripts()
        if above is not None:
            raise ReadingError(f"the superscript `{rendered(above)}` is not read")
        return below

    def bracket(self) -> Tree:
        """The tokens between the bracket that comes next and the one that closes it."""
        end = closing(self.items, self.position)
        content = self.items[self.position + 1 : end]
        self.position = end + 1
        return content

    def refuse(self) -> NoReturn:
        """Say that what comes next is not read.

        Raises:
            ReadingError: always.
        """
        raise ReadingError(f"`{rendered(self.items[self.position : self.position + SHOWN])}` is not read")
