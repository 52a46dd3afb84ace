"""Each kind of fault, where it can be planted and where it cannot."""

import ast

import pytest
from mutants.operators import exchanges
from mutants.sites import Mutant, mutants


def faults(source: str, tmp_path) -> list[Mutant]:
    path = tmp_path / "module.py"
    path.write_text(source)
    return mutants([path])


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [
        ("operator", "a + b", {"a - b"}),
        ("operator", "a and b", {"a or b"}),
        ("dropped part", "a * b", {"a", "b"}),
        ("dropped part", "a - b", {"a"}),
        ("dropped part", "not a", {"a"}),
        ("dropped part", "-1", set()),
        ("comparison", "a < b <= c", {"a <= b <= c", "a < b < c"}),
        ("comparison", "a if b else c", {"c if b else a"}),
        ("constant", "1", {"2"}),
        ("constant", "0.5", {"1.0"}),
        ("constant", "0.0", {"1.0"}),
        ("constant", "True", {"False"}),
        ("constant", "'words'", set()),
        ("axis", "a.sum(dim=0)", {"a.sum(dim=1)"}),
        ("axis", "a.mean(-1)", {"a.mean(-2)"}),
        ("axis", "torch.softmax(a, 1)", {"torch.softmax(a, 0)"}),
        ("axis", "a.reshape(1)", set()),
        ("reduction", "a.sum(0)", {"a.mean(0)"}),
        ("reduction", "max(a, b)", {"min(a, b)"}),
        ("reduction", "sum(a)", set()),
        ("clamp", "a.clamp(min=0)", {"a"}),
        ("clamp", "torch.maximum(a, b)", {"a"}),
        ("clamp", "max(a, b)", {"a", "b"}),
        ("clamp", "max(a, *b)", {"a", "max(*b)"}),
        ("clamp", "a.max(0)", set()),
        ("detach", "a.detach()", {"a"}),
        ("dropped call", "a.T", {"a"}),
        ("dropped call", "a.sqrt()", {"a"}),
        ("swap", "f(a, b, 1)", {"f(b, a, 1)"}),
        ("swap", "f(a, a)", set()),
    ],
)
def test_an_expression_can_be_exchanged_for_these(kind: str, code: str, expected: set[str]) -> None:
    found = [(which, ast.unparse(ast.fix_missing_locations(after))) for which, after in exchanges(expression(code))]
    assert {after for which, after in found if which == kind} == expected


def expression(code: str) -> ast.expr:
    return ast.parse(code, mode="eval").body


def test_refusals_and_guards_are_dropped_and_other_statements_are_not(tmp_path) -> None:
    source = "def f(x):\n    require_finite(x=x)\n    if x:\n        raise ValueError\n    if x:\n        x\n"
    dropped = [mutant.change for mutant in faults(source, tmp_path) if mutant.kind == "refusal"]
    assert dropped == ["require_finite(x=x) -> pass", "if x: -> pass"]


def test_gradients_are_let_through(tmp_path) -> None:
    (fault,) = faults("def f(x):\n    with torch.no_grad():\n        return x\n", tmp_path)
    assert (fault.kind, fault.change) == ("detach", "with torch.no_grad(): -> if True:")


def test_words_annotations_and_defaults_stay(tmp_path) -> None:
    source = (
        'def f(x: "1 + 1" = 1) -> 2:\n    """Docstring 1."""\n    y: 3 = x\n    raise ValueError(f"{y + 1}", 1 + 1)\n'
    )
    assert faults(source, tmp_path) == []
    assert faults("def f(x):\n    zip(x, strict=True)\n", tmp_path) == []
    assert faults('def f(x):\n    require(x, "x", "one", x[0] + 1)\n', tmp_path)[1:] == []


def test_a_fault_of_many_in_one_line_has_a_name_of_its_own(tmp_path) -> None:
    found = faults("class A:\n    def f(self, x):\n        return (x, 1), (x, 1)\n", tmp_path)
    assert [one.name for one in found] == ["module.A.f: 1 -> 2", "module.A.f: 1 -> 2 (2)"]


def test_the_code_of_a_fault_does_what_it_says_and_leaves_the_others_alone(tmp_path) -> None:
    found = faults("def f(x):\n    return x * 3 - 1\n", tmp_path)
    results = {}
    for fault in found:
        function = eval("lambda x: None")
        function.__code__ = fault.code()
        results[fault.change] = function(2)
    assert results == {
        "x * 3 - 1 -> x * 3 + 1": 7,
        "x * 3 - 1 -> x * 3": 6,
        "x * 3 -> x / 3": pytest.approx(2 / 3 - 1),
        "x * 3 -> 3": 2,
        "x * 3 -> x": 1,
        "3 -> 4": 7,
        "1 -> 2": 4,
    }
