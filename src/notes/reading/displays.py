r"""A display as the relations that it states."""

from dataclasses import dataclass
from itertools import pairwise

from notes.reading.names import scripted
from notes.reading.tokens import Tree, closing, rendered, split

RELATIONS = {"=": "=", r"\le": "<=", r"\ge": ">=", "<": "<", ">": ">"}
_UNREAD = {r"\approx", r"\equiv", r"\to", r"\iff", r"\sim", r"\propto", r"\mapsto", r"\leftarrow", r"\neq", r"\in"}
_JOINTS = {r"\quad", ",", ";", r"\\"}
_FREE = {r"\in", r"\sim"}
_CONDITIONS = {"for", "if", "where", "when", "while", "for all", "for every", "such that"}
_LINKS = {"and", "but", "with", "hence", "so", "or", "although", "at"}


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
    """The statements of a display, with conditions left out: they make what is stated weaker, never stronger."""
    found: list[Tree] = []
    conditional = False
    line = False
    for joint, ended in split(display, _JOINTS):
        piece, line = _without_end(ended), line or joint == r"\\"
        if line and found and piece[:1] and piece[0] in {*RELATIONS, *_UNREAD, "+", "-"}:
            found[-1], line = (*found[-1], *piece), False
            continue
        line = line and not piece
        said, rest = _words(piece)
        conditional = said in _CONDITIONS or (conditional and joint == ",")
        if rest and not conditional and not _is_bracketed_relation(rest):
            found.append(rest)
    return found


def _words(piece: Tree) -> tuple[str, Tree]:
    r"""The words that begin a piece, in `\text{...}`, and the rest; words that only link are left out."""
    if piece and isinstance(piece[0], str) and piece[0].startswith(r"\text"):
        said = piece[0][6:-1].strip(" ,:")
        if said in _CONDITIONS | _LINKS:
            return said, piece[1:]
    return "", piece


def _is_bracketed_relation(piece: Tree) -> bool:
    return (
        piece[0] == "(" and closing(piece, 0) == len(piece) - 1 and len(split(piece[1:-1], {*RELATIONS, *_UNREAD})) > 1
    )


def _relations(piece: Tree) -> list[Part]:
    sides = split(piece, {*RELATIONS, *_UNREAD})
    if any(sign in _FREE for sign, _ in sides[1:]):
        return []
    if any(isinstance(item, str) and item.startswith(r"\text{") for item in piece):
        return [Part(piece, reason="words")]
    if len(sides) == 1:
        return [Part(piece, reason="no relation")]
    found = []
    for place, ((_, left), (sign, right)) in enumerate(pairwise(sides)):
        if sign in _UNREAD:
            found.append(Part(left, sign, right, reason=f"the sign {sign}"))
        else:
            heads = place == 0 and sign == "=" and len(sides) > 2 and is_name(left)
            found.append(Part(left, RELATIONS[sign], right, heads=heads))
    return found


def is_name(side: Tree) -> bool:
    """Whether a side is a single name, with what it is a function of."""
    if not side or not isinstance(side[0], str) or not (side[0].isalpha() or side[0].startswith("\\")):
        return False
    _, _, end = scripted(side, 0)
    return end == len(side) or (side[end] in ("(", "[") and closing(side, end) == len(side) - 1)


def _without_end(display: Tree) -> Tree:
    while display and display[-1] in (".", ",", ";", ":"):
        display = display[:-1]
    return display
