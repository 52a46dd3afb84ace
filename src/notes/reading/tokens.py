r"""LaTeX as a tree of tokens, without what only spaces or sizes it, and macros on such trees.

A token is a letter, a digit, a sign or a command; a group in braces is a tuple of them. A name with an accent or in
letters of its own, such as `\hat\phi` or `\operatorname{Var}`, is one token.
"""

import re
from collections.abc import Iterator, Mapping

Tree = tuple["str | Tree", ...]

_TOKEN = re.compile(r"\\(?:text|begin|end)\{[^{}]*\}|\\[A-Za-z]+\*?|\\.|\S", re.DOTALL)
_SPACES = {r"\,", r"\;", r"\:", r"\!", r"\ ", "~", r"\displaystyle", r"\textstyle", r"\limits", r"\nolimits"}
_SIZES = re.compile(r"\\(?:[bB]ig{1,2}|[bB]igg?)[lr]?")
_ALIKE = {
    r"\tfrac": r"\frac",
    r"\dfrac": r"\frac",
    r"\leq": r"\le",
    r"\geq": r"\ge",
    r"\ne": r"\neq",
    r"\qquad": r"\quad",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\varnothing": r"\emptyset",
}
_ACCENTS = {r"\hat", r"\bar", r"\tilde", r"\mathcal", r"\mathbb", r"\dot", r"\vec"}
_FONTS = {r"\mathrm", r"\boldsymbol", r"\mathbf", r"\operatorname", r"\operatorname*", r"\mathit", r"\texttt"}
_BOLD = {r"\boldsymbol", r"\mathbf"}
_ALIGNED = {"aligned", "gathered"}
_ARGUMENTS = {r"\frac": 2, r"\binom": 2, r"\sqrt": 1, r"\underbrace": 1, "_": 1, "^": 1}
OPENING = {
    "(": (")",),
    "[": ("]",),
    r"\{": (r"\}",),
    r"\lfloor": (r"\rfloor",),
    r"\lceil": (r"\rceil",),
    r"\langle": (r"\rangle",),
    r"\lvert": (r"\rvert",),
    r"\lVert": (r"\rVert",),
    r"\left.": (r"\rvert",),
}
_CLOSING = {close for closes in OPENING.values() for close in closes}


class ReadingError(ValueError):
    """LaTeX that is not read, with the reason."""


def tree(latex: str) -> Tree:
    """The tree of a formula.

    Raises:
        ReadingError: if braces do not match.
    """
    tokens = iter(_TOKEN.findall(re.sub(r"\\label\{[^}]*\}", "", re.sub(r"(\\\\)\[\w+\]", r"\1", latex))))
    return _joined(_nested(tokens, ""))


def _nested(tokens: Iterator[str], ends: str) -> Tree:
    """What stands before the token `ends`, with what braces and environments hold in groups."""
    found: list[str | Tree] = []
    for token in tokens:
        if token == ends:
            return tuple(found)
        if token == "}":
            raise ReadingError("a brace closes that never opened")
        if token == "{":
            found.append(_nested(tokens, "}"))
        elif token.startswith(r"\begin"):
            kind = token[7:-1]
            content = _nested(tokens, rf"\end{{{kind}}}")
            found.extend([r"\\", *_unaligned(content), r"\\"] if kind in _ALIGNED else [f"\\{kind}", content])
        else:
            found.append(token)
    if ends:
        raise ReadingError(f"`{ends}` is missing")
    return tuple(found)


def _unaligned(lines: Tree) -> Tree:
    return tuple(token for token in lines if token != "&")


def _joined(nested: Tree) -> Tree:
    """The tree without spaces and sizes, with arguments in groups and names in one token."""
    plain = _without_sizes(nested)
    found: list[str | Tree] = []
    waiting = iter(range(len(plain)))
    bars = 0
    for position in waiting:
        token = plain[position]
        if isinstance(token, tuple):
            found.append(_joined(token))
        elif token in _ARGUMENTS:
            found.append(token)
            for _ in range(_ARGUMENTS[token]):
                found.append(_argument(plain, next(waiting, None)))
        elif token in _ACCENTS | _FONTS:
            found.append(_named(token, _argument(plain, next(waiting, None))))
        elif token == "|":
            bars += 1
            found.append(r"\lvert" if bars % 2 else r"\rvert")
        else:
            found.append(token)
    return tuple(found)


def _argument(plain: Tree, position: int | None) -> Tree:
    if position is None:
        raise ReadingError("a command lacks its argument")
    token = plain[position]
    if token in (r"\hat", r"\bar", r"\tilde", r"\mathbb", r"\mathcal", r"\mathrm", r"\boldsymbol", r"\mathbf"):
        raise ReadingError(f"the argument `{token}` needs braces")
    return _joined(token if isinstance(token, tuple) else (token,))


def _named(command: str, argument: Tree) -> "str | Tree":
    """A name under an accent, or in a font: a letter is itself, unless it is bold, several are an operator."""
    text = rendered(argument)
    if command in _BOLD and len(argument) == 1 and not text.isdigit():
        return rf"\boldsymbol{{{text}}}"
    if command in _ACCENTS:
        return f"{command}{{{text}}}"
    if text.isdigit():
        return f"{command}{{{text}}}"
    return argument[0] if len(argument) == 1 else "\\" + text.replace("\\", "")


