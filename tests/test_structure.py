"""The house rules that a machine can check: the order of the chapters, light proofs, small functions, full docstrings.

A line of code is a line that carries a token other than a comment or a docstring: in these notes the docstrings hold
the mathematics and are often longer than the code, and nobody should shorten one to satisfy a limit.

Full docstrings are asked of the functions that a reader calls: what the chapters implement, the data, the plotting. In
the machinery (proofs and their witness, experiments, checks, errata, exercises, the ledger, the site) one line may do.
"""

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from notes.chapters import CHAPTERS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "notes"
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

SLUGS = {chapter.slug for chapter in CHAPTERS}
CHAPTER_MODULES = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in SLUGS]
MACHINERY = {
    "proof",
    "reading",
    "witness",
    "experiment",
    "experiments",
    "site",
    "ledger",
    "__main__",
    "proofs",
    "checks",
    "formulas",
    "errata",
    "exercises",
}
READERS_MODULES = [path for path in MODULES if not MACHINERY & set(path.relative_to(PACKAGE).with_suffix("").parts)]


def faults(modules: list[Path], rule: Callable[[Path], Any]) -> dict[str, Any]:
    """What a rule finds in modules, by their names; nothing where it finds nothing."""
    found = {path.relative_to(PACKAGE).as_posix(): rule(path) for path in modules}
    return {name: told for name, told in found.items() if told}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def code_lines(source: str, tree: ast.Module) -> set[int]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    code = {line for token in tokens if token.type not in LAYOUT for line in range(token.start[0], token.end[0] + 1)}
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            code -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return code


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def is_public_function(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and not node.name.startswith("_")


def is_proof(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function returns a proof, which is data laid out line by line, and not code."""
    return function.returns is not None and ast.unparse(function.returns) == "Proof"


def argument_names(function: ast.FunctionDef) -> list[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return [argument.arg for argument in every if argument is not None and argument.arg not in ("self", "cls")]


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len([name for name in names if name not in ("self", "cls")])


def returns_something(function: ast.FunctionDef) -> bool:
    return function.returns is None or ast.unparse(function.returns) not in ("None", "Figure")


def docstring_gaps(function: ast.FunctionDef) -> list[str]:
    """What the docstring leaves unsaid: an argument without its line under Args, or a result without Returns.

    A function without arguments, or one that draws, says what it returns in its first line.
    """
    docstring = ast.get_docstring(function) or ""
    described = docstring.partition("Args:")[2]
    gaps = [name for name in argument_names(function) if f"\n    {name}:" not in described.replace("*", "")]
    if (
        argument_names(function)
        and returns_something(function)
        and not {"Returns:", "Yields:"} & set(docstring.split())
    ):
        gaps.append("Returns")
    return gaps


def imported(tree: ast.Module) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def too_long(path: Path) -> dict[str, int]:
    """The functions of a module that have too many lines of code, and the module itself, with how many."""
    code = code_lines(path.read_text(encoding="utf-8"), parsed(path))
    sizes = {f: len(code & set(range(f.lineno, f.end_lineno + 1))) for f in functions(parsed(path))}
    module = {"the module": len(code)} if len(code) > 300 else {}
    return module | {f.name: size for f, size in sizes.items() if size > (40 if is_proof(f) else 25)}


def gaps(path: Path) -> dict[str, list[str]]:
    """The functions of a module whose docstrings leave something unsaid, with what."""
    found = {one.name: docstring_gaps(one) for one in parsed(path).body if is_public_function(one)}
    return {name: missing for name, missing in found.items() if missing}


def test_functions_have_at_most_25_lines_and_modules_300() -> None:
    assert faults(MODULES, too_long) == {}


def test_functions_take_at_most_five_positional_arguments() -> None:
    assert faults(MODULES, lambda path: [one.name for one in functions(parsed(path)) if positional(one) > 5]) == {}


def test_docstrings_name_every_argument_and_the_result() -> None:
    assert faults(READERS_MODULES, gaps) == {}


def test_names_of_modules_are_terms_of_the_field() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert faults(MODULES, lambda path: vague & set(path.with_suffix("").parts)) == {}


# To those who write proofs, experiments and exercises, `notes.proof`, `notes.experiment` and `notes.exercises` are one
# module each.
FACADES = {PACKAGE / "proof", PACKAGE / "experiment", PACKAGE / "exercises"}
MAPS = sorted(path for path in PACKAGE.rglob("__init__.py") if path.parent not in FACADES)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.parent.name)
def test_init_is_a_docstring_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == (3 if path.parent == PACKAGE else 1)  # the package settles how SymPy computes


def out_of_place(path: Path) -> set[str]:
    """What a model does to plot, or a figure to train."""
    if path.stem not in ("figures", "schemes"):
        drawing = ("matplotlib", "notes.plotting", "notes.diagrams")
        return {name for name in imported(parsed(path)) if name.startswith(drawing)}
    calls = [node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
    steps = {call.attr for call in calls if isinstance(call, ast.Attribute)} & {"backward", "step", "zero_grad"}
    return steps | {name for name in imported(parsed(path)) if name.startswith("torch.optim")}


def test_models_never_plot_and_figures_never_train() -> None:
    assert faults(CHAPTER_MODULES, out_of_place) == {}


def test_every_sub_package_is_a_chapter_or_a_floor() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/*.py")}
    assert folders - SLUGS <= {"exercises", "experiment", "proof", "reading", "site", "witness"}


def test_imports_keep_the_contracts() -> None:
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_proofs_and_errata_run_without_torch() -> None:
    light = [path for path in MODULES if {path.stem, path.parent.name} & {"proof", "proofs", "errata"}]
    names = [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in light]
    program = "\n".join(f"import {name}" for name in [*names, "sys"])
    heavy = "sorted({'torch', 'numpy', 'matplotlib', 'scipy'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", f"{program}\nprint({heavy})"], capture_output=True, text=True)
    assert ran.stdout.strip() == "[]", ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ('def f(x: int) -> int:\n    """F.\n\n    Args:\n        x: one.\n\n    Returns:\n        It.\n    """', []),
        ('def f(x: int) -> int:\n    """F.\n\n    Args:\n        x: one.\n    """', ["Returns"]),
        ('def f(x: int) -> None:\n    """F of x: this is no section."""', ["x"]),
        ('def f(**kinds: int) -> None:\n    """F.\n\n    Args:\n        **kinds: some.\n    """', []),
        ('def f() -> int:\n    """An F."""', []),
        ('def f(x: int) -> Figure:\n    """F.\n\n    Args:\n        x: one.\n    """', []),
    ],
)
def test_docstring_gaps_are_found(source: str, missing: list[str]) -> None:
    assert docstring_gaps(ast.parse(source).body[0]) == missing


def test_code_lines_leave_out_docstrings_and_comments() -> None:
    source = (
        '"""Module.\n\nMore.\n"""\n\n# why\nx = (\n    1\n)\n\n\ndef f():\n    """F."""\n    return """two\nlines"""\n'
    )
    assert code_lines(source, ast.parse(source)) == {7, 8, 9, 12, 14, 15}


def real_names(function: ast.FunctionDef) -> set[str]:
    """Arguments that may be NaN, and what loops take out of them."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    annotated = [(one.arg, ast.unparse(one.annotation)) for one in arguments if one.annotation is not None]
    real = {name for name, annotation in annotated if any(word in annotation for word in ("float", "Float", "Tensor"))}
    for node in ast.walk(function):
        if isinstance(node, ast.For) and real & {name.id for name in ast.walk(node.iter) if isinstance(name, ast.Name)}:
            real |= {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
    return real


def refusals_that_pass_nan(function: ast.FunctionDef) -> list[str]:
    """Conditions such as `x <= 0` that only refuse, and are false for NaN: `not x > 0` is true, and so are guards."""

    def told(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
            return
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
            operands = {one.id for one in (node.left, *node.comparators) if isinstance(one, ast.Name)}
            if operands & real:
                yield ast.unparse(node)
        for inner in ast.iter_child_nodes(node):
            yield from told(inner)

    real = real_names(function)
    conditions = [node for node in ast.walk(function) if isinstance(node, ast.If) and not node.orelse]
    refusing = [node.test for node in conditions if all(isinstance(line, ast.Raise) for line in node.body)]
    return [text for condition in refusing for text in told(condition)]


def refusals(path: Path) -> dict[int, list[str]]:
    """The functions of a module that let NaN pass, by their lines, with the conditions."""
    found = {function.lineno: refusals_that_pass_nan(function) for function in functions(parsed(path))}
    return {line: conditions for line, conditions in found.items() if conditions}


def test_no_refusal_lets_nan_pass() -> None:
    assert faults(READERS_MODULES, refusals) == {}


@pytest.mark.parametrize(
    ("condition", "passes"),
    [
        ("rate <= 0", True),
        ("steps < 1 or 0 >= rate", True),
        ("bool((x < 0).any())", True),
        ("value < 0", True),
        ("not rate > 0", False),
        ("steps < 1", False),
        ("bool((~(x > 0)).any())", False),
    ],
)
def test_refusals_that_pass_nan_are_found(condition: str, passes: bool) -> None:
    source = f"def f(rate: float, steps: int, x: Tensor):\n for value in (rate, 1):\n  if {condition}:\n   raise E"
    assert bool(refusals_that_pass_nan(functions(ast.parse(source))[0])) is passes


def test_one_module_checks_types_for_all() -> None:
    importing = [path for path in MODULES if "from beartype import" in path.read_text("utf8")]
    assert [path.relative_to(PACKAGE).as_posix() for path in importing] == ["domain.py"]
