"""An exercise, where the chapters' exercises are found, and `check`, which tells a reader's answer right or wrong."""

import difflib
import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any, Literal

from notes.chapters import CHAPTERS
from notes.exercises.answers import Judge
from notes.exercises.functions import WrongValueError
from notes.exercises.limits import limited

SECONDS = 5.0


@dataclass(frozen=True)
class Exercise:
    """An exercise of a chapter, known by its number on the page, such as "3.2".

    Args:
        id: chapter and running number, as printed on the page.
        accepts: whether an answer is right; what it raises is told as the reason why an answer cannot be judged.
        hint: what to think of next, shown with a wrong answer; it must not contain the answer.
        kind: what is asked for, where that is more than a number or a word.
    """

    id: str
    accepts: Judge
    hint: str
    kind: Literal["answer", "derive", "code", "repair", "predict", "choose"] = "answer"


def exercises() -> dict[str, Exercise]:
    """Every exercise of every chapter, by id, read from the `exercises` modules of the sub-packages."""
    modules = [f"{chapter.package}.exercises" for chapter in CHAPTERS if importlib.util.find_spec(chapter.package)]
    found = [importlib.import_module(name) for name in modules if importlib.util.find_spec(name)]
    return {exercise.id: exercise for module in found for exercise in module.EXERCISES}


def check(id: str, answer: Any) -> bool:
    """Tell whether `answer` solves the exercise `id`, and print the verdict with a hint if it does not.

    Args:
        id: the exercise's number on the page, such as "3.2".
        answer: what the exercise asks for: a number, a sequence, an expression, a function.

    Returns:
        Whether the answer is right.

    Raises:
        ValueError: if there is no such exercise.
    """
    known = exercises()
    if id not in known:
        nearest = difflib.get_close_matches(id, known, n=1, cutoff=0.0)
        raise ValueError(f"`id` must name an exercise, got {id!r}; the nearest is {nearest}")
    exercise = known[id]
    try:
        right = bool(limited(lambda: exercise.accepts(answer), SECONDS))
    except WrongValueError as wrong:
        print(f"Exercise {id}: not yet: {wrong}. Hint: {exercise.hint}")
        return False
    except Exception as error:  # an object that is handed in may raise anything
        reason = error if isinstance(error, ValueError | FileNotFoundError) else f"it leads to {type(error).__name__}"
        print(f"Exercise {id}: this answer cannot be judged: {reason}. Hint: {exercise.hint}")
        return False
    print(f"Exercise {id}: right." if right else f"Exercise {id}: not yet. Hint: {exercise.hint}")
    return right