def _without_sizes(nested: Tree) -> Tree:
    """The tokens of one level without spaces and sizes of brackets, and every bar told as opening or closing."""
    found: list[str | Tree] = []
    waiting = iter(nested)
    norms = _norms(nested)
    for token in waiting:
        if isinstance(token, tuple):
            found.append(token)
        elif token in _SPACES or _SIZES.fullmatch(token):
            continue
        elif token in (r"\left", r"\right", r"\middle"):
            bracket = next(waiting)
            sided = {r"\left": {"|": r"\lvert", ".": r"\left."}, r"\right": {"|": r"\rvert"}}.get(token, {})
            found.append(sided.get(str(bracket), bracket))
        elif token == r"\|":
            found.append(next(norms))
        elif token == r"\arg" or (token in (r"\min", r"\max") and found and found[-1] == r"\arg"):
            found[-1:] = [rf"\arg{token[1:]}"] if token != r"\arg" else [*found[-1:], token]
        else:
            found.append(_ALIKE.get(token, token))
    return tuple(found)


def _norms(nested: Tree) -> Iterator[str]:
    r"""What each double bar of one level is: two in the same brackets are a norm, one alone separates."""
    bars: list[str] = []
    waiting: list[int | None] = [None]
    for token in nested:
        if token in ("(", "["):
            waiting.append(None)
        elif token in (")", "]") and len(waiting) > 1:
            waiting.pop()
        elif token == r"\|":
            opened = waiting[-1]
            bars.append(r"\parallel" if opened is None else r"\rVert")
            if opened is not None:
                bars[opened] = r"\lVert"
            waiting[-1] = len(bars) - 1 if opened is None else None
    return iter(bars)


def rendered(items: Tree) -> str:
    """A tree as LaTeX again, in one way of writing it."""
    parts: list[str] = []
    for item in items:
        text = f"{{{rendered(item)}}}" if isinstance(item, tuple) else item
        if parts and re.search(r"\\[A-Za-z]+$", parts[-1]) and text[:1].isalpha():
            text = f" {text}"
        parts.append(text)
    return "".join(parts)


def closing(items: Tree, start: int) -> int:
    """The position of the bracket that closes the one at `start`.

    Raises:
        ReadingError: if there is none.
    """
    waiting: list[tuple[str, ...]] = []
    for position in range(start, len(items)):
        item = items[position]
        if isinstance(item, tuple):
            continue
        if waiting and item in waiting[-1]:
            waiting.pop()
            if not waiting:
                return position
        elif item in OPENING:
            waiting.append(OPENING[item])
    raise ReadingError(f"no bracket closes `{items[start]}`")


def split(items: Tree, separators: set[str]) -> list[tuple[str, Tree]]:
    """The parts between separators outside of all brackets, each with the separator before it."""
    found, before, part, position = [], "", list[str | Tree](), 0
    while position < len(items):
        item = items[position]
        if isinstance(item, str) and item in OPENING:
            end = closing(items, position)
            part.extend(items[position : end + 1])
            position = end
        elif isinstance(item, str) and item in separators:
            found.append((before, tuple(part)))
            before, part = item, []
        else:
            part.append(item)
        position += 1
    return [*found, (before, tuple(part))]


def expanded(items: Tree, macros: Mapping[str, str]) -> Tree:
    """A tree with macros put in, each once and in their order: `{r"\\sigma(#1)": r"\\frac{1}{1 + e^{-#1}}"}`."""
    for pattern, body in macros.items():
        items = _replaced(items, tree(pattern.replace("#1", r"\argument")), tree(body.replace("#1", r"\argument")))
    return items


def _replaced(items: Tree, pattern: Tree, body: Tree) -> Tree:
    found: list[str | Tree] = []
    position = 0
    while position < len(items):
        matched = _matched(items, position, pattern)
        if matched is not None:
            end, argument = matched
            inner = () if argument is None else _replaced(argument, pattern, body)
            filled = _filled(body, inner)
            found.append(filled[0] if len(filled) == 1 else filled)
            position = end
        else:
            item = items[position]
            found.append(_replaced(item, pattern, body) if isinstance(item, tuple) else item)
            position += 1
    return tuple(found)


def _filled(body: Tree, argument: Tree) -> Tree:
    return tuple(
        _filled(item, argument) if isinstance(item, tuple) else argument if item == r"\argument" else item
        for item in body
    )


def _matched(items: Tree, start: int, pattern: Tree) -> tuple[int, Tree | None] | None:
    """Where a pattern ends that begins at `start`, and what stands for its argument."""
    position, argument = start, None
    for place, wanted in enumerate(pattern):
        if wanted == r"\argument":
            until = pattern[place + 1] if place + 1 < len(pattern) else None
            end = _until(items, position, until)
            if end is None or end == position:
                return None
            argument, position = items[position:end], end
            continue
        if position >= len(items):
            return None
        item = items[position]
        if isinstance(wanted, tuple) and isinstance(item, tuple):
            inner = _matched(item, 0, wanted)
            if inner is None or inner[0] != len(item):
                return None
            argument = inner[1] if inner[1] is not None else argument
        elif item != wanted:
            return None
        position += 1
    return None if _goes_on(items, position) else (position, argument)


def _goes_on(items: Tree, position: int) -> bool:
    """Whether what was matched is only the beginning of a longer name, with a subscript, a prime or a star."""
    more = rendered(items[position : position + 2])
    return more[:1] in ("_", "'") or more[:3] == "^{*" or more in ("^{+}", "^{-}")


def _until(items: Tree, start: int, stop: "str | Tree | None") -> int | None:
    """The first place at which a token stands outside of brackets; the end where there is no such token."""
    position = start
    while position < len(items):
        item = items[position]
        if stop is not None and item == stop:
            return position
        if isinstance(item, str) and item in OPENING:
            position = closing(items, position)
        elif isinstance(item, str) and item in _CLOSING:
            return None
        position += 1
    return len(items) if stop is None else None
