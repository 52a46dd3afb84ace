r"""A display as the relations that it states."""

import re
from dataclasses import dataclass
from itertools import pairwise

from notes.proof.names import GREEK
from notes.reading.names import scripted
from notes.reading.tokens import Tree, closing, rendered, split

RELATIONS = {"=": "=", r"\le": "<=", r"\ge": ">=", "<": "<", ">": ">", r"\approx": "~"}
_UNREAD = {r"\equiv", r"\to", r"\iff", r"\sim", r"\propto", r"\mapsto", r"\leftarrow", r"\neq", r"\in"}
_OPERATOR = re.compile(rf"\\(?!(?:{GREEK})$)[A-Za-z]{{2,}}")
_JOINTS = {r"\quad", ",", ";", r"\\"}
_CONDITIONS = {"for", "if", "when", "for all", "for every", "such that"}
_LINKS = {"and", "but", "with", "hence", "so", "or", "although", "at", "while", "where"}


@dataclass(frozen=True)
class Part:
    """What stands between two signs of relation of a display, or a piece of it that is no relation, with the reason."""

    left: Tree
    sign: str = ""
    right: Tree = ()
    reason: str = ""
    heads: bool = False

    def shown(self) -> str:
        """The piece as LaTeX."""
        return rendered(self.left) + (f" {self.sign} {rendered(self.right)}" if self.sign else "")


def parts(display: Tree) -> list[Part]:
    """The relations of a display, of each chain every pair of neighbours, and the pieces that are not read."""
    found: list[Part] = []
    for piece in _pieces(display):
        found.extend(_relations(piece))
    return found


def _pieces(display: Tree) -> list[Tree]:
    """The statements of a display, with conditions left out: they make what is stated weaker, never stronger.

    A condition goes on after a comma only where it stands behind its statement: `if x > 0, y = 1` states something.
    """
    found: list[Tree] = []
    conditional = begun = stated = False
    line = False
    for joint, ended in split(_unlinked(display), _JOINTS):
        piece, line = _without_end(ended), line or joint == r"\\"
        if line and found and piece[:1] and piece[0] in {*RELATIONS, *_UNREAD, "+", "-"}:
            found[-1], line = (*found[-1], *piece), False
            continue
        line = line and not piece
        said, rest = _condition(piece)
        stated = stated and joint not in (";", r"\\")
        goes_on = (stated and joint == ",") or (begun and joint != r"\\")
        conditional = said in _CONDITIONS or (conditional and goes_on)
        begun = conditional and not rest
        if rest and not conditional and (statement := _without_condition(rest)):
            found.append(statement)
            stated = True
    return found


def _unlinked(display: Tree) -> Tree:
    """A display with a gap for words that only link or comment, and before words that begin a condition."""
    found: list[str | Tree] = []
    for item in display:
        said = _said(item)
        if said in _LINKS or (said.startswith("(") and said.endswith(")")):
            found.append(r"\quad")
        else:
            found.extend([r"\quad", item] if said in _CONDITIONS else [item])
    return tuple(found)


def _said(item: "str | Tree") -> str:
    r"""The words of a token `\text{...}`; none of another token."""
    return item[6:-1].strip(" ,:") if isinstance(item, str) and item.startswith(r"\text{") else ""


def _condition(piece: Tree) -> tuple[str, Tree]:
    """The words that make a piece a condition, and the rest."""
    said = _said(piece[0]) if piece else ""
    return (said, piece[1:]) if said in _CONDITIONS else ("", piece)


def _without_condition(piece: Tree) -> Tree:
    """A piece without the condition in brackets that may stand at its end."""
    starts = [at for at, item in enumerate(piece) if item == "(" and closing(piece, at) == len(piece) - 1]
    if not starts or len(split(piece[starts[0] + 1 : -1], {*RELATIONS, *_UNREAD})) == 1:
        return piece
    return piece[: starts[0]]


def _relations(piece: Tree) -> list[Part]:
    sides = split(piece, {*RELATIONS, *_UNREAD})
    if len(sides) == 1 or has_words(sides[0][1][:1]):
        return [Part(piece, reason="words" if has_words(piece) else "no relation")]
    found = []
    for place, ((_, left), (sign, right)) in enumerate(pairwise(sides)):
        if sign in _UNREAD:
            found.append(Part(left, sign, right, reason=f"the sign `{sign}`"))
        else:
            heads = place == 0 and sign == "=" and len(sides) > 2 and is_name(left) and not is_applied(left)
            found.append(Part(left, RELATIONS[sign], right, heads=heads))
    return found


def has_words(items: Tree) -> bool:
    """Whether there are words among some tokens, but for those in a group, such as in a subscript."""
    return any(map(_said, items))


def is_name(side: Tree) -> bool:
    """Whether a side is a single name, with what it is a function of."""
    if not side or not isinstance(side[0], str) or not (side[0].isalpha() or side[0].startswith("\\")):
        return False
    _, _, end = scripted(side, 0)
    return end == len(side) or (side[end] in ("(", "[") and closing(side, end) == len(side) - 1)


def is_applied(side: Tree) -> bool:
    r"""Whether a side begins with an operator of something, such as `\operatorname{Var}[x]`, which is no new name."""
    return len(side) > 1 and is_label(side[:1]) and not _said(side[0])


def is_label(items: Tree) -> bool:
    """Whether some tokens are words, or names of several letters, and so state nothing."""
    return all(_said(item) or (isinstance(item, str) and _OPERATOR.fullmatch(item)) for item in items)


def _without_end(display: Tree) -> Tree:
    while display and display[-1] in (".", ",", ";", ":"):
        display = display[:-1]
    return display
