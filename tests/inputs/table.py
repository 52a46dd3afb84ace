"""The table: every public function and class of the chapters that compute, and how each is called."""

import dataclasses
import enum
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from tests.inputs.case import Case, case, completed, seed

MACHINERY = {"proofs", "checks", "experiments", "errata", "exercises", "figures", "schemes", "formulas", "notation"}


def public(chapter: str) -> Iterator[str]:
    """The public functions and classes of a chapter that compute: not records, names of choices, or types."""
    for module in pkgutil.iter_modules(importlib.import_module(f"notes.{chapter}").__path__):
        if module.name in MACHINERY:
            continue
        for name, value in vars(importlib.import_module(f"notes.{chapter}.{module.name}")).items():
            own = getattr(value, "__module__", "") == f"notes.{chapter}.{module.name}" and not name.startswith("_")
            if own and (inspect.isfunction(value) or (inspect.isclass(value) and not is_record(value))):
                yield f"{module.name}.{name}"


def is_record(kind: type) -> bool:
    """Whether a class computes nothing: a tuple, an enumeration, a protocol, or a data class that is as it is made."""
    methods = [name for name, value in vars(kind).items() if inspect.isfunction(value) and not name.startswith("_")]
    plain = dataclasses.is_dataclass(kind) and not hasattr(kind, "__post_init__") and not methods
    return plain or issubclass(kind, tuple | enum.Enum) or getattr(kind, "_is_protocol", False)


@cache
def table(chapter: str) -> dict[str, Case]:
    """The cases of a chapter by the functions' names within it."""
    own = importlib.import_module(f"tests.inputs.{chapter}")
    makers = {"generator": seed} | own.GIVEN
    return {name: completed(own.CASES.get(name, case()), function(chapter, name), makers) for name in public(chapter)}


def function(chapter: str, name: str) -> Callable[..., Any]:
    module, _, last = name.partition(".")
    return getattr(importlib.import_module(f"notes.{chapter}.{module}"), last)
