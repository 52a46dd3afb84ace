"""Judges of what is chosen among the options (a), (b), (c) of an exercise; the reason is in its solution."""

import re
import reprlib
from collections.abc import Iterable
from typing import Any

from notes.exercises.answers import Judge

LONGEST = 100


def letters(answer: Any, options: Iterable[str]) -> set[str]:
    """The options of an answer: `"a"`, `"(A)"`, `"a, c"`, `"ac"`, `"a and c"`, or a list or a set of those.

    Args:
        answer: what a reader hands in.
        options: the letters of all options.

    Returns:
        The letters that were chosen.

    Raises:
        ValueError: if the answer holds anything else.
    """
    known = sorted(options)
    parts = (
        [answer] if isinstance(answer, str) else answer if isinstance(answer, list | tuple | set | frozenset) else []
    )
    readable = 0 < len(parts) <= LONGEST and all(isinstance(part, str) and len(part) <= LONGEST for part in parts)
    told = " ".join(parts).lower() if readable else "?"
    chosen = set(re.sub(r"[\s(),;]+|\band\b", "", told))
    if not chosen or not chosen <= set(known):
        raise ValueError(f"it asks for one or several of the letters {', '.join(known)}, got {reprlib.repr(answer)}")
    return chosen


def chosen(options: str, right: str) -> Judge:
    """Whether exactly the right options are chosen.

    Args:
        options: the letters of all options, such as "abcd".
        right: the letters of the right ones, such as "ac".

    Returns:
        The judge of an answer.
    """
    return lambda answer: letters(answer, options) == set(right)
