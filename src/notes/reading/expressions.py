"""Expressions: sums of products of factors, read into SymPy with the names of a proof."""

from sympy import Abs, Expr, Rational, Transpose, ceiling, factorial, floor
from sympy.matrices.expressions.inverse import Inverse

from notes.reading import operations, places
from notes.reading.cursor import Cursor
from notes.reading.names import Names
from notes.reading.naming import name
from notes.reading.tokens import OPENING, ReadingError, Tree, rendered

STOPS = {"+", "-", "=", "<", ">", ",", ";", ":", r"\le", r"\ge", r"\quad", r"\\", r"\mid", ".", "!"}
BRACKETS = {r"\lvert": Abs, r"\lfloor": floor, r"\lceil": ceiling, "(": lambda value: value, "[": lambda value: value}


class Reader(Cursor):
    """Reads one expression from a sequence of tokens."""

    def whole(self) -> Expr:
        """The expression that all tokens make.

        Raises:
            ReadingError: if something is left over or not known.
        """
        found = self.total()
        if self.next is not None:
            self.refuse()
        return found

    def inside(self, items: Tree, names: Names | None = None) -> Expr:
        """What other tokens read as by themselves."""
        return Reader(items, names or self.names).whole()

    def following(self, names: Names) -> "Reader":
        """A reader of the tokens that are not yet read, with other names."""
        return Reader(self.items[self.position :], names)

    def total(self) -> Expr:
        """A sum of terms."""
        found = -self.term() if self.minus() else self.term()
        while self.next in ("+", "-"):
            term = -self.term() if self.minus() else self.term()
            found = found + term
        return found

    def minus(self) -> bool:
        """Whether a sign comes next that is a minus; a sign is then read."""
        return self.next in ("+", "-") and self.take() == "-"

    def term(self) -> Expr:
        """A product of factors and quotients."""
        found = self.factor()
        while self.next is not None and self.next not in STOPS and not self.at_differential():
            if self.next in (r"\cdot", r"\times", "*"):
                self.take()
                found = found * (-self.factor() if self.minus() else self.factor())
            elif self.next == r"\odot":
                found = self._entrywise(found)
            elif self.next == "/":
                self.take()
                found = found / self.factor()
                if self.next is not None and self.next not in (*STOPS, r"\cdot", r"\times", "*", "/"):
                    raise ReadingError("what follows a quotient with a slash may belong below it")
            else:
                found = found * self.factor()
        return found

    def _entrywise(self, found: Expr) -> Expr:
        r"""A product entry by entry, which for one entry is that of numbers."""
        self.take()
        factor = self.factor()
        if any(getattr(one, "is_Matrix", False) for one in (found, factor)):
            raise ReadingError("entrywise products of matrices are not read")
        return found * factor

    def at_differential(self) -> bool:
        """Whether the d of an integral comes next."""
        after = self.items[self.position + 1 : self.position + 2]
        named = bool(after) and isinstance(after[0], str) and after[0][-1:] not in ("_", "^", "'", "(", ")")
        return self.next == "d" and "d" not in self.names.symbols and named

    def factor(self) -> Expr:
        """A number, a name, something in brackets, or an operation, with its power."""
        item = self.next
        if isinstance(item, tuple):
            self.take()
            return self.raised(self.inside(item))
        if item is None or item in STOPS:
            self.refuse()
        if item.isdigit():
            return self.raised(self._number())
        if item in OPENING:
            return self._bracketed(item)
        return operations.SPECIAL[item](self) if item in operations.SPECIAL else name(self)

    def raised(self, value: Expr) -> Expr:
        """A value with the factorial and the power that follow it."""
        if self.next == "!":
            self.take()
            value = factorial(value)
        if self.next == "^":
            self.take()
            return self.power(value, self.group())
        if self.next == "_":
            self.refuse()
        return value

    def power(self, value: Expr, script: Tree) -> Expr:
        """A value with a superscript: a power, a transpose or an inverse."""
        if getattr(value, "is_Matrix", False) and script in ((r"\top",), ("T",)):
            return value.T
        if getattr(value, "is_Matrix", False) and script == ("-", "1"):
            return Inverse(value)
        return value ** self.inside(script)

    def _number(self) -> Expr:
        digits = ""
        while True:
            item = self.next
            if isinstance(item, str) and (item.isdigit() or (item == "." and self._digit_follows())):
                digits += item
            elif not (item == (",",) and self._digit_follows()):
                return Rational(digits)
            self.position += 1

    def _digit_follows(self) -> bool:
        after = self.items[self.position + 1 : self.position + 2]
        return bool(after) and isinstance(after[0], str) and after[0].isdigit()

    def _bracketed(self, opening: str) -> Expr:
        start, content = self.position, self.bracket()
        known = self.names.symbols.get(rendered(self.items[start : self.position]))
        if known is not None:
            return self.raised(known)
        if opening == r"\left.":
            return places.held(self, content)
        if opening == r"\lVert":
            return self._norm(content)
        if opening not in BRACKETS:
            raise ReadingError(f"`{rendered((opening, *content))}` is not a number that is known")
        return self.raised(BRACKETS[opening](self.inside(content)))

    def _norm(self, content: Tree) -> Expr:
        """The squared length of a column."""
        column = self.inside(content)
        if self.scripts() != (None, ("2",)) or not getattr(column, "is_Matrix", False):
            raise ReadingError("of norms only the square of that of a column is read")
        return Transpose(column) * column
