"""The functions of a chapter that a reader calls, and every fault that can be planted in each."""

import ast
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType

from mutants.operators import exchanges

PACKAGE = Path(__file__).parent.parent / "src" / "notes"
DRAWINGS = {"figures", "schemes"}
DATA = DRAWINGS | {"__init__", "proofs", "checks", "formulas", "notation", "errata", "exercises", "experiments"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Place = tuple[str, str]
"""A file, and the name of a function or method in it."""


@dataclass(frozen=True)
class Mutant:
    """A fault in a function.

    Attributes:
        path: the module.
        function: the name of the function, after that of its class where it is a method.
        line: where the fault is.
        kind: what was done.
        change: the code before and after, numbered from the second place of a function that reads the same.
    """

    path: Path
    function: str
    line: int
    kind: str
    change: str
    tree: ast.Module = field(repr=False, compare=False)
    before: ast.AST = field(repr=False, compare=False)
    after: ast.AST = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The same name for as long as the place reads the same: module, function and change."""
        return f"{self.path.stem}.{self.function}: {self.change}"

    @property
    def place(self) -> Place:
        """The function."""
        return str(self.path), self.function

    def code(self) -> CodeType:
        """What the function with the fault is compiled to."""
        exchange(self.tree, self.before, self.after)
        try:
            return codes(compile(self.tree, str(self.path), "exec"))[self.function]
        finally:
            exchange(self.tree, self.after, self.before)


def implementations(chapter: str) -> list[Path]:
    """The modules of a chapter, without those that are data about it."""
    return sorted(path for path in (PACKAGE / chapter).glob("*.py") if path.stem not in DATA)


def mutants(paths: Iterable[Path]) -> list[Mutant]:
    """Every fault in some modules, in the order of the code."""
    return [mutant for path in paths for mutant in _of_module(path, ast.parse(path.read_text("utf8")))]


def drawn(every: list[Mutant], share: int, seed: int) -> list[Mutant]:
    """So many of the faults, by the seed: the draw of each hangs on its own name, and stays while others change."""
    chance = {mutant: random.Random(f"{seed} {mutant.name}").random() for mutant in every}
    return sorted(every, key=chance.__getitem__)[:share]


def codes(code: CodeType) -> dict[str, CodeType]:
    """The code of all functions and methods within a code, by their names."""
    inside = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return {one.co_qualname: one for one in inside} | {k: v for one in inside for k, v in codes(one).items()}


def exchange(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    """Put one node in the place of another."""

    class Exchange(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is old else self.generic_visit(node)

    Exchange().visit(tree)


def _of_module(path: Path, tree: ast.Module) -> Iterator[Mutant]:
    for name, function in _functions(tree):
        seen, times = {ast.dump(function)}, Counter[str]()
        for before in _places(function):
            for kind, after in exchanges(before):
                if not hasattr(after, "lineno"):
                    ast.fix_missing_locations(ast.copy_location(after, before))
                exchange(tree, before, after)
                faulty = ast.dump(function)
                exchange(tree, after, before)
                if faulty not in seen:
                    seen.add(faulty)
                    change = f"{_first_line(before)} -> {_first_line(after)}"
                    times[change] += 1
                    told = change if times[change] == 1 else f"{change} ({times[change]})"
                    yield Mutant(path, name, before.lineno, kind, told, tree, before, after)  # type: ignore[attr-defined]


def _functions(node: ast.Module | ast.ClassDef, within: str = "") -> Iterator[tuple[str, Function]]:
    """The functions and methods, with their names: not those within functions."""
    for child in node.body:
        if isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{within}{child.name}.")
        if isinstance(child, Function):
            yield within + child.name, child


def _places(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that make no result: annotations, defaults, the words of an error, and `strict`."""
    yield node
    for child in _inside(node):
        yield from _places(child)


def _inside(node: ast.AST) -> Iterable[ast.AST]:
    match node:
        case ast.Raise() | ast.JoinedStr() | ast.arguments() | ast.keyword(arg="strict"):
            return []
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return node.body
        case ast.AnnAssign():
            return [node.value] if node.value else []
        case ast.Call(func=ast.Name(id="require")):
            return node.args[:1]
        case _:
            return ast.iter_child_nodes(node)


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]
