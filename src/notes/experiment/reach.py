"""The fingerprint of the code that a function computes with: every definition of `notes` that it reaches.

A table of runs is as good as the code that made it, and no longer than that. So the fingerprint takes in the function,
the functions, classes and constants that it names, those that they name, and so on. It leaves out what cannot change a
number of a run that ended well: docstrings, comments, annotations, and what only refuses (`raise`, an `if` that does
nothing else, calls of `require...`, the module `notes.domain`), and where numbers live (a keyword `device` of a call or
a signature). Names are read from syntax trees: a definition that is reached by a computed name is out of sight.
"""

import ast
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import notes

ROOT = Path(notes.__path__[0])
REFUSING = ("notes.domain", "notes.experiment")
Place = tuple[str, str]  # module and name; an empty name for the whole module


def fingerprint(module: str, name: str) -> str:
    """Hash of a top-level function and of all definitions of `notes` that it reaches.

    Args:
        module: dotted name of its module.
        name: its name there.

    Returns:
        Sixteen hexadecimal digits.
    """
    return _digest("", [(module, name)])


def program_fingerprint(source: str) -> str:
    """Hash of a program, such as that of a lab, and of all definitions of `notes` that it reaches.

    Args:
        source: the program; its comments do not count.

    Returns:
        Sixteen hexadecimal digits.
    """
    tree = ast.parse(source)
    scope = {name: node for node in tree.body for name in defined(node)}
    return _digest(ast.dump(tree), [place for used in uses(tree, scope) for place in resolved("", scope, used)])


def _digest(text: str, waiting: list[Place]) -> str:
    """Hash of a text, and of the definitions at some places with all that they reach."""
    texts = dict[Place, str]()
    while waiting:
        place = waiting.pop()
        if place not in texts:
            texts[place], found = definition(*place)
            waiting += [place for place in found if not place[0].startswith(REFUSING)]
    told = "\n".join([text, *(f"{place} {texts[place]}" for place in sorted(texts))])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@lru_cache(maxsize=8192)
def definition(module: str, name: str) -> tuple[str, tuple[Place, ...]]:
    """The bare code of a definition, and the definitions of `notes` that it names.

    Args:
        module: dotted name of a module of `notes`.
        name: what is defined there; an empty name for all of it.

    Returns:
        The code, empty if the name is only imported there, and the places.
    """
    scope = names(module)
    if not name:
        return "", tuple((module, defined) for defined in scope)
    node = scope.get(name)
    if node is None:
        return "", ()
    if isinstance(node, ast.ImportFrom | ast.Import):
        return "", tuple(imported(module, node, name))
    bare = Bare().visit(ast.parse(ast.unparse(node)))
    return ast.dump(bare), tuple(place for used in uses(bare, scope) for place in resolved(module, scope, used))


@lru_cache(maxsize=1024)
def names(module: str) -> dict[str, ast.stmt]:
    """The top-level statement that defines each name of a module; none for what is no module of `notes`."""
    file = source_file(module)
    if file is None or module.startswith(REFUSING):
        return {}
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(file.read_text("utf8")).body:
        for name in defined(node):
            found[name] = node
    return found


def source_file(module: str) -> Path | None:
    """The file of a module of `notes`; None if there is none."""
    if module.split(".")[0] != "notes":
        return None
    path = ROOT.joinpath(*module.split(".")[1:])
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((file for file in candidates if file.is_file()), None)


def defined(node: ast.stmt) -> Iterator[str]:
    """The names that a top-level statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (inner.id for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name))


def uses(node: ast.AST, scope: dict[str, ast.stmt]) -> set[tuple[str, str]]:
    """Names of the scope that a piece of code uses, each with the attribute that it takes of them, if any."""
    attributes = {id(n.value): n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    loaded = [n for n in ast.walk(node) if isinstance(n, ast.Name) and n.id in scope]
    return {(n.id, attributes.get(id(n), "")) for n in loaded}


def resolved(module: str, scope: dict[str, ast.stmt], used: tuple[str, str]) -> Iterator[Place]:
    """Where a used name is defined: here, or where it is imported from; of a module, the attribute that is taken."""
    name, attribute = used
    node = scope[name]
    if not isinstance(node, ast.Import | ast.ImportFrom):
        yield module, name
        return
    for place in imported(module, node, name):
        yield (place[0], attribute) if not place[1] else place


def imported(module: str, node: ast.Import | ast.ImportFrom, name: str) -> Iterator[Place]:
    """Where an imported name comes from, if it comes from `notes`."""
    for alias in node.names:
        if (alias.asname or alias.name.split(".")[0]) != name:
            continue
        if isinstance(node, ast.Import):
            if alias.name.startswith("notes") and alias.asname:
                yield alias.name, ""
            continue
        parent = node.module or ""
        if node.level:
            base = module.split(".")[: -node.level] if source_file(module) else []
            parent = ".".join([*base, *([node.module] if node.module else [])])
        if parent.split(".")[0] == "notes":
            whole = source_file(f"{parent}.{alias.name}") is not None
            yield (f"{parent}.{alias.name}", "") if whole else (parent, alias.name)


def forget() -> None:
    """Read the files again next time."""
    definition.cache_clear()
    names.cache_clear()


class Bare(ast.NodeTransformer):
    """Code without what cannot change a number of a run that ended well."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """A function without docstring, annotations and the decorators that check or register it."""
        node.returns = None
        node.decorator_list = [one for one in node.decorator_list if not _checks(one)]
        return self._body(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """A class without docstring."""
        node.decorator_list = [one for one in node.decorator_list if not _checks(one)]
        return self._body(node)

    def visit_Module(self, node: ast.Module) -> ast.AST:
        """A module."""
        return self._body(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """An argument without annotation."""
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        """An assignment without annotation; a field of a class keeps its name and default."""
        value = node.value or ast.Constant(value=...)
        return self.generic_visit(ast.Assign(targets=[node.target], value=value, lineno=0))

    def visit_keyword(self, node: ast.keyword) -> ast.AST | None:
        """Nothing for the device of a call: where numbers live does not change them."""
        return None if node.arg == "device" else self.generic_visit(node)

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        """A signature without the keyword that says where numbers are to live."""
        kept = [pair for pair in zip(node.kwonlyargs, node.kw_defaults, strict=True) if pair[0].arg != "device"]
        node.kwonlyargs, node.kw_defaults = [name for name, _ in kept], [default for _, default in kept]
        return self.generic_visit(node)

    def visit_Raise(self, _: ast.Raise) -> None:
        """Nothing: a run that ended well raised nothing."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        """Nothing for a condition that only refuses."""
        return None if all(isinstance(one, ast.Raise) for one in node.body) and not node.orelse else self._body(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """Nothing for a call that only refuses, nor for a docstring."""
        value = node.value
        called = value.func if isinstance(value, ast.Call) else None
        refuses = isinstance(called, ast.Name) and called.id.lstrip("_").startswith("require")
        return None if refuses or isinstance(value, ast.Constant) else self.generic_visit(node)

    def _body(self, node: ast.AST) -> ast.AST:
        self.generic_visit(node)
        if not getattr(node, "body", True):
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
        return node


def _checks(decorator: ast.expr) -> bool:
    """Whether a decorator only checks shapes, or only makes an experiment of a function."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Name) and called.id in ("jaxtyped", "experiment")
