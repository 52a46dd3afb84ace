"""What checking found, remembered on disk until the code that was checked changes."""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from notes.site.fingerprint import Fingerprints, present

CACHE = Path(".cache/verdicts")


@dataclass(frozen=True)
class Question:
    """Something to be found out about modules of `notes`.

    Args:
        text: what is asked, unique among all questions.
        modules: dotted names of the modules whose code, with all of `notes` that it reaches, decides the answer.
        answer: finds out; it can be pickled, and what it returns survives JSON.
    """

    text: str
    modules: tuple[str, ...]
    answer: Callable[[], Any]

    def file(self, fingerprints: Fingerprints) -> Path:
        """Where the answer for the present code is remembered."""
        code = fingerprints.of("\n".join(f"import {module}" for module in self.modules))
        return CACHE / f"{hashlib.sha256(f'{self.text} {code} {versions()}'.encode()).hexdigest()[:24]}.json"

    def settle(self, file: Path) -> None:
        """Find out and remember."""
        text = sealed(self.answer(), file)
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf8") as whole:
            whole.write(text)
        os.replace(whole.name, file)  # nobody ever reads half an answer


@cache
def versions() -> str:
    """The versions of Python and of the packages that proofs are checked with."""
    return " ".join([sys.version, *(f"{name} {version(name)}" for name in ("sympy", "mpmath"))])


def sealed(answer: Any, file: Path) -> str:
    """An answer as it is remembered in a file, with a seal that does not fit another answer or another file."""
    text = json.dumps(answer)
    return json.dumps({"answer": text, "seal": _seal(text, file)})


def unsealed(file: Path) -> Any:
    """The answer that a file remembers.

    Raises:
        ValueError: if the file does not hold an answer as it was written.
    """
    held = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(held, dict) or held.get("seal") != _seal(str(held.get("answer")), file):
        raise ValueError(f"`file` must be as it was written, got an edited {file.name}")
    return json.loads(held["answer"])


def _seal(text: str, file: Path) -> str:
    return hashlib.sha256(f"{file.name} {text}".encode()).hexdigest()


def _is_remembered(file: Path) -> bool:
    """Whether a file holds an answer as it was written; one that was edited is found out again."""
    try:
        unsealed(file)
    except (ValueError, OSError):
        return False
    return True


def renewed(question: Question) -> Any:
    """The answer, found now whatever is remembered, and remembered from now on."""
    file = question.file(present())
    question.settle(file)
    return unsealed(file)


def answers(questions: Sequence[Question]) -> list[Any]:
    """The answers, as JSON gives them back; those not remembered for the present code are found in parallel."""
    if not questions:
        return []
    fingerprints = present()
    files = [question.file(fingerprints) for question in questions]
    missing = {file: question for question, file in zip(questions, files, strict=True) if not _is_remembered(file)}
    if len(missing) > 1:
        with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
            list(pool.map(Question.settle, missing.values(), missing.keys()))
    for file, question in missing.items():
        if not _is_remembered(file):
            question.settle(file)
    return [unsealed(file) for file in files]


def module_of(name: str) -> str:
    """The module in which a dotted name lies: `notes.losses.proofs` for `notes.losses.proofs.log_bound`.

    Raises:
        ValueError: if no part of the name is a module.
    """
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if exists(".".join(parts[:length])):
            return ".".join(parts[:length])
    raise ValueError(f"`name` must lie in a module of notes, got {name!r}")


def modules(name: str) -> tuple[str, ...]:
    """A module of `notes` and, if it is a package, the modules in it; none if there is no such module."""
    folder = present().root.joinpath(*name.split(".")[1:])
    parts = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    return tuple(part for part in (name, *(f"{name}.{part}" for part in parts)) if exists(part))


def exists(module: str) -> bool:
    """Whether a dotted name is a module of `notes`, told by its file: nothing is imported."""
    return module.split(".")[0] == "notes" and present().module(module) is not None
