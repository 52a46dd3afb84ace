"""What checking found, remembered on disk until the code that was checked changes."""

import hashlib
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from notes.site.fingerprint import fingerprint

CACHE = Path(".cache/verdicts")


def remembered(question: str, modules: tuple[str, ...], answer: Callable[[], Any]) -> Any:
    """The answer to a question about modules of `notes`, worked out again only when their code has changed.

    Args:
        question: what is asked, unique among all questions.
        modules: dotted names of the modules whose code, with all of `notes` that it reaches, decides the answer.
        answer: works the answer out; what it returns must survive JSON.

    Returns:
        The answer, as JSON gives it back.
    """
    code = fingerprint("\n".join(f"import {module}" for module in modules))
    file = CACHE / f"{hashlib.sha256(f'{question} {code}'.encode()).hexdigest()[:24]}.json"
    if not file.exists():
        text = json.dumps(answer())
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return json.loads(file.read_text(encoding="utf-8"))


def module_of(name: str) -> str:
    """The module in which a dotted name lies: `notes.losses.proofs` for `notes.losses.proofs.log_bound`."""
    while not exists(name):
        name = name.rpartition(".")[0]
        if not name:
            raise ValueError("no part of the name is a module")
    return name


def exists(module: str) -> bool:
    """Whether a dotted name is a module, told without running it (its parent packages are docstrings)."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
