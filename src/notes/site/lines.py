r"""Long formulas in lines that fit the column: broken at the relation, then at signs, the outermost first.

What is printed stays as it is, term by term. A bracket that a break falls into is closed unseen at the end of the
line, `\right.`, and opened unseen on the next, `\left.`. A product that is broken gets its dot, and a numerator that
has to be broken is written beside one over its denominator.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from notes.site.widths import width

ROOM = 34.4
"""Width of a line of a proof at a window of 1280 pixels: 615 pixels, 585 in a fold, the font size being 16.9."""
SIDES = 1.1
"""What lines below each other need beside their own width."""
DEEPEST = 4
RELATIONS = {"=", "<", ">", r"\le", r"\ge", r"\ne"}
_TOKEN = re.compile(r"\\(?:left|right)\s*(?:\\[A-Za-z]+|\\.|.)|\\(?:begin|end)\{\w+\*?\}|\\[A-Za-z]+\*?|\\.|\s+|.")
_OPENING, _CLOSING = {"(", "["}, {")", "]"}
_KEPT = {"{": 1, "}": -1, r"\{": 1, r"\}": -1, r"\lfloor": 1, r"\rfloor": -1, r"\lceil": 1, r"\rceil": -1}


class Piece(NamedTuple):
    """What stands between two breaks: its LaTeX, and what it begins with: a relation, a sign, a factor or a term."""

    latex: str
    kind: str


def fitted(latex: str, room: float = ROOM) -> str:
    """A formula whose lines are no wider than `room`, as far as its outermost brackets and fractions allow."""
    latex = latex.strip()
    if width(latex) <= room:
        return latex
    for level in range(2 * DEEPEST):
        found = lines(latex, room - SIDES, *divmod(level, 2))
        broken = r"\begin{aligned} & " + r" \\ & ".join(found) + r" \end{aligned}"
        if width(broken) <= room:
            break
    return broken


def lines(latex: str, room: float, depth: int, factors: int) -> list[str]:
    """A formula in lines, each filled up to `room`, broken inside `depth` brackets at most.

    Args:
        latex: the formula.
        room: the width of a line.
        depth: how many brackets may be around a break.
        factors: 1 if products with as many brackets around them, and lists inside, may be broken too, else 0.
    """
    turned = _fractions_turned(latex, room) if depth > 1 else latex
    found: list[str] = []
    opened, line = 0, ""
    for piece in pieces(turned, depth, factors):
        longer = line + piece.latex
        if line and (piece.kind == "relation" or width(_balanced(longer, opened)) > room):
            found.append(_balanced(line, opened))
            opened += _left_open(line)
            longer = _indent(piece, first=latex) + piece.latex
        line = longer
    return [*found, _balanced(line, opened)]


def _indent(piece: Piece, first: str) -> str:
    """What stands before a line: space, less where the formula begins with its relation, a dot, or room for a sign."""
    quads = 1 if piece.kind == "relation" or first.split()[0] in RELATIONS else 2
    return r"\quad " * quads + {"factor": r"\cdot ", "sign": "{} "}.get(piece.kind, "")


def pieces(latex: str, depth: int, factors: int) -> Iterator[Piece]:
    """A formula cut where it may be broken, as for `lines`."""
    kept = inside = start = 0
    kind, before, place = "term", "", 0
    for token in _TOKEN.findall(latex):
        if not kept and inside <= depth and (new := _break(token, before, inside < depth + factors)):
            yield Piece(latex[start:place], kind)
            start, kind = place, new
        kept += _KEPT.get(token, token.startswith(r"\begin") - token.startswith(r"\end"))
        if not kept:
            inside += _opens(token)
        before, place = (before if token.isspace() else token), place + len(token)
    yield Piece(latex[start:], kind)


def _break(token: str, before: str, inner: bool) -> str | None:
    """What a line that begins with a token begins with, or None where a line must not begin."""
    if not before or before in RELATIONS or before in _OPENING or before.startswith(r"\left"):
        return None
    if token in RELATIONS:
        return "relation"
    if token in ("+", "-"):
        return "sign"
    if before == "," and inner and not token.isspace():
        return "term"
    return "factor" if inner and token == r"\left(" and before.startswith(r"\right") else None


def _opens(token: str) -> int:
    """1 for an opening bracket, -1 for a closing one, 0 for all else."""
    return (token in _OPENING or token.startswith(r"\left")) - (token in _CLOSING or token.startswith(r"\right"))


def _left_open(line: str) -> int:
    return len(re.findall(r"\\left\b", line)) - len(re.findall(r"\\right\b", line))


def _balanced(line: str, opened: int) -> str:
    """A line in which brackets opened before, and brackets closed later, have their unseen counterparts."""
    later = opened + _left_open(line)
    return r"\left. " * opened + line.strip() + r" \right." * later


def _fractions_turned(latex: str, room: float) -> str:
    """A formula with each wide fraction written as one over its denominator times its numerator."""
    start = latex.find(r"\frac{")
    if start < 0:
        return latex
    bar = _group_end(latex, start + len(r"\frac"))
    end = _group_end(latex, bar)
    rest = _fractions_turned(latex[end:], room)
    if width(latex[start:end]) <= room / 2:
        return latex[:end] + rest
    above, below = latex[start + len(r"\frac{") : bar - 1], latex[bar:end]
    return rf"{latex[:start]}\frac{{1}}{below} \left({above}\right){rest}"


def _group_end(latex: str, start: int) -> int:
    """Where the group in braces ends that begins at `start`."""
    depth = 0
    for brace in re.finditer(r"(?<!\\)[{}]", latex[start:]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return start + brace.end()
    raise ValueError(f"`latex` must have its braces in pairs, got {latex!r}")
