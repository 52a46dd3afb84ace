"""Every proof of every chapter stands, and refuses the slips that are planted into it."""

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import notes
from notes.chapters import CHAPTERS
from notes.ledger import proof_functions
from notes.proof import Proof, kernel
from notes.proof.checking import RefutedError, confirm
from notes.proof.mutation import teeth
from notes.proof.relations import Optimum, Relation, Statement
from notes.site.lines import ROOM, fitted
from notes.site.proofs import rechecked
from notes.site.widths import width

PROOFS = [
    pytest.param(function, id=f"{chapter.slug}.{name}")
    for chapter in CHAPTERS
    for name, function in proof_functions(chapter)
]


@pytest.mark.feeds_the_site
@pytest.mark.parametrize("function", PROOFS)
def test_proof_stands_and_is_printed_in_lines_that_fit(function: Callable[[], Proof]):
    found = rechecked(f"{function.__module__}.{function.__name__}")
    assert found["ok"], found["message"]
    assert found["rows"]
    assert found["claims"]
    for row in found["rows"]:
        assert row["reason"], f"a step without a reason: {row['latex']}"
        assert not set("$\\") & set(row["reason"]), f"mathematics typeset by hand: {row['reason']}"
    displayed = [fitted(one["latex"]) for one in (*found["claims"], *found["rows"])]
    put_in = [latex for _, values in found["trust"]["lemmas"] for latex in values]
    wide = [latex for latex in (*displayed, *found["trust"]["assumptions"], *put_in) if width(latex) > ROOM]
    assert not wide, f"wider than the column: {wide[0]}"


@pytest.mark.one_in(120)
@pytest.mark.parametrize("function", PROOFS)
def test_proof_refuses_planted_slips(
    function: Callable[[], Proof],
    pytestconfig: pytest.Config,
    run_seed: int,
    record_property: Callable[[str, object], None],
):
    found = teeth(function(), most=None if pytestconfig.option.every_case else 2, seed=run_seed)
    record_property("slips refused", found.refused)
    record_property("slips undecided", found.undecided)
    assert not found.accepted, f"false, yet established: {found.accepted[0]}"
    assert found.refused + found.undecided + found.harmless > 0


@pytest.mark.one_in(15)
@pytest.mark.parametrize("function", PROOFS)
def test_a_false_claim_is_refuted_whatever_the_rules_conclude(function: Callable[[], Proof]):
    proof = function()
    for claim in proof.claims:
        with pytest.raises(RefutedError):
            confirm(falsified(claim), kernel.hypotheses(proof), seconds=20)


OPPOSITE = {">=": "<", "<=": ">", ">": "<=", "<": ">=", "min": "max", "max": "min"}


def falsified(claim: Statement) -> Statement:
    """The opposite of a claim; for an equality another number, or for a matrix its double."""
    if isinstance(claim, Optimum):
        return replace(claim, sense=OPPOSITE[claim.sense])
    if not isinstance(claim, Relation):
        return replace(claim, other_sense=OPPOSITE[claim.other_sense])
    if claim.sign in OPPOSITE:
        return replace(claim, sign=OPPOSITE[claim.sign])
    return replace(claim, right=2 * claim.right if claim.right.is_Matrix else 2 * claim.right + 1)


def test_every_function_that_makes_a_proof_is_listed():
    listed = {(function.__module__, function.__name__) for function in (param.values[0] for param in PROOFS)}
    package = Path(notes.__file__).parent
    lost = [
        (module, name)
        for path in sorted(package.rglob("*.py"))
        if path.parent.name != "proof"
        for module in [".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__")]
        for name in makers(path)
        if (module, name) not in listed
    ]
    assert not lost


def makers(path: Path) -> list[str]:
    """The names of a module's functions without parameters, and of its variables, that call `Proof`."""
    found = []
    for node in ast.parse(path.read_text(encoding="utf8")).body:
        calls = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
        makes = any(getattr(call, "id", getattr(call, "attr", "")) == "Proof" for call in calls)
        if makes and not (isinstance(node, ast.FunctionDef) and node.args.args):
            found.append(getattr(node, "name", ast.unparse(node)))
    return found


def test_a_proof_that_no_list_finds_is_found(tmp_path: Path):
    hidden = tmp_path / "hidden.py"
    hidden.write_text("def lost():\n    return Proof('x', 1, [])\n\nKEPT = proof.Proof('y', 1, [])\n")
    assert makers(hidden) == ["lost", "KEPT = proof.Proof('y', 1, [])"]
