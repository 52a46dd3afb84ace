"""A hash of a piece of source together with everything of `notes` that it reaches: what a cache may trust.

Imports are read from syntax trees and nothing is executed; an import by a computed name is out of sight. A file is
parsed once per version, looked at once per `Fingerprints`, and what a module reaches is hashed once per `Fingerprints`.
`present` gives the same ones until a file changes, so a build asks once for each module, and a block or a proof costs a
look-up: walking all that each of them reaches is what makes warm builds grow faster than the pages. It looks at the
files ten times a second at most, since a build asks thousands of times.
"""

import ast
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

import notes

LIBRARIES = ("torch", "numpy", "matplotlib", "sympy")
GLANCE = 0.1
"""How long what was seen of the files is taken for what they are, in seconds."""


def fingerprint(source: str) -> str:
    """Hash of `source`, of the modules of `notes` that it reaches, and of the versions of the numerical libraries."""
    return present().of(source)


def present() -> "Fingerprints":
    """Fingerprints of the files of `notes` as they are: the same object until one of them is written, made or lost.

    A change is seen within a tenth of a second.
    """
    return _seen(Path(notes.__path__[0]), int(time.monotonic() / GLANCE))


@lru_cache(maxsize=1)
def _seen(root: Path, _moment: int) -> "Fingerprints":
    return _as_of(root, frozenset(_written(root)))


def _written(folder: Path | str) -> Iterator[tuple[str, int]]:
    """Each module below a folder, and when it was written."""
    for entry in os.scandir(folder):
        if entry.name.endswith(".py"):
            yield entry.path, entry.stat().st_mtime_ns
        elif entry.name != "__pycache__" and entry.is_dir():
            yield from _written(entry.path)


@lru_cache(maxsize=1)
def _as_of(root: Path, _files: frozenset[tuple[str, int]]) -> "Fingerprints":
    return Fingerprints(root)


class Fingerprints:
    """Fingerprints as of one moment.

    Args:
        root: directory of the package `notes`; tests bring their own.
    """

    def __init__(self, root: Path = Path(notes.__path__[0])):
        self.root = root
        self.modules: dict[str, tuple[str, frozenset[str]] | None] = {}
        self.digests: dict[str, str] = {}

    def of(self, source: str) -> str:
        """The fingerprint of a piece of source, 16 hexadecimal digits."""
        names = sorted(name for name in imported(source) if self.module(name))
        return digest([source, *map(self.reached_digest, names), *library_versions()])

    def module(self, name: str) -> tuple[str, frozenset[str]] | None:
        """Hash of a module's source and the names it imports; None if there is no such module of `notes`."""
        if name not in self.modules:
            path = self.root.joinpath(*name.split(".")[1:])
            package, plain = path / "__init__.py", path.with_suffix(".py")
            file = package if package.is_file() else plain if plain.is_file() else None
            parent = name if file == package else name.rpartition(".")[0]
            self.modules[name] = parsed(file, file.stat().st_mtime_ns, parent) if file else None
        return self.modules[name]

    def reached_digest(self, name: str) -> str:
        """Hash of a module and of all modules that it reaches."""
        if name not in self.digests:
            reached, waiting = {}, [name]
            while waiting:
                found = self.module(one := waiting.pop())
                if found and one not in reached:
                    reached[one] = found[0]
                    waiting += found[1]
            self.digests[name] = digest(f"{one} {reached[one]}" for one in sorted(reached))
        return self.digests[name]


@lru_cache(maxsize=4096)
def parsed(file: Path, _changed: int, parent: str) -> tuple[str, frozenset[str]]:
    """Hash of a file's source and what it imports, remembered until it is written again."""
    source = file.read_text("utf8")
    return digest([source]), imported(source, parent)


def imported(source: str, parent: str = "") -> frozenset[str]:
    """Names under `notes` that may be modules that a source imports, wherever it does, with the packages they are in.

    Args:
        source: Python source.
        parent: package in which a relative import starts.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = parent.split(".")[: len(parent.split(".")) + 1 - node.level] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            names.update(f"{module}.{alias.name}" for alias in node.names)
    parts = [name.split(".") for name in names if name.split(".")[0] == "notes"]
    return frozenset(".".join(part[:length]) for part in parts for length in range(1, len(part) + 1))


@cache
def library_versions() -> tuple[str, ...]:
    """Name and version of each library whose change may change a result."""
    return tuple(f"{name} {version(name)}" for name in LIBRARIES)


def digest(parts: Iterable[str]) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the parts, kept apart."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
